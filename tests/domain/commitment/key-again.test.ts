import { copyFileSync, rmSync } from "node:fs";
import { afterEach, describe, expect, it, vi } from "vitest";
import { signLog } from "#app/domain/commitment/commands.server.ts";
import { changeKey } from "#app/domain/commitment/key-change.server.ts";
import { revokedKeys } from "#app/domain/commitment/keys.server.ts";
import type { LogKey } from "#app/domain/commitment/note.ts";
import { trustFile } from "#app/domain/witness/queries.server.ts";
import type { Db } from "#db/client.server.ts";
import { aKeptKey } from "#tests/support/kept-key.ts";
import { grow, portal, portals, said } from "#tests/support/keyed-log.ts";
import { KEY } from "#tests/support/proved-round.ts";

const aPortal = await portals();
const change = (db: Db, key: LogKey, ...how: string[]) => said(db, key, "change-key", "--reason", "Stolen.", ...how);
const pairs = async (db: Db) => (await revokedKeys({ db })).map(({ key, next }) => [key, next]).reverse();
const killed = (key: LogKey, what: "install") =>
  vi.spyOn(key.ring!, what).mockImplementation(() => {
    throw new Error("killed");
  });

afterEach(() => vi.restoreAllMocks());

describe("the same command again", () => {
  it("finishes a change to a new key, and takes the one that lies ready for no lost one", async () => {
    const { db, key, open } = await aPortal();
    killed(key, "install");
    await expect(changeKey(portal(db), key, { file: null, reason: "Stolen.", isNew: true })).rejects.toThrow("killed");
    const again = open();
    expect(await change(db, again, "--new")).toMatchObject({ status: 0 });
    expect(await pairs(db)).toEqual([[KEY.verifier, again.verifier]]);
    await grow(db);
    expect(await signLog(portal(db), again)).toBe(1);
  });

  it("changes the key a second time where another one is to follow, though the reason is the same", async () => {
    const { db, key, another } = await aPortal();
    const [next, third] = [another(10), another(11)];
    await change(db, key, "--with", next.file);
    expect((await change(db, key, "--with", next.file)).lines.at(-1)).toContain("said so already");
    const { lines } = await change(db, key, "--with", third.file);
    expect(key.verifier).toBe(third.verifier);
    const told = JSON.parse(/\{"keys".*/.exec(lines.at(-1)!)![0]) as { revoked: unknown[] };
    expect(told.revoked).toHaveLength(2);
    expect(await trustFile({ db }, key)).toMatchObject(told);
    await change(db, key, "--new");
    expect(await pairs(db)).toEqual([
      [KEY.verifier, next.verifier],
      [next.verifier, third.verifier],
      [third.verifier, key.verifier],
    ]);
    expect((await change(db, key)).lines.at(-1)).toContain("If that one was stolen, too, give another reason");
    expect(await pairs(db)).toHaveLength(3);
  });
});

describe("a key that lies ready of which the log says nothing", () => {
  it("gives way to the one that readers have", async () => {
    const { db, key, inFolder } = await aPortal();
    vi.spyOn(db, "transaction").mockImplementationOnce(() => Promise.reject(new Error("connection lost")));
    await expect(changeKey(portal(db), key, { file: null, reason: "Stolen." })).rejects.toThrow("connection lost");
    expect(key.ring!.waiting()).toBeNull();
    copyFileSync((await aPortal()).another(33).file, inFolder("log-key-waiting"));
    await said(db, key, "next-key", inFolder("away"));
    const next = key.ring!.next()!;
    await expect(change(db, key)).rejects.toThrow("--with FILE");
    expect(await change(db, key, "--with", inFolder("away"))).toMatchObject({ status: 0 });
    expect([key.verifier, await pairs(db)]).toEqual([next, [[KEY.verifier, next]]]);
  });
});

describe("a machine that comes after the change", () => {
  it("that has the key of before takes up the new one, though it remembers what that signed", async () => {
    const { db, key, inFolder, open, another } = await aPortal();
    copyFileSync(inFolder("log-key"), inFolder("backup"));
    const next = another(10);
    await change(db, key, "--with", next.file);
    const trusted = await trustFile({ db }, key);
    for (const [by, restored] of Object.entries({ command: inFolder("backup"), hand: next.file })) {
      copyFileSync(restored, inFolder("log-key"));
      rmSync(inFolder("log-keys-revoked"));
      const again = open();
      expect([by, await change(db, again, "--with", next.file)]).toMatchObject([by, { status: 0 }]);
      expect(await trustFile({ db }, again)).toEqual(trusted);
    }
    expect(await pairs(db)).toHaveLength(1);
  });

  it("knows every key that it has skipped", async () => {
    const { db, key, another } = await aPortal();
    const late = aKeptKey().open();
    const [next, third] = [another(10), another(11)];
    await change(db, key, "--with", next.file);
    await change(db, key, "--with", third.file);
    await said(db, late, "change-key", "--reason", "Why.", "--with", third.file);
    expect(await trustFile({ db }, late)).toEqual(await trustFile({ db }, key));
    expect((await trustFile({ db }, late)).revoked).toHaveLength(2);
  });
});
