import { describe, expect, it } from "vitest";
import { assignBalanced, assignGiven } from "#app/domain/assignment/commands.server.ts";
import { certificateOf, runsOf } from "#app/domain/assignment/certificates.server.ts";
import { previewGiven } from "#app/domain/assignment/given-plan.server.ts";
import { bestPlan } from "#app/domain/assignment/plan.ts";
import { previewBalanced, readersByCriterion } from "#app/domain/assignment/planning.server.ts";
import { NO_RULES, type PlanInput } from "#app/domain/assignment/rules.ts";
import { solver } from "#app/domain/assignment/solver.ts";
import { getRound } from "#app/domain/round/queries.server.ts";
import type { Calculate } from "#app/outside/calculation/calculation.ts";
import { WORK } from "#app/outside/calculation/work.ts";
import type { Db } from "#db/client.server.ts";
import { assignments } from "#db/schema/assignment.ts";
import { conflictDeclarations } from "#db/schema/conflict.ts";
import { PUBLIC_URL } from "#tests/support/address.ts";
import { inTransaction, testDatabase } from "#tests/support/database.ts";
import { aStaffMember, JUDGING } from "#tests/support/factories.ts";
import { aCandidate, aContest, aJudge, aScoredRound, contextOf, readsOnly } from "#tests/support/judging.ts";
import { free } from "#tests/support/planning.ts";

const calculate: Calculate = async (what, input) => await WORK[what](input);
const { db } = await testDatabase();
const highs = await solver();

/** Two of one criterion, three of the others, one of all; two readers of each group for each of six entries. */
async function aPlannedRound(tx: Db) {
  const cycle = await aContest(tx);
  const round = await aScoredRound(tx, { cycle, divided: true, reviewsPerEntry: 2, weights: [50, 30, 20] });
  const named = async (places: number[]) => {
    const judge = await aJudge(tx, round);
    if (places.length > 0) await readsOnly(tx, round, judge, places);
    return judge;
  };
  const first = [await named([0]), await named([0])];
  const others = [await named([1, 2]), await named([1, 2]), await named([1, 2])];
  // Who has none named and who has all named read the same.
  const all = [await named([]), await named([0, 1, 2])];
  const judged = [];
  for (let n = 0; n < 6; n++) judged.push(await aCandidate(tx, { cycle }));
  const office = await contextOf(tx, await aStaffMember(tx));
  return { cycle, round, first, others, all, judged, office };
}

const readersOf = async (tx: Db) => {
  const rows = await tx.select().from(assignments);
  return (entry: { id: string }, group: readonly { id: string }[]) =>
    rows.filter(({ entryId, reviewerId }) => entryId === entry.id && group.some(({ id }) => id === reviewerId)).length;
};

