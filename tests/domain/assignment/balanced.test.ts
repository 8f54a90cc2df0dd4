import { eq } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { assign, assignBalanced, recuse, setRules } from "#app/domain/assignment/commands.server.ts";
import { beginSearch, searchUnderWay, stopSearch } from "#app/domain/assignment/search.server.ts";
import { entriesWithReviewers, entryProgress } from "#app/domain/assignment/queries.server.ts";
import { previewBalanced, sideRules } from "#app/domain/assignment/planning.server.ts";
import { PUBLIC_URL } from "#tests/support/address.ts";
import { eventsOf } from "#tests/support/audit.ts";
import { conflictsOf } from "#app/domain/conflict/queries.server.ts";
import type { Context } from "#app/domain/context.ts";
import { NotFound, Stale } from "#app/domain/errors.ts";
import { NO_RULES, type PlanInput } from "#app/domain/assignment/rules.ts";
import { getRound } from "#app/domain/round/queries.server.ts";
import type { Calculate, Calculation } from "#app/outside/calculation/calculation.ts";
import { WORK } from "#app/outside/calculation/work.ts";
import { openQueues } from "#app/outside/queue.ts";
import type { Db } from "#db/client.server.ts";
import { reviewerProfiles } from "#db/schema/account.ts";
import { assignmentRuns, assignments } from "#db/schema/assignment.ts";
import { commitments } from "#db/schema/commitment.ts";
import { auditEvents } from "#db/schema/audit.ts";
import { conflictDeclarations } from "#db/schema/conflict.ts";
import { decisions } from "#db/schema/decision.ts";
import { entries } from "#db/schema/entry.ts";
import { reviews } from "#db/schema/review.ts";
import { freezes } from "#db/schema/round.ts";
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
import { contextOf } from "#tests/support/judging.ts";
import { lettersOf } from "#tests/support/letters.ts";

const calculate: Calculate = async (what, input) => await WORK[what](input);
const connection = await testDatabase();
const { db } = connection;
const secretariat = async (tx: Db) => contextOf(tx, await aStaffMember(tx));
const pairsIn = async (tx: Db, roundId: string) =>
  (await tx.select().from(assignments).where(eq(assignments.roundId, roundId))).map(({ entryId, reviewerId }) => ({
    entryId,
    reviewerId,
  }));
const freeze = (tx: Db, roundId: string, by: string) =>
  tx.insert(freezes).values({ roundId, at: JUDGING, by, reviews: 0, scoresSha256: "" });
const byHand = (
  ctx: Awaited<ReturnType<typeof secretariat>>,
  roundId: string,
  entry: { id: string },
  reviewer: { id: string },
) => assign(ctx, { roundId, entryId: entry.id, reviewerId: reviewer.id });

