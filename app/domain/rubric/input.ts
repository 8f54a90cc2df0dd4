import { z } from "zod";
import { bothLanguages, choice, type InputProblem, optionalText, requiredText, tenths, wholeNumber } from "../input.ts";
import {
  COMMENT_RULES,
  faultOf,
  isBounded,
  LONGEST,
  LONGEST_MINIMUM,
  MOST_CRITERIA,
  type NewCriterion,
  type NewRubric,
  partsOf,
  readAnchors,
  SCALES,
  weightsAddUp,
} from "./rules.ts";

/** What stands for a field that is empty, because it is on every page of the form. */
const orElse = <T extends z.ZodType<unknown, string>>(initial: string, then: T) =>
  z
    .string()
    .transform((text) => text.trim() || initial)
    .pipe(then);

/** One criterion; the numbers of its steps as `step` reads them, up to 100 points. */
const blockOf = (step: typeof wholeNumber, units: number) =>
  z.object({
    name: requiredText(LONGEST.criterion),
    "name-zh": optionalText(LONGEST.criterion),
    description: requiredText(LONGEST.description),
    "description-zh": optionalText(LONGEST.description),
    weight: wholeNumber(1, 100),
    anchors: requiredText(8000),
    "anchors-zh": optionalText(8000),
    scale: orElse("numbers", choice(SCALES)),
    min: step(0, 100 * units),
    max: step(1, 100 * units),
    step: orElse("1", step(1, 100 * units)),
    "not-applicable": optionalText(3),
    comment: orElse("optional", choice(COMMENT_RULES)),
    "comment-bound": z.union(
      [z.literal("").transform(() => null), step(0, 100 * units)],
      (units === 1 ? "not-whole" : "not-tenths") satisfies InputProblem,
    ),
    "comment-length": orElse("0", wholeNumber(0, LONGEST_MINIMUM)),
  });
const [inWholes, inTenths] = [blockOf(wholeNumber, 1), blockOf(tenths, 10)];
const PARTS = Object.keys(inWholes.shape) as (keyof typeof inWholes.shape)[];

const NUMBERS = Array.from({ length: MOST_CRITERIA }, (_none, index) => index + 1);

/** Every field of the page as text: `name`, and `c1-name` to `c10-comment`. What the texts mean is `readRubric`. */
export const rubricFields = z.object({
  name: requiredText(LONGEST.name),
  "name-zh": optionalText(LONGEST.name),
  ...Object.fromEntries(NUMBERS.flatMap((number) => PARTS.map((part) => [`c${number}-${part}`, optionalText(8000)]))),
});

/**
 * The rubric that a page of fields describes, or what is wrong with which field. Blocks without a name are left out.
 */
export function readRubric(
  fields: Record<string, string>,
): { ok: true; value: NewRubric } | { ok: false; errors: Record<string, InputProblem> } {
  const errors: Record<string, InputProblem> = {};
  const criteria: NewCriterion[] = [];
  for (const number of NUMBERS) {
    const given = Object.fromEntries(PARTS.map((part) => [part, fields[`c${number}-${part}`] ?? ""]));
    if (isEmpty(given)) continue;
    const parsed = (given["scale"] === "tenths" ? inTenths : inWholes).safeParse(given);
    for (const issue of parsed.error?.issues ?? [])
      errors[`c${number}-${String(issue.path[0])}`] ??= issue.message as InputProblem;
    if (!parsed.success) continue;
    const criterion = toCriterion(parsed.data);
    const fault = faultOf(criterion);
    if (fault) errors[`c${number}-${fault[0]}`] = fault[1];
    criteria.push(criterion);
  }
  const broken = Object.keys(errors).length > 0;
  if (!broken && criteria.length === 0) errors["c1-name"] = "required";
  else if (!broken) Object.assign(errors, faultOfAll(criteria));
  if (Object.keys(errors).length > 0) return { ok: false, errors };
  return { ok: true, value: { name: bothLanguages(fields["name"] ?? "", fields["name-zh"] ?? ""), criteria } };
}

/** What is wrong with criteria that are sound one by one, as an error beside the first. */
export function faultOfAll(criteria: readonly NewCriterion[]): Record<string, InputProblem> {
  if (!weightsAddUp(criteria)) return { "c1-weight": "weights-not-100" };
  if (criteria.every(({ notApplicable }) => notApplicable)) return { "c1-not-applicable": "one-must-apply" };
  return partsOf(criteria) === null ? { "c1-not-applicable": "too-many-left-out" } : {};
}

/** Scale and rules are there before anybody writes; a block is used once it has words or a weight. */
function isEmpty(given: Record<string, string>): boolean {
  return PARTS.every((part) => !/^(name|description|weight|anchors)/.test(part) || given[part] === "");
}

function toCriterion(given: z.output<typeof inWholes>): NewCriterion {
  return {
    name: bothLanguages(given.name, given["name-zh"]),
    description: bothLanguages(given.description, given["description-zh"]),
    weight: given.weight,
    scale: given.scale,
    min: given.min,
    max: given.max,
    step: given.scale === "yes-no" ? given.max - given.min : given.step,
    anchors: readAnchors(given.anchors, given["anchors-zh"], given),
    notApplicable: given["not-applicable"] === "yes",
    commentRule: given.comment,
    commentBound: isBounded(given.comment) ? given["comment-bound"] : null,
    commentLength: given["comment-length"],
  };
}
