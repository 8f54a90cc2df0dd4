import { parse } from "csv-parse/sync";
import { describe, expect, it } from "vitest";
import {
  asAtom,
  asCsv,
  asJson,
  asSitemap,
  CORRECTION_FIELDS,
  correctionsCsv,
  type Dataset,
  type DatasetRow,
  FIELDS,
} from "#app/domain/dataset/rules.ts";
import { textsOf } from "#app/i18n/texts.ts";

const URL_ = "https://award.example";
const row: DatasetRow = {
  id: "0b1e7c1e-0000-4000-8000-000000000001",
  level: "winner",
  levelName: { en: "Winner" },
  cityName: "La Paz",
  country: "BO",
  countryLabel: null,
  region: "Latin America and Caribbean",
  title: "Barrios de verdad",
  description: 'Streets, stairs\nand "houses".',
  theme: "housing",
  sdgs: [1, 11],
  honours: [{ en: "Online Popular City" }],
  lat: -16.5,
  lon: -68.1,
  population: 900_000,
  rank: 1,
  reviews: 3,
  total: 1000,
  parts: 100,
  adjusted: null,
  reason: "",
  sourceUrl: null,
  words: { statement: { en: "Said.", fr: "Dit." }, citation: null },
  coApplicants: [{ cityName: "El Alto", country: "BO" }],
};
const dataset: Dataset = {
  slug: "demo-2027",
  name: { en: "Demo 2027", "zh-Hans": "演示" },
  year: 2027,
  programme: { en: "Award" },
  version: 2,
  publishedAt: "2027-01-01T00:00:00Z",
  updatedAt: "2027-02-01T00:00:00Z",
  withdrawn: null,
  corrections: [],
  results: [row],
};

const table = (given: Dataset) => parse(asCsv(given, URL_), { bom: true, columns: true }) as Record<string, string>[];

describe("the table", () => {
  it("has one row per result, every field in its order, and texts that read back as they were", () => {
    expect(Object.keys(table(dataset)[0]!)).toEqual([...FIELDS]);
    expect(table(dataset)).toEqual([
      expect.objectContaining({
        url: `${URL_}/initiatives/${row.id}`,
        cycle: "demo-2027",
        year: "2027",
        level: "winner",
        level_name: "Winner",
        city: "La Paz",
        country: "BO",
        country_name: "Bolivia",
        description: row.description,
        sdgs: "1; 11",
        honours: "Online Popular City",
        latitude: "-16.5",
        longitude: "-68.1",
        points_sum: "1000",
        points_parts: "100",
        adjusted_billionths: "",
        reason: "",
        statement: "Said.",
        citation: "",
        co_applicants: "El Alto, BO",
      }),
    ]);
    expect(Number(table(dataset)[0]!["mean"])).toBeCloseTo(10 / 3, 10);
  });

  it("begins with the mark of UTF-8, for spreadsheets", () =>
    expect([...Buffer.from(asCsv(dataset, URL_)).subarray(0, 3)]).toEqual([0xef, 0xbb, 0xbf]));

  it.each(['=HYPERLINK("http://evil.example")', "+1+1", "-2+3", "@SUM(A1)", "\t=1", "＝1"])(
    "gives a spreadsheet nothing to run: %s",
    (title) => {
      const read = table({
        ...dataset,
        results: [{ ...row, title, cityName: title, honours: [{ en: title }], reason: title }],
      })[0]!;
      for (const field of ["title", "city", "honours", "reason"])
        expect(read[field]!.startsWith("'"), field).toBe(true);
    },
  );

  it("has a header alone where nothing stands", () =>
    expect(asCsv({ ...dataset, publishedAt: null, results: [] }, URL_)).toBe(`\ufeff${FIELDS.join(",")}\r\n`));
});

it("the JSON names its format, where it is explained, its version and the cycle in each of its languages; numbers are numbers", () => {
  expect(asJson(dataset, URL_)).toMatchObject({
    format: "kapok-results/1",
    documentation: `${URL_}/open-data`,
    version: 2,
    updated_at: "2027-02-01T00:00:00Z",
    withdrawn: null,
    cycle: { slug: "demo-2027", name: { "zh-Hans": "演示" } },
    results: [{ city: "La Paz", sdgs: [1, 11], population: 900_000, reason: null, description: row.description }],
  });
});

