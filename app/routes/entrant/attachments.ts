import { redirect } from "@remix-run/node";
import { getDraft } from "#app/domain/entry/queries.server.ts";
import { withReceivedFile } from "#app/http/received-file.server.ts";
import { admit, keepFile } from "#app/http/uploads.server.ts";
import { signedIn } from "#app/http/wrappers.ts";

/** A file sent as a plain form, for browsers without JavaScript. The right to send it is checked before any byte is read. */
export const action = signedIn(async ({ ctx, id, url, request, visit }) => {
  const place = { entryId: id("entryId"), questionKey: url.searchParams.get("question") ?? "" };
  const slot = await admit(ctx, place, 1);
  const { form } = await getDraft(ctx, place.entryId);
  const section = form.find(({ questions }) => questions.some(({ key }) => key === place.questionKey))!;
  const page = `/entries/${place.entryId}/sections/${section.key}`;
  const problem = await withReceivedFile(request, slot.maxBytes, async (received) => {
    if ("problem" in received) return received.problem;
    const stored = await visit.services.files.put(received.file);
    const kept = await keepFile(visit.services, { ...ctx, now: visit.clock.now() }, place, stored);
    if (!kept.attachmentId && stored.key) await visit.services.files.remove([stored]);
    return kept.attachmentId ? null : (kept.problem ?? "interrupted");
  });
  return redirect(problem ? `${page}?problem=${problem}&question=${place.questionKey}` : `${page}#slot.${place.questionKey}`, 303);
});
