import { and, eq } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { assign, recuse } from "#app/domain/assignment/commands.server.ts";
import { answerNewcomer, changeProfile } from "#app/domain/assignment/new-conflicts.server.ts";
import { canAssign, canRecuse } from "#app/domain/assignment/policy.ts";
import {
  entriesWithReviewers,
  entryProgress,
  getAssignmentToEnd,
  reviewerProgress,
} from "#app/domain/assignment/queries.server.ts";
import { previewBalanced } from "#app/domain/assignment/planning.server.ts";
import { getSheet } from "#app/domain/review/queries.server.ts";
import { eventsOf } from "#tests/support/audit.ts";
import { createCity } from "#app/domain/city/commands.server.ts";
import { declareConflict } from "#app/domain/conflict/commands.server.ts";
import { conflictsOf } from "#app/domain/conflict/queries.server.ts";
import { ANONYMOUS, type Actor, type Context } from "#app/domain/context.ts";
import { NotFound } from "#app/domain/errors.ts";
import { getRound } from "#app/domain/round/queries.server.ts";
import { hidden, no, notNow, yes } from "#app/domain/verdict.ts";
import type { Calculate } from "#app/outside/calculation/calculation.ts";
import { WORK } from "#app/outside/calculation/work.ts";
import type { Db } from "#db/client.server.ts";
import { assignments, recusals } from "#db/schema/assignment.ts";
import { withdrawals } from "#db/schema/entry.ts";
import { entryTotals } from "#db/schema/review.ts";
import { freezes } from "#db/schema/round.ts";
import { inTransaction, testDatabase } from "#tests/support/database.ts";
import {
  aCity,
  anAssignment,
  aPanelMember,
  aRound,
  aStaffMember,
  aValidEntry,
  JUDGING,
  typedProfile,
} from "#tests/support/factories.ts";
import { aCandidate, aJudge, aReview, aScoredRound, aWaiver, contextOf, days } from "#tests/support/judging.ts";
import { countingDatabase } from "#tests/support/statements.ts";

const calculate: Calculate = async (what, input) => await WORK[what](input);
const connection = await testDatabase();
const { db } = connection;
const counting = countingDatabase(connection);
const secretariat = async (tx: Db) => contextOf(tx, await aStaffMember(tx));
const pairsIn = async (tx: Db, roundId: string) =>
  (await tx.select().from(assignments).where(eq(assignments.roundId, roundId))).map(({ entryId, reviewerId }) => ({
    entryId,
    reviewerId,
  }));
const totalsOf = async (tx: Db, roundId: string, entryId: string) =>
  (
    await tx
      .select({ reviews: entryTotals.reviews, total: entryTotals.total })
      .from(entryTotals)
      .where(and(eq(entryTotals.roundId, roundId), eq(entryTotals.entryId, entryId)))
  )[0];
const freeze = (tx: Db, roundId: string, by: string) =>
  tx.insert(freezes).values({ roundId, at: JUDGING, by, reviews: 0, scoresSha256: "" });
const byHand = (
  ctx: Awaited<ReturnType<typeof secretariat>>,
  roundId: string,
  entry: { id: string },
  reviewer: { id: string },
) => assign(ctx, { roundId, entryId: entry.id, reviewerId: reviewer.id });