describe("a plan of a round that divides its criteria", () => {
  it("gives every entry its readers of each group, as evenly as in a round of that group alone", () =>
    inTransaction(db, async (tx) => {
      const { round, first, others, all, judged, office } = await aPlannedRound(tx);
      const preview = await previewBalanced(office, calculate, await getRound(office, round.id));
      expect(preview).toMatchObject({ pairs: 36, unserved: [] });
      expect(preview.parts.map(({ criteria }) => criteria?.length).sort()).toEqual([1, 2, 3]);
      await assignBalanced(office, calculate, round.id, { seen: preview.sha256, publicUrl: PUBLIC_URL });
      const readers = await readersOf(tx);
      for (const entry of judged) expect([first, others, all].map((group) => readers(entry, group))).toEqual([2, 2, 2]);
      const loads = (group: readonly { id: string }[]) => group.map(({ id }) => preview.loads.get(id));
      expect([first, others, all].map(loads)).toEqual([
        [6, 6],
        [4, 4, 4],
        [6, 6],
      ]);
    }));

  it("tells beforehand how many read each criterion of an entry, and that is what each gets", () =>
    inTransaction(db, async (tx) => {
      const { round, first, others, all, judged, office } = await aPlannedRound(tx);
      const told = await readersByCriterion(office, round);
      expect(told.map(({ name, readers }) => [name.en, readers])).toEqual([
        ["Criterion 1", 4],
        ["Criterion 2", 4],
        ["Criterion 3", 4],
      ]);
      await assignBalanced(office, calculate, round.id, { publicUrl: PUBLIC_URL });
      const readers = await readersOf(tx);
      for (const entry of judged)
        expect(
          [
            [...first, ...all],
            [...others, ...all],
          ].map((of) => readers(entry, of)),
        ).toEqual([4, 4]);
      const numbers = async (reviewsPerEntry: number | null) =>
        (await readersByCriterion(office, { id: round.id, reviewsPerEntry })).map((each) => each.readers);
      // No group gives more readers than it has.
      expect([await numbers(1), await numbers(3), await numbers(null)]).toEqual([
        [2, 2, 2],
        [4, 5, 5],
        [4, 5, 5],
      ]);
    }));

  it("keeps a certificate for each group, which names its criteria", () =>
    inTransaction(db, async (tx) => {
      const { round, others, judged, office } = await aPlannedRound(tx);
      await tx.insert(conflictDeclarations).values(
        others.slice(0, 2).map(({ id }) => ({
          entryId: judged[0]!.id,
          accountId: id,
          answer: "conflict" as const,
          reason: "x",
          at: JUDGING,
        })),
      );
      await assignBalanced(office, calculate, round.id, { publicUrl: PUBLIC_URL });
      const runs = await runsOf(office, round.id);
      expect(runs.map(({ criteria }) => criteria?.map(({ en }) => en).join()).sort()).toEqual([
        "Criterion 1",
        "Criterion 1,Criterion 2,Criterion 3",
        "Criterion 2,Criterion 3",
      ]);
      const found = await getRound(office, round.id);
      for (const { id, criteria } of runs) {
        const certificate = await certificateOf(office, found, id, 1);
        const isShort = criteria?.length === 2;
        expect(certificate).toMatchObject({ whole: true, proved: true, count: 6, criteria, reviewsPerEntry: 2 });
        expect(certificate.unserved.map(({ missing, because }) => [missing, because])).toEqual(
          isShort ? [[1, "conflicts"]] : [],
        );
        expect(certificate.loads).toHaveLength(isShort ? 3 : 2);
      }
    }));

  it("is checked for each group where it is brought as a table", () =>
    inTransaction(db, async (tx) => {
      const { round, first, others, all, judged, office } = await aPlannedRound(tx);
      const found = await getRound(office, round.id);
      // Of the others the last entry has one reader; it has more of all together than the round asks for.
      const lines = judged.flatMap(({ code }, at) =>
        [...first, ...others.slice(0, at === 5 ? 1 : 2), ...all].map(({ email }, row) => ({
          row: row + 2,
          entry: code,
          reviewer: email,
        })),
      );
      const preview = await previewGiven(office, found, lines);
      expect(preview).toMatchObject({ added: 35, short: 1, faults: [] });
      await assignGiven(office, round.id, lines, { seen: preview.sha256, publicUrl: PUBLIC_URL });
      const missing: Record<string, number | undefined> = {};
      for (const { id, criteria } of await runsOf(office, round.id)) {
        const { brought, isBrought } = await certificateOf(office, found, id, 1);
        expect(isBrought).toBe(true);
        missing[criteria!.map(({ en }) => en).join()] = brought?.given.missing;
      }
      expect(missing).toEqual({
        "Criterion 1": 0,
        "Criterion 2,Criterion 3": 1,
        "Criterion 1,Criterion 2,Criterion 3": 0,
      });
    }));
});

describe("groups of readers", () => {
  const input: PlanInput = {
    ...free(4, 4, 1),
    groups: [
      { criteria: ["a"], reviewers: ["r0", "r1"] },
      { criteria: ["b"], reviewers: ["r2", "r3"] },
    ],
  };

  it("keep apart across groups whoever is kept apart", () => {
    const rules = { ...NO_RULES, apart: [["r0", "r2"]] as const };
    const plan = bestPlan(highs, { ...input, rules, existing: [{ entryId: "e3", reviewerId: "r2" }] });
    const of = (reader: string) =>
      [...plan.pairs, { entryId: "e3", reviewerId: "r2" }]
        .filter(({ reviewerId }) => reviewerId === reader)
        .map(({ entryId }) => entryId);
    expect(of("r0").filter((entry) => of("r2").includes(entry))).toEqual([]);
    expect(plan).toMatchObject({ unserved: [], proof: { settled: true } });
    expect(plan.pairs).toHaveLength(7);
  });

  it("leave an entry short where only somebody kept apart could read it, and say that a rule is in the way", () => {
    const forbidden = ["r1", "r3"].map((reviewerId) => ({ entryId: "e0", reviewerId }));
    const rules = { ...NO_RULES, apart: [["r0", "r2"]] as const };
    const plan = bestPlan(highs, { ...input, rules, forbidden });
    expect(plan.unserved).toEqual([{ entryId: "e0", missing: 1, because: "rules" }]);
  });
});
