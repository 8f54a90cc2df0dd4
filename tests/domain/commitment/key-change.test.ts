import { existsSync, rmSync, statSync, writeFileSync } from "node:fs";
import { afterEach, describe, expect, it, vi } from "vitest";
import { signLog } from "#app/domain/commitment/commands.server.ts";
import { changeKey } from "#app/domain/commitment/key-change.server.ts";
import { followLog, revokedKeys } from "#app/domain/commitment/keys.server.ts";
import { watchDatabase } from "#app/domain/commitment/losses.server.ts";
import { checkpointText, keysOfLog, type LogKey, signNote } from "#app/domain/commitment/note.ts";
import { verifyLog } from "#app/domain/commitment/queries.server.ts";
import { trustFile } from "#app/domain/witness/queries.server.ts";
import { keepLog } from "#app/jobs/keep-log.server.ts";
import { auditEvents } from "#db/schema/audit.ts";
import { logCheckpoints } from "#db/schema/commitment.ts";
import { copyOf } from "#tests/support/database.ts";
import { aKeptKey } from "#tests/support/kept-key.ts";
import { grow, memory, NOW, portal, portals, said, signers } from "#tests/support/keyed-log.ts";
import { KEY } from "#tests/support/proved-round.ts";
import { testServices } from "#tests/support/visit.ts";

const aPortal = await portals();
const CHANGE = ["change-key", "--reason", "It was stolen."];
const failing = (): never => {
  throw new Error("killed");
};

afterEach(() => vi.restoreAllMocks());

describe("one command gives the log another key", () => {
  it("says so in the log, signs that with the new key, and leaves nothing to do by hand", async () => {
    const { db, key, open } = await aPortal();
    const running = open();
    const { status, lines } = await said(db, key, ...CHANGE);
    const [change] = await revokedKeys({ db });
    expect([status, lines.at(-1)]).toEqual([0, expect.stringContaining(`${change!.next} does`)]);
    expect([change!.key, key.verifier, running.verifier]).toEqual([KEY.verifier, change!.next, change!.next]);
    expect(await signers(db, [KEY.verifier, change!.next])).toEqual([KEY.verifier, change!.next]);
    expect([memory(key), key.ring!.waiting()]).toEqual([change!.next, null]);
    expect(await trustFile({ db }, running)).toEqual({
      v: 1,
      keys: [KEY.verifier, change!.next],
      revoked: [{ key: KEY.verifier, size: change!.size }],
    });
    expect(await said(db, open(), ...CHANGE)).toMatchObject({
      lines: [expect.stringContaining("so already")],
    });
    expect(await revokedKeys({ db })).toHaveLength(1);
    await grow(db);
    expect(await signLog(portal(db), running)).toBe(1);
    expect(await watchDatabase({ db, now: NOW }, open(), true)).toEqual([]);
    expect(await verifyLog(db)).toMatchObject({ checkpoints: 3, faults: [] });
    expect((await db.select().from(auditEvents)).filter(({ type }) => type === "log.key-revoked")).toHaveLength(1);
  });

  it("takes the key that readers have as the next one, from its file, and no other unless told", async () => {
    const { db, key, inFolder } = await aPortal();
    const file = inFolder("away");
    const made = await said(db, key, "next-key", file);
    const next = key.ring!.next()!;
    expect([made.status, made.lines[0]]).toEqual([0, expect.stringContaining(next)]);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    await expect(said(db, key, "next-key", file)).rejects.toThrow("EEXIST");
    expect(await trustFile({ db }, key)).toMatchObject({ keys: [KEY.verifier, next] });
    await expect(said(db, key, ...CHANGE)).rejects.toThrow(/--with FILE/);
    expect(await said(db, key, ...CHANGE, "--with", file)).toMatchObject({
      lines: [expect.stringContaining("Readers who have the keys that were printed go on")],
    });
    expect([key.verifier, key.ring!.next()]).toEqual([next, null]);
    await expect(said(db, key, ...CHANGE, "--with", file, "--new")).rejects.toThrow("Usage");
    for (const [given, why] of [
      [file, "signs for this log, or did"],
      ["/nowhere", "ENOENT"],
    ] as const)
      await expect(said(db, key, "change-key", "--reason", "Again.", "--with", given)).rejects.toThrow(why);
  });

  it("is refused over a log that lacks what was signed", async () => {
    const { db, key } = await aPortal();
    key.memory!.keep(signNote(checkpointText(KEY.name, 99, Buffer.alloc(32, 1)), KEY));
    expect((await said(db, key, ...CHANGE)).status).toBe(1);
    await expect(changeKey(portal(db), key, { file: null, reason: "Why." })).rejects.toMatchObject({
      because: "database-restored",
    });
    expect([key.verifier, await revokedKeys({ db })]).toEqual([KEY.verifier, []]);
  });
});

