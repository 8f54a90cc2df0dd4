import { z } from "zod";
import { type InputProblem, requiredText } from "../input.ts";

const problem = (code: InputProblem) => code;

/** A calendar day and a clock time as typed; what moment they mean depends on the cycle's zone. */
export const dayField = requiredText(10).pipe(z.string().regex(/^\d{4}-\d{2}-\d{2}$/, problem("not-a-date")));
export const clockField = requiredText(8).pipe(z.string().regex(/^([01]\d|2[0-3]):[0-5]\d(:[0-5]\d)?$/, problem("not-a-time")));

/** A new closing moment for everybody. */
export const deadlineInput = z.object({ date: dayField, time: clockField, reason: requiredText(1000) });
