import { eq } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { addAttachment, removeAttachment } from "#app/domain/attachment/commands.server.ts";
import { recordScan } from "#app/domain/scan/commands.server.ts";
import { changeableFile, getFile } from "#app/domain/attachment/queries.server.ts";
import { MOST_BYTES } from "#app/domain/attachment/rules.ts";
import { ANONYMOUS, PORTAL } from "#app/domain/context.ts";
import { addLetter, answerEndorsement, askEndorsement } from "#app/domain/endorsement/commands.server.ts";
import { contentHash, endorsementState, LETTER } from "#app/domain/endorsement/rules.ts";
import { entryCopy } from "#app/domain/entry/copy.ts";
import { withdrawEntry } from "#app/domain/entry/commands.server.ts";
import { saveAnswer } from "#app/domain/entry/answers.server.ts";
import { getDraft } from "#app/domain/entry/queries.server.ts";
import { getLastSubmission, getSealedEntry } from "#app/domain/entry/sealed.server.ts";
import { readSnapshot } from "#app/domain/entry/sealed.ts";
import { NotFound } from "#app/domain/errors.ts";
import { submitEntry } from "#app/domain/submission/commands.server.ts";
import { copySource } from "#app/domain/submission/queries.server.ts";
import { attachments } from "#db/schema/attachment.ts";
import { cycles } from "#db/schema/cycle.ts";
import { endorsements } from "#db/schema/endorsement.ts";
import { submissions } from "#db/schema/entry.ts";
import { notifications } from "#db/schema/notification.ts";
import { PUBLIC_URL } from "#tests/support/address.ts";
import { eventsOf } from "#tests/support/audit.ts";
import { inTransaction, testDatabase } from "#tests/support/database.ts";
import {
  aCity,
  aFile,
  aMember,
  anAssignment,
  anEntry,
  aPanelMember,
  aRound,
  aStaffMember,
  COMPLETE,
  JUDGING,
  NOW,
} from "#tests/support/factories.ts";

const { db: database } = await testDatabase();
const tx = <T>(work: (db: typeof database) => Promise<T>) => inTransaction(database, work);
const MAYOR = { name: "Erias Lukwago", office: "Lord Mayor of Kampala" };
const LATER = new Date(NOW.getTime() + 1000);

/** A complete draft, and what its team does with a letter that the mayor signed by hand. */
async function scene(db: typeof database) {
  const entry = await anEntry(db, { answers: COMPLETE });
  const { ctx, entryId } = entry;
  const draft = () => getDraft(ctx, entryId);
  const send = async ({
    file = aFile({ name: "letter.pdf" }),
    seen,
    ...over
  }: {
    file?: ReturnType<typeof aFile>;
    seen?: string;
    actor?: typeof entry.owner;
    now?: Date;
  } = {}) =>
    addLetter({ ...ctx, ...over }, entryId, { ...MAYOR, sha256: seen ?? contentHash(await draft()) }, { file });
  const edit = (value: string, baseVersion = 1) =>
    saveAnswer(ctx, { entryId, questionKey: "title", value, baseVersion });
  const state = async () => {
    const { endorsement, ...content } = await draft();
    return endorsementState(endorsement, contentHash(content), NOW);
  };
  const sealed = async () => {
    await submitEntry(ctx, entryId, PUBLIC_URL);
    return readSnapshot((await getLastSubmission(ctx, entryId)).snapshot);
  };
  return { ...entry, draft, send, edit, state, sealed };
}

