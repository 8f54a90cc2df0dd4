import { redirect } from "@remix-run/node";
import { moveAttachment } from "#app/domain/attachment/commands.server.ts";
import { orderInput } from "#app/domain/attachment/input.ts";
import { Invalid } from "#app/domain/errors.ts";
import { parse } from "#app/http/form.server.ts";
import { signedIn } from "#app/http/wrappers.ts";

/** Moves a file one place, or before another, and comes back to where it stands. */
export const action = signedIn(async ({ ctx, id, form }) => {
  const given = parse(await form(), orderInput);
  if (!given.ok) throw new Invalid(given.errors);
  const { to, before = null } = given.value;
  const { entryId, sectionKey, questionKey } = await moveAttachment(
    ctx,
    id("attachmentId"),
    to ? { by: to === "up" ? -1 : 1 } : { before },
  );
  return redirect(`/entries/${entryId}/sections/${sectionKey}#slot.${questionKey}`, 303);
});
