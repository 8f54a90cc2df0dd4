import type { Worker } from "node:worker_threads";
import { afterAll, describe, expect, it } from "vitest";
import { NO_RULES, type PlanInput } from "#app/domain/assignment/rules.ts";
import type { CutInput } from "#app/domain/ranking/cut.ts";
import { cutFigures } from "#app/domain/ranking/cut.ts";
import { openCalculation } from "#app/outside/calculation/calculating.server.ts";
import { CalculationFailed, GivenUp } from "#app/outside/calculation/calculation.ts";
import { WORK } from "#app/outside/calculation/work.ts";

const calculation = openCalculation();
afterAll(() => calculation.close());

const input = (seed: string): CutInput => ({
  reviews: Array.from({ length: 12 }, (_, n) =>
    [0, 1, 2].map((reviewer) => ({
      entry: `e${n}`,
      reviewer: `r${reviewer}`,
      values: [((n * 7) % 11) + reviewer + ((n * reviewer) % 3)],
    })),
  ).flat(),
  weights: [100],
  method: "adjusted",
  ranked: Array.from({ length: 12 }, (_, n) => `e${n}`),
  seed,
  draws: 50,
});

const begin = (input: PlanInput) => calculation.beginning("assignment", input)?.();

const THEMES = ["water", "heritage", "mobility", "housing", "energy"];
/** A round to plan; one of hundreds of entries keeps the solver busy for a while. */
const round = (seed: string, entries: number): PlanInput => ({
  entries: Array.from({ length: entries }, (_, n) => ({
    id: `e${n}`,
    themes: [THEMES[n % 5]!, THEMES[(n * 3 + 1) % 5]!],
  })),
  reviewers: Array.from({ length: entries / 5 }, (_, n) => ({
    id: `r${n}`,
    themes: [THEMES[n % 3]!],
    capacity: 20,
    region: null,
  })),
  forbidden: [],
  existing: [],
  reviewsPerEntry: 3,
  seed,
  rules: NO_RULES,
  calibration: [],
  held: [],
});

describe("the calculating thread", () => {
  it("answers what the function would answer here, and the event loop goes on meanwhile", async () => {
    let turns = 0;
    const ticking = setInterval(() => {
      turns++;
    }, 1);
    expect(await calculation.run("cut", input("1"))).toEqual(cutFigures(input("1")));
    clearInterval(ticking);
    expect(turns).toBeGreaterThan(0);
  });
  it("works the same question out once", async () => {
    const [first, second, other] = [
      calculation.run("cut", input("2")),
      calculation.run("cut", input("2")),
      calculation.run("cut", input("3")),
    ];
    expect(second).toBe(first);
    expect(other).not.toBe(first);
    expect(await first).toEqual(await second);
  });
  it("says when a calculation fails, and goes on with the next", async () => {
    await expect(calculation.run("cut", { ...input("4"), weights: null as never })).rejects.toThrow(CalculationFailed);
    expect((await calculation.run("cut", input("5"))).order).toHaveLength(12);
  });
});

