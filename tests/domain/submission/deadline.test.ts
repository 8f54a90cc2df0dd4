import { eq, sql } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { removeAttachment } from "#app/domain/attachment/commands.server.ts";
import { PUBLIC_URL } from "#tests/support/address.ts";
import { eventsOf } from "#tests/support/audit.ts";
import { PORTAL } from "#app/domain/context.ts";
import { withdrawEntry } from "#app/domain/entry/commands.server.ts";
import { saveAnswer } from "#app/domain/entry/answers.server.ts";
import { getDraft } from "#app/domain/entry/queries.server.ts";
import { getLastSubmission } from "#app/domain/entry/sealed.server.ts";
import { readSnapshot } from "#app/domain/entry/sealed.ts";
import { receiveFile, submitCompleteDrafts, submitEntry } from "#app/domain/submission/commands.server.ts";
import { submissionHistory } from "#app/domain/submission/queries.server.ts";
import { cycles } from "#db/schema/cycle.ts";
import { entries, submissions } from "#db/schema/entry.ts";
import { notifications } from "#db/schema/notification.ts";
import { storedFiles } from "#db/schema/stored-file.ts";
import { inTransaction, testDatabase } from "#tests/support/database.ts";
import { aCycle, aFile, aForm, anEntry, COMPLETE, type EntryScene, NOW, SMALL_FORM } from "#tests/support/factories.ts";

const { db: database } = await testDatabase();
type Db = typeof database;
const tx = <T>(work: (db: Db) => Promise<T>) => inTransaction(database, work);
const afterBell = ({ ctx, cycle }: EntryScene, seconds: number) => ({
  ...ctx,
  now: new Date(cycle.closesAt.getTime() + seconds * 1000),
});
const sent = async (db: Db, entryId: string) =>
  db.select().from(submissions).where(eq(submissions.entryId, entryId)).orderBy(submissions.number);

/** A file of the slot for documents that was announced a minute before NOW. */
async function announce(db: Db, entryId: string, accountId: string, key = "late-key") {
  await db.insert(storedFiles).values({
    key,
    store: "local",
    state: "receiving",
    name: "Annex.pdf",
    size: 1_234,
    metadata: { entryId, questionKey: "documents", accountId },
    registeredAt: new Date(NOW.getTime() - 60_000),
  });
  return aFile({ key, name: "Annex.pdf", sha256: "b".repeat(64) });
}

