import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sql } from "drizzle-orm";
import { afterAll, expect, it } from "vitest";
import { forgetHalfDemo } from "#app/cli/demo.ts";
import { checkpointText, signNote } from "#app/domain/commitment/note.ts";
import { openLogKey } from "#app/outside/log-key.server.ts";
import { testDatabase } from "#tests/support/database.ts";

const { db, url } = await testDatabase();
const dataDir = mkdtempSync(join(tmpdir(), "kapok-demo-"));
afterAll(() => rmSync(dataDir, { recursive: true }));

it("a demonstration that was interrupted is forgotten whole, what was signed of it too: else the next start would find it lacking", async () => {
  const key = openLogKey(dataDir, "https://award.example");
  const { memory } = key;
  memory!.keep(signNote(checkpointText(key.name, 3, Buffer.alloc(32)), key));
  memory!.keepTrail({ at: new Date(), first: null, accepted: [], heads: [] });
  await forgetHalfDemo({ dataDir }, url);
  expect(memory!.last()).not.toBeNull();
  writeFileSync(join(dataDir, "demo-unfinished"), "");
  await forgetHalfDemo({ dataDir }, url);
  expect([memory!.last(), memory!.lastTrail(), existsSync(join(dataDir, "log-key"))]).toEqual([null, null, true]);
  const [left] = await db.execute(sql`select count(*)::int as tables from pg_tables where schemaname = 'public'`);
  expect(left).toEqual({ tables: 0 });
});
