import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { broughtRecord } from "#app/domain/assignment/brought.ts";
import { certificateOf, runsOf } from "#app/domain/assignment/certificates.server.ts";
import { assignGiven } from "#app/domain/assignment/commands.server.ts";
import { bestPlanFor, previewGiven } from "#app/domain/assignment/given-plan.server.ts";
import { recordOf } from "#app/domain/assignment/certificate.ts";
import { bestPlan, shortcomings, termsOf } from "#app/domain/assignment/plan.ts";
import { NO_RULES, type PlanInput } from "#app/domain/assignment/rules.ts";
import { solver } from "#app/domain/assignment/solver.ts";
import type { Context } from "#app/domain/context.ts";
import { getRound } from "#app/domain/round/queries.server.ts";
import type { Db } from "#db/client.server.ts";
import { inTransaction, testDatabase } from "#tests/support/database.ts";
import { aCity, aPanelMember, aRound, aStaffMember, aValidEntry } from "#tests/support/factories.ts";
import { contextOf, days } from "#tests/support/judging.ts";
import { testServices } from "#tests/support/visit.ts";

const highs = await solver();
const { db } = await testDatabase();
const THEMES = ["governance", "resilience"];

const rounds: fc.Arbitrary<PlanInput> = fc
  .record({
    entries: fc.array(fc.subarray(THEMES), { minLength: 1, maxLength: 6 }),
    reviewers: fc.array(
      fc.record({
        themes: fc.subarray(THEMES),
        capacity: fc.option(fc.integer({ min: 0, max: 4 })),
        region: fc.constantFrom("africa", "asia", null),
      }),
      { minLength: 1, maxLength: 5 },
    ),
    relations: fc.array(fc.constantFrom("free", "free", "free", "forbidden", "begun", "held"), {
      minLength: 30,
      maxLength: 30,
    }),
    reviewsPerEntry: fc.option(fc.integer({ min: 1, max: 3 })),
    rules: fc.record({ expert: fc.boolean(), regionLimit: fc.option(fc.constant(1)) }),
  })
  .map(({ entries, reviewers, relations, reviewsPerEntry, rules }) => {
    const pairs = (...which: string[]) =>
      entries.flatMap((_themes, entry) =>
        reviewers.flatMap((_reviewer, at) =>
          which.includes(relations[entry * 5 + at]!) ? [{ entryId: `e${entry}`, reviewerId: `r${at}` }] : [],
        ),
      );
    return {
      entries: entries.map((themes, at) => ({ id: `e${at}`, themes })),
      reviewers: reviewers.map((reviewer, at) => ({ id: `r${at}`, ...reviewer })),
      forbidden: pairs("forbidden"),
      existing: pairs("begun", "held"),
      held: pairs("held"),
      reviewsPerEntry,
      rules: { ...NO_RULES, ...rules, soft: ["region" as const] },
      calibration: [],
      seed: "round",
    };
  });

