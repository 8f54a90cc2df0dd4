import { and, eq, isNull } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { assign, assignBalanced } from "#app/domain/assignment/commands.server.ts";
import { changeProfile } from "#app/domain/assignment/new-conflicts.server.ts";
import { declareConflict } from "#app/domain/conflict/commands.server.ts";
import { moveDeadline } from "#app/domain/cycle/commands.server.ts";
import { deadlineChanges, getCycle, lockCycle } from "#app/domain/cycle/queries.server.ts";
import { DomainError, NotFound, type Refused, Stale } from "#app/domain/errors.ts";
import { finishRound, submitReview } from "#app/domain/review/commands.server.ts";
import { changeRubric } from "#app/domain/rubric/commands.server.ts";
import { lockRound } from "#app/domain/round/queries.server.ts";
import { extendEntry } from "#app/domain/extension/commands.server.ts";
import { reopenScreening, screenEntry } from "#app/domain/screening/commands.server.ts";
import type { Calculate } from "#app/outside/calculation/calculation.ts";
import { WORK } from "#app/outside/calculation/work.ts";
import { assignments, recusals } from "#db/schema/assignment.ts";
import { standingConflicts } from "#db/schema/conflict.ts";
import { entryTotals } from "#db/schema/review.ts";
import { screenings } from "#db/schema/screening.ts";
import { PUBLIC_URL } from "#tests/support/address.ts";
import { testDatabase } from "#tests/support/database.ts";
import {
  aCycle,
  anAssignment,
  aPanelMember,
  aRound,
  aStaffMember,
  aValidEntry,
  fails,
  NOW,
  PASSES,
} from "#tests/support/factories.ts";
import { aCandidate, aJudge, aReview, aScoredRound, contextOf } from "#tests/support/judging.ts";
import { oneAfterTheOther, somebodyWaits } from "#tests/support/waiting.ts";

const URL = "https://award.example";
const calculate: Calculate = async (what, input) => await WORK[what](input);
const { db } = await testDatabase();
const TRIALS = 12;

/** Runs both at once and hands back what failed; anything but a refusal of the domain is a bug. */
async function together(...work: Promise<unknown>[]): Promise<DomainError[]> {
  const failures = (await Promise.allSettled(work)).flatMap((end) =>
    end.status === "rejected" ? [end.reason as unknown] : [],
  );
  for (const failure of failures) expect(failure).toBeInstanceOf(DomainError);
  return failures as DomainError[];
}

const inConflict = () =>
  db
    .select({ id: assignments.id })
    .from(assignments)
    .leftJoin(recusals, eq(recusals.assignmentId, assignments.id))
    .innerJoin(
      standingConflicts,
      and(
        eq(standingConflicts.roundId, assignments.roundId),
        eq(standingConflicts.entryId, assignments.entryId),
        eq(standingConflicts.accountId, assignments.reviewerId),
      ),
    )
    .where(isNull(recusals.assignmentId));

describe("I11: no live assignment and no counting review stands in conflict", () => {
  it("whoever comes first, declaring or assigning", async () => {
    for (let trial = 0; trial < TRIALS; trial++) {
      const round = await aRound(db);
      const entry = await aValidEntry(db, round.cycleId);
      const rafael = await aPanelMember(db, round.id);
      const [ctx, own] = [await contextOf(db, await aStaffMember(db)), await contextOf(db, rafael)];
      const declaring = () => declareConflict(own, { entryId: entry.id, answer: "conflict", reason: "x" });
      const assigning = () => assign(ctx, { roundId: round.id, entryId: entry.id, reviewerId: rafael.id });
      const failures = await together(...(trial % 2 ? [declaring(), assigning()] : [assigning(), declaring()]));
      for (const failure of failures) expect(failure).toMatchObject({ because: "conflict" } satisfies Partial<Refused>);
    }
    expect(await inConflict()).toEqual([]);
  });

  it("whoever comes first, declaring or submitting a review", async () => {
    for (let trial = 0; trial < TRIALS; trial++) {
      const round = await aScoredRound(db);
      const entry = await aCandidate(db, { cycle: { id: round.cycleId } });
      const rafael = await aJudge(db, round);
      const { assignment } = await aReview(db, {
        round,
        entry,
        reviewer: rafael,
        values: [5, 5],
        comment: "Good",
        submitted: false,
      });
      const own = await contextOf(db, rafael);
      const declaring = () => declareConflict(own, { entryId: entry.id, answer: "conflict", reason: "x" });
      const submitting = () => submitReview(own, assignment.id);
      await together(...(trial % 2 ? [declaring(), submitting()] : [submitting(), declaring()]));
      const [totals] = await db
        .select({ reviews: entryTotals.reviews })
        .from(entryTotals)
        .where(and(eq(entryTotals.roundId, round.id), eq(entryTotals.entryId, entry.id)));
      expect(totals).toEqual({ reviews: 0 });
    }
    expect(await inConflict()).toEqual([]);
  });
});

