import { takeCosignatures } from "#app/domain/witness/commands.server.ts";
import { orNothing } from "#app/http/answers.server.ts";
import { readText } from "#app/http/form.server.ts";
import { anyone } from "#app/http/wrappers.ts";

const LONGEST_NOTE = 10_000;
const plain = (status: number, sentence: string) =>
  new Response(`${sentence}\n`, { status, headers: { "content-type": "text/plain; charset=utf-8" } });

/** Takes what witnesses signed. Programs ask here, so it answers in one line, in English as the verifier speaks. */
export const action = anyone(async ({ ctx, request, visit }) => {
  if (!(await visit.services.limits.mayCosign(visit.ip)))
    return plain(429, "Too many cosignatures from here. Try again in an hour.");
  const note = await readText(request);
  if (note.length > LONGEST_NOTE || (await orNothing(takeCosignatures(ctx, note))) === null)
    return plain(
      422,
      "No registered witness signed this, or their clock is wrong, or it is no checkpoint of this log.",
    );
  return plain(200, "Taken.");
});
