import { readFileSync } from "node:fs";
import { sql } from "drizzle-orm";
import { expect, it } from "vitest";
import { readFilter } from "#app/domain/result/rules.ts";
import { publishedResults } from "#app/domain/result/search.server.ts";
import { results } from "#db/schema/result.ts";
import { inTransaction, testDatabase } from "#tests/support/database.ts";
import { NOW } from "#tests/support/factories.ts";
import { aPublication } from "#tests/support/publishing.ts";

const { db } = await testDatabase();
const statementsOf = (file: string) => readFileSync(`migrations/${file}`, "utf8").split("--> statement-breakpoint");
const moving = statementsOf("0086_honours.sql");
const since = moving.findIndex((statement) => statement.includes("DROP COLUMN letters"));

it("honours that were published as texts are kept as English, in their order, and found as before", () =>
  inTransaction(db, async (tx) => {
    await aPublication(tx, { results: [{ title: "Odisha" }, { title: "None" }] });
    const [, words, , columns] = statementsOf("0076_results_search.sql");
    for (const statement of [
      "ALTER TABLE results DROP COLUMN letters, DROP COLUMN stems, DROP COLUMN honours",
      "ALTER TABLE results ADD COLUMN honours text[] NOT NULL DEFAULT '{}'",
      "DROP FUNCTION result_words(text, jsonb, jsonb, jsonb, jsonb)",
      ...[words!, columns!],
      `UPDATE results SET honours = ARRAY['Medal of Honor', 'Online "Popular" City'] WHERE title = 'Odisha'`,
      ...moving.slice(since),
    ])
      await tx.execute(sql.raw(statement));
    expect(await tx.select({ honours: results.honours }).from(results).orderBy(results.title)).toEqual([
      { honours: [] },
      { honours: [{ en: "Medal of Honor" }, { en: 'Online "Popular" City' }] },
    ]);
    for (const q of ["medal", "Medal of Honor", 'popular"'])
      expect((await publishedResults({ db: tx, now: NOW }, readFilter(new URLSearchParams({ q })))).total).toBe(1);
  }));
