import { z } from "zod";
import { bothLanguages, type InputProblem, optionalText, requiredText, wholeNumber } from "../input.ts";
import { MOST_CRITERIA, type NewCriterion, type NewRubric, isAnchored, readAnchors, weightsAddUp } from "./rules.ts";

const block = z.object({
  name: requiredText(200), "name-zh": optionalText(200), description: requiredText(2000), "description-zh": optionalText(2000),
  weight: wholeNumber(1, 100), min: wholeNumber(0, 100), max: wholeNumber(1, 100), anchors: requiredText(8000), "anchors-zh": optionalText(8000), comment: optionalText(3),
});
const PARTS = Object.keys(block.shape) as (keyof typeof block.shape)[];

const NUMBERS = Array.from({ length: MOST_CRITERIA }, (_none, index) => index + 1);

/** Every field of the page as text: `name`, and `c1-name` to `c10-comment`. What the texts mean is `readRubric`. */
export const rubricFields = z.object({
  name: requiredText(200),
  "name-zh": optionalText(200),
  ...Object.fromEntries(NUMBERS.flatMap((number) => PARTS.map((part) => [`c${number}-${part}`, optionalText(8000)]))),
});

/** The rubric that a page of fields describes, or what is wrong with which field. Blocks without a name are left out. */
export function readRubric(fields: Record<string, string>): { ok: true; value: NewRubric } | { ok: false; errors: Record<string, InputProblem> } {
  const errors: Record<string, InputProblem> = {};
  const criteria: NewCriterion[] = [];
  for (const number of NUMBERS) {
    const given = Object.fromEntries(PARTS.map((part) => [part, fields[`c${number}-${part}`] ?? ""]));
    if (isEmpty(given)) continue;
    const parsed = block.safeParse(given);
    for (const issue of parsed.error?.issues ?? []) errors[`c${number}-${String(issue.path[0])}`] ??= issue.message as InputProblem;
    if (!parsed.success) continue;
    const criterion = toCriterion(parsed.data);
    if (criterion.min >= criterion.max || criterion.max - criterion.min > 20) errors[`c${number}-max`] = "wrong-scale";
    else if (!isAnchored(criterion)) errors[`c${number}-anchors`] = "anchors-incomplete";
    criteria.push(criterion);
  }
  const broken = Object.keys(errors).length > 0;
  if (!broken && criteria.length === 0) errors["c1-name"] = "required";
  else if (!broken && !weightsAddUp(criteria)) errors["c1-weight"] = "weights-not-100";
  if (Object.keys(errors).length > 0) return { ok: false, errors };
  return { ok: true, value: { name: bothLanguages(fields["name"] ?? "", fields["name-zh"] ?? ""), criteria } };
}

/** The scale and the tick are there before anybody writes; a block is used once something else is. */
function isEmpty(given: Record<string, string>): boolean {
  return PARTS.every((part) => ["min", "max", "comment"].includes(part) || given[part] === "");
}

function toCriterion(given: z.output<typeof block>): NewCriterion {
  return {
    name: bothLanguages(given.name, given["name-zh"]),
    description: bothLanguages(given.description, given["description-zh"]),
    weight: given.weight, min: given.min, max: given.max,
    anchors: readAnchors(given.anchors, given["anchors-zh"]),
    commentRequired: given.comment === "yes",
  };
}
