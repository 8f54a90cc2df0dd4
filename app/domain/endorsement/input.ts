import { z } from "zod";
import { choice, emailAddress, optionalText, requiredText, problem } from "../input.ts";

const line = (max: number) => requiredText(max).refine((text) => !/[\n\t]/.test(text), problem("not-text"));

/** Who is asked to sign off. */
export const endorserInput = z.object({ name: line(120), office: line(200), email: emailAddress });

/** Who signed a letter, and the hash of the text that its sender saw. */
export const letterInput = z.object({ name: line(120), office: line(200), sha256: requiredText(64) });

/** What the endorser answers; why not is for the team to read. */
export const signingInput = z.object({ answer: choice(["yes", "no"]), reason: optionalText(2_000) });
