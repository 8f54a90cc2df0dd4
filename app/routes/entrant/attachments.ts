import { redirect } from "@remix-run/node";
import { getDraft } from "#app/domain/entry/queries.server.ts";
import { withReceivedFiles } from "#app/http/received-file.server.ts";
import { admit, hasRoomForForm, keepReceived } from "#app/http/uploads.server.ts";
import { signedIn } from "#app/http/wrappers.ts";

/**
 * Files sent as a plain form, for browsers without JavaScript. The right to send them, and the room for them, is
 * checked before any byte is read.
 */
export const action = signedIn(async ({ ctx, id, url, request, visit }) => {
  const place = { entryId: id("entryId"), questionKey: url.searchParams.get("question") ?? "" };
  const slot = await admit(ctx, place, { files: 1, bytes: 0 });
  const { form } = await getDraft(ctx, place.entryId);
  const section = form.find(({ questions }) => questions.some(({ key }) => key === place.questionKey))!;
  const page = `/entries/${place.entryId}/sections/${section.key}`;
  const room = await hasRoomForForm(visit.services, request, slot.maxBytes * slot.left);
  const failed = !room
    ? { problem: "no-room", name: "" }
    : await withReceivedFiles(request, { maxBytes: slot.maxBytes, maxFiles: slot.left }, (received) =>
        keepReceived(visit.services, { ...ctx, now: visit.clock.now() }, place, received),
      );
  if (!failed) return redirect(`${page}#slot.${place.questionKey}`, 303);
  return redirect(
    `${page}?${new URLSearchParams({ problem: failed.problem, question: place.questionKey, file: failed.name })}`,
    303,
  );
});
