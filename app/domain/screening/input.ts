import { z } from "zod";
import { choice, optionalText, requiredText } from "../input.ts";
import type { InputProblem } from "../input.ts";

const reasonNeeded: InputProblem = "reason-needed";

/** The outcome of a check. "Ineligible" needs a reason that the applicant will read. */
export const screeningInput = z.object({ outcome: choice(["valid", "ineligible"]), reason: optionalText(2000) });

/** The rule that one field depends on the other: errors by field, or none. */
export function screeningProblems({ outcome, reason }: z.output<typeof screeningInput>): Record<string, string> | null {
  return outcome === "ineligible" && reason === "" ? { reason: reasonNeeded } : null;
}

export const reopeningInput = z.object({ reason: requiredText(2000) });
