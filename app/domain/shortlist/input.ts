import { z } from "zod";
import { accepted, choice, type InputProblem, optionalText, requiredText, wholeNumber } from "../input.ts";
import { SDGS } from "../question/rules.ts";
import type { BalanceRule, Dimension } from "./rules.ts";

/** What stands in the form for "no level". */
export const NO_LEVEL = "none";

export const selectionInput = z.object({
  level: z
    .string("not-a-choice")
    .min(1, "not-a-choice")
    .max(100, "not-a-choice")
    .transform((key) => (key === NO_LEVEL ? null : key)),
  reason: optionalText(2000),
});

/** The fingerprint of the list a person had before their eyes. */
export const signatureInput = z.object({ list: z.string("required").regex(/^[0-9a-f]{64}$/, "not-a-choice") });

/** "I have read what is missing." */
export const freezeInput = z.object({ confirm: accepted });

/**
 * The rules a balance page can ask for, in its order: so many at most and at least of each country, region and theme,
 * of each Sustainable Development Goal or of one, at least of each size, at least new.
 * `among`: the groups of which one can be named.
 */
export const BALANCE_FIELDS = [
  { name: "country", dimension: "country", bound: "most", among: [] },
  { name: "country-least", dimension: "country", bound: "least", among: [] },
  { name: "region", dimension: "region", bound: "least", among: [] },
  { name: "region-most", dimension: "region", bound: "most", among: [] },
  { name: "theme", dimension: "theme", bound: "least", among: [] },
  { name: "theme-most", dimension: "theme", bound: "most", among: [] },
  { name: "goal-least", dimension: "goal", bound: "least", among: SDGS.map(String) },
  { name: "goal-most", dimension: "goal", bound: "most", among: SDGS.map(String) },
  { name: "size", dimension: "size", bound: "least", among: [] },
  { name: "newcomer", dimension: "newcomer", bound: "least", among: [] },
] as const satisfies readonly {
  name: string;
  dimension: Dimension;
  bound: "least" | "most";
  among: readonly string[];
}[];

const force = choice(["limit", "target"]);
const number = optionalText(20);
const eachGoalOrOne = choice(["", ...SDGS.map(String)]).default("");
export const balanceInput = z.object({
  line: wholeNumber(1, 100_000),
  reach: choice(["band", "all"]),
  reason: optionalText(2000),
  country: number,
  "country-least": number,
  region: number,
  "region-most": number,
  theme: number,
  "theme-most": number,
  "goal-least": number,
  "goal-most": number,
  size: number,
  newcomer: number,
  "country-force": force,
  "country-least-force": force,
  "region-force": force,
  "region-most-force": force,
  "theme-force": force,
  "theme-most-force": force,
  "goal-least-group": eachGoalOrOne,
  "goal-least-force": force,
  "goal-most-group": eachGoalOrOne,
  "goal-most-force": force,
  "size-force": force,
  "newcomer-force": force,
});

/** The rules that were asked for, or what is wrong with which field. At least one; widening the band takes a reason. */
export function readBalance(
  given: z.output<typeof balanceInput>,
): { ok: true; rules: BalanceRule[] } | { ok: false; errors: Record<string, InputProblem> } {
  const errors: Record<string, InputProblem> = {};
  const rules = BALANCE_FIELDS.flatMap(({ name, dimension, bound }): BalanceRule[] => {
    if (given[name] === "") return [];
    const count = wholeNumber(0, 1000).safeParse(given[name]);
    if (!count.success) errors[name] = count.error.issues[0]!.message as InputProblem;
    return count.success
      ? [
          {
            dimension,
            group: groupOf(name, given),
            least: bound === "least" ? count.data : null,
            most: bound === "most" ? count.data : null,
            limit: given[`${name}-force`] === "limit",
          },
        ]
      : [];
  });
  if (rules.length === 0 && Object.keys(errors).length === 0) errors["country"] = "no-rule";
  if (given.reach === "all" && given.reason.trim() === "") errors["reason"] = "reason-needed";
  return Object.keys(errors).length > 0 ? { ok: false, errors } : { ok: true, rules };
}

/** The rules that asked for a list, to begin the next one with; to widen the band is decided anew each time. */
export function balanceFields({ line, rules }: Asked): Record<string, string> {
  const fields = BALANCE_FIELDS.flatMap(({ name, dimension, bound }) => {
    const rule = rules.find((each) => each.dimension === dimension && each[bound] !== null);
    return rule
      ? [
          [name, String(rule[bound])],
          [`${name}-force`, rule.limit ? "limit" : "target"],
          [`${name}-group`, rule.group ?? ""],
        ]
      : [];
  });
  return { line: String(line), ...Object.fromEntries(fields) };
}
type Asked = { line: number; rules: readonly BalanceRule[] };

/** The one group a rule is for; null = each. New cities are one group. */
function groupOf(name: (typeof BALANCE_FIELDS)[number]["name"], given: z.output<typeof balanceInput>): string | null {
  if (name === "newcomer") return "newcomer";
  return name === "goal-least" || name === "goal-most" ? given[`${name}-group`] || null : null;
}

/** Which balanced list is taken over, and why: the reason stands with every entry it moves. */
export const adoptionInput = z.object({
  balance: z.uuid("not-a-choice" satisfies InputProblem),
  why: requiredText(2000),
});
