import { optionalText } from "../input.ts";
import { LONGEST_COMMENT } from "../review/rules.ts";
import type { Comment } from "./rules.ts";

/** As long as a reviewer may write: what was copied can be kept. */
const text = optionalText(LONGEST_COMMENT);

/** What a form to moderate these comments holds. */
export const moderatedFields = (comments: readonly Comment[]): Record<string, string | string[]> =>
  Object.fromEntries(
    comments.flatMap(({ id, text, omitted }) => [
      [`text.${id}`, text],
      [`omit.${id}`, omitted ? ["yes"] : []],
    ]),
  );

/**
 * The comments of one entry as a form sends them: "text.<id>", and "omit.<id>" where one is left out. An emptied
 * comment is left out with the text that stood.
 */
export function readModerated(
  sent: { get(name: string): string; has(name: string): boolean },
  comments: readonly Comment[],
): { ok: true; value: Omit<Comment, "criterionId">[] } | { ok: false; errors: Record<string, string> } {
  const errors: Record<string, string> = {};
  const value = comments
    .filter(({ id }) => sent.has(`text.${id}`))
    .map(({ id, text: before }) => {
      const parsed = text.safeParse(sent.get(`text.${id}`));
      if (!parsed.success) errors[`text.${id}`] = parsed.error.issues[0]!.message;
      const written = parsed.data ?? "";
      return { id, text: written || before, omitted: written === "" || sent.has(`omit.${id}`) };
    });
  return Object.keys(errors).length > 0 ? { ok: false, errors } : { ok: true, value };
}
