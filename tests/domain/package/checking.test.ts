import { eq } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { addAttachment, removeAttachment } from "#app/domain/attachment/commands.server.ts";
import { noteKey, signNote } from "#app/domain/commitment/note.ts";
import { signedReceipt } from "#app/domain/commitment/queries.server.ts";
import type { Context } from "#app/domain/context.ts";
import { saveAnswer } from "#app/domain/entry/answers.server.ts";
import { NotFound } from "#app/domain/errors.ts";
import { extendEntry } from "#app/domain/extension/commands.server.ts";
import { checkPackage, signedPackage } from "#app/domain/package/queries.server.ts";
import { submitEntry } from "#app/domain/submission/commands.server.ts";
import { type Package, packageText, readPackage } from "#app/domain/package/rules.ts";
import { conflictDeclarations } from "#db/schema/conflict.ts";
import { cycles } from "#db/schema/cycle.ts";
import { storedFiles } from "#db/schema/stored-file.ts";
import type { Db } from "#db/client.server.ts";
import { PUBLIC_URL } from "#tests/support/address.ts";
import { inTransaction, testDatabase } from "#tests/support/database.ts";
import {
  aFile,
  aMember,
  anAccount,
  anEntry,
  aRound,
  aStaffMember,
  COMPLETE,
  NOW,
  personOf,
} from "#tests/support/factories.ts";
import { KEY } from "#tests/support/proved-round.ts";

const { db } = await testDatabase();
const minutes = (from: Date, count: number) => new Date(from.getTime() + count * 60_000);
const opened = (note: string): Package => readPackage(`${note.split("\n— ")[0]!.trimEnd()}\n`)!;
const signedAgain = (content: Package) => signNote(packageText(content), KEY);

/**
 * A draft with a title of two versions, an e-mail address and a file, its package of a minute before the bell, and the
 * secretariat an hour after.
 */
async function aPackage(tx: Db) {
  const scene = await anEntry(tx, { answers: COMPLETE });
  await aRound(tx, { cycleId: scene.cycle.id });
  await saveAnswer(
    { ...scene.ctx, now: minutes(NOW, 5) },
    { entryId: scene.entryId, questionKey: "title", value: "Guides", baseVersion: 1 },
  );
  await addAttachment(
    { ...scene.ctx, now: minutes(NOW, 7) },
    {
      entryId: scene.entryId,
      questionKey: "documents",
      file: aFile({ name: "plan.pdf", sha256: "c".repeat(64) }),
      caption: "",
    },
  );
  const made = minutes(scene.cycle.closesAt, -1);
  const { text } = await signedPackage({ ...scene.ctx, now: made }, KEY, scene.entryId);
  const staff: Context = { db: tx, actor: await aStaffMember(tx), now: minutes(scene.cycle.closesAt, 60) };
  return { ...scene, made, text, staff, check: (note: string, as = staff) => checkPackage(as, KEY, note) };
}

