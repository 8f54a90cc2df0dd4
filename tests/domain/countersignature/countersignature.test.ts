import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { and, eq } from "drizzle-orm";
import { afterAll, beforeEach, describe, expect, it } from "vitest";
import { noteKey, signNote } from "#app/domain/commitment/note.ts";
import { type Actor, ANONYMOUS, type Context } from "#app/domain/context.ts";
import { countersign, takeWholeProof } from "#app/domain/countersignature/commands.server.ts";
import { canCountersign, canTakeProof } from "#app/domain/countersignature/policy.ts";
import { countersignaturesTold, countersigningOf } from "#app/domain/countersignature/queries.server.ts";
import { pastedCountersignature } from "#app/domain/countersignature/rules.ts";
import { proofBundle } from "#app/domain/proof/queries.server.ts";
import { handInSignature, takeOpenings, takeResult } from "#app/domain/scrutiny/commands.server.ts";
import { pastedSignature } from "#app/domain/scrutiny/rules.ts";
import { hidden, no, notNow, type Verdict, yes } from "#app/domain/verdict.ts";
import type { Db } from "#db/client.server.ts";
import { auditEvents } from "#db/schema/audit.ts";
import { countersignatures } from "#db/schema/countersignature.ts";
import { inTransaction, testDatabase } from "#tests/support/database.ts";
import { days } from "#tests/support/judging.ts";
import { aProvedRound, KEY, TRUST } from "#tests/support/proved-round.ts";
import {
  canonical,
  countersignatureText,
  main as verifyMain,
  type NamedResult,
  verify,
} from "../../../public/verify.mjs";
import { main } from "../../../public/scrutineer.mjs";
import { main as witnessMain } from "../../../public/witness.mjs";

const { db } = await testDatabase();
const folder = mkdtempSync(path.join(os.tmpdir(), "kapok-countersign-"));
afterAll(() => rmSync(folder, { recursive: true }));
let [said, complained]: [string[], string[]] = [[], []];
const out = { log: (line: string) => said.push(line), error: (line: string) => complained.push(line) };
const at = days(1);
const memory = (name: string) => path.join(folder, `${name}.json`);
const run = (who: string, ...args: string[]) =>
  main(args, { memoryFile: memory(who), now: Math.floor(at.getTime() / 1000), out });
beforeEach(() => {
  [said, complained] = [[], []];
});
/** A key that the program made, as the portal's own tests know it. */
const keyOf = async (who: string) => {
  await run(who, "key", `award.example/${who}`, KEY.verifier);
  const { key } = JSON.parse(readFileSync(memory(who), "utf8")) as { key: { d: string } };
  return noteKey(`award.example/${who}`, Buffer.from(key.d, "base64url"));
};
const [nadia, award] = [await keyOf("nadia"), await keyOf("chen")];
const made = await aProvedRound(db, { against: false, entries: 10, scrutineers: [nadia], embargo: days(20) });
const roundId = made.round.id;
const hers = made.scrutineers[0]!;
const inside = (ctx: Context, tx: Db, now = at): Context => ({ ...ctx, db: tx, now });
const file = (name: string, text: string) => {
  writeFileSync(path.join(folder, name), text);
  return path.join(folder, name);
};
const named = async (): Promise<NamedResult> => {
  const verdict = await verify(made.bundle, TRUST);
  if (!verdict.ok) throw new Error(verdict.failure);
  return verdict.named;
};
const SIGNED = at.toISOString().replace(/\.\d+Z/, "Z");
const aSignature = async (other: Partial<NamedResult & { signed: string; key: string }> = {}, key = award) =>
  signNote(countersignatureText({ ...(await named()), key: key.verifier, signed: SIGNED, ...other }), key);
/** The bundle with these signatures of the secretariat. */
const bundleWith = (...notes: string[]) =>
  canonical({ ...(JSON.parse(made.bundle) as object), countersignatures: notes });

/** What stands on record about the proofs that somebody took. */
const proofsTaken = async (tx: Db, { actor }: Context) => {
  const events = await tx
    .select({ payload: auditEvents.payload })
    .from(auditEvents)
    .where(and(eq(auditEvents.type, "proof.taken"), eq(auditEvents.actorId, actor.id!)));
  return events.map(({ payload }) => (JSON.parse(payload.toString()) as { details: unknown }).details);
};

