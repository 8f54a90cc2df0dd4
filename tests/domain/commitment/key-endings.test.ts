import { copyFileSync, existsSync, rmSync, writeFileSync } from "node:fs";
import { afterEach, describe, expect, it, vi } from "vitest";
import { signLog } from "#app/domain/commitment/commands.server.ts";
import { changeKey } from "#app/domain/commitment/key-change.server.ts";
import { followLog, revokedKeys } from "#app/domain/commitment/keys.server.ts";
import { checkpointText, keysOfLog, signingKeys, signNote, trustedKeys } from "#app/domain/commitment/note.ts";
import { owe } from "#app/domain/notification/commands.server.ts";
import { signedBy } from "#app/domain/proof/rules.ts";
import { trustFile } from "#app/domain/witness/queries.server.ts";
import { deliverMail } from "#app/jobs/deliver-mail.server.ts";
import { readSecret } from "#app/outside/key-ring.server.ts";
import { forgetDatabase } from "#app/outside/log-key.server.ts";
import type { Db } from "#db/client.server.ts";
import { notifications } from "#db/schema/notification.ts";
import { copyOf } from "#tests/support/database.ts";
import { aKeptKey } from "#tests/support/kept-key.ts";
import { grow, NOW, portal, portals, said } from "#tests/support/keyed-log.ts";
import { KEY } from "#tests/support/proved-round.ts";
import { testServices } from "#tests/support/visit.ts";
import { readCheckpoint, readKey } from "../../../public/verify.mjs";

const aPortal = await portals();
const pairs = async (db: Db) => (await revokedKeys({ db })).map(({ key, next }) => [key, next]).reverse();
const WHY = { file: null, reason: "Why." };

afterEach(() => vi.restoreAllMocks());

describe("a key that was announced and is passed over", () => {
  it("is revoked by the change that passes it over, and announced no more", async () => {
    const { db, key, inFolder } = await aPortal();
    await said(db, key, "next-key", inFolder("away"));
    const announced = key.ring!.next()!;
    await changeKey(portal(db), key, { ...WHY, isNew: true });
    expect(await pairs(db)).toEqual([
      [announced, key.verifier],
      [KEY.verifier, key.verifier],
    ]);
    expect([key.ring!.next(), existsSync(inFolder("log-key-next"))]).toEqual([null, false]);
    expect(await trustFile({ db }, key)).toMatchObject({
      keys: [announced, KEY.verifier, key.verifier],
      revoked: [
        { key: announced, size: 0 },
        { key: KEY.verifier, size: expect.any(Number) as number },
      ],
    });
  });

  it("counts for nothing, on every machine and for readers: it never signed", async () => {
    const { db, key, inFolder, another } = await aPortal();
    for (const name of ["first", "second"]) await said(db, key, "next-key", inFolder(name));
    const [first, old] = [readSecret(inFolder("first")), aKeptKey().open()];
    const ends = async () => (await trustFile({ db }, key)).revoked?.map(({ size }) => size > 0);
    expect(await ends()).toEqual([false]);
    await changeKey(portal(db), key, { file: inFolder("second"), reason: "Why." });
    const third = another(11).file;
    await changeKey(portal(db), key, { file: third, reason: "Why." });
    expect(await ends()).toEqual([false, true, true]);
    await changeKey(portal(db), old, { file: third, reason: "Why." });
    expect(await trustFile({ db }, old)).toEqual(await trustFile({ db }, key));
    expect([signingKeys(key).length, keysOfLog(key).length]).toEqual([3, 4]);
    await expect(changeKey(portal(db), key, { file: inFolder("first"), reason: "Why." })).rejects.toThrow("or did");
    const trusted = trustedKeys(key);
    expect(signedBy(signNote("a receipt\n", first), key)).toBeNull();
    const state = signNote(checkpointText(KEY.name, 1, Buffer.alloc(32, 1)), first);
    writeFileSync(inFolder("state.txt"), state);
    await expect(said(db, key, "remember", inFolder("state.txt"))).rejects.toThrow("counts for nothing");
    const keys = await Promise.all(trusted.keys.map((each) => readKey(each)));
    const read = readCheckpoint(state, [{ ...keys[0]!, until: trusted.revoked![0]!.size }, ...keys.slice(1)], "It");
    await expect(read).rejects.toThrow(
      "revoked when the log had 0: what it signs over later states counts for nothing",
    );
  });

  it("is revoked where another one is made to be the next, and does not hinder the change to that", async () => {
    const { db, key, inFolder } = await aPortal();
    await said(db, key, "next-key", inFolder("first"));
    const first = key.ring!.next()!;
    await said(db, key, "next-key", inFolder("second"));
    const second = key.ring!.next()!;
    expect(await pairs(db)).toEqual([[first, second]]);
    expect((await trustFile({ db }, key)).keys).toEqual([first, KEY.verifier, second]);
    await expect(changeKey(portal(db), key, { file: inFolder("first"), reason: "Why." })).rejects.toThrow("or did");
    await changeKey(portal(db), key, { file: inFolder("second"), reason: "Why." });
    expect([key.verifier, await pairs(db)]).toEqual([
      second,
      [
        [first, second],
        [KEY.verifier, second],
      ],
    ]);
  });

  it("is not announced, and leaves no file, where that could not be put on record", async () => {
    const { db, key, inFolder } = await aPortal();
    vi.spyOn(db, "transaction").mockImplementation(() => Promise.reject(new Error("connection lost")));
    await expect(said(db, key, "next-key", inFolder("away"))).rejects.toThrow("connection lost");
    expect([key.ring!.next(), existsSync(inFolder("away"))]).toEqual([null, false]);
  });
});

