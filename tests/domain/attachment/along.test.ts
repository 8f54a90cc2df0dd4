import { stat } from "node:fs/promises";
import { eq, sql } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { addAttachment, removeAttachment } from "#app/domain/attachment/commands.server.ts";
import { describeAttachment } from "#app/domain/attachment/details.server.ts";
import { filesToBring } from "#app/domain/attachment/queries.server.ts";
import { comingAlong, type Slot } from "#app/domain/attachment/rules.ts";
import { startFrom } from "#app/domain/entry/commands.server.ts";
import { getDraft } from "#app/domain/entry/queries.server.ts";
import { NotFound } from "#app/domain/errors.ts";
import { submitEntry } from "#app/domain/submission/commands.server.ts";
import { bringAlong } from "#app/http/uploads.server.ts";
import { StoreAway } from "#app/outside/files/files.ts";
import { attachments } from "#db/schema/attachment.ts";
import { questions } from "#db/schema/question.ts";
import { storedFiles } from "#db/schema/stored-file.ts";
import { PUBLIC_URL } from "#tests/support/address.ts";
import { eventsOf } from "#tests/support/audit.ts";
import { testDatabase } from "#tests/support/database.ts";
import { aCity, aMember, anEntry, COMPLETE } from "#tests/support/factories.ts";
import { onDisk, samplePdf } from "#tests/support/samples.ts";
import { openUploadStore } from "#tests/support/upload-store.ts";

const { db } = await testDatabase();
const { files, dataDir } = openUploadStore(db);

/** An entry with a plan among its documents, and a later call whose entry may begin with it. */
async function anEarlier() {
  const earlier = await anEntry(db, { answers: COMPLETE });
  const { cycle } = await anEntry(db);
  const file = await files.put({
    path: await onDisk(dataDir, await samplePdf(), "plan.pdf"),
    name: "plan.pdf",
    type: "application/pdf",
  });
  await addAttachment(earlier.ctx, { entryId: earlier.entryId, questionKey: "documents", file });
  return { earlier, cycle, file };
}

describe("what comes along", () => {
  const PDF: Slot = { types: ["application/pdf"], maxBytes: 1_000, maxCount: 2 };
  const file = (over: object = {}) => ({
    questionKey: "documents",
    name: "plan.pdf",
    contentType: "application/pdf",
    size: 1_000,
    scan: "off" as const,
    ...over,
  });
  it.each([
    ["a file that the question takes", file(), null],
    ["one whose question is not asked any more", file({ questionKey: "film" }), "not-asked"],
    ["one of a type that is not taken any more", file({ contentType: "image/png" }), "wrong-type"],
    ["one that is larger than the question takes now", file({ size: 1_001 }), "too-big"],
    ["one in which a virus was found", file({ scan: "infected" }), "infected"],
    ["one that still waits for its scan", file({ scan: "waiting" }), null],
  ])("%s", (_case, given, because) => {
    expect(comingAlong([given], { documents: PDF })).toEqual(
      because ? { take: [], left: [{ name: given.name, because }] } : { take: [given], left: [] },
    );
  });

  it("is as much as the question has room for, in its order", () => {
    const given = ["a", "b", "c"].map((name) => file({ name }));
    expect(comingAlong(given, { documents: PDF })).toEqual({
      take: given.slice(0, 2),
      left: [{ name: "c", because: "file-limit" }],
    });
  });
});

