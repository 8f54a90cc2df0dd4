import { redirect } from "@remix-run/node";
import { signOut } from "#app/domain/sign-in/commands.server.ts";
import { leave } from "#app/http/door.server.ts";
import { anyone } from "#app/http/wrappers.ts";

/**
 * Also answers somebody whose session has ended already: they want to be out, and are. The browser forgets pages and
 * kept words of this person.
 */
export const action = anyone(async ({ ctx, visit }) => {
  const { actor } = ctx;
  await leave(visit);
  if (actor.id) await signOut({ ...ctx, actor: { ...actor, id: actor.id } });
  return redirect("/sign-in?done=out", { status: 303, headers: { "Clear-Site-Data": '"cache", "storage"' } });
});
