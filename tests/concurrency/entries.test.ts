import { and, eq, sql } from "drizzle-orm";
import { afterAll, describe, expect, it } from "vitest";
import { verifyChain } from "#app/domain/audit/queries.server.ts";
import { addAttachment, removeAttachment } from "#app/domain/attachment/commands.server.ts";
import { withdrawEntry } from "#app/domain/entry/commands.server.ts";
import { saveAnswer } from "#app/domain/entry/answers.server.ts";
import { submitEntry } from "#app/domain/submission/commands.server.ts";
import { getDraft } from "#app/domain/entry/queries.server.ts";
import { DomainError, Stale } from "#app/domain/errors.ts";
import { extendEntry } from "#app/domain/extension/commands.server.ts";
import { freezeRound } from "#app/domain/shortlist/commands.server.ts";
import { connect } from "#db/client.server.ts";
import { attachments } from "#db/schema/attachment.ts";
import { cycles, extensions } from "#db/schema/cycle.ts";
import { answerRevisions, submissions, withdrawals } from "#db/schema/entry.ts";
import { notifications } from "#db/schema/notification.ts";
import { PUBLIC_URL } from "#tests/support/address.ts";
import { PATIENT, testDatabase } from "#tests/support/database.ts";
import { aFile, aMember, anEntry, aPanelMember, aRound, aStaffMember, COMPLETE } from "#tests/support/factories.ts";
import { oneAfterTheOther, somebodyWaits } from "#tests/support/waiting.ts";

const { db, url } = await testDatabase();
const other = connect(url, { ...PATIENT, max: 4 });
afterAll(() => other.end());

/**
 * Results of racing calls: what was answered, and what was refused. Anything but a DomainError is a fault and fails.
 */
async function race<T>(calls: Promise<T>[]) {
  const settled = await Promise.allSettled(calls);
  const refused = settled.flatMap((each) => (each.status === "rejected" ? [each.reason as unknown] : []));
  for (const error of refused) expect(error).toBeInstanceOf(DomainError);
  return { done: settled.flatMap((each) => (each.status === "fulfilled" ? [each.value] : [])), refused };
}

/** A submitted entry, and the chair of an open round that could freeze its cycle's scores. */
async function aFreezing() {
  const { ctx, entryId, cycle } = await anEntry(db, { answers: COMPLETE });
  const round = await aRound(db, {
    cycleId: cycle.id,
    closesAt: new Date(ctx.now.getTime() - 1),
    opensAt: new Date(ctx.now.getTime() - 1000),
  });
  return { ctx, entryId, round, chair: { ...ctx, actor: await aPanelMember(db, round.id, { role: "chair" }) } };
}

