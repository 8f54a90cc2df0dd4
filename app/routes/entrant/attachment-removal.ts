import { redirect } from "@remix-run/node";
import { removeAttachment } from "#app/domain/attachment/commands.server.ts";
import { signedIn } from "#app/http/wrappers.ts";

export const action = signedIn(async ({ ctx, id, visit }) => {
  const { entryId, sectionKey, freed } = await removeAttachment(ctx, id("attachmentId"));
  await visit.services.files.remove(freed);
  return redirect(`/entries/${entryId}/sections/${sectionKey}`, 303);
});
