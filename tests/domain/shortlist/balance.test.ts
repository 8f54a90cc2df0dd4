import { describe, expect, it } from "vitest";
import { normals } from "#app/domain/ranking/chances.ts";
import { balance, type BalanceInput, type Bound, type Candidate, type Report } from "#app/domain/shortlist/balance.ts";
import { solver } from "#app/domain/assignment/solver.ts";
import type { BalanceRule } from "#app/domain/shortlist/rules.ts";
import { aBalancedRound } from "#tests/support/candidates.ts";

const candidate = (place: number, country: string, given: Partial<Candidate> = {}): Candidate => ({
  id: `e${place}`,
  place,
  score: 100 - place,
  chance: null,
  groups: { country: [country], region: [], theme: [], goal: [], newcomer: [], size: [] },
  ...given,
});
const most = (count: number, group: string | null = null): BalanceRule => ({
  dimension: "country",
  group,
  least: null,
  most: count,
  limit: true,
});
const least = (count: number, group: string, limit = true): BalanceRule => ({
  dimension: "country",
  group,
  least: count,
  most: null,
  limit,
});
const reported = async (input: BalanceInput): Promise<Report> => {
  const found = await balance(input);
  if (!found.feasible) throw new Error(`infeasible: ${JSON.stringify(found.unmet)}`);
  return found.report;
};
const SIX = [
  candidate(1, "KE"),
  candidate(2, "KE"),
  candidate(3, "KE"),
  candidate(4, "PE"),
  candidate(5, "FR"),
  candidate(6, "PE"),
];

