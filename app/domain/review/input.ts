import { z } from "zod";
import { accepted, type InputProblem, problem, optionalText, requiredText, tenths, wholeNumber } from "../input.ts";
import { type Mark, NOT_APPLICABLE, type Scale } from "../rubric/rules.ts";
import { LONGEST_COMMENT } from "./rules.ts";

/** The names of a criterion's controls on the sheet. */
export const scoreField = (criterionId: string): string => `score.${criterionId}`;
/** Where marks are typed, what leaves the criterion out has a control of its own. */
export const leftOutField = (criterionId: string): string => `left-out.${criterionId}`;
export const commentField = (criterionId: string): string => `comment.${criterionId}`;
export const reasonField = (criterionId: string): string => `reason.${criterionId}`;
/** Names of the hidden fields that carry the version a form sent by hand starts from. */
const versionField = (criterionId: string): string => `version:${criterionId}`;
/** The words on a whole review: the overall comment and the private notes. */
const WORDS = ["comment", "notes"] as const;

/** Anything but a number is "never saved": the careful reading, for it can only lead to showing both texts. */
const version = z
  .string()
  .default("0")
  .transform((text) => (/^\d{1,9}$/.test(text) ? Number(text) : 0));
const sentText = optionalText(LONGEST_COMMENT).removeDefault().optional();
const leftOut = z.string().optional();
const sentReason = optionalText(2000).removeDefault().optional();

/** Assignments of whose entries one says that there is no conflict. */
export const noneOfInput = z.object({ none: z.array(z.string()).min(1, problem("not-a-choice")) });

/** What the control of a criterion sends. */
type Marked = Scale & { id: string; notApplicable: boolean };

/** A chosen step; of tenths what was typed, where an empty field is null: no mark. */
function markIn({ scale, min, max, notApplicable }: Marked): z.ZodType<Mark | null> {
  if (scale === "tenths")
    return z.union([z.literal("").transform(() => null), tenths(min, max)], "not-a-step" satisfies InputProblem);
  return notApplicable
    ? z.union([z.literal(NOT_APPLICABLE), wholeNumber(min, max)], "not-a-choice" satisfies InputProblem)
    : wholeNumber(min, max);
}

/** The mark that the controls of a criterion say together; undefined where none was sent. */
const markFrom = (criterionId: string, given: Record<string, unknown>): Mark | null | undefined =>
  given[leftOutField(criterionId)] ? NOT_APPLICABLE : (given[scoreField(criterionId)] as Mark | null | undefined);

type Sent = { value?: Mark | null; comment?: string; reason?: string };

/** What was sent of a criterion: fields that were not stay out. */
function sentOf(criterionId: string, given: Record<string, unknown>): Sent {
  const [value, comment, reason] = [
    markFrom(criterionId, given),
    given[commentField(criterionId)] as string | undefined,
    given[reasonField(criterionId)] as string | undefined,
  ];
  return {
    ...(value === undefined ? {} : { value }),
    ...(comment === undefined ? {} : { comment }),
    ...(reason ? { reason } : {}),
  };
}

export type SheetInput = {
  scores: (Sent & { criterionId: string; baseVersion: number })[];
  words: { comment?: string; notes?: string; baseVersion: number }[];
};

/**
 * A whole sheet, sent by its button; also one criterion alone, sent by the browser as somebody writes. Fields that were
 * not sent stay as they are.
 */
export function sheetInput(criteria: readonly Marked[]) {
  const perCriterion = criteria.map(
    (criterion) =>
      [
        [scoreField(criterion.id), markIn(criterion).optional()],
        [leftOutField(criterion.id), leftOut],
        [commentField(criterion.id), sentText],
        [reasonField(criterion.id), sentReason],
        [versionField(criterion.id), version],
      ] as const,
  );
  const perWords = WORDS.map(
    (field) =>
      [
        [field, sentText],
        [versionField(field), version],
      ] as const,
  );
  return z.object(Object.fromEntries([...perCriterion.flat(), ...perWords.flat()]));
}

/** What `sheetInput` took from a form, by criterion. */
export function sheetOf(criteria: readonly { id: string }[], given: Record<string, unknown>): SheetInput {
  const scores = criteria.map(({ id }) => ({
    criterionId: id,
    ...sentOf(id, given),
    baseVersion: given[versionField(id)] as number,
  }));
  return {
    scores: scores.filter((score) => "value" in score || "comment" in score || "reason" in score),
    words: WORDS.filter((field) => given[field] !== undefined).map((field) => ({
      [field]: given[field] as string,
      baseVersion: given[versionField(field)] as number,
    })),
  };
}

const readers = new Map<string, ReturnType<typeof makeReader>>();

const makeReader = (criterion: Marked) =>
  z.object({
    [scoreField(criterion.id)]: markIn(criterion).optional(),
    [leftOutField(criterion.id)]: leftOut,
    [commentField(criterion.id)]: sentText,
    [reasonField(criterion.id)]: sentReason,
    version,
  });

/**
 * One criterion, as the browser saves it. Kept, because zod compiles a schema when it is first used, which costs more
 * than a save.
 */
export function scoreInput(criterion: Marked) {
  const key = `${criterion.id} ${criterion.scale} ${criterion.min} ${criterion.max} ${criterion.notApplicable}`;
  const reader = readers.get(key) ?? makeReader(criterion);
  if (readers.size < 1000) readers.set(key, reader);
  return reader;
}

/** What `scoreInput` took from a form. */
export function scoreOf(criterionId: string, given: Record<string, unknown>): Sent & { baseVersion: number } {
  return { ...sentOf(criterionId, given), baseVersion: given["version"] as number };
}

export const commentInput = z.object({ comment: sentText, notes: sentText, version });

export const recusalInput = z.object({ reason: requiredText(2000) });

/** `entry` is the assignment that was on its way to being opened. */
export const confidentialityInput = z.object({ accept: accepted, entry: z.string().max(100).default("") });
