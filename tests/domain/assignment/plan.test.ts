import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { bestPlan } from "#app/domain/assignment/plan.ts";
import { readRules, rulesInput } from "#app/domain/assignment/input.ts";
import { drawCalibration, fitOf, NO_RULES, type Pair, type Placed, placed, type Plan, type PlanInput, planHash } from "#app/domain/assignment/rules.ts";
import { solver } from "#app/domain/assignment/solver.ts";

const highs = await solver();
const balancedPlan = (input: PlanInput) => bestPlan(highs, input);

const key = ({ entryId, reviewerId }: Pair) => `${entryId}|${reviewerId}`;
const THEMES = ["governance", "resilience", "heritage"];

const input: fc.Arbitrary<PlanInput> = fc
  .record({
    entries: fc.integer({ min: 0, max: 9 }), reviewers: fc.integer({ min: 0, max: 6 }), reviewsPerEntry: fc.option(fc.integer({ min: 1, max: 4 })),
    capacities: fc.array(fc.option(fc.integer({ min: 0, max: 6 })), { minLength: 6, maxLength: 6 }),
    relations: fc.array(fc.constantFrom("free", "free", "free", "forbidden", "existing"), { minLength: 54, maxLength: 54 }),
    themes: fc.array(fc.subarray(THEMES), { minLength: 15, maxLength: 15 }),
  })
  .map(({ entries, reviewers, reviewsPerEntry, capacities, relations, themes }) => {
    const pairs = (relation: string): Pair[] => Array.from({ length: entries * reviewers }, (_none, index) => index)
      .filter((index) => relations[index] === relation).map((index) => ({ entryId: `e${index % entries}`, reviewerId: `r${Math.floor(index / entries)}` }));
    return {
      entries: Array.from({ length: entries }, (_none, index) => ({ id: `e${index}`, themes: themes[index]! })),
      reviewers: Array.from({ length: reviewers }, (_none, index) => ({ id: `r${index}`, themes: themes[9 + index]!, capacity: capacities[index]!, region: null })),
      forbidden: pairs("forbidden"), existing: pairs("existing"), reviewsPerEntry, seed: "round", rules: NO_RULES, calibration: [], held: [],
    };
  });

