import { and, eq } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { answerNewcomer, assign, assignBalanced, changeProfile, recuse, setRules, stopSearch } from "#app/domain/assignment/commands.server.ts";
import { canAssign, canRecuse } from "#app/domain/assignment/policy.ts";
import { entriesWithReviewers, entryProgress, getAssignmentToEnd, previewBalanced, resumeSearch, reviewerProgress, searchUnderWay, sideRules } from "#app/domain/assignment/queries.server.ts";
import { getSheet } from "#app/domain/review/queries.server.ts";
import { eventsOf } from "#tests/support/audit.ts";
import { createCity } from "#app/domain/city/commands.server.ts";
import { declareConflict } from "#app/domain/conflict/commands.server.ts";
import { conflictsOf } from "#app/domain/conflict/queries.server.ts";
import { ANONYMOUS, type Actor, type Context } from "#app/domain/context.ts";
import { NotFound, Stale } from "#app/domain/errors.ts";
import { NO_RULES, type PlanInput } from "#app/domain/assignment/rules.ts";
import { getRound } from "#app/domain/round/queries.server.ts";
import { hidden, no, notNow, yes } from "#app/domain/verdict.ts";
import { type Calculate, type Calculation, GivenUp } from "#app/outside/calculation/calculation.ts";
import { WORK } from "#app/outside/calculation/work.ts";
import type { Db } from "#db/client.server.ts";
import { reviewerProfiles } from "#db/schema/account.ts";
import { assignmentRuns, assignments, recusals } from "#db/schema/assignment.ts";
import { auditEvents } from "#db/schema/audit.ts";
import { conflictDeclarations } from "#db/schema/conflict.ts";
import { decisions } from "#db/schema/decision.ts";
import { entries, withdrawals } from "#db/schema/entry.ts";
import { entryTotals, reviews } from "#db/schema/review.ts";
import { freezes } from "#db/schema/round.ts";
import { inTransaction, testDatabase } from "#tests/support/database.ts";
import { aCity, aMember, anAssignment, aPanelMember, aRound, aStaffMember, aValidEntry, JUDGING } from "#tests/support/factories.ts";
import { aCandidate, aJudge, aReview, aScoredRound, aWaiver, contextOf } from "#tests/support/judging.ts";
import { lettersOf } from "#tests/support/letters.ts";
import { countingDatabase } from "#tests/support/statements.ts";

const calculate: Calculate = async (what, input) => await WORK[what](input);
const connection = await testDatabase();
const { db } = connection;
const PROFILE = (countries: string[]) => ({ title: "", countries, organisations: [], themes: [], languages: ["en"], capacity: null });
const counting = countingDatabase(connection);
const secretariat = async (tx: Db) => contextOf(tx, await aStaffMember(tx));
const pairsIn = async (tx: Db, roundId: string) => (await tx.select().from(assignments).where(eq(assignments.roundId, roundId))).map(({ entryId, reviewerId }) => ({ entryId, reviewerId }));
const totalsOf = async (tx: Db, roundId: string, entryId: string) =>
  (await tx.select({ reviews: entryTotals.reviews, total: entryTotals.total }).from(entryTotals).where(and(eq(entryTotals.roundId, roundId), eq(entryTotals.entryId, entryId))))[0];
const freeze = (tx: Db, roundId: string, by: string) => tx.insert(freezes).values({ roundId, at: JUDGING, by, reviews: 0, scoresSha256: "" });
const byHand = (ctx: Awaited<ReturnType<typeof secretariat>>, roundId: string, entry: { id: string }, reviewer: { id: string }) =>
  assign(ctx, { roundId, entryId: entry.id, reviewerId: reviewer.id });

