import { type NoteKey, signNote } from "#app/domain/commitment/note.ts";
import { keyStatement, scrutinyText, seedCommitment, verify } from "../../public/verify.mjs";
import { KEY, TRUST } from "./proved-round.ts";

type Text = Parameters<typeof scrutinyText>[0];
export const OPENINGS = "0".repeat(64);
export const CHECKED = "2026-07-01T12:00:00Z";

/** What shows that a scrutineer holds their key, as their program makes it. */
export const aKeyStatement = (key: NoteKey, { log = KEY, by = key }: { log?: NoteKey; by?: NoteKey } = {}): string =>
  signNote(keyStatement({ log: log.verifier, key: key.verifier }), by);

/** The same with a commitment to a seed of lots in a round. */
export async function aSeededStatement(key: NoteKey, round: string, seed: string): Promise<string> {
  const commitment = await seedCommitment({ key: key.verifier, round, seed });
  return signNote(keyStatement({ log: KEY.verifier, key: key.verifier, round, seed: commitment }), key);
}

/** A signature under the result of a bundle as the scrutineer's program makes it, or one that says something else. */
export async function aScrutinySignature(bundle: string, key: NoteKey, other: Partial<Text> = {}): Promise<string> {
  const verdict = await verify(bundle, TRUST);
  if (!verdict.ok) throw new Error(verdict.failure);
  return signNote(scrutinyText({ ...verdict.named, openings: OPENINGS, checked: CHECKED, ...other }), key);
}