it("a profile changes with what follows from it or not at all: no freeze comes between", async () => {
  const round = await aScoredRound(db);
  const entry = await aCandidate(db, { cycle: { id: round.cycleId } });
  const rafael = await aJudge(db, round);
  await aReview(db, { round, entry, reviewer: rafael, values: [5, 5] });
  const own = await contextOf(db, rafael);
  let changing: Promise<void> | undefined;
  await db.transaction(async (tx) => {
    await lockRound({ db: tx, now: NOW }, round.id, "update");
    changing = changeProfile(own, {
      title: "",
      countries: ["UG"],
      cities: [],
      organisations: [],
      themes: [],
      languages: ["en"],
      capacity: null,
    });
    await somebodyWaits(db, changing);
    expect(await db.select().from(standingConflicts).where(eq(standingConflicts.accountId, rafael.id))).toEqual([]);
  });
  await changing;
  expect(await db.select().from(standingConflicts).where(eq(standingConflicts.accountId, rafael.id))).toHaveLength(1);
  expect(await inConflict()).toEqual([]);
});

it("whoever may not do it is refused at once and never waits for a round's lock", async () => {
  const [round, other] = [await aRound(db), await aRound(db)];
  const entry = await aValidEntry(db, round.cycleId);
  const [reviewer, stranger] = [
    await contextOf(db, await aPanelMember(db, round.id)),
    await contextOf(db, await aPanelMember(db, other.id)),
  ];
  await db.transaction(async (tx) => {
    await lockRound({ db: tx, now: NOW }, round.id, "update");
    await expect(
      declareConflict(stranger, { entryId: entry.id, answer: "conflict", reason: "x" }),
    ).rejects.toBeInstanceOf(NotFound);
    await expect(
      assign(reviewer, { roundId: round.id, entryId: entry.id, reviewerId: reviewer.actor.id }),
    ).rejects.toBeInstanceOf(NotFound);
    await expect(assignBalanced(reviewer, calculate, round.id, { publicUrl: PUBLIC_URL })).rejects.toBeInstanceOf(
      NotFound,
    );
    await expect(finishRound(stranger, round.id)).rejects.toBeInstanceOf(NotFound);
  });
});

it("two people who confirm a balanced plan at once make one", async () => {
  const round = await aRound(db, { reviewsPerEntry: 2 });
  for (let count = 0; count < 6; count++) await aValidEntry(db, round.cycleId);
  for (let count = 0; count < 4; count++) await aPanelMember(db, round.id);
  const [lin, chen] = [await contextOf(db, await aStaffMember(db)), await contextOf(db, await aStaffMember(db))];
  const plans = await Promise.allSettled([
    assignBalanced(lin, calculate, round.id, { publicUrl: PUBLIC_URL }),
    assignBalanced(chen, calculate, round.id, { publicUrl: PUBLIC_URL }),
  ]);
  const [made, late] = plans.sort((one) => (one.status === "fulfilled" && one.value.pairs.length > 0 ? -1 : 1));
  expect(made).toMatchObject({ status: "fulfilled", value: { pairs: { length: 12 } } });
  // Who began only afterwards finds nothing left to give; who was already calculating is told to look again.
  expect(late).toSatisfy((other: typeof made) =>
    other?.status === "fulfilled" ? other.value.pairs.length === 0 : other?.reason instanceof Stale,
  );
  expect(await db.select().from(assignments).where(eq(assignments.roundId, round.id))).toHaveLength(12);
});

it("an entry is never both reopened and assigned", async () => {
  for (let trial = 0; trial < TRIALS; trial++) {
    const round = await aRound(db);
    const entry = await aValidEntry(db, round.cycleId);
    const rafael = await aPanelMember(db, round.id);
    const [lin, chen] = [await contextOf(db, await aStaffMember(db)), await contextOf(db, await aStaffMember(db))];
    const reopening = () => reopenScreening(lin, entry.id, "x");
    const assigning = () => assign(chen, { roundId: round.id, entryId: entry.id, reviewerId: rafael.id });
    const failures = await together(...(trial % 2 ? [reopening(), assigning()] : [assigning(), reopening()]));
    expect(failures).toHaveLength(1);
    const [screened, assigned] = [
      await db.select().from(screenings).where(eq(screenings.entryId, entry.id)),
      await db.select().from(assignments).where(eq(assignments.entryId, entry.id)),
    ];
    expect(screened.length).toBe(assigned.length);
  }
});

it("of two people who screen an entry at once, one learns that the other was first", async () => {
  const round = await aRound(db);
  const entry = await aValidEntry(db, round.cycleId, { screened: false });
  const [lin, chen] = [await contextOf(db, await aStaffMember(db)), await contextOf(db, await aStaffMember(db))];
  const failures = await together(screenEntry(lin, entry.id, PASSES), screenEntry(chen, entry.id, fails("x")));
  expect(failures).toHaveLength(1);
});

