import { z } from "zod";
import { choice, type InputProblem, optionalText, requiredText } from "../input.ts";

const reasonNeeded: InputProblem = "reason-needed";

/** The answer to the question that comes before an entry opens; `sure` once one was asked whether it is meant. */
export const declarationInput = z.object({
  answer: choice(["none", "conflict", "unsure"], "conflict-unsaid"),
  reason: optionalText(2000),
  sure: z.string().optional(),
});

/** A conflict or a doubt needs a word of explanation: errors by field, or none. */
export function declarationProblems({
  answer,
  reason,
}: Pick<z.output<typeof declarationInput>, "answer" | "reason">): Record<string, string> | null {
  return answer !== "none" && reason === "" ? { reason: reasonNeeded } : null;
}

export const waiverInput = z.object({ reason: requiredText(2000) });
