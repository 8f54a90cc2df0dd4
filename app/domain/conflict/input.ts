import { z } from "zod";
import { choice, type InputProblem, optionalText, requiredText } from "../input.ts";

const reasonNeeded: InputProblem = "reason-needed";

/** The answer to the question that comes before an entry opens. */
const declarationInput = z.object({ answer: choice(["none", "conflict", "unsure"]), reason: optionalText(2000) });

/** A conflict or a doubt needs a word of explanation: errors by field, or none. */
export function declarationProblems({
  answer,
  reason,
}: z.output<typeof declarationInput>): Record<string, string> | null {
  return answer !== "none" && reason === "" ? { reason: reasonNeeded } : null;
}

export const waiverInput = z.object({ reason: requiredText(2000) });
