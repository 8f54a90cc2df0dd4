import { z } from "zod";
import { accepted, choice, optionalText, requiredText, wholeNumber } from "../input.ts";

const LONGEST_COMMENT = 20_000;

/** The names of a criterion's controls on the sheet. */
export const scoreField = (criterionId: string): string => `score.${criterionId}`;
export const commentField = (criterionId: string): string => `comment.${criterionId}`;
export const reasonField = (criterionId: string): string => `reason.${criterionId}`;
/** Names of the hidden fields that carry the version a form sent by hand starts from. */
export const versionField = (criterionId: string): string => `version:${criterionId}`;
/** The words on a whole review: the overall comment and the private notes. */
const WORDS = ["comment", "notes"] as const;

/** Anything but a number is "never saved": the careful reading, for it can only lead to showing both texts. */
const version = z.string().default("0").transform((text) => (/^\d{1,9}$/.test(text) ? Number(text) : 0));
const sentText = optionalText(LONGEST_COMMENT).removeDefault().optional();
const sentReason = optionalText(2000).removeDefault().optional();

export type SheetInput = { scores: { criterionId: string; value?: number; comment?: string; reason?: string; baseVersion: number }[]; words: { comment?: string; notes?: string; baseVersion: number }[] };

/** A whole sheet, sent by its button; also one criterion alone, sent by the browser as somebody writes. Fields that were not sent stay as they are. */
export function sheetInput(criteria: readonly { id: string; min: number; max: number }[]) {
  const perCriterion = criteria.map(({ id, min, max }) => [
    [scoreField(id), wholeNumber(min, max).optional()],
    [commentField(id), sentText],
    [reasonField(id), sentReason],
    [versionField(id), version],
  ] as const);
  const perWords = WORDS.map((field) => [[field, sentText], [versionField(field), version]] as const);
  return z.object(Object.fromEntries([...perCriterion.flat(), ...perWords.flat()]));
}

/** What `sheetInput` took from a form, by criterion. */
export function sheetOf(criteria: readonly { id: string }[], given: Record<string, unknown>): SheetInput {
  const scores = criteria.map(({ id }) => ({
    criterionId: id,
    ...(given[scoreField(id)] === undefined ? {} : { value: given[scoreField(id)] as number }),
    ...(given[commentField(id)] === undefined ? {} : { comment: given[commentField(id)] as string }),
    ...(given[reasonField(id)] ? { reason: given[reasonField(id)] as string } : {}),
    baseVersion: given[versionField(id)] as number,
  }));
  return {
    scores: scores.filter((score) => "value" in score || "comment" in score || "reason" in score),
    words: WORDS.filter((field) => given[field] !== undefined).map((field) => ({ [field]: given[field] as string, baseVersion: given[versionField(field)] as number })),
  };
}

const readers = new Map<string, ReturnType<typeof makeReader>>();

const makeReader = ({ id, min, max }: { id: string; min: number; max: number }) => z.object({ [scoreField(id)]: wholeNumber(min, max).optional(), [commentField(id)]: sentText, [reasonField(id)]: sentReason, version });

/** One criterion, as the browser saves it. Kept, because zod compiles a schema when it is first used, which costs more than a save. */
export function scoreInput(criterion: { id: string; min: number; max: number }) {
  const key = `${criterion.id} ${criterion.min} ${criterion.max}`;
  const reader = readers.get(key) ?? makeReader(criterion);
  if (readers.size < 1000) readers.set(key, reader);
  return reader;
}

/** What `scoreInput` took from a form. */
export function scoreOf(criterionId: string, given: Record<string, unknown>): { value?: number; comment?: string; reason?: string; baseVersion: number } {
  const [value, comment, reason] = [given[scoreField(criterionId)] as number | undefined, given[commentField(criterionId)] as string | undefined, given[reasonField(criterionId)] as string | undefined];
  return { ...(value === undefined ? {} : { value }), ...(comment === undefined ? {} : { comment }), ...(reason ? { reason } : {}), baseVersion: given["version"] as number };
}

export const commentInput = z.object({ comment: sentText, notes: sentText, version });

export const conflictInput = z.object({ answer: choice(["none", "conflict", "unsure"]), reason: optionalText(2000), sure: z.string().optional() });

export const recusalInput = z.object({ reason: requiredText(2000) });

/** `entry` is the assignment that was on its way to being opened. */
export const confidentialityInput = z.object({ accept: accepted, entry: z.string().max(100).default("") });
