import { and, eq, isNull } from "drizzle-orm";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { assign, assignGiven, recuse } from "#app/domain/assignment/commands.server.ts";
import { assignmentTable, previewGiven } from "#app/domain/assignment/given-plan.server.ts";
import { type PlanLine, readPlan, writePlan } from "#app/domain/assignment/input.ts";
import { declareConflict } from "#app/domain/conflict/commands.server.ts";
import type { Context } from "#app/domain/context.ts";
import { Stale } from "#app/domain/errors.ts";
import { getRound } from "#app/domain/round/queries.server.ts";
import type { Db } from "#db/client.server.ts";
import { assignments, recusals } from "#db/schema/assignment.ts";
import { freezes } from "#db/schema/round.ts";
import { auditEvents } from "#db/schema/audit.ts";
import { entryTotals } from "#db/schema/review.ts";
import { PUBLIC_URL } from "#tests/support/address.ts";
import { inTransaction, testDatabase } from "#tests/support/database.ts";
import {
  aCity,
  anAssignment,
  aPanelMember,
  aRound,
  aStaffMember,
  aValidEntry,
  JUDGING,
} from "#tests/support/factories.ts";
import { aCandidate, aJudge, aReview, aScoredRound, contextOf } from "#tests/support/judging.ts";
import { lettersOf } from "#tests/support/letters.ts";

const { db } = await testDatabase();
const secretariat = async (tx: Db) => contextOf(tx, await aStaffMember(tx));

type Named = { id: string; name: string };
const lines = (...rows: [entry: { code: string }, reviewer: Named | string][]): PlanLine[] =>
  rows.map(([{ code }, who], at) => ({
    row: at + 2,
    entry: code,
    reviewer: typeof who === "string" ? who : who.name,
  }));
const preview = async (ctx: Context, roundId: string, given: PlanLine[]) =>
  previewGiven(ctx, await getRound(ctx, roundId), given);
const carryOut = async (ctx: Context, roundId: string, given: PlanLine[]) =>
  assignGiven(ctx, roundId, given, {
    seen: (await preview(ctx, roundId, given)).sha256,
    publicUrl: "https://a.example",
  });
const faultsOf = async (ctx: Context, roundId: string, given: PlanLine[]) =>
  (await preview(ctx, roundId, given)).faults.map(({ line, fault }) => [line.row, fault]);
const table = async (ctx: Context, roundId: string) => assignmentTable(ctx, await getRound(ctx, roundId));
const live = async (tx: Db, roundId: string) =>
  (
    await tx
      .select({ entryId: assignments.entryId, reviewerId: assignments.reviewerId })
      .from(assignments)
      .leftJoin(recusals, eq(recusals.assignmentId, assignments.id))
      .where(and(eq(assignments.roundId, roundId), isNull(recusals.assignmentId)))
  )
    .map(({ entryId, reviewerId }) => `${entryId}:${reviewerId}`)
    .sort();
const keys = (...pairs: [{ id: string }, { id: string }][]) =>
  pairs.map(([entry, reviewer]) => `${entry.id}:${reviewer.id}`).sort();

async function aPlannedRound(tx: Db, capacity: number | null = null) {
  const round = await aRound(tx, { reviewsPerEntry: 2 });
  const entries = [];
  for (let count = 0; count < 3; count += 1) entries.push(await aValidEntry(tx, round.cycleId));
  const [rafael, elif] = [
    await aPanelMember(tx, round.id, { name: "Rafael", profile: { capacity } }),
    await aPanelMember(tx, round.id, { name: "Elif" }),
  ];
  return { round, a: entries[0]!, b: entries[1]!, c: entries[2]!, rafael, elif };
}

