import { describe, expect, it } from "vitest";
import { type Counted, groupOf, LEAST_TOLD, statisticsOf } from "#app/domain/statistics/rules.ts";

const entry = (given: Partial<Counted> = {}): Counted => ({
  valid: true,
  ineligible: false,
  withdrawn: false,
  read: true,
  chosen: false,
  region: "Africa",
  theme: "housing",
  population: null,
  ...given,
});
const many = (n: number, given: Partial<Counted>) => Array.from({ length: n }, () => entry(given));
const byRegion = (...entries: Counted[][]) => statisticsOf(entries.flat()).groups.region;

it("counts what came in, what was ineligible, withdrawn or valid, and what of that was read", () => {
  const { received, ineligible, withdrawn, valid, read } = statisticsOf([
    ...many(10, {}),
    ...many(3, { valid: false, read: true, ineligible: true }),
    ...many(4, { valid: false, withdrawn: true }),
    ...many(2, { read: false }),
  ]);
  expect([received, ineligible, withdrawn, valid, read]).toEqual([19, 3, 4, 12, 10]);
});

it("of nothing there is nothing", () =>
  expect(statisticsOf([])).toEqual({
    ...{ received: 0, ineligible: 0, withdrawn: 0, valid: 0, read: 0 },
    groups: { region: {}, theme: {}, size: {} },
  }));

it("counts only valid entries by group, under the first theme and by bands of size", () => {
  const { groups } = statisticsOf([
    ...many(9, { population: 1_000_000, theme: "" }),
    ...many(8, { population: 999_999 }),
    ...many(7, { population: 249_999 }),
    ...many(6, {}),
    ...many(5, { valid: false, region: "Europe" }),
  ]);
  expect(groups).toEqual({
    region: { Africa: 30 },
    theme: { "": 9, housing: 21 },
    size: { "": 6, large: 9, middle: 8, small: 7 },
  });
  expect(groupOf(entry({ population: 250_000 }), "size")).toBe("middle");
});

describe("small numbers", () => {
  it("are not told: neither of one group nor, by subtraction, of the next", () => {
    expect(byRegion(many(20, {}), many(1, { region: "Europe" }), many(9, { region: "Eurasia" }))).toEqual({
      Africa: 20,
      Eurasia: null,
      Europe: null,
    });
    expect(byRegion(many(20, {}), many(LEAST_TOLD, { region: "Europe" }))).toEqual({ Africa: 20, Europe: LEAST_TOLD });
  });

  it("two small groups that are together too few hide a third", () => {
    expect(
      byRegion(
        many(20, {}),
        many(1, { region: "Europe" }),
        many(1, { region: "Eurasia" }),
        many(8, { region: "North America" }),
      ),
    ).toEqual({ Africa: 20, Eurasia: null, Europe: null, "North America": null });
    expect(byRegion(many(20, {}), many(3, { region: "Europe" }), many(2, { region: "Eurasia" }))).toEqual({
      Africa: 20,
      Eurasia: null,
      Europe: null,
    });
  });

  it("are about entries that are not public: where all of a group are on the list, it is told, and it hides nobody", () => {
    expect(byRegion(many(20, {}), many(2, { region: "Europe", chosen: true }))).toEqual({ Africa: 20, Europe: 2 });
    expect(byRegion(many(20, {}), many(2, { region: "Europe", chosen: true }), many(1, { region: "Eurasia" }))).toEqual(
      { Africa: null, Eurasia: null, Europe: 2 },
    );
    expect(
      byRegion(
        [...many(6, { chosen: true }), ...many(2, {})],
        many(9, { region: "Europe" }),
        many(9, { region: "Eurasia" }),
      ),
    ).toEqual({ Africa: null, Eurasia: null, Europe: 9 });
  });
});
