import { countText } from "./counting.ts";
import type { FormQuestion, Period, Indicator } from "./rules.ts";

/** Something worth a second look. It never stops anybody and nothing is ever cut. */
export type Warning =
  | { code: "over-limit"; unit: "words" | "characters"; limit: number; used: number; over: number }
  | { code: "density-differs"; stated: number; computed: number }
  | { code: "unusual"; stated: number; from: number; to: number }
  | { code: "year-ahead" | "year-long-past"; year: number };

/** Figures of years before this one are history rather than results. */
const LONG_PAST = 1990;

/** What is odd about one answer by itself. `year` is the present one. */
export function warnings(
  question: Pick<FormQuestion, "type" | "settings" | "key">,
  value: unknown,
  language: string,
  year: number,
): Warning[] {
  const { limit, usual } = question.settings;
  if (question.type === "indicators" && Array.isArray(value))
    return [...new Set((value as Indicator[]).flatMap((row) => (row.year ? [Number(row.year)] : [])))].flatMap((each) =>
      oddYear(each, year),
    );
  if (question.type === "period" && value) return oddYear(Number((value as Period).from.slice(0, 4)), year);
  if (typeof value === "number" && usual)
    return value < usual.from || value > usual.to ? [{ code: "unusual", stated: value, ...usual }] : [];
  if (!limit || typeof value !== "string") return [];
  const used = countText(value, limit.unit, language);
  return used > limit.count
    ? [{ code: "over-limit", unit: limit.unit, limit: limit.count, used, over: used - limit.count }]
    : [];
}

function oddYear(stated: number, present: number): Warning[] {
  return stated > present
    ? [{ code: "year-ahead", year: stated }]
    : stated < LONG_PAST
      ? [{ code: "year-long-past", year: stated }]
      : [];
}

/** Keys of the questions about the city that must fit together. */
export const CITY_DATA = ["population", "area", "density"] as const;
/** How far a stated density may be from population ÷ area before somebody is asked to look again. */
const DENSITY_TOLERANCE = 0.25;

/**
 * City data that cannot all be true: 10805 km², 77,108 people and 7140 per km² do not fit together. Question key →
 * warning.
 */
export function implausible(answers: Readonly<Record<string, unknown>>): Record<string, Warning> {
  const [population, area, density] = CITY_DATA.map((key) => answers[key]);
  if (typeof population !== "number" || typeof area !== "number" || typeof density !== "number" || area <= 0) return {};
  const computed = population / area;
  const off = Math.abs(density - computed) / Math.max(density, computed);
  return off > DENSITY_TOLERANCE
    ? { density: { code: "density-differs", stated: density, computed: Number(computed.toPrecision(3)) } }
    : {};
}
