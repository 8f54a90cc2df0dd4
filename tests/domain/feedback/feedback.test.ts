import { eq } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { addAttachment } from "#app/domain/attachment/commands.server.ts";
import { getFile } from "#app/domain/attachment/queries.server.ts";
import { ANONYMOUS, type Person } from "#app/domain/context.ts";
import { withdrawEntry } from "#app/domain/entry/commands.server.ts";
import { saveAnswer } from "#app/domain/entry/answers.server.ts";
import { getEntry } from "#app/domain/entry/queries.server.ts";
import { getLastSubmission, getSealedEntry } from "#app/domain/entry/sealed.server.ts";
import { NotFound } from "#app/domain/errors.ts";
import { giveFeedback } from "#app/domain/feedback/commands.server.ts";
import { canGiveFeedback } from "#app/domain/feedback/policy.ts";
import { earlyEntries, feedbackForTeam, feedbackOn, getEarlyEntry } from "#app/domain/feedback/queries.server.ts";
import { submitEntry } from "#app/domain/submission/commands.server.ts";
import { copySource } from "#app/domain/submission/queries.server.ts";
import { loader as entryPage } from "#app/routes/secretariat/entry.tsx";
import { loader as feedbackPage } from "#app/routes/secretariat/feedback.tsx";
import { reviewerProfiles } from "#db/schema/account.ts";
import { cycles } from "#db/schema/cycle.ts";
import { submissions } from "#db/schema/entry.ts";
import { feedback } from "#db/schema/feedback.ts";
import { notifications } from "#db/schema/notification.ts";
import { PUBLIC_URL } from "#tests/support/address.ts";
import { eventsOf } from "#tests/support/audit.ts";
import { inTransaction, testDatabase } from "#tests/support/database.ts";
import { visitAs } from "#tests/support/visit.ts";
import { countingDatabase } from "#tests/support/statements.ts";
import {
  aCity,
  aFile,
  aMember,
  anEntry,
  aPanelMember,
  aRound,
  aStaffMember,
  COMPLETE,
  NOW,
} from "#tests/support/factories.ts";

const connection = await testDatabase();
const { db: database } = connection;
const tx = <T>(work: (db: typeof database) => Promise<T>) => inTransaction(database, work);
const HOUR = 3_600_000;
/** An hour after NOW, when the first version was sent. */
const EARLY = new Date(NOW.getTime() + HOUR);
const LATER = new Date(NOW.getTime() + 2 * HOUR);
const URL = "https://award.example";
const TEXT = "Say what changed for whom.";

/** An entry that was sent by the early date, edited after it and sent again. */
async function scene(db: typeof database) {
  const entry = await anEntry(db, { answers: COMPLETE });
  await db.update(cycles).set({ earlyAt: EARLY }).where(eq(cycles.id, entry.cycle.id));
  const { ctx, entryId } = entry;
  await submitEntry(ctx, entryId, PUBLIC_URL);
  const lin = { db, actor: await aStaffMember(db), now: LATER };
  const team = { ...ctx, now: LATER };
  const edit = (value: string, baseVersion = 1) =>
    saveAnswer(team, { entryId, questionKey: "title", value, baseVersion });
  const as = (actor: Person) => ({ db, actor, now: LATER });
  return {
    ...entry,
    lin,
    team,
    edit,
    as,
    tell: (over: object = {}) => giveFeedback({ ...lin, ...over }, entryId, TEXT, URL),
  };
}

