import { redirect } from "@remix-run/node";
import { voteInput } from "#app/domain/meeting/input.ts";
import { voteOn } from "#app/domain/meeting/motions.server.ts";
import { failed } from "#app/http/answers.server.ts";
import { parse } from "#app/http/form.server.ts";
import { signedIn } from "#app/http/wrappers.ts";

export const action = signedIn(async ({ ctx, id, form }) => {
  const sent = await form();
  const given = parse(sent, voteInput);
  if (!given.ok) return failed(sent, given.errors);
  await voteOn(ctx, { meetingId: id("meetingId"), motionId: id("motionId"), vote: given.value.vote });
  return redirect(`/meetings/${id("meetingId")}`, 303);
});
