import type { Warning } from "#app/domain/question/warnings.ts";
import { formatNumber } from "./format.ts";
import type { Locale } from "./locales.ts";
import { textsOf } from "./texts.ts";

/** A second look as a sentence. */
export function warningText(warning: Warning, locale: Locale): string {
  const t = textsOf(locale).question.warnings;
  const n = (value: number) => formatNumber(value, locale);
  if (warning.code === "over-limit") return t["over-limit"][warning.unit](n(warning.used), n(warning.limit), n(warning.over));
  if (warning.code === "unusual") return t.unusual(n(warning.stated), n(warning.from), n(warning.to));
  if (warning.code === "density-differs") return t["density-differs"](n(warning.stated), n(warning.computed));
  return t[warning.code](String(warning.year));
}
