import { canonical, sha256 } from "../audit/rules.ts";
import { searchNameOf } from "../city/rules.ts";
import type { FormSection } from "../question/rules.ts";
import { frameworkOf } from "../entry/rules.ts";
import { inFormOrder, type SealedEntry, type SealedFile } from "../entry/sealed.ts";

/** Entries of a city as sent and not withdrawn: others than this one, with this one, and the most that a call takes. */
export type Taken = { others: number; taken: number; most: number };
/** What a call's limits say of an entry; null where there is none, or it names no framework. */
export type Limits = { ofCity: Taken | null; ofFramework: (Taken & { name: string }) | null };

/**
 * How much of a call's limits the city of an entry has used. Joint entries count for the lead, those found ineligible
 * too; a withdrawn one gives its place back. `sentBeside` holds the framework of each other entry that counts.
 */
export function limitsOf(
  entry: {
    cycle: { entryLimit: number | null; frameworkLimit: number | null };
    submission: unknown;
    framework: string;
    sentBeside: readonly string[];
  },
  answers: Readonly<Record<string, unknown>>,
): Limits {
  const { entryLimit, frameworkLimit } = entry.cycle;
  const name = frameworkOf(answers);
  const beside = entry.sentBeside.filter((other) => isSame(other, name)).length;
  const own = entry.submission === null ? 0 : 1;
  return {
    ofCity: entryLimit
      ? { others: entry.sentBeside.length, taken: entry.sentBeside.length + own, most: entryLimit }
      : null,
    ofFramework:
      frameworkLimit && name
        ? { name, others: beside, taken: beside + (isSame(entry.framework, name) ? own : 0), most: frameworkLimit }
        : null,
  };
}

/** As for names of cities: letters that look alike are one. A name of signs alone is compared as it is written. */
const isSame = (one: string, other: string): boolean => (searchNameOf(one) || one) === (searchNameOf(other) || other);

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
