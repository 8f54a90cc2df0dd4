import { redirect } from "@remix-run/node";
import { settleComment } from "#app/domain/comment/commands.server.ts";
import { signedIn } from "#app/http/wrappers.ts";

/** Opens a settled comment again. */
export const action = signedIn(async ({ ctx, id }) => {
  const { entryId, questionKey } = await settleComment(ctx, id("commentId"), { resolved: false });
  return redirect(`/entries/${entryId}/comments/${questionKey}`, 303);
});
