import { eq } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { addAttachment, moveAttachment, removeAttachment } from "#app/domain/attachment/commands.server.ts";
import { describeAttachment } from "#app/domain/attachment/details.server.ts";
import { getFile } from "#app/domain/attachment/queries.server.ts";
import { MOST_BYTES } from "#app/domain/attachment/rules.ts";
import { PUBLIC_URL } from "#tests/support/address.ts";
import { eventsOf } from "#tests/support/audit.ts";
import { saveAnswer } from "#app/domain/entry/answers.server.ts";
import { submitEntry } from "#app/domain/submission/commands.server.ts";
import { getDraft } from "#app/domain/entry/queries.server.ts";
import { NotFound } from "#app/domain/errors.ts";
import { attachments } from "#db/schema/attachment.ts";
import { inTransaction, testDatabase } from "#tests/support/database.ts";
import { aCity, aFile, aMember, anEntry, aStaffMember, COMPLETE, type EntryScene } from "#tests/support/factories.ts";

const { db: database } = await testDatabase();
const tx = <T>(work: (db: typeof database) => Promise<T>) => inTransaction(database, work);
const add = ({ ctx, entryId }: EntryScene, file = aFile(), questionKey = "documents") =>
  addAttachment(ctx, { entryId, questionKey, file });
const afterDeadline = ({ cycle }: EntryScene) => new Date(cycle.closesAt.getTime() + 1);

describe("adding a file", () => {
  it("puts it on the draft with its hash and leaves a trace", () =>
    tx(async (db) => {
      const scene = await anEntry(db);
      const id = await add(scene, aFile({ name: "план.pdf" }));
      expect((await getDraft(scene.ctx, scene.entryId)).files).toEqual([
        {
          id,
          questionKey: "documents",
          name: "план.pdf",
          caption: "",
          captionVersion: 1,
          captionedAt: null,
          size: 1_234,
          contentType: "application/pdf",
          sha256: "a".repeat(64),
          hasPreview: false,
          credit: "",
          rights: "",
          language: "",
          translationOf: null,
          position: 0,
          scan: "off",
          active: false,
          cleaned: false,
        },
      ]);
      expect((await eventsOf({ db }, scene.entryId)).map(({ type }) => type)).toEqual([
        "entry.started",
        "attachment.added",
      ]);
    }));

  it.each([
    ["a kind the slot does not take", { contentType: "image/png" }, { fields: { documents: "wrong-type" } }],
    ["a kind nobody knows", { contentType: null }, { fields: { documents: "wrong-type" } }],
    ["more bytes than the slot takes", { size: 1_000_001 }, { fields: { documents: "too-big" } }],
    [
      "what inspection found",
      { problem: "password-protected" as const },
      { fields: { documents: "password-protected" } },
    ],
  ])("B33: refuses %s, and no row remains", (_case, over, refusal) =>
    tx(async (db) => {
      const scene = await anEntry(db);
      await expect(add(scene, aFile(over))).rejects.toMatchObject(refusal);
      expect(await db.select().from(attachments)).toEqual([]);
    }),
  );

  it("B47: takes bytes that were announced before the bell for as long as the call says, and none later", () =>
    tx(async (db) => {
      const scene = await anEntry(db);
      const at = (seconds: number) => ({
        ...scene,
        ctx: { ...scene.ctx, now: new Date(scene.cycle.closesAt.getTime() + seconds * 1000) },
      });
      await expect(add(at(120))).resolves.toEqual(expect.any(String));
      await expect(add(at(120.001))).rejects.toMatchObject({ because: "call-closed", how: "not-now" });
    }));

  it("is for those who may write, in slots that exist and have room", () =>
    tx(async (db) => {
      const scene = await anEntry(db);
      const as = async (actor: typeof scene.owner) => add({ ...scene, ctx: { ...scene.ctx, actor } });
      await expect(as(await aMember(db, scene.city.id, "viewer"))).rejects.toMatchObject({
        because: "viewers-cannot-edit",
      });
      await expect(as(await aMember(db, (await aCity(db)).id))).rejects.toBeInstanceOf(NotFound);
      await expect(add(scene, aFile(), "title")).rejects.toBeInstanceOf(NotFound);
      await add(scene);
      await add(scene);
      await expect(add(scene)).rejects.toMatchObject({ because: "file-limit", how: "not-now" });
    }));

  it("B20: a key that belongs to another entry stays there", () =>
    tx(async (db) => {
      const [mine, theirs] = [await anEntry(db), await anEntry(db)];
      const file = aFile();
      await add(theirs, file);
      await expect(add(mine, file)).rejects.toThrow();
    }));
});