/** The most reviews any plan can give, by plain augmenting paths: slow, and nothing like the code under test. */
function greatestFlow({ entries, reviewers, forbidden, existing, reviewsPerEntry }: PlanInput): number {
  const closed = new Set([...forbidden, ...existing].map(key));
  const room = new Map(reviewers.map(({ id, capacity }) => [id, Math.max(0, (capacity ?? Infinity) - existing.filter(({ reviewerId }) => reviewerId === id).length)]));
  const given = new Map<string, string[]>(reviewers.map(({ id }) => [id, []]));
  const augment = (entryId: string, seen: Set<string>): boolean => reviewers.some(({ id }) => {
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

const loadsOf = ({ reviewers, existing }: PlanInput, pairs: Pair[]) => reviewers.map(({ id }) => [...existing, ...pairs].filter(({ reviewerId }) => reviewerId === id).length);
const squares = (loads: number[]) => loads.reduce((sum, load) => sum + load * load, 0);

/** The least sum of squared loads over every plan that gives each entry as many reviews as `plan` does. Tries them all. */
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
    fc.assert(fc.property(input, (given) => {
      const { pairs } = balancedPlan(given);
      const closed = new Set([...given.forbidden, ...given.existing].map(key));
      expect(pairs.filter((pair) => closed.has(key(pair)))).toEqual([]);
      expect(new Set(pairs.map(key)).size).toBe(pairs.length);
      const loads = loadsOf(given, pairs);
      const before = loadsOf(given, []);
      for (const [index, { capacity }] of given.reviewers.entries()) expect(loads[index]! <= Math.max(capacity ?? Infinity, before[index]!)).toBe(true);
    }), { numRuns: 150 });
  });

  it("gives as many reviews as any plan can, and no entry more than wanted", () => {
    fc.assert(fc.property(input, (given) => {
      const { pairs } = balancedPlan(given);
      expect(pairs.length).toBe(greatestFlow(given));
      for (const { id } of given.entries) {
        const own = pairs.filter(({ entryId }) => entryId === id).length;
        if (given.reviewsPerEntry !== null && own > 0) expect(own + given.existing.filter(({ entryId }) => entryId === id).length).toBeLessThanOrEqual(given.reviewsPerEntry);
      }
    }), { numRuns: 150 });
  });

  it("spreads the work as evenly as any plan with the same coverage", () => {
    const small = input.filter(({ entries, reviewers }) => entries.length <= 5 && reviewers.length <= 4);
    fc.assert(fc.property(small, (given) => {
      const plan = balancedPlan(given);
      expect(squares(loadsOf(given, plan.pairs))).toBe(leastSquares(given, plan));
    }), { numRuns: 100 });
  });

  it("keeps loads within one of each other where nothing stands in the way", () => {
    fc.assert(fc.property(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 3, max: 12 }), fc.integer({ min: 1, max: 3 }), (entries, reviewers, reviewsPerEntry) => {
      const { pairs, loads, unserved } = balancedPlan(free(entries, reviewers, reviewsPerEntry));
      expect(pairs.length).toBe(entries * reviewsPerEntry);
      expect(Math.max(...loads.values()) - Math.min(...loads.values())).toBeLessThanOrEqual(1);
      expect(unserved).toEqual([]);
    }));
  });

  it("is the same plan in whatever order entries, reviewers and pairs come", () => {
    fc.assert(fc.property(input, fc.integer(), (given, salt) => {
      const mixed = <T,>(items: readonly T[]): T[] => items.map((item, index) => ({ item, at: (index * 7919 + Math.abs(salt)) % 101 })).sort((a, b) => a.at - b.at).map(({ item }) => item);
      const other = { ...given, entries: mixed(given.entries), reviewers: mixed(given.reviewers), forbidden: mixed(given.forbidden), existing: mixed(given.existing) };
      expect(planHash(balancedPlan(other))).toBe(planHash(balancedPlan(given)));
    }));
  });

  it("says for every entry how many reviews are missing, and whether conflicts or capacities are to blame", () => {
    const short = { ...free(2, 2, 2), forbidden: [{ entryId: "e0", reviewerId: "r0" }] };
    expect(balancedPlan(short).unserved).toEqual([{ entryId: "e0", missing: 1, because: "conflicts" }]);
    const tired = free(2, 2, 2);
    expect(balancedPlan({ ...tired, reviewers: [{ id: "r0", themes: [], capacity: 1, region: null }, tired.reviewers[1]!] }).unserved).toMatchObject([{ missing: 1, because: "capacity" }]);
  });

  it("spreads a shortage over entries instead of leaving one without any reader", () => {
    const given = { ...free(3, 3, 3), reviewers: ["r0", "r1", "r2"].map((id) => ({ id, themes: [], capacity: 2, region: null })) };
    const { pairs } = balancedPlan(given);
    expect(["e0", "e1", "e2"].map((id) => pairs.filter(({ entryId }) => entryId === id).length)).toEqual([2, 2, 2]);
  });

  it("prefers readers of the entry's theme where loads allow it", () => {
    const themed = (id: string, index: number) => ({ id, themes: [THEMES[index % 3]!] });
    const given = { ...free(6, 3, 1), entries: Array.from({ length: 6 }, (_none, index) => themed(`e${index}`, index)), reviewers: [0, 1, 2].map((index) => ({ ...themed(`r${index}`, index), capacity: null, region: null })) };
    const theme = new Map([...given.entries, ...given.reviewers].map(({ id, themes }) => [id, themes[0]]));
    expect(balancedPlan(given).pairs.filter(({ entryId, reviewerId }) => theme.get(entryId) === theme.get(reviewerId))).toHaveLength(6);
  });

  it("lets everyone read all they may when no number is set", () => {
    const { pairs, unserved } = balancedPlan({ ...free(4, 3, 1), reviewsPerEntry: null, forbidden: [{ entryId: "e2", reviewerId: "r1" }] });
    expect(pairs).toHaveLength(11);
    expect(unserved).toEqual([]);
  });
});