describe("a change that was killed", () => {
  const killedAt = {
    "before it is said": (key: LogKey) => {
      key.ring!.prepare(null).layReady();
    },
    "before the key is in its place": (key: LogKey) => {
      vi.spyOn(key.ring!, "install").mockImplementation(failing);
    },
    "before the log is signed": (key: LogKey) => {
      vi.spyOn(key.memory!, "last").mockImplementation(failing);
    },
  };
  it.each(Object.entries(killedAt))("%s is finished by the same command", async (when, kill) => {
    const { db, key, open } = await aPortal();
    kill(key);
    if (when !== "before it is said")
      await expect(changeKey(portal(db), key, { file: null, reason: "Why." })).rejects.toThrow("killed");
    vi.restoreAllMocks();
    const again = open();
    expect(await watchDatabase({ db, now: NOW }, again, true)).toEqual([]);
    const waiting = again.ring!.waiting()?.verifier;
    const { changed } = await changeKey(portal(db), again, { file: null, reason: "Why." });
    expect(again.verifier).toBe(changed.next);
    expect(waiting === changed.next).toBe(when === "before the key is in its place");
    expect(await revokedKeys({ db })).toHaveLength(1);
    expect((await signers(db, [KEY.verifier, again.verifier])).at(-1)).toBe(again.verifier);
    expect(memory(again)).toBe(again.verifier);
  });

  it("is finished by the portal's minute, too", async () => {
    const { db, key, open } = await aPortal();
    const running = open();
    killedAt["before the key is in its place"](key);
    await expect(changeKey(portal(db), key, { file: null, reason: "Why." })).rejects.toThrow("killed");
    expect(running.verifier).toBe(KEY.verifier);
    await keepLog({ ...testServices(db), logKey: running }, NOW);
    const [change] = await revokedKeys({ db });
    expect(running.verifier).toBe(change!.next);
    expect((await signers(db, [KEY.verifier, change!.next])).at(-1)).toBe(change!.next);
  });
});

describe("a portal without the new key", () => {
  it("signs nothing more with the old one, neither log nor receipts, and says what to do", async () => {
    const { db, key, inFolder } = await aPortal();
    const elsewhere = aKeptKey();
    const old = elsewhere.open();
    const { changed } = await changeKey(portal(db), key, { file: null, reason: "Why." });
    await grow(db);
    // As one who looked before it was said, and signs after.
    await expect(signLog(portal(db), KEY)).rejects.toMatchObject({ because: "log-key-revoked" });
    await expect(signLog(portal(db), old)).rejects.toMatchObject({ because: "log-key-revoked", how: "to-nobody" });
    const errors: unknown[] = [];
    vi.spyOn(console, "error").mockImplementation((line) => void errors.push(line));
    for (let minute = 0; minute < 2; minute++) await keepLog({ ...testServices(db), logKey: old }, NOW);
    const stopped = expect.stringContaining(`${changed.next} follows, which is not here`);
    expect(errors).toEqual([stopped, stopped]);
    expect(() => signNote("a receipt\n", old)).toThrow(expect.objectContaining({ because: "log-key-revoked" }));
    await expect(changeKey(portal(db), old, { file: null, reason: "Why." })).rejects.toThrow("Give the file");
    const wrong = elsewhere.another(77).file;
    await expect(changeKey(portal(db), old, { file: wrong, reason: "Why." })).rejects.toThrow("Give the file");
    await changeKey(portal(db), old, { file: inFolder("log-key"), reason: "Why." });
    expect(await followLog({ db }, old)).toBeNull();
    expect(old.verifier).toBe(changed.next);
    expect(await signLog(portal(db), old)).toBe(0);
  });

  it("goes on with another one where the one that follows is lost", async () => {
    const { db, key } = await aPortal();
    const elsewhere = aKeptKey();
    const old = elsewhere.open();
    const { changed: lost } = await changeKey(portal(db), key, { file: null, reason: "Why." });
    expect((await said(db, old, ...CHANGE, "--new")).status).toBe(0);
    const [last, first] = await revokedKeys({ db });
    expect([first!.next, last!.key, last!.next]).toEqual([lost.next, lost.next, old.verifier]);
    expect((await signers(db, [old.verifier, lost.next])).at(-1)).toBe(old.verifier);
    expect(await followLog({ db }, key)).toContain(`${old.verifier} follows, which is not here`);
    const oldest = aKeptKey().open();
    await changeKey(portal(db), oldest, { file: elsewhere.inFolder("log-key"), reason: "Why." });
    expect(oldest.verifier).toBe(old.verifier);
  });

  it("restored from before the change, says again which key signs no more", async () => {
    const { db, key, copy } = await aPortal();
    const backup = await copyOf(copy);
    const { changed } = await changeKey(portal(db), key, { file: null, reason: "Why." });
    expect(await said(backup.db, key, "accept-restored", "--reason", "The disk broke.")).toMatchObject({ status: 0 });
    expect(await revokedKeys(backup)).toMatchObject([{ key: KEY.verifier, next: changed.next, reason: "Why." }]);
    expect((await signers(backup.db, keysOfLog(key))).at(-1)).toBe(changed.next);
    await backup.drop();
  });
});

it("a state that an earlier key signed is remembered, as far as that counts, and one of a stranger is not", async () => {
  const { db, key, inFolder } = await aPortal();
  const { note } = (await db.select().from(logCheckpoints))[0]!;
  const { changed } = await changeKey(portal(db), key, { file: null, reason: "Why." });
  writeFileSync(inFolder("state.txt"), note);
  expect(await said(db, key, "remember", inFolder("state.txt"))).toMatchObject({ status: 0 });
  writeFileSync(inFolder("state.txt"), signNote(checkpointText(KEY.name, changed.size + 2, Buffer.alloc(32)), KEY));
  await expect(said(db, key, "remember", inFolder("state.txt"))).rejects.toThrow("counts for nothing");
  rmSync(inFolder("log-signed"));
  expect(existsSync(inFolder("log-signed"))).toBe(false);
  await watchDatabase({ db, now: NOW }, key, true);
  expect(memory(key)).toBe(changed.next);
});