describe("an entry that starts from an earlier one", () => {
  it("has its files under keys of their own: whichever goes, the other stays, and what was sealed stays sealed", async () => {
    const earlier = await anEntry(db, { answers: COMPLETE });
    const { cycle } = await anEntry(db);
    const put = async (name: string, text: string) =>
      files.put({ path: await onDisk(dataDir, await samplePdf(text), name), name, type: "application/pdf" });
    const add = async (name: string, text: string) => {
      const file = await put(name, text);
      const copy = await files.preview(file);
      expect(copy).toBeNull();
      return addAttachment(earlier.ctx, {
        entryId: earlier.entryId,
        questionKey: "documents",
        caption: "A plan",
        file,
        copyKey: (await put(`copy of ${name}`, text)).key,
      });
    };
    const [first, second] = [await add("plan.pdf", "The plan"), await add("plan es.pdf", "El plan")];
    await describeAttachment(earlier.ctx, second, {
      credit: "Amara",
      rights: "CC BY 4.0",
      language: "es",
      translationOf: first,
    });
    const { sha256: sealed } = await submitEntry(earlier.ctx, earlier.entryId, PUBLIC_URL);
    const before = await getDraft(earlier.ctx, earlier.entryId);

    const { id } = await startFrom(earlier.ctx, { cycleId: cycle.id, from: earlier.entryId });
    await bringAlong({ files, scanner: null }, earlier.ctx, id);
    const draft = await getDraft(earlier.ctx, id);
    const said = (file: (typeof draft.files)[number]) => [
      file.questionKey,
      file.name,
      file.caption,
      file.credit,
      file.rights,
      file.language,
      file.sha256,
      file.size,
    ];
    expect([draft.files.map(said), draft.filesLeft]).toEqual([before.files.map(said), []]);
    expect(draft.files[1]!.translationOf).toBe(draft.files[0]!.id);
    expect(draft.files.some((file) => before.files.some((other) => other.id === file.id))).toBe(false);
    expect((await eventsOf({ db }, id)).map(({ type }) => type)).toEqual(
      expect.arrayContaining(["attachment.added", "attachment.brought"]),
    );

    const rows = await db.select().from(attachments);
    const keysOf = (attachmentId: string) => {
      const row = rows.find((each) => each.id === attachmentId)!;
      return [row.key, row.copyKey!];
    };
    const bytes = async (key: string) => files.lend({ key, store: "local" }, async (path) => (await stat(path)).size);
    const [mine, theirs] = [keysOf(draft.files[0]!.id), keysOf(first)];
    expect(new Set([...mine, ...theirs]).size).toBe(4);

    // The new one goes: what was sealed has its bytes still.
    await files.remove((await removeAttachment(earlier.ctx, draft.files[0]!.id)).freed);
    for (const key of mine) await expect(bytes(key)).rejects.toThrow();
    for (const key of theirs) expect(await bytes(key)).toBeGreaterThan(500);
    // The old ones go: the new one has its bytes still.
    await files.remove(keysOf(second).map((key) => ({ key, store: "local" })));
    for (const key of keysOf(draft.files[1]!.id)) expect(await bytes(key)).toBeGreaterThan(500);
    expect(await getDraft(earlier.ctx, earlier.entryId)).toMatchObject({
      submission: { sha256: sealed },
      unsent: false,
    });
    // Names that a sweep finds on the disk are known: it takes none away.
    expect(await files.sweep(new Date(Date.now() + 10 * 86_400_000))).toBe(0);
  });

  it("says what could not come along, and brings nobody else's files", async () => {
    const { earlier, cycle, file } = await anEarlier();
    await addAttachment(earlier.ctx, {
      entryId: earlier.entryId,
      questionKey: "documents",
      file: { ...file, key: "gone", name: "lost.pdf" },
    });
    await addAttachment(earlier.ctx, {
      entryId: earlier.entryId,
      questionKey: "pictures",
      file: { ...file, key: "photo", name: "photo.png", contentType: "image/png" },
    });
    await db
      .update(questions)
      .set({ key: "photos" })
      .where(sql`${questions.cycleId} = ${cycle.id} and ${questions.key} = 'pictures'`);
    const { id } = await startFrom(earlier.ctx, { cycleId: cycle.id, from: earlier.entryId });
    const stranger = { ...earlier.ctx, actor: await aMember(db, (await aCity(db)).id) };
    await expect(filesToBring(stranger, id)).rejects.toBeInstanceOf(NotFound);
    await bringAlong({ files, scanner: null }, earlier.ctx, id);
    const draft = await getDraft(earlier.ctx, id);
    expect([draft.files.map(({ name }) => name), draft.filesLeft]).toEqual([
      ["plan.pdf"],
      [
        { name: "photo.png", because: "not-asked" },
        { name: "lost.pdf", because: "interrupted" },
      ],
    ]);
    expect(draft.files[0]!.scan).toBe("off");
  });

  it("has to wait for its scan as long as the file it is a twin of, though nothing scans any more", async () => {
    const earlier = await anEntry(db, { answers: COMPLETE });
    const { cycle } = await anEntry(db);
    for (const scan of ["waiting", "off"] as const) {
      const file = await files.put({
        path: await onDisk(dataDir, await samplePdf(scan), `${scan}.pdf`),
        name: `${scan}.pdf`,
        type: "application/pdf",
      });
      await addAttachment(earlier.ctx, { entryId: earlier.entryId, questionKey: "documents", file, scan });
    }
    const { id } = await startFrom(earlier.ctx, { cycleId: cycle.id, from: earlier.entryId });
    await bringAlong({ files, scanner: null }, earlier.ctx, id);
    expect((await getDraft(earlier.ctx, id)).files.map(({ name, scan }) => [name, scan])).toEqual([
      ["waiting.pdf", "waiting"],
      ["off.pdf", "off"],
    ]);
  });

  it("leaves out what the store cannot give, and hides no other fault", async () => {
    const { earlier, cycle } = await anEarlier();
    const brings = async (fault: Error) => {
      const { id } = await startFrom(earlier.ctx, { cycleId: cycle.id, from: earlier.entryId });
      const failing = { ...files, duplicate: () => Promise.reject(fault) };
      await bringAlong({ files: failing, scanner: null }, earlier.ctx, id);
      return (await getDraft(earlier.ctx, id)).filesLeft;
    };
    for (const fault of [new StoreAway("away"), Object.assign(new Error("full"), { code: "ENOSPC" })])
      expect(await brings(fault)).toEqual([{ name: "plan.pdf", because: "interrupted" }]);
    await expect(brings(new TypeError("a bug"))).rejects.toBeInstanceOf(TypeError);
  });

  it("leaves no bytes behind where it comes to nothing", async () => {
    const { earlier, cycle } = await anEarlier();
    const { id } = await startFrom(earlier.ctx, { cycleId: cycle.id, from: earlier.entryId });
    const stored = async () => (await db.select({ key: storedFiles.key }).from(storedFiles)).length;
    const before = await stored();
    await expect(
      bringAlong({ files, scanner: null }, { ...earlier.ctx, now: new Date(cycle.closesAt.getTime() + 1) }, id),
    ).rejects.toMatchObject({ because: "call-closed" });
    await expect(
      bringAlong({ files, scanner: null }, { ...earlier.ctx, actor: await aMember(db, earlier.city.id, "viewer") }, id),
    ).rejects.toMatchObject({ because: "viewers-cannot-edit" });
    expect([await stored(), (await db.select().from(attachments).where(eq(attachments.entryId, id))).length]).toEqual([
      before,
      0,
    ]);
  });
});