describe("assigning in balance", () => {
  it("carries out exactly the plan that was looked at, tells each reviewer once, and records it", () =>
    inTransaction(db, async (tx) => {
      const made = await aRound(tx, { reviewsPerEntry: 2 });
      for (let count = 0; count < 6; count++) await aValidEntry(tx, made.cycleId);
      const panel = [await aPanelMember(tx, made.id), await aPanelMember(tx, made.id), await aPanelMember(tx, made.id)];
      const ctx = await secretariat(tx);
      const preview = await previewBalanced(ctx, calculate, await getRound(ctx, made.id));
      expect([preview.pairs, preview.unserved, [...preview.loads.values()]]).toEqual([12, [], [4, 4, 4]]);
      const plan = await assignBalanced(ctx, calculate, made.id, {
        seen: preview.sha256,
        publicUrl: "https://award.example",
      });
      expect(await pairsIn(tx, made.id)).toHaveLength(12);
      expect(await tx.$count(commitments, eq(commitments.type, "assignment"))).toBe(12);
      expect(plan.pairs).toHaveLength(12);
      const letters = await lettersOf(tx);
      expect(letters.map(({ email }) => email).sort()).toEqual(panel.map(({ email }) => email).sort());
      expect(letters[0]).toMatchObject({
        kind: "assignments-ready",
        params: {
          round: "Committee",
          count: "4",
          closes: expect.stringContaining("UTC+8"),
          closesUtc: expect.stringContaining("UTC"),
          link: `https://award.example/judging/rounds/${made.id}`,
        },
      });
      expect((await eventsOf(ctx, made.id)).map(({ type }) => type)).toEqual(["assignment.balanced"]);
      expect((await assignBalanced(ctx, calculate, made.id, { publicUrl: PUBLIC_URL })).pairs).toEqual([]);
    }));

  it("refuses a plan that is no longer the plan", () =>
    inTransaction(db, async (tx) => {
      const made = await aRound(tx);
      await aValidEntry(tx, made.cycleId);
      const rafael = await aPanelMember(tx, made.id);
      const ctx = await secretariat(tx);
      const { sha256 } = await previewBalanced(ctx, calculate, await getRound(ctx, made.id));
      await tx
        .update(reviewerProfiles)
        .set({ countries: ["UG"] })
        .where(eq(reviewerProfiles.accountId, rafael.id));
      await expect(
        assignBalanced(ctx, calculate, made.id, { seen: sha256, publicUrl: PUBLIC_URL }),
      ).rejects.toBeInstanceOf(Stale);
      expect(await pairsIn(tx, made.id)).toEqual([]);
    }));

  it("is worked out once, before the round is held, and refused when anything changed by then", () =>
    inTransaction(db, async (tx) => {
      const made = await aRound(tx);
      const entry = await aValidEntry(tx, made.cycleId);
      const rafael = await aPanelMember(tx, made.id);
      const ctx = await secretariat(tx);
      let searches = 0;
      const declaring: Calculate = async (what, input) => {
        searches += 1;
        const answer = await calculate(what, input);
        await tx
          .insert(conflictDeclarations)
          .values({ entryId: entry.id, accountId: rafael.id, answer: "conflict", reason: "x", at: JUDGING });
        return answer;
      };
      await expect(assignBalanced(ctx, declaring, made.id, { publicUrl: PUBLIC_URL })).rejects.toBeInstanceOf(Stale);
      expect([searches, await pairsIn(tx, made.id)]).toEqual([1, []]);
      await tx.delete(conflictDeclarations);
      const counting: Calculate = (what, input) => {
        searches += 1;
        return calculate(what, input);
      };
      expect((await assignBalanced(ctx, counting, made.id, { publicUrl: PUBLIC_URL })).pairs).toHaveLength(1);
      expect(searches).toBe(2);
    }));

  it("B29: gives nobody an entry they are in conflict with, or once stepped back from, and leaves out what is not judged", () =>
    inTransaction(db, async (tx) => {
      const round = await aRound(tx);
      const [own, theirs, ended, plain] = [
        await aValidEntry(tx, round.cycleId),
        await aValidEntry(tx, round.cycleId, { city: await aCity(tx, { country: "NO" }) }),
        await aValidEntry(tx, round.cycleId),
        await aValidEntry(tx, round.cycleId),
      ];
      await aValidEntry(tx, round.cycleId, { screened: false });
      const rafael = await aPanelMember(tx, round.id);
      await aMember(tx, own.city.id, "viewer", rafael.id);
      const assignment = await anAssignment(tx, { roundId: round.id, entryId: ended.id, reviewerId: rafael.id });
      await recuse(await contextOf(tx, rafael), assignment.id, "no time");
      const { pairs } = await assignBalanced(await secretariat(tx), calculate, round.id, { publicUrl: PUBLIC_URL });
      expect(pairs).toEqual([{ entryId: plain.id, reviewerId: rafael.id }]);
      expect(theirs.id).not.toBe(plain.id);
    }));

  it("a second round is given only what the first one let through: by hand, in balance, in its lists and among its conflicts", () =>
    inTransaction(db, async (tx) => {
      const first = await aRound(tx);
      const names = ["shortlisted", "deserving", null];
      const [winner, deserving, rejected] = await Promise.all(
        names.map(() => aCity(tx, { country: "NO" }).then((city) => aValidEntry(tx, first.cycleId, { city }))),
      );
      const jury = await aRound(tx, { cycleId: first.cycleId, position: 2 });
      const ctx = await secretariat(tx);
      const juror = await aPanelMember(tx, jury.id, { profile: { countries: ["BR"] } });
      await aPanelMember(tx, jury.id, { name: "Norwegian" });
      const seen = async () => ({
        planned: (await previewBalanced(ctx, calculate, await getRound(ctx, jury.id))).pairs,
        listed: (await entriesWithReviewers(ctx, jury, { search: "", page: 1 })).total,
        counted: (await entryProgress(ctx, jury)).reduce((sum, { entries }) => sum + entries, 0),
        conflicts: (await conflictsOf(ctx, jury, 1)).length,
      });
      expect(await seen()).toEqual({ planned: 3, listed: 3, counted: 3, conflicts: 3 });
      await tx.insert(decisions).values(
        [winner!, deserving!, rejected!].map(({ id }, index) => ({
          roundId: first.id,
          entryId: id,
          levelKey: names[index]!,
          reviews: 1,
          total: 1,
          at: JUDGING,
        })),
      );
      expect(await seen()).toEqual({ planned: 2, listed: 2, counted: 2, conflicts: 2 });
      await expect(byHand(ctx, jury.id, rejected!, juror)).rejects.toBeInstanceOf(NotFound);
      await assignBalanced(ctx, calculate, jury.id, { publicUrl: PUBLIC_URL });
      expect((await pairsIn(tx, jury.id)).map(({ entryId }) => entryId).sort()).toEqual(
        [winner!.id, deserving!.id].sort(),
      );
      expect((await previewBalanced(ctx, calculate, await getRound(ctx, first.id))).pairs).toBe(0);
    }));

  it("keeps to what reviewers agreed to, and says what is left", () =>
    inTransaction(db, async (tx) => {
      const made = await aRound(tx, { reviewsPerEntry: 1 });
      for (let count = 0; count < 3; count++) await aValidEntry(tx, made.cycleId, { title: "CNRY-short" });
      await aPanelMember(tx, made.id, { profile: { capacity: 2 } });
      const ctx = await secretariat(tx);
      const preview = await previewBalanced(ctx, calculate, await getRound(ctx, made.id));
      expect(preview.unserved).toMatchObject([{ missing: 1, because: "capacity", title: "CNRY-short" }]);
      expect(await assignBalanced(ctx, calculate, made.id, { publicUrl: PUBLIC_URL })).toMatchObject({
        unserved: [{ missing: 1 }],
      });
      expect(await pairsIn(tx, made.id)).toHaveLength(2);
    }));

  it("B30: neither names nor counts to a chair an entry of their own conflict: in pairs, loads, shortages and figures", () =>
    inTransaction(db, async (tx) => {
      const made = await aRound(tx, { reviewsPerEntry: 2 });
      await aValidEntry(tx, made.cycleId, {
        city: await aCity(tx, { country: "NO" }),
        title: "CNRY-secret",
        themes: ["water"],
      });
      await aValidEntry(tx, made.cycleId, { title: "Open" });
      const reader = await aPanelMember(tx, made.id, { profile: { countries: ["TR"], themes: ["water"] } });
      const preview = async (ctx: Context) => previewBalanced(ctx, calculate, await getRound(ctx, made.id));
      const chair = await contextOf(tx, await aPanelMember(tx, made.id, { role: "chair" }));
      const told = await preview(chair);
      expect(told).toMatchObject({
        pairs: 1,
        parts: [{ figures: null }],
        unserved: [{ title: "Open", missing: 1, because: "conflicts" }],
      });
      expect(told.loads).toEqual(new Map([[reader.id, 1]]));
      expect(await preview(await secretariat(tx))).toMatchObject({
        pairs: 2,
        parts: [{ figures: { total: 1 } }],
        loads: new Map([[reader.id, 2]]),
        unserved: expect.arrayContaining([expect.objectContaining({ title: "CNRY-secret" })]),
      });
      await byHand(
        await secretariat(tx),
        made.id,
        (await tx.select().from(entries).where(eq(entries.title, "Open")))[0]!,
        reader,
      );
      expect(await preview(chair)).toMatchObject({ pairs: 0, loads: new Map([[reader.id, 1]]) });
    }));

  it("is refused once frozen, to observers and to reviewers", () =>
    inTransaction(db, async (tx) => {
      const round = await aRound(tx);
      await expect(
        assignBalanced(await contextOf(tx, await aStaffMember(tx, "observer")), calculate, round.id, {
          publicUrl: PUBLIC_URL,
        }),
      ).rejects.toMatchObject({ because: "not-your-role" });
      await expect(
        assignBalanced(await contextOf(tx, await aPanelMember(tx, round.id)), calculate, round.id, {
          publicUrl: PUBLIC_URL,
        }),
      ).rejects.toBeInstanceOf(NotFound);
      const ctx = await secretariat(tx);
      await freeze(tx, round.id, ctx.actor.id);
      await expect(assignBalanced(ctx, calculate, round.id, { publicUrl: PUBLIC_URL })).rejects.toMatchObject({
        because: "round-frozen",
      });
      await expect(previewBalanced(ctx, calculate, await getRound(ctx, round.id))).rejects.toMatchObject({
        because: "round-frozen",
      });
    }));
});

