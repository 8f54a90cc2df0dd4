import { redirect } from "@remix-run/node";
import { changeMember } from "#app/domain/team/commands.server.ts";
import { memberInput } from "#app/domain/team/input.ts";
import { getCity } from "#app/domain/city/queries.server.ts";
import { Refused } from "#app/domain/errors.ts";
import { failed, orRefusal } from "#app/http/answers.server.ts";
import { parse } from "#app/http/form.server.ts";
import { signedIn } from "#app/http/wrappers.ts";

/** Gives a member another part in the team, or none. Whoever has left goes to their account. */
export const action = signedIn(async ({ ctx, id, form, visit }) => {
  await getCity(ctx, id("cityId"));
  const typed = await form();
  const given = parse(typed, memberInput);
  if (!given.ok) throw failed(typed, given.errors);
  const change = changeMember(ctx, { cityId: id("cityId"), ...given.value }, visit.services.config.publicUrl);
  const done = await orRefusal(change);
  if (done instanceof Refused) return redirect(`/cities/${id("cityId")}?refused=${done.because}`, 303);
  const left = given.value.accountId === ctx.actor.id && given.value.role === "none";
  return redirect(left ? "/account" : `/cities/${id("cityId")}?done=changed`, 303);
});
