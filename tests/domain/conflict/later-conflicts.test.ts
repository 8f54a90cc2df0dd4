import { eq } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { confirmWaiver, declareConflict, declineWaiver, proposeWaiver } from "#app/domain/conflict/commands.server.ts";
import { conflictsOf, getWaivable, kindsOf, noConflict } from "#app/domain/conflict/queries.server.ts";
import { Stale } from "#app/domain/errors.ts";
import { changeMember } from "#app/domain/team/commands.server.ts";
import type { Db } from "#db/client.server.ts";
import { reviewerProfiles } from "#db/schema/account.ts";
import { entries } from "#db/schema/entry.ts";
import { rounds } from "#db/schema/round.ts";
import { PUBLIC_URL } from "#tests/support/address.ts";
import { inTransaction, testDatabase } from "#tests/support/database.ts";
import { aCity, aCoApplicant, aCycle, aMember, aStaffMember, aValidEntry, JUDGING } from "#tests/support/factories.ts";
import { aCandidate, aJudge, aScoredRound, contextOf } from "#tests/support/judging.ts";

const { db } = await testDatabase();
const staff = async (tx: Db) => contextOf(tx, await aStaffMember(tx));

/** A Brazilian entry, somebody of its country on the panel, and two of the secretariat. */
async function aScene(tx: Db) {
  const round = await aScoredRound(tx);
  const entry = await aCandidate(tx, {
    cycle: { id: round.cycleId },
    city: await aCity(tx, { country: "BR" }),
    partners: ["Instituto Verde"],
  });
  const rafael = await aJudge(tx, round, { countries: ["BR"] });
  const which = { roundId: round.id, entryId: entry.id, accountId: rafael.id };
  const joinPartner = () =>
    tx
      .update(reviewerProfiles)
      .set({ organisations: ["Instituto Verde"] })
      .where(eq(reviewerProfiles.accountId, rafael.id));
  return { round, rafael, which, joinPartner, lin: await staff(tx), chen: await staff(tx) };
}

describe("what two people lift", () => {
  it("is the kinds they lifted: a conflict that arises later stands, and can be lifted in its turn", () =>
    inTransaction(db, async (tx) => {
      const { round, rafael, which, joinPartner, lin, chen } = await aScene(tx);
      await proposeWaiver(lin, { ...which, reason: "Left as a child" }, PUBLIC_URL);
      await confirmWaiver(chen, which);
      expect(await kindsOf(lin, which)).toEqual([]);
      await joinPartner();
      expect(await kindsOf(lin, which)).toEqual(["organisation"]);
      const line = async () =>
        (await conflictsOf(lin, round, 1))
          .filter(({ accountId }) => accountId === rafael.id)
          .map(({ kinds, waiverReason, confirmedBy }) => [kinds, waiverReason, confirmedBy !== null]);
      expect(await line()).toEqual([[["organisation"], "Left as a child", true]]);
      await proposeWaiver(lin, { ...which, reason: "A namesake" }, PUBLIC_URL);
      expect(await line()).toEqual([[["organisation"], "A namesake", false]]);
      await confirmWaiver(chen, which);
      expect(await kindsOf(lin, which)).toEqual([]);
      await declareConflict(await contextOf(tx, rafael), {
        entryId: which.entryId,
        answer: "unsure",
        reason: "A cousin",
      });
      expect((await kindsOf(lin, which)).sort()).toEqual(["country", "organisation", "unsure"]);
    }));

  it("is what stood when it was proposed, and what arose since goes on standing", () =>
    inTransaction(db, async (tx) => {
      const { which, joinPartner, lin, chen } = await aScene(tx);
      await proposeWaiver(lin, { ...which, reason: "Left as a child" }, PUBLIC_URL);
      await joinPartner();
      const { kinds, proposal } = await getWaivable(chen, which);
      expect([kinds.sort(), proposal!.kinds]).toEqual([["country", "organisation"], ["country"]]);
      await confirmWaiver(chen, which, proposal!.sha256);
      expect(await kindsOf(lin, which)).toEqual(["organisation"]);
    }));

  it("is what the second person read: a proposal of another reason or other kinds is refused", () =>
    inTransaction(db, async (tx) => {
      const { which, joinPartner, lin, chen } = await aScene(tx);
      const propose = async (reason: string) => {
        await proposeWaiver(lin, { ...which, reason }, PUBLIC_URL);
        return (await getWaivable(chen, which)).proposal!.sha256;
      };
      const seen = [await propose("Left as a child")];
      await declineWaiver(lin, which);
      seen.push(await propose("Never lived there"));
      await declineWaiver(lin, which);
      await joinPartner();
      const last = await propose("Left as a child");
      for (const other of [...seen, ""]) await expect(confirmWaiver(chen, which, other)).rejects.toBeInstanceOf(Stale);
      await confirmWaiver(chen, which, last);
      expect(await kindsOf(lin, which)).toEqual([]);
    }));
});

describe("while a cycle has no round", () => {
  it("B29: the team of a city stands for staff all the same, present or left yesterday; nothing else does", () =>
    inTransaction(db, async (tx) => {
      const cycle = await aCycle(tx);
      expect(await tx.$count(rounds, eq(rounds.cycleId, cycle.id))).toBe(0);
      const entry = await aValidEntry(tx, cycle.id);
      const partner = await aCoApplicant(tx, entry.id);
      const people = await Promise.all([staff(tx), staff(tx), staff(tx), staff(tx)]);
      const [inTeam, inPartner, left, other] = people.map(({ actor }) => actor);
      await aMember(tx, entry.cityId, "viewer", inTeam!.id);
      await aMember(tx, partner.id, "viewer", inPartner!.id);
      await aMember(tx, entry.cityId, "editor", left!.id);
      const leaving = await contextOf(tx, left!);
      await changeMember(leaving, { cityId: entry.cityId, accountId: left!.id, role: "none" }, PUBLIC_URL);
      await tx
        .insert(reviewerProfiles)
        .values({ accountId: other!.id, countries: ["UG"], complete: true, updatedAt: JUDGING });
      const kinds = [];
      for (const { actor } of people) kinds.push(await kindsOf({ db: tx }, { entryId: entry.id, accountId: actor.id }));
      expect(kinds).toEqual([["team"], ["team"], ["team"], []]);
      const seen = await tx
        .select({ id: entries.id })
        .from(entries)
        .where(noConflict(leaving, { entryId: entries.id }));
      expect(seen.map(({ id }) => id)).not.toContain(entry.id);
    }));
});
