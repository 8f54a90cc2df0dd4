import { vi } from "vitest";
import { run } from "#app/cli/commands/log.ts";
import { appendStatement, signLog } from "#app/domain/commitment/commands.server.ts";
import { keysOfLog, type LogKey, signerOf } from "#app/domain/commitment/note.ts";
import { type Context, PORTAL } from "#app/domain/context.ts";
import { transact } from "#app/domain/transact.server.ts";
import type { Db } from "#db/client.server.ts";
import { logCheckpoints } from "#db/schema/commitment.ts";
import { copyOf, testDatabase } from "./database.ts";
import { aKeptKey } from "./kept-key.ts";
import { testServices } from "./visit.ts";

/** When everything here happens. */
export const NOW = new Date("2027-05-01T10:00:00.000Z");
/** As whom it does. */
export const portal = (db: Db): Context<typeof PORTAL> => ({ db, actor: PORTAL, now: NOW });
/** One statement more. */
export const grow = (db: Db) =>
  transact(portal(db), async (ctx) => ({
    result: await appendStatement(ctx, { type: "seal", v: 1, number: 1 }, {}),
    event: { type: "cycle.sealed", stream: "system", subjectId: null },
  }));
/** For a file of tests: makes portals whose log is signed once by its first key. */
export async function portals() {
  const empty = await testDatabase();
  return async () => {
    const copy = await copyOf(empty);
    const [kept, { db }] = [aKeptKey(), copy];
    const key = kept.open();
    await grow(db);
    await signLog(portal(db), key);
    return { ...kept, key, db, copy };
  };
}
/** Who signed each state of the log. */
export const signers = async (db: Db, keys: readonly string[]) =>
  (await db.select().from(logCheckpoints)).sort((a, b) => a.size - b.size).map(({ note }) => signerOf(note, keys));
/** Who signed the state that the machine remembers. */
export const memory = (key: LogKey) => signerOf(key.memory!.last()!, keysOfLog(key));
/** What the command says. */
export async function said(db: Db, key: LogKey, ...args: string[]) {
  const lines: string[] = [];
  for (const way of ["log", "error"] as const)
    vi.spyOn(console, way).mockImplementation((line: string) => void lines.push(line));
  const status = await run(args, async () => ({ ...testServices(db), logKey: key })).finally(() =>
    vi.restoreAllMocks(),
  );
  return { status, lines };
}
