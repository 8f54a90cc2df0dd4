import { z } from "zod";
import { choice, optionalText, problem, requiredText, wholeNumber } from "../input.ts";
import { SMALLEST_QUORUM, VOTES } from "./rules.ts";

/** Opening a meeting; an empty quorum is more than half of those who may vote. */
export const meetingInput = z.object({
  quorum: optionalText(4).pipe(z.union([z.literal("").transform(() => null), wholeNumber(SMALLEST_QUORUM, 500)])),
});

/** A further item: an entry by its code, a matter in words, or what is close to the last line. */
export const itemInput = z.object({
  kind: choice(["entry", "matter", "near-tie"] as const),
  code: optionalText(40),
  text: optionalText(300),
});

/** What happens to an item. `conclusion` is for the minutes. */
export const stepInput = z.object({
  step: choice(["call", "conclude", "up", "down", "remove"] as const),
  conclusion: optionalText(5000),
});

/** Who comes or goes; oneself where nobody is named. */
export const stayInput = z.object({
  account: z.union([z.literal(""), z.uuid()], problem("not-a-choice")).optional(),
  present: choice(["yes", "no"] as const),
});

/** A conflict with the entry of the item that is dealt with. */
export const stepOutInput = z.object({ item: requiredText(36), reason: optionalText(2000) });

/** What a panel is asked to decide. */
export const motionInput = z.object({ item: requiredText(36), text: requiredText(1000) });
export const voteStepInput = z.object({ step: choice(["open", "close"] as const) });
export const voteInput = z.object({ vote: choice(VOTES) });