describe("a balanced list", () => {
  it("without rules is the list by merit, and costs nothing", async () =>
    expect(await reported({ candidates: SIX, places: 3, rules: [], reach: "all" })).toEqual({
      merit: ["e1", "e2", "e3"],
      chosen: ["e1", "e2", "e3"],
      in: [],
      out: [],
      price: { sum: 0, perPlace: 0, share: 0 },
      lostHits: null,
      deepest: null,
      bounds: [],
      movedBy: {},
    }));

  it("gives up as little as the rule asks for, and names who came and went, the price and how deep it reached", async () => {
    const report = await reported({ candidates: SIX, places: 3, rules: [most(2)], reach: "all" });
    expect(report).toMatchObject({
      chosen: ["e1", "e2", "e4"],
      in: ["e4"],
      out: ["e3"],
      deepest: 4,
      price: { sum: 1, perPlace: 1 / 3 },
    });
    expect(report.price.share).toBeCloseTo(1 / (99 + 98 + 97), 12);
    expect(report.bounds.map(({ group, count, price }) => [group, count, price])).toEqual([
      ["FR", 0, 0],
      ["KE", 2, 1],
      ["PE", 1, 0],
    ]);
  });

  it("the price of each rule is what the list gains without it alone", async () => {
    const { bounds, chosen } = await reported({
      candidates: SIX,
      places: 3,
      rules: [most(1, "KE"), least(1, "FR")],
      reach: "all",
    });
    expect(chosen).toEqual(["e1", "e4", "e5"]);
    expect(bounds.map(({ group, price }) => [group, price])).toEqual([
      ["KE", 2],
      ["FR", 0],
    ]);
    const strict = await reported({ candidates: SIX, places: 3, rules: [most(2, "KE"), least(1, "FR")], reach: "all" });
    expect([strict.chosen, strict.bounds.map(({ price }) => price)]).toEqual([
      ["e1", "e2", "e5"],
      [0, 1],
    ]);
  });

  it("a target is missed by as little as it must be, never a limit", async () => {
    const report = await reported({
      candidates: SIX,
      places: 3,
      rules: [most(2, "KE"), least(3, "FR", false)],
      reach: "all",
    });
    expect(report.chosen).toEqual(["e1", "e2", "e5"]);
    expect(report.bounds.map(({ group, met, count }) => [group, met, count])).toEqual([
      ["KE", true, 2],
      ["FR", false, 1],
    ]);
  });

  it("acts inside the near-tie band only: who is sure stays, who is out stays out, until the panel widens it", async () => {
    const banded = SIX.map((each) => ({
      ...each,
      chance: { 1: 0.99, 2: 0.95, 3: 0.5, 4: 0.4, 5: 0.06, 6: 0.1 }[each.place]!,
    }));
    const report = await reported({ candidates: banded, places: 3, rules: [most(2)], reach: "band" });
    expect(report).toMatchObject({ chosen: ["e1", "e2", "e4"], in: ["e4"], out: ["e3"] });
    expect(report.lostHits).toBeCloseTo(0.1, 12);
    expect(await balance({ candidates: banded, places: 3, rules: [least(1, "FR")], reach: "band" })).toEqual({
      feasible: false,
      unmet: [{ bound: expect.objectContaining({ group: "FR", least: 1 }), short: 1 }],
    });
    expect((await reported({ candidates: banded, places: 3, rules: [least(1, "FR")], reach: "all" })).chosen).toEqual([
      "e1",
      "e2",
      "e5",
    ]);
  });

  it("moves nothing outside the band: not where chances differ from the order that decides, nor where none are known", async () => {
    const order = [0.99, 0.95, 0.05, 0.96, 0.5, 0.02];
    const apart = SIX.map((each, at) => ({ ...each, chance: order[at]! }));
    expect((await reported({ candidates: apart, places: 3, rules: [], reach: "band" })).chosen).toEqual([
      "e1",
      "e2",
      "e3",
    ]);
    expect(await balance({ candidates: SIX, places: 3, rules: [most(2)], reach: "band" })).toEqual({
      feasible: false,
      unmet: [{ bound: expect.objectContaining({ group: "KE", most: 2 }), short: 1 }],
    });
  });

  it("blames the limits alone, by as little as they must give way, whatever becomes of targets", async () => {
    // Two more limits broken would save three missed targets.
    const rules = [most(0, "PE"), most(0, "FR"), most(2, "KE"), least(3, "PE", false), least(3, "FR", false)];
    const candidates = [...SIX, candidate(7, "PE"), candidate(8, "FR"), candidate(9, "FR")];
    const found = await balance({ candidates, places: 3, rules, reach: "all" });
    expect(found).toMatchObject({ feasible: false });
    expect(found.feasible ? 0 : found.unmet.reduce((sum, { short }) => sum + short, 0)).toBe(1);
  });

  it("says which rule cannot be met, not that there is no solution", async () => {
    expect(await balance({ candidates: SIX, places: 3, rules: [least(3, "PE"), most(2, "KE")], reach: "all" })).toEqual(
      { feasible: false, unmet: [{ bound: expect.objectContaining({ group: "PE", least: 3 }), short: 1 }] },
    );
    const together = await balance({
      candidates: SIX,
      places: 3,
      rules: [least(2, "PE"), least(2, "KE")],
      reach: "all",
    });
    expect(together).toMatchObject({ feasible: false, unmet: [{ short: 1 }] });
  });

  it("moves nobody for nothing, and goes by the ranking among entries of one score", async () => {
    const equal = Array.from({ length: 9 }, (_, at) => candidate(at + 1, ["KE", "FR", "PE"][at % 3]!, { score: 7 }));
    const list = async (...rules: BalanceRule[]) =>
      (await reported({ candidates: equal, places: 4, rules, reach: "all" })).chosen;
    expect(await list(most(2))).toEqual(["e1", "e2", "e3", "e4"]);
    expect(await list(least(2, "PE"))).toEqual(["e1", "e2", "e3", "e6"]);
    expect(await list(most(0, "KE"), least(2, "FR", false))).toEqual(["e2", "e3", "e5", "e6"]);
  });

  it("a rule that the list does not come near has its price, too, where it keeps another list away", async () => {
    const goals = [
      ["5", "1", "2"],
      ["5", "3", "4"],
      ["1", "3"],
      ["2", "4"],
    ];
    const candidates = goals.map((goal, at) => {
      const one = candidate(at + 1, "KE", { score: [6, 6, 5, 5][at]! });
      return { ...one, groups: { ...one.groups, goal } };
    });
    const rules = [{ ...most(1), dimension: "goal" as const }];
    const { chosen, bounds } = await reported({ candidates, places: 2, rules, reach: "all" });
    expect(chosen).toEqual(["e3", "e4"]);
    expect(bounds.map(({ group, count, price }) => [group, count, price])).toEqual([
      ["1", 1, 1],
      ["2", 1, 1],
      ["3", 1, 1],
      ["4", 1, 1],
      ["5", 0, 2],
    ]);
  });

  it("is the same whatever the order of the candidates", async () => {
    const input = { candidates: SIX, places: 3, rules: [most(1)], reach: "all" } as const;
    expect(await balance({ ...input, candidates: SIX.toReversed() })).toEqual(await balance(input));
  });
});

