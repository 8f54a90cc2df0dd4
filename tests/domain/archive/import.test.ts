import { readFileSync } from "node:fs";
import { and, count, eq } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { importArchive } from "#app/domain/archive/commands.server.ts";
import { ArchiveRefused, readArchive } from "#app/domain/archive/rules.ts";
import { ANONYMOUS, type Context, type Actor, PORTAL } from "#app/domain/context.ts";
import { NotFound } from "#app/domain/errors.ts";
import { publishedResults } from "#app/domain/result/search.server.ts";
import { readFilter } from "#app/domain/result/rules.ts";
import type { Db } from "#db/client.server.ts";
import { auditEvents } from "#db/schema/audit.ts";
import { cities } from "#db/schema/city.ts";
import { cycles } from "#db/schema/cycle.ts";
import { publications, results } from "#db/schema/result.ts";
import { GUANGZHOU_ARCHIVE } from "#db/seed/archive/guangzhou.ts";
import { inTransaction, testDatabase } from "#tests/support/database.ts";
import { aStaffMember } from "#tests/support/factories.ts";

const { db } = await testDatabase();
const NOW = new Date("2026-11-24T08:00:00Z");
const csv = readFileSync("db/seed/archive/guangzhou-entries.csv", "utf8");
const LINES = csv.trimEnd().split("\n");
const portal = (tx: Db): Context<Actor> => ({ db: tx, actor: PORTAL, now: NOW });
const load = (tx: Db, text = csv) => importArchive(portal(tx), text, GUANGZHOU_ARCHIVE);
const found = async (tx: Db, city: string, year: number) =>
  (
    await tx
      .select({ shown: results })
      .from(results)
      .innerJoin(cycles, eq(cycles.id, results.cycleId))
      .where(and(eq(results.cityName, city), eq(cycles.year, year)))
  ).map(({ shown }) => shown);
const first = await load(db);

it("is read in by the portal itself alone, from its command line: nobody else gets as far as the file", async () => {
  for (const actor of [ANONYMOUS, await aStaffMember(db), await aStaffMember(db, "administrator")])
    await expect(importArchive({ db, actor, now: NOW }, "not a csv", GUANGZHOU_ARCHIVE)).rejects.toBeInstanceOf(
      NotFound,
    );
});

/** The Kocaeli row with one cell changed. */
const withCell = (column: number, value: string) => {
  const cells = [
    "2012",
    "1",
    "Kocaeli",
    "Türkiye",
    "TR",
    "Middle East and West Asia",
    "Title",
    "descriptive",
    "Words.",
    "winner",
    "",
    "Urban governance",
    "11;13",
    "inferred",
    "40.7",
    "29.9",
    "1600000",
    "rough",
    "https://a.example/b",
    "",
  ];
  cells[column] = value;
  return `${LINES[0]}\n${cells.join(",")}\n`;
};
const refusal = (text: string): string => {
  try {
    readArchive(text);
  } catch (error) {
    if (error instanceof ArchiveRefused) return error.message;
    throw error;
  }
  return "";
};