describe("assigning by hand", () => {
  it("gives nothing once scoring is over, when nobody could score it; an assignment ends then as before", () =>
    inTransaction(db, async (tx) => {
      const round = await aRound(tx);
      const [entry, rafael] = [await aValidEntry(tx, round.cycleId), await aPanelMember(tx, round.id)];
      const given = await aValidEntry(tx, round.cycleId);
      const held = await anAssignment(tx, { roundId: round.id, entryId: given.id, reviewerId: rafael.id });
      const over = await contextOf(tx, await aStaffMember(tx), new Date(round.closesAt.getTime() + 1));
      await expect(byHand(over, round.id, entry, rafael)).rejects.toMatchObject({ because: "scoring-over" });
      await recuse(over, held.id, "Ill.");
      expect(await tx.$count(recusals, eq(recusals.assignmentId, held.id))).toBe(1);
    }));

  it("gives an entry to a reviewer and records it, for the secretariat and the chair", () =>
    inTransaction(db, async (tx) => {
      const round = await aRound(tx);
      const [first, second] = [await aValidEntry(tx, round.cycleId), await aValidEntry(tx, round.cycleId)];
      const [rafael, chair] = [await aPanelMember(tx, round.id), await aPanelMember(tx, round.id, { role: "chair" })];
      await byHand(await secretariat(tx), round.id, first, rafael);
      await byHand(await contextOf(tx, chair), round.id, second, rafael);
      expect(await pairsIn(tx, round.id)).toHaveLength(2);
      expect((await eventsOf({ db: tx }, first.id)).map(({ type }) => type)).toEqual(["assignment.made"]);
    }));

  it("refuses a conflict, what is assigned already, and a frozen round, and records nothing", () =>
    inTransaction(db, async (tx) => {
      const round = await aRound(tx);
      const [norwegian, plain] = [
        await aValidEntry(tx, round.cycleId, { city: await aCity(tx, { country: "NO" }) }),
        await aValidEntry(tx, round.cycleId),
      ];
      const rafael = await aPanelMember(tx, round.id);
      const ctx = await secretariat(tx);
      await expect(byHand(ctx, round.id, norwegian, rafael)).rejects.toMatchObject({
        because: "conflict",
        how: "not-now",
      });
      await byHand(ctx, round.id, plain, rafael);
      await expect(byHand(ctx, round.id, plain, rafael)).rejects.toMatchObject({ because: "already-assigned" });
      await freeze(tx, round.id, ctx.actor.id);
      await expect(byHand(ctx, round.id, plain, rafael)).rejects.toMatchObject({ because: "round-frozen" });
      expect(await pairsIn(tx, round.id)).toEqual([{ entryId: plain.id, reviewerId: rafael.id }]);
      expect(await eventsOf(ctx, norwegian.id)).toEqual([]);
    }));

  it("B20: finds no entry that is not valid, was withdrawn or is of another cycle, and nobody who is not a reviewer of the round", () =>
    inTransaction(db, async (tx) => {
      const [round, other] = [await aRound(tx), await aRound(tx)];
      const [unscreened, gone, foreign, plain] = [
        await aValidEntry(tx, round.cycleId, { screened: false }),
        await aValidEntry(tx, round.cycleId),
        await aValidEntry(tx, other.cycleId),
        await aValidEntry(tx, round.cycleId),
      ];
      await tx.insert(withdrawals).values({ entryId: gone.id, reason: "", at: JUDGING, by: gone.startedBy });
      const [rafael, chair, stranger] = [
        await aPanelMember(tx, round.id),
        await aPanelMember(tx, round.id, { role: "chair" }),
        await aPanelMember(tx, other.id),
      ];
      const ctx = await secretariat(tx);
      for (const entry of [unscreened, gone, foreign])
        await expect(byHand(ctx, round.id, entry, rafael)).rejects.toBeInstanceOf(NotFound);
      for (const person of [chair, stranger])
        await expect(byHand(ctx, round.id, plain, person)).rejects.toBeInstanceOf(NotFound);
      expect(await pairsIn(tx, round.id)).toEqual([]);
    }));

  it("is 404 for a chair on an entry of their own conflict, for reviewers and administrators, 403 for observers", () =>
    inTransaction(db, async (tx) => {
      const round = await aRound(tx);
      const entry = await aValidEntry(tx, round.cycleId, { city: await aCity(tx, { country: "NO" }) });
      const rafael = await aPanelMember(tx, round.id, { profile: { countries: ["BR"] } });
      const chair = await aPanelMember(tx, round.id, { role: "chair" });
      for (const who of [chair, rafael, await aStaffMember(tx, "administrator")])
        await expect(byHand(await contextOf(tx, who), round.id, entry, rafael)).rejects.toBeInstanceOf(NotFound);
      await expect(
        byHand(await contextOf(tx, await aStaffMember(tx, "observer")), round.id, entry, rafael),
      ).rejects.toMatchObject({ because: "not-your-role" });
      expect(await pairsIn(tx, round.id)).toEqual([]);
    }));

  it("brings back what had ended, with the review that was given before", () =>
    inTransaction(db, async (tx) => {
      const round = await aScoredRound(tx);
      const entry = await aCandidate(tx, { cycle: { id: round.cycleId } });
      const rafael = await aJudge(tx, round);
      await aReview(tx, { round, entry, reviewer: rafael, values: [4, 4] });
      await declareConflict(await contextOf(tx, rafael), { entryId: entry.id, answer: "unsure", reason: "x" });
      const ctx = await secretariat(tx);
      await expect(byHand(ctx, round.id, entry, rafael)).rejects.toMatchObject({ because: "conflict" });
      await aWaiver(tx, { roundId: round.id, entryId: entry.id, accountId: rafael.id });
      expect(await totalsOf(tx, round.id, entry.id)).toEqual({ reviews: 0, total: 0 });
      await byHand(ctx, round.id, entry, rafael);
      expect(await totalsOf(tx, round.id, entry.id)).toEqual({ reviews: 1, total: 400 });
      expect(await tx.select().from(recusals)).toEqual([]);
    }));
});