describe("a plan from a table", () => {
  it("gives what is new, keeps what stands, ends what nobody has begun, tells the readers and records it", () =>
    inTransaction(db, async (tx) => {
      const { round, a, b, c, rafael, elif } = await aPlannedRound(tx);
      const ctx = await secretariat(tx);
      for (const [entry, reviewer] of [
        [a, rafael],
        [b, rafael],
      ] as const)
        await assign(ctx, { roundId: round.id, entryId: entry.id, reviewerId: reviewer.id });
      const given = lines([a, rafael], [c, rafael], [c, elif]);
      expect(await preview(ctx, round.id, given)).toMatchObject({
        added: 2,
        stays: 1,
        ends: 1,
        begun: 0,
        short: 2,
        faults: [],
        readers: [
          { name: "Elif", load: 1, added: [c.code], ends: [], begun: [] },
          { name: "Rafael", load: 2, added: [c.code], ends: [b.code], begun: [] },
        ],
      });
      await carryOut(ctx, round.id, given);
      expect(await live(tx, round.id)).toEqual(keys([a, rafael], [c, rafael], [c, elif]));
      expect((await lettersOf(tx)).map(({ email, params }) => [email, params["count"]]).sort()).toEqual(
        [
          [elif.email, "1"],
          [rafael.email, "1"],
        ].sort(),
      );
      const recorded = () => tx.select().from(auditEvents).where(eq(auditEvents.type, "assignment.imported"));
      const [event] = await recorded();
      expect([event!.subjectId, event!.actorId]).toEqual([round.id, ctx.actor.id]);
      expect(JSON.parse(event!.payload.toString()).details).toMatchObject({
        moved: [[b.id, rafael.id]],
        added: expect.arrayContaining([[c.id, elif.id]]),
      });
      await carryOut(ctx, round.id, given);
      expect(await recorded()).toHaveLength(1);
    }));

  it("keeps what a reviewer has begun, and a finished review with its score", () =>
    inTransaction(db, async (tx) => {
      const round = await aScoredRound(tx);
      const cycle = { id: round.cycleId };
      const [a, b, c] = [
        await aCandidate(tx, { cycle }),
        await aCandidate(tx, { cycle }),
        await aCandidate(tx, { cycle }),
      ];
      const rafael = await aJudge(tx, round, { name: "Rafael" });
      await aReview(tx, { round, entry: a, reviewer: rafael, values: [4, 4] });
      await anAssignment(tx, { roundId: round.id, entryId: b.id, reviewerId: rafael.id });
      await declareConflict(await contextOf(tx, rafael), { entryId: b.id, answer: "none", reason: "" });
      const ctx = await secretariat(tx);
      expect(await preview(ctx, round.id, lines([c, rafael]))).toMatchObject({ added: 1, ends: 0, begun: 2, stays: 0 });
      await carryOut(ctx, round.id, lines([c, rafael]));
      expect(await live(tx, round.id)).toEqual(keys([a, rafael], [b, rafael], [c, rafael]));
      expect(
        await tx.select({ total: entryTotals.total }).from(entryTotals).where(eq(entryTotals.entryId, a.id)),
      ).toEqual([{ total: 400 }]);
    }));

  it("says of each row why it cannot be, and then carries nothing out", () =>
    inTransaction(db, async (tx) => {
      const { round, a, b, c, rafael, elif } = await aPlannedRound(tx, 2);
      const norwegian = await aValidEntry(tx, round.cycleId, { city: await aCity(tx, { country: "NO" }) });
      const unscreened = await aValidEntry(tx, round.cycleId, { screened: false });
      const foreign = await aValidEntry(tx, (await aRound(tx)).cycleId);
      const [one] = [await aPanelMember(tx, round.id), await aPanelMember(tx, round.id)];
      const chair = await aPanelMember(tx, round.id, { role: "chair", name: "Only the chair" });
      const left = await anAssignment(tx, { roundId: round.id, entryId: a.id, reviewerId: elif.id });
      await recuse(await contextOf(tx, elif), left.id, "I fell ill");
      const ctx = await secretariat(tx);
      const before = await live(tx, round.id);
      const given = lines(
        [a, rafael],
        [{ code: "DEMO-2027-XXXXX" }, rafael],
        [unscreened, rafael],
        [foreign, rafael],
        [a, "Nobody"],
        [a, chair],
        [a, "Ingrid Solheim"],
        [b, one.email],
        [a, rafael.email.toUpperCase()],
        [norwegian, elif],
        [a, elif],
        [b, rafael],
        [c, rafael],
      );
      expect(await faultsOf(ctx, round.id, given)).toEqual([
        [3, "entry-unknown"],
        [4, "entry-unknown"],
        [5, "entry-unknown"],
        [6, "reviewer-unknown"],
        [7, "reviewer-unknown"],
        [8, "reviewer-ambiguous"],
        [10, "repeated"],
        [11, "conflict"],
        [12, "stepped-back"],
        [14, "full"],
      ]);
      await expect(carryOut(ctx, round.id, given)).rejects.toBeInstanceOf(Stale);
      expect(await live(tx, round.id)).toEqual(before);
    }));

  it("is carried out only as it was looked at", () =>
    inTransaction(db, async (tx) => {
      const { round, a, b, rafael, elif } = await aPlannedRound(tx);
      const ctx = await secretariat(tx);
      const given = lines([a, rafael], [b, elif]);
      const { sha256 } = await preview(ctx, round.id, given);
      await declareConflict(await contextOf(tx, rafael), { entryId: a.id, answer: "unsure", reason: "x" });
      await expect(assignGiven(ctx, round.id, given, { seen: sha256, publicUrl: PUBLIC_URL })).rejects.toBeInstanceOf(
        Stale,
      );
      await expect(
        assignGiven(ctx, round.id, lines([b, elif]), { seen: sha256, publicUrl: PUBLIC_URL }),
      ).rejects.toBeInstanceOf(Stale);
      expect(await live(tx, round.id)).toEqual([]);
      await tx
        .insert(freezes)
        .values({ roundId: round.id, at: JUDGING, by: ctx.actor.id, reviews: 0, scoresSha256: "" });
      await expect(assignGiven(ctx, round.id, given, { seen: sha256, publicUrl: PUBLIC_URL })).rejects.toMatchObject({
        because: "round-frozen",
      });
    }));

  it("is for the secretariat and the chair; 404 for reviewers, 403 for observers", () =>
    inTransaction(db, async (tx) => {
      const { round, a, rafael } = await aPlannedRound(tx);
      const chair = await aPanelMember(tx, round.id, { role: "chair", name: "Chair" });
      const observer = await contextOf(tx, await aStaffMember(tx, "observer"));
      for (const [who, refused] of [
        [await contextOf(tx, rafael), {}],
        [observer, { because: "not-your-role" }],
      ] as const) {
        await expect(table(who, round.id)).rejects.toMatchObject(refused);
        await expect(preview(who, round.id, [])).rejects.toMatchObject(refused);
        await expect(assignGiven(who, round.id, [], { seen: "", publicUrl: PUBLIC_URL })).rejects.toMatchObject(
          refused,
        );
      }
      await carryOut(await contextOf(tx, chair), round.id, lines([a, rafael]));
      expect(await live(tx, round.id)).toEqual(keys([a, rafael]));
    }));

  it("neither shows, nor touches, nor tells of an entry that a conflict hides from whoever brings it", () =>
    inTransaction(db, async (tx) => {
      const { round, a, b, rafael, elif } = await aPlannedRound(tx, 2);
      const hidden = await aValidEntry(tx, round.cycleId, { city: await aCity(tx, { country: "PE" }) });
      const chair = await aPanelMember(tx, round.id, { role: "chair", name: "Chair", profile: { countries: ["PE"] } });
      const ctx = await contextOf(tx, chair);
      for (const reviewer of [rafael, elif])
        await assign(await secretariat(tx), { roundId: round.id, entryId: hidden.id, reviewerId: reviewer.id });
      expect((await table(ctx, round.id)).map(({ entry }) => entry)).not.toContain(hidden.code);
      const [invented] = await faultsOf(ctx, round.id, lines([{ code: "DEMO-2027-XXXXX" }, rafael]));
      expect(await faultsOf(ctx, round.id, lines([hidden, rafael]))).toEqual([invented]);
      const told = await preview(ctx, round.id, lines([a, rafael]));
      expect(told.readers.map(({ name, load }) => [name, load]).sort()).toEqual([
        ["Elif", 0],
        ["Rafael", 1],
      ]);
      // Who may read two has one of them already: that would tell of the other.
      await carryOut(ctx, round.id, lines([a, rafael], [b, rafael]));
      expect(await live(tx, round.id)).toEqual(keys([hidden, rafael], [hidden, elif], [a, rafael], [b, rafael]));
    }));
});

