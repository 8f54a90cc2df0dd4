import { z } from "zod";
import { dayField } from "../cycle/input.ts";
import { requiredText } from "../input.ts";

/** A question, and the day at whose end the time for the answer is over, in the call's zone. */
export const inquiryInput = z.object({ question: requiredText(2_000), date: dayField });
export const proposalInput = z.object({ question: requiredText(2_000) });
export const declineInput = z.object({ reason: requiredText(1_000) });
export const answerInput = z.object({ answer: requiredText(10_000) });