describe("which rule moved which entry", () => {
  const movers = async (...rules: BalanceRule[]) => {
    const { in: inside, out, bounds, movedBy } = await reported({ candidates: SIX, places: 3, rules, reach: "all" });
    const said = (at: number) => `${bounds[at]!.group} ${bounds[at]!.most ?? "from"} ${bounds[at]!.least ?? "up"}`;
    return Object.fromEntries(
      [...inside, ...out].map((id) => [
        id,
        [...(movedBy![id]!.alone ? [] : ["together"]), ...movedBy![id]!.bounds.map(said)],
      ]),
    );
  };

  it("the one without which alone it would stand where the ranking has it, of a rule for every group and of one by name", async () => {
    expect(await movers(most(2))).toEqual({ e4: ["KE 2 up"], e3: ["KE 2 up"] });
    expect(await movers(most(3), least(1, "FR"))).toEqual({ e5: ["FR from 1"], e3: ["FR from 1"] });
  });

  it("each that alone would leave it; where none does, those that only together move it, and no more", async () => {
    // Without the second, France's place goes to Peru: e5 stays out, and Kenya still loses e3.
    expect(await movers(most(2, "KE"), least(1, "FR"))).toEqual({
      e5: ["FR from 1"],
      e3: ["together", "KE 2 up", "FR from 1"],
    });
    // What every country may have, said of Kenya once more.
    expect(await movers(most(2), most(2, "KE"))).toEqual({
      e4: ["together", "KE 2 up", "KE 2 up"],
      e3: ["together", "KE 2 up", "KE 2 up"],
    });
    expect(await movers(most(1, "KE"), least(2, "PE"))).toEqual({
      e4: ["together", "KE 1 up", "PE from 2"],
      e6: ["PE from 2"],
      e2: ["together", "KE 1 up", "PE from 2"],
      e3: ["together", "KE 1 up", "PE from 2"],
    });
  });

  it("and a limit moved nobody whom a target, come nearer without it, would move as well", async () => {
    const water = (each: Candidate): Candidate => ({ ...each, groups: { ...each.groups, theme: ["water"] } });
    const candidates = SIX.map((each) => (["e1", "e2", "e4"].includes(each.id) ? water(each) : each));
    const three: BalanceRule = { dimension: "theme", group: "water", least: 3, most: null, limit: false };
    const report = await reported({ candidates, places: 3, rules: [most(1, "KE"), three], reach: "all" });
    expect(report).toMatchObject({ chosen: ["e1", "e4", "e5"], bounds: [{ price: 3 }, { price: 0 }] });
    // Without the limit: e1, e2 and e4, which miss nothing.
    const [alone, together] = [
      { alone: true, bounds: [0] },
      { alone: false, bounds: [0, 1] },
    ];
    expect(report.movedBy).toEqual({ e4: together, e5: alone, e2: alone, e3: together });
  });

  it("looks for those that move only together so many times and no more, and then names all that may", async () => {
    const rules = Array.from({ length: 150 }, () => most(2, "KE"));
    const highs = await solver();
    const { solve } = highs;
    let solves = 0;
    highs.solve = (...given) => {
      solves += 1;
      return solve.apply(highs, given);
    };
    const report = await reported({ candidates: SIX, places: 3, rules, reach: "all" }).finally(() => {
      highs.solve = solve;
    });
    // One for the price of each rule, 100 for what moves, and a few for the list itself.
    expect([solves > 200, solves < 260]).toEqual([true, true]);
    expect(report.movedBy!["e4"]).toEqual({ alone: false, bounds: rules.map((_, at) => at) });
  });
});

