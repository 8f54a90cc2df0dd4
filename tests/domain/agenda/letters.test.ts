import { eq } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { tellApprovers } from "#app/domain/agenda/letters.server.ts";
import { PORTAL } from "#app/domain/context.ts";
import type { Db } from "#db/client.server.ts";
import { accounts, roleGrants } from "#db/schema/account.ts";
import { conflictDeclarations } from "#db/schema/conflict.ts";
import { freezes } from "#db/schema/round.ts";
import { finalisations } from "#db/schema/shortlist.ts";
import { PUBLIC_URL } from "#tests/support/address.ts";
import { inTransaction, testDatabase } from "#tests/support/database.ts";
import { aStaffMember, JUDGING } from "#tests/support/factories.ts";
import { aCandidate, aContest, aJudge, aScoredRound } from "#tests/support/judging.ts";
import { lettersOf } from "#tests/support/letters.ts";

const { db } = await testDatabase();
const tell = (tx: Db) => tellApprovers({ db: tx, actor: PORTAL, now: JUDGING }, PUBLIC_URL);
const told = async (tx: Db) =>
  (await lettersOf(tx)).filter(({ kind }) => kind === "second-signature").map(({ email }) => email);

/** A list that Lin has proposed; two more of the secretariat, a chair, a reviewer and an observer. */
async function aProposedList(tx: Db) {
  const cycle = await aContest(tx);
  const round = await aScoredRound(tx, { cycle });
  const entry = await aCandidate(tx, { cycle });
  const [lin, chen, partial] = [await aStaffMember(tx), await aStaffMember(tx), await aStaffMember(tx)];
  const chair = await aJudge(tx, round, { role: "chair" });
  await aJudge(tx, round);
  await aStaffMember(tx, "observer");
  await tx
    .insert(conflictDeclarations)
    .values({ entryId: entry.id, accountId: partial.id, answer: "conflict", reason: "a friend", at: JUDGING });
  await tx.insert(freezes).values({ roundId: round.id, at: JUDGING, by: lin.id, reviews: 0, scoresSha256: "" });
  const propose = (by: { id: string }, listSha256 = "a".repeat(64)) =>
    tx
      .insert(finalisations)
      .values({ roundId: round.id, listSha256, places: 1, proposedAt: JUDGING, proposedBy: by.id });
  await propose(lin);
  return { round, lin, chen, partial, chair, propose };
}

describe("a list that waits for its second signature", () => {
  it("is told to whoever may give it, once: not to the proposer, nor to whom a conflict keeps from part of it", () =>
    inTransaction(db, async (tx) => {
      const { round, chen, chair } = await aProposedList(tx);
      expect(await tell(tx)).toBe(2);
      expect((await told(tx)).sort()).toEqual([chen.email, chair.email].sort());
      expect(await tell(tx)).toBe(0);
      const [letter] = await lettersOf(tx);
      expect(letter!.params).toMatchObject({ link: `${PUBLIC_URL}/rounds/${round.id}/finalisation` });
    }));

  it("is not told again when it was returned and proposed anew, but another list is", () =>
    inTransaction(db, async (tx) => {
      const { lin, chen, chair, propose } = await aProposedList(tx);
      await tell(tx);
      await tx.delete(finalisations);
      await propose(chen);
      await tell(tx);
      expect((await told(tx)).sort()).toEqual([chen.email, chair.email, lin.email].sort());
      await tx.delete(finalisations);
      await propose(lin, "b".repeat(64));
      expect(await tell(tx)).toBe(2);
    }));

  it("is told to nobody once approved, nor once its proposer has left, nor to a closed account", () =>
    inTransaction(db, async (tx) => {
      const { lin, chen, chair } = await aProposedList(tx);
      await tx.update(accounts).set({ disabledAt: JUDGING }).where(eq(accounts.id, chair.id));
      await tx.update(finalisations).set({ approvedAt: JUDGING, approvedBy: chen.id });
      expect(await tell(tx)).toBe(0);
      await tx.update(finalisations).set({ approvedAt: null, approvedBy: null });
      expect(await tell(tx)).toBe(1);
      await tx.delete(roleGrants).where(eq(roleGrants.accountId, lin.id));
      await tx.update(finalisations).set({ listSha256: "c".repeat(64) });
      expect(await tell(tx)).toBe(0);
    }));
});
