import { COUNTRIES } from "#app/domain/countries.ts";
import { countryName, formatList } from "./format.ts";
import { directionOf, type Locale, LOCALES } from "./locales.ts";
import type { Texts } from "./texts.ts";

/**
 * Cities of the archive as Chinese readers write them, with the name under which the archive keeps them: for finding,
 * not for showing.
 */
const IN_CHINESE: readonly [chinese: string, kept: string][] = [
  ["科贾埃利", "Kocaeli"],
  ["利隆圭", "Lilongwe"],
  ["首尔", "Seoul"],
  ["温哥华", "Vancouver"],
  ["维也纳", "Vienna"],
  ["阿瓜斯卡连特斯", "Aguascalientes"],
  ["清莱", "Chiang Rai"],
  ["库里蒂巴", "Curitiba"],
  ["达喀尔", "Dakar"],
  ["高雄", "Kaohsiung"],
  ["麦德林", "Medellín"],
  ["彼尔姆", "Perm"],
  ["萨赫宁", "Sakhnin"],
  ["萨勒诺", "Salerno"],
  ["锡尔赫特", "Sylhet"],
  ["广州", "Guangzhou"],
  ["安蒂奥基亚", "Antioquia"],
  ["布里斯托尔", "Bristol"],
  ["基督城", "Christchurch"],
  ["克赖斯特彻奇", "Christchurch"],
  ["杭州", "Hangzhou"],
  ["阿布扎比", "Abu Dhabi"],
  ["波士顿", "Boston"],
  ["布宜诺斯艾利斯", "Buenos Aires"],
  ["埃斯基谢希尔", "Eskişehir"],
  ["光州", "Gwangju"],
  ["汉堡", "Hamburg"],
  ["雅加达", "Jakarta"],
  ["林雪平", "Linköping"],
  ["墨尔本", "Melbourne"],
  ["里约热内卢", "Rio de Janeiro"],
  ["昆明", "Kunming"],
  ["莱芜", "Laiwu"],
  ["哥本哈根", "Copenhagen"],
  ["拉巴斯", "La Paz"],
  ["盖勒尤比", "Qalyubeya Governorate (Khosoos and Khanka)"],
  ["松坡", "Songpa-gu"],
  ["亚的斯亚贝巴", "Addis Ababa"],
  ["亚松森", "Asunción"],
  ["布鲁塞尔", "Brussels-Capital Region"],
  ["吕莱布尔加兹", "Lüleburgaz"],
  ["玛琅", "Malang"],
  ["梅纳谢", "Menashe Regional Council"],
  ["拉姆安拉", "Ramallah"],
  ["坦佩雷", "Tampere"],
  ["义乌", "Yiwu"],
  ["柏林", "Berlin"],
  ["莫斯科", "Moscow"],
  ["新北", "New Taipei City"],
  ["悉尼", "Sydney"],
  ["南宁", "Nanning"],
  ["伊斯坦布尔", "Istanbul Metropolitan Municipality"],
  ["塞费里希萨尔", "Seferihisar"],
  ["波哥大", "Bogotá"],
  ["武汉", "Wuhan"],
  ["米兰", "Milan"],
  ["瓜达拉哈拉", "Guadalajara"],
  ["梅济特利", "Mezitli"],
  ["纽约", "New York City"],
  ["泗水", "Surabaya"],
  ["德班", "eThekwini (Durban)"],
  ["喀山", "Kazan"],
  ["勒庞蒂尼", "Repentigny"],
  ["萨尔瓦多", "Salvador"],
  ["圣安娜", "Santa Ana"],
  ["圣菲", "Santa Fe"],
  ["乌得勒支", "Utrecht"],
  ["重庆", "Chongqing"],
  ["基多", "Quito"],
  ["圣路易", "Saint-Louis (Departmental Council)"],
  ["安利", "Unley"],
  ["奥里萨", "Odisha (State)"],
  ["布拉马普尔", "Berhampur"],
  ["万隆", "Bandung"],
  ["塔那那利佛", "Antananarivo"],
  ["布雷达", "Breda"],
  ["开普敦", "Cape Town"],
  ["洛杉矶", "Los Angeles"],
  ["坎帕拉", "Kampala"],
  ["咸宁", "Xianning"],
  ["安塔利亚", "Antalya"],
  ["伊斯塔帕拉帕", "Iztapalapa (Mexico City)"],
  ["墨西哥城", "Iztapalapa (Mexico City)"],
  ["曼海姆", "Mannheim"],
  ["圣保罗", "São Paulo"],
  ["德黑兰", "Tehran"],
  ["三宝垄", "Semarang"],
];

/**
 * The cities that a reader may mean by Chinese characters: "广州" and "广州市" give Guangzhou. None for words without them.
 */
export function citiesCalled(words: string): string[] {
  const asked = words.trim().replace(/市$/, "");
  if (!/\p{Script=Han}/u.test(asked)) return [];
  return [...new Set(IN_CHINESE.filter(([chinese]) => chinese.includes(asked) || asked.includes(chinese)).map(([, kept]) => kept))];
}

/** As the database's function of that name: accents, vowel signs and hamzas apart. */
const plainLetters = (text: string): string =>
  text
    .toLowerCase()
    .normalize("NFKD")
    .replace(/[\u0300-\u036f\u064b-\u065f\u0670\u0640]/g, "")
    .replaceAll("ى", "ي")
    .replaceAll("ة", "ه");

/**
 * The countries that words may mean, in any of the portal's languages: whole names, or parts of three letters or two
 * characters and more.
 */
export function countriesCalled(words: string): string[] {
  const asked = plainLetters(words.trim());
  const isPart = asked.length >= 3 || /\p{Script=Han}{2}/u.test(asked);
  return COUNTRIES.filter((code) =>
    LOCALES.some((locale) => {
      const name = plainLetters(countryName(code, locale));
      return name === asked || (isPart && name.includes(asked));
    }),
  );
}

/** A country as the archive's source calls it, or by its usual name. */
export function nameOfCountry({ country, countryLabel }: { country: string; countryLabel: string | null }, locale: Locale, t: Texts): string {
  if (!countryLabel) return countryName(country, locale);
  return locale === "en" ? countryLabel : (t.archive.countries[countryLabel] ?? countryName(country, locale));
}

const RIGHT_TO_LEFT = /[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}]/u;

/**
 * A name at the head of a text. One that runs the other way than the language is kept together, and does not turn the
 * text: what follows "Kampala" in Arabic stands on its left.
 */
export function heading(name: string, locale: Locale): string {
  const letter = /\p{L}/u.exec(name)?.[0];
  const direction = directionOf(locale);
  if (!letter || RIGHT_TO_LEFT.test(letter) === (direction === "rtl")) return name;
  return `${direction === "rtl" ? "\u200f" : "\u200e"}\u2068${name}\u2069`;
}

/** "Kampala, Uganda and Nakuru, Kenya". */
export function citiesText(cities: readonly { cityName: string; country: string }[], locale: Locale, t: Texts): string {
  return formatList(
    cities.map(({ cityName, country }) => `${cityName}${t.ui.comma}${countryName(country, locale)}`),
    locale,
  );
}

/**
 * What stands beside the city whose entry it is, wherever that is named: "together with Kampala, Uganda". Empty for an
 * entry of one city.
 */
export function togetherText(cities: readonly { cityName: string; country: string }[], locale: Locale, t: Texts): string {
  return cities.length > 0 ? t.coApplicant.together(citiesText(cities, locale, t)) : "";
}
