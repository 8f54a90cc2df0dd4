import { z } from "zod";
import { deadlineInput } from "../cycle/input.ts";
import { momentIn } from "../cycle/rules.ts";
import {
  choice,
  type InputProblem,
  optionalText,
  optionalWholeNumber,
  problem,
  requiredText,
  wholeNumber,
} from "../input.ts";
import { SMALLEST_QUORUM, VOTES } from "./rules.ts";

/** Opening a meeting; an empty quorum is more than half of those who may vote. */
export const meetingInput = z.object({
  quorum: optionalWholeNumber(SMALLEST_QUORUM, 500),
});

/**
 * What whoever leads writes. A further item: an entry by its code, a matter in words, or what is close to the last
 * line. Or what the minutes say of the `item` that is dealt with.
 */
export const leadInput = z.object({
  kind: choice(["entry", "matter", "near-tie", "conclude"] as const),
  entry: optionalText(40),
  text: optionalText(300),
  item: z.uuid(problem("not-a-choice")).optional(),
  conclusion: optionalText(5000),
});

/** What happens to an item on the agenda. */
export const stepInput = z.object({ step: choice(["call", "up", "down", "remove"] as const) });

/** Who comes or goes; oneself where nobody is named. */
export const stayInput = z.object({
  account: z.union([z.literal(""), z.uuid()], problem("not-a-choice")).optional(),
  present: choice(["yes", "no"] as const),
});

/** A conflict with the entry of the item that is dealt with. */
export const stepOutInput = z.object({ item: requiredText(36), reason: optionalText(2000) });

/** What a panel is asked to decide. */
export const motionInput = z.object({ item: z.uuid(problem("not-a-choice")), text: requiredText(1000) });
export const voteStepInput = z.object({ step: choice(["open", "close"] as const) });
export const voteInput = z.object({ vote: choice(VOTES) });

/** When and where the panel is called to meet. `id` is made with the form, so that it is sent once. */
export const meetingDateInput = deadlineInput.omit({ reason: true }).extend({
  id: z.uuid(problem("not-a-choice")),
  minutes: wholeNumber(15, 720),
  place: requiredText(500),
  agenda: requiredText(4000),
  seen: optionalText(64),
});
export type MeetingDate = { startsAt: Date; minutes: number; place: string; agenda: string };

const LONGEST_AHEAD_MS = 2 * 365 * 86_400_000;

/** A date as it is meant in a zone, or what is wrong with which field: it is to come, within two years. */
export function readMeetingDate(
  { date, time, minutes, place, agenda }: z.output<typeof meetingDateInput>,
  { zone, now }: { zone: string; now: Date },
): { ok: true; value: MeetingDate } | { ok: false; errors: Record<string, InputProblem> } {
  const startsAt = momentIn(zone, date, time);
  if (!startsAt) return { ok: false, errors: { date: "not-a-date" } };
  if (startsAt <= now) return { ok: false, errors: { date: "in-the-past" } };
  if (startsAt.getTime() > now.getTime() + LONGEST_AHEAD_MS) return { ok: false, errors: { date: "too-far-ahead" } };
  return { ok: true, value: { startsAt, minutes, place, agenda } };
}
