import { redirect } from "@remix-run/node";
import { signInAs } from "#app/domain/sign-in/commands.server.ts";
import { ownPath } from "#app/domain/sign-in/rules.ts";
import { NotFound } from "#app/domain/errors.ts";
import { enter } from "#app/http/door.server.ts";
import { anyone } from "#app/http/wrappers.ts";
import { CAST } from "#db/seed/cast.ts";

/**
 * Becomes somebody of the cast with one click. Where the demo is off there is no such door, and it never opens for
 * anybody else.
 */
export const action = anyone(async ({ ctx, visit, request, form }) => {
  if (!visit.services.config.demo) throw new NotFound();
  const sent = await form();
  const member = CAST.find(({ email }) => email === sent.get("email"));
  if (!member) throw new NotFound();
  const { accountId } = await signInAs(ctx, member.email);
  await enter(visit, request, accountId, "strong");
  return redirect(ownPath(sent.get("next") || "/sign-in"), 303);
});