describe("who may read a proof before it is public, and sign for the award", () => {
  const person = (staff: Actor["staff"], role?: "chair" | "reviewer"): Actor => ({
    ...ANONYMOUS,
    id: "me",
    staff,
    panels: role ? [{ roundId: "r", cycleId: "c", role }] : [],
  });
  const facts = { roundId: "r", stated: true, inConflict: false, signed: false };
  const office = person(["secretariat"]);
  it.each<[string, Verdict, Verdict]>([
    ["the secretariat", canCountersign(office, facts), yes],
    ["once", canCountersign(office, { ...facts, signed: true }), notNow("result-signed")],
    ["and reads on", canTakeProof(office, { ...facts, signed: true }), yes],
    ["not before the result is stated", canTakeProof(office, { ...facts, stated: false }), notNow("result-not-stated")],
    ["not in conflict", canTakeProof(office, { ...facts, inConflict: true }), no("conflict")],
    ["not the chair", canTakeProof(person([], "chair"), facts), no("chair-cannot-publish")],
    ["not an observer", canTakeProof(person(["observer"]), facts), no("not-your-role")],
    ["not an administrator", canTakeProof(person(["administrator"]), facts), hidden],
    ["not a reviewer", canTakeProof(person([], "reviewer"), facts), hidden],
  ])("%s", (_what, given, verdict) => expect(given).toEqual(verdict));
});

describe("a result under embargo", () => {
  it("is checked and signed by the secretariat and the scrutineer, and both signatures stand at publication", () =>
    inTransaction(db, async (tx) => {
      const [chen, scrutineer] = [inside(made.chen, tx), inside(hers, tx)];
      await expect(proofBundle(chen, roundId)).rejects.toThrow("not found");
      expect(await run("chen", "countersign", file("whole.json", await takeWholeProof(chen, roundId, KEY)))).toBe(0);
      await countersign(chen, roundId, pastedCountersignature(said.join("\n")), KEY);
      const openings = file("openings.json", await takeOpenings(scrutineer, roundId));
      const proof = await takeResult(scrutineer, roundId, KEY);
      expect(JSON.parse(proof)).toMatchObject({ names: [], reasons: [] });
      said = [];
      expect(await run("nadia", "sign", file("bundle.json", proof), openings)).toBe(0);
      expect(said.join("\n")).toContain("the names of the awarded are not opened");
      await handInSignature(scrutineer, roundId, pastedSignature(said.join("\n")), KEY);
      for (const ctx of [chen, scrutineer])
        expect(await proofsTaken(tx, ctx)).toEqual([{ roundId, names: ctx === chen, sha256: expect.any(String) }]);
      expect(await countersignaturesTold({ db: tx }, roundId)).toMatchObject({
        versions: 1,
        signatures: [{ key: award.verifier, version: 1 }],
      });
      const trust = { ...TRUST, scrutineers: [nadia.verifier], secretariat: [award.verifier] };
      const published = await proofBundle(inside(made.chen, tx, days(21)), roundId);
      const verdict = await verify(published, trust);
      expect(verdict).toMatchObject({ ok: true });
      expect(verdict.lines.join("\n")).toContain(`signed for the award by award.example/chen`);
      await expect(countersign(chen, roundId, await aSignature(), KEY)).rejects.toMatchObject({
        because: "result-signed",
      });
      await expect(tx.transaction((inner) => inner.delete(countersignatures))).rejects.toThrow();
    }));

  it("without names is no proof for the public", async () => {
    const bare = canonical({ ...(JSON.parse(made.bundle) as object), names: [] });
    expect(await verify(bare, TRUST)).toMatchObject({ ok: false, failure: "6 awarded entries have no name" });
    expect(await verify(bare, TRUST, { signing: true })).toMatchObject({ ok: false });
  });

  it("is handed to nobody else, and signed by nobody else, whatever they hand in", () =>
    inTransaction(db, async (tx) => {
      await expect(takeResult(inside(made.chen, tx), roundId, KEY)).rejects.toThrow("not found");
      await expect(takeWholeProof(inside(hers, tx), roundId, KEY)).rejects.toThrow("not found");
      await expect(countersigningOf(inside(hers, tx), roundId)).rejects.toThrow("not found");
      await expect(countersign(inside(hers, tx), roundId, "hello", KEY)).rejects.toThrow("not found");
    }));

  it.each<[string, () => Promise<string>, string]>([
    ["words", () => Promise.resolve("hello\n"), "not-a-countersignature"],
    ["a key of the log's", () => aSignature({}, KEY), "not-a-countersignature"],
    ["a key in the text that did not sign", () => aSignature({ key: KEY.verifier }), "not-a-countersignature"],
    ["another round", () => aSignature({ round: "another" }), "not-a-countersignature"],
    ["another result", () => aSignature({ sha256: "0".repeat(64) }), "not-a-countersignature"],
    ["a time to come", () => aSignature({ signed: "2030-01-01T00:00:00Z" }), "clock-wrong"],
    ["a scrutineer's key", () => aSignature({}, nadia), "key-taken"],
  ])("takes no signature with %s", (_what, note, why) =>
    inTransaction(db, async (tx) => {
      await expect(countersign(inside(made.chen, tx), roundId, await note(), KEY)).rejects.toMatchObject({
        fields: { signature: why },
      });
    }),
  );
});