describe("the table of assignments", () => {
  it(
    "brought back as it is, changes nothing: whatever stands, whoever brings it, whatever people are called",
    () =>
      fc.assert(
        fc.asyncProperty(
          fc.array(fc.constantFrom("none", "assigned", "begun", "recused", "submitted", "barred"), {
            minLength: 9,
            maxLength: 9,
          }),
          fc.array(fc.constantFrom("Ana", "ana", "=Eva()", ' "Li; Wei" ', "José", "Jose\u0301", "a,b"), {
            minLength: 3,
            maxLength: 3,
          }),
          fc.boolean(),
          (states, names, conflicted) =>
            inTransaction(db, async (tx) => {
              const round = await aScoredRound(tx);
              const cycle = { id: round.cycleId };
              const entries = [];
              for (const country of ["SE", "PE", "KE"])
                entries.push(
                  await aCandidate(tx, { cycle, title: `=1+1; "${country}"`, city: await aCity(tx, { country }) }),
                );
              for (const [at, name] of names.entries()) {
                const reviewer = await aJudge(tx, round, { name });
                for (const [place, entry] of entries.entries()) {
                  const state = states[at * 3 + place]!;
                  const pair = { roundId: round.id, entryId: entry.id, reviewerId: reviewer.id };
                  if (state === "none") continue;
                  if (state === "submitted" || state === "begun")
                    await aReview(tx, { round, entry, reviewer, values: [4, 4], submitted: state === "submitted" });
                  else {
                    const { id } = await anAssignment(tx, pair);
                    if (state === "recused") await recuse(await contextOf(tx, reviewer), id, "no time");
                    if (state === "barred")
                      await declareConflict(await contextOf(tx, reviewer), {
                        entryId: entry.id,
                        answer: "conflict",
                        reason: "x",
                      });
                  }
                }
              }
              const ctx = conflicted
                ? await contextOf(
                    tx,
                    await aPanelMember(tx, round.id, { role: "chair", profile: { countries: ["PE"] } }),
                  )
                : await secretariat(tx);
              const written = writePlan(await table(ctx, round.id));
              const read = readPlan(written)!;
              const before = await live(tx, round.id);
              expect(await preview(ctx, round.id, read)).toMatchObject({ added: 0, ends: 0, begun: 0, faults: [] });
              await carryOut(ctx, round.id, read);
              expect(await live(tx, round.id)).toEqual(before);
              expect(writePlan(await table(ctx, round.id))).toBe(written);
            }),
        ),
        { numRuns: 15, seed: 1 },
      ),
    120_000,
  );

  it.each([
    ["semicolons and what a spreadsheet adds", '\ufeffEntry ; Title;REVIEWER\r\nA-1;"x; y";Li\r\n\r\n;;\r\n'],
    ["tabs", "entry\treviewer\nA-1\tLi\n"],
    ["quotes", 'reviewer,entry\n"Li","A-1"\n'],
    ["an apostrophe before what looks like a formula", "entry,reviewer\nA-1,Li\nA-2,'=Eva()\n"],
  ])("is read with %s", (_what, text) =>
    expect(readPlan(text.replace(/^\ufeff/, ""))![0]).toMatchObject({ entry: "A-1", reviewer: "Li" }),
  );

  it("takes what `portal assign` prints, and nothing else that is no table", () => {
    expect(readPlan(JSON.stringify({ assignments: [["A-1", "Li"]], total: 1 }))).toEqual([
      { row: 1, entry: "A-1", reviewer: "Li" },
    ]);
    for (const text of ['{"assignments":[["A-1"]]}', "{", "[]", "key,version,fr\n", 'entry,reviewer\n"a'])
      expect(readPlan(text)).toBeNull();
  });
});
