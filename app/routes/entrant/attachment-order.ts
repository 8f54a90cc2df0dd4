import { redirect } from "@remix-run/node";
import { moveAttachment } from "#app/domain/attachment/commands.server.ts";
import { orderInput } from "#app/domain/attachment/input.ts";
import { Invalid } from "#app/domain/errors.ts";
import { parse } from "#app/http/form.server.ts";
import { signedIn } from "#app/http/wrappers.ts";

/** Moves a file before another, as it is dragged, and comes back to where it stands. */
export const action = signedIn(async ({ ctx, id, form }) => {
  const given = parse(await form(), orderInput);
  if (!given.ok) throw new Invalid(given.errors);
  const { entryId, sectionKey, questionKey } = await moveAttachment(ctx, id("attachmentId"), given.value);
  return redirect(`/entries/${entryId}/sections/${sectionKey}#slot.${questionKey}`, 303);
});