describe("side rules", () => {
  const person = (id: string, given: Partial<PlanInput["reviewers"][number]> = {}) => ({ id, themes: [], capacity: null, region: null, ...given });
  const round = (people: PlanInput["reviewers"], rules: Partial<PlanInput["rules"]>, given: Partial<PlanInput> = {}): PlanInput => ({ ...free(2, 0, 2), reviewers: people, rules: { ...NO_RULES, ...rules }, ...given });
  const readersOf = ({ pairs }: Plan, entryId: string) => pairs.filter((pair) => pair.entryId === entryId).map(({ reviewerId }) => reviewerId).sort();

  it("one reader knows a theme, also where that makes loads uneven; where nobody does, that is said", () => {
    const themed = [{ id: "e0", themes: ["heritage"] }, { id: "e1", themes: ["heritage"] }, { id: "e2", themes: ["governance"] }];
    const plan = balancedPlan(round([person("knows", { themes: ["heritage"] }), person("r1"), person("r2")], { expert: true }, { entries: themed, reviewsPerEntry: 1 }));
    expect([readersOf(plan, "e0"), readersOf(plan, "e1")]).toEqual([["knows"], ["knows"]]);
    expect(plan.unkept).toEqual([{ entryId: "e2", rule: "expert", among: [], by: 1 }]);
  });

  it.each([
    ["holds: the entry goes short", [], 1, []],
    ["gives way: the entry has its readers", ["region"] as const, 2, [{ entryId: "e0", rule: "region", among: ["Europe"], by: 1 }, { entryId: "e1", rule: "region", among: ["Europe"], by: 1 }]],
  ])("no more than one reader from a region %s", (_what, soft, readers, unkept) => {
    const plan = balancedPlan(round([person("r0", { region: "Europe" }), person("r1", { region: "Europe" })], { regionLimit: 1, soft: [...soft] }));
    expect(readersOf(plan, "e0")).toHaveLength(readers);
    expect(plan.unkept).toEqual(unkept);
    expect(plan.unserved.map(({ because }) => because)).toEqual(soft.length > 0 ? [] : ["rules", "rules"]);
  });

  it.each([["never", [], 1], ["only where a reader would be missing", ["apart"] as const, 2]])("two who are kept apart meet %s", (_when, soft, readers) => {
    const two = [person("r0"), person("r1")];
    const plan = balancedPlan(round(two, { apart: [["r0", "r1"]], soft: [...soft] }));
    expect(readersOf(plan, "e0")).toHaveLength(readers);
    expect(plan.unkept.map(({ among }) => among)).toEqual(soft.length > 0 ? [["r0", "r1"], ["r0", "r1"]] : []);
    expect(readersOf(balancedPlan(round([...two, person("r2")], { apart: [["r0", "r1"]], soft: [...soft] })), "e0")).toContain("r2");
  });

  it("with a weight for breadth, who knows both themes comes before who knows one", () => {
    const themed = { entries: [{ id: "e0", themes: ["heritage", "governance"] }], reviewsPerEntry: 1 };
    const people = [person("one", { themes: ["heritage"] }), person("both", { themes: ["heritage", "governance"] })];
    for (const seed of ["1", "2", "3"]) expect(readersOf(balancedPlan(round(people, { breadth: 40 }, { ...themed, seed })), "e0")).toEqual(["both"]);
  });

  it.each([
    [0, ["heritage"], 1], [0, [], 0], [100, ["heritage"], 0.3333], [100, ["heritage", "governance", "resilience"], 1], [40, ["heritage", "governance"], 0.8667], [100, [], 0],
  ])("a weight of %i for breadth makes of %j a fit of %d", (breadth, themes, fit) => expect(fitOf({ themes: ["heritage", "governance", "resilience"] }, { themes }, { breadth })).toBe(fit));

  it("everybody reads the entries drawn for it, but one of each two who are kept apart, and who may not", () => {
    const people = [person("r0"), person("r1"), person("r2"), person("r3")];
    const given = { ...free(5, 0, 1), reviewers: people, rules: { ...NO_RULES, apart: [["r0", "r1"] as const] }, calibration: ["e2"], forbidden: [{ entryId: "e2", reviewerId: "r3" }] };
    const plan = balancedPlan(given);
    expect(readersOf(plan, "e2")).toHaveLength(2);
    expect(readersOf(plan, "e2")).toContain("r2");
    expect([plan.unserved, plan.unkept, readersOf(plan, "e0").length]).toEqual([[], [], 1]);
  });

  it("entries are drawn by lot, those of the plan before first, then those with fewest conflicts", () => {
    const given = { ...free(6, 0, 1), forbidden: [{ entryId: "e0", reviewerId: "r" }], rules: { ...NO_RULES, calibration: 5 } };
    expect(drawCalibration(given, [])).toEqual(["e1", "e2", "e3", "e4", "e5"]);
    expect(drawCalibration({ ...given, rules: { ...NO_RULES, calibration: 1 } }, ["e0"])).toEqual(["e0"]);
    const lots = ["1", "2", "3", "4", "5", "6"].map((seed) => drawCalibration({ ...given, seed, rules: { ...NO_RULES, calibration: 2 } }, []).join());
    expect(new Set(lots).size).toBeGreaterThan(1);
    expect(drawCalibration({ ...given, rules: NO_RULES }, ["e0"])).toEqual([]);
  });
});

