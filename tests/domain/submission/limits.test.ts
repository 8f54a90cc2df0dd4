import { describe, expect, it } from "vitest";
import { eq } from "drizzle-orm";
import { PORTAL } from "#app/domain/context.ts";
import { enteringInput } from "#app/domain/cycle/input.ts";
import { saveAnswer } from "#app/domain/entry/answers.server.ts";
import { withdrawEntry } from "#app/domain/entry/commands.server.ts";
import { getDraft } from "#app/domain/entry/queries.server.ts";
import { valuesOf } from "#app/domain/entry/rules.ts";
import { submitCompleteDrafts, submitEntry } from "#app/domain/submission/commands.server.ts";
import { fitsLimits } from "#app/domain/submission/policy.ts";
import { submissionHistory } from "#app/domain/submission/queries.server.ts";
import { limitsOf } from "#app/domain/submission/rules.ts";
import { Form, parse } from "#app/http/form.server.ts";
import type { Db } from "#db/client.server.ts";
import type { cycles } from "#db/schema/cycle.ts";
import { entries, submissions } from "#db/schema/entry.ts";
import { PUBLIC_URL } from "#tests/support/address.ts";
import { inTransaction, testDatabase } from "#tests/support/database.ts";
import { aCity, aCycle, aForm, aMember, anEntry, COMPLETE, NOW, SMALL_FORM } from "#tests/support/factories.ts";

const { db: database } = await testDatabase();
const tx = (work: (db: Db) => Promise<void>) => inTransaction(database, work);
const WITH_FRAMEWORK = SMALL_FORM.map((section) => ({
  ...section,
  questions:
    section.key === "initiative"
      ? [
          ...section.questions,
          { key: "framework", type: "short-text" as const, label: { en: "Framework" }, settings: { identifies: true } },
        ]
      : section.questions,
}));

/** A call with limits, and entries of one city in it. */
async function aCall(db: Db, given: Partial<typeof cycles.$inferInsert>) {
  const cycle = await aCycle(db, given);
  await aForm(db, cycle.id, WITH_FRAMEWORK);
  const city = await aCity(db);
  const owner = await aMember(db, city.id);
  const draft = (framework = "") =>
    anEntry(db, { cycle, city, owner, answers: { ...COMPLETE, ...(framework ? { framework } : {}) } });
  const shown = async ({ ctx, entryId }: Awaited<ReturnType<typeof draft>>) => {
    const read = await getDraft(ctx, entryId);
    return limitsOf(read, valuesOf(read.answers));
  };
  const sent = async () => (await db.select().from(submissions)).length;
  return { cycle, city, draft, shown, sent };
}

describe("the most entries of one city", () => {
  it("are submitted and no more, on record for the team; what was sent may be sent again", () =>
    tx(async (db) => {
      const { draft, shown, sent } = await aCall(db, { entryLimit: 2 });
      const [first, second, third] = [await draft(), await draft(), await draft()];
      await submitEntry(first.ctx, first.entryId, PUBLIC_URL);
      expect(await shown(third)).toEqual({ ofCity: { others: 1, taken: 1, most: 2 }, ofFramework: null });
      await submitEntry(second.ctx, second.entryId, PUBLIC_URL);
      await expect(submitEntry(third.ctx, third.entryId, PUBLIC_URL)).rejects.toMatchObject({
        because: "city-limit",
        how: "not-now",
      });
      expect((await submissionHistory(third.ctx, third.entryId)).refused).toMatchObject([{ because: "city-limit" }]);
      expect(await shown(second)).toEqual({ ofCity: { others: 1, taken: 2, most: 2 }, ofFramework: null });
      await saveAnswer(second.ctx, { ...second, questionKey: "title", value: "Better guides", baseVersion: 1 });
      await submitEntry(second.ctx, second.entryId, PUBLIC_URL);
      expect(await sent()).toBe(3);
    }));

  it("leave another city and another call alone, and a withdrawn entry gives its place back", () =>
    tx(async (db) => {
      const { cycle, city, draft } = await aCall(db, { entryLimit: 1 });
      const [first, second] = [await draft(), await draft()];
      await submitEntry(first.ctx, first.entryId, PUBLIC_URL);
      const others = [await anEntry(db, { cycle, answers: COMPLETE }), await anEntry(db, { city, answers: COMPLETE })];
      for (const other of others) await submitEntry(other.ctx, other.entryId, PUBLIC_URL);
      await expect(submitEntry(second.ctx, second.entryId, PUBLIC_URL)).rejects.toMatchObject({
        because: "city-limit",
      });
      await withdrawEntry(first.ctx, first.entryId, "Another one is stronger.");
      await submitEntry(second.ctx, second.entryId, PUBLIC_URL);
    }));

  it("hold at the bell too", () =>
    tx(async (db) => {
      const { cycle, draft } = await aCall(db, { entryLimit: 1, autoSubmit: true });
      const [second, first] = [await draft(), await draft()];
      await db
        .update(entries)
        .set({ startedAt: new Date(NOW.getTime() - 1000) })
        .where(eq(entries.id, first.entryId));
      const later = new Date(cycle.closesAt.getTime() + 181_000);
      expect(await submitCompleteDrafts({ db, actor: PORTAL, now: later }, PUBLIC_URL)).toBe(1);
      const histories = [
        await submissionHistory(first.ctx, first.entryId),
        await submissionHistory(second.ctx, second.entryId),
      ];
      expect(histories.map(({ refused }) => refused)).toMatchObject([[], [{ because: "city-limit", automatic: true }]]);
    }));
});