describe("a signed package", () => {
  it("holds what was saved with versions and the server's times, what is under way, and the hash that is sealed when it is sent as it stands", () =>
    inTransaction(db, async (tx) => {
      const { ctx, city, code, cycle, entryId, made } = await aPackage(tx);
      await tx.insert(storedFiles).values({
        key: "k1",
        store: "local",
        name: "bus.jpg",
        size: 9_000,
        state: "receiving",
        metadata: { entryId, questionKey: "pictures", accountId: ctx.actor.id },
        registeredAt: made,
      });
      const content = opened((await signedPackage({ ...ctx, now: made }, KEY, entryId)).text);
      expect(content).toEqual({
        id: entryId,
        entry: code,
        cycle: cycle.id,
        city: city.name,
        country: city.country,
        cityId: city.id,
        made: made.toISOString(),
        saved: minutes(NOW, 7).toISOString(),
        sha256: expect.stringMatching(/^[0-9a-f]{64}$/) as string,
        submission: null,
        together: [],
        signedOff: null,
        answers: [
          { question: "contact-email", version: 1, saved: NOW.toISOString(), value: "amara@kampala.example" },
          { question: "title", version: 2, saved: minutes(NOW, 5).toISOString(), value: "Guides" },
        ],
        files: [
          {
            id: expect.any(String) as string,
            question: "documents",
            name: "plan.pdf",
            size: 1_234,
            sha256: "c".repeat(64),
            type: "application/pdf",
            caption: "",
            credit: "",
            rights: "",
            language: "",
            translationOf: null,
            saved: minutes(NOW, 7).toISOString(),
          },
        ],
        underWay: [{ question: "pictures", name: "bus.jpg", size: 9_000 }],
      });
      expect((await submitEntry({ ...ctx, now: made }, entryId, PUBLIC_URL)).sha256).toBe(content.sha256);
      expect(opened((await signedPackage({ ...ctx, now: made }, KEY, entryId)).text).submission).toMatchObject({
        number: 1,
        sha256: content.sha256,
      });
    }));

  it("is for the team, viewers among it, and for nobody else", () =>
    inTransaction(db, async (tx) => {
      const { ctx, city, code, entryId, staff } = await aPackage(tx);
      const viewer: Context = { ...ctx, actor: await aMember(tx, city.id, "viewer") };
      expect((await signedPackage(viewer, KEY, entryId)).code).toBe(code);
      for (const actor of [staff.actor, await personOf(tx, (await anAccount(tx)).id)])
        await expect(signedPackage({ ...ctx, actor }, KEY, entryId)).rejects.toBeInstanceOf(NotFound);
    }));

  it("keeps every letter of an answer, those that no line of a note may hold among them", () => {
    const value = 'a\u0085b\u007f\n\n— c\u2028\t"d\ud83c\udf3a';
    const content: Package = {
      id: "i",
      entry: "GZ",
      cycle: "c",
      city: "São\u0090",
      country: "BR",
      cityId: null,
      made: "m",
      saved: "s",
      sha256: "h",
      submission: null,
      together: [],
      answers: [{ question: "title", version: 1, saved: "s", value }],
      files: [],
      signedOff: null,
      underWay: [],
    };
    expect(opened(signedAgain(content))).toEqual(content);
  });
});

