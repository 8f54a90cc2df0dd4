import { z } from "zod";
import { accepted, optionalText } from "../input.ts";

/** What stands in the form for "no level". */
export const NO_LEVEL = "none";

export const selectionInput = z.object({
  level: z.string("required").min(1, "required").max(100, "not-a-choice").transform((key) => (key === NO_LEVEL ? null : key)),
  reason: optionalText(2000),
});

/** The fingerprint of the list a person had before their eyes. */
export const signatureInput = z.object({ list: z.string("required").regex(/^[0-9a-f]{64}$/, "not-a-choice") });

/** "I have read what is missing." */
export const freezeInput = z.object({ confirm: accepted });
