import { eq } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { PUBLIC_URL } from "#tests/support/address.ts";
import { eventsOf } from "#tests/support/audit.ts";
import { Invalid, NotFound, Stale } from "#app/domain/errors.ts";
import { startEntry, withdrawEntry } from "#app/domain/entry/commands.server.ts";
import { saveAnswer } from "#app/domain/entry/answers.server.ts";
import { saveSection } from "#app/domain/entry/sections.server.ts";
import { submitEntry } from "#app/domain/submission/commands.server.ts";
import { getDraft } from "#app/domain/entry/queries.server.ts";
import { answerRevisions, answers, entries, withdrawals } from "#db/schema/entry.ts";
import { notifications } from "#db/schema/notification.ts";
import { testDatabase, inTransaction } from "#tests/support/database.ts";
import { aCity, aCycle, aForm, aMember, anEntry, aStaffMember, COMPLETE, NOW } from "#tests/support/factories.ts";

const { db: database } = await testDatabase();
const typesOf = async (db: typeof database, entryId: string) =>
  (await eventsOf({ db }, entryId)).map(({ type }) => type);
const tx = <T>(work: (db: typeof database) => Promise<T>) => inTransaction(database, work);

describe("starting an entry", () => {
  it("gives it a code that tells no count, and lets a city have several", () =>
    tx(async (db) => {
      const { ctx, cycle, city, code, entryId } = await anEntry(db);
      expect(code).toMatch(/^GZ-2027-[0-9A-HJKMNP-TV-Z]{5}$/);
      const second = await startEntry(ctx, { cycleId: cycle.id, cityId: city.id });
      expect(second.code).not.toBe(code);
      expect(await typesOf(db, entryId)).toEqual(["entry.started"]);
    }));

  it("is for owners and editors of the city, while the call is open", () =>
    tx(async (db) => {
      const { ctx, cycle, city } = await anEntry(db);
      const start = (over: object) => startEntry({ ...ctx, ...over }, { cycleId: cycle.id, cityId: city.id });
      await expect(start({ actor: await aMember(db, city.id, "viewer") })).rejects.toMatchObject({
        because: "viewers-cannot-edit",
        how: "never",
      });
      await expect(start({ actor: await aMember(db, (await aCity(db)).id) })).rejects.toBeInstanceOf(NotFound);
      await expect(start({ now: new Date(cycle.opensAt.getTime() - 1) })).rejects.toMatchObject({
        because: "call-not-open",
        how: "not-now",
      });
      await expect(start({ now: new Date(cycle.closesAt.getTime() + 1) })).rejects.toMatchObject({
        because: "call-closed",
        how: "not-now",
      });
      expect(await db.select().from(entries).where(eq(entries.cityId, city.id))).toHaveLength(1);
    }));
});

it("a section is saved by nobody who may not change the entry, not even with what it says already", () =>
  tx(async (db) => {
    const { ctx, entryId, city, cycle } = await anEntry(db, { answers: { title: "Boda boda guides" } });
    const save = (over: object) =>
      saveSection(
        { ...ctx, ...over },
        { entryId, sectionKey: "contacts", fields: { all: () => [] }, versionOf: () => null },
      );
    await expect(save({ actor: await aMember(db, city.id, "viewer") })).rejects.toMatchObject({
      because: "viewers-cannot-edit",
      how: "never",
    });
    await expect(save({ now: new Date(cycle.closesAt.getTime() + 1) })).rejects.toMatchObject({
      because: "call-closed",
      how: "not-now",
    });
    await expect(save({ actor: await aStaffMember(db) })).rejects.toBeInstanceOf(NotFound);
  }));