describe("ending an assignment", () => {
  it("keeps the review on record and stops counting it", () =>
    inTransaction(db, async (tx) => {
      const round = await aScoredRound(tx);
      const entry = await aCandidate(tx, { cycle: { id: round.cycleId } });
      const rafael = await aJudge(tx, round);
      const { assignment } = await aReview(tx, { round, entry, reviewer: rafael, values: [4, 4] });
      const ctx = await contextOf(tx, rafael);
      await expect(recuse(ctx, assignment.id, "  ")).rejects.toMatchObject({ fields: { reason: "reason-needed" } });
      await recuse(ctx, assignment.id, "I fell ill");
      expect(await totalsOf(tx, round.id, entry.id)).toEqual({ reviews: 0, total: 0 });
      expect(await tx.select({ at: recusals.at }).from(recusals)).toEqual([{ at: JUDGING }]);
      expect((await eventsOf(ctx, assignment.id)).map(({ type }) => type)).toEqual(["assignment.recused"]);
      await expect(recuse(ctx, assignment.id, "again")).rejects.toMatchObject({ because: "recused" });
    }));

  it("is for the reviewer, the secretariat and the chair; 404 for everybody else and for a chair in conflict; over with the freeze", () =>
    inTransaction(db, async (tx) => {
      const round = await aRound(tx);
      const entry = await aValidEntry(tx, round.cycleId, { city: await aCity(tx, { country: "BR" }) });
      const [rafael, peer] = [await aPanelMember(tx, round.id), await aPanelMember(tx, round.id)];
      const conflicted = await aPanelMember(tx, round.id, { role: "chair", profile: { countries: ["BR"] } });
      const { id } = await anAssignment(tx, { roundId: round.id, entryId: entry.id, reviewerId: rafael.id });
      for (const who of [peer, conflicted, await aStaffMember(tx, "administrator")])
        await expect(recuse(await contextOf(tx, who), id, "x")).rejects.toBeInstanceOf(NotFound);
      await expect(recuse(await contextOf(tx, await aStaffMember(tx, "observer")), id, "x")).rejects.toMatchObject({
        because: "not-your-role",
      });
      await expect(getAssignmentToEnd(await contextOf(tx, conflicted), round.id, id)).rejects.toBeInstanceOf(NotFound);
      await expect(getSheet(await contextOf(tx, peer), id)).rejects.toBeInstanceOf(NotFound);
      for (const who of [peer, rafael])
        await expect(getAssignmentToEnd(await contextOf(tx, who), round.id, id)).rejects.toBeInstanceOf(NotFound);
      const ctx = await secretariat(tx);
      expect(await getAssignmentToEnd(ctx, round.id, id)).toMatchObject({ code: entry.code, reviewer: rafael.name });
      await freeze(tx, round.id, ctx.actor.id);
      for (const who of [ctx, await contextOf(tx, rafael)])
        await expect(recuse(who, id, "x")).rejects.toMatchObject({ because: "round-frozen" });
      expect(await tx.select().from(recusals)).toEqual([]);
    }));

  it("I11: a new country in one's profile ends what has come to stand in conflict", () =>
    inTransaction(db, async (tx) => {
      const round = await aScoredRound(tx);
      const [entry, other] = [
        await aCandidate(tx, { cycle: { id: round.cycleId } }),
        await aCandidate(tx, { cycle: { id: round.cycleId }, city: await aCity(tx, { country: "DE" }) }),
      ];
      const rafael = await aJudge(tx, round);
      for (const each of [entry, other]) await aReview(tx, { round, entry: each, reviewer: rafael, values: [4, 4] });
      await changeProfile(await contextOf(tx, rafael), typedProfile(["NO", "UG"]));
      expect(await totalsOf(tx, round.id, entry.id)).toEqual({ reviews: 0, total: 0 });
      expect(await totalsOf(tx, round.id, other.id)).toEqual({ reviews: 1, total: 400 });
      expect(await tx.select().from(recusals)).toHaveLength(1);
      await changeProfile(await contextOf(tx, rafael), typedProfile(["NO", "UG"]));
      expect(await tx.select().from(recusals)).toHaveLength(1);
    }));

  it("I11: so does a team that takes a reviewer in, but never in a frozen round", () =>
    inTransaction(db, async (tx) => {
      const [round, frozen] = [await aScoredRound(tx), await aScoredRound(tx)];
      const city = await aCity(tx, { name: "Gulu", searchName: "gulu" });
      const rafael = await aJudge(tx, round);
      await aJudge(tx, frozen, { accountId: rafael.id });
      const reviews = await Promise.all(
        [round, frozen].map(async (each) => ({
          each,
          entry: await aCandidate(tx, { cycle: { id: each.cycleId }, city }),
        })),
      );
      for (const { each, entry } of reviews)
        await aReview(tx, { round: each, entry, reviewer: rafael, values: [4, 4] });
      await freeze(tx, frozen.id, rafael.id);
      await createCity(await contextOf(tx, rafael), { name: "Gulu", country: "UG" }, "");
      await answerNewcomer(await secretariat(tx), { cityId: city.id, accountId: rafael.id, role: "viewer" }, "");
      expect(await Promise.all(reviews.map(({ each, entry }) => totalsOf(tx, each.id, entry.id)))).toEqual([
        { reviews: 0, total: 0 },
        { reviews: 1, total: 400 },
      ]);
    }));
});

