import { expect, it } from "vitest";
import { changeKey } from "#app/domain/commitment/key-change.server.ts";
import { type LogKey, noteKey, signNote } from "#app/domain/commitment/note.ts";
import { signedReceipt } from "#app/domain/commitment/queries.server.ts";
import { submitEntry } from "#app/domain/submission/commands.server.ts";
import { checkPackage, openPackage, signedPackage } from "#app/domain/package/queries.server.ts";
import { checkCopy, checkReceipt } from "#app/domain/proof/receipts.server.ts";
import { signedCopy } from "#app/domain/proof/rules.ts";
import { PORTAL } from "#app/domain/context.ts";
import { action as ownCheck } from "#app/routes/public/receipt.tsx";
import { PUBLIC_URL } from "#tests/support/address.ts";
import { testDatabase } from "#tests/support/database.ts";
import { anEntry, aRound, aStaffMember, COMPLETE, NOW } from "#tests/support/factories.ts";
import { aKeptKey } from "#tests/support/kept-key.ts";
import { KEY } from "#tests/support/proved-round.ts";
import { answerOf, testServices, visitAs } from "#tests/support/visit.ts";

const { db } = await testDatabase();
const kept = aKeptKey();
const key: LogKey = kept.open();
const entry = await anEntry(db, { answers: COMPLETE });
await aRound(db, { cycleId: entry.cycle.id });
const { text: packed } = await signedPackage(entry.ctx, key, entry.entryId);
await submitEntry(entry.ctx, entry.entryId, PUBLIC_URL);
const { text: receipt } = (await signedReceipt({ db }, key, { entryId: entry.entryId }))!;
const copy = signedCopy(Buffer.from("%PDF-1.7 a copy"), receipt, key);
const changedCopy = Buffer.concat([Buffer.from("more"), copy]);
const check = (note: string) => checkReceipt({ db }, key, { receipt: note, reference: "", sha256: "" });
const before = await check(receipt);
await changeKey({ db, actor: PORTAL, now: NOW }, key, { file: null, reason: "It was stolen." });
const textOf = (note: string) => note.slice(0, note.lastIndexOf("\n\n") + 1);
const strange = noteKey(KEY.name, Buffer.alloc(32, 66));

it("M13: a receipt by a revoked key is read as before, with a word of the thief; the portal signs it anew", async () => {
  expect(before).toMatchObject({ outcome: "signed" });
  expect(before).not.toHaveProperty("revoked");
  expect(await check(receipt)).toEqual({ ...before, revoked: true });
  const { text: again } = (await signedReceipt({ db }, key, { entryId: entry.entryId }))!;
  expect([textOf(again), again]).toEqual([textOf(receipt), expect.not.stringContaining(receipt)]);
  expect(await check(again)).toEqual(before);
  expect(await check(signNote(textOf(receipt), strange))).toEqual({ outcome: "unknown" });
  expect(await check(receipt.replace(/version \d+/, "version 9"))).toEqual({ outcome: "unknown" });
  const forged = signNote(textOf(receipt).replace(/^sha256 .*$/m, `sha256 ${"0".repeat(64)}`), KEY);
  expect(await check(forged)).toEqual({ outcome: "broken", revoked: true });
});

it("M13: so is the copy of an entry, whose pages are still compared byte for byte", async () => {
  expect(await checkCopy({ db }, key, copy)).toMatchObject({ outcome: "copy", revoked: true });
  expect(await checkCopy({ db }, key, changedCopy)).toMatchObject({ outcome: "copy-changed", revoked: true });
  const own = await checkCopy({ db }, key, signedCopy(Buffer.from("%PDF-1.7 a copy"), receipt, key));
  expect(own).toMatchObject({ outcome: "copy" });
  expect(own).not.toHaveProperty("revoked");
});

it("M13: so is a package, and the secretariat is told", async () => {
  const staff = { db, actor: await aStaffMember(db), now: NOW };
  expect(await checkPackage(staff, key, packed)).toMatchObject({ outcome: "known", told: { revoked: true } });
  const { text: again } = await signedPackage(entry.ctx, key, entry.entryId);
  expect(openPackage(again, key)).toMatchObject({ revoked: false });
  expect(openPackage(signNote(textOf(packed), strange), key)).toBeNull();
});

it("M13: the page where anybody checks a receipt passes it on", async () => {
  const services = { ...testServices(db), logKey: key };
  const visit = await visitAs(db, null, "/receipts", { services, form: { receipt }, now: NOW });
  expect((await answerOf(ownCheck(visit))).data).toMatchObject({ found: { outcome: "signed", revoked: true } });
});