describe("planning again", () => {
  const person = (id: string) => ({ id, themes: [], capacity: 1, region: null });
  const [taken, other] = [{ entryId: "e1", reviewerId: "r1" }, { entryId: "e1", reviewerId: "r2" }];
  /** Only r1 may read e0, and has no room beside e1, which r2 could read as well. */
  const refused: PlanInput = { ...free(2, 0, 1), reviewers: [person("r1"), person("r2")], forbidden: [{ entryId: "e0", reviewerId: "r2" }], existing: [taken] };

  it("moves what is held where an entry would otherwise lack a reader, and never what is not", () => {
    expect(balancedPlan(refused)).toMatchObject({ pairs: [], moved: [], unserved: [{ entryId: "e0", because: "capacity" }] });
    const plan = balancedPlan({ ...refused, held: [taken] });
    expect(plan).toMatchObject({ pairs: [{ entryId: "e0", reviewerId: "r1" }, other], moved: [taken], unserved: [] });
    expect(planHash(plan)).not.toBe(planHash({ ...plan, moved: [] }));
  });

  it("leaves where they are those that nothing is gained by moving, whatever the seed", () => {
    const existing = [{ entryId: "e0", reviewerId: "r1" }, { entryId: "e1", reviewerId: "r2" }, { entryId: "e2", reviewerId: "r0" }];
    for (const seed of ["1", "2", "3", "4"]) expect(balancedPlan({ ...free(4, 3, 1), existing, held: existing, seed })).toMatchObject({ moved: [], pairs: [{ entryId: "e3" }], proof: { total: 0, totalBound: 0 } });
  });
});

describe("a page of side rules", () => {
  const [one, other] = ["6f1c1f6e-3b0e-4c52-9d29-3f3b7f8f9a10", "0a1c1f6e-3b0e-4c52-9d29-3f3b7f8f9a10"];
  const page = (given: Partial<Parameters<typeof readRules>[0]> = {}, kept: string[] = [], soft: string[] = []) =>
    readRules({ expert: "", regionLimit: null, breadth: 0, calibration: 0, first: "", second: "", ...given }, kept, soft);
  it.each([
    ["nothing", page(), NO_RULES],
    ["everything", page({ expert: "yes", regionLimit: 2, breadth: 40, calibration: 3 }, [`${one}:${other}`], ["apart", "region", "other"]), { expert: true, regionLimit: 2, breadth: 40, calibration: 3, apart: [[other, one]], soft: ["region", "apart"] }],
    ["a new pair beside the same", page({ first: one, second: other }, [`${other}:${one}`, "nonsense"]), { ...NO_RULES, apart: [[other, one]] }],
  ])("means %s", (_what, given, rules) => expect(given).toEqual({ ok: true, rules }));
  it.each([
    ["one without another", page({ first: one }), { second: "required" }], ["another without one", page({ second: one }), { first: "required" }],
    ["somebody and themselves", page({ first: one, second: one }), { second: "not-a-choice" }], ["what is no id", page({ first: "x", second: one }), { second: "not-a-choice" }],
  ])("refuses %s", (_what, given, errors) => expect(given).toEqual({ ok: false, errors }));
  it.each([["regionLimit", "0", "too-small"], ["regionLimit", "two", "not-whole"], ["breadth", "101", "too-large"], ["breadth", "half", "not-whole"], ["calibration", "-1", "too-small"]])("%s %s: %s", (field, value, problem) => {
    const read = rulesInput.safeParse({ regionLimit: "", breadth: "0", calibration: "0", [field]: value });
    expect(read.error?.issues.map(({ path, message }) => [path[0], message])).toEqual([[field, problem]]);
  });
});

