import { expect, it } from "vitest";
import { type CountUnit, countText } from "#app/domain/question/counting.ts";
import { alike, formatLength, formatList, formatPoints } from "#app/i18n/format.ts";
import type { Locale } from "#app/i18n/locales.ts";
import { counterText } from "#app/ui/counter-text.ts";
import { TextArea } from "#app/ui/form.tsx";
import { render, words } from "./render.tsx";

const FAMILY = "👨‍👩‍👧‍👦";

it.each<[string, CountUnit, number]>([
  ["", "words", 0],
  ["   \r\n ", "words", 0],
  ["Rain from roofs", "words", 3],
  ["well-being, costs 10.5 %", "words", 3],
  ["the city's people’s", "words", 3],
  ["one — two – three", "words", 3],
  ["L'eau de São Paulo", "words", 4],
  ["广州国际城市创新奖", "words", 9],
  ["广州（Guangzhou）获奖。", "words", 5],
  ["2018 年 273 份", "words", 4],
  ["مدينة مستدامة", "words", 2],
  ["", "characters", 0],
  ["abc", "characters", 3],
  ["广州", "characters", 2],
  ["e\u0301", "characters", 1],
  [FAMILY, "characters", 1],
  ["a\r\nb", "characters", 3],
  [" padded ", "characters", 6],
])("%j has so many %s: %d", (text, unit, count) => expect(countText(text, unit, "en")).toBe(count));

it("counts a text sent by a browser, with its CRLF line ends, like the text in the field", () => {
  const typed = "First line\nsecond line\n\n第三行";
  for (const unit of ["words", "characters"] as const)
    expect(countText(typed.replaceAll("\n", "\r\n"), unit, "en")).toBe(countText(typed, unit, "en"));
});

it("B56: takes a hundred thousand characters in its stride", () =>
  expect(countText("a".repeat(100_000), "words", "en")).toBe(1));

it.each<[Locale, string]>([
  ["en", "one two three"],
  ["en", "one two three four five six seven"],
  ["zh-Hans", "城市创新奖评审"],
])("B54: the page's counter says what the browser would say next (%s, %s)", (locale, text) => {
  const markup = render(<TextArea name="a" label="A" value={text} limit={{ count: 5, unit: "words" }} />, locale);
  const [, attributes = "", said = ""] = markup.match(/<p class="counter([^>]*)>([^<]*)/) ?? [];
  const attribute = (name: string) => attributes.match(new RegExp(`${name}="([^"]*)"`))?.[1] ?? "";
  const count = {
    used: countText(text, attribute("data-unit") as CountUnit, attribute("data-language")),
    limit: Number(attribute("data-limit")),
  };
  expect(counterText(count, { within: attribute("data-text-within"), over: attribute("data-text-over") }, locale)).toBe(
    words(said),
  );
  expect(attributes.startsWith(" over")).toBe(count.used > 5);
});

it.each<[number, Locale, string]>([
  [4.25, "en", "4.25"],
  [4, "en", "4.00"],
  [4.05, "fr", "4,05"],
  [4.45, "es", "4,45"],
  [0.99, "zh-Hans", "0.99"],
  [10 / 3, "en", "3.33"],
])("%d points read in %s as %s", (value, locale, points) => expect(formatPoints(value, locale)).toBe(points));

it("figures of a column are told with the decimals of the longest, two at least and no more than asked for", () => {
  const told = (values: number[], most: number) => values.map(alike(values, "en", most));
  expect(told([3.98, 3.3, 3], 4)).toEqual(["3.98", "3.30", "3.00"]);
  expect(told([3.98, 3.2689, -2.5], 4)).toEqual(["3.9800", "3.2689", "−2.5000"]);
  expect(told([10 / 3, 2], 6)).toEqual(["3.333333", "2.000000"]);
  expect(told([0.1 + 0.2], 6)).toEqual(["0.30"]);
});

it("lists in Chinese have a space before a digit, as its units have", () => {
  expect(formatList(["14 天", "1 小时"], "zh-Hans")).toBe("14 天和 1 小时");
  expect(formatList(["14 days", "1 hour"], "en")).toBe("14 days and 1 hour");
});

it.each<[Locale, number, string]>([
  ["en", 150, "2 hours and 30 minutes"],
  ["en", 120, "2 hours"],
  ["en", 45, "45 minutes"],
  ["zh-Hans", 150, "2 小时和 30 分钟"],
  ["fr", 90, "1\u00a0heure et 30 minutes"],
  ["ar", 90, "ساعة و30 دقيقة"],
  ["es", 90, "1 hora y 30 minutos"],
])("in %s a meeting of %d minutes takes %s", (locale, minutes, told) =>
  expect(formatLength(minutes, locale)).toBe(told),
);