describe("the archive of the Guangzhou Award", () => {
  it("keeps every row under its cycle", () =>
    inTransaction(db, async (tx) => {
      expect(first).toMatchObject({ rows: 105, added: 105, changed: 0, unchanged: 0, cities: 91 });
      expect(first.cycles.map(({ number, year, rows, decided }) => [number, year, rows, decided])).toEqual([
        [1, 2012, 16, true],
        [2, 2014, 17, true],
        [3, 2016, 26, true],
        [4, 2018, 15, true],
        [5, 2020, 15, true],
        [6, 2023, 15, true],
        [7, 2026, 1, false],
      ]);
      const stored = await tx
        .select({ level: results.levelKey, n: count() })
        .from(results)
        .groupBy(results.levelKey)
        .orderBy(results.levelKey);
      expect(stored).toEqual([
        { level: "deserving", n: 14 },
        { level: "shortlisted", n: 60 },
        { level: "winner", n: 30 },
        { level: null, n: 1 },
      ]);
    }));

  it("changes nothing the second time", () =>
    inTransaction(db, async (tx) => {
      const before = {
        results: await tx.select().from(results).orderBy(results.id),
        cities: await tx.select().from(cities).orderBy(cities.id),
        publications: await tx.select().from(publications).orderBy(publications.id),
        cycles: await tx.select().from(cycles).orderBy(cycles.id),
        events: await tx.select().from(auditEvents),
      };
      expect(await load(tx)).toMatchObject({ rows: 105, added: 0, changed: 0, unchanged: 105 });
      expect({
        results: await tx.select().from(results).orderBy(results.id),
        cities: await tx.select().from(cities).orderBy(cities.id),
        publications: await tx.select().from(publications).orderBy(publications.id),
        cycles: await tx.select().from(cycles).orderBy(cycles.id),
        events: await tx.select().from(auditEvents),
      }).toEqual(before);
    }));

  it("takes a corrected cell over without a second row", () =>
    inTransaction(db, async (tx) => {
      const corrected = csv.replace("Earthquake preparedness and risk awareness", "Earthquake preparedness");
      expect(await load(tx, corrected)).toMatchObject({ added: 0, changed: 1, unchanged: 104 });
      expect((await found(tx, "Kocaeli", 2012)).map(({ title }) => title)).toEqual(["Earthquake preparedness"]);
      const versions = await tx
        .select({ year: cycles.year, version: publications.version })
        .from(publications)
        .innerJoin(cycles, eq(cycles.id, publications.cycleId))
        .orderBy(cycles.year);
      expect(versions.map(({ year, version }) => [year, version])).toEqual([
        [2012, 2],
        [2014, 1],
        [2016, 1],
        [2018, 1],
        [2020, 1],
        [2023, 1],
        [2026, 1],
      ]);
    }));

  it("keeps the addresses of a city's initiatives apart when one title of several is corrected, in whatever order they come", () =>
    inTransaction(db, async (tx) => {
      const row = (title: string) => withCell(6, title).trimEnd().split("\n")[1]!;
      const file = (...titles: string[]) => `${LINES[0]}\n${titles.map(row).join("\n")}\n`;
      const addresses = async () =>
        Object.fromEntries((await found(tx, "Kocaeli", 2012)).map(({ id, title }) => [title, id]));
      await load(tx, file("Alpha", "Beta", "Gamma"));
      const before = await addresses();
      expect(await load(tx, file("Corrected", "Gamma", "Alpha"))).toMatchObject({ added: 0, changed: 1, unchanged: 2 });
      expect(await addresses()).toMatchObject({
        Corrected: before["Beta"],
        Alpha: before["Alpha"],
        Gamma: before["Gamma"],
      });
    }));

  it("keeps two themes apart that begin with the same sixty letters, and each keeps its key when others come", () =>
    inTransaction(db, async (tx) => {
      const theme = (end: string) => `${"Public services and infrastructure for all ".repeat(2)}${end}`;
      const file = (...ends: string[]) =>
        [
          LINES[0],
          ...ends.map((end) => withCell(11, theme(end)).split("\n")[1]!.replace("Title", `Title ${end}`)),
        ].join("\n");
      const themesOf = async () => {
        const [cycle] = await tx.select({ themes: cycles.themes }).from(cycles).where(eq(cycles.year, 2012));
        return Object.fromEntries(cycle!.themes.map(({ key, name }) => [name.en.split(" ").at(-1)!, key]));
      };
      await load(tx, file("north", "south"));
      const before = await themesOf();
      expect(new Set(Object.values(before)).size).toBe(2);
      for (const { title, theme: key } of (await found(tx, "Kocaeli", 2012)).filter((each) =>
        / (north|south)$/.test(each.title),
      ))
        expect(key).toBe(before[title.split(" ")[1]!]);
      await load(tx, file("east", "north", "south"));
      expect(await themesOf()).toMatchObject(before);
    }));

  it("records a change of a cycle's themes or of the note beside its results, and writes neither when it is the same", () =>
    inTransaction(db, async (tx) => {
      const eventsNow = async () => (await tx.select({ events: count() }).from(auditEvents))[0]!.events;
      const before = await eventsNow();
      const themeNames = GUANGZHOU_ARCHIVE.themeNames.map((name) => ({ ...name, "zh-Hans": `${name["zh-Hans"]}!` }));
      expect(await importArchive(portal(tx), csv, { ...GUANGZHOU_ARCHIVE, themeNames })).toMatchObject({
        added: 0,
        changed: 0,
        unchanged: 105,
      });
      expect(await eventsNow()).toBe(before + 1);
      expect(
        await importArchive(portal(tx), csv, { ...GUANGZHOU_ARCHIVE, themeNames, undecided: { en: "Not yet" } }),
      ).toMatchObject({ added: 0, changed: 0 });
      expect(await eventsNow()).toBe(before + 2);
      await importArchive(portal(tx), csv, { ...GUANGZHOU_ARCHIVE, themeNames, undecided: { en: "Not yet" } });
      expect(await eventsNow()).toBe(before + 2);
    }));

  it("knows La Paz 2016 as winner and Online Popular City", () =>
    inTransaction(db, async (tx) => {
      expect(await found(tx, "La Paz", 2016)).toMatchObject([
        {
          levelKey: "winner",
          honours: [{ en: "Online Popular City" }],
          country: "BO",
          countryLabel: null,
          sdgs: [3, 4, 8, 11],
        },
      ]);
    }));

  it("knows Yiwu 2016 as a special mention without a level", () =>
    inTransaction(db, async (tx) => {
      expect(await found(tx, "Yiwu", 2016)).toMatchObject([
        { levelKey: null, honours: [{ en: "Special Mention Initiative" }], title: "", sdgs: [] },
      ]);
    }));

  it("keeps an unknown title empty, two honours apart, and a country as the source calls it", () =>
    inTransaction(db, async (tx) => {
      expect(await found(tx, "Chiang Rai", 2012)).toMatchObject([{ title: "", description: "", theme: "" }]);
      expect(await found(tx, "Odisha (State)", 2020)).toMatchObject([
        { honours: [{ en: "Medal of Honor" }, { en: "Online Popular City" }] },
      ]);
      expect(await found(tx, "Kaohsiung", 2012)).toMatchObject([
        { country: "TW", countryLabel: "Chinese Taipei / Taiwan" },
      ]);
      expect(await found(tx, "Menashe Regional Council", 2016)).toMatchObject([{ population: null }]);
    }));

  it("shows the seventh cycle as not decided, and its level under its own name", () =>
    inTransaction(db, async (tx) => {
      const page = await publishedResults(
        { db: tx, now: NOW },
        readFilter(new URLSearchParams("cycle=guangzhou-award-2026")),
      );
      expect(page.results.map(({ cityName, level }) => [cityName, level?.name.en])).toEqual([
        ["Semarang", "Exemplary"],
      ]);
      const notes = await tx
        .select({ year: cycles.year, note: publications.note })
        .from(publications)
        .innerJoin(cycles, eq(cycles.id, publications.cycleId))
        .orderBy(cycles.year);
      expect(notes.filter(({ note }) => note !== null)).toEqual([{ year: 2026, note: GUANGZHOU_ARCHIVE.undecided }]);
    }));

  it("finds a city's entries of several cycles under one city", () =>
    inTransaction(db, async (tx) => {
      const [one, two] = [await found(tx, "Vienna", 2012), await found(tx, "Vienna", 2020)];
      expect(one[0]?.cityId).toBe(two[0]?.cityId);
    }));

  it("is not for visitors", () =>
    inTransaction(db, async (tx) => {
      await expect(importArchive({ db: tx, actor: ANONYMOUS, now: NOW }, csv, GUANGZHOU_ARCHIVE)).rejects.toThrow(
        "not found",
      );
    }));
});