describe("goals, of which an entry names several", () => {
  const naming = (place: number, ...goal: string[]) => {
    const one = candidate(place, "KE");
    return { ...one, groups: { ...one.groups, goal } };
  };
  const candidates = [
    naming(1, "11"),
    naming(2, "11", "13"),
    naming(3, "11"),
    naming(4, "2"),
    naming(5, "2", "13"),
    naming(6, "13"),
  ];
  const goal = (group: string | null, bounds: { least?: number; most?: number }, limit = true): BalanceRule => ({
    dimension: "goal",
    group,
    least: bounds.least ?? null,
    most: bounds.most ?? null,
    limit,
  });
  const asked = (...rules: BalanceRule[]) => ({ candidates, places: 3, rules, reach: "all" as const });

  it.each([
    ["at least one with a goal", [goal("2", { least: 1 })], ["e1", "e2", "e4"], [1]],
    ["an entry counts for each goal it names", [goal("13", { least: 2 })], ["e1", "e2", "e5"], [2]],
    ["one entry keeps two rules", [goal("2", { least: 1 }), goal("13", { least: 2 })], ["e1", "e2", "e5"], [0, 1]],
    ["at most one with a goal", [goal("11", { most: 1 })], ["e1", "e4", "e5"], [4]],
    ["both at once", [goal("11", { most: 2 }), goal("2", { least: 1 })], ["e1", "e2", "e4"], [0, 0]],
  ])("%s", async (_what, rules, chosen, prices) => {
    const report = await reported(asked(...rules));
    expect([report.chosen, report.bounds.map(({ price }) => price)]).toEqual([chosen, prices]);
  });

  it("each of them, in the order of their numbers", async () => {
    const { chosen, bounds } = await reported(asked(goal(null, { least: 1 })));
    expect([chosen, bounds.map(({ group, count }) => [group, count])]).toEqual([
      ["e1", "e2", "e4"],
      [
        ["2", 1],
        ["11", 2],
        ["13", 1],
      ],
    ]);
  });

  it("one that nobody names cannot be a limit, and is missed as a target", async () => {
    const nobody = { least: 1 };
    expect(await balance(asked(goal("5", nobody)))).toMatchObject({
      feasible: false,
      unmet: [{ bound: { dimension: "goal", group: "5" }, short: 1 }],
    });
    expect((await reported(asked(goal("5", nobody, false)))).bounds).toMatchObject([
      { count: 0, met: false, price: 0 },
    ]);
  });
});

describe("C1: 45 of 300 under rules for countries, regions and themes", () => {
  it("keeps every rule by an independent count, and no exchange of one for one would be better", async () => {
    const input = aBalancedRound("C1");
    const report = await reported(input);
    const byId = new Map(input.candidates.map((each) => [each.id, each]));
    const keeps = (ids: readonly string[]) => {
      const count = (dimension: "country" | "region" | "theme") =>
        grouped(ids.flatMap((id) => byId.get(id)!.groups[dimension]));
      const [countries, regions, themes] = [count("country"), count("region"), count("theme")];
      const known = (dimension: "region" | "theme") =>
        new Set(input.candidates.flatMap(({ groups }) => groups[dimension]));
      return (
        [...countries.values()].every(({ length }) => length <= 4) &&
        [...known("region")].every((group) => (regions.get(group)?.length ?? 0) >= 5) &&
        [...known("theme")].every((group) => (themes.get(group)?.length ?? 0) >= 2)
      );
    };
    expect(report.chosen).toHaveLength(45);
    expect([keeps(report.merit), keeps(report.chosen)]).toEqual([false, true]);
    const score = (id: string) => byId.get(id)!.score;
    const better = report.chosen
      .flatMap((out) =>
        input.candidates
          .filter(({ id }) => !report.chosen.includes(id) && score(id) > score(out) + 1e-9)
          .map(({ id }) => [out, id] as const),
      )
      .filter(([out, id]) => keeps(report.chosen.map((each) => (each === out ? id : each))));
    expect(better).toEqual([]);
    expect(report.price.sum).toBeGreaterThan(0);
    expect(report.in).toHaveLength(report.out.length);
    expect(report.bounds.some(({ price }) => price! > 0)).toBe(true);
    expect(report.bounds.every(({ price }) => price! <= report.price.sum + 1e-6)).toBe(true);
  });
});

