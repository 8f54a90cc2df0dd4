import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { run } from "#app/cli/commands/log.ts";
import { acceptRestored, appendStatement, signLog } from "#app/domain/commitment/commands.server.ts";
import { acceptedLosses, isLacking, watchLog } from "#app/domain/commitment/losses.server.ts";
import { verifyLog } from "#app/domain/commitment/queries.server.ts";
import { checkpointText, noteKey, signNote } from "#app/domain/commitment/note.ts";
import { type Context, PORTAL } from "#app/domain/context.ts";
import { owe } from "#app/domain/notification/commands.server.ts";
import { wholeLog } from "#app/domain/proof/whole-log.server.ts";
import { transact } from "#app/domain/transact.server.ts";
import { openQueue } from "#app/jobs/queue.server.ts";
import { startJobs } from "#app/jobs/start.server.ts";
import { openLogKey } from "#app/outside/log-key.server.ts";
import type { Db } from "#db/client.server.ts";
import { auditEvents } from "#db/schema/audit.ts";
import { logCheckpoints, logHeads, logLeaves, lostStates } from "#db/schema/commitment.ts";
import { notifications } from "#db/schema/notification.ts";
import { PUBLIC_URL } from "#tests/support/address.ts";
import { copyOf, type TestDatabase, testDatabase } from "#tests/support/database.ts";
import { testServices } from "#tests/support/visit.ts";

const folder = mkdtempSync(path.join(tmpdir(), "kapok-log-"));
const SIGNED = path.join(folder, "log-signed");
const key = openLogKey(folder, PUBLIC_URL);
const NOW = new Date("2027-05-01T10:00:00.000Z");
const portal = (db: Db): Context<typeof PORTAL> => ({ db, actor: PORTAL, now: NOW });

const live = await testDatabase();
const copies: Awaited<ReturnType<typeof copyOf>>[] = [];
let backup: TestDatabase;
let newest: string;

async function copied(from: TestDatabase): Promise<TestDatabase> {
  const copy = await copyOf(from);
  copies.push(copy);
  return copy;
}

beforeAll(async () => {
  await grow(live.db, 3);
  await signLog(portal(live.db), key);
  backup = await copied(live);
  await grow(live.db, 2);
  await signLog(portal(live.db), key);
  newest = readFileSync(SIGNED, "utf8");
});
afterEach(() => {
  vi.restoreAllMocks();
  writeFileSync(SIGNED, newest);
  rmSync(path.join(folder, "trail-seen"), { force: true });
});
afterAll(async () => {
  for (const copy of copies) await copy.drop();
  rmSync(folder, { recursive: true });
});

/** Statements as a season brings them, each with its commitment to the audit trail. */
async function grow(db: Db, statements: number): Promise<void> {
  for (let number = 0; number < statements; number++)
    await transact(portal(db), async (ctx) => ({
      result: await appendStatement(ctx, { type: "seal", v: 1, number }, {}),
      event: { type: "cycle.sealed", stream: "system", subjectId: null, details: { number } },
    }));
}

const write = (db: Db) =>
  transact(portal(db), async () => ({
    result: "written",
    event: { type: "service.interrupted", stream: "system", subjectId: null },
  }));
const REFUSED = { because: "database-restored", how: "to-nobody" };
const lost = async (db: Db) => db.select({ size: lostStates.size, held: lostStates.held }).from(lostStates);

it("what was signed last is on the disk beside the key, where a restored database does not change it", async () => {
  const [last] = (await live.db.select().from(logCheckpoints)).sort((a, b) => b.size - a.size);
  expect(newest).toBe(last!.note);
  expect(last!.size).toBe(10);
  rmSync(SIGNED);
  expect(await watchLog(portal(live.db), key, true)).toBeNull();
  expect(readFileSync(SIGNED, "utf8")).toBe(newest);
  writeFileSync(SIGNED, "half a no");
  await expect(watchLog(portal(live.db), key, true)).rejects.toThrow(/log-signed is damaged/);
});

it("C18: a database restored from an older copy is not written to, nor its log signed, as soon as somebody looks", async () => {
  const old = await copied(backup);
  expect(await watchLog(portal(live.db), key, false)).toBeNull();
  expect(await write(live.db)).toBe("written");
  expect(await watchLog(portal(old.db), key, false)).toEqual({ size: 10, held: 6 });
  expect(await watchLog(portal(old.db), key, false)).toBeNull();
  expect([await isLacking(old), await lost(old.db)]).toEqual([true, [{ size: 10, held: 6 }]]);
  await expect(write(old.db)).rejects.toMatchObject(REFUSED);
  await expect(grow(old.db, 1)).rejects.toMatchObject(REFUSED);
  expect([await old.db.$count(logLeaves), readFileSync(SIGNED, "utf8")]).toEqual([6, newest]);
});