describe("10: files under way when an entry is sealed", () => {
  it("are named on the receipt, and complete the submission when they arrive within the window, and with nothing else", () =>
    tx(async (db) => {
      const scene = await anEntry(db, { answers: COMPLETE });
      const { ctx, entryId, owner } = scene;
      const file = await announce(db, entryId, owner.id);
      const first = await submitEntry(ctx, entryId, PUBLIC_URL);
      expect((await getLastSubmission(ctx, entryId)).awaited).toEqual([
        { key: "late-key", questionKey: "documents", name: "Annex.pdf", size: 1_234 },
      ]);
      await saveAnswer(ctx, { entryId, questionKey: "summary", value: "Written after sealing", baseVersion: null });

      const attachmentId = await receiveFile(
        afterBell(scene, 119),
        { entryId, questionKey: "documents", file },
        PUBLIC_URL,
      );
      const [one, two, ...more] = await sent(db, entryId);
      expect(more).toEqual([]);
      expect(one).toMatchObject({ kind: "sent", sha256: first.sha256 });
      expect(two).toMatchObject({
        number: 2,
        kind: "completed",
        awaited: [],
        submittedBy: owner.id,
        receivedAt: afterBell(scene, 119).now,
      });
      const [before, after] = [readSnapshot(one!.snapshot), readSnapshot(two!.snapshot)];
      expect(after).toEqual({
        ...before,
        files: [
          {
            attachmentId,
            questionKey: "documents",
            name: "Annex.pdf",
            size: 1_234,
            sha256: "b".repeat(64),
            contentType: "application/pdf",
            caption: "",
          },
        ],
      });
      expect(await db.select({ kind: notifications.kind }).from(notifications)).toHaveLength(2);

      await receiveFile(afterBell(scene, 119), { entryId, questionKey: "documents", file }, PUBLIC_URL);
      expect(await sent(db, entryId)).toHaveLength(2);
    }));

  it("B47: are refused once the window is over, and the submission stands as it was sealed", () =>
    tx(async (db) => {
      const scene = await anEntry(db, { answers: COMPLETE });
      const file = await announce(db, scene.entryId, scene.owner.id);
      const first = await submitEntry(scene.ctx, scene.entryId, PUBLIC_URL);
      await expect(
        receiveFile(afterBell(scene, 120.001), { entryId: scene.entryId, questionKey: "documents", file }, PUBLIC_URL),
      ).rejects.toMatchObject({ because: "call-closed", how: "not-now" });
      expect(await getLastSubmission(scene.ctx, scene.entryId)).toMatchObject({ number: 1, sha256: first.sha256 });
    }));

  it("B47: count by when their last byte came, however long it took to look at them, or to come back to that", () =>
    tx(async (db) => {
      const scene = await anEntry(db, { answers: COMPLETE });
      const { entryId, owner } = scene;
      const file = await announce(db, entryId, owner.id);
      await submitEntry(scene.ctx, entryId, PUBLIC_URL);
      const later = afterBell(scene, 1_800);
      const arriving = (seconds: number) => ({
        ...{ entryId, questionKey: "documents", file },
        arrivedAt: afterBell(scene, seconds).now,
      });
      await expect(receiveFile(later, arriving(120.001), PUBLIC_URL)).rejects.toMatchObject({ because: "call-closed" });
      await expect(receiveFile(afterBell(scene, 120 + 3_600), arriving(120), PUBLIC_URL)).rejects.toMatchObject({
        because: "call-closed",
      });
      await receiveFile(later, arriving(120), PUBLIC_URL);
      expect(await sent(db, entryId)).toMatchObject([{ kind: "sent" }, { kind: "completed", awaited: [] }]);
    }));

  it("that were announced after sealing go to the draft alone", () =>
    tx(async (db) => {
      const scene = await anEntry(db, { answers: COMPLETE });
      await submitEntry(scene.ctx, scene.entryId, PUBLIC_URL);
      await receiveFile(
        scene.ctx,
        {
          entryId: scene.entryId,
          questionKey: "documents",
          file: await announce(db, scene.entryId, scene.owner.id),
        },
        PUBLIC_URL,
      );
      expect(await sent(db, scene.entryId)).toHaveLength(1);
      expect(await getDraft(scene.ctx, scene.entryId)).toMatchObject({ unsent: true });
    }));

  it("that were taken off again, or would undo a sign-off that the call requires, complete nothing", () =>
    tx(async (db) => {
      const scene = await anEntry(db, { answers: COMPLETE });
      const file = await announce(db, scene.entryId, scene.owner.id);
      await submitEntry(scene.ctx, scene.entryId, PUBLIC_URL);
      await db.update(cycles).set({ endorsement: "required" }).where(eq(cycles.id, scene.cycle.id));
      await removeAttachment(
        scene.ctx,
        await receiveFile(scene.ctx, { entryId: scene.entryId, questionKey: "documents", file }, PUBLIC_URL),
      );
      expect(await sent(db, scene.entryId)).toHaveLength(1);
    }));
});

it("10: a file under way for a question that another answer took away completes nothing", () =>
  tx(async (db) => {
    const cycle = await aCycle(db);
    const options = ["city", "union"].map((value) => ({ value, label: { en: value } }));
    const who = { key: "who", type: "choice" as const, label: { en: "Who" }, settings: { options } };
    const form = SMALL_FORM.map((section) =>
      section.key === "initiative"
        ? { ...section, questions: [...section.questions, who] }
        : section.key === "materials"
          ? { ...section, when: { question: "who", is: ["union"] } }
          : section,
    );
    await aForm(db, cycle.id, form);
    const scene = await anEntry(db, { cycle, answers: { ...COMPLETE, who: "union" } });
    const file = await announce(db, scene.entryId, scene.owner.id);
    await saveAnswer(scene.ctx, { entryId: scene.entryId, questionKey: "who", value: "city", baseVersion: 1 });
    await submitEntry(scene.ctx, scene.entryId, PUBLIC_URL);
    await receiveFile(scene.ctx, { entryId: scene.entryId, questionKey: "documents", file }, PUBLIC_URL);
    expect(await sent(db, scene.entryId)).toHaveLength(1);
  }));

