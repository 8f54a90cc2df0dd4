import { sql } from "drizzle-orm";
import { expect, it } from "vitest";
import { testDatabase } from "#tests/support/database.ts";

const { db } = await testDatabase();

it.each([
  ["criteria", "rubric_id"],
  ["rubrics", "cycle_id"],
  ["one_time_tokens", "purpose, email"],
  ["one_time_tokens", "account_id"],
  ["one_time_tokens", "expires_at"],
  ["notifications", "account_id"],
  ["notifications", "dedupe text_pattern_ops"],
  ["results", "city_id"],
  ["results", "entry_id"],
  ["proposals", "round_id"],
  ["stored_files", "((metadata ->> 'entryId'::text))"],
])("%s are found by %s without reading all of them", async (table, by) => {
  const found = await db.execute(
    sql`select 1 from pg_indexes where tablename = ${table} and indexdef like ${`%USING btree (${by})`}`,
  );
  expect([...found]).toHaveLength(1);
});