describe("feedback on what was sent by the early date", () => {
  it("takes no package for it that was accepted later, though all in it was saved by then", () =>
    tx(async (db) => {
      const { lin, entryId, cycle } = await scene(db);
      const other = await anEntry(db, { cycle });
      const [{ id: _id, ...first }] = (await db.select().from(submissions).where(eq(submissions.entryId, entryId))) as [
        typeof submissions.$inferSelect,
      ];
      const accepted = { ...first, kind: "package" as const, acceptedAt: LATER };
      await db.insert(submissions).values([
        { ...accepted, number: 2 },
        { ...accepted, entryId: other.entryId },
      ]);
      expect([
        (await getEarlyEntry(lin, entryId)).number,
        (await getSealedEntry(lin, entryId)).submission.number,
      ]).toEqual([1, 1]);
      expect((await earlyEntries(lin, cycle.id, 1)).map(({ id }) => id)).toEqual([entryId]);
      await expect(getSealedEntry(lin, other.entryId)).rejects.toBeInstanceOf(NotFound);
    }));

  it("reaches the team on its page and by letter, leaves a trace without its text, and changes nothing that was sent", () =>
    tx(async (db) => {
      const { team, entryId, owner, city, lin, edit, tell } = await scene(db);
      const viewer = await aMember(db, city.id, "viewer");
      const receipt = await getLastSubmission(team, entryId);
      await tell();
      expect(await feedbackForTeam(team, entryId)).toEqual([
        { id: expect.any(String), text: TEXT, at: LATER, number: 1 },
      ]);
      expect(await feedbackForTeam({ ...team, actor: viewer }, entryId)).toHaveLength(1);
      const letters = await db.select().from(notifications).where(eq(notifications.kind, "feedback-given"));
      expect(letters).toMatchObject([
        {
          accountId: owner.id,
          params: { link: `${URL}/entries/${entryId}#feedback`, closesUtc: expect.stringContaining("15:59:59") },
        },
      ]);
      expect(JSON.stringify(letters)).not.toContain(TEXT);
      expect((await eventsOf({ db }, entryId)).map(({ type }) => type)).toContain("feedback.given");
      await edit("A clearer title");
      expect(await getLastSubmission(team, entryId)).toEqual(receipt);
      await submitEntry(team, entryId, PUBLIC_URL);
      await giveFeedback({ ...lin, now: new Date(LATER.getTime() + 1) }, entryId, "Better.", URL);
      expect((await feedbackForTeam(team, entryId)).map(({ text, number }) => [text, number])).toEqual([
        [TEXT, 1],
        ["Better.", 1],
      ]);
    }));

  it("is never changed or taken back", () =>
    tx(async (db) => {
      const { tell } = await scene(db);
      await tell();
      await expect(db.transaction((inner) => inner.update(feedback).set({ text: "Other" }))).rejects.toThrow();
      await expect(db.transaction((inner) => inner.delete(feedback))).rejects.toThrow();
    }));

  it("is given from the early date until the entry's own close, and not to what was withdrawn", () =>
    tx(async (db) => {
      const { team, cycle, entryId, tell } = await scene(db);
      await expect(tell({ now: EARLY })).rejects.toBeInstanceOf(NotFound);
      await tell({ now: new Date(EARLY.getTime() + 1) });
      await tell({ now: cycle.closesAt });
      await expect(tell({ now: new Date(cycle.closesAt.getTime() + 1) })).rejects.toMatchObject({
        because: "call-closed",
        how: "not-now",
      });
      await withdrawEntry(team, entryId, "No more");
      await expect(tell()).rejects.toMatchObject({ because: "entry-withdrawn", how: "not-now" });
    }));

  it("is for what was sent in time: not for drafts, nor for what came later, nor in a call without an early date", () =>
    tx(async (db) => {
      const { cycle, city, owner, lin, as } = await scene(db);
      const draft = await anEntry(db, { cycle, city, owner, answers: COMPLETE });
      const late = await anEntry(db, { cycle, city, owner, answers: COMPLETE });
      await submitEntry(as(owner), late.entryId, PUBLIC_URL);
      for (const { entryId } of [draft, late])
        await expect(giveFeedback(lin, entryId, TEXT, PUBLIC_URL)).rejects.toBeInstanceOf(NotFound);
      expect(await earlyEntries(lin, cycle.id, 1)).toHaveLength(1);
      await db.update(cycles).set({ earlyAt: null });
      expect(await earlyEntries(lin, cycle.id, 1)).toEqual([]);
    }));

  it("is the secretariat's to give and the team's to read: nobody else's, and never across a conflict or for one's own city", () =>
    tx(async (db) => {
      const { city, cycle, entryId, team, lin, as, tell } = await scene(db);
      await aRound(db, { cycleId: cycle.id });
      const [conflicted, own, observer, administrator, stranger] = [
        await aStaffMember(db),
        await aStaffMember(db),
        await aStaffMember(db, "observer"),
        await aStaffMember(db, "administrator"),
        await aMember(db, (await aCity(db)).id),
      ];
      await db
        .insert(reviewerProfiles)
        .values({ accountId: conflicted.id, countries: ["UG"], complete: true, updatedAt: NOW });
      const both = await aMember(db, city.id, "owner", own.id);
      for (const actor of [conflicted, both]) {
        await expect(tell({ actor })).rejects.toBeInstanceOf(NotFound);
        expect(await earlyEntries(as(actor), cycle.id, 1)).toEqual([]);
      }
      await expect(tell({ actor: observer })).rejects.toMatchObject({ because: "not-your-role", how: "never" });
      for (const actor of [administrator, stranger, team.actor])
        await expect(tell({ actor })).rejects.toBeInstanceOf(NotFound);
      await tell();
      for (const actor of [lin.actor, stranger, observer])
        await expect(feedbackForTeam(as(actor), entryId)).rejects.toBeInstanceOf(NotFound);
      expect((await feedbackOn(lin, entryId)).given).toHaveLength(1);
      await expect(feedbackOn(as(observer), entryId)).rejects.toBeInstanceOf(NotFound);
      await expect(earlyEntries(as(observer), cycle.id, 1)).rejects.toMatchObject({ because: "not-your-role" });
    }));
});

