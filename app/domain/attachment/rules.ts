import type { QuestionSettings } from "#db/schema/question.ts";
import { ALLOWED_TYPES, type FileProblem, type InspectedFile, type UploadClaim } from "#app/outside/files/files.ts";

export type Slot = NonNullable<QuestionSettings["files"]>;

/** What keeps a file out of a slot, by what was found in its bytes. Null = nothing. */
export function fileProblem(slot: Slot, { problem, contentType, size }: Pick<InspectedFile, "problem" | "contentType" | "size">): FileProblem | null {
  if (problem) return problem;
  if (contentType === null || !slot.types.includes(contentType)) return "wrong-type";
  return size > slot.maxBytes ? "too-big" : null;
}

/** What is wrong already with what a browser announces, so that nobody uploads for an hour in vain. Nothing of it is believed afterwards. */
export function claimProblem(slot: Slot, { name, size }: UploadClaim): FileProblem | null {
  if (size === 0) return "empty";
  if (size > slot.maxBytes) return "too-big";
  const ending = name.split(".").at(-1)?.toLowerCase() ?? "";
  return endingsOf(slot).includes(ending) ? null : "wrong-type";
}

/** The endings people know their files by: "pdf", "docx". */
export function endingsOf({ types }: Slot): string[] {
  return types.flatMap((type) => ALLOWED_TYPES[type] ?? []);
}

/** The same, one for each kind: what people are told. */
export function kindsOf({ types }: Slot): string[] {
  return types.flatMap((type) => ALLOWED_TYPES[type]?.slice(0, 1) ?? []).map((ending) => ending.toUpperCase());
}

/** What a file chooser needs: ".pdf,.docx". */
export const acceptOf = (slot: Slot): string => endingsOf(slot).map((ending) => `.${ending}`).join(",");
