import { eq } from "drizzle-orm";
import { describe, expect, it, vi } from "vitest";
import { run } from "#app/cli/commands/log.ts";
import { canonical } from "#app/domain/audit/rules.ts";
import { revokeKey } from "#app/domain/commitment/commands.server.ts";
import { revokedKeys } from "#app/domain/commitment/losses.server.ts";
import { noteKey, signNote } from "#app/domain/commitment/note.ts";
import { proofBundle } from "#app/domain/proof/queries.server.ts";
import { wholeLog } from "#app/domain/proof/whole-log.server.ts";
import { newestCheckpoint } from "#app/domain/witness/queries.server.ts";
import { auditEvents } from "#db/schema/audit.ts";
import { testDatabase } from "#tests/support/database.ts";
import { type Bundle, forge } from "#tests/support/forged-bundle.ts";
import { aProvedRound, KEY, TRUST } from "#tests/support/proved-round.ts";
import { testServices } from "#tests/support/visit.ts";
import { verify } from "../../../public/verify.mjs";

const { db } = await testDatabase();
const NEW = noteKey(KEY.name, Buffer.alloc(32, 10));
const BOTH = { keys: [KEY.verifier, NEW.verifier] };
const made = await aProvedRound(db, { against: false });
const before = made.bundle;
await revokeKey(made.chen, NEW, KEY.verifier, "It was stolen.");
const bundle = await proofBundle(made.chen, made.round.id);
const log = await wholeLog(made.chen);
const newest = (await newestCheckpoint({ db }))!;

const textOf = (note: string) => note.slice(0, note.lastIndexOf("\n\n") + 1);
const sizeOf = (note: string) => Number(note.split("\n")[1]);
const end = (given: string) => sizeOf((JSON.parse(given) as Bundle).checkpoints.at(-1)!);
/** The bundle with its last state signed anew by these keys. */
const signedBy = (...keys: (typeof KEY)[]) => {
  const parts = JSON.parse(bundle) as Bundle;
  const text = textOf(parts.checkpoints.at(-1)!);
  const lines = keys.map((key) => signNote(text, key).slice(text.length + 1)).join("");
  return canonical({ ...parts, checkpoints: [...parts.checkpoints.slice(0, -1), `${text}\n${lines}`] } as never);
};
const told = async (given: string, trust: object = BOTH, further = {}) => {
  const verdict = await verify(given, trust as typeof TRUST, further);
  return verdict.ok ? verdict.lines : [`refused: ${verdict.failure}`];
};
const ALONE = /^refused: .* is signed by award.example\/log\+[0-9a-f]{8} alone, which was revoked when the log had \d+/;
const WARNING =
  /^WARNING: leaf \d+ of the log says that the key award.example\/log\+[0-9a-f]{8} signs for it no more: It was/;

describe("M13: a key of the log that was revoked", () => {
  it("is said in the log by the one in its place, for everybody, once and on record", async () => {
    expect((await told(bundle)).filter((line) => WARNING.test(line))).toHaveLength(1);
    expect(await revokedKeys({ db })).toMatchObject([{ key: KEY.verifier, reason: "It was stolen." }]);
    expect(await revokeKey(made.chen, NEW, KEY.verifier, "Again.")).toBe(false);
    expect(await revokedKeys({ db })).toHaveLength(1);
    expect(await db.$count(auditEvents, eq(auditEvents.type, "log.key-revoked"))).toBe(1);
  });

  it.each([
    ["the key that signs", NEW.verifier, "put another one in its place"],
    ["one of another log", noteKey("other.example/log", Buffer.alloc(32, 9)).verifier, "no key of this log"],
    ["what is no key", "stolen", "no key of this log"],
  ])("is never %s", (_what, key, why) => expect(revokeKey(made.chen, NEW, key, "Why.")).rejects.toThrow(why));

  it("counts for what it signed before, and needs its successor among those who are trusted", async () => {
    expect((await told(before, TRUST)).join()).not.toContain("refused");
    expect(await told(bundle, TRUST)).toEqual([expect.stringMatching(/^refused: .* whose key you do not trust/)]);
  });

  it("counts for nothing over later states, alone; beside its successor it is passed over", async () => {
    expect(await told(signedBy(KEY))).toEqual([expect.stringMatching(ALONE)]);
    for (const keys of [[NEW], [NEW, KEY], [KEY, NEW]])
      expect((await told(signedBy(...keys))).join()).not.toContain("refused");
    expect(await told(forge(bundle, KEY, () => {}))).toEqual([expect.stringMatching(ALONE)]);
  });

  it("is not unsaid by whoever edits a bundle", async () => {
    expect(await told(bundle.replace("It was stolen.", "It was broken."))).toEqual([
      expect.stringMatching(/\(key-revocation\) is not in the log as it is shown/),
    ]);
    expect(await told(bundle.replace('key-revocation\\"', 'seal\\"'))).toEqual([expect.stringMatching(/^refused/)]);
  });

  it("counts until the reader says, where the bundle does not", async () => {
    const until = (size: unknown) => ({ ...TRUST, revoked: [{ key: KEY.verifier, size }] });
    expect((await told(before, until(end(before)))).join()).not.toContain("refused");
    expect(await told(before, until(end(before) - 1))).toEqual([expect.stringMatching(ALONE)]);
    expect(await told(before, until("all"))).toEqual([expect.stringContaining("without the size of the log")]);
    expect(await told(before, { ...TRUST, revoked: [KEY.verifier] })).toEqual([expect.stringContaining("members key")]);
  });

  it("is told by the whole log where the bundle is older, and signs neither that nor a state that was kept", async () => {
    expect((await told(before, BOTH, { log })).filter((line) => WARNING.test(line))).toHaveLength(1);
    expect((await told(bundle, BOTH, { log })).filter((line) => WARNING.test(line))).toHaveLength(1);
    const stolen = signNote(textOf(newest), KEY);
    const file = JSON.parse(log) as object;
    const given = canonical({ ...file, checkpoint: stolen } as never);
    expect(await told(before, BOTH, { log: given })).toEqual([expect.stringMatching(ALONE)]);
    expect(await told(bundle, BOTH, { checkpoints: [stolen] })).toEqual([expect.stringMatching(ALONE)]);
    expect((await told(bundle, BOTH, { checkpoints: [newest] })).join()).not.toContain("refused");
  });

  it("is revoked by an operator's command, which asks for a reason", async () => {
    const said: string[] = [];
    vi.spyOn(console, "log").mockImplementation((text: string) => void said.push(text));
    const third = noteKey(KEY.name, Buffer.alloc(32, 11));
    const saying = (...args: string[]) => run(args, async () => ({ ...testServices(db), logKey: third }));
    await expect(saying("revoke-key", "--key", NEW.verifier)).rejects.toThrow("Usage");
    await expect(saying("check", "--key", NEW.verifier)).rejects.toThrow("Usage");
    expect(await saying("revoke-key", "--key", NEW.verifier, "--reason", "Lost.")).toBe(0);
    expect(await saying("revoke-key", "--key", NEW.verifier, "--reason", "Lost.")).toBe(0);
    expect(said).toEqual([expect.stringContaining(`Print ${third.verifier} in its place`), "The log says so already."]);
    const all = { keys: [...BOTH.keys, third.verifier] };
    expect((await told(await proofBundle(made.chen, made.round.id), all)).join()).not.toContain("refused");
    vi.restoreAllMocks();
  });
});