describe("a search that takes long", () => {
  it("tells how far it is to whoever does not wait, and once it is done its answer, which is then there at once", async () => {
    begin(round("a", 200));
    expect(await calculation.within(0, "assignment", round("a", 200))).toMatchObject({ told: null });
    const plan = await calculation.run("assignment", round("a", 200));
    expect(plan.pairs).toHaveLength(600);
    expect(await calculation.within(0, "assignment", round("a", 200))).toEqual({ answer: plan });
  });

  it("is not begun by looking, however often", async () => {
    const look = () => calculation.within(60_000, "assignment", round("t", 50));
    for (const _time of ["first", "second"]) expect(await look()).toEqual({ begun: false });
    expect(calculation.giveUp("assignment", ({ seed }) => seed === "t")).toBe(false);
    const beginning = calculation.beginning("assignment", round("t", 50));
    expect(await look()).toEqual({ begun: false });
    beginning?.();
    expect(calculation.beginning("assignment", round("t", 50))).toBeNull();
    expect(await look()).toMatchObject({ answer: { unserved: [] } });
    expect(calculation.beginning("assignment", round("t", 50))).toBeNull();
  });

  it("that failed stays so for whoever looks, and is news once; asked for again it begins anew", async () => {
    const broken = { ...round("f", 50), rules: null as never };
    const look = () => calculation.within(60_000, "assignment", broken);
    begin(broken);
    const failure = expect.objectContaining({ name: "CalculationFailed", message: expect.stringContaining("null") });
    expect(await look()).toEqual({ failure, isNews: true });
    for (const _time of ["second", "third"]) expect(await look()).toEqual({ failure, isNews: false });
    await expect(calculation.attempt(60_000, "assignment", broken)).rejects.toEqual(failure);
    expect(await look()).toEqual({ failure, isNews: false });
    const busy = calculation.run("assignment", round("g", 200));
    begin(broken);
    expect(await calculation.within(0, "assignment", broken)).toMatchObject({ told: null });
    expect((await busy).pairs).toHaveLength(600);
    expect(await look()).toEqual({ failure, isNews: true });
  });

  it("fails with its thread; what waited behind it begins on another", async () => {
    const own = openCalculation();
    const started = new Promise<Worker>((resolve) => process.once("worker", resolve));
    const [dying, behind] = [own.run("assignment", round("r", 300)), own.run("assignment", round("s", 50))];
    void (await started).terminate();
    await expect(dying).rejects.toMatchObject({ name: "CalculationFailed", code: "THREAD_GONE" });
    expect((await behind).pairs).toHaveLength(150);
    own.close();
  });

  it("tells what is proved on the way", async () => {
    const told: unknown[] = [];
    const people = [
      { id: "r0", themes: ["water"], capacity: null, region: null },
      { id: "r1", themes: [], capacity: null, region: null },
    ];
    await WORK.assignment(
      {
        entries: [
          { id: "e0", themes: ["water"] },
          { id: "e1", themes: ["water"] },
        ],
        reviewers: people,
        forbidden: [],
        existing: [],
        reviewsPerEntry: 1,
        seed: "s",
        rules: NO_RULES,
        calibration: [],
        held: [],
      },
      (progress) => told.push(progress),
    );
    expect(told).toEqual([
      { step: "rules", found: null },
      { step: "total", found: null },
      { step: "floor", found: { total: 1, totalBound: 1, floor: 0, floorBound: 1 } },
    ]);
  });

  it("is given up alone: figures go on, another search begins anew, and asked again it is worked out after all", async () => {
    const [given, other, figures] = [
      calculation.run("assignment", round("c", 300)),
      calculation.run("assignment", round("d", 50)),
      calculation.run("cut", input("6")),
    ];
    expect(calculation.giveUp("assignment", ({ seed }) => seed === "c")).toBe(true);
    await expect(given).rejects.toBeInstanceOf(GivenUp);
    expect((await other).pairs).toHaveLength(150);
    expect((await figures).order).toHaveLength(12);
    expect(calculation.giveUp("assignment", ({ seed }) => seed === "c")).toBe(false);
    expect((await calculation.run("assignment", round("c", 300))).pairs).toHaveLength(900);
  });

  it("is given up by whoever waits for it no longer, unless somebody else has asked for it", async () => {
    const ofRound = (seed: string) => calculation.giveUp("assignment", (input) => input.seed === seed);
    expect(await calculation.attempt(0, "assignment", round("j", 300))).toBeNull();
    expect(ofRound("j")).toBe(false);
    const [patient, hasty] = [
      calculation.attempt(600_000, "assignment", round("k", 50)),
      calculation.attempt(0, "assignment", round("k", 50)),
    ];
    expect([(await patient)?.pairs.length, await hasty]).toEqual([150, null]);
    const run = calculation.run("assignment", round("l", 50));
    expect(await calculation.attempt(0, "assignment", round("l", 50))).toBeNull();
    expect((await run).pairs).toHaveLength(150);
    begin(round("m", 300));
    expect(await calculation.attempt(0, "assignment", round("m", 300))).toBeNull();
    expect(ofRound("m")).toBe(true);
  });

  it("that is given up while it waits in line lets the one before it go on", async () => {
    await calculation.run("assignment", round("q", 50)); // its thread is there
    const before = calculation.run("assignment", round("n", 200));
    let threads = 0;
    const count = () => {
      threads += 1;
    };
    process.on("worker", count);
    expect(await calculation.attempt(0, "assignment", round("o", 200))).toBeNull();
    expect((await before).pairs).toHaveLength(600);
    process.off("worker", count);
    expect(threads).toBe(0);
  });

  it("that was stopped is not begun by an attempt", async () => {
    const given = calculation.run("assignment", round("p", 300));
    calculation.stopping("assignment", ({ seed }) => seed === "p")?.();
    await expect(given).rejects.toBeInstanceOf(GivenUp);
    expect(await calculation.attempt(600_000, "assignment", round("p", 300))).toBeNull();
  });

  it("once stopped stays so, its waiting looker told so, whatever it rests on by then, until it is begun again", async () => {
    begin(round("h", 300));
    const looking = calculation.within(60_000, "assignment", round("h", 300));
    const stop = calculation.stopping("assignment", ({ seed }) => seed === "h");
    stop?.();
    expect(await looking).toEqual({ stopped: true });
    for (const entries of [300, 100])
      expect(await calculation.within(0, "assignment", round("h", entries))).toEqual({ stopped: true });
    expect(await calculation.within(0, "assignment", round("i", 50))).toEqual({ begun: false });
    const beginning = calculation.beginning("assignment", round("h", 100));
    expect(await calculation.within(0, "assignment", round("h", 100))).toEqual({ stopped: true });
    beginning?.();
    expect(calculation.beginning("assignment", round("h", 100))).toBeNull();
    expect(await calculation.within(0, "assignment", round("h", 100))).toMatchObject({ told: null });
    expect(await calculation.within(0, "assignment", round("h", 300))).toEqual({ begun: false });
    expect(calculation.stopping("assignment", ({ seed }) => seed === "nobody's")).toBeNull();
  });
});
