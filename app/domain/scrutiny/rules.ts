import { KEY_TYPES, type PublicKey, readPublicKey } from "../commitment/note.ts";

/** A scrutineer's key as people print it, the kind that signs notes; null for what is none. */
export const readScrutineerKey = (written: string): PublicKey | null => readPublicKey(written, KEY_TYPES.note);

/** What two scrutineers of a round may not both be called: names that look alike at a glance are one. */
export const sameName = (name: string): string => name.normalize("NFKC").toLowerCase();

const BEGINNING = "award portal scrutiny v1\n";

/**
 * The signature in what somebody pasted, with whatever their program printed before it; as a note, which ends in a line.
 */
export const pastedSignature = (text: string): string =>
  `${text.slice(Math.max(0, text.indexOf(BEGINNING))).trimEnd()}\n`;
