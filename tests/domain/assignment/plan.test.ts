import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { bestPlan } from "#app/domain/assignment/plan.ts";
import { NO_RULES, type Pair, type Plan, type PlanInput, planHash } from "#app/domain/assignment/rules.ts";
import { solver } from "#app/domain/assignment/solver.ts";
import { free } from "#tests/support/planning.ts";

const highs = await solver();
const balancedPlan = (input: PlanInput) => bestPlan(highs, input);

const key = ({ entryId, reviewerId }: Pair) => `${entryId}|${reviewerId}`;
const THEMES = ["governance", "resilience", "heritage"];

const input: fc.Arbitrary<PlanInput> = fc
  .record({
    entries: fc.integer({ min: 0, max: 9 }),
    reviewers: fc.integer({ min: 0, max: 6 }),
    reviewsPerEntry: fc.option(fc.integer({ min: 1, max: 4 })),
    capacities: fc.array(fc.option(fc.integer({ min: 0, max: 6 })), { minLength: 6, maxLength: 6 }),
    relations: fc.array(fc.constantFrom("free", "free", "free", "forbidden", "existing"), {
      minLength: 54,
      maxLength: 54,
    }),
    themes: fc.array(fc.subarray(THEMES), { minLength: 15, maxLength: 15 }),
  })
  .map(({ entries, reviewers, reviewsPerEntry, capacities, relations, themes }) => {
    const pairs = (relation: string): Pair[] =>
      Array.from({ length: entries * reviewers }, (_none, index) => index)
        .filter((index) => relations[index] === relation)
        .map((index) => ({ entryId: `e${index % entries}`, reviewerId: `r${Math.floor(index / entries)}` }));
    return {
      entries: Array.from({ length: entries }, (_none, index) => ({ id: `e${index}`, themes: themes[index]! })),
      reviewers: Array.from({ length: reviewers }, (_none, index) => ({
        id: `r${index}`,
        themes: themes[9 + index]!,
        capacity: capacities[index]!,
        region: null,
      })),
      forbidden: pairs("forbidden"),
      existing: pairs("existing"),
      reviewsPerEntry,
      seed: "round",
      rules: NO_RULES,
      calibration: [],
      held: [],
    };
  });

/** The most reviews any plan can give, by plain augmenting paths: slow, and nothing like the code under test. */
function greatestFlow({ entries, reviewers, forbidden, existing, reviewsPerEntry }: PlanInput): number {
  const closed = new Set([...forbidden, ...existing].map(key));
  const room = new Map(
    reviewers.map(({ id, capacity }) => [
      id,
      Math.max(0, (capacity ?? Infinity) - existing.filter(({ reviewerId }) => reviewerId === id).length),
    ]),
  );
  const given = new Map<string, string[]>(reviewers.map(({ id }) => [id, []]));
  const augment = (entryId: string, seen: Set<string>): boolean =>
    reviewers.some(({ id }) => {
      if (seen.has(id) || closed.has(`${entryId}|${id}`) || given.get(id)!.includes(entryId)) return false;
      seen.add(id);
      const held = given.get(id)!;
      if (held.length < room.get(id)!) return held.push(entryId) > 0;
      const movable = held.find((other) => augment(other, seen));
      if (movable === undefined) return false;
      held.splice(held.indexOf(movable), 1, entryId);
      return true;
    });
  let flow = 0;
  for (const { id } of entries) {
    const wanted = (reviewsPerEntry ?? reviewers.length) - existing.filter(({ entryId }) => entryId === id).length;
    for (let count = 0; count < wanted && augment(id, new Set()); count++) flow++;
  }
  return flow;
}

const loadsOf = ({ reviewers, existing }: PlanInput, pairs: Pair[]) =>
  reviewers.map(({ id }) => [...existing, ...pairs].filter(({ reviewerId }) => reviewerId === id).length);
const squares = (loads: number[]) => loads.reduce((sum, load) => sum + load * load, 0);

/**
 * The least sum of squared loads over every plan that gives each entry as many reviews as `plan` does. Tries them all.
 */