describe("saving an answer", () => {
  it("keeps value, version, revision, title and event together", () =>
    tx(async (db) => {
      const { ctx, entryId } = await anEntry(db);
      const later = { ...ctx, now: new Date(NOW.getTime() + 1000) };
      expect(
        await saveAnswer(ctx, { entryId, questionKey: "title", value: " Boda  boda ", baseVersion: null }),
      ).toMatchObject({ value: "Boda boda", version: 1 });
      expect(await saveAnswer(later, { entryId, questionKey: "title", value: "Guides", baseVersion: 1 })).toMatchObject(
        { value: "Guides", version: 2 },
      );
      const kept = await db
        .select({ version: answerRevisions.version, value: answerRevisions.value })
        .from(answerRevisions)
        .where(eq(answerRevisions.entryId, entryId))
        .orderBy(answerRevisions.version);
      expect(kept).toEqual([
        { version: 1, value: "Boda boda" },
        { version: 2, value: "Guides" },
      ]);
      const draft = await getDraft(ctx, entryId);
      expect(draft).toMatchObject({ title: "Guides", savedAt: later.now });
      expect(draft.answers["title"]).toEqual({
        value: "Guides",
        version: 2,
        savedAt: later.now,
        savedBy: ctx.actor.name,
      });
      expect(await typesOf(db, entryId)).toEqual(["entry.started", "answer.saved", "answer.saved"]);
    }));

  it("clears an answer, and a cleared one counts as not given", () =>
    tx(async (db) => {
      const { ctx, entryId } = await anEntry(db, { answers: { title: "Guides" } });
      expect(await saveAnswer(ctx, { entryId, questionKey: "title", value: "", baseVersion: 1 })).toMatchObject({
        value: null,
        version: 2,
      });
      expect((await getDraft(ctx, entryId)).title).toBe("");
    }));

  it("acknowledges the same save arriving twice with the version it has", () =>
    tx(async (db) => {
      const { ctx, entryId } = await anEntry(db, { answers: { title: "Guides" } });
      expect(
        await saveAnswer(ctx, { entryId, questionKey: "title", value: "Guides", baseVersion: null }),
      ).toMatchObject({ version: 1 });
      expect(await db.select().from(answerRevisions).where(eq(answerRevisions.entryId, entryId))).toHaveLength(1);
    }));

  it("B90: the later of two editors sees both texts, and nothing is overwritten", () =>
    tx(async (db) => {
      const { ctx, entryId, city } = await anEntry(db, { answers: { title: "Guides" } });
      const editor = { ...ctx, actor: await aMember(db, city.id, "editor") };
      await saveAnswer(editor, { entryId, questionKey: "title", value: "Theirs", baseVersion: 1 });
      const mine = saveAnswer(ctx, { entryId, questionKey: "title", value: "Mine", baseVersion: 1 });
      await expect(mine).rejects.toBeInstanceOf(Stale);
      await expect(mine).rejects.toMatchObject({
        theirs: { value: "Theirs", version: 2, at: NOW, by: editor.actor.name },
      });
      expect((await getDraft(ctx, entryId)).title).toBe("Theirs");
    }));

  it("B91: version 7 arriving after 8 is refused and 8 stays", () =>
    tx(async (db) => {
      const { ctx, entryId } = await anEntry(db, { answers: { title: "one" } });
      await saveAnswer(ctx, { entryId, questionKey: "title", value: "eight", baseVersion: 1 });
      await expect(
        saveAnswer(ctx, { entryId, questionKey: "title", value: "seven", baseVersion: null }),
      ).rejects.toBeInstanceOf(Stale);
      await expect(
        saveAnswer(ctx, { entryId, questionKey: "title", value: "from nowhere", baseVersion: 5 }),
      ).rejects.toBeInstanceOf(Stale);
      expect((await getDraft(ctx, entryId)).answers["title"]).toMatchObject({ value: "eight", version: 2 });
    }));

  it("B20: what a person may not see does not exist for them", () =>
    tx(async (db) => {
      const { ctx, entryId } = await anEntry(db);
      const stranger = { ...ctx, actor: await aMember(db, (await aCity(db)).id) };
      const save = (over: object, target: object = {}) =>
        saveAnswer({ ...ctx, ...over }, { entryId, questionKey: "title", value: "x", baseVersion: null, ...target });
      await expect(save(stranger)).rejects.toBeInstanceOf(NotFound);
      await expect(save({}, { entryId: "3f2b1c9e-0000-4000-8000-000000000000" })).rejects.toBeInstanceOf(NotFound);
      await expect(save({}, { questionKey: "no-such-question" })).rejects.toBeInstanceOf(NotFound);
      const other = await anEntry(db);
      await aForm(db, (await aCycle(db)).id);
      await expect(
        saveAnswer(other.ctx, { entryId, questionKey: "title", value: "x", baseVersion: null }),
      ).rejects.toBeInstanceOf(NotFound);
      expect(await db.select().from(answers).where(eq(answers.entryId, entryId))).toEqual([]);
    }));

  it("refuses viewers, withdrawn entries and closed calls, and records nothing", () =>
    tx(async (db) => {
      const { ctx, entryId, city, cycle } = await anEntry(db);
      const save = (over: object) =>
        saveAnswer({ ...ctx, ...over }, { entryId, questionKey: "title", value: "x", baseVersion: null });
      await expect(save({ actor: await aMember(db, city.id, "viewer") })).rejects.toMatchObject({
        because: "viewers-cannot-edit",
      });
      await expect(save({ now: new Date(cycle.closesAt.getTime() + 1) })).rejects.toMatchObject({
        because: "call-closed",
        how: "not-now",
      });
      await withdrawEntry(ctx, entryId, "moved to next year");
      await expect(save({})).rejects.toMatchObject({ because: "entry-withdrawn", how: "not-now" });
      expect(await db.select().from(answers).where(eq(answers.entryId, entryId))).toEqual([]);
      expect(await typesOf(db, entryId)).toEqual(["entry.started", "entry.withdrawn"]);
    }));

  it("B51: refuses what no answer can be, without touching what stands", () =>
    tx(async (db) => {
      const { ctx, entryId } = await anEntry(db, { answers: { title: "Guides" } });
      const bad = (questionKey: string, value: unknown) =>
        saveAnswer(ctx, { entryId, questionKey, value, baseVersion: questionKey === "title" ? 1 : null });
      await expect(bad("title", "nul \0 inside")).rejects.toEqual(new Invalid({ title: "not-text" }));
      await expect(bad("population", "1e309")).rejects.toMatchObject({ fields: { population: "not-a-number" } });
      await expect(bad("population", Number.POSITIVE_INFINITY)).rejects.toMatchObject({
        fields: { population: "not-a-number" },
      });
      expect((await getDraft(ctx, entryId)).answers["title"]).toMatchObject({ value: "Guides", version: 1 });
    }));

  it("an extension of one entry holds for that entry alone", () =>
    tx(async (db) => {
      const { ctx, entryId, cycle, city } = await anEntry(db);
      const neighbour = await startEntry(ctx, { cycleId: cycle.id, cityId: city.id });
      await db
        .update(entries)
        .set({ closesAt: new Date(cycle.closesAt.getTime() + 3_600_000) })
        .where(eq(entries.id, entryId));
      const late = { ...ctx, now: new Date(cycle.closesAt.getTime() + 1000) };
      expect(
        await saveAnswer(late, { entryId, questionKey: "title", value: "in time", baseVersion: null }),
      ).toMatchObject({ version: 1 });
      await expect(
        saveAnswer(late, { entryId: neighbour.id, questionKey: "title", value: "too late", baseVersion: null }),
      ).rejects.toMatchObject({ because: "call-closed" });
    }));
});

