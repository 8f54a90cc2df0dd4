import { z } from "zod";
import { requiredText, type InputProblem } from "../input.ts";
import { readWitnessKey } from "./rules.ts";

/** Somebody who watches the log: the name that people read, and the public key as the witness's program prints it. */
export const witnessInput = z.object({
  name: requiredText(200),
  key: requiredText(400).refine((text) => readWitnessKey(text) !== null, "not-a-witness-key" satisfies InputProblem),
});