function leastSquares(given: PlanInput, plan: Plan): number {
  const closed = new Set([...given.forbidden, ...given.existing].map(key));
  const loads = loadsOf(given, []);
  const counts = given.entries.map(({ id }) => plan.pairs.filter(({ entryId }) => entryId === id).length);
  let least = Infinity;
  const choose = (entry: number, from: number, left: number): void => {
    if (entry === given.entries.length) {
      least = Math.min(least, squares(loads));
      return;
    }
    if (left === 0) {
      choose(entry + 1, 0, counts[entry + 1] ?? 0);
      return;
    }
    for (let reviewer = from; reviewer < given.reviewers.length; reviewer++) {
      const { id, capacity } = given.reviewers[reviewer]!;
      if (closed.has(`${given.entries[entry]!.id}|${id}`) || loads[reviewer]! >= (capacity ?? Infinity)) continue;
      loads[reviewer]! += 1;
      choose(entry, reviewer + 1, left - 1);
      loads[reviewer]! -= 1;
    }
  };
  choose(0, 0, counts[0] ?? 0);
  return least;
}

describe("a balanced plan", () => {
  it("never gives anybody an entry that is forbidden, held already, or beyond their capacity, and nothing twice", () => {
    fc.assert(
      fc.property(input, (given) => {
        const { pairs } = balancedPlan(given);
        const closed = new Set([...given.forbidden, ...given.existing].map(key));
        expect(pairs.filter((pair) => closed.has(key(pair)))).toEqual([]);
        expect(new Set(pairs.map(key)).size).toBe(pairs.length);
        const loads = loadsOf(given, pairs);
        const before = loadsOf(given, []);
        for (const [index, { capacity }] of given.reviewers.entries())
          expect(loads[index]! <= Math.max(capacity ?? Infinity, before[index]!)).toBe(true);
      }),
      { numRuns: 150 },
    );
  });

  it("gives as many reviews as any plan can, and no entry more than wanted", () => {
    fc.assert(
      fc.property(input, (given) => {
        const { pairs } = balancedPlan(given);
        expect(pairs.length).toBe(greatestFlow(given));
        for (const { id } of given.entries) {
          const own = pairs.filter(({ entryId }) => entryId === id).length;
          if (given.reviewsPerEntry !== null && own > 0)
            expect(own + given.existing.filter(({ entryId }) => entryId === id).length).toBeLessThanOrEqual(
              given.reviewsPerEntry,
            );
        }
      }),
      { numRuns: 150 },
    );
  });

  it("spreads the work as evenly as any plan with the same coverage", () => {
    const small = input.filter(({ entries, reviewers }) => entries.length <= 5 && reviewers.length <= 4);
    fc.assert(
      fc.property(small, (given) => {
        const plan = balancedPlan(given);
        expect(squares(loadsOf(given, plan.pairs))).toBe(leastSquares(given, plan));
      }),
      { numRuns: 100 },
    );
  });

  it("keeps loads within one of each other where nothing stands in the way", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 40 }),
        fc.integer({ min: 3, max: 12 }),
        fc.integer({ min: 1, max: 3 }),
        (entries, reviewers, reviewsPerEntry) => {
          const { pairs, loads, unserved } = balancedPlan(free(entries, reviewers, reviewsPerEntry));
          expect(pairs.length).toBe(entries * reviewsPerEntry);
          expect(Math.max(...loads.values()) - Math.min(...loads.values())).toBeLessThanOrEqual(1);
          expect(unserved).toEqual([]);
        },
      ),
    );
  });

  it("is the same plan in whatever order entries, reviewers and pairs come", () => {
    fc.assert(
      fc.property(input, fc.integer(), (given, salt) => {
        const mixed = <T>(items: readonly T[]): T[] =>
          items
            .map((item, index) => ({ item, at: (index * 7919 + Math.abs(salt)) % 101 }))
            .sort((a, b) => a.at - b.at)
            .map(({ item }) => item);
        const other = {
          ...given,
          entries: mixed(given.entries),
          reviewers: mixed(given.reviewers),
          forbidden: mixed(given.forbidden),
          existing: mixed(given.existing),
        };
        expect(planHash(balancedPlan(other))).toBe(planHash(balancedPlan(given)));
      }),
    );
  });

  it("says for every entry how many reviews are missing, and whether conflicts or capacities are to blame", () => {
    const short = { ...free(2, 2, 2), forbidden: [{ entryId: "e0", reviewerId: "r0" }] };
    expect(balancedPlan(short).unserved).toEqual([{ entryId: "e0", missing: 1, because: "conflicts" }]);
    const tired = free(2, 2, 2);
    expect(
      balancedPlan({ ...tired, reviewers: [{ id: "r0", themes: [], capacity: 1, region: null }, tired.reviewers[1]!] })
        .unserved,
    ).toMatchObject([{ missing: 1, because: "capacity" }]);
  });

  it("spreads a shortage over entries instead of leaving one without any reader", () => {
    const given = {
      ...free(3, 3, 3),
      reviewers: ["r0", "r1", "r2"].map((id) => ({ id, themes: [], capacity: 2, region: null })),
    };
    const { pairs } = balancedPlan(given);
    expect(["e0", "e1", "e2"].map((id) => pairs.filter(({ entryId }) => entryId === id).length)).toEqual([2, 2, 2]);
  });

  it("prefers readers of the entry's theme where loads allow it", () => {
    const themed = (id: string, index: number) => ({ id, themes: [THEMES[index % 3]!] });
    const given = {
      ...free(6, 3, 1),
      entries: Array.from({ length: 6 }, (_none, index) => themed(`e${index}`, index)),
      reviewers: [0, 1, 2].map((index) => ({ ...themed(`r${index}`, index), capacity: null, region: null })),
    };
    const theme = new Map([...given.entries, ...given.reviewers].map(({ id, themes }) => [id, themes[0]]));
    expect(
      balancedPlan(given).pairs.filter(({ entryId, reviewerId }) => theme.get(entryId) === theme.get(reviewerId)),
    ).toHaveLength(6);
  });

  it("lets everyone read all they may when no number is set", () => {
    const { pairs, unserved } = balancedPlan({
      ...free(4, 3, 1),
      reviewsPerEntry: null,
      forbidden: [{ entryId: "e2", reviewerId: "r1" }],
    });
    expect(pairs).toHaveLength(11);
    expect(unserved).toEqual([]);
  });
});