const corrected = { id: "c", replaces: true, version: 2, at: "2027-02-01T00:00:00Z", reason: '=Why, and "how"' };

it("the table of corrections has a row for each entry that one changed, and one for a correction that changed none", () => {
  const change = { resultId: "r", title: "Left", cityName: "Quito", from: "winner", to: null };
  const corrections = [
    { ...corrected, version: 3, changes: [] },
    { ...corrected, changes: [change, { ...change, resultId: null, from: null, to: "winner" }] },
  ];
  const rows = parse(correctionsCsv({ ...dataset, corrections }), { bom: true, columns: true });
  const plain = { honours_from: "", honours_to: "" };
  const told = { cycle: "demo-2027", at: corrected.at, reason: `'${corrected.reason}`, ...plain };
  const left = { ...told, version: "2", id: "r", title: "Left", city: "Quito", from: "winner", to: "" };
  expect(rows).toEqual([
    { ...told, version: "3", id: "", title: "", city: "", from: "", to: "" },
    left,
    { ...left, id: "", from: "", to: "winner" },
  ]);
  expect(Object.keys(rows[0]!)).toEqual([...CORRECTION_FIELDS]);
  expect(correctionsCsv(dataset)).toBe(`\ufeff${CORRECTION_FIELDS.join(",")}\r\n`);
});

it("the JSON says how a list was corrected, and names no entry that the public has not read of by an id", () => {
  const change = { resultId: null, title: "Left", cityName: "Quito", from: "winner", to: null };
  const corrections = [{ ...corrected, changes: [change] }];
  expect(asJson({ ...dataset, corrections }, URL_)).toMatchObject({
    corrections: [
      {
        version: 2,
        reason: corrected.reason,
        changes: [{ id: null, title: "Left", city: "Quito", from: "winner", to: null }],
      },
    ],
  });
});

describe("the feed", () => {
  const item = {
    kind: "result",
    id: "1",
    slug: "demo-2027",
    name: { en: "Demo <2027> & \u0001more" },
    updatedAt: "2027-02-01T08:00:00+08:00",
    text: null,
    initiatives: 1,
    closesAt: null,
    timeZone: "Asia/Shanghai",
    correction: null,
  } as const;
  const call = {
    ...item,
    kind: "call",
    id: "2",
    updatedAt: "2026-01-01T00:00:00Z",
    text: { en: 'Enter "now".' },
    closesAt: "2026-10-31T15:59:59Z",
  } as const;
  it("a corrected result says why", () => {
    const corrected = { ...item, correction: "One entry <did not> meet the rules." };
    expect(
      asAtom([corrected], textsOf("en").dataset.feed, { publicUrl: URL_, locale: "en", now: new Date(0) }),
    ).toContain("1 initiative on the list.\n\nCorrected: One entry &lt;did not&gt; meet the rules.");
  });

  const feed = asAtom([item, call], textsOf("en").dataset.feed, { publicUrl: URL_, locale: "en", now: new Date(0) });

  it("is well-formed whatever a cycle is called", () => {
    expect(feed).toContain("<title>Results: Demo &lt;2027&gt; &amp; more</title>");
    expect(feed).toContain("Enter &quot;now&quot;.");
    expect(feed.match(/<entry>/g)).toHaveLength(2);
    expect(feed).not.toMatch(/[^\P{Cc}\n]/u);
  });

  it("is as new as its newest item, and each item keeps an address of its own", () => {
    expect(feed).toMatch(/<\/title>.*<updated>2027-02-01T00:00:00\.000Z<\/updated><author>/);
    expect(feed.match(/<id>[^<]+<\/id>/g)).toEqual([
      `<id>${URL_}/feed.atom</id>`,
      `<id>${URL_}/cycles/demo-2027/results#1</id>`,
      `<id>${URL_}/cycles/demo-2027#2</id>`,
    ]);
    expect(feed).toContain("Closes on 31 October 2026 at 23:59:59 UTC+8.");
  });
});

it("the sitemap has full addresses", () =>
  expect(asSitemap(["/", "/cycles/a&b"], URL_)).toContain(`<url><loc>${URL_}/cycles/a&amp;b</loc></url>`));