describe("removing and captioning", () => {
  it("frees the bytes of what was never submitted", () =>
    tx(async (db) => {
      const scene = await anEntry(db);
      const file = aFile();
      const id = await add(scene, file);
      expect(await removeAttachment(scene.ctx, id)).toEqual({
        entryId: scene.entryId,
        questionKey: "documents",
        sectionKey: "materials",
        freed: [{ key: file.key, store: "local" }],
      });
      expect(await db.select().from(attachments)).toEqual([]);
      await expect(removeAttachment(scene.ctx, id)).rejects.toBeInstanceOf(NotFound);
    }));

  it("keeps row and bytes of what a submission names, off the draft", () =>
    tx(async (db) => {
      const scene = await anEntry(db, { answers: COMPLETE });
      const id = await add(scene);
      await submitEntry(scene.ctx, scene.entryId, PUBLIC_URL);
      expect((await removeAttachment(scene.ctx, id)).freed).toEqual([]);
      expect((await getDraft(scene.ctx, scene.entryId)).files).toEqual([]);
      expect((await getFile(scene.ctx, id)).original.name).toBe("plan.pdf");
      expect(
        await db.select({ removedAt: attachments.removedAt }).from(attachments).where(eq(attachments.id, id)),
      ).toEqual([{ removedAt: scene.ctx.now }]);
    }));

  it("is refused to viewers, strangers and after the deadline", () =>
    tx(async (db) => {
      const scene = await anEntry(db);
      const id = await add(scene);
      const tries: [object, object][] = [
        [{ actor: await aMember(db, scene.city.id, "viewer") }, { because: "viewers-cannot-edit" }],
        [{ now: afterDeadline(scene) }, { because: "call-closed" }],
      ];
      for (const [over, refusal] of tries) {
        await expect(removeAttachment({ ...scene.ctx, ...over }, id)).rejects.toMatchObject(refusal);
        await expect(describeAttachment({ ...scene.ctx, ...over }, id, { caption: "x" })).rejects.toMatchObject(
          refusal,
        );
        await expect(moveAttachment({ ...scene.ctx, ...over }, id, { by: 1 })).rejects.toMatchObject(refusal);
      }
      const stranger = { ...scene.ctx, actor: await aMember(db, (await aCity(db)).id) };
      await expect(removeAttachment(stranger, id)).rejects.toBeInstanceOf(NotFound);
      await expect(describeAttachment(stranger, id, { caption: "x" })).rejects.toBeInstanceOf(NotFound);
      await expect(moveAttachment(stranger, id, { by: 1 })).rejects.toBeInstanceOf(NotFound);
      await describeAttachment(scene.ctx, id, { caption: "The plan" });
      expect((await getDraft(scene.ctx, scene.entryId)).files).toMatchObject([{ caption: "The plan" }]);
    }));
});

describe("what is said of a file, and its place", () => {
  const three = async (scene: EntryScene) => {
    const file = (name: string) =>
      addAttachment(scene.ctx, {
        entryId: scene.entryId,
        questionKey: "pictures",
        file: aFile({ name, contentType: "image/png" }),
      });
    return [await file("a.png"), await file("b.png")] as const;
  };
  const names = async ({ ctx, entryId }: EntryScene) => (await getDraft(ctx, entryId)).files.map(({ name }) => name);

  it("keeps what is not given, and knows translations of the entry's own files only", () =>
    tx(async (db) => {
      const [scene, other] = [await anEntry(db), await anEntry(db)];
      const [first, second] = await three(scene);
      await describeAttachment(scene.ctx, second, {
        caption: "Plan",
        credit: "City",
        rights: "CC BY 4.0",
        language: "fr",
        translationOf: first,
      });
      await describeAttachment(scene.ctx, second, { caption: "The plan" });
      expect((await getDraft(scene.ctx, scene.entryId)).files[1]).toMatchObject({
        caption: "The plan",
        credit: "City",
        rights: "CC BY 4.0",
        language: "fr",
        translationOf: first,
      });
      for (const translationOf of [second, await add(other)])
        await expect(describeAttachment(scene.ctx, second, { translationOf })).rejects.toMatchObject({
          fields: { translationOf: "not-a-choice" },
        });
      expect(
        (await eventsOf({ db }, scene.entryId)).filter(({ type }) => type === "attachment.described"),
      ).toHaveLength(2);
    }));

  it("moves by one place or before another, and a move to nowhere leaves no trace", () =>
    tx(async (db) => {
      const scene = await anEntry(db);
      const [a, b] = await three(scene);
      await moveAttachment(scene.ctx, b, { by: -1 });
      expect(await names(scene)).toEqual(["b.png", "a.png"]);
      await moveAttachment(scene.ctx, b, { before: null });
      expect(await names(scene)).toEqual(["a.png", "b.png"]);
      await moveAttachment(scene.ctx, b, { before: a });
      expect(await names(scene)).toEqual(["b.png", "a.png"]);
      for (const to of [{ by: -1 }, { before: a }, { before: "0b1c9e3f-0000-4000-8000-000000000000" }])
        await moveAttachment(scene.ctx, b, to);
      expect((await eventsOf({ db }, scene.entryId)).filter(({ type }) => type === "attachment.moved")).toHaveLength(3);
    }));
});