describe("reading order", () => {
  const crossed = (entries: number, readers: number): Pair[] =>
    Array.from({ length: entries * readers }, (_none, index) => ({ entryId: `e${index % entries}`, reviewerId: `r${Math.floor(index / entries)}` }));
  /** Of each reader: the entries in the order they are read. */
  const listsOf = (places: Placed[]) => [...new Set(places.map(({ reviewerId }) => reviewerId))]
    .map((reader) => places.filter(({ reviewerId }) => reviewerId === reader).sort((a, b) => a.readingOrder - b.readingOrder).map(({ entryId }) => entryId));
  /** By entry: its mean place among those who read it, 0 the first and 1 the last of a list. */
  function meansOf(places: Placed[]): number[] {
    const lists = listsOf(places);
    return [...new Set(places.map(({ entryId }) => entryId))].map((entry) => {
      const found = lists.filter((list) => list.includes(entry)).map((list) => list.indexOf(entry) / (list.length - 1));
      return found.reduce((sum, at) => sum + at, 0) / found.length;
    });
  }
  const spread = (means: number[]) => Math.max(...means) - Math.min(...means);
  const size = { entries: fc.integer({ min: 2, max: 40 }), readers: fc.integer({ min: 1, max: 12 }), round: fc.uuid() };

  it("where all read all, every entry stands as early as late: mean places are equal for an even panel, and for an odd one one reader's list apart", () => {
    fc.assert(fc.property(fc.record(size), ({ entries, readers, round }) => {
      expect(spread(meansOf(placed(round, crossed(entries, readers), [])))).toBeLessThan((readers % 2 === 0 ? 0 : 1 / readers) + 1e-9);
    }));
  });

  it("does not depend on the order in which pairs come, and differs between rounds", () => {
    fc.assert(fc.property(fc.record(size), fc.infiniteStream(fc.double({ min: 0, max: 1, noNaN: true })), ({ entries, readers, round }, draws) => {
      const pairs = crossed(entries, readers);
      const mixed = pairs.map((pair) => ({ pair, at: draws.next().value as number })).sort((a, b) => a.at - b.at).map(({ pair }) => pair);
      const texts = (places: Placed[]) => places.map((place) => JSON.stringify(place)).sort();
      expect(texts(placed(round, mixed, []))).toEqual(texts(placed(round, pairs, [])));
    }));
    expect(placed("one", crossed(20, 2), [])).not.toEqual(placed("other", crossed(20, 2), []));
  });

  it("each of eleven has an order of their own", () => {
    expect(new Set(listsOf(placed("round", crossed(30, 11), [])).map((list) => list.join())).size).toBe(11);
  });

  it("also where each entry has three of eleven readers: no entry is read much earlier or later than others", () => {
    const pairs = crossed(66, 11).filter(({ entryId, reviewerId }) => [0, 3, 4].includes((Number(reviewerId.slice(1)) + Number(entryId.slice(1))) % 11));
    expect(spread(meansOf(placed("round", pairs, [])))).toBeLessThan(0.3);
  });

  it("what stands stays; what comes later is put opposite to where the others read it", () => {
    const standing = [{ entryId: "e1", reviewerId: "r1", readingOrder: 1 }, { entryId: "e2", reviewerId: "r1", readingOrder: 2_000_000_000 }];
    const [late, early] = ["e1", "e2"].map((entryId) => placed("round", [{ entryId, reviewerId: "r2" }], standing)[0]!.readingOrder);
    expect(early).toBeLessThan(2 ** 29);
    expect(late).toBeGreaterThan(3 * 2 ** 29);
    expect(placed("round", [{ entryId: "e1", reviewerId: "r2" }, { entryId: "e2", reviewerId: "r2" }], standing).map(({ entryId }) => entryId)).toEqual(["e2", "e1"]);
  });

  it("fits the database's integer", () => {
    const place = fc.integer({ min: 0, max: 2_147_483_647 });
    fc.assert(fc.property(fc.uuid(), fc.array(place, { maxLength: 5 }), fc.integer({ min: 1, max: 30 }), (round, others, entries) => {
      const standing = others.map((readingOrder, index) => ({ entryId: "e0", reviewerId: `s${index}`, readingOrder }));
      for (const { readingOrder } of placed(round, crossed(entries, 3), standing)) expect(readingOrder >= 0 && readingOrder <= 2_147_483_647 && Number.isInteger(readingOrder)).toBe(true);
    }));
  });
});

function free(entries: number, reviewers: number, reviewsPerEntry: number): PlanInput {
  return {
    entries: Array.from({ length: entries }, (_none, index) => ({ id: `e${index}`, themes: [] })),
    reviewers: Array.from({ length: reviewers }, (_none, index) => ({ id: `r${index}`, themes: [], capacity: null, region: null })),
    forbidden: [], existing: [], reviewsPerEntry, seed: "round", rules: NO_RULES, calibration: [], held: [],
  };
}
