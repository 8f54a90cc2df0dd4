import { expect, it } from "vitest";
import {
  type Certified,
  codeOf,
  fingerprintOf,
  listText,
  readCode,
  recordOf,
  saysTheSame,
  spacedCode,
} from "#app/domain/certificate/rules.ts";
import { sha256 } from "#app/domain/audit/rules.ts";

const PLACE: Certified = {
  v: 1,
  result: "0b1f",
  cycle: "award-2016",
  version: 1,
  published: "2016-12-06T04:00:00.000Z",
  level: "winner",
  honours: ["Online Popular City"],
  city: "La Paz",
  country: "BO",
  countryLabel: null,
  title: "Zebras",
};

it("a code follows from every word of what is certified", () => {
  const code = codeOf(recordOf(PLACE));
  expect(code).toMatch(/^[0-9A-HJKMNP-TV-Z]{16}$/);
  expect(codeOf(recordOf({ ...PLACE }))).toBe(code);
  const changed: Certified[] = [
    { ...PLACE, result: "0b1e" },
    { ...PLACE, cycle: "award-2014" },
    { ...PLACE, version: 2 },
    { ...PLACE, published: "2016-12-06T04:00:00.001Z" },
    { ...PLACE, level: null },
    { ...PLACE, honours: [] },
    { ...PLACE, city: "El Alto" },
    { ...PLACE, country: "PE" },
    { ...PLACE, countryLabel: "Bolivia (Plurinational State of)" },
    { ...PLACE, title: "Zebra" },
  ];
  expect(new Set([code, ...changed.map((each) => codeOf(recordOf(each)))]).size).toBe(11);
});

it.each([
  ["7K3QD9XM4T2BWHPA", "7K3QD9XM4T2BWHPA"],
  ["7k3q-d9xm-4t2b-whpa", "7K3QD9XM4T2BWHPA"],
  [" 7K3Q D9XM 4T2B WHPA ", "7K3QD9XM4T2BWHPA"],
  ["oIl0000000000000", "0110000000000000"],
  ["7K3QD9XM4T2BWHP", null],
  ["7K3QD9XM4T2BWHPAA", null],
  ["UUUUUUUUUUUUUUUU", null],
  ["", null],
  ["7K3QD9XM4T2BWHP'", null],
  ["广州广州广州广州广州广州广州广州", null],
])("%j is read as %j", (typed, code) => expect(readCode(typed)).toBe(code));

it("a code is shown in fours", () => expect(spacedCode("7K3QD9XM4T2BWHPA")).toBe("7K3Q-D9XM-4T2B-WHPA"));

it("a list is a line for each place, in one order only, and its fingerprint that of the file", () => {
  const records = [{ ...PLACE, title: "É" }, PLACE, { ...PLACE, title: "A" }].map(recordOf);
  expect(listText(records)).toBe(listText([...records].reverse()));
  expect(
    listText(records)
      .split("\n")
      .map((line) => (line ? (JSON.parse(line) as Certified).title : null)),
  ).toEqual(["A", "Zebras", "É", null]);
  expect(fingerprintOf(records)).toBe(sha256(listText(records)));
});

it("two versions say the same of a place, their number and date and the order of its honours apart", () => {
  expect(saysTheSame(PLACE, { ...PLACE, version: 2, published: "2017-01-01T00:00:00.000Z" })).toBe(true);
  const both = ["Online Popular City", { en: "Special mention", fr: "Mention spéciale" }];
  expect(saysTheSame({ ...PLACE, honours: both }, { ...PLACE, honours: [...both].reverse() })).toBe(true);
  for (const other of [{ level: "shortlisted" }, { honours: [] }, { title: "Zebra" }, { city: "El Alto" }])
    expect(saysTheSame(PLACE, { ...PLACE, ...other })).toBe(false);
});
