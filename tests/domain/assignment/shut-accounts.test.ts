import { eq } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { assign, assignBalanced } from "#app/domain/assignment/commands.server.ts";
import { planningFacts, readersByCriterion } from "#app/domain/assignment/planning.server.ts";
import { panelOf } from "#app/domain/panel/queries.server.ts";
import { getRound } from "#app/domain/round/queries.server.ts";
import type { Calculate } from "#app/outside/calculation/calculation.ts";
import { WORK } from "#app/outside/calculation/work.ts";
import type { Db } from "#db/client.server.ts";
import { accounts } from "#db/schema/account.ts";
import { assignments } from "#db/schema/assignment.ts";
import { PUBLIC_URL } from "#tests/support/address.ts";
import { inTransaction, testDatabase } from "#tests/support/database.ts";
import { anAssignment, aPanelMember, aRound, aStaffMember, aValidEntry, JUDGING } from "#tests/support/factories.ts";
import { aCandidate, aContest, aJudge, aReview, aScoredRound, contextOf, readsOnly } from "#tests/support/judging.ts";
import { lettersOf } from "#tests/support/letters.ts";

const calculate: Calculate = async (what, input) => await WORK[what](input);
const { db } = await testDatabase();
const secretariat = async (tx: Db) => contextOf(tx, await aStaffMember(tx));
const shut = (tx: Db, { id }: { id: string }) =>
  tx.update(accounts).set({ disabledAt: JUDGING }).where(eq(accounts.id, id));
const readersOf = async (tx: Db, roundId: string) =>
  (await tx.select().from(assignments).where(eq(assignments.roundId, roundId))).map(({ reviewerId }) => reviewerId);

describe("somebody whose account is shut", () => {
  it("is dealt no entry by a plan, and their part goes to who can sign in", () =>
    inTransaction(db, async (tx) => {
      const round = await aRound(tx, { reviewsPerEntry: 1 });
      for (let count = 0; count < 4; count++) await aValidEntry(tx, round.cycleId);
      const [gone, here] = [await aPanelMember(tx, round.id), await aPanelMember(tx, round.id)];
      await shut(tx, gone);
      await assignBalanced(await secretariat(tx), calculate, round.id, { publicUrl: PUBLIC_URL });
      expect(await readersOf(tx, round.id)).toEqual([here.id, here.id, here.id, here.id]);
      expect((await lettersOf(tx)).map(({ email }) => email)).toEqual([here.email]);
    }));

  it("keeps what they handed in, which counts, while what they have not is given to another reader", () =>
    inTransaction(db, async (tx) => {
      const cycle = await aContest(tx);
      const round = await aScoredRound(tx, { cycle, reviewsPerEntry: 1 });
      const [read, unread] = [await aCandidate(tx, { cycle }), await aCandidate(tx, { cycle })];
      const [gone, here] = [await aJudge(tx, round), await aJudge(tx, round)];
      await aReview(tx, { round, entry: read, reviewer: gone, values: [4, 4] });
      await anAssignment(tx, { roundId: round.id, entryId: unread.id, reviewerId: gone.id });
      await shut(tx, gone);
      const ctx = await secretariat(tx);
      const plan = await assignBalanced(ctx, calculate, round.id, { publicUrl: PUBLIC_URL });
      expect(plan.pairs).toEqual([{ entryId: unread.id, reviewerId: here.id }]);
    }));

  it("is not given one by hand either, and the panel says that the account is shut", () =>
    inTransaction(db, async (tx) => {
      const round = await aRound(tx);
      const { id: entryId } = await aValidEntry(tx, round.cycleId);
      const gone = await aPanelMember(tx, round.id);
      const ctx = await secretariat(tx);
      expect((await panelOf(ctx, round.id)).map((member) => member.shut)).toEqual([false]);
      await shut(tx, gone);
      await expect(assign(ctx, { roundId: round.id, entryId, reviewerId: gone.id })).rejects.toMatchObject({
        because: "account-disabled",
        how: "not-now",
      });
      expect((await panelOf(ctx, round.id)).map((member) => member.shut)).toEqual([true]);
    }));

  it("makes no group of readers of their own where a round divides its criteria", () =>
    inTransaction(db, async (tx) => {
      const cycle = await aContest(tx);
      const round = await aScoredRound(tx, { cycle, reviewsPerEntry: 1, divided: true });
      await aCandidate(tx, { cycle });
      const [gone, here] = [await aJudge(tx, round), await aJudge(tx, round)];
      await readsOnly(tx, round, gone, [0]);
      await readsOnly(tx, round, here, [1]);
      await shut(tx, gone);
      const ctx = await secretariat(tx);
      const made = await getRound(ctx, round.id);
      expect((await planningFacts(ctx, made)).groups?.map(({ reviewers }) => reviewers)).toEqual([[here.id]]);
      expect((await readersByCriterion(ctx, made)).map(({ readers }) => readers)).toEqual([0, 1]);
    }));
});
