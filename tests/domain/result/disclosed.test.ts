import { readFileSync } from "node:fs";
import { eq, sql } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { datasetOf } from "#app/domain/dataset/queries.server.ts";
import { asCsv, asJson, FIELDS } from "#app/domain/dataset/rules.ts";
import { cycleResults, getResult } from "#app/domain/result/queries.server.ts";
import { meanOf } from "#app/domain/result/rules.ts";
import type { Db } from "#db/client.server.ts";
import { decisions } from "#db/schema/decision.ts";
import { publications, results } from "#db/schema/result.ts";
import { inTransaction, testDatabase } from "#tests/support/database.ts";
import { days } from "#tests/support/judging.ts";
import { aProvedRound, PORTAL_URL } from "#tests/support/proved-round.ts";
import { aPublication } from "#tests/support/publishing.ts";

const { db } = await testDatabase();
type Given = Parameters<typeof aProvedRound>[1];
const NUMBERS = ["rank", "reviews", "points_sum", "mean", "adjusted_billionths"] as const;

/** What page, initiatives, JSON and table tell of each awarded entry, each as a list of its numbers. */
async function told(tx: Db, { cycle: { slug } }: Awaited<ReturnType<typeof aProvedRound>>) {
  const reader = { db: tx, now: days(0) };
  const page = await cycleResults(reader, slug);
  const dataset = await datasetOf(reader, slug);
  const numbers = (of: (typeof page.results)[number]) =>
    [of.rank, of.reviews, of.total, meanOf(of), of.adjusted].map((value) => value !== null);
  const records = (asJson(dataset, PORTAL_URL) as { results: Record<string, unknown>[] }).results;
  const [, ...rows] = asCsv(dataset, PORTAL_URL).trimEnd().split("\r\n");
  return {
    page,
    seen: [
      ...page.results.map(numbers),
      ...(await Promise.all(page.results.map(async ({ id }) => numbers(await getResult(reader, id))))),
      ...records.map((record) => NUMBERS.map((name) => record[name] !== null)),
      ...rows.map((row) => NUMBERS.map((name) => row.split(",")[FIELDS.indexOf(name)] !== "")),
    ],
  };
}

describe("of ranks and scores the public reads what the frozen statement discloses, on pages and in files alike", () => {
  it.each<[string, Given, boolean, boolean, { disclosure: number; withheld: string; adjusted: boolean }]>([
    ["nothing by the rules", { disclosure: 0 }, false, false, { disclosure: 0, withheld: "", adjusted: false }],
    [
      "nothing with three reviews an entry",
      { disclosure: 1, reviewers: 3 },
      false,
      false,
      { disclosure: 0, withheld: "few-reviews", adjusted: false },
    ],
    [
      "nothing of nine entries",
      { disclosure: 2, entries: 9 },
      false,
      false,
      { disclosure: 0, withheld: "few-entries", adjusted: false },
    ],
    ["all but adjusted scores", {}, true, false, { disclosure: 1, withheld: "", adjusted: false }],
    [
      "no adjusted score where nobody is told which reviews are of one reviewer",
      { method: "adjusted", severe: true, reviewers: 5, disclosure: 1 },
      true,
      false,
      { disclosure: 1, withheld: "", adjusted: true },
    ],
    [
      "adjusted scores where everybody is",
      { method: "adjusted", severe: true, reviewers: 5, disclosure: 2 },
      true,
      true,
      { disclosure: 2, withheld: "", adjusted: true },
    ],
  ])("%s", (_what, given, scores, adjusted, proof) =>
    inTransaction(db, async (tx) => {
      const round = await aProvedRound(tx, given);
      const { page, seen } = await told(tx, round);
      expect(page.results.length).toBeGreaterThan(0);
      expect(seen.length).toBe(4 * page.results.length);
      for (const numbers of seen) expect(numbers).toEqual([scores, scores, scores, scores, adjusted]);
      expect(page.proofs).toMatchObject([proof]);
      expect((await tx.select({ total: decisions.total }).from(decisions)).every(({ total }) => total > 0)).toBe(true);
    }),
  );

  it("lists that were published with more keep no more, and that is a new version of them", () =>
    inTransaction(db, async (tx) => {
      const round = await aProvedRound(tx, { method: "adjusted", severe: true, reviewers: 5, disclosure: 0 });
      await tx.update(results).set({ rank: 1, reviews: 4, total: 1000, adjusted: 3_000_000_000 });
      await tx.update(publications).set({ publishedAt: sql`now() - interval '1 hour'` });
      const archive = await aPublication(tx, { results: [{ rank: 2, reviews: 5, total: 900 }] });
      await tx.execute(sql.raw(readFileSync("migrations/0062_disclosed_numbers.sql", "utf8")));
      const { page, seen } = await told(tx, round);
      expect(page.results.length).toBeGreaterThan(0);
      for (const numbers of seen) expect(numbers).toEqual(Array(5).fill(false));
      const versions = await tx.select({ id: publications.id, version: publications.version }).from(publications);
      expect(new Map(versions.map(({ id, version }) => [id === archive.publication.id, version]))).toEqual(
        new Map([
          [true, 1],
          [false, 2],
        ]),
      );
      const [kept] = await tx.select().from(results).where(eq(results.id, archive.results[0]!.id));
      expect(kept).toMatchObject({ rank: 2, reviews: 5, total: 900 });
    }));

  it("where nothing is disclosed, the order of the stated list tells no rank either", () =>
    inTransaction(db, async (tx) => {
      const { bundle } = await aProvedRound(tx, { disclosure: 0 });
      const { statements } = JSON.parse(bundle) as { statements: { json: string }[] };
      const result = statements.map(({ json }) => JSON.parse(json)).find(({ type }) => type === "result");
      for (const lines of [result.list, result.deviations] as { entry: string }[][]) {
        const entries = lines.map(({ entry }) => entry);
        expect(entries.length).toBeGreaterThan(1);
        expect(entries).toEqual([...entries].sort());
      }
    }));
});