describe("a database from before the change", () => {
  it("is told by the next signature which key signs no more, though the machine lost what was signed", async () => {
    const { db, key, copy, inFolder, open } = await aPortal();
    const backup = await copyOf(copy);
    await changeKey(portal(db), key, WHY);
    rmSync(inFolder("log-signed"));
    const again = open();
    await grow(backup.db);
    await signLog(portal(backup.db), again);
    expect(await pairs(backup.db)).toEqual([[KEY.verifier, again.verifier]]);
    await grow(backup.db);
    expect(await signLog(portal(backup.db), again)).toBe(1);
    expect(await pairs(backup.db)).toHaveLength(1);
    await backup.drop();
  });

  it("lets a portal sign again that had not the new key", async () => {
    const { db, key, copy } = await aPortal();
    const [backup, old] = [await copyOf(copy), aKeptKey().open()];
    await changeKey(portal(db), key, WHY);
    expect(await followLog({ db }, old)).toContain("which is not here");
    expect(() => signNote("a receipt\n", old)).toThrow();
    expect(await followLog(backup, old)).toBeNull();
    expect(signNote("a receipt\n", old)).toContain("a receipt");
    await backup.drop();
  });
});

it("no letter is tried while nothing can be signed: its receipt would fail, and after eight times it was given up", async () => {
  const { db, key, inFolder } = await aPortal();
  const old = aKeptKey();
  const logKey = old.open();
  await changeKey(portal(db), key, WHY);
  await followLog({ db }, logKey);
  const params = { cycle: "Cycle", awarded: "", others: "", link: "http://portal.example/cycles/x" };
  const to = { accountId: null, email: "amara@kampala.example", locale: "en" } as const;
  await owe(portal(db), { ...to, dedupe: "once", kind: "result-published", params });
  const services = { ...testServices(db), logKey };
  const later = () => new Date(NOW.getTime() + 60_000);
  expect(await deliverMail(services, later)).toBe(0);
  expect(await db.select().from(notifications)).toMatchObject([{ attempts: 0 }]);
  copyFileSync(inFolder("log-key"), old.inFolder("log-key-waiting"));
  await followLog({ db }, logKey);
  expect(await deliverMail(services, later)).toBe(1);
});

it("no other key is made where one has signed a log, until that log is forgotten", async () => {
  const { folder, inFolder, open } = await aPortal();
  rmSync(inFolder("log-key"));
  expect(open).toThrow(/log-key is not here, and .*log-signed was left/);
  writeFileSync(inFolder("log-keys-revoked"), "");
  forgetDatabase(folder);
  expect(existsSync(inFolder("log-keys-revoked"))).toBe(false);
  expect(open().verifier).not.toBe(KEY.verifier);
});

it("a file that holds no key is not told to be restored from the backup", async () => {
  const { db, key, inFolder } = await aPortal();
  writeFileSync(inFolder("away"), "nothing\n");
  const change = changeKey(portal(db), key, { file: inFolder("away"), reason: "Why." });
  await expect(change).rejects.toThrow(/away holds no key as next-key makes it/);
});
