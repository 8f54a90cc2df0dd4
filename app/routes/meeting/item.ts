import { redirect } from "@remix-run/node";
import { callItem, moveItem, removeItem } from "#app/domain/meeting/commands.server.ts";
import { stepInput } from "#app/domain/meeting/input.ts";
import { failed } from "#app/http/answers.server.ts";
import { parse } from "#app/http/form.server.ts";
import { signedIn } from "#app/http/wrappers.ts";

export const action = signedIn(async ({ ctx, id, form }) => {
  const sent = await form();
  const given = parse(sent, stepInput);
  if (!given.ok) return failed(sent, given.errors);
  const [meetingId, itemId, { step }] = [id("meetingId"), id("itemId"), given.value];
  if (step === "call") await callItem(ctx, meetingId, itemId);
  else if (step === "remove") await removeItem(ctx, meetingId, itemId);
  else await moveItem(ctx, meetingId, itemId, step);
  return redirect(`/meetings/${meetingId}/lead`, 303);
});
