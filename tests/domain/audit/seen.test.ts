import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, afterEach, beforeAll, expect, it, vi } from "vitest";
import { run } from "#app/cli/commands/log.ts";
import { acceptRestored } from "#app/domain/commitment/commands.server.ts";
import { acceptedLostEvents, isLacking, watchDatabase } from "#app/domain/commitment/losses.server.ts";
import { checkpointText, signNote } from "#app/domain/commitment/note.ts";
import { type Context, PORTAL } from "#app/domain/context.ts";
import { saveAnswer } from "#app/domain/entry/answers.server.ts";
import { keepLog } from "#app/jobs/keep-log.server.ts";
import { openLogKey } from "#app/outside/log-key.server.ts";
import type { Db } from "#db/client.server.ts";
import { auditEvents, auditHeads, lostEvents } from "#db/schema/audit.ts";
import { PUBLIC_URL } from "#tests/support/address.ts";
import { copyOf, type TestDatabase, testDatabase } from "#tests/support/database.ts";
import { anEntry, type EntryScene, NOW } from "#tests/support/factories.ts";
import { testServices } from "#tests/support/visit.ts";

// Weeks of a call, in which nothing is signed: a copy that is older is told by the audit trail alone.
const folder = mkdtempSync(path.join(tmpdir(), "kapok-seen-"));
const SEEN = path.join(folder, "trail-seen");
const key = openLogKey(folder, PUBLIC_URL);
const LATER = new Date("2027-05-01T10:00:00.000Z");
const portal = (db: Db, now = LATER): Context<typeof PORTAL> => ({ db, actor: PORTAL, now });
const look = (db: Db, now = LATER) => watchDatabase(portal(db, now), key, false);
const REFUSED = { because: "database-restored", how: "to-nobody" };

const live = await testDatabase();
const other = await testDatabase();
const copies: Awaited<ReturnType<typeof copyOf>>[] = [];
let backup: TestDatabase;
let draft: EntryScene;
let seen: string;

async function copied(from: TestDatabase): Promise<TestDatabase> {
  const copy = await copyOf(from);
  copies.push(copy);
  return copy;
}

/** Saves the title of the draft in a database that may be a copy. */
const save = (db: Db, value: string, baseVersion: number | null) =>
  saveAnswer({ ...draft.ctx, db }, { entryId: draft.entryId, questionKey: "title", value, baseVersion });

beforeAll(async () => {
  draft = await anEntry(live.db);
  await save(live.db, "Guides", null);
  await look(live.db, NOW);
  backup = await copied(live);
  await save(live.db, "Boda guides", 1);
  await save(live.db, "Boda boda guides", 2);
  await look(live.db);
  seen = readFileSync(SEEN, "utf8");
});
afterEach(() => {
  vi.restoreAllMocks();
  writeFileSync(SEEN, seen);
});
afterAll(async () => {
  for (const copy of copies) await copy.drop();
  rmSync(folder, { recursive: true });
});

it("where the audit trail stood is remembered beside the database, and no file is written while nothing happens", async () => {
  const heads = await live.db.select().from(auditHeads);
  expect(heads.length).toBeGreaterThan(1);
  expect(key.memory!.lastTrail()).toMatchObject({ at: LATER });
  expect(new Set(key.memory!.lastTrail()!.heads)).toEqual(new Set(heads));
  expect(await look(live.db, new Date(LATER.getTime() + 60_000))).toEqual([]);
  expect(readFileSync(SEEN, "utf8")).toBe(seen);
  writeFileSync(SEEN, seen.slice(0, -9));
  await expect(look(live.db)).rejects.toThrow(/trail-seen is damaged/);
});

it("C18: a copy that lacks nothing but saves of drafts is not written to as soon as somebody looks", async () => {
  const old = await copied(backup);
  expect(await look(old.db)).toEqual([{ events: 2, until: LATER }]);
  expect(await look(old.db)).toEqual([]);
  expect(await isLacking(old)).toBe(true);
  await expect(save(old.db, "Something else", 1)).rejects.toMatchObject(REFUSED);
  expect(readFileSync(SEEN, "utf8")).toBe(seen);
});

it("C18: so is one that has gone on since, in which other events stand where some were seen", async () => {
  const forked = await copied(backup);
  for (const [at, words] of ["A", "B", "C"].entries()) await save(forked.db, words, at + 1);
  expect(await look(forked.db)).toEqual([{ events: 1, until: LATER }]);
  const same = await copied(backup);
  for (const [at, words] of ["A", "B"].entries()) await save(same.db, words, at + 1);
  expect(await look(same.db)).toEqual([{ events: 1, until: LATER }]);
});

