import { z } from "zod";
import { type InputProblem, optionalText } from "../input.ts";

/** A receipt as text, or what its PDF says. */
export const receiptInput = z.object({
  receipt: optionalText(4000),
  reference: optionalText(40),
  sha256: optionalText(64).pipe(
    z
      .string()
      .toLowerCase()
      .regex(/^([0-9a-f]{64})?$/, "not-a-fingerprint" satisfies InputProblem),
  ),
});
