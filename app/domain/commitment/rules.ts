import crypto from "node:crypto"; // as a whole: pages read rules, and browsers have no such module
import { canonical, type Json } from "../audit/rules.ts";

/** What is committed to before it may be read: an entry as it was received, what that entry holds, a review as it was handed in, a frozen review without its author, where the audit trail stood, a reason. */
export type CommitmentType = "entry" | "content" | "score-event" | "review" | "audit" | "reason";
export type Record = { [key: string]: Json };
/** What opens a commitment. Without the salt a record of a few whole numbers could be found by trying. */
export type Opening = { salt: Buffer; record: Record };

export const newSalt = (): Buffer => crypto.randomBytes(32);

/** SHA-256("awards/v1/" + type + "\n" ‖ salt ‖ canonical JSON of the record): the type keeps a commitment from passing for one of another kind. */
export function commit(type: CommitmentType, { salt, record }: Opening): Buffer {
  if (salt.length !== 32) throw new TypeError("a salt has 32 bytes");
  refuseFractions(record);
  return crypto.createHash("sha256").update(`awards/v1/${type}\n`).update(salt).update(canonical(record)).digest();
}

/** A statement as it stands in the log: canonical JSON with whole numbers only, so that every verifier reads the same. */
export function statementText(statement: Record): string {
  refuseFractions(statement);
  return canonical(statement);
}

function refuseFractions(value: Json): void {
  if (typeof value === "number" && (!Number.isSafeInteger(value) || Object.is(value, -0))) throw new TypeError(`not a whole number: ${value}`);
  if (Array.isArray(value)) for (const each of value) refuseFractions(each);
  else if (value !== null && typeof value === "object") for (const each of Object.values(value)) refuseFractions(each);
}