describe("two real connections", () => {
  it("B89: fifty parallel submits make one submission and give one receipt", async () => {
    const { ctx, entryId } = await anEntry(db, { answers: COMPLETE });
    const calls = Array.from({ length: 50 }, (_none, index) =>
      submitEntry(
        { ...ctx, db: index % 2 ? db : other.db, now: new Date(ctx.now.getTime() + index) },
        entryId,
        PUBLIC_URL,
      ),
    );
    const { done, refused } = await race(calls);
    expect(refused).toEqual([]);
    expect(new Set(done.map((receipt) => JSON.stringify(receipt))).size).toBe(1);
    expect(await db.select().from(submissions).where(eq(submissions.entryId, entryId))).toHaveLength(1);
    expect(
      (await db.select().from(notifications)).filter(({ dedupe }) => dedupe.startsWith("entry-submitted:")),
    ).toHaveLength(1);
  });

  it("of two entries submitted at the same moment where one city may send one, one is sent and the other refused", async () => {
    for (let round = 0; round < 10; round += 1) {
      const first = await anEntry(db, { answers: COMPLETE });
      await db.update(cycles).set({ entryLimit: 1 }).where(eq(cycles.id, first.cycle.id));
      const second = await anEntry(db, { ...first, answers: COMPLETE });
      const { done, refused } = await race([
        submitEntry(first.ctx, first.entryId, PUBLIC_URL),
        submitEntry({ ...second.ctx, db: other.db }, second.entryId, PUBLIC_URL),
      ]);
      expect([done.length, refused]).toMatchObject([1, [{ because: "city-limit" }]]);
    }
  });

  it("B90: of two editors of one field one is stored and the other gets both texts; nothing is lost in the history", async () => {
    const { ctx, entryId, city } = await anEntry(db, { answers: { title: "before" } });
    const editor = await aMember(db, city.id, "editor");
    for (let round = 1; round <= 10; round += 1) {
      const { done, refused } = await race([
        saveAnswer(ctx, { entryId, questionKey: "title", value: `mine ${round}`, baseVersion: round }),
        saveAnswer(
          { ...ctx, db: other.db, actor: editor },
          { entryId, questionKey: "title", value: `theirs ${round}`, baseVersion: round },
        ),
      ]);
      expect(done).toHaveLength(1);
      expect(refused).toHaveLength(1);
      expect(refused[0]).toBeInstanceOf(Stale);
      expect((refused[0] as Stale).theirs).toMatchObject({ value: done[0]!.value, version: round + 1 });
    }
    expect(await db.select().from(answerRevisions).where(eq(answerRevisions.entryId, entryId))).toHaveLength(11);
  });

  it("B90: the first save of a field by two people is one version, and equal texts are no clash", async () => {
    const { ctx, entryId } = await anEntry(db);
    const save = (value: string, over = ctx) =>
      saveAnswer(over, { entryId, questionKey: "summary", value, baseVersion: null });
    const differing = await race([save("one"), save("two", { ...ctx, db: other.db })]);
    expect([differing.done.length, differing.refused.length]).toEqual([1, 1]);
    const same = await race(
      ["a", "b", "c", "d"].map((_each, index) =>
        saveAnswer(
          { ...ctx, db: index % 2 ? db : other.db },
          { entryId, questionKey: "title", value: "same", baseVersion: null },
        ),
      ),
    );
    expect(same.done.map(({ version }) => version)).toEqual([1, 1, 1, 1]);
  });

  it("B90: different fields at once are all kept", async () => {
    const { ctx, entryId } = await anEntry(db);
    const values = {
      title: "Guides",
      summary: "text",
      population: 1000,
      area: 10,
      density: 100,
      "contact-email": "a@b.example",
    };
    const { refused } = await race(
      Object.entries(values).map(([questionKey, value], index) =>
        saveAnswer({ ...ctx, db: index % 2 ? db : other.db }, { entryId, questionKey, value, baseVersion: null }),
      ),
    );
    expect(refused).toEqual([]);
    const draft = await getDraft(ctx, entryId);
    expect(Object.fromEntries(Object.entries(draft.answers).map(([key, { value }]) => [key, value]))).toEqual(values);
    expect((await verifyChain(db)).faults).toEqual([]);
  });

  it("B93: a submit that meets a deadline being moved waits for it, and goes by the new one", async () => {
    const { ctx, entryId, cycle } = await anEntry(db, { answers: COMPLETE });
    const late = { ...ctx, now: new Date(cycle.closesAt.getTime() + 60_000) };
    const [saved, submitted] = await oneAfterTheOther(
      db,
      (tx) =>
        tx
          .update(cycles)
          .set({ closesAt: new Date(cycle.closesAt.getTime() + 3_600_000) })
          .where(eq(cycles.id, cycle.id)),
      () =>
        Promise.all([
          saveAnswer(late, { entryId, questionKey: "summary", value: "in time after all", baseVersion: null }),
          submitEntry(late, entryId, PUBLIC_URL),
        ]),
    );
    expect(saved).toMatchObject({ version: 1 });
    expect(submitted).toMatchObject({ number: 1, receivedAt: late.now });
  });

  it("B93: a submit that holds the cycle is finished before the deadline moves", async () => {
    const { ctx, entryId, cycle } = await anEntry(db, { answers: COMPLETE });
    const order: string[] = [];
    let moving: Promise<unknown> | undefined;
    await db.transaction(async (tx) => {
      await submitEntry({ ...ctx, db: tx }, entryId, PUBLIC_URL);
      moving = other.db
        .update(cycles)
        .set({ closesAt: new Date(ctx.now.getTime() - 1000) })
        .where(eq(cycles.id, cycle.id))
        .then(() => order.push("moved"));
      await somebodyWaits(db, moving);
      order.push("submitted");
    });
    await moving;
    expect(order).toEqual(["submitted", "moved"]);
    await expect(
      saveAnswer(ctx, { entryId, questionKey: "title", value: "late", baseVersion: 1 }),
    ).rejects.toMatchObject({ because: "call-closed" });
  });

  it("a save that waits for a withdrawal is refused, and nothing of it is kept", async () => {
    const { ctx, entryId } = await anEntry(db, { answers: COMPLETE });
    const { refused } = await oneAfterTheOther(
      db,
      (tx) => withdrawEntry({ ...ctx, db: tx }, entryId, "x"),
      () =>
        race<unknown>([
          saveAnswer(ctx, { entryId, questionKey: "title", value: "late", baseVersion: 1 }),
          saveAnswer(ctx, { entryId, questionKey: "summary", value: "late", baseVersion: null }),
          addAttachment(ctx, { entryId, questionKey: "documents", file: aFile() }),
        ]),
    );
    expect(refused).toMatchObject([
      { because: "entry-withdrawn" },
      { because: "entry-withdrawn" },
      { because: "entry-withdrawn" },
    ]);
    expect(
      await db
        .select()
        .from(answerRevisions)
        .where(and(eq(answerRevisions.entryId, entryId), eq(answerRevisions.value, sql`'"late"'::jsonb`))),
    ).toEqual([]);
  });

  it("a withdrawal that waits for a freeze is refused; one that came first is finished before the freeze reads", async () => {
    const [late, early] = [await aFreezing(), await aFreezing()];
    const withdrawing = oneAfterTheOther(
      db,
      (tx) => freezeRound({ ...late.chair, db: tx }, late.round.id),
      () => withdrawEntry(late.ctx, late.entryId, "x"),
    );
    await expect(withdrawing).rejects.toMatchObject({ because: "round-frozen" });
    const gone = await oneAfterTheOther(
      db,
      (tx) => withdrawEntry({ ...early.ctx, db: tx }, early.entryId, "x"),
      async () => {
        await freezeRound(early.chair, early.round.id);
        return db.select().from(withdrawals).where(eq(withdrawals.entryId, early.entryId));
      },
    );
    expect(gone).toHaveLength(1);
  });

  it("more time that waits for a freeze is refused; one that came first is given before the freeze reads", async () => {
    const [late, early] = [await aFreezing(), await aFreezing()];
    const extend = async ({ ctx, entryId }: typeof late, over: object = {}) =>
      extendEntry(
        { ...ctx, actor: await aStaffMember(db), ...over },
        entryId,
        {
          closesAt: new Date(ctx.now.getTime() + 400 * 86_400_000),
          reason: "x",
        },
        PUBLIC_URL,
      );
    const extending = oneAfterTheOther(
      db,
      (tx) => freezeRound({ ...late.chair, db: tx }, late.round.id),
      () => extend(late),
    );
    await expect(extending).rejects.toMatchObject({ because: "round-frozen" });
    const given = await oneAfterTheOther(
      db,
      (tx) => extend(early, { db: tx }),
      async () => {
        await freezeRound(early.chair, early.round.id);
        return db.select().from(extensions).where(eq(extensions.entryId, early.entryId));
      },
    );
    expect(given).toHaveLength(1);
  });

  it("a file is never taken away from under a submission that names it", async () => {
    for (let round = 0; round < 10; round += 1) {
      const { ctx, entryId } = await anEntry(db, { answers: COMPLETE });
      const id = await addAttachment(ctx, { entryId, questionKey: "documents", file: aFile() });
      const [submitted, removed] = await Promise.all([
        submitEntry(ctx, entryId, PUBLIC_URL),
        removeAttachment({ ...ctx, db: other.db }, id),
      ]);
      const [stored] = await db
        .select({ snapshot: submissions.snapshot })
        .from(submissions)
        .where(eq(submissions.entryId, entryId));
      const named = stored!.snapshot.includes(id);
      expect(submitted.number).toBe(1);
      expect(removed.freed.length === 0).toBe(named);
      expect((await db.select().from(attachments).where(eq(attachments.id, id))).length === 1).toBe(named);
    }
  });

  it("a slot never takes more files than it has places", async () => {
    const { ctx, entryId } = await anEntry(db);
    const { done, refused } = await race(
      Array.from({ length: 8 }, (_none, index) =>
        addAttachment({ ...ctx, db: index % 2 ? db : other.db }, { entryId, questionKey: "documents", file: aFile() }),
      ),
    );
    expect([done.length, refused.length]).toEqual([2, 6]);
  });

  it("the same finished upload arriving a hundred times is one attachment", async () => {
    const { ctx, entryId } = await anEntry(db);
    const file = aFile();
    const { done, refused } = await race(
      Array.from({ length: 100 }, (_none, index) =>
        addAttachment({ ...ctx, db: index % 2 ? db : other.db }, { entryId, questionKey: "documents", file }),
      ),
    );
    expect(refused).toEqual([]);
    expect(new Set(done).size).toBe(1);
  });

  it("withdrawn twice at once, it is withdrawn once", async () => {
    const { ctx, entryId } = await anEntry(db);
    const { done, refused } = await race([
      withdrawEntry(ctx, entryId, "a"),
      withdrawEntry({ ...ctx, db: other.db }, entryId, "b"),
    ]);
    expect([done.length, refused.length]).toEqual([1, 1]);
    expect(refused[0]).toMatchObject({ because: "entry-withdrawn" });
  });
});