describe("the verifier", () => {
  const asked = { ...TRUST, secretariat: [award.verifier] };
  it("takes a proof without such a signature as before, and says so", async () => {
    const verdict = await verify(made.bundle, TRUST);
    expect(verdict).toMatchObject({ ok: true });
    expect(verdict.lines.join("\n")).toContain("no signature of the secretariat's own");
  });

  it.each<[string, () => Promise<string>, typeof TRUST, string]>([
    ["one that is missing and asked for", () => Promise.resolve(made.bundle), asked, "has not signed this result"],
    ["changed words", async () => bundleWith((await aSignature()).replace("result ", "result  ")), TRUST, "is wrong"],
    ["another result", async () => bundleWith(await aSignature({ result: 1 })), TRUST, "under another result"],
    ["another round", async () => bundleWith(await aSignature({ round: "x" })), TRUST, "under another result"],
    ["the log's key", async () => bundleWith(await aSignature({}, KEY)), TRUST, "of the log or of a scrutineer"],
    ["a scrutineer's key", async () => bundleWith(await aSignature({}, nadia)), TRUST, "of the log or of a scrutineer"],
    ["one twice", async () => bundleWith(await aSignature(), await aSignature()), TRUST, "is the second by"],
    [
      "another key of the same name in its place",
      async () => bundleWith(await aSignature({}, noteKey(award.name, Buffer.alloc(32, 66)))),
      asked,
      "has not signed this result",
    ],
  ])("refuses %s", async (_what, bundle, trust, why) => {
    const verdict = await verify(await bundle(), trust);
    expect(verdict.ok ? "accepted" : verdict.failure).toContain(why);
  });
});

describe("a trust file", () => {
  it.each<[string, object]>([
    ["secretaries", { secretaries: [award.verifier] }],
    ["scrutineer", { scrutineer: [nadia.verifier] }],
    ["Quorum", { Quorum: 1 }],
  ])("with a member %s, which the verifier would not ask for, is refused", async (member, more) => {
    const verdict = await verify(bundleWith(), { ...TRUST, ...more });
    expect(verdict).toMatchObject({ ok: false, lines: [] });
    expect(verdict.ok ? "accepted" : verdict.failure).toContain(`asks for "${member}", which this verifier`);
  });

  it("with all the members there are is read", async () => {
    const trust = { v: 1, ...TRUST, witnesses: [], quorum: 0, scrutineers: [], secretariat: [award.verifier] };
    expect(await verify(bundleWith(await aSignature()), trust)).toMatchObject({ ok: true });
  });
});

describe("programs without their files", () => {
  it("end with one sentence and exit status 1", async () => {
    const read = (name: string) => readFileSync(path.join(folder, name), "utf8");
    file("bad.json", "no json");
    file("any.json", "{}");
    expect(await verifyMain(["missing.json", "trust.json"], read, out)).toBe(1);
    expect(await verifyMain(["any.json", "bad.json"], read, out)).toBe(1);
    expect(await verifyMain(["any.json", "any.json", "--openings"], read, out)).toBe(1);
    for (const each of [main, witnessMain])
      for (const memoryFile of ["none.json", "bad.json"])
        expect(
          await each([each === main ? "state" : "cosign", ...(each === main ? [] : ["x"])], {
            memoryFile: path.join(folder, memoryFile),
            out,
          }),
        ).toBe(1);
    expect(complained).toEqual([
      "NO  missing.json is not here, or cannot be read",
      "NO  bad.json is not JSON",
      "NO  the name of a file is missing",
      `${path.join(folder, "none.json")} is not here, or cannot be read.`,
      `${path.join(folder, "bad.json")} is not what this program wrote.`,
      `${path.join(folder, "none.json")} is not here, or cannot be read.`,
      `${path.join(folder, "bad.json")} is not what this program wrote.`,
    ]);
  });
});
