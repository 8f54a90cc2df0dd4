import type { Context } from "#app/domain/context.ts";
import { select } from "#app/domain/shortlist/commands.server.ts";
import { selectionOf } from "#app/domain/shortlist/queries.server.ts";

const TIE = "Equal means; the panel voted (invented for the demonstration).";
const UP = "The panel held it to be easier to take over elsewhere than the entry above it (invented for the demonstration).";
const DOWN = "Gave way to the entry below it, by a vote of the panel (invented for the demonstration).";

/** Decides what the ranking leaves open and, where `against`, changes two neighbours at the first line for a reason. */
export async function settleList(ctx: Context, roundId: string, { against }: { against: boolean }): Promise<void> {
  const { lines, round } = await selectionOf(ctx, roundId);
  const seats = round.levels.flatMap(({ levelKey, places }) => Array.from({ length: places }, () => levelKey));
  const choose = (entryId: string, levelKey: string | null, reason: string) => select(ctx, { roundId, entryId, levelKey, reason });
  const taken = new Map<number, number>();
  for (const { entryId, rank, proposal } of lines.filter((line) => line.proposal.kind === "tie")) {
    const before = taken.get(rank!) ?? 0;
    taken.set(rank!, before + 1);
    if (proposal.kind === "tie") await choose(entryId, seats[rank! - 1 + before] ?? null, TIE);
  }
  for (const { entryId } of lines.filter((line) => line.proposal.kind === "no-reviews")) await choose(entryId, null, "Nobody could read it (invented for the demonstration).");
  if (!against) return;
  const settled = lines.flatMap(({ entryId, proposal }) => (proposal.kind === "level" ? [{ entryId, levelKey: proposal.levelKey }] : []));
  const last = settled.filter(({ levelKey }) => levelKey === seats[0]).at(-1);
  const first = settled.find(({ levelKey }) => levelKey !== seats[0]);
  if (!last || !first) return;
  await choose(last.entryId, first.levelKey, DOWN);
  await choose(first.entryId, last.levelKey, UP);
}