describe("how a round goes", () => {
  it("counts per reviewer and per entry, and shows no score", () =>
    inTransaction(db, async (tx) => {
      const round = await aScoredRound(tx);
      const [a, b] = [
        await aCandidate(tx, { cycle: { id: round.cycleId } }),
        await aCandidate(tx, { cycle: { id: round.cycleId } }),
      ];
      await aCandidate(tx, { cycle: { id: round.cycleId } });
      const [rafael, elif] = [await aJudge(tx, round, { name: "Rafael" }), await aJudge(tx, round, { name: "Elif" })];
      await aReview(tx, { round, entry: a, reviewer: rafael, values: [5, 5] });
      await aReview(tx, { round, entry: b, reviewer: rafael, values: [4, null], submitted: false });
      const { assignment } = await aReview(tx, { round, entry: a, reviewer: elif, values: [5, 5] });
      await recuse(await contextOf(tx, elif), assignment.id, "x");
      const ctx = await secretariat(tx);
      const progress = await reviewerProgress(ctx, round.id);
      expect(
        progress.map(({ name, assigned, started, submitted, recused }) => [
          name,
          assigned,
          started,
          submitted,
          recused,
        ]),
      ).toEqual([
        ["Elif", 0, 0, 0, 1],
        ["Rafael", 2, 2, 1, 0],
      ]);
      expect(await entryProgress(ctx, round)).toEqual([
        { assigned: 0, submitted: 0, entries: 1 },
        { assigned: 1, submitted: 0, entries: 1 },
        { assigned: 1, submitted: 1, entries: 1 },
      ]);
      const { rows } = await entriesWithReviewers(ctx, round, { search: "", page: 1 });
      expect(
        Object.fromEntries(
          rows.map(({ id, reviewers }) => [id, reviewers.map(({ name, state }) => `${name} ${state}`)]),
        ),
      ).toMatchObject({ [a.id]: ["Elif recused", "Rafael submitted"], [b.id]: ["Rafael started"] });
      const lacking = async () =>
        (await entriesWithReviewers(ctx, round, { search: "", page: 1, missing: true })).rows.map(({ id }) => id);
      expect(await lacking()).toEqual([b.id]);
      await declareConflict(await contextOf(tx, rafael), { entryId: b.id, answer: "unsure", reason: "x" });
      expect(await lacking()).toEqual([]);
      expect(JSON.stringify([progress, rows])).not.toMatch(/"(total|value|mean|score)"/);
    }));

  it("counts what was handed in lately, and tells when the last of what remains was given", () =>
    inTransaction(db, async (tx) => {
      const round = await aScoredRound(tx);
      const cycle = { id: round.cycleId };
      const entries = [];
      for (let count = 0; count < 4; count += 1) entries.push(await aCandidate(tx, { cycle }));
      const rafael = await aJudge(tx, round, { name: "Rafael" });
      const [old, fresh, rest, secret] = entries;
      await aReview(tx, { round, entry: old!, reviewer: rafael, values: [4, 4], at: days(-5) });
      await aReview(tx, { round, entry: fresh!, reviewer: rafael, values: [4, 4], at: days(-2) });
      const pair = { roundId: round.id, reviewerId: rafael.id };
      const given = await anAssignment(tx, { ...pair, entryId: rest!.id });
      await anAssignment(tx, { ...pair, entryId: secret!.id });
      await declareConflict(await contextOf(tx, rafael), { entryId: secret!.id, answer: "unsure", reason: "x" });
      await tx
        .update(assignments)
        .set({ at: days(-1) })
        .where(eq(assignments.id, given.id));
      const progress = async () => (await reviewerProgress(await secretariat(tx), round.id, days(-3)))[0];
      expect(await progress()).toMatchObject({ assigned: 3, submitted: 2, lately: 1, givenAt: days(-1) });
      await recuse(await contextOf(tx, rafael), given.id, "x");
      expect(await progress()).toMatchObject({ lately: 1, givenAt: null });
    }));

  it("B30: everything about an entry of one's own conflict is absent and not counted", () =>
    inTransaction(db, async (tx) => {
      const round = await aRound(tx);
      const [secret, open] = [
        await aValidEntry(tx, round.cycleId, { city: await aCity(tx, { country: "NO" }), title: "CNRY-secret" }),
        await aValidEntry(tx, round.cycleId),
      ];
      const rafael = await aPanelMember(tx, round.id, { profile: { countries: ["BR"] } });
      for (const entry of [secret, open])
        await anAssignment(tx, { roundId: round.id, entryId: entry.id, reviewerId: rafael.id });
      const ctx = await contextOf(tx, await aPanelMember(tx, round.id, { role: "chair" }));
      const { rows, total } = await entriesWithReviewers(ctx, round, { search: "", page: 1 });
      expect([rows.map(({ id }) => id), total]).toEqual([[open.id], 1]);
      expect((await entriesWithReviewers(ctx, round, { search: "CNRY", page: 1 })).total).toBe(0);
      expect(
        (await entriesWithReviewers(ctx, round, { search: "", page: 1, missing: true })).rows.map(({ id }) => id),
      ).toEqual([open.id]);
      expect((await reviewerProgress(ctx, round.id)).map(({ assigned }) => assigned)).toEqual([1]);
      expect(await entryProgress(ctx, round)).toEqual([{ assigned: 1, submitted: 0, entries: 1 }]);
      expect((await entriesWithReviewers(await secretariat(tx), round, { search: "", page: 1 })).total).toBe(2);
    }));

  it("an assignment that its reader's conflict stands against is expected of nobody", () =>
    inTransaction(db, async (tx) => {
      const round = await aRound(tx);
      const entry = await aValidEntry(tx, round.cycleId, { city: await aCity(tx, { country: "NO" }) });
      const ingrid = await aPanelMember(tx, round.id, { profile: { countries: ["NO"] } });
      await anAssignment(tx, { roundId: round.id, entryId: entry.id, reviewerId: ingrid.id });
      const ctx = await secretariat(tx);
      expect((await entriesWithReviewers(ctx, round, { search: "", page: 1, missing: true })).rows).toEqual([]);
      expect((await reviewerProgress(ctx, round.id)).map(({ assigned }) => assigned)).toEqual([0]);
      expect(await entryProgress(ctx, round)).toEqual([{ assigned: 0, submitted: 0, entries: 1 }]);
    }));

  it("35: in a blind round its chair learns no city from lists, searches or plans; the secretariat does", () =>
    inTransaction(db, async (tx) => {
      const round = await aRound(tx, { blind: true, reviewsPerEntry: 2 });
      await aPanelMember(tx, round.id, { profile: { countries: ["BO"] } });
      await aValidEntry(tx, round.cycleId, { city: await aCity(tx, { name: "La Paz", country: "BO" }) });
      const lists = async (ctx: Context) => [
        (await entriesWithReviewers(ctx, round, { search: "", page: 1 })).rows,
        await conflictsOf(ctx, round, 1),
        (await previewBalanced(ctx, calculate, await getRound(ctx, round.id))).unserved,
      ];
      const [chair, staff] = [
        await contextOf(tx, await aPanelMember(tx, round.id, { role: "chair" })),
        await secretariat(tx),
      ];
      for (const list of await lists(chair)) expect(list).toMatchObject([{ cityName: null, country: null }]);
      for (const list of await lists(staff)) expect(list).toMatchObject([{ cityName: "La Paz", country: "BO" }]);
      expect((await entriesWithReviewers(chair, round, { search: "La Paz", page: 1 })).total).toBe(0);
      expect((await entriesWithReviewers(staff, round, { search: "La Paz", page: 1 })).total).toBe(1);
    }));

  it("is not for reviewers", () =>
    inTransaction(db, async (tx) => {
      const round = await aRound(tx);
      const ctx = await contextOf(tx, await aPanelMember(tx, round.id));
      await expect(entriesWithReviewers(ctx, round, { search: "", page: 1 })).rejects.toBeInstanceOf(NotFound);
      await expect(entryProgress(ctx, round)).rejects.toBeInstanceOf(NotFound);
      await expect(reviewerProgress(ctx, round.id)).rejects.toBeInstanceOf(NotFound);
    }));

  it("asks the database as often for three rows as for one", () =>
    inTransaction(counting.db, async (tx) => {
      const round = await aRound(tx);
      const ctx = await secretariat(tx);
      const [rafael, elif] = [await aPanelMember(tx, round.id), await aPanelMember(tx, round.id)];
      const add = async () => {
        const { id } = await aValidEntry(tx, round.cycleId);
        for (const { id: reviewerId } of [rafael, elif])
          await anAssignment(tx, { roundId: round.id, entryId: id, reviewerId });
      };
      const ask = () => entriesWithReviewers(ctx, round, { search: "", page: 1 });
      await add();
      expect(await counting.during(ask)).toBe(1);
      await add();
      await add();
      expect((await ask()).rows).toHaveLength(3);
      expect(await counting.during(ask)).toBe(1);
    }));
});

