import { canonical, sha256 } from "../audit/rules.ts";
import type { FormSection } from "../question/rules.ts";
import { inFormOrder, type SealedEntry, type SealedFile } from "../entry/sealed.ts";

export type Receipt = { number: number; receivedAt: Date; sha256: string };

/** What was sealed together with a file that was under way then. Its sign-off was of other content, so it goes. */
export function completedWith(
  { endorsement: _ofOtherContent, ...sealed }: SealedEntry,
  form: FormSection[],
  file: SealedFile,
): SealedEntry {
  return { ...sealed, files: inFormOrder(form, [...sealed.files, file]) };
}

/** What is kept of a sealed entry: its canonical JSON and the hash of that. */
export function sealing(sealed: SealedEntry): { snapshot: string; sha256: string } {
  const snapshot = canonical(sealed);
  return { snapshot, sha256: sha256(snapshot) };
}
