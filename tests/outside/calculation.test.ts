import { afterAll, describe, expect, it } from "vitest";
import type { CutInput } from "#app/domain/ranking/cut.ts";
import { cutFigures } from "#app/domain/ranking/cut.ts";
import { openCalculation } from "#app/outside/calculation/calculating.server.ts";

const calculation = openCalculation();
afterAll(() => calculation.close());

const input = (seed: string): CutInput => ({
  reviews: Array.from({ length: 12 }, (_, n) => [0, 1, 2].map((reviewer) => ({ entry: `e${n}`, reviewer: `r${reviewer}`, values: [((n * 7) % 11) + reviewer + ((n * reviewer) % 3)] }))).flat(),
  weights: [100], method: "adjusted", seed, draws: 50,
});

describe("the calculating thread", () => {
  it("answers what the function would answer here, and the event loop goes on meanwhile", async () => {
    let turns = 0;
    const ticking = setInterval(() => { turns++; }, 1);
    expect(await calculation.run("cut", input("1"))).toEqual(cutFigures(input("1")));
    clearInterval(ticking);
    expect(turns).toBeGreaterThan(0);
  });
  it("works the same question out once", async () => {
    const [first, second, other] = [calculation.run("cut", input("2")), calculation.run("cut", input("2")), calculation.run("cut", input("3"))];
    expect(second).toBe(first);
    expect(other).not.toBe(first);
    expect(await first).toEqual(await second);
  });
  it("says when a calculation fails, and goes on with the next", async () => {
    await expect(calculation.run("cut", { ...input("4"), weights: null as never })).rejects.toThrow("a calculation failed");
    expect((await calculation.run("cut", input("5"))).order).toHaveLength(12);
  });
});
