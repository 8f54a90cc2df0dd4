import { z } from "zod";
import { requiredText } from "../input.ts";
import { pastedKey, pastedSeed, pastedSignature } from "./rules.ts";

/** A scrutineer's public key as their program prints it, with what shows that they hold it. */
export const scrutineerKeyInput = z.object({ key: requiredText(4_000).transform(pastedKey) });

/** The seed of lots as a scrutineer's program prints it. */
export const scrutineerSeedInput = z.object({ seed: requiredText(4_000).transform(pastedSeed) });

/** What a scrutineer's program prints when everything holds. */
export const scrutinySignatureInput = z.object({ signature: requiredText(20_000).transform(pastedSignature) });
