import { redirect } from "@remix-run/node";
import { voteStepInput } from "#app/domain/meeting/input.ts";
import { closeVote, openVote } from "#app/domain/meeting/motions.server.ts";
import { failed } from "#app/http/answers.server.ts";
import { parse } from "#app/http/form.server.ts";
import { signedIn } from "#app/http/wrappers.ts";

export const action = signedIn(async ({ ctx, id, form }) => {
  const sent = await form();
  const given = parse(sent, voteStepInput);
  if (!given.ok) return failed(sent, given.errors);
  await (given.value.step === "open" ? openVote : closeVote)(ctx, id("meetingId"), id("motionId"));
  return redirect(`/meetings/${id("meetingId")}/lead`, 303);
});
