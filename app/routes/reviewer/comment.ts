import { Invalid } from "#app/domain/errors.ts";
import { saveComment } from "#app/domain/review/commands.server.ts";
import { commentInput } from "#app/domain/review/input.ts";
import { savePart } from "#app/http/ended.server.ts";
import { parse } from "#app/http/form.server.ts";
import { signedIn } from "#app/http/wrappers.ts";

/** The overall comment and the private notes save themselves. Answers JSON, also when it refuses. */
export const action = signedIn((ask) =>
  savePart(ask, ask.id("assignmentId"), async () => {
    const given = parse(await ask.form(), commentInput);
    if (!given.ok) throw new Invalid(given.errors);
    const { version: baseVersion, ...words } = given.value;
    return saveComment(ask.ctx, { assignmentId: ask.id("assignmentId"), ...words, baseVersion });
  }),
);
