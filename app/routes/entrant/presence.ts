import { markPresent } from "#app/domain/presence/commands.server.ts";
import { presentIn } from "#app/domain/presence/queries.server.ts";
import { signedIn } from "#app/http/wrappers.ts";
import { presenceText } from "#app/i18n/presence.ts";

/** Somebody is still in a section; answers who else is. */
export const action = signedIn(async ({ ctx, id, form, locale }) => {
  const entryId = id("entryId");
  const sectionKey = (await form()).get("section");
  await markPresent(ctx, { entryId, sectionKey });
  return Response.json({ sentence: presenceText(await presentIn(ctx, entryId), sectionKey, "section", locale) });
});