describe("a letter signed by hand", () => {
  it("signs off exactly what the entry says, and is sealed with it by its hash", () =>
    tx(async (db) => {
      const { ctx, entryId, draft, send, state, sealed } = await scene(db);
      const hash = contentHash(await draft());
      const id = await send();
      expect(await state()).toBe("endorsed");
      expect((await draft()).files).toEqual([]);
      expect((await sealed()).endorsement).toEqual({
        ...MAYOR,
        at: NOW.toISOString(),
        sha256: hash,
        letter: {
          attachmentId: id,
          name: "letter.pdf",
          size: 1_234,
          sha256: "a".repeat(64),
          contentType: "application/pdf",
        },
      });
      expect((await draft()).unsent).toBe(false);
      expect((await eventsOf({ db }, entryId)).map(({ type }) => type)).toContain("endorsement.letter-added");
      expect(await db.select().from(notifications).where(eq(notifications.kind, "endorsement-asked"))).toEqual([]);
      expect(await getSealedEntry(ctx, entryId)).toMatchObject({
        sealed: { endorsement: { letter: { attachmentId: id, scan: "off" } } },
      });
    }));

  it("is void after any later edit, which shows and is not sealed; taking the edit back brings it back", () =>
    tx(async (db) => {
      const { send, edit, state, sealed } = await scene(db);
      await send();
      await edit("Another title");
      expect(await state()).toBe("endorsed-changed");
      expect((await sealed()).endorsement).toBeUndefined();
      await edit(COMPLETE.title, 2);
      expect(await state()).toBe("endorsed");
    }));

  it("is of the text that its sender saw, and is not kept for another", () =>
    tx(async (db) => {
      const { draft, send, edit } = await scene(db);
      const seen = contentHash(await draft());
      await edit("Another title");
      await expect(send({ seen })).rejects.toMatchObject({ fields: { letter: "text-changed" } });
      expect(await db.select().from(endorsements)).toEqual([]);
      expect(await db.select().from(attachments)).toEqual([]);
    }));

  it("takes the place of a link without an answer, and of an earlier letter; a signature through a link needs none", () =>
    tx(async (db) => {
      const { ctx, entryId, send, state, draft } = await scene(db);
      const ask = (now: Date) =>
        askEndorsement(
          { ...ctx, now },
          entryId,
          { ...MAYOR, email: "mayor@kampala.example" },
          "en",
          "https://award.example",
        );
      const token = async () =>
        (await db.select().from(notifications).where(eq(notifications.kind, "endorsement-asked")))
          .map(({ params }) => (params as { link: string }).link.split("/").at(-1)!)
          .at(-1)!;
      await ask(NOW);
      await send({ now: LATER });
      const answer = async () =>
        answerEndorsement(
          { db, actor: ANONYMOUS, now: LATER },
          await token(),
          { endorsed: true, reason: "" },
          "https://award.example",
        );
      await expect(answer()).rejects.toBeInstanceOf(NotFound);
      const second = await send({ now: new Date(LATER.getTime() + 1) });
      expect((await draft()).endorsement?.letter?.attachmentId).toBe(second);
      await ask(new Date(LATER.getTime() + 2));
      expect(await state()).toBe("asked");
      await db.delete(notifications);
      await ask(new Date(LATER.getTime() + 3));
      await answer();
      await expect(send({ now: new Date(LATER.getTime() + 4) })).rejects.toMatchObject({
        because: "already-endorsed",
        how: "not-now",
      });
    }));

  it("meets the need of a call that asks for a sign-off, but not with a virus in it", () =>
    tx(async (db) => {
      const { ctx, entryId, cycle, owner, send, state, sealed } = await scene(db);
      await db.update(cycles).set({ endorsement: "required" }).where(eq(cycles.id, cycle.id));
      await expect(sealed()).rejects.toMatchObject({ because: "endorsement-needed" });
      const id = await addLetter(
        ctx,
        entryId,
        { ...MAYOR, sha256: contentHash(await getDraft(ctx, entryId)) },
        { file: aFile(), scan: "waiting" },
      );
      await recordScan({ db, actor: PORTAL, now: NOW }, id, "infected", PUBLIC_URL);
      expect(await state()).toBe("letter-infected");
      await expect(sealed()).rejects.toMatchObject({ because: "endorsement-needed" });
      await expect(getFile(ctx, id)).rejects.toBeInstanceOf(NotFound);
      expect(await db.select().from(notifications).where(eq(notifications.kind, "attachment-infected"))).toMatchObject([
        { email: owner.email },
      ]);
      await send({ now: LATER });
      expect((await sealed()).endorsement?.letter).toBeDefined();
    }));

  it.each([
    ["another kind of file", { contentType: "video/mp4" }, { fields: { letter: "wrong-type" } }],
    ["more bytes than a letter has", { size: LETTER.maxBytes + 1 }, { fields: { letter: "too-big" } }],
    ["what inspection found", { problem: "password-protected" as const }, { fields: { letter: "password-protected" } }],
  ])("B33: refuses %s, and no row remains", (_case, over, refusal) =>
    tx(async (db) => {
      const { send } = await scene(db);
      await expect(send({ file: aFile(over) })).rejects.toMatchObject(refusal);
      expect([await db.select().from(attachments), await db.select().from(endorsements)]).toEqual([[], []]);
    }),
  );

  it("counts towards what an entry may keep, and leaves the slots of questions alone", () =>
    tx(async (db) => {
      const { ctx, entryId, send } = await scene(db);
      await send();
      for (const _each of [1, 2]) await addAttachment(ctx, { entryId, questionKey: "documents", file: aFile() });
      await db.update(attachments).set({ size: MOST_BYTES });
      await expect(send({ now: LATER })).rejects.toMatchObject({ because: "file-quota", how: "not-now" });
    }));

  it("is never taken off nor described: it stays as it was sent in", () =>
    tx(async (db) => {
      const { ctx, send } = await scene(db);
      const id = await send();
      await expect(removeAttachment(ctx, id)).rejects.toBeInstanceOf(NotFound);
      await expect(changeableFile(ctx, id)).rejects.toBeInstanceOf(NotFound);
    }));

  it("ends with the call and with a withdrawal, and is not for a call without sign-off", () =>
    tx(async (db) => {
      const { ctx, entryId, cycle, send } = await scene(db);
      await expect(send({ now: new Date(cycle.closesAt.getTime() + 1) })).rejects.toMatchObject({
        because: "call-closed",
      });
      await db.update(cycles).set({ endorsement: "off" }).where(eq(cycles.id, cycle.id));
      await expect(send()).rejects.toMatchObject({ because: "endorsement-off" });
      await withdrawEntry(ctx, entryId, "No more");
      await expect(send()).rejects.toMatchObject({ because: "entry-withdrawn" });
    }));

  it("B20: is sent by those who may edit", () =>
    tx(async (db) => {
      const { city, send } = await scene(db);
      await expect(send({ actor: await aMember(db, city.id, "viewer") })).rejects.toMatchObject({
        because: "viewers-cannot-edit",
      });
      for (const actor of [await aMember(db, (await aCity(db)).id), await aStaffMember(db)])
        await expect(send({ actor })).rejects.toBeInstanceOf(NotFound);
      expect(await db.select().from(attachments)).toEqual([]);
    }));

  it("stands on the copy: a draft carries the hash to sign, a submission who signed", () =>
    tx(async (db) => {
      const { ctx, entryId, cycle, draft, send, sealed } = await scene(db);
      const hash = contentHash(await draft());
      const facts = async () =>
        JSON.stringify(
          entryCopy(await copySource(ctx, entryId, "sent"), "en").blocks.filter(({ kind }) => kind === "facts"),
        );
      expect(await facts()).toContain(hash);
      await db.update(cycles).set({ endorsement: "off" }).where(eq(cycles.id, cycle.id));
      expect(await facts()).not.toContain(hash);
      await db.update(cycles).set({ endorsement: "optional" }).where(eq(cycles.id, cycle.id));
      expect(await facts()).not.toContain(MAYOR.name);
      await send();
      await sealed();
      expect(await facts()).toContain(`Letter signed by ${MAYOR.name}, ${MAYOR.office}`);
    }));
});

