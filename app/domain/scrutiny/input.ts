import { z } from "zod";
import { type InputProblem, requiredText } from "../input.ts";
import { pastedSignature, readScrutineerKey } from "./rules.ts";

/** A scrutineer's public key as their program prints it. */
export const scrutineerKeyInput = z.object({
  key: requiredText(400).refine(
    (text) => readScrutineerKey(text) !== null,
    "not-a-scrutineer-key" satisfies InputProblem,
  ),
});

/** What a scrutineer's program prints when everything holds. */
export const scrutinySignatureInput = z.object({ signature: requiredText(20_000).transform(pastedSignature) });
