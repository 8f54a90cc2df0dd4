import { eq } from "drizzle-orm";
import { expect, it } from "vitest";
import { changeProfile } from "#app/domain/assignment/new-conflicts.server.ts";
import { freezeRound } from "#app/domain/shortlist/commands.server.ts";
import { recusals } from "#db/schema/assignment.ts";
import { testDatabase } from "#tests/support/database.ts";
import { aStaffMember } from "#tests/support/factories.ts";
import { aCandidate, aJudge, aReview, aScoredRound, contextOf } from "#tests/support/judging.ts";
import { oneAfterTheOther } from "#tests/support/waiting.ts";

const { db } = await testDatabase();

it("a profile that waits for a freeze ends no assignment of what is frozen", async () => {
  const round = await aScoredRound(db);
  const entry = await aCandidate(db, { cycle: { id: round.cycleId } });
  const rafael = await aJudge(db, round);
  const { assignment } = await aReview(db, { round, entry, reviewer: rafael, values: [5, 5] });
  const [own, lin] = [await contextOf(db, rafael), await contextOf(db, await aStaffMember(db))];
  const profile = { title: "", cities: [], organisations: [], themes: [], languages: ["en"], capacity: null };
  await oneAfterTheOther(
    db,
    (tx) => freezeRound({ ...lin, db: tx }, round.id),
    () => changeProfile(own, { ...profile, countries: ["UG"] }),
  );
  expect(await db.select().from(recusals).where(eq(recusals.assignmentId, assignment.id))).toEqual([]);
});