describe("who may", () => {
  const person = (given: Partial<Actor>): Actor => ({ ...ANONYMOUS, id: "me", ...given });
  const onPanel = (role: "chair" | "reviewer", roundId = "round") =>
    person({ panels: [{ roundId, cycleId: "c", role }] });
  const round = { id: "round", state: "open" as const, frozen: false, seedOpen: false };
  const actors: [string, Actor, unknown][] = [
    ["the secretariat", person({ staff: ["secretariat"] }), yes],
    ["its chair", onPanel("chair"), yes],
    ["an observer", person({ staff: ["observer"] }), no("not-your-role")],
    ["its reviewer", onPanel("reviewer"), hidden],
    ["a chair of another round", onPanel("chair", "other"), hidden],
    ["an administrator", person({ staff: ["administrator"] }), hidden],
    ["a city", person({ teams: [{ cityId: "c", role: "owner" }] }), hidden],
    ["nobody", ANONYMOUS, hidden],
  ];
  it.each(actors)("assign, and end somebody's assignment: %s", (_who, actor, verdict) => {
    expect(canAssign(actor, round)).toEqual(verdict);
    expect(canRecuse(actor, { reviewerId: "other", recused: false, round })).toEqual(verdict);
  });
  it.each([
    ["assign before the round opens", canAssign(onPanel("chair"), { ...round, state: "planned" }), yes],
    ["assign once scoring is over", canAssign(onPanel("chair"), { ...round, state: "closed" }), notNow("scoring-over")],
    ["assign in a frozen round", canAssign(onPanel("chair"), { ...round, state: "frozen" }), notNow("round-frozen")],
    ["step back", canRecuse(onPanel("reviewer"), { reviewerId: "me", recused: false, round }), yes],
    [
      "step back once a seed of lots is open",
      canRecuse(onPanel("reviewer"), { reviewerId: "me", recused: false, round: { ...round, seedOpen: true } }),
      yes,
    ],
    [
      "take an entry from another then",
      canRecuse(onPanel("chair"), { reviewerId: "other", recused: false, round: { ...round, seedOpen: true } }),
      notNow("seed-binds"),
    ],
    ["step back twice", canRecuse(onPanel("reviewer"), { reviewerId: "me", recused: true, round }), notNow("recused")],
    [
      "step back after the freeze",
      canRecuse(onPanel("reviewer"), { reviewerId: "me", recused: false, round: { ...round, frozen: true } }),
      notNow("round-frozen"),
    ],
  ])("%s", (_what, given, verdict) => expect(given).toEqual(verdict));
});
