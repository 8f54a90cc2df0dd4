import type { z } from "zod";
import { deadlineInput } from "../cycle/input.ts";
import { momentIn } from "../cycle/rules.ts";
import { choice, type InputProblem, optionalText, wholeNumber } from "../input.ts";
import { pairMark } from "../proof/rules.ts";
import { NO_ANSWER, PAIR, type Pair, pairName } from "./pairs.ts";
import { type BallotMethod, isRanked, METHODS } from "./rules.ts";

/**
 * Opening a ballot. `first` empty = everything the round judges stands for election; `seats` where votes are
 * transferable.
 */
export const ballotInput = deadlineInput
  .omit({ reason: true })
  .extend({ method: choice(METHODS), seats: optionalText(4), first: optionalText(4) });
export type BallotRules = { method: BallotMethod; seats: number | null; first: number | null; closesAt: Date };

const LONGEST_MS = 60 * 86_400_000;

type Problems = Record<string, InputProblem>;

/**
 * The rule that was asked for, or what is wrong with which field. A ballot ends later than it begins, and at most 60
 * days later.
 */
export function readBallot(
  given: z.output<typeof ballotInput>,
  { zone, now }: { zone: string; now: Date },
): { ok: true; value: BallotRules } | { ok: false; errors: Problems } {
  const errors: Problems = {};
  const number = (field: "seats" | "first"): number | null => {
    const parsed = wholeNumber(field === "first" ? 2 : 1, 1000).safeParse(given[field]);
    if (!parsed.success) errors[field] = parsed.error.issues[0]!.message as InputProblem;
    return parsed.success ? parsed.data : null;
  };
  const seats = given.method === "stv" ? number("seats") : null;
  const first = given.first === "" ? null : number("first");
  const closesAt = momentIn(zone, given.date, given.time);
  if (!closesAt) errors["date"] = "not-a-date";
  else if (closesAt <= now) errors["date"] = "in-the-past";
  else if (closesAt.getTime() > now.getTime() + LONGEST_MS) errors["date"] = "too-far-ahead";
  return Object.keys(errors).length > 0
    ? { ok: false, errors }
    : { ok: true, value: { method: given.method, seats, first, closesAt: closesAt! } };
}

/**
 * What a paper says of the entries on it: ticked ones, a yes or no to each, or places of which each is given once. At
 * least one is ranked.
 */
export function readMarks(
  method: BallotMethod,
  entryIds: readonly string[],
  sent: { get(name: string): string; all(name: string): string[] },
): { ok: true; marks: Record<string, number> } | { ok: false; errors: Problems } {
  if (method === "approval")
    return {
      ok: true,
      marks: Object.fromEntries(entryIds.map((id) => [id, sent.all("approve").includes(id) ? 1 : 0])),
    };
  const errors: Problems = {};
  const marks: Record<string, number> = {};
  for (const id of entryIds) {
    const name = `mark-${id}`;
    const given = isRanked(method)
      ? placeIn(sent.get(name), entryIds.length)
      : ({ yes: 1, no: 0 }[sent.get(name)] ?? "not-a-choice");
    if (typeof given === "string") errors[name] = given;
    else if (given !== null && isRanked(method) && Object.values(marks).includes(given)) errors[name] = "place-taken";
    else if (given !== null) marks[id] = given;
  }
  if (Object.keys(errors).length === 0 && Object.keys(marks).length === 0 && entryIds[0])
    errors[`mark-${entryIds[0]}`] = "nothing-ranked";
  return Object.keys(errors).length > 0 ? { ok: false, errors } : { ok: true, marks };
}

/** Which of the two is better, of those among `pairs` that were answered. */
export const readPairs = (pairs: readonly Pair[], sent: { get(name: string): string }): Record<string, number> =>
  Object.fromEntries(
    pairs.flatMap(([a, b]) => {
      const better = sent.get(pairName(a, b));
      return better === a ? [[pairMark(a, b), 1]] : better === b ? [[pairMark(b, a), 1]] : [];
    }),
  );

/**
 * Whether somebody answered about a pair that is not on their paper any more, because a conflict has taken it off since
 * it was shown.
 */
export const leftOut = (pairs: readonly Pair[], sent: Readonly<Record<string, readonly string[]>>): boolean => {
  const on = new Set(pairs.map((pair) => pairName(...pair)));
  return Object.entries(sent).some(
    ([name, [given = ""]]) => name.startsWith(PAIR) && !on.has(name) && given !== "" && given !== NO_ANSWER,
  );
};

function placeIn(text: string, most: number): number | null | InputProblem {
  if (text === "") return null;
  const parsed = wholeNumber(1, most).safeParse(text);
  return parsed.success ? parsed.data : "not-a-choice";
}