describe("side rules", () => {
  it("are set by those who assign, on record and once; what is assigned stays, and the next plan keeps them", () =>
    inTransaction(db, async (tx) => {
      const made = await aRound(tx, { reviewsPerEntry: 2 });
      const entry = await aValidEntry(tx, made.cycleId);
      const [rafael, elif, mateo] = [
        await aPanelMember(tx, made.id),
        await aPanelMember(tx, made.id),
        await aPanelMember(tx, made.id),
      ];
      const [ctx, chair] = [
        await secretariat(tx),
        await contextOf(tx, await aPanelMember(tx, made.id, { role: "chair" })),
      ];
      await byHand(ctx, made.id, entry, rafael);
      const rules = { ...NO_RULES, apart: [[rafael.id, elif.id] as const] };
      await setRules(ctx, made.id, rules);
      await setRules(chair, made.id, rules);
      expect(await sideRules(ctx, made.id)).toEqual(rules);
      expect((await eventsOf(ctx, made.id)).map(({ type, actorId }) => [type, actorId])).toEqual([
        ["assignment.rules-set", ctx.actor.id],
      ]);
      expect(await pairsIn(tx, made.id)).toHaveLength(1);
      expect((await assignBalanced(ctx, calculate, made.id, { publicUrl: PUBLIC_URL })).pairs).toEqual([
        { entryId: entry.id, reviewerId: mateo.id },
      ]);
      await setRules(chair, made.id, NO_RULES);
      expect(await sideRules(ctx, made.id)).toEqual(NO_RULES);
    }));

  it("are refused for somebody who is no reviewer of the round, in a frozen round, and to everybody else", () =>
    inTransaction(db, async (tx) => {
      const [made, other] = [await aRound(tx), await aRound(tx)];
      const [rafael, chair, stranger] = [
        await aPanelMember(tx, made.id),
        await aPanelMember(tx, made.id, { role: "chair" }),
        await aPanelMember(tx, other.id),
      ];
      const ctx = await secretariat(tx);
      const wanted = { ...NO_RULES, calibration: 1 };
      for (const { id } of [chair, stranger])
        await expect(setRules(ctx, made.id, { ...wanted, apart: [[rafael.id, id]] })).rejects.toMatchObject({
          fields: { first: "not-a-choice" },
        });
      for (const who of [rafael, stranger, await aStaffMember(tx, "administrator")])
        await expect(setRules(await contextOf(tx, who), made.id, wanted)).rejects.toBeInstanceOf(NotFound);
      await expect(
        setRules(await contextOf(tx, await aStaffMember(tx, "observer")), made.id, wanted),
      ).rejects.toMatchObject({ because: "not-your-role" });
      await freeze(tx, made.id, ctx.actor.id);
      await expect(setRules(ctx, made.id, wanted)).rejects.toMatchObject({ because: "round-frozen" });
      expect(await sideRules(ctx, made.id)).toEqual(NO_RULES);
    }));
});