it("an entry that is being given more time is not screened, and one that is being screened gets none", async () => {
  const round = await aRound(db);
  const [open, screened] = [
    await aValidEntry(db, round.cycleId, { screened: false }),
    await aValidEntry(db, round.cycleId, { screened: false }),
  ];
  const [lin, chen] = [await contextOf(db, await aStaffMember(db)), await contextOf(db, await aStaffMember(db))];
  const extension = { closesAt: new Date(chen.now.getTime() + 86_400_000), reason: "x" };
  const screening = oneAfterTheOther(
    db,
    (tx) => extendEntry({ ...chen, db: tx }, open.id, extension, PUBLIC_URL),
    () => screenEntry(lin, open.id, PASSES),
  );
  await expect(screening).rejects.toMatchObject({ because: "call-still-open" });
  const extending = oneAfterTheOther(
    db,
    (tx) => screenEntry({ ...lin, db: tx }, screened.id, PASSES),
    () => extendEntry(chen, screened.id, extension, PUBLIC_URL),
  );
  await expect(extending).rejects.toMatchObject({ because: "already-screened" });
});

it("B93: a deadline moves only after the saves that hold the old one have ended", async () => {
  const cycle = await aCycle(db);
  const ctx = { db, actor: await aStaffMember(db), now: NOW };
  const order: string[] = [];
  let moving: Promise<void> | undefined;
  await db.transaction(async (tx) => {
    await lockCycle({ db: tx }, cycle.id);
    moving = moveDeadline(ctx, cycle.id, { closesAt: new Date("2027-03-20T00:00:00Z"), reason: "x" }, URL).then(
      () => void order.push("moved"),
    );
    await somebodyWaits(db, moving);
    order.push("saved");
  });
  await moving;
  expect(order).toEqual(["saved", "moved"]);
  expect((await getCycle(ctx, cycle.id)).closesAt).toEqual(new Date("2027-03-20T00:00:00Z"));
});

it("B93: two deadlines set at once follow each other, and the record says which replaced which", async () => {
  const cycle = await aCycle(db);
  const people = [await aStaffMember(db), await aStaffMember(db)];
  const days = ["2027-04-05", "2027-04-06"].map((day) => new Date(`${day}T00:00:00Z`));
  const failures = await together(
    ...days.map((closesAt, index) =>
      moveDeadline({ db, actor: people[index]!, now: NOW }, cycle.id, { closesAt, reason: "x" }, URL),
    ),
  );
  expect(failures).toEqual([]);
  const changes = await deadlineChanges({ db, actor: await aStaffMember(db), now: NOW }, cycle.id);
  const first = changes.find(({ from }) => from.getTime() === cycle.closesAt.getTime());
  const second = changes.find((change) => change !== first);
  expect(second?.from).toEqual(first?.to);
  expect((await getCycle({ db }, cycle.id)).closesAt).toEqual(second?.to);
});

it("a deadline waits for an entry that is being assigned, and then does not move", async () => {
  const round = await aRound(db);
  const entry = await aValidEntry(db, round.cycleId);
  const rafael = await aPanelMember(db, round.id);
  const ctx = { db, actor: await aStaffMember(db), now: NOW };
  let moving: Promise<unknown> | undefined;
  await db.transaction(async (tx) => {
    await lockRound({ db: tx, now: NOW }, round.id, "update");
    moving = moveDeadline(ctx, round.cycleId, { closesAt: new Date("2027-04-05T00:00:00Z"), reason: "x" }, URL).catch(
      (error: unknown) => error,
    );
    await somebodyWaits(db, moving);
    await anAssignment(tx, { roundId: round.id, entryId: entry.id, reviewerId: rafael.id });
  });
  expect(await moving).toMatchObject({ because: "entries-given" });
  expect(await deadlineChanges(ctx, round.cycleId)).toEqual([]);
});

it("a rubric changes only after the scores in flight have ended, and then not at all", async () => {
  const round = await aScoredRound(db);
  const entry = await aCandidate(db, { cycle: { id: round.cycleId } });
  const rafael = await aJudge(db, round);
  const ctx = await contextOf(db, await aStaffMember(db));
  const criterion = {
    name: { en: "Only" },
    description: { en: "x" },
    weight: 100,
    scale: "numbers" as const,
    min: 1,
    max: 2,
    step: 1,
    notApplicable: false,
    commentRule: "optional" as const,
    commentBound: null,
    commentLength: 0,
    anchors: [1, 2].map((value) => ({ value, text: { en: "x" } })),
  };
  let changing: Promise<unknown> | undefined;
  await db.transaction(async (tx) => {
    await lockRound({ db: tx, now: NOW }, round.id, "share");
    changing = changeRubric(ctx, round.rubricId, { name: { en: "x" }, criteria: [criterion] }).catch(
      (error: unknown) => error,
    );
    await somebodyWaits(db, changing);
    await aReview(tx, { round, entry, reviewer: rafael, values: [5, 5], submitted: false });
  });
  expect(await changing).toMatchObject({ because: "rubric-in-use" });
});