describe("C1 with rules for one group each, held against every list there is", () => {
  type Given = { input: BalanceInput; bounds: Omit<Bound, "rule">[] };
  const DRAWN = ["country", "region", "theme"] as const;
  /** Eleven entries, four or five places, two to five rules of all kinds. */
  function drawn(seed: string): Given {
    const normal = normals(seed);
    const below = (most: number) => Math.floor(Math.abs(normal() * 1000)) % most;
    const candidates = Array.from({ length: 11 }, normal)
      .sort((a, b) => b - a)
      .map((score, at) => {
        const one = candidate(at + 1, `c${below(3)}`, { score: 50 + 10 * score });
        const theme = [...new Set([`t${below(3)}`, `t${below(3)}`])];
        return { ...one, groups: { ...one.groups, region: [`r${below(2)}`], theme } };
      });
    const rules = Array.from({ length: 2 + below(4) }, (): BalanceRule => {
      const dimension = DRAWN[below(3)]!;
      const known = [...new Set(candidates.flatMap(({ groups }) => groups[dimension]))].sort();
      const group = below(3) === 0 ? null : known[below(known.length)]!;
      const [count, limit] = [below(4), below(3) > 0];
      return { dimension, group, ...(below(2) ? { least: count, most: null } : { least: null, most: count }), limit };
    });
    const bounds = rules.flatMap(({ dimension, group, least: from, most: to, limit }) =>
      (group === null ? [...new Set(candidates.flatMap(({ groups }) => groups[dimension]))].sort() : [group]).map(
        (each) => ({ dimension, group: each, least: from, most: to, limit }),
      ),
    );
    return { input: { candidates, places: 4 + below(2), rules, reach: "all" }, bounds };
  }

  const listsOf = (size: number, places: number, from = 0): number[][] =>
    places === 0
      ? [[]]
      : Array.from({ length: size - from }, (_, at) => from + at).flatMap((first) =>
          listsOf(size, places - 1, first + 1).map((rest) => [first, ...rest]),
        );

  /** The best of all lists that keep the limits, with as few misses of targets as may be; null where none does. */
  function best({ input: { candidates, places } }: Given, bounds: Given["bounds"]) {
    const missed = (list: readonly number[], { dimension, group, least: from, most: to }: Given["bounds"][number]) => {
      const count = list.filter((at) => candidates[at]!.groups[dimension].includes(group)).length;
      return from === null ? Math.max(0, count - to!) : Math.max(0, from - count);
    };
    const kept = listsOf(candidates.length, places)
      .filter((list) => bounds.every((bound) => !bound.limit || missed(list, bound) === 0))
      .map((list) => ({
        list,
        sum: list.reduce((sum, at) => sum + candidates[at]!.score, 0),
        misses: bounds.reduce((sum, bound) => sum + (bound.limit ? 0 : missed(list, bound)), 0),
      }));
    const least = Math.min(...kept.map((each) => each.misses));
    return kept.filter((each) => each.misses <= least).sort((a, b) => b.sum - a.sum)[0] ?? null;
  }

  it("the same list, the same price of each rule and the same rules behind each move, 60 times", async () => {
    let [feasible, alone, together] = [0, 0, 0];
    for (let draw = 0; draw < 60; draw++) {
      const given = drawn(`C1 ${draw}`);
      const found = await balance(given.input);
      const right = best(given, given.bounds);
      expect([draw, found.feasible]).toEqual([draw, right !== null]);
      if (!found.feasible || !right) continue;
      feasible += 1;
      const { chosen, price, bounds, movedBy, in: inside, out } = found.report;
      const ids = (list: readonly number[]) => list.map((at) => `e${at + 1}`);
      expect([draw, chosen]).toEqual([draw, ids(right.list)]);
      // The bound of the relaxation without rules: no list has more than the best scores.
      expect(price.sum).toBeGreaterThanOrEqual(0);
      const without = given.bounds.map((bound) => {
        const others = given.bounds.filter((each) => each !== bound);
        return best(given, others)!;
      });
      for (const [at, { sum }] of without.entries())
        expect(bounds[at]!.price, `draw ${draw}, rule ${at}`).toBeCloseTo(Math.max(0, sum - right.sum), 8);
      for (const id of [...inside, ...out]) {
        const isBack = (list: readonly number[]) => ids(list).includes(id) === out.includes(id);
        const stays = without.flatMap(({ list }, at) => (isBack(list) ? [at] : []));
        const { alone: byOne, bounds: movers } = movedBy![id]!;
        expect([draw, id, byOne]).toEqual([draw, id, stays.length > 0]);
        if (byOne) {
          expect([draw, id, movers]).toEqual([draw, id, stays]);
          alone += 1;
          continue;
        }
        together += 1;
        const backWithout = (away: readonly number[]) => {
          const others = given.bounds.filter((_, at) => !away.includes(at));
          return isBack(best(given, others)!.list);
        };
        expect([draw, id, movers.length > 1, backWithout(movers)]).toEqual([draw, id, true, true]);
        for (const one of movers)
          expect([draw, id, backWithout(movers.filter((at) => at !== one))]).toEqual([draw, id, false]);
      }
    }
    expect([feasible > 25, alone > 25, together > 5]).toEqual([true, true, true]);
  });
});

function grouped(values: readonly string[]): Map<string, string[]> {
  const groups = new Map<string, string[]>();
  for (const value of values) groups.set(value, [...(groups.get(value) ?? []), value]);
  return groups;
}
