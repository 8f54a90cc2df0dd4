import { z } from "zod";
import { requiredText } from "../input.ts";

/** What the secretariat tells a team. */
export const feedbackInput = z.object({ text: requiredText(10_000) });
