import { and, asc, eq } from "drizzle-orm";
import { assignments, recusals } from "#db/schema/assignment.ts";
import { conflictDeclarations } from "#db/schema/conflict.ts";
import { cycles } from "#db/schema/cycle.ts";
import { entries } from "#db/schema/entry.ts";
import { rounds } from "#db/schema/round.ts";
import { asker } from "../asker.server.ts";
import { declaredByReader } from "../conflict/queries.server.ts";
import type { Context } from "../context.ts";
import { openSeal, sealJson } from "../entry/sealed.server.ts";
import type { SealedEntry } from "../entry/sealed.ts";
import { PER_PAGE } from "../paging.ts";
import { canOpen } from "./policy.ts";
import { visibleTo } from "./queries.server.ts";
import { getJudging } from "./tasks.server.ts";

/** Files over this stay behind. In bytes. */
export const LARGEST_TAKEN = 20_000_000;

/**
 * What a reviewer takes along of a round to read and score without a line: the addresses of its lists, and of each
 * entry that is open to them now with its files, in reading order; and the round's window, by which a device sees that
 * its copies are old. `asked` entries wait for the conflict question,
 * `large` files are too big. 404 for who does not review in the round.
 */
export async function luggageOf(ctx: Context, roundId: string) {
  const { state, acceptedAt, assigned, opensAt, closesAt } = await getJudging(ctx, roundId);
  const rows = await ctx.db
    .select({
      id: assignments.id,
      cityId: entries.cityId,
      declared: conflictDeclarations.answer,
      seal: sealJson(asker(ctx)),
    })
    .from(assignments)
    .innerJoin(rounds, eq(rounds.id, assignments.roundId))
    .innerJoin(entries, eq(entries.id, assignments.entryId))
    .innerJoin(cycles, eq(cycles.id, entries.cycleId))
    .leftJoin(recusals, eq(recusals.assignmentId, assignments.id))
    .leftJoin(conflictDeclarations, declaredByReader)
    .where(and(eq(assignments.roundId, roundId), visibleTo(asker(ctx))))
    .orderBy(asc(assignments.readingOrder), asc(assignments.id));
  const open = rows.filter(
    ({ declared }) =>
      canOpen(ctx.actor, {
        reviewerId: ctx.actor.id,
        cleared: declared === "none",
        accepted: acceptedAt !== null,
        state,
      }).allowed,
  );
  const taken = open.map((row) => ({
    id: row.id,
    files: openSeal(ctx.actor, row, row.seal).sealed.files.filter(isReadable),
  }));
  const home = `/judging/rounds/${roundId}`;
  const parts = Array.from({ length: Math.ceil(assigned / PER_PAGE) }, (_none, index) => `${home}?page=${index + 1}`);
  return {
    window: `${opensAt.toISOString()}/${closesAt.toISOString()}`,
    lists: ["/judging", home, `${home}/offline`, ...parts],
    entries: taken.map(({ id, files }) => ({
      id,
      files: files.filter(({ size }) => size <= LARGEST_TAKEN).map(pathOf),
    })),
    asked: rows.length - open.length,
    large: taken.flatMap(({ files }) => files).filter(({ size }) => size > LARGEST_TAKEN).length,
  };
}

type SealedFile = SealedEntry["files"][number];

const isReadable = ({ scan, withheld }: SealedFile): boolean =>
  scan !== "waiting" && scan !== "infected" && withheld !== "here";

/** Where the sheet shows a file from, and how large it is at the most: pictures go along as they are shown. */
const pathOf = ({ attachmentId, contentType, size }: SealedFile) => ({
  path: `/attachments/${attachmentId}${contentType.startsWith("image/") ? "/preview" : ""}`,
  size,
});
