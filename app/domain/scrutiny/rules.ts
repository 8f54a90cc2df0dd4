import { KEY_TYPES, type PublicKey, readPublicKey } from "../commitment/note.ts";

/** A scrutineer's key as people print it, the kind that signs notes; null for what is none. */
export const readScrutineerKey = (written: string): PublicKey | null => readPublicKey(written, KEY_TYPES.note);

/**
 * What two scrutineers of a round may not both be called: names that look alike at a glance are one. Letters of other
 * scripts that look like these (homoglyphs) remain: whoever compares keys has to compare their numbers.
 */
export const sameName = (name: string): string => name.normalize("NFKC").toLowerCase().normalize("NFKC");

/** The note that begins so in what somebody pasted, with whatever their program printed before it. */
export const pastedNote = (beginning: string) => (text: string) =>
  `${text.slice(Math.max(0, text.indexOf(beginning))).trimEnd()}\n`;

export const pastedKey = pastedNote("award portal scrutineer v");
/** The 32 bytes in what somebody pasted, hex; "" where there are none. */
export const pastedSeed = (text: string): string => /\b[0-9a-f]{64}\b/.exec(text)?.[0] ?? "";
export const pastedSignature = pastedNote("award portal scrutiny v1\n");