describe("the certificate of a plan that was brought", () => {
  it("finds of the portal's own plan exactly what its own certificate says", () => {
    fc.assert(
      fc.property(rounds, (input) => {
        const best = bestPlan(highs, input);
        const record = broughtRecord(input, best, best);
        const { total, totalBound, floor, floorBound, settled, ...kept } = record.brought.best!;
        expect(record.brought.given).toEqual(kept);
        expect([record.total, record.floor]).toEqual([best.proof.total, best.proof.floor]);
        expect([total, totalBound, floor, floorBound, settled]).toEqual([
          best.proof.total,
          best.proof.totalBound,
          best.proof.floor,
          best.proof.floorBound,
          best.proof.settled,
        ]);
        expect(record.unkept).toEqual(best.unkept);
        expect(record.unserved.map(({ entryId, missing }) => [entryId, missing])).toEqual(
          best.unserved.map(({ entryId, missing }) => [entryId, missing]),
        );
        expect(record.loads).toEqual(Object.fromEntries(best.loads));
      }),
      { numRuns: 60, seed: 68 },
    );
  });

  it("counts what another keeps worse, and refuses a pair that may not be", () => {
    const known = { capacity: 1, region: "asia" };
    const input: PlanInput = {
      entries: ["a", "b"].map((id) => ({ id, themes: ["governance"] })),
      reviewers: [
        { id: "knows", themes: ["governance"], ...known },
        { id: "other", themes: [], ...known },
        { id: "third", themes: [], capacity: null, region: null },
      ],
      forbidden: [{ entryId: "b", reviewerId: "third" }],
      existing: [],
      held: [],
      reviewsPerEntry: 2,
      rules: { ...NO_RULES, expert: true, regionLimit: 1 },
      calibration: [],
      seed: "round",
    };
    const pairs = [
      { entryId: "a", reviewerId: "knows" },
      { entryId: "a", reviewerId: "other" },
      { entryId: "b", reviewerId: "other" },
    ];
    const record = broughtRecord(input, { pairs, moved: [] }, null);
    expect(record.brought).toEqual({ given: { missing: 1, broken: 2, over: 1, least: 0, most: 2 }, best: null });
    expect(record.unserved).toEqual([{ entryId: "b", missing: 1, because: "table" }]);
    expect([record.total, record.floor]).toEqual([1, 0]);
    expect(() => broughtRecord(input, { pairs: [{ entryId: "b", reviewerId: "third" }], moved: [] }, null)).toThrow(
      "may not be",
    );
  });

  it("an entry whose readers have all left the panel is served by nobody here, and so is not the one served worst", () => {
    const input: PlanInput = {
      entries: ["a", "left"].map((id) => ({ id, themes: ["governance"] })),
      reviewers: [{ id: "knows", themes: ["governance"], capacity: null, region: null }],
      forbidden: [],
      existing: [{ entryId: "left", reviewerId: "gone" }],
      held: [],
      reviewsPerEntry: 1,
      rules: NO_RULES,
      calibration: [],
      seed: "round",
    };
    const record = broughtRecord(input, { pairs: [{ entryId: "a", reviewerId: "knows" }], moved: [] }, null);
    expect([record.total, record.floor, record.unserved]).toEqual([1, 1, []]);
  });

  describe("is worked out in steps that grow with the table alone", () => {
    const MANY = 300;
    /** So many pairs; `steps` counts how often they are looked at. */
    function counted() {
      const told = { steps: 0 };
      const pairs = Array.from({ length: MANY }, (_, at) => ({
        get entryId() {
          told.steps += 1;
          return `e${at}`;
        },
        reviewerId: "r",
      }));
      return { told, pairs };
    }
    const input: PlanInput = {
      entries: Array.from({ length: MANY }, (_, at) => ({ id: `e${at}`, themes: [] })),
      reviewers: [{ id: "r", themes: [], capacity: null, region: null }],
      forbidden: [],
      existing: [],
      held: [],
      reviewsPerEntry: 1,
      rules: NO_RULES,
      calibration: [],
      seed: "round",
    };

    it("what moves", () => {
      const { told, pairs } = counted();
      const existing = input.entries.map(({ id }) => ({ entryId: id, reviewerId: "r" }));
      const proof = { total: 0, totalBound: 0, floor: 0, floorBound: 0, capped: null, settled: true, solver: "" };
      const plan = { pairs: [], moved: pairs, loads: new Map(), unserved: [], unkept: [], proof };
      expect(recordOf({ ...input, existing }, plan).pairs).toEqual([]);
      expect(told.steps).toBeLessThanOrEqual(3 * MANY);
    });

    it("what stands", () => {
      const { told, pairs } = counted();
      termsOf({ ...input, existing: pairs });
      expect(told.steps).toBeLessThanOrEqual(10 * MANY);
    });

    it("entries with too few readers", () => {
      const { told, pairs } = counted();
      const assignments = pairs.map((pair) =>
        Object.defineProperty(["", "r"] as [string, string], 0, { get: () => pair.entryId }),
      );
      const violations = input.entries.map(({ id }) => ({ rule: "reviews" as const, entry: id, by: 1 }));
      const found = shortcomings({ assignments, loads: { r: 0 }, violations }, () => [{ id: "r" }], new Map());
      expect(new Set(found.unserved.map(({ because }) => because))).toEqual(new Set(["conflicts"]));
      expect(told.steps).toBeLessThanOrEqual(3 * MANY);
    });
  });

  const { calculation } = testServices(db);
  const nothingKnown = { ...calculation, attempt: async () => null };

  async function bring(ctx: Context, roundId: string, given: [{ code: string }, { name: string }][], by = calculation) {
    const round = await getRound(ctx, roundId);
    const lines = given.map(([{ code }, { name }], at) => ({ row: at + 2, entry: code, reviewer: name }));
    const best = await bestPlanFor(ctx, by, round, () => {});
    const { sha256: seen } = await previewGiven(ctx, round, lines);
    await assignGiven(ctx, roundId, lines, { seen, best, publicUrl: "https://a.example" });
    const [run] = await runsOf(ctx, roundId);
    return (reader: Context) => certificateOf(reader, round, run!.id, 1);
  }

  async function aRoundToPlan(tx: Db) {
    const round = await aRound(tx, { reviewsPerEntry: 1 });
    const city = await aCity(tx, { country: "PE" });
    const entries = [await aValidEntry(tx, round.cycleId, { city }), await aValidEntry(tx, round.cycleId)] as const;
    /** A conflict hides the first entry from the chair. */
    const chair = await aPanelMember(tx, round.id, { role: "chair", name: "Chair", profile: { countries: ["PE"] } });
    const readers = [
      await aPanelMember(tx, round.id, { name: "Rafael" }),
      await aPanelMember(tx, round.id, { name: "Elif", profile: { capacity: 1 } }),
    ] as const;
    return { round, entries, readers, chair, office: await contextOf(tx, await aStaffMember(tx)) };
  }

  it("stands beside the best plan for who sees all of it, and tells who does not nothing about the whole", () =>
    inTransaction(db, async (tx) => {
      const { round, entries, readers, chair, office } = await aRoundToPlan(tx);
      const told = await bring(office, round.id, [
        [entries[0], readers[0]],
        [entries[1], readers[0]],
      ]);
      const whole = await told(office);
      expect(whole).toMatchObject({
        isBrought: true,
        proved: false,
        brought: {
          given: { missing: 0, broken: 0, over: 0, least: 0, most: 2 },
          best: { missing: 0, least: 1, most: 1, settled: true },
        },
        rows: [{ readers: [{ name: "Rafael" }] }, { readers: [{ name: "Rafael" }] }],
      });
      const other = await contextOf(tx, chair);
      const partial = await told(other);
      expect(partial).toMatchObject({ whole: false, isBrought: true, brought: null, figures: null, count: 1 });
      expect(JSON.stringify(partial)).not.toContain(entries[0].id);
    }));

  it("of one who does not see an entry counts its readers too, and does not tell them", () =>
    inTransaction(db, async (tx) => {
      const { round, entries, readers, chair, office } = await aRoundToPlan(tx);
      await bring(office, round.id, [[entries[0], readers[1]]]);
      const other = await contextOf(tx, chair, days(0.1)); // the later of two plans
      const told = await bring(other, round.id, [[entries[1], readers[1]]]);
      expect(await told(other)).toMatchObject({
        brought: null,
        loads: expect.arrayContaining([{ id: readers[1].id, name: "Elif", load: 1 }]),
      });
      expect((await told(office)).brought!.given).toEqual({ missing: 0, broken: 0, over: 1, least: 0, most: 2 });
    }));

  it("says nothing of a best plan that was not worked out in time", () =>
    inTransaction(db, async (tx) => {
      const { round, entries, readers, office } = await aRoundToPlan(tx);
      const told = await bring(office, round.id, [[entries[0], readers[0]]], nothingKnown);
      expect((await told(office)).brought).toMatchObject({ given: { missing: 1 }, best: null });
    }));
});
