import { z } from "zod";
import { type InputProblem, requiredText } from "../input.ts";

const chosen = z.uuid("not-a-choice" satisfies InputProblem);

/** One entry for one reviewer, chosen by hand. */
export const pairInput = z.object({ entryId: chosen, reviewerId: chosen });

/** The plan somebody has looked at, by its hash: only exactly that is carried out. */
export const planInput = z.object({ plan: requiredText(64) });

export const recusalInput = z.object({ reason: requiredText(2000) });
