import { gradeOf, type Mark, NOT_APPLICABLE, type Scale, unitsOf } from "#app/domain/rubric/rules.ts";
import { formatNumber } from "./format.ts";
import type { Locale } from "./locales.ts";
import type { Texts } from "./texts.ts";

/** A mark as people read it on its scale: "4", "3.7", "40%", "B", "Yes", "Not applicable". */
export function sayMark(scale: Scale, mark: Mark, t: Texts["rubric"]["marks"], locale: Locale): string {
  if (mark === NOT_APPLICABLE) return t.notApplicable;
  if (scale.scale === "letters") return gradeOf(scale, mark);
  if (scale.scale === "yes-no") return mark === scale.max ? t.yes : t.no;
  return scale.scale === "percent" ? formatNumber(mark / 100, locale, { style: "percent" }) : formatNumber(mark / unitsOf(scale), locale, scale.scale === "tenths" ? { minimumFractionDigits: 1 } : {});
}
