import { data, redirect } from "@remix-run/node";
import { captionAttachment } from "#app/domain/attachment/commands.server.ts";
import { captionInput } from "#app/domain/attachment/input.ts";
import { parse } from "#app/http/form.server.ts";
import { signedIn } from "#app/http/wrappers.ts";

export const action = signedIn(async ({ ctx, id, form, t }) => {
  const given = parse(await form(), captionInput);
  if (!given.ok) throw data({ typed: { [t.attachment.caption]: (await form()).get("caption") } }, { status: 422 });
  const { entryId, sectionKey } = await captionAttachment(ctx, id("attachmentId"), given.value.caption);
  return redirect(`/entries/${entryId}/sections/${sectionKey}`, 303);
});