describe("cells", () => {
  it("names row and column of what is missing and invents nothing", () => {
    const { rows, problems } = readArchive(csv);
    expect(problems.filter(({ column }) => column === "initiative_title")).toHaveLength(46);
    expect(problems.filter(({ column }) => column === "description")).toHaveLength(45);
    expect(problems).toContainEqual({ row: 8, column: "initiative_title", message: "not recorded." });
    expect(problems.filter(({ column }) => column === "population").map(({ row }) => row)).toEqual([46, 77]);
    expect(rows.find(({ row }) => row === 8)).toMatchObject({ cityName: "Chiang Rai", title: "" });
  });

  it.each([
    ["sdgs", 12, "11;99", { sdgs: [11] }, "“99” is not a goal from 1 to 17 and was left out."],
    ["lat", 14, "95", { lat: null, lon: null }, "“95” is not a coordinate from -90 to 90 and was left out."],
    ["lon", 15, "east", { lat: null, lon: null }, "“east” is not a coordinate from -180 to 180 and was left out."],
    ["population", 16, "many", { population: null }, "“many” is not a whole number and was left out."],
    [
      "source_url",
      18,
      "javascript:alert(1)",
      { sourceUrl: null },
      "“javascript:alert(1)” is not a web address and was left out.",
    ],
  ])("leaves a dirty %s out and says so", (column, index, value, kept, message) => {
    const { rows, problems } = readArchive(withCell(index, value));
    expect(rows[0]).toMatchObject(kept);
    expect(problems).toEqual([{ row: 2, column, message }]);
  });

  it.each([
    [
      "an unknown result",
      withCell(9, "finalist"),
      "Row 2, column result: “finalist” is not one of winner, shortlisted, deserving, special mention, special_mention.",
    ],
    ["a bad year", withCell(0, "MMXII"), "Row 2, column year: “MMXII” is not a whole number from 1990 to 2100."],
    ["no city", withCell(2, ""), "Row 2, column city: the city is missing."],
    [
      "a bad country code",
      withCell(4, "Turkey"),
      "Row 2, column iso2: “Turkey” is not a country code of two capital letters.",
    ],
    [
      "a cycle of two years",
      `${withCell(0, "2012")}${withCell(0, "2013").split("\n")[1]}\n`,
      "Row 3, column year: cycle 1 was 2012 above and is 2013 here.",
    ],
    ["a missing column", csv.replace(",notes", ",remarks"), "Row 1: the column notes is missing."],
    [
      "a row with too few cells",
      `${LINES[0]}\n2012,1,Kocaeli\n`,
      "Row 2: the row does not have 20 cells like the header.",
    ],
    ["a header alone", `${LINES[0]}\n`, "Row 1: the file has a header but no rows."],
  ])("refuses a file with %s", (_case, text, message) => expect(refusal(text).split("\n")[0]).toBe(message));

  it("stores nothing of a refused file", () =>
    inTransaction(db, async (tx) => {
      await expect(load(tx, csv.replace(",shortlisted,", ",almost,"))).rejects.toThrow(ArchiveRefused);
      expect((await tx.select({ n: count() }).from(results))[0]?.n).toBe(105);
    }));
});
