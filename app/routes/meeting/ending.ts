import { redirect } from "@remix-run/node";
import { endMeeting } from "#app/domain/meeting/commands.server.ts";
import { signedIn } from "#app/http/wrappers.ts";

export const action = signedIn(async ({ ctx, id }) => {
  await endMeeting(ctx, id("meetingId"));
  return redirect(`/meetings/${id("meetingId")}/minutes`, 303);
});
