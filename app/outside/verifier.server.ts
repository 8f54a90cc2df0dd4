import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import path from "node:path";

/** The verifier as anybody can download it. */
export const readVerifier = (): Buffer => readFileSync(path.resolve("public/verify.mjs"));

/** By what the rules of a round name the verifier, hex. */
export const verifierSha256 = (): string => createHash("sha256").update(readVerifier()).digest("hex");