it("C18: an older copy that has gone on since is found too: before it is signed, or by a log of the same length", async () => {
  const forked = await copied(backup);
  await grow(forked.db, 3);
  await expect(signLog(portal(forked.db), key)).rejects.toMatchObject(REFUSED);
  expect(await lost(forked.db)).toEqual([{ size: 10, held: 12 }]);
  expect(await forked.db.$count(logCheckpoints)).toBe(3);
});

it("a leaf that was changed by hand is found where the whole log is hashed, and that cannot be accepted", async () => {
  const changed = await copied(live);
  await changed.sql.unsafe(
    String.raw`alter table log_leaves disable trigger all;
      update log_leaves set data = '\x01', hash = sha256('\x0001') where index = 4`,
  );
  expect(await watchLog(portal(changed.db), key, false)).toBeNull();
  expect(await watchLog(portal(changed.db), key, true)).toEqual({ size: 10, held: 10 });
  await expect(write(changed.db)).rejects.toMatchObject(REFUSED);
  await expect(acceptRestored(portal(changed.db), key, "It was me.")).rejects.toThrow("its own checkpoint");
});

describe("going on from an older copy", () => {
  it("is said in the log for everybody, in the audit trail and on pages; then everything is written again", async () => {
    const old = await copied(backup);
    await watchLog(portal(old.db), key, true);
    expect(await acceptRestored(portal(old.db), key, "The disk broke.")).toMatchObject([{ size: 10, held: 6 }]);
    expect(await write(old.db)).toBe("written");
    const [{ size: signed } = { size: 0 }] = (await old.db.select().from(logCheckpoints)).sort(
      (a, b) => b.size - a.size,
    );
    expect(signed).toBe(8);
    const told = (JSON.parse(await wholeLog(portal(old.db))) as { leaves: string[] }).leaves.at(-1)!;
    expect(JSON.parse(told)).toMatchObject({ type: "restored", size: 10, held: 6, reason: "The disk broke." });
    expect(await acceptedLosses(old)).toEqual([{ size: 10, held: 6, at: NOW, reason: "The disk broke." }]);
    const events = await old.db.select({ type: auditEvents.type }).from(auditEvents);
    expect(events.filter(({ type }) => type === "log.restored")).toHaveLength(1);
    expect((await verifyLog(old.db)).faults).toEqual([]);
    expect(readFileSync(SIGNED, "utf8")).not.toBe(newest);
  });

  it("holds for other machines that remember the same state, and for no other loss", async () => {
    const old = await copied(backup);
    await watchLog(portal(old.db), key, true);
    await acceptRestored(portal(old.db), key, "The disk broke.");
    const accepted = readFileSync(SIGNED, "utf8");
    writeFileSync(SIGNED, newest);
    expect(await watchLog(portal(old.db), key, true)).toBeNull();
    expect([await isLacking(old), readFileSync(SIGNED, "utf8")]).toEqual([false, accepted]);
    const again = await copied(backup);
    expect(await watchLog(portal(again.db), key, true)).toEqual({ size: 8, held: 6 });
  });

  it("does nothing where nothing is missing", async () => {
    expect(await acceptRestored(portal(live.db), key, "To be sure.")).toEqual([]);
    expect(await live.db.$count(logLeaves)).toBe(10);
  });
});

it("no job writes while what was signed is missing: a letter that is owed may have left long ago", async () => {
  const old = await copied(backup);
  vi.spyOn(console, "error").mockImplementation(() => {});
  const services = { ...testServices(old.db), logKey: key };
  await watchLog(portal(old.db), key, true);
  await owe(
    { ...portal(old.db), now: new Date() },
    {
      dedupe: "once",
      accountId: null,
      email: "amara@kampala.example",
      locale: "en",
      kind: "result-published",
      params: { cycle: "Cycle", awarded: "", others: "", link: "http://portal.example/cycles/x" },
    },
  );
  const jobs = await startJobs(services, { now: () => new Date() });
  try {
    const id = await openQueue(services.sql).send("deliver-mail", {});
    await expect
      .poll(
        async () =>
          (await old.sql.unsafe(`select 1 from pgboss.job where id = '${id}' and state = 'completed'`)).length,
        { timeout: 60_000, interval: 50 },
      )
      .toBe(1);
  } finally {
    await jobs.stop();
  }
  expect(await old.db.$count(notifications)).toBe(1);
  expect(await services.post.outbox?.recent(10)).toEqual([]);
  expect((await old.db.select().from(logHeads))[0]!.size).toBe(6);
});