describe("checking a package", () => {
  it("finds everything stored and in time, also in a file whose lines end as Windows ends them", () =>
    inTransaction(db, async (tx) => {
      const { check, text, code, city, made, entryId } = await aPackage(tx);
      for (const note of [text, text.replaceAll("\n", "\r\n")]) {
        const found = await check(note);
        expect(found).toMatchObject({
          outcome: "known",
          inTime: true,
          told: { code, city: city.name, made: made.toISOString() },
          entry: { id: entryId },
          extension: { allowed: true },
        });
        expect(found).toHaveProperty("saves", [
          { question: "contact-email", name: null, version: 1, saved: NOW.toISOString(), stored: true, late: false },
          {
            question: "title",
            name: null,
            version: 2,
            saved: minutes(NOW, 5).toISOString(),
            stored: true,
            late: false,
          },
          {
            question: "documents",
            name: "plan.pdf",
            version: null,
            saved: minutes(NOW, 7).toISOString(),
            stored: true,
            late: false,
          },
        ]);
        expect(JSON.stringify(found)).not.toContain("Guides");
      }
    }));

  it.each<[string, (content: Package) => Package, boolean[]]>([
    [
      "a version that is gone",
      ({ answers: [first, title], ...rest }) => ({ ...rest, answers: [first!, { ...title!, version: 3 }] }),
      [true, false, true],
    ],
    [
      "a version that holds something else",
      ({ answers: [first, title], ...rest }) => ({ ...rest, answers: [first!, { ...title!, value: "Boda boda" }] }),
      [true, false, true],
    ],
    [
      "a version of another moment",
      ({ answers: [first, title], ...rest }) => ({
        ...rest,
        answers: [first!, { ...title!, saved: NOW.toISOString() }],
      }),
      [true, false, true],
    ],
    [
      "another file",
      ({ files: [file], ...rest }) => ({ ...rest, files: [{ ...file!, sha256: "d".repeat(64) }] }),
      [true, true, false],
    ],
    ["an entry that is gone", (content) => ({ ...content, id: "3f0e4b1c-8d3c-4a3e-9a70-0e4f5a2c1b7d" }), []],
  ])("after a restore tells what is not stored any more: %s", (_what, change, stored) =>
    inTransaction(db, async (tx) => {
      const { check, text } = await aPackage(tx);
      const found = await check(signedAgain(change(opened(text))));
      expect(found.outcome).toBe(stored.length > 0 ? "known" : "unknown");
      if (found.outcome === "known") expect(found.saves.map((each) => each.stored)).toEqual(stored);
    }),
  );

  it("knows one that was made before packages told of captions, cities and sign-offs, and takes it only where its hash is that of what it tells", () =>
    inTransaction(db, async (tx) => {
      const { check, text, ctx, entryId } = await aPackage(tx);
      const older = (note: string) => {
        const { together: _together, signedOff: _signedOff, ...content } = opened(note);
        return signedAgain({
          ...content,
          files: content.files.map(({ id, question, name, size, sha256, saved }) => ({
            id,
            question,
            name,
            size,
            sha256,
            saved,
          })),
        } as Package);
      };
      expect(await check(older(text))).toMatchObject({
        outcome: "known",
        saves: [{ stored: true }, { stored: true }, { stored: true }],
        acceptance: { because: "package-not-whole" },
      });
      await removeAttachment({ ...ctx, now: minutes(NOW, 8) }, opened(text).files[0]!.id);
      expect(
        await check(older((await signedPackage({ ...ctx, now: minutes(NOW, 9) }, KEY, entryId)).text)),
      ).toMatchObject({ outcome: "known", acceptance: { allowed: true } });
    }));

  it("takes no other entry's versions for this one's", () =>
    inTransaction(db, async (tx) => {
      const { check, text, cycle } = await aPackage(tx);
      const other = await anEntry(tx, { cycle });
      expect(await check(signedAgain({ ...opened(text), id: other.entryId }))).toMatchObject({
        outcome: "known",
        saves: [{ stored: false }, { stored: false }, { stored: false }],
      });
    }));

  it("B87: calls late what was saved after the deadline that holds for the entry, bytes once the window for them is over", () =>
    inTransaction(db, async (tx) => {
      const { check, text, staff, cycle, entryId } = await aPackage(tx);
      await tx
        .update(cycles)
        .set({ closesAt: minutes(NOW, 4), graceSeconds: 179 })
        .where(eq(cycles.id, cycle.id));
      expect(await check(text)).toMatchObject({
        inTime: false,
        closesAt: minutes(NOW, 4),
        saves: [{ late: false }, { late: true }, { late: true }],
      });
      await tx.update(cycles).set({ graceSeconds: 180 }).where(eq(cycles.id, cycle.id));
      expect(await check(text)).toMatchObject({
        inTime: false,
        saves: [{ late: false }, { late: true }, { late: false }],
      });
      await extendEntry(
        { ...staff, now: minutes(NOW, 6) },
        entryId,
        {
          closesAt: minutes(NOW, 8),
          reason: "Power cut",
        },
        PUBLIC_URL,
      );
      expect(await check(text)).toMatchObject({
        inTime: true,
        saves: [{ late: false }, { late: false }, { late: false }],
      });
    }));

  it.each<[string, (text: string) => string]>([
    ["a letter was changed", (text) => text.replace("Guides", "Guidez")],
    ["a time was changed", (text) => text.replace('"version": 2', '"version": 1')],
    ["the signature is missing", (text) => text.split("\n— ")[0]!],
    [
      "it was signed with another key",
      (text) => signNote(packageText(opened(text)), noteKey(KEY.name, Buffer.alloc(32, 1))),
    ],
    ["it is no text", () => "\u0000\u0001"],
    ["it is empty", () => ""],
  ])("is not the portal's where %s", (_what, change) =>
    inTransaction(db, async (tx) => {
      const { check, text } = await aPackage(tx);
      expect(await check(change(text))).toEqual({ outcome: "unsigned" });
    }),
  );

  it("takes no receipt for a package", () =>
    inTransaction(db, async (tx) => {
      const { check, ctx, entryId } = await aPackage(tx);
      await submitEntry(ctx, entryId, PUBLIC_URL);
      expect(await check((await signedReceipt({ db: tx }, KEY, { entryId }))!.text)).toEqual({ outcome: "unsigned" });
    }));

  it("tells nothing of an entry to whoever is of its city or in conflict with it, and is not for observers or anybody else", () =>
    inTransaction(db, async (tx) => {
      const { check, text, staff, city, entryId, owner } = await aPackage(tx);
      const conflicted = await aStaffMember(tx);
      await tx.insert(conflictDeclarations).values({ entryId, accountId: conflicted.id, answer: "conflict", at: NOW });
      const ofCity = await aStaffMember(tx);
      const teams = [{ cityId: city.id, role: "viewer" as const }];
      for (const actor of [conflicted, { ...ofCity, teams }])
        expect(await check(text, { ...staff, actor })).toEqual({
          outcome: "unknown",
          told: expect.anything() as unknown,
        });
      for (const note of [text, "not signed"]) {
        await expect(check(note, { ...staff, actor: await aStaffMember(tx, "observer") })).rejects.toMatchObject({
          because: "not-your-role",
        });
        await expect(check(note, { ...staff, actor: owner })).rejects.toBeInstanceOf(NotFound);
      }
    }));
});