describe("saving a section by its button", () => {
  const fieldsOf = (typed: Record<string, string | string[]>) => ({
    all: (name: string) => [typed[name] ?? []].flat(),
  });
  const versionsOf = (versions: Record<string, number>) => (key: string) => versions[key] ?? null;
  const section = { sectionKey: "initiative" };

  it("saves what changed, keeps the good beside the bad, and never clashes over what was not touched", () =>
    tx(async (db) => {
      const { ctx, entryId } = await anEntry(db, { answers: { title: "Guides", summary: "old" } });
      await saveAnswer(ctx, { entryId, questionKey: "summary", value: "a colleague's", baseVersion: 1 });
      const typed = fieldsOf({
        "q.title": "Guides for all",
        "q.summary": "old",
        "q.population": "many",
        "q.area": "189",
      });
      const outcome = await saveSection(ctx, {
        entryId,
        ...section,
        fields: typed,
        versionOf: versionsOf({ title: 1, summary: 1 }),
      });
      expect(outcome).toEqual({ errors: { population: "not-a-number" }, clashes: {}, next: "contacts", verdict: null });
      const { answers: stored } = await getDraft(ctx, entryId);
      expect(stored["title"]).toMatchObject({ value: "Guides for all", version: 2 });
      expect(stored["summary"]).toMatchObject({ value: "a colleague's", version: 2 });
      expect(stored["area"]).toMatchObject({ value: 189, version: 1 });
      expect(stored["density"]).toBeUndefined();
    }));

  it("shows both texts where two people changed the same field", () =>
    tx(async (db) => {
      const { ctx, entryId } = await anEntry(db, { answers: { title: "Guides" } });
      await saveAnswer(ctx, { entryId, questionKey: "title", value: "Theirs", baseVersion: 1 });
      const outcome = await saveSection(ctx, {
        entryId,
        ...section,
        fields: fieldsOf({ "q.title": "Mine" }),
        versionOf: versionsOf({ title: 1 }),
      });
      expect(outcome.clashes).toEqual({ title: { value: "Theirs", version: 2, at: NOW, by: ctx.actor.name } });
    }));
});

describe("withdrawing", () => {
  it("is for owners, once, with a reason, and tells the team", () =>
    tx(async (db) => {
      const { ctx, entryId, city, cycle } = await anEntry(db, { answers: COMPLETE });
      await expect(
        withdrawEntry({ ...ctx, actor: await aMember(db, city.id, "editor") }, entryId, "no"),
      ).rejects.toMatchObject({ because: "not-the-owner", how: "never" });
      const late = { ...ctx, now: new Date(cycle.closesAt.getTime() + 86_400_000) };
      await withdrawEntry(late, entryId, "The project ended.");
      expect(await db.select({ reason: withdrawals.reason, by: withdrawals.by }).from(withdrawals)).toEqual([
        { reason: "The project ended.", by: ctx.actor.id },
      ]);
      expect((await db.select({ kind: notifications.kind }).from(notifications)).map(({ kind }) => kind)).toEqual([
        "entry-withdrawn",
        "entry-withdrawn",
      ]);
      await expect(withdrawEntry(ctx, entryId, "again")).rejects.toMatchObject({
        because: "entry-withdrawn",
        how: "not-now",
      });
      await expect(submitEntry(ctx, entryId, PUBLIC_URL)).rejects.toMatchObject({ because: "entry-withdrawn" });
    }));
});