describe("planning again after refusals", () => {
  /** Two entries and three reviewers: Rafael, with room for one, has the second; only he may read the first. */
  async function aRefusedRound(tx: Db) {
    const made = await aRound(tx, { reviewsPerEntry: 1 });
    const [brazilian, plain] = [
      await aValidEntry(tx, made.cycleId, { city: await aCity(tx, { country: "BR" }) }),
      await aValidEntry(tx, made.cycleId),
    ];
    const rafael = await aPanelMember(tx, made.id, { name: "Rafael", profile: { countries: ["TR"], capacity: 1 } });
    const elif = await aPanelMember(tx, made.id, { name: "Elif", profile: { countries: ["BR"], capacity: 1 } });
    const ctx = await secretariat(tx);
    await byHand(ctx, made.id, plain, rafael);
    return { ctx, made, brazilian, plain, rafael, elif };
  }

  it("gives to others what nobody has begun, on record with every pair, and says so on the certificate", () =>
    inTransaction(db, async (tx) => {
      const { ctx, made, brazilian, plain, rafael, elif } = await aRefusedRound(tx);
      const round = await getRound(ctx, made.id);
      expect(await previewBalanced(ctx, calculate, round)).toMatchObject({
        pairs: 0,
        moved: 0,
        unserved: [{ because: "capacity" }],
      });
      const preview = await previewBalanced(ctx, calculate, round, true);
      expect(preview).toMatchObject({ pairs: 2, moved: 1, unserved: [] });
      await expect(
        assignBalanced(ctx, calculate, made.id, { seen: preview.sha256, publicUrl: PUBLIC_URL }),
      ).rejects.toBeInstanceOf(Stale);
      await assignBalanced(ctx, calculate, made.id, { seen: preview.sha256, again: true, publicUrl: PUBLIC_URL });
      expect(await pairsIn(tx, made.id)).toEqual(
        expect.arrayContaining([
          { entryId: brazilian.id, reviewerId: rafael.id },
          { entryId: plain.id, reviewerId: elif.id },
        ]),
      );
      expect(await pairsIn(tx, made.id)).toHaveLength(2);
      const recused = await tx.select().from(commitments).where(eq(commitments.type, "recusal"));
      expect(recused.map(({ record }) => record)).toMatchObject([
        { entry: plain.id, reviewer: rafael.id, because: "moved" },
      ]);
      const [run] = await tx.select().from(assignmentRuns).where(eq(assignmentRuns.roundId, made.id));
      expect(run).toMatchObject({
        moved: [{ entryId: plain.id, reviewerId: rafael.id }],
        loads: { [rafael.id]: 1, [elif.id]: 1 },
      });
      expect(run!.pairs.every(({ standing }) => !standing)).toBe(true);
      const [event] = await tx.select().from(auditEvents).where(eq(auditEvents.type, "assignment.balanced"));
      expect(JSON.parse(event!.payload.toString()).details).toMatchObject({ moved: [[plain.id, rafael.id]] });
    }));

  it("keeps what somebody has answered the conflict question for, or scored", () =>
    inTransaction(db, async (tx) => {
      const { ctx, made, plain, rafael } = await aRefusedRound(tx);
      await tx
        .insert(conflictDeclarations)
        .values({ entryId: plain.id, accountId: rafael.id, answer: "none", at: JUDGING });
      expect(await assignBalanced(ctx, calculate, made.id, { again: true, publicUrl: PUBLIC_URL })).toMatchObject({
        pairs: [],
        moved: [],
      });
      await tx.delete(conflictDeclarations);
      const [{ id } = { id: "" }] = await tx.select({ id: assignments.id }).from(assignments);
      await tx.insert(reviews).values({ assignmentId: id, startedAt: JUDGING, savedAt: JUDGING });
      expect(await assignBalanced(ctx, calculate, made.id, { again: true, publicUrl: PUBLIC_URL })).toMatchObject({
        pairs: [],
        moved: [],
      });
      expect(await pairsIn(tx, made.id)).toEqual([{ entryId: plain.id, reviewerId: rafael.id }]);
    }));
});