describe("assigning by hand", () => {
  it("gives an entry to a reviewer and records it, for the secretariat and the chair", () => inTransaction(db, async (tx) => {
    const round = await aRound(tx);
    const [first, second] = [await aValidEntry(tx, round.cycleId), await aValidEntry(tx, round.cycleId)];
    const [rafael, chair] = [await aPanelMember(tx, round.id), await aPanelMember(tx, round.id, { role: "chair" })];
    await byHand(await secretariat(tx), round.id, first, rafael);
    await byHand(await contextOf(tx, chair), round.id, second, rafael);
    expect(await pairsIn(tx, round.id)).toHaveLength(2);
    expect((await eventsOf({ db: tx }, first.id)).map(({ type }) => type)).toEqual(["assignment.made"]);
  }));

  it("refuses a conflict, what is assigned already, and a frozen round, and records nothing", () => inTransaction(db, async (tx) => {
    const round = await aRound(tx);
    const [norwegian, plain] = [await aValidEntry(tx, round.cycleId, { city: await aCity(tx, { country: "NO" }) }), await aValidEntry(tx, round.cycleId)];
    const rafael = await aPanelMember(tx, round.id);
    const ctx = await secretariat(tx);
    await expect(byHand(ctx, round.id, norwegian, rafael)).rejects.toMatchObject({ because: "conflict", how: "not-now" });
    await byHand(ctx, round.id, plain, rafael);
    await expect(byHand(ctx, round.id, plain, rafael)).rejects.toMatchObject({ because: "already-assigned" });
    await freeze(tx, round.id, ctx.actor.id);
    await expect(byHand(ctx, round.id, plain, rafael)).rejects.toMatchObject({ because: "round-frozen" });
    expect(await pairsIn(tx, round.id)).toEqual([{ entryId: plain.id, reviewerId: rafael.id }]);
    expect(await eventsOf(ctx, norwegian.id)).toEqual([]);
  }));

  it("B20: finds no entry that is not valid, was withdrawn or is of another cycle, and nobody who is not a reviewer of the round", () => inTransaction(db, async (tx) => {
    const [round, other] = [await aRound(tx), await aRound(tx)];
    const [unscreened, gone, foreign, plain] = [await aValidEntry(tx, round.cycleId, { screened: false }), await aValidEntry(tx, round.cycleId), await aValidEntry(tx, other.cycleId), await aValidEntry(tx, round.cycleId)];
    await tx.insert(withdrawals).values({ entryId: gone.id, reason: "", at: JUDGING, by: gone.startedBy });
    const [rafael, chair, stranger] = [await aPanelMember(tx, round.id), await aPanelMember(tx, round.id, { role: "chair" }), await aPanelMember(tx, other.id)];
    const ctx = await secretariat(tx);
    for (const entry of [unscreened, gone, foreign]) await expect(byHand(ctx, round.id, entry, rafael)).rejects.toBeInstanceOf(NotFound);
    for (const person of [chair, stranger]) await expect(byHand(ctx, round.id, plain, person)).rejects.toBeInstanceOf(NotFound);
    expect(await pairsIn(tx, round.id)).toEqual([]);
  }));

  it("is 404 for a chair on an entry of their own conflict, for reviewers and administrators, 403 for observers", () => inTransaction(db, async (tx) => {
    const round = await aRound(tx);
    const entry = await aValidEntry(tx, round.cycleId, { city: await aCity(tx, { country: "NO" }) });
    const rafael = await aPanelMember(tx, round.id, { profile: { countries: ["BR"] } });
    const chair = await aPanelMember(tx, round.id, { role: "chair" });
    for (const who of [chair, rafael, await aStaffMember(tx, "administrator")]) await expect(byHand(await contextOf(tx, who), round.id, entry, rafael)).rejects.toBeInstanceOf(NotFound);
    await expect(byHand(await contextOf(tx, await aStaffMember(tx, "observer")), round.id, entry, rafael)).rejects.toMatchObject({ because: "not-your-role" });
    expect(await pairsIn(tx, round.id)).toEqual([]);
  }));

  it("brings back what had ended, with the review that was given before", () => inTransaction(db, async (tx) => {
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

describe("assigning in balance", () => {
  it("carries out exactly the plan that was looked at, tells each reviewer once, and records it", () => inTransaction(db, async (tx) => {
    const made = await aRound(tx, { reviewsPerEntry: 2 });
    for (let count = 0; count < 6; count++) await aValidEntry(tx, made.cycleId);
    const panel = [await aPanelMember(tx, made.id), await aPanelMember(tx, made.id), await aPanelMember(tx, made.id)];
    const ctx = await secretariat(tx);
    const preview = await previewBalanced(ctx, calculate, await getRound(ctx, made.id));
    expect([preview.pairs, preview.unserved, [...preview.loads.values()]]).toEqual([12, [], [4, 4, 4]]);
    const plan = await assignBalanced(ctx, calculate, made.id, { seen: preview.sha256, publicUrl: "https://award.example" });
    expect(await pairsIn(tx, made.id)).toHaveLength(12);
    expect(plan.pairs).toHaveLength(12);
    const letters = await lettersOf(tx);
    expect(letters.map(({ email }) => email).sort()).toEqual(panel.map(({ email }) => email).sort());
    expect(letters[0]).toMatchObject({ kind: "assignments-ready", params: { round: "Committee", count: "4", link: `https://award.example/judging/rounds/${made.id}` } });
    expect((await eventsOf(ctx, made.id)).map(({ type }) => type)).toEqual(["assignment.balanced"]);
    expect((await assignBalanced(ctx, calculate, made.id)).pairs).toEqual([]);
  }));

  it("refuses a plan that is no longer the plan", () => inTransaction(db, async (tx) => {
    const made = await aRound(tx);
    await aValidEntry(tx, made.cycleId);
    const rafael = await aPanelMember(tx, made.id);
    const ctx = await secretariat(tx);
    const { sha256 } = await previewBalanced(ctx, calculate, await getRound(ctx, made.id));
    await tx.update(reviewerProfiles).set({ countries: ["UG"] }).where(eq(reviewerProfiles.accountId, rafael.id));
    await expect(assignBalanced(ctx, calculate, made.id, { seen: sha256 })).rejects.toBeInstanceOf(Stale);
    expect(await pairsIn(tx, made.id)).toEqual([]);
  }));

  it("B29: gives nobody an entry they are in conflict with, or once stepped back from, and leaves out what is not judged", () => inTransaction(db, async (tx) => {
    const round = await aRound(tx);
    const [own, theirs, ended, plain] = [await aValidEntry(tx, round.cycleId), await aValidEntry(tx, round.cycleId, { city: await aCity(tx, { country: "NO" }) }), await aValidEntry(tx, round.cycleId), await aValidEntry(tx, round.cycleId)];
    await aValidEntry(tx, round.cycleId, { screened: false });
    const rafael = await aPanelMember(tx, round.id);
    await aMember(tx, own.city.id, "viewer", rafael.id);
    const assignment = await anAssignment(tx, { roundId: round.id, entryId: ended.id, reviewerId: rafael.id });
    await recuse(await contextOf(tx, rafael), assignment.id, "no time");
    const { pairs } = await assignBalanced(await secretariat(tx), calculate, round.id);
    expect(pairs).toEqual([{ entryId: plain.id, reviewerId: rafael.id }]);
    expect(theirs.id).not.toBe(plain.id);
  }));

  it("a second round is given only what the first one let through: by hand, in balance, in its lists and among its conflicts", () => inTransaction(db, async (tx) => {
    const first = await aRound(tx);
    const names = ["shortlisted", "deserving", null];
    const [winner, deserving, rejected] = await Promise.all(names.map(() => aCity(tx, { country: "NO" }).then((city) => aValidEntry(tx, first.cycleId, { city }))));
    const jury = await aRound(tx, { cycleId: first.cycleId, position: 2 });
    const ctx = await secretariat(tx);
    const juror = await aPanelMember(tx, jury.id, { profile: { countries: ["BR"] } });
    await aPanelMember(tx, jury.id, { name: "Norwegian" });
    const seen = async () => ({
      planned: (await previewBalanced(ctx, calculate, await getRound(ctx, jury.id))).pairs, listed: (await entriesWithReviewers(ctx, jury, { search: "", page: 1 })).total,
      counted: (await entryProgress(ctx, jury)).reduce((sum, { entries }) => sum + entries, 0), conflicts: (await conflictsOf(ctx, jury, 1)).length,
    });
    expect(await seen()).toEqual({ planned: 3, listed: 3, counted: 3, conflicts: 3 });
    await tx.insert(decisions).values([winner!, deserving!, rejected!].map(({ id }, index) => ({ roundId: first.id, entryId: id, levelKey: names[index]!, reviews: 1, total: 1, at: JUDGING })));
    expect(await seen()).toEqual({ planned: 2, listed: 2, counted: 2, conflicts: 2 });
    await expect(byHand(ctx, jury.id, rejected!, juror)).rejects.toBeInstanceOf(NotFound);
    await assignBalanced(ctx, calculate, jury.id);
    expect((await pairsIn(tx, jury.id)).map(({ entryId }) => entryId).sort()).toEqual([winner!.id, deserving!.id].sort());
    expect((await previewBalanced(ctx, calculate, await getRound(ctx, first.id))).pairs).toBe(0);
  }));

  it("keeps to what reviewers agreed to, and says what is left", () => inTransaction(db, async (tx) => {
    const made = await aRound(tx, { reviewsPerEntry: 1 });
    for (let count = 0; count < 3; count++) await aValidEntry(tx, made.cycleId, { title: "CNRY-short" });
    await aPanelMember(tx, made.id, { profile: { capacity: 2 } });
    const ctx = await secretariat(tx);
    const preview = await previewBalanced(ctx, calculate, await getRound(ctx, made.id));
    expect(preview.unserved).toMatchObject([{ missing: 1, because: "capacity", title: "CNRY-short" }]);
    expect(await assignBalanced(ctx, calculate, made.id)).toMatchObject({ unserved: [{ missing: 1 }] });
    expect(await pairsIn(tx, made.id)).toHaveLength(2);
  }));

  it("B30: neither names nor counts to a chair an entry of their own conflict: in pairs, loads, shortages and figures", () => inTransaction(db, async (tx) => {
    const made = await aRound(tx, { reviewsPerEntry: 2 });
    await aValidEntry(tx, made.cycleId, { city: await aCity(tx, { country: "NO" }), title: "CNRY-secret", themes: ["water"] });
    await aValidEntry(tx, made.cycleId, { title: "Open" });
    const reader = await aPanelMember(tx, made.id, { profile: { countries: ["TR"], themes: ["water"] } });
    const preview = async (ctx: Context) => previewBalanced(ctx, calculate, await getRound(ctx, made.id));
    const chair = await contextOf(tx, await aPanelMember(tx, made.id, { role: "chair" }));
    const told = await preview(chair);
    expect(told).toMatchObject({ pairs: 1, figures: null, unserved: [{ title: "Open", missing: 1, because: "conflicts" }] });
    expect(told.loads).toEqual(new Map([[reader.id, 1]]));
    expect(await preview(await secretariat(tx))).toMatchObject({ pairs: 2, figures: { total: 1 }, loads: new Map([[reader.id, 2]]), unserved: expect.arrayContaining([expect.objectContaining({ title: "CNRY-secret" })]) });
    await byHand(await secretariat(tx), made.id, (await tx.select().from(entries).where(eq(entries.title, "Open")))[0]!, reader);
    expect(await preview(chair)).toMatchObject({ pairs: 0, loads: new Map([[reader.id, 1]]) });
  }));

  it("is refused once frozen, to observers and to reviewers", () => inTransaction(db, async (tx) => {
    const round = await aRound(tx);
    await expect(assignBalanced(await contextOf(tx, await aStaffMember(tx, "observer")), calculate, round.id)).rejects.toMatchObject({ because: "not-your-role" });
    await expect(assignBalanced(await contextOf(tx, await aPanelMember(tx, round.id)), calculate, round.id)).rejects.toBeInstanceOf(NotFound);
    const ctx = await secretariat(tx);
    await freeze(tx, round.id, ctx.actor.id);
    await expect(assignBalanced(ctx, calculate, round.id)).rejects.toMatchObject({ because: "round-frozen" });
    await expect(previewBalanced(ctx, calculate, await getRound(ctx, round.id))).rejects.toMatchObject({ because: "round-frozen" });
  }));
});

describe("side rules", () => {
  it("are set by those who assign, on record and once; what is assigned stays, and the next plan keeps them", () => inTransaction(db, async (tx) => {
    const made = await aRound(tx, { reviewsPerEntry: 2 });
    const entry = await aValidEntry(tx, made.cycleId);
    const [rafael, elif, mateo] = [await aPanelMember(tx, made.id), await aPanelMember(tx, made.id), await aPanelMember(tx, made.id)];
    const [ctx, chair] = [await secretariat(tx), await contextOf(tx, await aPanelMember(tx, made.id, { role: "chair" }))];
    await byHand(ctx, made.id, entry, rafael);
    const rules = { ...NO_RULES, apart: [[rafael.id, elif.id] as const] };
    await setRules(ctx, made.id, rules);
    await setRules(chair, made.id, rules);
    expect(await sideRules(ctx, made.id)).toEqual(rules);
    expect((await eventsOf(ctx, made.id)).map(({ type, actorId }) => [type, actorId])).toEqual([["assignment.rules-set", ctx.actor.id]]);
    expect(await pairsIn(tx, made.id)).toHaveLength(1);
    expect((await assignBalanced(ctx, calculate, made.id)).pairs).toEqual([{ entryId: entry.id, reviewerId: mateo.id }]);
    await setRules(chair, made.id, NO_RULES);
    expect(await sideRules(ctx, made.id)).toEqual(NO_RULES);
  }));

  it("are refused for somebody who is no reviewer of the round, in a frozen round, and to everybody else", () => inTransaction(db, async (tx) => {
    const [made, other] = [await aRound(tx), await aRound(tx)];
    const [rafael, chair, stranger] = [await aPanelMember(tx, made.id), await aPanelMember(tx, made.id, { role: "chair" }), await aPanelMember(tx, other.id)];
    const ctx = await secretariat(tx);
    const wanted = { ...NO_RULES, calibration: 1 };
    for (const { id } of [chair, stranger]) await expect(setRules(ctx, made.id, { ...wanted, apart: [[rafael.id, id]] })).rejects.toMatchObject({ fields: { first: "not-a-choice" } });
    for (const who of [rafael, stranger, await aStaffMember(tx, "administrator")]) await expect(setRules(await contextOf(tx, who), made.id, wanted)).rejects.toBeInstanceOf(NotFound);
    await expect(setRules(await contextOf(tx, await aStaffMember(tx, "observer")), made.id, wanted)).rejects.toMatchObject({ because: "not-your-role" });
    await freeze(tx, made.id, ctx.actor.id);
    await expect(setRules(ctx, made.id, wanted)).rejects.toMatchObject({ because: "round-frozen" });
    expect(await sideRules(ctx, made.id)).toEqual(NO_RULES);
  }));
});

describe("planning again after refusals", () => {
  /** Two entries and three reviewers: Rafael, with room for one, has the second; only he may read the first. */
  async function aRefusedRound(tx: Db) {
    const made = await aRound(tx, { reviewsPerEntry: 1 });
    const [brazilian, plain] = [await aValidEntry(tx, made.cycleId, { city: await aCity(tx, { country: "BR" }) }), await aValidEntry(tx, made.cycleId)];
    const rafael = await aPanelMember(tx, made.id, { name: "Rafael", profile: { countries: ["TR"], capacity: 1 } });
    const elif = await aPanelMember(tx, made.id, { name: "Elif", profile: { countries: ["BR"], capacity: 1 } });
    const ctx = await secretariat(tx);
    await byHand(ctx, made.id, plain, rafael);
    return { ctx, made, brazilian, plain, rafael, elif };
  }

  it("gives to others what nobody has begun, on record with every pair, and says so on the certificate", () => inTransaction(db, async (tx) => {
    const { ctx, made, brazilian, plain, rafael, elif } = await aRefusedRound(tx);
    const round = await getRound(ctx, made.id);
    expect(await previewBalanced(ctx, calculate, round)).toMatchObject({ pairs: 0, moved: 0, unserved: [{ because: "capacity" }] });
    const preview = await previewBalanced(ctx, calculate, round, true);
    expect(preview).toMatchObject({ pairs: 2, moved: 1, unserved: [] });
    await expect(assignBalanced(ctx, calculate, made.id, { seen: preview.sha256 })).rejects.toBeInstanceOf(Stale);
    await assignBalanced(ctx, calculate, made.id, { seen: preview.sha256, again: true });
    expect(await pairsIn(tx, made.id)).toEqual(expect.arrayContaining([{ entryId: brazilian.id, reviewerId: rafael.id }, { entryId: plain.id, reviewerId: elif.id }]));
    expect(await pairsIn(tx, made.id)).toHaveLength(2);
    const [run] = await tx.select().from(assignmentRuns).where(eq(assignmentRuns.roundId, made.id));
    expect(run).toMatchObject({ moved: [{ entryId: plain.id, reviewerId: rafael.id }], loads: { [rafael.id]: 1, [elif.id]: 1 } });
    expect(run!.pairs.every(({ standing }) => !standing)).toBe(true);
    const [event] = await tx.select().from(auditEvents).where(eq(auditEvents.type, "assignment.balanced"));
    expect(JSON.parse(event!.payload.toString()).details).toMatchObject({ moved: [[plain.id, rafael.id]] });
  }));

  it("keeps what somebody has answered the conflict question for, or scored", () => inTransaction(db, async (tx) => {
    const { ctx, made, plain, rafael } = await aRefusedRound(tx);
    await tx.insert(conflictDeclarations).values({ entryId: plain.id, accountId: rafael.id, answer: "none", at: JUDGING });
    expect(await assignBalanced(ctx, calculate, made.id, { again: true })).toMatchObject({ pairs: [], moved: [] });
    await tx.delete(conflictDeclarations);
    const [{ id } = { id: "" }] = await tx.select({ id: assignments.id }).from(assignments);
    await tx.insert(reviews).values({ assignmentId: id, startedAt: JUDGING, savedAt: JUDGING });
    expect(await assignBalanced(ctx, calculate, made.id, { again: true })).toMatchObject({ pairs: [], moved: [] });
    expect(await pairsIn(tx, made.id)).toEqual([{ entryId: plain.id, reviewerId: rafael.id }]);
  }));
});

describe("a search that goes on", () => {
  const found = { total: 3, totalBound: 4, floor: 1, floorBound: 2 };
  /** A search that has got so far; what is given up is noted. */
  function aSearch({ underWay = true } = {}) {
    const stopped: boolean[] = [];
    const asked: PlanInput[] = [];
    const within = (async (_patience: number, _what: "assignment", input: PlanInput) => {
      asked.push(input);
      return underWay ? { told: { step: "floor", found }, milliseconds: 12_400 } : { answer: await WORK.assignment(input) };
    }) as Calculation["within"];
    const stop = ((_what: "assignment", isMeant: (input: PlanInput) => boolean) => {
      stopped.push(asked.some(isMeant));
      return asked.some(isMeant);
    }) as Calculation["stop"];
    return { within, stop, halt: stop, stopped };
  }

  it("tells those who assign how far it is, and of a plan with an entry of the reader's own conflict no figure", () => inTransaction(db, async (tx) => {
    const made = await aRound(tx);
    await aValidEntry(tx, made.cycleId, { city: await aCity(tx, { country: "NO" }) });
    const [lin, chair] = [await secretariat(tx), await contextOf(tx, await aPanelMember(tx, made.id, { role: "chair" }))];
    const told = async (ctx: Context, underWay = true) => searchUnderWay(ctx, aSearch({ underWay }), await getRound(ctx, made.id));
    expect(await told(lin)).toEqual({ stopped: false, step: "floor", found, seconds: 12, minutes: 5, weighted: false });
    expect(await told(chair)).toMatchObject({ step: "floor", found: null });
    expect(await told(lin, false)).toBeNull();
    await expect(told(await contextOf(tx, await aStaffMember(tx, "observer")))).rejects.toMatchObject({ because: "not-your-role" });
    await expect(told(await contextOf(tx, await aPanelMember(tx, made.id)))).rejects.toBeInstanceOf(NotFound);
  }));

  it("is given up when what it rests on has changed, and not before", () => inTransaction(db, async (tx) => {
    const made = await aRound(tx);
    const ctx = await secretariat(tx);
    const search = aSearch();
    const look = async () => searchUnderWay(ctx, search, await getRound(ctx, made.id));
    await look();
    await look();
    await aPanelMember(tx, made.id);
    await look();
    expect(search.stopped).toEqual([false, false, true]);
  }));

  it("ends when somebody who assigns stops it, on record; what is assigned stays, and where nothing goes on nothing is recorded", () => inTransaction(db, async (tx) => {
    const made = await aRound(tx);
    const entry = await aValidEntry(tx, made.cycleId);
    const rafael = await aPanelMember(tx, made.id);
    const ctx = await secretariat(tx);
    await byHand(ctx, made.id, entry, rafael);
    const search = aSearch();
    await stopSearch(ctx, search, made.id);
    expect(await eventsOf(ctx, made.id)).toEqual([]);
    await searchUnderWay(ctx, search, await getRound(ctx, made.id));
    for (const who of [rafael, await aStaffMember(tx, "administrator")]) await expect(stopSearch(await contextOf(tx, who), search, made.id)).rejects.toBeInstanceOf(NotFound);
    await expect(stopSearch(await contextOf(tx, await aStaffMember(tx, "observer")), search, made.id)).rejects.toMatchObject({ because: "not-your-role" });
    await stopSearch(ctx, search, made.id);
    expect(search.stopped).toEqual([false, false, true]);
    expect((await eventsOf(ctx, made.id)).map(({ type }) => type)).toEqual(["assignment.search-stopped"]);
    expect(await pairsIn(tx, made.id)).toHaveLength(1);
    await freeze(tx, made.id, ctx.actor.id);
    await expect(stopSearch(ctx, search, made.id)).rejects.toMatchObject({ because: "round-frozen" });
  }));

  it("that was stopped stays so for whoever looks, until somebody who assigns asks again", () => inTransaction(db, async (tx) => {
    const made = await aRound(tx);
    const ctx = await secretariat(tx);
    const resumed: string[] = [];
    const search = { within: async () => ({ halted: true as const }), stop: () => false, resume: (_what: string, { seed }: { seed: string }) => { resumed.push(seed); } };
    expect(await searchUnderWay(ctx, search, await getRound(ctx, made.id))).toEqual({ stopped: true });
    await expect(resumeSearch(await contextOf(tx, await aStaffMember(tx, "observer")), search as never, await getRound(ctx, made.id))).rejects.toMatchObject({ because: "not-your-role" });
    expect(resumed).toEqual([]);
    await resumeSearch(ctx, search as never, await getRound(ctx, made.id));
    expect(resumed).toEqual([made.id]);
  }));

  it("that was given up because of what somebody else changed is told as changed meanwhile", () => inTransaction(db, async (tx) => {
    const made = await aRound(tx);
    const ctx = await secretariat(tx);
    const within = () => Promise.reject(new GivenUp());
    await expect(searchUnderWay(ctx, { within, stop: () => false }, await getRound(ctx, made.id))).rejects.toBeInstanceOf(Stale);
  }));
});

describe("ending an assignment", () => {
  it("keeps the review on record and stops counting it", () => inTransaction(db, async (tx) => {
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

  it("is for the reviewer, the secretariat and the chair; 404 for everybody else and for a chair in conflict; over with the freeze", () => inTransaction(db, async (tx) => {
    const round = await aRound(tx);
    const entry = await aValidEntry(tx, round.cycleId, { city: await aCity(tx, { country: "BR" }) });
    const [rafael, peer] = [await aPanelMember(tx, round.id), await aPanelMember(tx, round.id)];
    const conflicted = await aPanelMember(tx, round.id, { role: "chair", profile: { countries: ["BR"] } });
    const { id } = await anAssignment(tx, { roundId: round.id, entryId: entry.id, reviewerId: rafael.id });
    for (const who of [peer, conflicted, await aStaffMember(tx, "administrator")]) await expect(recuse(await contextOf(tx, who), id, "x")).rejects.toBeInstanceOf(NotFound);
    await expect(recuse(await contextOf(tx, await aStaffMember(tx, "observer")), id, "x")).rejects.toMatchObject({ because: "not-your-role" });
    await expect(getAssignmentToEnd(await contextOf(tx, conflicted), round.id, id)).rejects.toBeInstanceOf(NotFound);
    await expect(getSheet(await contextOf(tx, peer), id)).rejects.toBeInstanceOf(NotFound);
    for (const who of [peer, rafael]) await expect(getAssignmentToEnd(await contextOf(tx, who), round.id, id)).rejects.toBeInstanceOf(NotFound);
    const ctx = await secretariat(tx);
    expect(await getAssignmentToEnd(ctx, round.id, id)).toMatchObject({ code: entry.code, reviewer: rafael.name });
    await freeze(tx, round.id, ctx.actor.id);
    for (const who of [ctx, await contextOf(tx, rafael)]) await expect(recuse(who, id, "x")).rejects.toMatchObject({ because: "round-frozen" });
    expect(await tx.select().from(recusals)).toEqual([]);
  }));

  it("I11: a new country in one's profile ends what has come to stand in conflict", () => inTransaction(db, async (tx) => {
    const round = await aScoredRound(tx);
    const [entry, other] = [await aCandidate(tx, { cycle: { id: round.cycleId } }), await aCandidate(tx, { cycle: { id: round.cycleId }, city: await aCity(tx, { country: "DE" }) })];
    const rafael = await aJudge(tx, round);
    for (const each of [entry, other]) await aReview(tx, { round, entry: each, reviewer: rafael, values: [4, 4] });
    await changeProfile(await contextOf(tx, rafael), PROFILE(["NO", "UG"]));
    expect(await totalsOf(tx, round.id, entry.id)).toEqual({ reviews: 0, total: 0 });
    expect(await totalsOf(tx, round.id, other.id)).toEqual({ reviews: 1, total: 400 });
    expect(await tx.select().from(recusals)).toHaveLength(1);
    await changeProfile(await contextOf(tx, rafael), PROFILE(["NO", "UG"]));
    expect(await tx.select().from(recusals)).toHaveLength(1);
  }));

  it("I11: so does a team that takes a reviewer in, but never in a frozen round", () => inTransaction(db, async (tx) => {
    const [round, frozen] = [await aScoredRound(tx), await aScoredRound(tx)];
    const city = await aCity(tx, { name: "Gulu", searchName: "gulu" });
    const rafael = await aJudge(tx, round);
    await aJudge(tx, frozen, { accountId: rafael.id });
    const reviews = await Promise.all([round, frozen].map(async (each) => ({ each, entry: await aCandidate(tx, { cycle: { id: each.cycleId }, city }) })));
    for (const { each, entry } of reviews) await aReview(tx, { round: each, entry, reviewer: rafael, values: [4, 4] });
    await freeze(tx, frozen.id, rafael.id);
    await createCity(await contextOf(tx, rafael), { name: "Gulu", country: "UG" }, "");
    await answerNewcomer(await secretariat(tx), { cityId: city.id, accountId: rafael.id, role: "viewer" }, "");
    expect(await Promise.all(reviews.map(({ each, entry }) => totalsOf(tx, each.id, entry.id)))).toEqual([{ reviews: 0, total: 0 }, { reviews: 1, total: 400 }]);
  }));
});

describe("how a round goes", () => {
  it("counts per reviewer and per entry, and shows no score", () => inTransaction(db, async (tx) => {
    const round = await aScoredRound(tx);
    const [a, b] = [await aCandidate(tx, { cycle: { id: round.cycleId } }), await aCandidate(tx, { cycle: { id: round.cycleId } })];
    await aCandidate(tx, { cycle: { id: round.cycleId } });
    const [rafael, elif] = [await aJudge(tx, round, { name: "Rafael" }), await aJudge(tx, round, { name: "Elif" })];
    await aReview(tx, { round, entry: a, reviewer: rafael, values: [5, 5] });
    await aReview(tx, { round, entry: b, reviewer: rafael, values: [4, null], submitted: false });
    const { assignment } = await aReview(tx, { round, entry: a, reviewer: elif, values: [5, 5] });
    await recuse(await contextOf(tx, elif), assignment.id, "x");
    const ctx = await secretariat(tx);
    const progress = await reviewerProgress(ctx, round.id);
    expect(progress.map(({ name, assigned, started, submitted, recused }) => [name, assigned, started, submitted, recused])).toEqual([["Elif", 0, 0, 0, 1], ["Rafael", 2, 2, 1, 0]]);
    expect(await entryProgress(ctx, round)).toEqual([{ assigned: 0, submitted: 0, entries: 1 }, { assigned: 1, submitted: 0, entries: 1 }, { assigned: 1, submitted: 1, entries: 1 }]);
    const { rows } = await entriesWithReviewers(ctx, round, { search: "", page: 1 });
    expect(Object.fromEntries(rows.map(({ id, reviewers }) => [id, reviewers.map(({ name, state }) => `${name} ${state}`)]))).toMatchObject({ [a.id]: ["Elif recused", "Rafael submitted"], [b.id]: ["Rafael started"] });
    const lacking = async () => (await entriesWithReviewers(ctx, round, { search: "", page: 1, missing: true })).rows.map(({ id }) => id);
    expect(await lacking()).toEqual([b.id]);
    await declareConflict(await contextOf(tx, rafael), { entryId: b.id, answer: "unsure", reason: "x" });
    expect(await lacking()).toEqual([]);
    expect(JSON.stringify([progress, rows])).not.toMatch(/"(total|value|mean|score)"/);
  }));

  it("B30: everything about an entry of one's own conflict is absent and not counted", () => inTransaction(db, async (tx) => {
    const round = await aRound(tx);
    const [secret, open] = [await aValidEntry(tx, round.cycleId, { city: await aCity(tx, { country: "NO" }), title: "CNRY-secret" }), await aValidEntry(tx, round.cycleId)];
    const rafael = await aPanelMember(tx, round.id, { profile: { countries: ["BR"] } });
    for (const entry of [secret, open]) await anAssignment(tx, { roundId: round.id, entryId: entry.id, reviewerId: rafael.id });
    const ctx = await contextOf(tx, await aPanelMember(tx, round.id, { role: "chair" }));
    const { rows, total } = await entriesWithReviewers(ctx, round, { search: "", page: 1 });
    expect([rows.map(({ id }) => id), total]).toEqual([[open.id], 1]);
    expect((await entriesWithReviewers(ctx, round, { search: "CNRY", page: 1 })).total).toBe(0);
    expect((await entriesWithReviewers(ctx, round, { search: "", page: 1, missing: true })).rows.map(({ id }) => id)).toEqual([open.id]);
    expect((await reviewerProgress(ctx, round.id)).map(({ assigned }) => assigned)).toEqual([1]);
    expect(await entryProgress(ctx, round)).toEqual([{ assigned: 1, submitted: 0, entries: 1 }]);
    expect((await entriesWithReviewers(await secretariat(tx), round, { search: "", page: 1 })).total).toBe(2);
  }));

  it("35: in a blind round its chair learns no city from lists, searches or plans; the secretariat does", () => inTransaction(db, async (tx) => {
    const round = await aRound(tx, { blind: true, reviewsPerEntry: 2 });
    await aPanelMember(tx, round.id, { profile: { countries: ["BO"] } });
    await aValidEntry(tx, round.cycleId, { city: await aCity(tx, { name: "La Paz", country: "BO" }) });
    const lists = async (ctx: Context) => [
      (await entriesWithReviewers(ctx, round, { search: "", page: 1 })).rows, await conflictsOf(ctx, round, 1), (await previewBalanced(ctx, calculate, await getRound(ctx, round.id))).unserved,
    ];
    const [chair, staff] = [await contextOf(tx, await aPanelMember(tx, round.id, { role: "chair" })), await secretariat(tx)];
    for (const list of await lists(chair)) expect(list).toMatchObject([{ cityName: null, country: null }]);
    for (const list of await lists(staff)) expect(list).toMatchObject([{ cityName: "La Paz", country: "BO" }]);
    expect((await entriesWithReviewers(chair, round, { search: "La Paz", page: 1 })).total).toBe(0);
    expect((await entriesWithReviewers(staff, round, { search: "La Paz", page: 1 })).total).toBe(1);
  }));

  it("is not for reviewers", () => inTransaction(db, async (tx) => {
    const round = await aRound(tx);
    const ctx = await contextOf(tx, await aPanelMember(tx, round.id));
    await expect(entriesWithReviewers(ctx, round, { search: "", page: 1 })).rejects.toBeInstanceOf(NotFound);
    await expect(entryProgress(ctx, round)).rejects.toBeInstanceOf(NotFound);
    await expect(reviewerProgress(ctx, round.id)).rejects.toBeInstanceOf(NotFound);
  }));

  it("asks the database as often for three rows as for one", () => inTransaction(counting.db, async (tx) => {
    const round = await aRound(tx);
    const ctx = await secretariat(tx);
    const [rafael, elif] = [await aPanelMember(tx, round.id), await aPanelMember(tx, round.id)];
    const add = async () => {
      const { id } = await aValidEntry(tx, round.cycleId);
      for (const { id: reviewerId } of [rafael, elif]) await anAssignment(tx, { roundId: round.id, entryId: id, reviewerId });
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
  const onPanel = (role: "chair" | "reviewer", roundId = "round") => person({ panels: [{ roundId, cycleId: "c", role }] });
  const round = { id: "round", frozen: false };
  const actors: [string, Actor, unknown][] = [
    ["the secretariat", person({ staff: ["secretariat"] }), yes], ["its chair", onPanel("chair"), yes], ["an observer", person({ staff: ["observer"] }), no("not-your-role")],
    ["its reviewer", onPanel("reviewer"), hidden], ["a chair of another round", onPanel("chair", "other"), hidden], ["an administrator", person({ staff: ["administrator"] }), hidden],
    ["a city", person({ teams: [{ cityId: "c", role: "owner" }] }), hidden], ["nobody", ANONYMOUS, hidden],
  ];
  it.each(actors)("assign, and end somebody's assignment: %s", (_who, actor, verdict) => {
    expect(canAssign(actor, round)).toEqual(verdict);
    expect(canRecuse(actor, { reviewerId: "other", recused: false, round })).toEqual(verdict);
  });
  it.each([
    ["assign in a frozen round", canAssign(onPanel("chair"), { ...round, frozen: true }), notNow("round-frozen")],
    ["step back", canRecuse(onPanel("reviewer"), { reviewerId: "me", recused: false, round }), yes],
    ["step back twice", canRecuse(onPanel("reviewer"), { reviewerId: "me", recused: true, round }), notNow("recused")],
    ["step back after the freeze", canRecuse(onPanel("reviewer"), { reviewerId: "me", recused: false, round: { ...round, frozen: true } }), notNow("round-frozen")],
  ])("%s", (_what, given, verdict) => expect(given).toEqual(verdict));
});