describe("the most entries of a city under one framework", () => {
  it("are known by its name, whatever case and spaces; none and another one are free", () =>
    tx(async (db) => {
      const { draft, shown } = await aCall(db, { frameworkLimit: 1 });
      const first = await draft("Green  Kampala ");
      await submitEntry(first.ctx, first.entryId, PUBLIC_URL);
      expect(
        await db.select({ framework: entries.framework }).from(entries).where(eq(entries.id, first.entryId)),
      ).toEqual([{ framework: "Green Kampala" }]);
      const second = await draft("GREEN KAMPALA");
      expect(await shown(second)).toEqual({
        ofCity: null,
        ofFramework: { name: "GREEN KAMPALA", others: 1, taken: 1, most: 1 },
      });
      await expect(submitEntry(second.ctx, second.entryId, PUBLIC_URL)).rejects.toMatchObject({
        because: "framework-limit",
      });
      for (const free of [await draft(), await draft(), await draft("Blue Kampala")])
        await submitEntry(free.ctx, free.entryId, PUBLIC_URL);
    }));

  it.each([
    "Green\u00adKampala",
    "Green\u200b Kampala\u200d",
    "Ｇreen Kampala",
    "Green\u3164Kampala",
    "Green\u2800 Kampala\ufe0f",
    "Gr\u0435en Kamp\u0430la",
    "Gréen-Kampala",
  ])("are not got round by letters that nobody sees or tells apart: %j", (spelt) =>
    tx(async (db) => {
      const { draft } = await aCall(db, { frameworkLimit: 1 });
      const first = await draft(/[ -]/.test(spelt) ? "Green Kampala" : "GreenKampala");
      const second = await draft(spelt);
      await submitEntry(first.ctx, first.entryId, PUBLIC_URL);
      await expect(submitEntry(second.ctx, second.entryId, PUBLIC_URL)).rejects.toMatchObject({
        because: "framework-limit",
      });
    }),
  );

  it("are told apart by signs where a name has no letters", () =>
    tx(async (db) => {
      const { draft } = await aCall(db, { frameworkLimit: 1 });
      for (const named of ["☀☀", "★"]) {
        const { ctx, entryId } = await draft(named);
        await submitEntry(ctx, entryId, PUBLIC_URL);
      }
      const again = await draft("★");
      await expect(submitEntry(again.ctx, again.entryId, PUBLIC_URL)).rejects.toMatchObject({
        because: "framework-limit",
      });
    }));

  it("are not got round by naming it after the entry was sent", () =>
    tx(async (db) => {
      const { draft } = await aCall(db, { frameworkLimit: 1 });
      const [first, second] = [await draft("Green Kampala"), await draft()];
      for (const { ctx, entryId } of [first, second]) await submitEntry(ctx, entryId, PUBLIC_URL);
      await saveAnswer(second.ctx, { ...second, questionKey: "framework", value: "Green Kampala", baseVersion: null });
      await expect(submitEntry(second.ctx, second.entryId, PUBLIC_URL)).rejects.toMatchObject({
        because: "framework-limit",
      });
    }));
});

it("what counts already may be sent again, even where more came to count than the call takes", () => {
  const taken = { others: 2, taken: 3, most: 2 };
  expect(fitsLimits({ ofCity: taken, ofFramework: { ...taken, name: "Green Kampala" } }).allowed).toBe(true);
  expect(fitsLimits({ ofCity: { ...taken, taken: 2 }, ofFramework: null }).allowed).toBe(false);
});

it("limits are whole numbers from one on, or none", () => {
  const read = (entryLimit: string) =>
    enteringInput.safeParse({ reminderDays: "", graceSeconds: "120", autoSubmit: "no", entryLimit, frameworkLimit: "" })
      .data;
  expect(read("2")).toMatchObject({ entryLimit: 2, frameworkLimit: null });
  expect(read(" ")).toMatchObject({ entryLimit: null });
  for (const wrong of ["0", "-1", "two", "2.5"]) expect(read(wrong)).toBeUndefined();
});

it("says what is wrong with a limit, and after what stands above it", () => {
  const form = new Form(new URLSearchParams("entryLimit=two&frameworkLimit=0&autoSubmit=no&graceSeconds=2m"));
  expect(parse(form, enteringInput)).toEqual({
    ok: false,
    errors: { graceSeconds: "not-whole", entryLimit: "not-whole", frameworkLimit: "too-small" },
  });
});
