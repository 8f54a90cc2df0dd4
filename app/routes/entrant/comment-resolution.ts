import { redirect } from "@remix-run/node";
import { settleComment } from "#app/domain/comment/commands.server.ts";
import { signedIn } from "#app/http/wrappers.ts";

/** Settles a comment. */
export const action = signedIn(async ({ ctx, id }) => {
  const { entryId, questionKey } = await settleComment(ctx, id("commentId"), { resolved: true });
  return redirect(`/entries/${entryId}/comments/${questionKey}`, 303);
});