describe("B50: quotas", () => {
  it("an entry keeps five gigabytes and a thousand files, removed ones that a submission names included", () =>
    tx(async (db) => {
      const scene = await anEntry(db, { answers: COMPLETE });
      const id = await add(scene, aFile());
      await submitEntry(scene.ctx, scene.entryId, PUBLIC_URL);
      await removeAttachment(scene.ctx, id);
      await db.update(attachments).set({ size: MOST_BYTES - 1_234 });
      await add(scene, aFile());
      await expect(add(scene, aFile({ size: 1 }))).rejects.toMatchObject({ because: "file-quota", how: "not-now" });
    }));
});

describe("who reads a file", () => {
  it("B31: a draft's file is the team's alone, before and after the deadline", () =>
    tx(async (db) => {
      const scene = await anEntry(db, { answers: COMPLETE });
      await submitEntry(scene.ctx, scene.entryId, PUBLIC_URL);
      const id = await add(scene);
      const [viewer, stranger, secretariat] = [
        await aMember(db, scene.city.id, "viewer"),
        await aMember(db, (await aCity(db)).id),
        await aStaffMember(db),
      ];
      for (const now of [scene.ctx.now, afterDeadline(scene)]) {
        expect((await getFile({ ...scene.ctx, now, actor: viewer }, id)).original.key).toEqual(expect.any(String));
        for (const actor of [stranger, secretariat, await aStaffMember(db, "administrator")])
          await expect(getFile({ ...scene.ctx, now, actor }, id)).rejects.toBeInstanceOf(NotFound);
      }
    }));

  it("opens what was submitted to the secretariat with the deadline, never to administrators", () =>
    tx(async (db) => {
      const scene = await anEntry(db, { answers: COMPLETE });
      const id = await add(scene);
      await submitEntry(scene.ctx, scene.entryId, PUBLIC_URL);
      const secretariat = { ...scene.ctx, actor: await aStaffMember(db) };
      await expect(getFile({ ...secretariat, now: scene.cycle.closesAt }, id)).rejects.toBeInstanceOf(NotFound);
      expect((await getFile({ ...secretariat, now: afterDeadline(scene) }, id)).original.name).toBe("plan.pdf");
      await expect(
        getFile({ ...secretariat, now: afterDeadline(scene), actor: await aStaffMember(db, "administrator") }, id),
      ).rejects.toBeInstanceOf(NotFound);
    }));

  it("B44: others get a picture redrawn without its metadata; only the team gets the original", () =>
    tx(async (db) => {
      const scene = await anEntry(db, { answers: COMPLETE });
      const file = aFile({ name: "gps.jpg", contentType: "image/jpeg" });
      const id = await addAttachment(scene.ctx, {
        entryId: scene.entryId,
        questionKey: "pictures",
        file,
        previewKey: "redrawn",
      });
      await submitEntry(scene.ctx, scene.entryId, PUBLIC_URL);
      const after = { ...scene.ctx, now: afterDeadline(scene) };
      expect((await getFile(after, id)).original).toMatchObject({ key: file.key, contentType: "image/jpeg" });
      expect((await getFile({ ...after, actor: await aStaffMember(db) }, id)).original).toMatchObject({
        key: "redrawn",
        name: "gps.jpg.webp",
        contentType: "image/webp",
      });
    }));

  it("B44: others get the copy of a PDF; only the team gets the original, and removing it frees both", () =>
    tx(async (db) => {
      const scene = await anEntry(db, { answers: COMPLETE });
      const file = aFile();
      const kept = (over: object) =>
        addAttachment(scene.ctx, { entryId: scene.entryId, questionKey: "documents", file: aFile(), ...over });
      const id = await kept({ file, copyKey: "copied", previewKey: "pages", active: true });
      await submitEntry(scene.ctx, scene.entryId, PUBLIC_URL);
      const after = { ...scene.ctx, now: afterDeadline(scene) };
      expect((await getFile(after, id)).original).toMatchObject({ key: file.key, name: "plan.pdf" });
      const read = await getFile({ ...after, actor: await aStaffMember(db) }, id);
      expect([read.original, read.preview]).toMatchObject([
        { key: "copied", name: "plan.pdf", contentType: "application/pdf" },
        { key: "pages", contentType: "image/webp" },
      ]);
      const second = await kept({ copyKey: "copied too", previewKey: "pages too" });
      expect((await removeAttachment(scene.ctx, second)).freed.map(({ key }) => key).slice(1)).toEqual([
        "pages too",
        "copied too",
      ]);
    }));

  it("the last submission decides: what it no longer names is closed to others", () =>
    tx(async (db) => {
      const scene = await anEntry(db, { answers: COMPLETE });
      const id = await add(scene);
      await submitEntry(scene.ctx, scene.entryId, PUBLIC_URL);
      await removeAttachment(scene.ctx, id);
      await saveAnswer(scene.ctx, { entryId: scene.entryId, questionKey: "summary", value: "new", baseVersion: null });
      await submitEntry(scene.ctx, scene.entryId, PUBLIC_URL);
      await expect(
        getFile({ ...scene.ctx, now: afterDeadline(scene), actor: await aStaffMember(db) }, id),
      ).rejects.toBeInstanceOf(NotFound);
      expect((await getFile({ ...scene.ctx, now: afterDeadline(scene) }, id)).original.name).toBe("plan.pdf");
    }));
});
