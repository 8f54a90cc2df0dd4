import { redirect } from "@remix-run/node";
import { attend } from "#app/domain/meeting/attendance.server.ts";
import { stayInput } from "#app/domain/meeting/input.ts";
import { failed } from "#app/http/answers.server.ts";
import { parse } from "#app/http/form.server.ts";
import { signedIn } from "#app/http/wrappers.ts";

/** Whoever leads says it of others on their page, and goes back to it. */
export const action = signedIn(async ({ ctx, id, form }) => {
  const sent = await form();
  const given = parse(sent, stayInput);
  if (!given.ok) return failed(sent, given.errors);
  const { account, present } = given.value;
  await attend(ctx, id("meetingId"), {
    accountId: account || ctx.actor.id,
    present: present === "yes",
  });
  return redirect(`/meetings/${id("meetingId")}${account ? "/lead" : ""}`, 303);
});
