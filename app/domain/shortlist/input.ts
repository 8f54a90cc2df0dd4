import { z } from "zod";
import { accepted, choice, type InputProblem, optionalText, requiredText, wholeNumber } from "../input.ts";
import type { BalanceRule, Dimension } from "./rules.ts";

/** What stands in the form for "no level". */
export const NO_LEVEL = "none";

export const selectionInput = z.object({
  level: z
    .string("required")
    .min(1, "required")
    .max(100, "not-a-choice")
    .transform((key) => (key === NO_LEVEL ? null : key)),
  reason: optionalText(2000),
});

/** The fingerprint of the list a person had before their eyes. */
export const signatureInput = z.object({ list: z.string("required").regex(/^[0-9a-f]{64}$/, "not-a-choice") });

/** "I have read what is missing." */
export const freezeInput = z.object({ confirm: accepted });

/**
 * The rules a balance page can ask for, in its order: so many at most of one country, at least of each region, theme
 * and size, at least new.
 */
export const BALANCE_FIELDS = [
  { name: "country", bound: "most" },
  { name: "region", bound: "least" },
  { name: "theme", bound: "least" },
  { name: "size", bound: "least" },
  { name: "newcomer", bound: "least" },
] as const satisfies readonly { name: Dimension; bound: "least" | "most" }[];

const force = choice(["limit", "target"]);
const number = optionalText(4);
export const balanceInput = z.object({
  line: wholeNumber(1, 100_000),
  reach: choice(["band", "all"]),
  reason: optionalText(2000),
  country: number,
  region: number,
  theme: number,
  size: number,
  newcomer: number,
  "country-force": force,
  "region-force": force,
  "theme-force": force,
  "size-force": force,
  "newcomer-force": force,
});

/** The rules that were asked for, or what is wrong with which field. At least one; widening the band takes a reason. */
export function readBalance(
  given: z.output<typeof balanceInput>,
): { ok: true; rules: BalanceRule[] } | { ok: false; errors: Record<string, InputProblem> } {
  const errors: Record<string, InputProblem> = {};
  const rules = BALANCE_FIELDS.flatMap(({ name, bound }): BalanceRule[] => {
    if (given[name] === "") return [];
    const count = wholeNumber(0, 1000).safeParse(given[name]);
    if (!count.success) errors[name] = count.error.issues[0]!.message as InputProblem;
    return count.success
      ? [
          {
            dimension: name,
            group: name === "newcomer" ? "newcomer" : null,
            least: bound === "least" ? count.data : null,
            most: bound === "most" ? count.data : null,
            limit: given[`${name}-force`] === "limit",
          },
        ]
      : [];
  });
  if (rules.length === 0 && Object.keys(errors).length === 0) errors["country"] = "required";
  if (given.reach === "all" && given.reason.trim() === "") errors["reason"] = "reason-needed";
  return Object.keys(errors).length > 0 ? { ok: false, errors } : { ok: true, rules };
}

/** Which balanced list is taken over, and why: the reason stands with every entry it moves. */
export const adoptionInput = z.object({
  balance: z.uuid("not-a-choice" satisfies InputProblem),
  why: requiredText(2000),
});
