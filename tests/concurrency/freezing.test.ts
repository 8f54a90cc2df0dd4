import { and, eq } from "drizzle-orm";
import { expect, it } from "vitest";
import { lockLog } from "#app/domain/commitment/commands.server.ts";
import { freezeRound } from "#app/domain/shortlist/commands.server.ts";
import { cityMembers } from "#db/schema/city.ts";
import { commitments } from "#db/schema/commitment.ts";
import { entryTotals } from "#db/schema/review.ts";
import { testDatabase } from "#tests/support/database.ts";
import { aStaffMember, JUDGING } from "#tests/support/factories.ts";
import { aCandidate, aJudge, aReview, aScoredRound, contextOf } from "#tests/support/judging.ts";
import { somebodyWaits } from "#tests/support/waiting.ts";

const { db } = await testDatabase();

it("a conflict that appears in the middle of a freeze parts no total from what the log commits to", async () => {
  const round = await aScoredRound(db);
  const entry = await aCandidate(db, { cycle: { id: round.cycleId } });
  const rafael = await aJudge(db, round);
  for (const [reviewer, value] of [
    [rafael, 5],
    [await aJudge(db, round), 2],
  ] as const)
    await aReview(db, { round, entry, reviewer, values: [value, value] });
  const lin = await contextOf(db, await aStaffMember(db));
  let frozen: Promise<void> | undefined;
  await db.transaction(async (tx) => {
    await lockLog({ db: tx });
    frozen = freezeRound(lin, round.id);
    await somebodyWaits(db, frozen);
    // Whoever joins a team waits for no round, and is in conflict with all that its city enters.
    await db
      .insert(cityMembers)
      .values({ cityId: entry.city.id, accountId: rafael.id, role: "viewer", joinedAt: JUDGING });
  });
  await frozen;
  const [counted] = await db
    .select({ reviews: entryTotals.reviews, total: entryTotals.total })
    .from(entryTotals)
    .where(and(eq(entryTotals.roundId, round.id), eq(entryTotals.entryId, entry.id)));
  const committed = await db.$count(
    commitments,
    and(eq(commitments.roundId, round.id), eq(commitments.type, "review")),
  );
  expect(counted).toMatchObject({ reviews: committed });
});
