import { eq } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { filterOf } from "#app/domain/audit/input.ts";
import { auditTrail } from "#app/domain/audit/queries.server.ts";
import { assign, assignBalanced } from "#app/domain/assignment/commands.server.ts";
import { entriesWithReviewers } from "#app/domain/assignment/queries.server.ts";
import { previewBalanced } from "#app/domain/assignment/planning.server.ts";
import { PUBLIC_URL } from "#tests/support/address.ts";
import { eventsOf } from "#tests/support/audit.ts";
import { confirmWaiver, declareConflict, declineWaiver, proposeWaiver } from "#app/domain/conflict/commands.server.ts";
import { conflictsOf, getWaivable, kindsOf, openConflicts } from "#app/domain/conflict/queries.server.ts";
import type { Context } from "#app/domain/context.ts";
import { NotFound } from "#app/domain/errors.ts";
import { getSheet, openBeside, getSheetPage } from "#app/domain/review/queries.server.ts";
import { getRound } from "#app/domain/round/queries.server.ts";
import type { Calculate } from "#app/outside/calculation/calculation.ts";
import { WORK } from "#app/outside/calculation/work.ts";
import type { Db } from "#db/client.server.ts";
import { accounts, reviewerProfiles } from "#db/schema/account.ts";
import { conflictDeclarations, conflictWaivers } from "#db/schema/conflict.ts";
import { entryTotals } from "#db/schema/review.ts";
import { inTransaction, testDatabase } from "#tests/support/database.ts";
import {
  aCity,
  aMember,
  anAssignment,
  aPanelMember,
  aRound,
  aStaffMember,
  aValidEntry,
  JUDGING,
} from "#tests/support/factories.ts";
import { aCandidate, aJudge, aReview, aScoredRound, aTask, aWaiver, contextOf } from "#tests/support/judging.ts";
import { WAYS_TO_LEAVE } from "#tests/support/leaving.ts";
import { lettersOf } from "#tests/support/letters.ts";

const { db } = await testDatabase();
const calculate: Calculate = async (what, input) => await WORK[what](input);
const INVENTED = "6f1c1f6e-3b0e-4c52-9d29-3f3b7f8f9a10";
const staff = async (tx: Db, role?: "secretariat" | "observer" | "administrator") =>
  contextOf(tx, await aStaffMember(tx, role));
const waivers = (tx: Db) => tx.select().from(conflictWaivers);

/** A Brazilian entry that Rafael, who knows Brazil, has read and scored; two of the secretariat. */
async function aScene(tx: Db) {
  const round = await aScoredRound(tx);
  const entry = await aCandidate(tx, {
    cycle: { id: round.cycleId },
    city: await aCity(tx, { country: "BR" }),
    title: "CNRY-brazil",
  });
  const rafael = await aJudge(tx, round, { name: "Rafael Monteiro", countries: ["BR"] });
  const { assignment } = await aReview(tx, { round, entry, reviewer: rafael, values: [5, 5] });
  const which = { roundId: round.id, entryId: entry.id, accountId: rafael.id };
  const propose = async (ctx: Context) =>
    proposeWaiver(ctx, { ...which, reason: "Left the country as a child" }, "https://award.example");
  return { round, entry, rafael, assignment, which, propose, lin: await staff(tx), chen: await staff(tx) };
}

