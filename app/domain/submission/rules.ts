import { canonical, sha256 } from "../audit/rules.ts";
import type { FormSection } from "../question/rules.ts";
import { inFormOrder, type SealedEntry, type SealedFile } from "../entry/rules.ts";

export type Receipt = { number: number; receivedAt: Date; sha256: string };

/** What was sealed together with a file that was under way then. Its sign-off was of other content, so it goes. */
export function completedWith({ endorsement: _ofOtherContent, ...sealed }: SealedEntry, form: FormSection[], file: SealedFile): SealedEntry {
  return { ...sealed, files: inFormOrder(form, [...sealed.files, file]) };
}

/** What is kept of a sealed entry: its canonical JSON and the hash of that. */
export function sealing(sealed: SealedEntry): { snapshot: string; sha256: string } {
  const snapshot = canonical(sealed);
  return { snapshot, sha256: sha256(snapshot) };
}

/**
 * All that a team has saved of an entry, to be signed and taken home: whoever holds it can show what the portal had, and since when, though the portal was away at the bell. Moments are the server's, as ISO 8601;
 * `saved` is that of the last save. `sha256` is the hash of what would have been sealed as it stood. Files that were announced and had not arrived stand under `underWay`.
 */
export type Package = {
  id: string; entry: string; cycle: string; city: string; country: string; made: string; saved: string; sha256: string;
  submission: { number: number; received: string; sha256: string } | null;
  answers: { question: string; version: number; saved: string; value: unknown }[];
  files: { id: string; question: string; name: string; size: number; sha256: string; saved: string }[];
  underWay: { question: string; name: string; size: number }[];
};

const PACKAGE_TITLE = "award portal package v1\n";

/** The text of a package, to be signed as a note: its title, and JSON with a value on each line. */
export function packageText(content: Package): string {
  const json = JSON.stringify(content, null, 2).replace(/[^\n\P{Cc}]/gu, (control) => `\\u${control.charCodeAt(0).toString(16).padStart(4, "0")}`);
  return `${PACKAGE_TITLE}${json}\n`;
}

/** What a text says that the portal has signed; null where that is no package. */
export const readPackage = (text: string): Package | null => (text.startsWith(PACKAGE_TITLE) ? (JSON.parse(text.slice(PACKAGE_TITLE.length)) as Package) : null);