describe("planning again", () => {
  const person = (id: string) => ({ id, themes: [], capacity: 1, region: null });
  const [taken, other] = [
    { entryId: "e1", reviewerId: "r1" },
    { entryId: "e1", reviewerId: "r2" },
  ];
  /** Only r1 may read e0, and has no room beside e1, which r2 could read as well. */
  const refused: PlanInput = {
    ...free(2, 0, 1),
    reviewers: [person("r1"), person("r2")],
    forbidden: [{ entryId: "e0", reviewerId: "r2" }],
    existing: [taken],
  };

  it("moves what is held where an entry would otherwise lack a reader, and never what is not", () => {
    expect(balancedPlan(refused)).toMatchObject({
      pairs: [],
      moved: [],
      unserved: [{ entryId: "e0", because: "capacity" }],
    });
    const plan = balancedPlan({ ...refused, held: [taken] });
    expect(plan).toMatchObject({ pairs: [{ entryId: "e0", reviewerId: "r1" }, other], moved: [taken], unserved: [] });
    expect(planHash(plan)).not.toBe(planHash({ ...plan, moved: [] }));
  });

  it("leaves where they are those that nothing is gained by moving, whatever the seed", () => {
    const existing = [
      { entryId: "e0", reviewerId: "r1" },
      { entryId: "e1", reviewerId: "r2" },
      { entryId: "e2", reviewerId: "r0" },
    ];
    for (const seed of ["1", "2", "3", "4"])
      expect(balancedPlan({ ...free(4, 3, 1), existing, held: existing, seed })).toMatchObject({
        moved: [],
        pairs: [{ entryId: "e3" }],
        proof: { total: 0, totalBound: 0 },
      });
  });
});
