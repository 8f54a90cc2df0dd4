import type { Actor } from "../context.ts";
import { TRIED_SECONDS } from "../cycle/rules.ts";
import { canEdit, type EntryFacts } from "../entry/policy.ts";
import { hidden, notNow, type Verdict, yes } from "../verdict.ts";
import { MOST_BYTES, MOST_FILES, type Slot } from "./rules.ts";

/**
 * `asked`: its question is, by the answers given. `taken` are the files of the slot; `kept` is what the whole entry
 * keeps, in files and bytes.
 */
type Place = { entry: EntryFacts; slot: Slot | null; asked: boolean; taken: number; kept: Announced };
type Announced = { files: number; bytes: number };

/** Who may announce files for a slot, while the entry can be changed and slot and entry have room. */
export function canAttach(
  actor: Actor,
  { entry, slot, asked, taken, kept }: Place,
  { files, bytes }: Announced,
  now: Date,
): Verdict {
  const edit = canEdit(actor, entry, now);
  if (!edit.allowed) return edit;
  if (!slot) return hidden;
  if (!asked) return notNow("question-not-asked");
  const room = hasRoom(kept, { files, bytes });
  return room.allowed && taken + files > slot.maxCount ? notNow("file-limit") : room;
}

/** Whether an entry may keep so many files and bytes more. */
export function hasRoom(kept: Announced, { files, bytes }: Announced): Verdict {
  return kept.files + files > MOST_FILES || kept.bytes + bytes > MOST_BYTES ? notNow("file-quota") : yes;
}

/**
 * As `canAttach`, for one file whose bytes were announced in time, and while its question was asked, and all arrived at
 * a moment: the call says for how long after the bell that counts. What is decided about much later counts as arriving
 * now: nothing waits for it any more, its call may be sealed and its entry screened.
 */
export function canFinish(
  actor: Actor,
  place: Omit<Place, "asked"> & { graceSeconds: number },
  bytes: number,
  { arrivedAt, now }: { arrivedAt: Date; now: Date },
): Verdict {
  const arrived = now.getTime() - arrivedAt.getTime() < TRIED_SECONDS * 1000 ? arrivedAt : now;
  const begun = new Date(arrived.getTime() - place.graceSeconds * 1000);
  return canAttach(actor, { ...place, asked: true }, { files: 1, bytes }, begun);
}
