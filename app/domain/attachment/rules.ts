import type { FileLeft } from "#db/schema/entry.ts";
import type { QuestionSettings } from "#db/schema/question.ts";
import { ALLOWED_TYPES, type FileProblem, type InspectedFile, type UploadClaim } from "#app/outside/files/files.ts";
import type { EntryFile } from "../entry/rules.ts";

export type { FileLeft };
export type Slot = NonNullable<QuestionSettings["files"]>;

/** The field of a form that says what a file shows. */
export const captionName = (fileId: string): string => `caption-${fileId}`;

/** What a colleague said of a file meanwhile. */
export type CaptionClash = { value: unknown; version: number; at: Date; by: string };

/** What one entry keeps altogether, files that a submission names included. Bytes. */
export const MOST_FILES = 1_000;
export const MOST_BYTES = 5_000_000_000;

/**
 * What a team says of a file beside its caption. `language` is a BCP 47 tag, `translationOf` the id of another file of
 * the entry.
 */
export type FileDetails = {
  caption: string;
  credit: string;
  rights: string;
  language: string;
  translationOf: string | null;
};

/**
 * The ids in their new order when one moves by so many places, or before another (null: to the end). Null where nothing
 * moves.
 */
export function moved(
  ids: readonly string[],
  id: string,
  to: { by: number } | { before: string | null },
): string[] | null {
  const rest = ids.filter((each) => each !== id);
  if (rest.length === ids.length) return null;
  const place =
    "by" in to
      ? Math.min(rest.length, Math.max(0, ids.indexOf(id) + to.by))
      : to.before === null
        ? rest.length
        : rest.indexOf(to.before);
  if (place < 0) return null;
  const order = [...rest.slice(0, place), id, ...rest.slice(place)];
  return order.every((each, index) => each === ids[index]) ? null : order;
}

/** What keeps a file out of a slot, by what was found in its bytes. Null = nothing. */
export function fileProblem(
  slot: Slot,
  { problem, contentType, size }: Pick<InspectedFile, "problem" | "contentType" | "size">,
): FileProblem | null {
  if (problem) return problem;
  if (contentType === null || !slot.types.includes(contentType)) return "wrong-type";
  return size > slot.maxBytes ? "too-big" : null;
}

/**
 * Which files of an earlier entry the questions of a new one take, in their order and as many as there is room for, and
 * why the others stay behind.
 */
export function comingAlong<File extends Pick<EntryFile, "questionKey" | "name" | "contentType" | "size" | "scan">>(
  files: readonly File[],
  slots: Readonly<Record<string, Slot>>,
): { take: File[]; left: FileLeft[] } {
  const [take, left]: [File[], FileLeft[]] = [[], []];
  for (const file of files) {
    const slot = slots[file.questionKey];
    const problem = slot && fileProblem(slot, { ...file, problem: null });
    const because = !slot
      ? "not-asked"
      : file.scan === "infected"
        ? "infected"
        : problem
          ? problem === "too-big"
            ? "too-big"
            : "wrong-type"
          : take.filter(({ questionKey }) => questionKey === file.questionKey).length >= slot.maxCount
            ? "file-limit"
            : null;
    if (because) left.push({ name: file.name, because });
    else take.push(file);
  }
  return { take, left };
}

/**
 * What is wrong already with what a browser announces, so that nobody uploads for an hour in vain. Nothing of it is
 * believed afterwards.
 */
export function claimProblem(slot: Slot, { name, size }: UploadClaim): FileProblem | null {
  if (size === 0) return "empty";
  if (size > slot.maxBytes) return "too-big";
  const ending = name.split(".").at(-1)?.toLowerCase() ?? "";
  return endingsOf(slot).includes(ending) ? null : "wrong-type";
}

/** The endings that suit a slot: "pdf", "docx". */
function endingsOf({ types }: Slot): string[] {
  return types.flatMap((type) => ALLOWED_TYPES[type] ?? []);
}

/** What a file chooser needs: ".pdf,.docx". */
export const acceptOf = (slot: Slot): string =>
  endingsOf(slot)
    .map((ending) => `.${ending}`)
    .join(",");
