import { z } from "zod";
import { accepted, choice, type InputProblem, optionalText, requiredText, wholeNumber } from "../input.ts";
import { COUNTRIES } from "../countries.ts";
import { SDGS } from "../question/rules.ts";
import { type BalanceRule, BANDS, type Dimension, DIMENSIONS, LARGEST } from "./rules.ts";

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
 * The rules for every group of a kind that a balance page can ask for, in its order: so many at most and at least of
 * each country, region, theme and Sustainable Development Goal, at least of each size, at least new.
 */
export const BALANCE_FIELDS = [
  { name: "country", dimension: "country", bound: "most" },
  { name: "country-least", dimension: "country", bound: "least" },
  { name: "region", dimension: "region", bound: "least" },
  { name: "region-most", dimension: "region", bound: "most" },
  { name: "theme", dimension: "theme", bound: "least" },
  { name: "theme-most", dimension: "theme", bound: "most" },
  { name: "goal-least", dimension: "goal", bound: "least" },
  { name: "goal-most", dimension: "goal", bound: "most" },
  { name: "size", dimension: "size", bound: "least" },
  { name: "newcomer", dimension: "newcomer", bound: "least" },
] as const satisfies readonly { name: string; dimension: Dimension; bound: "least" | "most" }[];

const MOST_NAMED = 20;
const SPARE = 3;
/** The rows of the form for rules about one group each: a figure, and by its name with an ending the rest. */
export const NAMED_ROWS: readonly string[] = Array.from({ length: MOST_NAMED }, (_, at) => `named-${at + 1}`);
/** Those that are shown: all down to the last with something in it, and a few to fill. */
export const shownRows = (typed: Readonly<Record<string, string>>): readonly string[] =>
  NAMED_ROWS.slice(0, NAMED_ROWS.findLastIndex((row) => typed[row] || typed[`${row}-group`]) + 1 + SPARE);

const BOUNDS = ["least", "most"] as const;
const force = choice(["limit", "target"]);
const number = optionalText(20);
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
  "goal-least-force": force,
  "goal-most-force": force,
  "size-force": force,
  "newcomer-force": force,
});
export const namedInput = z.object(
  Object.fromEntries(
    NAMED_ROWS.flatMap((row): [string, z.ZodType<string>][] => [
      [row, number],
      [`${row}-group`, optionalText(600)],
      [`${row}-bound`, choice(BOUNDS).default("least")],
      [`${row}-force`, force.default("limit")],
    ]),
  ),
);
type Named = Readonly<Record<string, string>>;

/**
 * The rules that were asked for, those for every group of a kind and those for one by its name, or what is wrong with
 * which field. At least one; widening the band takes a reason.
 */
export function readBalance(
  given: z.output<typeof balanceInput>,
  named: Named = {},
): { ok: true; rules: BalanceRule[] } | { ok: false; errors: Record<string, InputProblem> } {
  const errors: Record<string, InputProblem> = {};
  const counted = (field: string, text: string): number | null => {
    const count = wholeNumber(0, 1000).safeParse(text);
    if (!count.success) errors[field] = count.error.issues[0]!.message as InputProblem;
    return count.success ? count.data : null;
  };
  const general = BALANCE_FIELDS.flatMap(({ name, dimension, bound }): BalanceRule[] => {
    const count = given[name] === "" ? null : counted(name, given[name]);
    const group = dimension === "newcomer" ? NEWCOMER : null;
    return count === null ? [] : [ruleOf({ dimension, group }, bound, count, given[`${name}-force`])];
  });
  const one = NAMED_ROWS.flatMap((row): BalanceRule[] => {
    const [typed, of] = [named[row] ?? "", named[`${row}-group`] ?? ""];
    if (typed === "" && of === "") return [];
    const count = counted(row, typed);
    const group = groupOf(of);
    if (!group) errors[`${row}-group`] = of === "" ? "required" : "not-a-choice";
    return count === null || !group ? [] : [ruleOf(group, named[`${row}-bound`], count, named[`${row}-force`])];
  });
  const rules = [...general, ...one];
  if (rules.length === 0 && Object.keys(errors).length === 0) errors["country"] = "no-rule";
  if (given.reach === "all" && given.reason.trim() === "") errors["reason"] = "reason-needed";
  return Object.keys(errors).length > 0 ? { ok: false, errors } : { ok: true, rules };
}

/** New cities are one group. */
const NEWCOMER = "newcomer";
type Group = { dimension: Dimension; group: string };

const ruleOf = (
  of: Pick<BalanceRule, "dimension" | "group">,
  bound: string | undefined,
  count: number,
  force: string | undefined,
): BalanceRule => ({
  ...of,
  ...(bound === "most" ? { least: null, most: count } : { least: count, most: null }),
  limit: force !== "target",
});

/** A group as a form names it: "country:KE". */
export const groupValue = ({ dimension, group }: Group): string => `${dimension}:${group}`;

/** What such a name means; null where it is none. */
export function groupOf(value: string): Group | null {
  const [kind = "", ...rest] = value.split(":");
  const [dimension, group] = [DIMENSIONS.find((each) => each === kind), rest.join(":")];
  if (!dimension || group === "") return null;
  const known: Partial<Record<Dimension, readonly string[]>> = {
    country: COUNTRIES,
    goal: SDGS.map(String),
    newcomer: [NEWCOMER],
    size: [...BANDS.map(({ band }) => band), LARGEST],
  };
  return known[dimension]?.includes(group) === false ? null : { dimension, group };
}

/** The rules that asked for a list, to begin the next one with; to widen the band is decided anew each time. */
export function balanceFields({ line, rules }: Asked): Record<string, string> {
  const general = BALANCE_FIELDS.flatMap(({ name, dimension, bound }) => {
    const group = dimension === "newcomer" ? NEWCOMER : null;
    const rule = rules.find((each) => each.dimension === dimension && each.group === group && each[bound] !== null);
    return rule ? [{ name, rule }] : [];
  });
  const named = rules.filter((rule) => !general.some((each) => each.rule === rule));
  return {
    line: String(line),
    ...Object.assign({}, ...general.map(({ name, rule }) => filled(name, rule))),
    ...Object.assign({}, ...named.map((rule, at) => filled(NAMED_ROWS[at] ?? "", rule))),
  };
}
type Asked = { line: number; rules: readonly BalanceRule[] };

const filled = (name: string, { dimension, group, least, most, limit }: BalanceRule): Record<string, string> => ({
  [name]: String(least ?? most),
  [`${name}-force`]: limit ? "limit" : "target",
  ...(name.startsWith("named-") && group !== null
    ? { [`${name}-group`]: groupValue({ dimension, group }), [`${name}-bound`]: least === null ? "most" : "least" }
    : {}),
});

/** Which balanced list is taken over, and why: the reason stands with every entry it moves. */
export const adoptionInput = z.object({
  balance: z.uuid("not-a-choice" satisfies InputProblem),
  why: requiredText(2000),
});
