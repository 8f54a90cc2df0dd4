import { intlLocale, type Locale } from "./locales.ts";
import { memo } from "./memo.ts";

/**
 * Making one costs up to a tenth of a millisecond, and a page needs hundreds; each takes some 30 kB. There are as many
 * as zones and shapes and languages together, of which a portal needs few at a time.
 */
const formatters = memo<unknown>(1000);

/** The formatter of a shape for a language, and of a zone where time is meant; made once. */
const formatter = <Made>(shape: string, locale: string, zone: string, make: () => Made): Made => formatters(`${shape} ${locale} ${zone}`, make) as Made;

const DATE = { dateStyle: "long" } as const;
const DAY = { day: "numeric", month: "long" } as const;
const YEAR = { year: "numeric" } as const;
const MONTH = { month: "long", year: "numeric" } as const;
const CLOCK = { timeStyle: "medium", hourCycle: "h23" } as const;
const MOMENT = { dateStyle: "long", timeStyle: "medium", hourCycle: "h23" } as const;
const WEEKDAY_MOMENT = { weekday: "long", day: "numeric", month: "long", year: "numeric", hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23" } as const;
const OFFSET = { timeZoneName: "shortOffset" } as const;

/** Pages say the same moments again and again: deadlines, when something was sent. */
const told = memo<string>(10_000);

function inZone(shape: string, options: Intl.DateTimeFormatOptions, at: Date | string, locale: Locale, timeZone: string): string {
  return told(`${shape} ${locale} ${timeZone} ${typeof at === "string" ? at : at.getTime()}`, () => formatter(shape, locale, timeZone, () => new Intl.DateTimeFormat(intlLocale(locale), { ...options, timeZone })).format(new Date(at)));
}

/** "23 November 2026" in the given zone. */
export function formatDate(at: Date | string, locale: Locale, timeZone: string): string {
  return inZone("date", DATE, at, locale, timeZone);
}

/**
 * "23 November 2026 at 23:59:59 UTC+8": to the second and with its zone, because deadlines are argued about.
 * `public/clock.js` says it likewise.
 */
export function formatMoment(at: Date | string, locale: Locale, timeZone: string): string {
  return withZone(inZone("moment", MOMENT, at, locale, timeZone), at, locale, timeZone);
}

/** "Tuesday, 3 November 2026 at 23:59:59 UTC+8". */
export function formatDayAndMoment(at: Date | string, locale: Locale, timeZone: string): string {
  return withZone(inZone("weekday", WEEKDAY_MOMENT, at, locale, timeZone), at, locale, timeZone);
}

/** "16:59:59 UTC+1". */
export function formatTime(at: Date | string, locale: Locale, timeZone: string): string {
  return withZone(formatClock(at, locale, timeZone), at, locale, timeZone);
}

/**
 * The zone by the name every language uses, and after the clock: "23:59:59 UTC+8", "23:59:59（UTC+8）". Lines break at a
 * hyphen and not at a minus.
 */
function withZone(formatted: string, at: Date | string, locale: Locale, timeZone: string): string {
  const zone = inZone("offset", OFFSET, at, "en", timeZone)
    .split(" ")[1]!
    .replace(/GMT(?:[+-]0(?!\d))?/, "UTC")
    .replace("-", "−");
  return locale === "zh-Hans" ? `${formatted}（${zone}）` : `${formatted} ${zone}`;
}

/** How far the zone's clocks are ahead of Greenwich at that moment, in minutes: 330 in Kolkata. */
export function minutesAhead(at: Date | string, timeZone: string): number {
  const [, sign, hours, minutes = 0] = /([+-])(\d+)(?::(\d+))?$/.exec(inZone("offset", OFFSET, at, "en", timeZone)) ?? [];
  return Number(`${sign ?? ""}${Number(hours ?? 0) * 60 + Number(minutes)}`);
}

/** "2026-11-23", the day it is in the given zone. */
export function isoDay(at: Date | string, timeZone: string): string {
  return formatter("iso", "en-CA", timeZone, () => new Intl.DateTimeFormat("en-CA", { dateStyle: "short", timeZone })).format(new Date(at));
}

/** "12:04:31" for today (`today` as by {@link isoDay}), "14 October, 12:04:31" for any other day. */
export function formatSaved(at: Date | string, locale: Locale, timeZone: string, today: string): string {
  const [saved, clock] = [isoDay(at, timeZone), formatClock(at, locale, timeZone)];
  if (saved === today) return clock;
  const day = saved.slice(0, 4) === today.slice(0, 4) ? inZone("day", DAY, at, locale, timeZone) : formatDate(at, locale, timeZone);
  return `${day}${BETWEEN_DAY_AND_CLOCK[locale]}${clock}`;
}

const BETWEEN_DAY_AND_CLOCK: Record<Locale, string> = { en: ", ", "zh-Hans": " ", fr: " à ", es: ", ", ar: "، " };

/** "3 days", "3 天". */
export function formatUnits(value: number, unit: string, locale: Locale): string {
  return formatNumber(value, locale, { style: "unit", unit, unitDisplay: "long" }).replace(/(\d)(?=\p{Script=Han})/u, "$1 ");
}

/** "12:04:31" in the given zone. */
export function formatClock(at: Date | string, locale: Locale, timeZone: string): string {
  return inZone("clock", CLOCK, at, locale, timeZone);
}

/** "1,234.5", "−0.63", in the reader's language. */
export function formatNumber(value: number, locale: Locale, options?: Intl.NumberFormatOptions): string {
  const shape = options ? `number ${JSON.stringify(options)}` : "number";
  return told(`${shape} ${locale} ${value}`, () => {
    const plain = value + 0; // of -0, too, which is kept under the same name, no minus
    const said = formatter(shape, locale, "", () => new Intl.NumberFormat(intlLocale(locale), options)).format(plain);
    return value < 0 ? said.replace("-", "−") : said;
  });
}

/**
 * How figures of one column are told alike: with the decimals of the longest of them, two at least and `most` at most.
 */
export function alike(values: readonly number[], locale: Locale, most: number): (value: number) => string {
  const decimals = values.map((value) => (String(Number(value.toFixed(most))).split(".")[1] ?? "").length);
  const options = { minimumFractionDigits: Math.max(2, ...decimals), maximumFractionDigits: most };
  return (value) => formatNumber(value, locale, options);
}

/** Points: "4.25", "4,25". Always two digits. */
export function formatPoints(points: number, locale: Locale): string {
  return formatNumber(points, locale, { minimumFractionDigits: 2, maximumFractionDigits: 2 });
}

/** "3.4 MB": decimal units, as file managers show them. */
export function formatBytes(bytes: number, locale: Locale): string {
  const units = ["byte", "kilobyte", "megabyte", "gigabyte"] as const;
  const power = Math.min(units.length - 1, Math.floor(Math.log10(Math.max(bytes, 1)) / 3));
  const options = { style: "unit", unit: units[power]!, unitDisplay: "short", maximumFractionDigits: power > 1 ? 1 : 0 } as const;
  return formatNumber(bytes / 1000 ** power, locale, options);
}

/** "20 minutes", "3 hours": rounded up, because it is about time somebody has to find. */
export function formatDuration(minutes: number, locale: Locale): string {
  const [value, unit] = minutes < 90 ? ([minutes, "minute"] as const) : ([Math.ceil(minutes / 60), "hour"] as const);
  return formatUnits(value, unit, locale);
}

/** "2 hours and 30 minutes": to the minute, because others plan by it. */
export function formatLength(minutes: number, locale: Locale): string {
  const parts = [
    [Math.floor(minutes / 60), "hour"],
    [minutes % 60, "minute"],
  ] as const;
  return formatList(
    parts.flatMap(([value, unit]) => (value > 0 ? [formatUnits(value, unit, locale)] : [])),
    locale,
  );
}

/** "Region or Union". */
export const formatAlternatives = (items: string[], locale: Locale): string => formatter("alternatives", locale, "", () => new Intl.ListFormat(locale, { type: "disjunction" })).format(items);

/** "Bristol, Vienna and Seoul"; "14 天和 1 小时", with the space that Chinese sets before digits. */
export function formatList(items: string[], locale: Locale): string {
  const list = formatter("list", locale, "", () => new Intl.ListFormat(locale, { type: "conjunction" })).format(items);
  return list.replace(/(?<=\p{Script=Han}和)(?=\d)/gu, " ");
}

const countryNames = memo<string>(2000);

/** The country's name in the reader's language, or the code where the system knows none. */
export function countryName(iso2: string, locale: Locale): string {
  return countryNames(`${iso2} ${locale}`, () => formatter("country", locale, "", () => new Intl.DisplayNames(locale, { type: "region", fallback: "code" })).of(iso2) ?? iso2);
}

/** The language's name in the reader's language: "zh" → "Chinese". */
export function languageName(code: string, locale: Locale): string {
  return formatter("language", locale, "", () => new Intl.DisplayNames(locale, { type: "language", fallback: "code" })).of(code) ?? code;
}

/**
 * Chooses a plural form: `plural("en", 1, { one: "entry", other: "entries" })`. A language with more forms than English
 * gives those it has.
 */
export function plural(locale: Locale, count: number, forms: { [Form in Intl.LDMLPluralRule]?: string } & { other: string }): string {
  return forms[formatter("plural", locale, "", () => new Intl.PluralRules(locale)).select(count)] ?? forms.other;
}

/** A date as exactly as it is known: "2019", "March 2019", "31 March 2019". */
export function formatKnownDate(written: string, locale: Locale): string {
  const at = new Date(`${written.padEnd(10, "-01")}T00:00:00Z`);
  if (Number.isNaN(at.getTime())) return written;
  return written.length === 4 ? inZone("year", YEAR, at, locale, "UTC") : written.length === 7 ? inZone("month", MONTH, at, locale, "UTC") : formatDate(at, locale, "UTC");
}

/** Puts names in the order in which readers of a language look for them. */
export function inOrder<T>(items: readonly T[], name: (item: T) => string, locale: Locale): T[] {
  const { compare } = formatter("order", locale, "", () => new Intl.Collator(locale));
  return [...items].sort((a, b) => compare(name(a), name(b)));
}