describe("who reads a signed letter", () => {
  it("its team always, the secretariat once it is sealed and the call over; reviewers never, blind or not; nobody an outdated one", () =>
    tx(async (db) => {
      const { ctx, entryId, city, cycle, send, edit, sealed } = await scene(db);
      const round = await aRound(db, { cycleId: cycle.id, blind: true, opensAt: JUDGING });
      const [lin, viewer, stranger, observer] = [
        await aStaffMember(db),
        await aMember(db, city.id, "viewer"),
        await aMember(db, (await aCity(db)).id),
        await aStaffMember(db, "observer"),
      ];
      const reviewer = await aPanelMember(db, round.id, { profile: { confidentialityAcceptedAt: NOW } });
      const chair = await aPanelMember(db, round.id, { role: "chair" });
      await anAssignment(db, { roundId: round.id, entryId, reviewerId: reviewer.id, declared: "none" });
      const reads = async (actor: typeof lin, id: string, now = JUDGING) =>
        getFile({ db, actor, now }, id).then(
          ({ original }) => original.name,
          () => null,
        );
      const first = await send();
      await edit("Another title");
      const second = await send({ file: aFile({ name: "second.pdf", key: "second" }), now: LATER });
      await sealed();
      expect(await Promise.all([reads(viewer, first), reads(viewer, second), reads(lin, second)])).toEqual([
        "letter.pdf",
        "second.pdf",
        "second.pdf",
      ]);
      expect(
        await Promise.all([
          reads(lin, first),
          reads(lin, second, NOW),
          reads(stranger, second),
          reads(observer, second),
          reads(reviewer, second),
          reads(chair, second),
        ]),
      ).toEqual(Array(6).fill(null));
      expect((await db.select().from(submissions)).map(({ snapshot }) => snapshot).join()).toContain(MAYOR.name);
      for (const actor of [reviewer, chair, observer])
        expect(JSON.stringify(await getSealedEntry({ db, actor, now: JUDGING }, entryId))).not.toMatch(
          /Lukwago|second\.pdf/,
        );
      expect(await getSealedEntry({ ...ctx, actor: lin, now: JUDGING }, entryId)).toMatchObject({
        sealed: { endorsement: { letter: { name: "second.pdf" } } },
      });
    }));

  it("nobody but its team while a scan is outstanding", () =>
    tx(async (db) => {
      const { ctx, entryId, owner, draft, sealed } = await scene(db);
      const id = await addLetter(
        ctx,
        entryId,
        { ...MAYOR, sha256: contentHash(await draft()) },
        { file: aFile(), scan: "waiting" },
      );
      await sealed();
      const lin = { db, actor: await aStaffMember(db), now: JUDGING };
      await expect(getFile(lin, id)).rejects.toBeInstanceOf(NotFound);
      expect(await getFile({ ...ctx, actor: owner }, id)).toMatchObject({ original: { name: "plan.pdf" } });
      await recordScan({ db, actor: PORTAL, now: JUDGING }, id, "clean", PUBLIC_URL);
      expect(await getFile(lin, id)).toMatchObject({ original: { name: "plan.pdf" } });
    }));
});
