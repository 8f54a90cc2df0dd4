import { roundStream } from "../audit/rules.ts";
import type { Context } from "../context.ts";
import { transact } from "../transact.server.ts";
import { authorise } from "../verdict.ts";
import { canTake } from "./policy.ts";
import { takeable } from "./queries.server.ts";

export type Taken = {
  format: "pdf" | "zip";
  /** What it holds. */
  entries: string[];
  /** Of the PDF, hex: a copy that is found tells when it was taken. */
  sha256: string;
};

/** Puts on record that a reviewer takes entries along, before they get them. Refuses as reading does. */
export function recordTaking(outer: Context, roundId: string, { format, entries, sha256 }: Taken): Promise<void> {
  return transact(outer, async (ctx) => {
    const { round, opened } = await takeable(ctx, roundId);
    authorise(canTake(ctx.actor, round, opened.length));
    return {
      result: undefined,
      event: {
        type: "dossier.taken",
        stream: roundStream(roundId),
        subjectId: ctx.actor.id,
        details: { format, entries, sha256 },
      },
    };
  });
}