describe("a conflict is lifted by two", () => {
  it("a proposal alone changes nothing: not for lists, totals and sheets, by hand nor in a balanced plan", () =>
    inTransaction(db, async (tx) => {
      const { round, entry, rafael, assignment, which, propose, lin } = await aScene(tx);
      const own = await contextOf(tx, rafael);
      const found = await getRound(lin, round.id);
      const chair = await contextOf(tx, await aJudge(tx, round, { role: "chair", countries: ["BR"] }));
      const standing = async () => ({
        kinds: await kindsOf(own, which),
        totals: await tx
          .select({ reviews: entryTotals.reviews })
          .from(entryTotals)
          .where(eq(entryTotals.entryId, entry.id)),
        listed: (await entriesWithReviewers(chair, found, { search: "", page: 1 })).total,
        planned: (await previewBalanced(lin, calculate, found)).pairs,
        lines: (await conflictsOf(lin, round, 1))
          .filter(({ accountId }) => accountId === rafael.id)
          .map(({ kinds, confirmedBy }) => [kinds, confirmedBy]),
      });
      const before = await standing();
      expect(before).toEqual({
        kinds: ["country"],
        totals: [{ reviews: 0 }],
        listed: 0,
        planned: 0,
        lines: [[["country"], null]],
      });
      await propose(lin);
      await proposeWaiver(
        lin,
        { roundId: round.id, entryId: entry.id, accountId: chair.actor.id, reason: "x" },
        PUBLIC_URL,
      );
      expect(await standing()).toEqual(before);
      await expect(getSheet(own, assignment.id)).rejects.toBeInstanceOf(NotFound);
      await expect(assign(lin, { roundId: round.id, entryId: entry.id, reviewerId: rafael.id })).rejects.toMatchObject({
        because: "conflict",
      });
      expect((await assignBalanced(lin, calculate, round.id, { publicUrl: PUBLIC_URL })).pairs).toEqual([]);
      expect(await openConflicts(lin, round.id)).toEqual({ unsure: 0, proposed: 2, confirmable: 0 });
    }));

  it.each(WAYS_TO_LEAVE)("not by a person of the past: %s", (_how, leave) =>
    inTransaction(db, async (tx) => {
      const { which, propose, lin, chen } = await aScene(tx);
      await propose(lin);
      await leave(tx, lin.actor.id);
      expect((await getWaivable(chen, which)).confirmation).toMatchObject({ because: "proposer-left" });
      await expect(confirmWaiver(chen, which)).rejects.toMatchObject({ because: "proposer-left", how: "not-now" });
      await declineWaiver(chen, which);
      await propose(chen);
      await confirmWaiver(await staff(tx), which);
    }),
  );

  it("the second person lets them in again, and what they had scored under a rule counts; both are on record, the letter goes to the others", () =>
    inTransaction(db, async (tx) => {
      const { round, entry, rafael, assignment, which, propose, lin, chen } = await aScene(tx);
      const conflicted = await aStaffMember(tx);
      await tx
        .insert(reviewerProfiles)
        .values({ accountId: conflicted.id, countries: ["BR"], complete: true, updatedAt: JUDGING });
      const gone = await aStaffMember(tx);
      await tx.update(accounts).set({ disabledAt: JUDGING }).where(eq(accounts.id, gone.id));
      await staff(tx, "observer");
      await propose(lin);
      const link = `https://award.example/rounds/${round.id}/conflicts/${entry.id}/${rafael.id}/waiver`;
      expect(await lettersOf(tx)).toMatchObject([
        {
          kind: "proposal-made",
          email: chen.actor.email,
          params: {
            name: "Rafael Monteiro",
            by: lin.actor.name,
            about: "waiver",
            reason: "Left the country as a child",
            link,
          },
        },
      ]);
      expect(await openConflicts(chen, round.id)).toMatchObject({ proposed: 1, confirmable: 1 });
      expect(await getWaivable(chen, which)).toMatchObject({
        proposal: { by: lin.actor.id, reason: "Left the country as a child" },
        confirmation: { allowed: true },
      });
      await confirmWaiver(chen, which);
      expect(await waivers(tx)).toMatchObject([{ by: lin.actor.id, confirmedBy: chen.actor.id, confirmedAt: JUDGING }]);
      expect(await kindsOf(chen, which)).toEqual([]);
      expect(
        await tx
          .select({ reviews: entryTotals.reviews, total: entryTotals.total })
          .from(entryTotals)
          .where(eq(entryTotals.entryId, entry.id)),
      ).toEqual([{ reviews: 1, total: 500 }]);
      expect(await getSheet(await contextOf(tx, rafael), assignment.id)).toMatchObject({ entryId: entry.id });
      expect((await eventsOf(lin, entry.id)).map(({ type }) => type)).toEqual([
        "conflict.waiver-proposed",
        "conflict.waived",
      ]);
      // What was lifted is on record with the act: rows of waivers go when somebody declares a conflict anew.
      const trail = await auditTrail(chen, filterOf(new URL(`https://a.example/?subject=${entry.id}`)), {
        limit: 9,
        offset: 0,
      });
      const lifting = trail.filter(({ type }) => type.startsWith("conflict."));
      expect(lifting.map(({ details }) => details)).toEqual(
        Array(2).fill({ accountId: rafael.id, kinds: ["country"] }),
      );
      await expect(confirmWaiver(chen, which)).rejects.toBeInstanceOf(NotFound);
    }));

  it("whoever proposed does not confirm, nor the person it is about, nor somebody in conflict with the entry, nor another role", () =>
    inTransaction(db, async (tx) => {
      const { round, entry, rafael, which, propose, lin, chen } = await aScene(tx);
      await expect(confirmWaiver(chen, which)).rejects.toBeInstanceOf(NotFound);
      await propose(lin);
      await expect(confirmWaiver(lin, which)).rejects.toMatchObject({ because: "needs-second-person", how: "never" });
      const brazilian = await aStaffMember(tx);
      await tx
        .insert(reviewerProfiles)
        .values({ accountId: brazilian.id, countries: ["BR"], complete: true, updatedAt: JUDGING });
      await expect(confirmWaiver(await contextOf(tx, brazilian), which)).rejects.toBeInstanceOf(NotFound);
      const chair = await aJudge(tx, round, { role: "chair" });
      for (const who of [rafael, chair, await aStaffMember(tx, "observer")])
        for (const act of [confirmWaiver, declineWaiver])
          await expect(act(await contextOf(tx, who), which)).rejects.toMatchObject({ because: "not-your-role" });
      for (const act of [confirmWaiver, declineWaiver])
        await expect(act(await staff(tx, "administrator"), which)).rejects.toBeInstanceOf(NotFound);
      const own = {
        ...(await contextOf(tx, rafael)),
        actor: { ...(await contextOf(tx, rafael)).actor, staff: ["secretariat" as const] },
      };
      for (const act of [confirmWaiver, declineWaiver])
        await expect(act(own, which)).rejects.toMatchObject({ because: "own-role" });
      expect(await kindsOf(chen, which)).toEqual(["country"]);
      await expect(
        tx.transaction((inner) =>
          inner.update(conflictWaivers).set({ confirmedAt: JUDGING, confirmedBy: lin.actor.id }),
        ),
      ).rejects.toMatchObject({ cause: { constraint_name: "two_persons" } });
      expect((await eventsOf(lin, entry.id)).map(({ type }) => type)).toEqual(["conflict.waiver-proposed"]);
    }));

  it("waits once; turned down or taken back it is gone, and can be proposed anew", () =>
    inTransaction(db, async (tx) => {
      const { entry, which, propose, lin, chen } = await aScene(tx);
      await propose(lin);
      await expect(propose(chen)).rejects.toMatchObject({ because: "already-proposed-right", how: "not-now" });
      await declineWaiver(chen, which);
      await expect(declineWaiver(chen, which)).rejects.toBeInstanceOf(NotFound);
      await propose(chen);
      await declineWaiver(chen, which);
      expect(await waivers(tx)).toEqual([]);
      expect((await eventsOf(lin, entry.id)).map(({ type }) => type)).toEqual([
        "conflict.waiver-proposed",
        "conflict.waiver-declined",
        "conflict.waiver-proposed",
        "conflict.waiver-declined",
      ]);
    }));

  it.each(WAYS_TO_LEAVE)("gives way to another's once its proposer is gone: %s", (_how, leave) =>
    inTransaction(db, async (tx) => {
      const { propose, lin, chen } = await aScene(tx);
      await propose(lin);
      await leave(tx, lin.actor.id);
      await propose(chen);
      expect((await waivers(tx)).map(({ by }) => by)).toEqual([chen.actor.id]);
    }),
  );

  it("does not cover a conflict that is declared afterwards, and a proposal goes with it", () =>
    inTransaction(db, async (tx) => {
      const round = await aRound(tx);
      const entry = await aValidEntry(tx, round.cycleId);
      const rafael = await aPanelMember(tx, round.id);
      const own = await contextOf(tx, rafael);
      const which = { roundId: round.id, entryId: entry.id, accountId: rafael.id };
      await declareConflict(own, { entryId: entry.id, answer: "unsure", reason: "x" });
      await aWaiver(tx, which);
      await declareConflict(own, { entryId: entry.id, answer: "conflict", reason: "It is my cousin after all" });
      expect(await kindsOf(own, which)).toEqual(["declared"]);
      await proposeWaiver(await staff(tx), { ...which, reason: "x" }, PUBLIC_URL);
      await declareConflict(own, { entryId: entry.id, answer: "conflict", reason: "As I said" });
      expect(await waivers(tx)).toEqual([]);
    }));

  it('what was lifted no longer binds the reviewer\'s answer: assigned anew, they say "none" and the entry opens', () =>
    inTransaction(db, async (tx) => {
      const round = await aScoredRound(tx);
      const entry = await aCandidate(tx, { cycle: { id: round.cycleId } });
      const rafael = await aJudge(tx, round);
      const own = await contextOf(tx, rafael);
      const { id } = await aTask(tx, { round, entry, reviewer: rafael, declared: null });
      await declareConflict(own, {
        entryId: entry.id,
        answer: "unsure",
        reason: "A former student of mine works there",
      });
      const which = { roundId: round.id, entryId: entry.id, accountId: rafael.id };
      const lin = await staff(tx);
      await proposeWaiver(lin, { ...which, reason: "Ten years ago" }, PUBLIC_URL);
      await expect(declareConflict(own, { entryId: entry.id, answer: "none", reason: "" })).rejects.toMatchObject({
        because: "needs-second-person",
      });
      await confirmWaiver(await staff(tx), which);
      await assign(lin, { roundId: round.id, entryId: entry.id, reviewerId: rafael.id });
      await declareConflict(own, { entryId: entry.id, answer: "none", reason: "" });
      expect(openBeside(own.actor, await getSheetPage(own, id)).sealed.title).toBe(entry.title);
      await declareConflict(own, { entryId: entry.id, answer: "conflict", reason: "x" });
      await expect(declareConflict(own, { entryId: entry.id, answer: "none", reason: "" })).rejects.toMatchObject({
        because: "needs-second-person",
      });
    }));
});

