import { describe, expect, it } from "vitest";
import { chosenPictures } from "#app/domain/result/chosen.ts";
import {
  archiveHref,
  byLevel,
  meanOf,
  picturesByFifty,
  readFilter,
  type ResultFilter,
  themeName,
} from "#app/domain/result/rules.ts";

const EMPTY: ResultFilter = {
  q: "",
  cycle: "",
  level: "",
  region: "",
  country: "",
  theme: "",
  sdg: null,
  size: "",
  page: 1,
};
const read = (query: string) => readFilter(new URLSearchParams(query));

describe("the archive's address", () => {
  it.each([
    ["", EMPTY],
    ["level=winner&sdg=11&page=2", { ...EMPTY, level: "winner", sdg: 11, page: 2 }],
    ["size=middle", { ...EMPTY, size: "middle" }],
    ["size=huge", EMPTY],
    ["sdg=18", EMPTY],
    ["sdg=1.5", EMPTY],
    ["sdg=&page=", EMPTY],
    ["page=0", EMPTY],
    ["page=99999", EMPTY],
    ["q=%20water%20", { ...EMPTY, q: "water" }],
    ["q=a%00b", EMPTY],
    [`q=${"a".repeat(500)}`, { ...EMPTY, q: "a".repeat(100) }],
    ["q=one&q=two", { ...EMPTY, q: "one" }],
  ])("B55: %s is read without ever failing", (query, expected) => expect(read(query)).toEqual(expected));

  it("says only what narrows, and comes back as it was", () => {
    expect(archiveHref(EMPTY)).toBe("/archive");
    const filter = { ...EMPTY, q: "São Paulo & more", level: "winner", sdg: 3, page: 4 };
    expect(archiveHref(filter)).toBe("/archive?q=S%C3%A3o+Paulo+%26+more&level=winner&sdg=3&page=4");
    expect(read(archiveHref(filter).split("?")[1]!)).toEqual(filter);
  });
});

it.each([
  [{ total: 1000, parts: 100, reviews: 3 }, 1000 / 3 / 100],
  [{ total: 9000, parts: 900, reviews: 3 }, 10 / 3],
  [{ total: 350, parts: 100, reviews: 1 }, 3.5],
  [{ total: 0, parts: 100, reviews: 0 }, null],
  [{ total: null, parts: 100, reviews: null }, null],
])("the mean of %o", (tally, mean) => expect(meanOf(tally)).toBe(mean));

it("puts results under their levels, the best first and distinctions last", () => {
  const level = (key: string, position: number) => ({ key, name: { en: key }, position });
  const groups = byLevel([
    { id: 1, level: null },
    { id: 2, level: level("shortlisted", 2) },
    { id: 3, level: level("winner", 1) },
    { id: 4, level: level("shortlisted", 2) },
  ]);
  expect(groups.map((group) => [group.level?.key ?? null, group.results.map(({ id }) => id)])).toEqual([
    ["winner", [3]],
    ["shortlisted", [2, 4]],
    [null, [1]],
  ]);
});

it.each([
  ["governance", { en: "Urban governance" }],
  ["gone", { en: "gone" }],
  ["", null],
])("the theme %j", (theme, name) =>
  expect(themeName(theme, [{ key: "governance", name: { en: "Urban governance" } }])).toEqual(name),
);

describe("pictures to look at before a list is published", () => {
  const initiative = (pictures: number) => ({ pictures: Array.from({ length: pictures }, (_none, at) => at) });
  const parts = (...pictures: number[]) =>
    picturesByFifty(pictures.map(initiative)).map(({ from, pictures: of }) => [from, of]);

  it("stand in parts of fifty or a little more, each initiative's together and none left out", () => {
    expect(parts()).toEqual([]);
    expect(parts(0, 0)).toEqual([]);
    expect(parts(30, 0, 19)).toEqual([[1, 49]]);
    expect(parts(30, 20, 1)).toEqual([
      [1, 50],
      [51, 1],
    ]);
    expect(parts(49, 20, 60, 3)).toEqual([
      [1, 69],
      [70, 60],
      [130, 3],
    ]);
  });

  it("are chosen where their part is ticked and they are not left out", () => {
    expect(chosenPictures([], [])).toEqual([]);
    expect(chosenPictures([""], [])).toEqual([]);
    expect(chosenPictures(["a b", "c"], ["b", "d"])).toEqual(["a", "c"]);
  });
});