it("a database that has gone on from what was seen is sound, and what is newer is remembered", async () => {
  const same = await copied(live);
  expect(await look(same.db)).toEqual([]);
  await save(same.db, "Guides on boda bodas", 3);
  expect(await look(same.db)).toEqual([]);
  expect([await isLacking(same), readFileSync(SEEN, "utf8") === seen]).toEqual([false, false]);
});

it("going on without it is on record, and holds for machines that had seen more", async () => {
  const old = await copied(backup);
  await look(old.db);
  const now = new Date(LATER.getTime() + 3_600_000);
  expect(await acceptRestored(portal(old.db, now), key, "The disk broke.")).toEqual([{ events: 2, until: LATER }]);
  expect(await save(old.db, "Typed again", 1)).toMatchObject({ version: 2 });
  const [accepted] = await old.db.select().from(lostEvents);
  expect(accepted).toMatchObject({ events: 2, acceptedAt: now, reason: "The disk broke." });
  expect(await acceptedLostEvents(old)).toEqual([{ events: 2, until: LATER, at: now, reason: "The disk broke." }]);
  const restored = (await old.db.select().from(auditEvents)).filter(({ type }) => type === "log.restored");
  expect(restored).toHaveLength(1);
  writeFileSync(SEEN, seen.replace(LATER.toISOString(), new Date(LATER.getTime() + 30_000).toISOString()));
  expect(await look(old.db, now)).toEqual([]);
  expect([await isLacking(old), key.memory!.lastTrail()!.at]).toEqual([false, now]);
  const again = await copied(backup);
  expect(await look(again.db)).toMatchObject([{ until: now }]);
});

it("what was accepted covers nothing that is lost after it, however wrong the clock was", async () => {
  const old = await copied(backup);
  await look(old.db);
  await acceptRestored(portal(old.db, new Date("2028-01-01T00:00:00.000Z")), key, "The disk broke.");
  await look(old.db);
  const again = await copied(old);
  await save(old.db, "Typed again", 1);
  const until = new Date(LATER.getTime() + 60_000);
  await look(old.db, until);
  expect(await look(again.db)).toEqual([{ events: 1, until }]);
});

it("what is remembered of one database is not held against another, nor is what was signed of it", async () => {
  await anEntry(other.db);
  key.memory!.keep(signNote(checkpointText(key.name, 7, Buffer.alloc(32, 7)), key));
  await expect(look(other.db)).rejects.toThrow(/trail-seen, .* is of another database/);
  expect([await other.db.$count(lostEvents), await isLacking(other)]).toEqual([0, false]);
  expect(readFileSync(SEEN, "utf8")).toBe(seen);
  rmSync(path.join(folder, "log-signed"));
});

it("the minute's job looks, says it once, and does nothing else", async () => {
  const old = await copied(backup);
  const said = vi.spyOn(console, "error").mockImplementation(() => {});
  for (let minute = 0; minute < 2; minute++) await keepLog({ ...testServices(old.db), logKey: key }, LATER);
  expect(said.mock.calls).toEqual([[expect.stringMatching(/lacks at least 2 events .* on 2027-05-01T10:00:00/)]]);
});

it("the operator's command says how many events at least are missing and until when, and goes on", async () => {
  const old = await copied(backup);
  const said: string[] = [];
  for (const to of ["log", "error"] as const)
    vi.spyOn(console, to).mockImplementation((text: string) => void said.push(text));
  const command = (...args: string[]) => run(args, async () => ({ ...testServices(old.db), logKey: key }));
  expect([await command("check"), await command("check")]).toEqual([1, 1]);
  expect(said).toEqual([said[0], said[0]]);
  expect(said[0]).toMatch(/at least 2 events of the audit trail .* 2027-05-01T10:00:00.000Z: it was restored/);
  expect([await command("accept-restored", "--reason", "The disk broke."), await command("check")]).toEqual([0, 0]);
  expect(said.slice(2)).toEqual([
    expect.stringMatching(/2 or more events .* are missing/),
    expect.stringContaining("holds what was signed last"),
    "Everything can be written again.",
    expect.stringContaining("holds what was signed last"),
  ]);
});