/** A database that does all that a transaction asks for, and then fails to commit it. */
const unrecording = (real: Db): Db =>
  Object.assign(Object.create(real) as Db, {
    transaction: (work: (tx: Db) => Promise<unknown>) =>
      real.transaction(async (tx) => {
        await work(tx as unknown as Db);
        throw new Error("not put on record");
      }),
  });

describe("a search that goes on", () => {
  const found = { total: 3, totalBound: 4, floor: 1, floorBound: 2 };
  /** A search that has got so far, once it was begun; what is given up is noted. */
  function aSearch({ underWay = true } = {}) {
    const stopped: boolean[] = [];
    const begun: PlanInput[] = [];
    const within = (async (_patience: number, _what: "assignment", input: PlanInput) =>
      underWay
        ? { told: { step: "floor", found }, milliseconds: 12_400 }
        : { answer: await WORK.assignment(input) }) as Calculation["within"];
    const giveUp = ((_what: "assignment", isMeant: (input: PlanInput) => boolean) => {
      stopped.push(begun.some(isMeant));
      return begun.some(isMeant);
    }) as Calculation["giveUp"];
    const stopping = ((what: "assignment", isMeant: (input: PlanInput) => boolean) =>
      begun.some(isMeant) ? () => giveUp(what, isMeant) : null) as Calculation["stopping"];
    const beginning = ((_what: "assignment", input: PlanInput) => () => begun.push(input)) as Calculation["beginning"];
    return { within, giveUp, stopping, beginning, begun, stopped, inTurn: openQueues() };
  }

  it("tells those who assign how far it is, and of a plan with an entry of the reader's own conflict no figure", () =>
    inTransaction(db, async (tx) => {
      const made = await aRound(tx);
      await aValidEntry(tx, made.cycleId, { city: await aCity(tx, { country: "NO" }) });
      const [lin, chair] = [
        await secretariat(tx),
        await contextOf(tx, await aPanelMember(tx, made.id, { role: "chair" })),
      ];
      const told = async (ctx: Context, underWay = true) =>
        searchUnderWay(ctx, aSearch({ underWay }), await getRound(ctx, made.id), () => {});
      expect(await told(lin)).toEqual({
        ended: null,
        step: "floor",
        found,
        seconds: 12,
        minutes: 6,
        weighted: false,
      });
      expect(await told(chair)).toMatchObject({ step: "floor", found: null });
      expect(await told(lin, false)).toBeNull();
      await expect(told(await contextOf(tx, await aStaffMember(tx, "observer")))).rejects.toMatchObject({
        because: "not-your-role",
      });
      await expect(told(await contextOf(tx, await aPanelMember(tx, made.id)))).rejects.toBeInstanceOf(NotFound);
    }));

  it("is given up by the next when what it rests on has changed, not by looking, and not before", () =>
    inTransaction(db, async (tx) => {
      const made = await aRound(tx);
      const ctx = await secretariat(tx);
      const search = aSearch();
      const begin = () => beginSearch(ctx, search, made.id);
      await begin();
      await begin();
      await aPanelMember(tx, made.id);
      await searchUnderWay(ctx, search, await getRound(ctx, made.id), () => {});
      expect(search.stopped).toEqual([false, false]);
      await begin();
      expect(search.stopped).toEqual([false, false, true]);
    }));

  it("ends when somebody who assigns stops it, on record; what is assigned stays, and where nothing goes on nothing is recorded", () =>
    inTransaction(db, async (tx) => {
      const made = await aRound(tx);
      const entry = await aValidEntry(tx, made.cycleId);
      const rafael = await aPanelMember(tx, made.id);
      const ctx = await secretariat(tx);
      await byHand(ctx, made.id, entry, rafael);
      const search = aSearch();
      await stopSearch(ctx, search, made.id);
      expect(await eventsOf(ctx, made.id)).toEqual([]);
      await beginSearch(ctx, search, made.id);
      for (const who of [rafael, await aStaffMember(tx, "administrator")])
        await expect(stopSearch(await contextOf(tx, who), search, made.id)).rejects.toBeInstanceOf(NotFound);
      await expect(
        stopSearch(await contextOf(tx, await aStaffMember(tx, "observer")), search, made.id),
      ).rejects.toMatchObject({ because: "not-your-role" });
      await stopSearch(ctx, search, made.id);
      expect(search.stopped).toEqual([false, true]);
      expect((await eventsOf(ctx, made.id)).map(({ type }) => type).sort()).toEqual([
        "assignment.search-begun",
        "assignment.search-stopped",
      ]);
      expect(await pairsIn(tx, made.id)).toHaveLength(1);
      await freeze(tx, made.id, ctx.actor.id);
      await expect(stopSearch(ctx, search, made.id)).rejects.toMatchObject({ because: "round-frozen" });
    }));

  it("is begun by nobody's looking: whether nobody asked, somebody stopped it or it failed, that is told", () =>
    inTransaction(db, async (tx) => {
      const made = await aRound(tx);
      await aValidEntry(tx, made.cycleId, { city: await aCity(tx, { country: "NO" }) });
      const [lin, chair] = [
        await secretariat(tx),
        await contextOf(tx, await aPanelMember(tx, made.id, { role: "chair" })),
      ];
      const reported: unknown[] = [];
      const told = async (ctx: Context, standing: Record<string, unknown>) =>
        searchUnderWay(
          ctx,
          { within: (async () => standing) as never },
          await getRound(ctx, made.id),
          (error) => void reported.push(error),
        );
      expect(await told(lin, { begun: false })).toEqual({ ended: "unbegun" });
      expect(await told(lin, { stopped: true })).toEqual({ ended: "stopped" });
      expect(reported).toEqual([]);
      const failure = new Error("no plan keeps this");
      const failed = { ended: "failed", why: "fault" };
      expect(await told(lin, { failure, isNews: true })).toEqual({ ...failed, words: "no plan keeps this" });
      expect(await told(lin, { failure, isNews: false })).toMatchObject(failed);
      expect(reported).toEqual([failure]);
      // Its words may name an entry.
      expect(await told(chair, { failure, isNews: false })).toEqual({ ...failed, words: null });
      const gone = Object.assign(new Error("thread"), { code: "THREAD_GONE" });
      expect(await told(lin, { failure: gone, isNews: false })).toEqual({ ended: "failed", why: "ended", words: null });
    }));

  it("begins when somebody who assigns asks for it, on record; where it is under way or done nothing is recorded", () =>
    inTransaction(db, async (tx) => {
      const made = await aRound(tx);
      const ctx = await secretariat(tx);
      const begun: boolean[] = [];
      const beginning = ((_what: "assignment", { held }: PlanInput) =>
        begun.length === 0 ? () => begun.push(held.length > 0) : null) as Calculation["beginning"];
      const search = { inTurn: openQueues(), beginning, giveUp: () => false };
      await byHand(ctx, made.id, await aValidEntry(tx, made.cycleId), await aPanelMember(tx, made.id));
      await expect(
        beginSearch(await contextOf(tx, await aStaffMember(tx, "observer")), search, made.id),
      ).rejects.toMatchObject({ because: "not-your-role" });
      expect(begun).toEqual([]);
      for (const _time of ["first", "second"]) await beginSearch(ctx, search, made.id, true);
      expect(begun).toEqual([true]);
      expect((await eventsOf(ctx, made.id)).map(({ type }) => type)).toEqual(["assignment.search-begun"]);
      await freeze(tx, made.id, ctx.actor.id);
      await expect(beginSearch(ctx, search, made.id)).rejects.toMatchObject({ because: "round-frozen" });
    }));

  it("goes on, or is not begun, where what was asked could not be put on record", async () => {
    const done: string[] = [];
    const means: Pick<Calculation, "inTurn" | "stopping" | "beginning" | "giveUp"> = {
      inTurn: openQueues(),
      stopping: () => () => done.push("stopped"),
      beginning: () => () => done.push("begun"),
      giveUp: () => false,
    };
    const asked = await inTransaction(db, async (tx) => {
      const made = await aRound(tx);
      const ctx = await secretariat(tx);
      const unrecorded = { ...ctx, db: unrecording(ctx.db) };
      for (const act of [stopSearch, beginSearch]) {
        await expect(act(unrecorded, means, made.id)).rejects.toThrow("not put on record");
        expect(done).toEqual([]);
      }
      for (const act of [stopSearch, beginSearch]) await act(ctx, means, made.id);
      return eventsOf(ctx, made.id);
    });
    expect(done).toEqual(["stopped", "begun"]);
    expect(asked.map(({ type }) => type)).toEqual(["assignment.search-stopped", "assignment.search-begun"]);
  });

  it("that was given up because of what somebody else changed is told as changed meanwhile", () =>
    inTransaction(db, async (tx) => {
      const made = await aRound(tx);
      const ctx = await secretariat(tx);
      // the class of another copy;
      const within = () => Promise.reject(Object.assign(new Error(), { code: "GIVEN_UP" }));
      await expect(searchUnderWay(ctx, { within }, await getRound(ctx, made.id), () => {})).rejects.toBeInstanceOf(
        Stale,
      );
    }));
});