it("a disk that is full takes nothing back of what was signed, and is told to the operator until it is not", async () => {
  const [grown, said] = [await copied(live), vi.spyOn(console, "error").mockImplementation(() => {})];
  const full = () => symlinkSync("/dev/full", `${SIGNED}.${process.pid}`);
  await grow(grown.db, 1);
  full();
  expect(await signLog(portal(grown.db), key)).toBe(1);
  full();
  expect(await watchLog(portal(grown.db), key, false)).toBeNull();
  expect(said.mock.calls.map(([text]) => text)).toEqual([
    expect.stringMatching(/log-signed could not be written \(ENOSPC\)/),
    expect.stringMatching(/ENOSPC/),
  ]);
  expect(readFileSync(SIGNED, "utf8")).toBe(newest);
  expect(await watchLog(portal(grown.db), key, false)).toBeNull();
  expect(readFileSync(SIGNED, "utf8")).toContain("\n12\n");
});

it("a state that another portal's key signed is no loss of this log: whose it is is said, and nothing is noted", async () => {
  const elsewhere = mkdtempSync(path.join(folder, "other-"));
  const other = openLogKey(elsewhere, "https://other.example");
  writeFileSync(SIGNED, signNote(checkpointText(other.name, 99, Buffer.alloc(32)), other));
  await expect(watchLog(portal(live.db), key, true)).rejects.toThrow(/the log “other.example\/log” .* did not sign/);
  const forged = noteKey(key.name, Buffer.alloc(32, 9));
  writeFileSync(SIGNED, signNote(checkpointText(key.name, 99, Buffer.alloc(32)), forged));
  await expect(watchLog(portal(live.db), key, true)).rejects.toThrow(/did not sign/);
  expect(await lost(live.db)).toEqual([]);
});

describe("the operator's command", () => {
  const saying = async (db: Db, ...args: string[]) => {
    const said: string[] = [];
    for (const to of ["log", "error"] as const)
      vi.spyOn(console, to).mockImplementation((text: string) => void said.push(text));
    const status = await run(args, async () => ({ ...testServices(db), logKey: key }));
    return [status, said.join("\n")] as const;
  };

  it("looks, says what to do, and puts on record why the portal goes on", async () => {
    const old = await copied(backup);
    expect(await saying(live.db, "check")).toEqual([0, expect.stringContaining("holds what was signed last")]);
    const [status, text] = await saying(old.db, "check");
    expect(status).toBe(1);
    expect(text).toMatch(/holds 6 leaves .* a state of 10 leaves was signed/);
    expect(text).toContain("log accept-restored --reason");
    await expect(saying(old.db, "accept-restored")).rejects.toThrow("Usage");
    expect(await saying(old.db, "accept-restored", "--reason", "The disk broke.")).toEqual([
      0,
      expect.stringContaining("Everything can be written again."),
    ]);
    expect(await saying(old.db, "check")).toEqual([0, expect.any(String)]);
  });

  it("learns of a newer state from a checkpoint that somebody kept, and believes its own signature alone", async () => {
    const [old, kept] = [await copied(backup), path.join(folder, "checkpoint.txt")];
    rmSync(SIGNED);
    expect(await saying(old.db, "check")).toEqual([0, expect.any(String)]);
    writeFileSync(kept, newest.replace("\n10\n", "\n11\n"));
    await expect(saying(old.db, "remember", kept)).rejects.toThrow(/is wrong/);
    writeFileSync(kept, newest);
    expect(await saying(old.db, "remember", kept)).toEqual([1, expect.stringContaining("a state of 10 leaves")]);
    await expect(write(old.db)).rejects.toMatchObject(REFUSED);
  });

  it("notes a state that somebody kept and that is missing, though what is remembered is larger", async () => {
    const [forked, kept] = [await copied(backup), path.join(folder, "checkpoint.txt")];
    rmSync(SIGNED);
    await grow(forked.db, 3);
    await signLog(portal(forked.db), key);
    expect(readFileSync(SIGNED, "utf8")).toContain("\n12\n");
    writeFileSync(kept, newest);
    expect(await saying(forked.db, "remember", kept)).toEqual([1, expect.stringContaining("a state of 10 leaves was")]);
    expect(await lost(forked.db)).toEqual([{ size: 10, held: 12 }]);
    expect(readFileSync(SIGNED, "utf8")).toBe(newest);
    expect(await saying(forked.db, "accept-restored", "--reason", "The disk broke.")).toEqual([
      0,
      expect.stringMatching(/again\.$/),
    ]);
    expect(await saying(forked.db, "remember", kept)).toEqual([0, expect.stringContaining("is on record that")]);
    expect(readFileSync(SIGNED, "utf8")).toContain("\n14\n");
  });

  it("says why a state that somebody kept tells nothing new", async () => {
    const kept = path.join(folder, "checkpoint.txt");
    const [small] = (await live.db.select().from(logCheckpoints)).sort((a, b) => a.size - b.size);
    writeFileSync(kept, small!.note);
    const said = await saying(live.db, "remember", kept);
    expect(said).toEqual([0, expect.stringContaining("holds that state of 2 leaves; one of 10 is remembered already")]);
    expect(readFileSync(SIGNED, "utf8")).toBe(newest);
  });
});