describe("proposing", () => {
  it("is refused for one's own city, to oneself, to chairs and observers, without a reason, and where there is none", () =>
    inTransaction(db, async (tx) => {
      const round = await aRound(tx);
      const entry = await aValidEntry(tx, round.cycleId);
      const [chair, member] = [await aPanelMember(tx, round.id, { role: "chair" }), await aPanelMember(tx, round.id)];
      await declareConflict(await contextOf(tx, chair), { entryId: entry.id, answer: "conflict", reason: "x" });
      const ctx = await staff(tx);
      const lift = (who: { id: string }, by = ctx, reason = "x") =>
        proposeWaiver(by, { roundId: round.id, entryId: entry.id, accountId: who.id, reason }, PUBLIC_URL);
      await expect(lift(chair, await contextOf(tx, chair))).rejects.toMatchObject({
        because: "not-your-role",
        how: "never",
      });
      await expect(lift(ctx.actor)).rejects.toMatchObject({ because: "own-role" });
      await expect(lift(chair, await staff(tx, "observer"))).rejects.toMatchObject({ because: "not-your-role" });
      await expect(lift(chair, ctx, " ")).rejects.toMatchObject({ fields: { reason: "reason-needed" } });
      await expect(lift(member)).rejects.toBeInstanceOf(NotFound);
      await aMember(tx, entry.city.id, "viewer", member.id);
      await expect(lift(member)).rejects.toMatchObject({ because: "conflict", how: "never" });
      await expect(
        getWaivable(ctx, { roundId: round.id, entryId: entry.id, accountId: member.id }),
      ).rejects.toMatchObject({ because: "conflict" });
      expect(await waivers(tx)).toEqual([]);
      expect(await lettersOf(tx)).toEqual([]);
    }));

  it("is asked of the round whose page it stands on: where nothing stands, or of another panel, there is nothing to lift", () =>
    inTransaction(db, async (tx) => {
      const round = await aRound(tx);
      const lax = await aRound(tx, {
        cycleId: round.cycleId,
        conflictRules: { country: "off", city: "off", organisation: "off" },
      });
      const entry = await aValidEntry(tx, round.cycleId, { city: await aCity(tx, { country: "NO" }) });
      const rafael = await aPanelMember(tx, round.id);
      await aPanelMember(tx, lax.id, { accountId: rafael.id });
      const stranger = await aPanelMember(tx, lax.id);
      const ctx = await staff(tx);
      await expect(
        proposeWaiver(ctx, { roundId: lax.id, entryId: entry.id, accountId: rafael.id, reason: "x" }, PUBLIC_URL),
      ).rejects.toBeInstanceOf(NotFound);
      await expect(
        proposeWaiver(ctx, { roundId: round.id, entryId: entry.id, accountId: stranger.id, reason: "x" }, PUBLIC_URL),
      ).rejects.toBeInstanceOf(NotFound);
      await aWaiver(tx, { roundId: round.id, entryId: entry.id, accountId: rafael.id });
      expect(await kindsOf(ctx, { entryId: entry.id, accountId: rafael.id })).toEqual([]);
    }));

  it("is refused before anything is looked up: an invented entry answers the same", () =>
    inTransaction(db, async (tx) => {
      const ctx = await staff(tx, "observer");
      const invented = { roundId: INVENTED, entryId: INVENTED, accountId: INVENTED };
      await expect(getWaivable(ctx, invented)).rejects.toMatchObject({ because: "not-your-role" });
      await expect(proposeWaiver(ctx, { ...invented, reason: "x" }, PUBLIC_URL)).rejects.toMatchObject({
        because: "not-your-role",
      });
      for (const act of [confirmWaiver, declineWaiver])
        await expect(act(ctx, invented)).rejects.toMatchObject({ because: "not-your-role" });
    }));

  it("is 404 for a person of the secretariat who is in conflict with the entry themselves", () =>
    inTransaction(db, async (tx) => {
      const round = await aRound(tx);
      const entry = await aValidEntry(tx, round.cycleId);
      const rafael = await aPanelMember(tx, round.id);
      await anAssignment(tx, { roundId: round.id, entryId: entry.id, reviewerId: rafael.id });
      await declareConflict(await contextOf(tx, rafael), { entryId: entry.id, answer: "conflict", reason: "x" });
      const lin = await aStaffMember(tx);
      await aMember(tx, entry.city.id, "viewer", lin.id);
      const ctx = await contextOf(tx, lin);
      const which = { roundId: round.id, entryId: entry.id, accountId: rafael.id };
      for (const act of [
        () => proposeWaiver(ctx, { ...which, reason: "x" }, PUBLIC_URL),
        () => getWaivable(ctx, which),
        () => confirmWaiver(ctx, which),
        () => declineWaiver(ctx, which),
      ])
        await expect(act()).rejects.toBeInstanceOf(NotFound);
      expect(await conflictsOf(ctx, round, 1)).toEqual([]);
      expect(await tx.select().from(conflictDeclarations)).toHaveLength(1);
    }));
});