describe("what the secretariat reads between the early date and the close", () => {
  it("is the version of the early date, with its files, whatever was written or sent since", () =>
    tx(async (db) => {
      const { team, ctx, entryId, lin, edit } = await scene(db);
      const early = await addAttachment(ctx, { entryId, questionKey: "documents", file: aFile({ name: "early.pdf" }) });
      await submitEntry(ctx, entryId, PUBLIC_URL);
      const since = await addAttachment(team, {
        entryId,
        questionKey: "documents",
        file: aFile({ name: "since.pdf" }),
      });
      await edit("A title of later");
      await submitEntry(team, entryId, PUBLIC_URL);
      const seen = await getSealedEntry(lin, entryId);
      expect(seen).toMatchObject({
        submission: { number: 2 },
        sealed: { title: COMPLETE.title, files: [{ name: "early.pdf" }] },
      });
      expect((await copySource(lin, entryId, "sent")).submission?.number).toBe(2);
      expect(await earlyEntries(lin, (await getEarlyEntry(lin, entryId)).cycle.id, 1)).toMatchObject([
        { title: COMPLETE.title, number: 2, told: null },
      ]);
      expect((await getFile(lin, early)).original.name).toBe("early.pdf");
      await expect(getFile(lin, since)).rejects.toBeInstanceOf(NotFound);
      expect((await getSealedEntry(team, entryId)).submission.number).toBe(3);
      const closed = { ...lin, now: new Date((await getEarlyEntry(lin, entryId)).cycle.closesAt.getTime() + 1) };
      expect((await getSealedEntry(closed, entryId)).submission.number).toBe(3);
      expect((await getFile(closed, since)).original.name).toBe("since.pdf");
    }));

  it("is named on its pages for what it is: which version counts is known once the call has closed", () =>
    tx(async (db) => {
      const { entryId, team, lin, edit, cycle } = await scene(db);
      await edit("A title of later");
      await submitEntry(team, entryId, PUBLIC_URL);
      for (const [now, number, isFinal] of [
        [LATER, 1, false],
        [cycle.closesAt, 1, false],
        [new Date(cycle.closesAt.getTime() + 1), 2, true],
      ] as const) {
        for (const page of [feedbackPage, entryPage])
          expect(await page(await visitAs(db, lin.actor, "/", { params: { entryId }, now }))).toMatchObject({
            submission: { number },
            isFinal,
          });
      }
    }));

  it("is nobody else's: neither observers nor the panel read before the close, and nobody before the early date has passed", () =>
    tx(async (db) => {
      const { cycle, entryId, lin, as } = await scene(db);
      const round = await aRound(db, { cycleId: cycle.id });
      const others = [
        await aStaffMember(db, "observer"),
        await aStaffMember(db, "administrator"),
        await aPanelMember(db, round.id),
        await aPanelMember(db, round.id, { role: "chair" }),
      ];
      for (const actor of others)
        for (const read of [getEntry, getSealedEntry])
          await expect(read(as(actor), entryId)).rejects.toBeInstanceOf(NotFound);
      for (const read of [getEntry, getSealedEntry])
        await expect(read({ ...lin, now: EARLY }, entryId)).rejects.toBeInstanceOf(NotFound);
      await expect(getSealedEntry({ db, actor: ANONYMOUS as Person, now: LATER }, entryId)).rejects.toBeInstanceOf(
        NotFound,
      );
    }));
});

it.each([
  ["the secretariat, in time", ["secretariat"], {}, true],
  ["an observer", ["observer"], {}, "not-your-role"],
  ["an administrator", ["administrator"], {}, "hidden"],
  ["nobody in particular", [], {}, "hidden"],
  ["of a withdrawn entry", ["secretariat"], { withdrawnAt: NOW }, "entry-withdrawn"],
  ["after the close", ["secretariat"], { cycle: { closesAt: EARLY } }, "call-closed"],
  ["after the close, with an extension", ["secretariat"], { cycle: { closesAt: EARLY }, closesAt: LATER }, true],
] as const)("policy: %s", (_who, staff, over, expected) => {
  const verdict = canGiveFeedback(
    { ...ANONYMOUS, staff: [...staff] } as Person,
    { withdrawnAt: null, closesAt: null, cycle: { closesAt: LATER }, ...over },
    LATER,
  );
  expect(verdict.allowed ? true : verdict.how === "hidden" ? "hidden" : verdict.because).toBe(expected);
});

it("the list costs one query, with one row and with three", async () => {
  const counting = countingDatabase(connection);
  await inTransaction(counting.db, async (db) => {
    const { cycle, city, owner, lin } = await scene(db);
    const list = () => counting.during(() => earlyEntries(lin, cycle.id, 1));
    expect(await list()).toBe(1);
    for (const _more of [1, 2])
      await submitEntry(
        { db, actor: owner, now: NOW },
        (await anEntry(db, { cycle, city, owner, answers: COMPLETE })).entryId,
        PUBLIC_URL,
      );
    expect(await earlyEntries(lin, cycle.id, 1)).toHaveLength(3);
    expect(await list()).toBe(1);
  });
});
