import { copyFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { afterEach, describe, expect, it, vi } from "vitest";
import { signLog } from "#app/domain/commitment/commands.server.ts";
import { changeKey } from "#app/domain/commitment/key-change.server.ts";
import { revokedKeys } from "#app/domain/commitment/keys.server.ts";
import { watchDatabase } from "#app/domain/commitment/losses.server.ts";
import { signNote } from "#app/domain/commitment/note.ts";
import { proofBundle } from "#app/domain/proof/queries.server.ts";
import { trustFile } from "#app/domain/witness/queries.server.ts";
import { testDatabase } from "#tests/support/database.ts";
import { aKeptKey } from "#tests/support/kept-key.ts";
import { grow, memory, NOW, portal, portals, said, signers } from "#tests/support/keyed-log.ts";
import { aProvedRound, KEY } from "#tests/support/proved-round.ts";
import { verify } from "../../../public/verify.mjs";

const aPortal = await portals();
const { db: proved } = await testDatabase();
const CHANGE = ["change-key", "--reason", "The disk broke."];
/** A portal that lost its key while the one that is to follow is away. */
async function losing() {
  const made = await aPortal();
  await said(made.db, made.key, "next-key", made.inFolder("away"));
  const next = made.key.ring!.next()!;
  rmSync(made.inFolder("log-key"));
  return { ...made, next, withNext: [...CHANGE, "--with", made.inFolder("away")] };
}

afterEach(() => vi.restoreAllMocks());

describe("log-key is lost, and the key that was to follow is in the safe", () => {
  it("is followed by that one, by the command that changes keys, and the portal goes on", async () => {
    const { db, open, next, withNext } = await losing();
    expect(() => open()).toThrow(/Bring it back from the backup.*If there is no backup.*log change-key/);
    const key = open(true);
    expect(() => signNote("a receipt\n", key)).toThrow();
    expect((await said(db, key, ...withNext)).lines).toEqual([
      expect.stringContaining("Readers who have the keys that were printed go on"),
    ]);
    expect(await revokedKeys({ db })).toMatchObject([{ key: KEY.verifier, next, reason: "The disk broke." }]);
    const again = open();
    expect([key.verifier, again.verifier, memory(again), again.ring!.next()]).toEqual([next, next, next, null]);
    expect(await signers(db, [KEY.verifier, next])).toEqual([KEY.verifier, next]);
    expect(await trustFile({ db }, again)).toMatchObject({ keys: [KEY.verifier, next] });
    await grow(db);
    expect(await signLog(portal(db), again)).toBe(1);
    expect(await watchDatabase({ db, now: NOW }, open(), true)).toEqual([]);
  });

  it("is followed by no other: not by a new one, not by a stranger's, not without the file", async () => {
    const { db, open, next, another } = await losing();
    const only = expect.objectContaining({
      message: expect.stringContaining(`Without it only the key follows`) as string,
    });
    for (const how of [["--new"], ["--with", another(11).file]])
      await expect(said(db, open(true), ...CHANGE, ...how)).rejects.toEqual(only);
    await expect(said(db, open(true), ...CHANGE)).rejects.toThrow(next);
    expect([await revokedKeys({ db }), open(true).ring!.waiting()]).toEqual([[], null]);
  });

  it.each(["install", "learn"] as const)("killed at %s, the same command finishes it", async (step) => {
    const { db, open, next, withNext } = await losing();
    const key = open(true);
    vi.spyOn(key.ring!, step).mockImplementation(() => {
      throw new Error("killed");
    });
    await expect(said(db, key, ...withNext)).rejects.toThrow("killed");
    const again = open(true);
    expect(await said(db, again, ...withNext)).toMatchObject({ status: 0 });
    expect([again.verifier, memory(again), (await revokedKeys({ db })).length]).toEqual([next, next, 1]);
  });

  it("brought by hand, it is told how it takes that place", async () => {
    const { db, open, inFolder, next, withNext } = await losing();
    copyFileSync(inFolder("away"), inFolder("log-key"));
    await expect(said(db, open(true), ...withNext)).rejects.toThrow(/and the one beside it was to follow, the same/);
    renameSync(inFolder("log-key"), inFolder("moved"));
    expect(await said(db, open(true), ...CHANGE, "--with", inFolder("moved"))).toMatchObject({ status: 0 });
    expect(open().verifier).toBe(next);
  });

  it("is not made anew where nobody noted down which key it was, nor where none was to follow", async () => {
    const { open, inFolder, next } = await losing();
    writeFileSync(inFolder("log-key-next"), `${next}\n`);
    expect(() => open(true)).toThrow("Bring it back from the backup");
    rmSync(inFolder("log-key-next"));
    expect(() => open(true)).toThrow("Bring it back from the backup");
  });
});

it("readers who have both keys take what the next one says of the lost one, and those of before are told", async () => {
  const kept = aKeptKey();
  const made = await aProvedRound(proved, { against: false });
  await said(proved, kept.open(), "next-key", kept.inFolder("away"));
  rmSync(kept.inFolder("log-key"));
  const key = kept.open(true);
  await changeKey(made.chen, key, { file: kept.inFolder("away"), reason: "The disk broke." });
  const bundle = await proofBundle(made.chen, made.round.id);
  const both = await verify(bundle, { keys: [KEY.verifier, key.verifier] });
  expect([both.ok, both.lines.filter((line) => line.includes("The reason given: The disk broke."))]).toMatchObject([
    true,
    [expect.stringContaining("counts for nothing here")],
  ]);
  expect(await verify(bundle, { keys: [KEY.verifier] })).toMatchObject({ ok: false, otherKey: true });
});
