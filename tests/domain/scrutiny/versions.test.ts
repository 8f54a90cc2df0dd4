import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, beforeEach, expect, it } from "vitest";
import { noteKey } from "#app/domain/commitment/note.ts";
import { type Context, PORTAL } from "#app/domain/context.ts";
import { countersign, takeWholeProof } from "#app/domain/countersignature/commands.server.ts";
import { tellSigners } from "#app/domain/countersignature/letters.server.ts";
import { countersignaturesTold, countersigningOf } from "#app/domain/countersignature/queries.server.ts";
import { pastedCountersignature } from "#app/domain/countersignature/rules.ts";
import type { LetterParams } from "#app/domain/notification/rules.ts";
import { proofBundle } from "#app/domain/proof/queries.server.ts";
import { handInSignature, takeOpenings, takeResult } from "#app/domain/scrutiny/commands.server.ts";
import { scrutinyOf, signaturesTold } from "#app/domain/scrutiny/queries.server.ts";
import { pastedSignature } from "#app/domain/scrutiny/rules.ts";
import { LOCALES } from "#app/i18n/locales.ts";
import { writeLetter } from "#app/jobs/letters.ts";
import type { Db } from "#db/client.server.ts";
import { correct } from "#tests/support/correcting.ts";
import { inTransaction, testDatabase } from "#tests/support/database.ts";
import { days } from "#tests/support/judging.ts";
import { lettersOf } from "#tests/support/letters.ts";
import { aProvedRound, KEY, PORTAL_URL, TRUST } from "#tests/support/proved-round.ts";
import { main } from "../../../public/scrutineer.mjs";
import { verify } from "../../../public/verify.mjs";

const { db } = await testDatabase();
const folder = mkdtempSync(path.join(os.tmpdir(), "kapok-versions-"));
afterAll(() => rmSync(folder, { recursive: true }));
let [said, complained]: [string[], string[]] = [[], []];
const out = { log: (line: string) => said.push(line), error: (line: string) => complained.push(line) };
const run = (who: string, ...args: string[]) => {
  [said, complained] = [[], []];
  return main(args, { memoryFile: memory(who), now: Math.floor(days(1).getTime() / 1000), out });
};
const memory = (who: string) => path.join(folder, `${who}.json`);
const file = (name: string, text: string) => {
  writeFileSync(path.join(folder, name), text);
  return path.join(folder, name);
};
const keyOf = async (who: string) => {
  await run(who, "key", `award.example/${who}`, KEY.verifier);
  const { key } = JSON.parse(readFileSync(memory(who), "utf8")) as { key: { d: string } };
  return noteKey(`award.example/${who}`, Buffer.from(key.d, "base64url"));
};
const [nadia, award] = [await keyOf("nadia"), await keyOf("chen")];
const made = await aProvedRound(db, { against: false, entries: 10, scrutineers: [nadia] });
const roundId = made.round.id;
const memories = ["nadia", "chen"].map((who) => [who, readFileSync(memory(who), "utf8")] as const);
beforeEach(() => {
  for (const [who, kept] of memories) writeFileSync(memory(who), kept);
});
const inside = (ctx: Context, tx: Db): Context => ({ ...ctx, db: tx, now: days(1) });

/** What the programs print for who signs the version that stands. */
const scrutinised = async (ctx: Context) => {
  const openings = file("openings.json", await takeOpenings(ctx, roundId));
  expect(await run("nadia", "sign", file("bundle.json", await takeResult(ctx, roundId, KEY)), openings)).toBe(0);
  return pastedSignature(said.join("\n"));
};
const countersigned = async (ctx: Context) => {
  expect(await run("chen", "countersign", file("whole.json", await takeWholeProof(ctx, roundId, KEY)))).toBe(0);
  return pastedCountersignature(said.join("\n"));
};

it("whoever signed the first version signs the next one too, once, and the proof has both with their versions", () =>
  inTransaction(db, async (tx) => {
    const [chen, hers, lin] = [made.chen, made.scrutineers[0]!, made.lin].map((ctx) => inside(ctx, tx)) as [
      Context,
      Context,
      Context,
    ];
    const [firstCheck, firstSign] = [await scrutinised(hers), await countersigned(chen)];
    await handInSignature(hers, roundId, firstCheck, KEY);
    await countersign(chen, roundId, firstSign, KEY);
    const trust = { ...TRUST, scrutineers: [nadia.verifier], secretariat: [award.verifier] };
    expect(await verify(await proofBundle(lin, roundId), trust)).toMatchObject({ ok: true });

    await correct(lin, chen, roundId);
    expect(await verify(await proofBundle(lin, roundId), trust)).toMatchObject({
      ok: false,
      failure: expect.stringContaining("has not signed version 2 of the list") as string,
    });
    expect((await scrutinyOf(hers, roundId)).signing.allowed).toBe(true);
    expect((await countersigningOf(chen, roundId)).signing.allowed).toBe(true);
    expect(await signaturesTold({ db: tx }, roundId)).toMatchObject([
      { version: 1, checkedAt: days(1) },
      { version: 2, checkedAt: null, name: null },
    ]);
    await expect(handInSignature(hers, roundId, firstCheck, KEY)).rejects.toMatchObject({
      fields: { signature: "not-your-signature" },
    });
    await expect(countersign(chen, roundId, firstSign, KEY)).rejects.toMatchObject({
      fields: { signature: "not-a-countersignature" },
    });

    const [secondCheck, secondSign] = [await scrutinised(hers), await countersigned(chen)];
    await handInSignature(hers, roundId, secondCheck, KEY);
    await countersign(chen, roundId, secondSign, KEY);
    expect(await verify(await proofBundle(lin, roundId), trust)).toMatchObject({ ok: true });
    expect((await scrutinyOf(hers, roundId)).signatures.map(({ version }) => version)).toEqual([1, 2]);
    expect(await countersignaturesTold({ db: tx }, roundId)).toMatchObject({
      versions: 2,
      signatures: [{ version: 1 }, { version: 2, key: award.verifier }],
    });
    for (const work of [
      () => handInSignature(hers, roundId, secondCheck, KEY),
      () => countersign(chen, roundId, secondSign, KEY),
    ])
      await expect(work()).rejects.toMatchObject({ because: "result-signed" });
    expect(await run("chen", "countersign", file("first.json", made.bundle))).toBe(1);
    expect(complained.join()).toContain("you signed another result of this round before");
  }));

it("the letters that ask for a signature go out for each version, and say which", () =>
  inTransaction(db, async (tx) => {
    const tell = () => tellSigners({ db: tx, actor: PORTAL, now: days(1) }, PORTAL_URL);
    expect(await tell()).toBe(3);
    await correct(inside(made.lin, tx), inside(made.chen, tx), roundId);
    expect(await tell()).toBe(3);
    expect(await tell()).toBe(0);
    const due = (await lettersOf(tx)).filter(({ kind }) => ["result-to-check", "signature-due"].includes(kind));
    expect(due.map(({ params }) => params["listVersion"]).sort()).toEqual(["", "", "", "2", "2", "2"]);
    for (const { kind, params } of due)
      for (const locale of LOCALES) {
        const { subject } = writeLetter(kind as "signature-due", params as LetterParams["signature-due"], locale);
        expect(/– .*2/.test(subject)).toBe(params["listVersion"] === "2");
      }
  }));

it("who was told of no version is told of the one that stands alone", () =>
  inTransaction(db, async (tx) => {
    await correct(inside(made.lin, tx), inside(made.chen, tx), roundId);
    expect(await tellSigners({ db: tx, actor: PORTAL, now: days(1) }, PORTAL_URL)).toBe(3);
  }));