describe("D8: complete drafts at the bell", () => {
  async function atTheBell(db: Db, over: Partial<typeof cycles.$inferInsert> = { autoSubmit: true }) {
    const cycle = await aCycle(db, over);
    await aForm(db, cycle.id);
    const of = (answers: Record<string, unknown>) => anEntry(db, { cycle, answers });
    return {
      cycle,
      complete: await of(COMPLETE),
      incomplete: await of({ title: "Guides" }),
      portal: (seconds: number) => ({ db, actor: PORTAL, now: new Date(cycle.closesAt.getTime() + seconds * 1000) }),
    };
  }

  it("are sealed once the window for bytes is over, each once; what is not complete is refused once, on record for its team", () =>
    tx(async (db) => {
      const { complete, incomplete, portal } = await atTheBell(db);
      expect(await submitCompleteDrafts(portal(180), PUBLIC_URL)).toBe(0);
      expect(await submitCompleteDrafts(portal(181), PUBLIC_URL)).toBe(1);
      expect(await submitCompleteDrafts(portal(241), PUBLIC_URL)).toBe(0);
      expect(await sent(db, complete.entryId)).toMatchObject([
        { number: 1, kind: "automatic", submittedBy: complete.owner.id, receivedAt: portal(181).now },
      ]);
      expect((await eventsOf({ db }, complete.entryId)).at(-1)).toMatchObject({
        type: "entry.submitted",
        actorId: null,
      });
      expect(await sent(db, incomplete.entryId)).toEqual([]);
      expect((await submissionHistory(incomplete.ctx, incomplete.entryId)).refused).toMatchObject([
        { because: "entry-incomplete", automatic: true, issues: [{ questionKey: "contact-email", code: "required" }] },
      ]);
      expect(
        await db.select({ kind: notifications.kind, accountId: notifications.accountId }).from(notifications),
      ).toEqual([{ kind: "entry-submitted", accountId: complete.owner.id }]);
    }));

  it("are sealed although another fails, which is told when all had their turn", () =>
    tx(async (db) => {
      const { complete, cycle, portal } = await atTheBell(db);
      const others = [await anEntry(db, { cycle, answers: COMPLETE }), await anEntry(db, { cycle, answers: COMPLETE })];
      await db.execute(sql`create function fall_over() returns trigger language plpgsql as $$
        begin raise exception 'no room for this one'; end $$`);
      await db.execute(
        sql.raw(`create trigger fall_over before insert on submissions for each row
          when (new.entry_id = '${complete.entryId}') execute function fall_over()`),
      );
      await expect(submitCompleteDrafts(portal(181), PUBLIC_URL)).rejects.toMatchObject({
        cause: { message: "no room for this one" },
      });
      expect(await sent(db, complete.entryId)).toEqual([]);
      for (const { entryId } of others) expect(await sent(db, entryId)).toHaveLength(1);
    }));

  it("wait for an extension of their own, and stay drafts when they were withdrawn, sent before, or the call does not provide for it", () =>
    tx(async (db) => {
      const { complete, cycle, portal } = await atTheBell(db);
      await db
        .update(entries)
        .set({ closesAt: new Date(cycle.closesAt.getTime() + 3_600_000) })
        .where(eq(entries.id, complete.entryId));
      expect(await submitCompleteDrafts(portal(600), PUBLIC_URL)).toBe(0);
      await withdrawEntry(complete.ctx, complete.entryId, "x");
      expect(await submitCompleteDrafts(portal(90_000), PUBLIC_URL)).toBe(0);
      const early = await anEntry(db, { cycle, answers: COMPLETE });
      await submitEntry(early.ctx, early.entryId, PUBLIC_URL);
      await saveAnswer(early.ctx, {
        entryId: early.entryId,
        questionKey: "summary",
        value: "later",
        baseVersion: null,
      });
      expect(await submitCompleteDrafts(portal(90_000), PUBLIC_URL)).toBe(0);
      const without = await atTheBell(db, {});
      expect(await submitCompleteDrafts(without.portal(90_000), PUBLIC_URL)).toBe(0);
      expect(await sent(db, without.complete.entryId)).toEqual([]);
    }));

  it("are looked at again when the bell has moved", () =>
    tx(async (db) => {
      const { incomplete, cycle, portal } = await atTheBell(db);
      await submitCompleteDrafts(portal(181), PUBLIC_URL);
      await db
        .update(cycles)
        .set({ closesAt: new Date(cycle.closesAt.getTime() + 3_600_000) })
        .where(eq(cycles.id, cycle.id));
      await saveAnswer(
        { ...incomplete.ctx, now: portal(600).now },
        { entryId: incomplete.entryId, questionKey: "contact-email", value: "a@b.example", baseVersion: null },
      );
      expect(await submitCompleteDrafts(portal(3_600 + 181), PUBLIC_URL)).toBe(1);
    }));
});
