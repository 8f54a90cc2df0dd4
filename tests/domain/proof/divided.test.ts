import { describe, expect, it } from "vitest";
import { canonical } from "#app/domain/audit/rules.ts";
import { ownReceipt } from "#app/domain/proof/receipts.server.ts";
import { openingsFile } from "#app/domain/scrutiny/openings.server.ts";
import { testDatabase } from "#tests/support/database.ts";
import { type Bundle, changes, forge, type Parts } from "#tests/support/forged-bundle.ts";
import { aProvedRound, KEY, TRUST } from "#tests/support/proved-round.ts";
import { verify } from "../../../public/verify.mjs";

const { db } = await testDatabase();

/** Four read the first criterion, four the second, four both. */
const THIRDS = [[0], [1], [0, 1]];
let receipt = "";
const made = await aProvedRound(db, {
  reviewers: 12,
  division: THIRDS,
  against: false,
  meanwhile: async ([first]) => {
    receipt = (await ownReceipt(first!.judge, KEY, first!.id)).text;
  },
});
const { bundle } = made;
const thin = await aProvedRound(db, { reviewers: 6, division: [[0], [1]], against: false });
const ordered = await aProvedRound(db, {
  reviewers: 12,
  division: THIRDS,
  tenths: true,
  disclosure: 2,
  ties: ["criteria", "lot"],
  against: false,
});

type Line = { entry: string; rank: number; reviews: number; total: number };
const listOf = (text: string) =>
  (
    JSON.parse((JSON.parse(text) as Bundle).statements.find(({ json }) => json.includes('"result"'))!.json) as {
      list: Line[];
    }
  ).list;
const told = async (text: string, further = {}) => {
  const verdict = await verify(text, TRUST, further);
  return verdict.ok ? verdict.lines.join("\n") : `refused: ${verdict.failure}`;
};

describe("the proof of a round that divides its criteria", () => {
  it("is accepted, and says from what the ranking comes out the same", async () => {
    expect((JSON.parse(bundle) as Bundle).v).toBe(10);
    for (const text of [bundle, ordered.bundle])
      expect(await told(text)).toMatch(/comes out the same .* the means of each criterion over its readers/);
    expect(await told(ordered.bundle)).toContain("ties broken by criteria, then lot");
  });

  it("lists the weighted means that the opened scores give", () => {
    const { openings } = JSON.parse(bundle) as Bundle;
    for (const { entry, total, reviews } of listOf(bundle)) {
      const own = openings.map(({ record }) => record as { entry: string; scores: (number | null)[] });
      const mean = (place: number) => {
        const marks = own.filter((each) => each.entry === entry).flatMap(({ scores }) => scores[place] ?? []);
        expect(marks).toHaveLength(8);
        return marks.reduce((sum, mark) => sum + mark, 0) / 8;
      };
      expect(reviews).toBe(12);
      expect(total / 12 / 72_072_000).toBeCloseTo(0.55 * mean(0) + 0.45 * mean(1), 9);
    }
  });

  it("is refused after any one value in it is changed", async () => {
    const found: string[] = [];
    for (const [path, changed] of changes(JSON.parse(thin.bundle) as Bundle))
      if ((await verify(canonical(changed), TRUST)).ok) found.push(path);
    expect(found).toEqual([]);
  });

  const scoresOf = (parts: Parts, at: number) => parts.openings[at]!.record["scores"] as (number | null)[];
  const change = (parts: Parts, of: (scores: (number | null)[]) => boolean, to: (scores: (number | null)[]) => void) =>
    to(
      scoresOf(
        parts,
        parts.openings.findIndex((_each, at) => of(scoresOf(parts, at))),
      ),
    );
  it.each<[string, (parts: Parts) => void, RegExp]>([
    [
      "a mark is another",
      (p) =>
        change(
          p,
          ([a]) => a === 1,
          (s) => s.splice(0, 1, 5),
        ),
      /the scores give/,
    ],
    [
      "a mark is left out",
      (p) =>
        change(
          p,
          ([a, b]) => a === 1 && b !== null,
          (s) => s.splice(0, 1, null),
        ),
      /the scores give/,
    ],
    [
      "a reader gives a mark on what they do not read",
      (p) =>
        change(
          p,
          ([a]) => a === null,
          (s) => s.splice(0, 1, 5),
        ),
      /the scores give/,
    ],
    [
      "a review has no mark",
      (p) =>
        change(
          p,
          ([, b]) => b === null,
          (s) => s.splice(0, 1, null),
        ),
      /not on the scale/,
    ],
    ["the rules do not divide", (p) => delete p.of("rules")["readers"], /exactly the members/],
    [
      "the rules let criteria be left out",
      (p) => Object.assign((p.of("rules")["criteria"] as object[])[0]!, { notApplicable: true }),
      /let them be left out/,
    ],
    ["the rules adjust", (p) => Object.assign(p.of("rules"), { method: "adjusted" }), /not by means/],
    ["the rules allow fewer readers", (p) => Object.assign(p.of("rules"), { readers: 7 }), /more than 7 readers/],
    ["the rules count in parts that do not go", (p) => Object.assign(p.of("rules"), { parts: 100 }), /not whole/],
    [
      "the weights are others",
      (p) => {
        for (const [at, each] of (p.of("rules")["criteria"] as { weight: number }[]).entries())
          each.weight = at === 0 ? 60 : 40;
      },
      /the scores give/,
    ],
    [
      "ties are broken by what needs whole totals",
      (p) => Object.assign(p.of("rules"), { ties: ["median"] }),
      /does not know/,
    ],
  ])("is refused where %s, whoever signed it", async (_what, forging, why) => {
    expect(await told(forge(bundle, KEY, forging))).toMatch(why);
  });

  it("withholds scores by how many read the same criteria, and a scrutineer sees that it is so", async () => {
    expect(await told(thin.bundle)).toMatch(/an entry has fewer than 4 reviews on the same criteria.*does not show/);
    const openings = await openingsFile({ db }, thin.round.id);
    expect(await told(thin.bundle, { openings })).toContain("The openings agree with that");
  });

  it("holds with a scrutineer's openings and a reviewer's receipt, and openings of other scores are refused", async () => {
    const openings = await openingsFile({ db }, made.round.id);
    expect(await told(bundle, { openings, receipts: [receipt] })).toContain(
      "your receipt for a review is signed, and what it says is one of these score events",
    );
    const file = JSON.parse(openings) as { events: { record: { scores: (number | null)[] } }[] };
    const { record } = file.events.find((event) => event.record.scores.includes(null))!;
    record.scores = record.scores.map((score) => score ?? 1);
    expect(await told(bundle, { openings: canonical(file) })).toMatch(/^refused/);
  });
});
