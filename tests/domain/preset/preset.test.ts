import { and, eq } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { eventsOf } from "#tests/support/audit.ts";
import { changeCycle } from "#app/domain/cycle/commands.server.ts";
import { allCycles, getCycle, getCycleBySlug, publicCycles } from "#app/domain/cycle/queries.server.ts";
import { startEntry } from "#app/domain/entry/commands.server.ts";
import { NotFound } from "#app/domain/errors.ts";
import { type NewEdition, startCycle } from "#app/domain/preset/commands.server.ts";
import { blueprintOf } from "#app/domain/preset/queries.server.ts";
import { arrangeForm, publishCall } from "#app/domain/question/commands.server.ts";
import { callToPublish } from "#app/domain/question/queries.server.ts";
import { formOf } from "#app/domain/question/queries.server.ts";
import { getPublicCycle } from "#app/domain/result/call.server.ts";
import { homePage } from "#app/domain/result/home.server.ts";
import { localParts } from "#app/domain/cycle/rules.ts";
import { roundsOf } from "#app/domain/round/queries.server.ts";
import { rubricsOfCycle } from "#app/domain/rubric/queries.server.ts";
import type { Db } from "#db/client.server.ts";
import { questions } from "#db/schema/question.ts";
import { inTransaction, testDatabase } from "#tests/support/database.ts";
import {
  aCity,
  aCycle,
  aForm,
  aMember,
  aPanelMember,
  aProgramme,
  aRound,
  aStaffMember,
  NOW,
} from "#tests/support/factories.ts";

const { db } = await testDatabase();
const secretariat = async (tx: Db) => ({ db: tx, actor: await aStaffMember(tx), now: NOW });
const edition = async (tx: Db, given: Partial<NewEdition> = {}): Promise<NewEdition> => ({
  programmeId: (await aProgramme(tx)).id,
  slug: "award-2029",
  number: 9,
  year: 2029,
  name: { en: "9th Award" },
  codePrefix: "GZ",
  opensAt: new Date("2027-03-10T16:00:00Z"),
  closesAt: new Date("2027-04-30T15:59:59Z"),
  timeZone: "Asia/Shanghai",
  ...given,
});

describe("a cycle from a preset", () => {
  it("brings form, rubrics, rounds, themes, levels and checklist along, its rounds after the close of its call", () =>
    inTransaction(db, async (tx) => {
      const ctx = await secretariat(tx);
      const { id } = await startCycle(ctx, { preset: "guangzhou-2023" }, await edition(tx));
      const cycle = await getCycle(ctx, id);
      expect([
        cycle.levels.length,
        cycle.themes.length,
        cycle.checklist.length,
        (await formOf(ctx, id)).length,
      ]).toEqual([3, 6, 4, 10]);
      expect((await rubricsOfCycle(ctx, id)).map(({ rounds }) => rounds)).toEqual([1, 1]);
      const [committee, jury] = await roundsOf(ctx, id);
      expect([
        committee!.opensAt,
        committee!.levels.map(({ places }) => places),
        jury!.levels.map(({ places }) => places),
      ]).toEqual([new Date("2027-05-08T15:59:59Z"), [15, 30], [5]]);
      expect((await eventsOf(ctx, id)).map(({ type }) => type).sort()).toEqual([
        "cycle.copied",
        "cycle.created",
        "form.created",
      ]);
    }));

  it("has rounds that end with a day of its zone, whatever the clock of its close and of the time of year", () =>
    inTransaction(db, async (tx) => {
      const ctx = await secretariat(tx);
      for (const [closesAt, timeZone, slug] of [
        [new Date("2027-04-30T04:00:00Z"), "Asia/Shanghai", "noon"],
        [new Date("2027-03-10T22:59:59Z"), "Europe/Paris", "before-summer"],
        [new Date("2027-10-10T21:59:59Z"), "Europe/Paris", "before-winter"],
      ] as const) {
        const given = await edition(tx, { opensAt: new Date("2027-03-01T00:00:00Z"), closesAt, timeZone, slug });
        const { id } = await startCycle(ctx, { preset: "guangzhou-2023" }, given);
        for (const round of await roundsOf(ctx, id)) expect(localParts(round.closesAt, timeZone).time).toBe("23:59:59");
      }
    }));

  it("is a draft that the public neither reads nor enters, until its call is published", () =>
    inTransaction(db, async (tx) => {
      const ctx = await secretariat(tx);
      const { id } = await startCycle(ctx, { preset: "guangzhou-2023" }, await edition(tx));
      const city = await aCity(tx);
      const owner = { db: tx, actor: await aMember(tx, city.id), now: NOW };
      expect((await allCycles(ctx)).map((each) => each.id)).toEqual([id]);
      const listed = async () => [(await publicCycles(ctx)).length, (await homePage(ctx)).calls.length];
      expect(await listed()).toEqual([0, 0]);
      await expect(getCycleBySlug(ctx, "award-2029")).rejects.toBeInstanceOf(NotFound);
      await expect(getPublicCycle(ctx, "award-2029")).rejects.toBeInstanceOf(NotFound);
      await expect(startEntry(owner, { cycleId: id, cityId: city.id })).rejects.toBeInstanceOf(NotFound);
      await publishCall(ctx, id);
      expect(await listed()).toEqual([1, 1]);
      expect([(await getCycleBySlug(ctx, "award-2029")).id, (await getPublicCycle(ctx, "award-2029")).slug]).toEqual([
        id,
        "award-2029",
      ]);
      expect((await startEntry(owner, { cycleId: id, cityId: city.id })).code).toMatch(/^GZ-2029-/);
      await expect(publishCall(ctx, id)).rejects.toMatchObject({ because: "call-published", how: "not-now" });
    }));

  it("is not published while something is missing", () =>
    inTransaction(db, async (tx) => {
      const ctx = await secretariat(tx);
      const { id } = await startCycle(ctx, { preset: "guangzhou-2023" }, await edition(tx));
      const late = { ...ctx, now: new Date("2027-05-01T00:00:00Z") };
      expect((await callToPublish(late, id)).gaps).toEqual(["dates"]);
      await expect(publishCall(late, id)).rejects.toMatchObject({ because: "call-incomplete" });
      const bare = await aCycle(tx, { publishedAt: null, call: { en: "" } });
      expect((await callToPublish(ctx, bare.id)).gaps).toEqual(["call", "form", "levels"]);
    }));

  it("is not published while a question tells what its readers may not see, as a copied form may", () =>
    inTransaction(db, async (tx) => {
      const ctx = await secretariat(tx);
      const { id } = await startCycle(ctx, { preset: "guangzhou-2023" }, await edition(tx));
      const question = (key: string) => and(eq(questions.cycleId, id), eq(questions.key, key));
      await tx.update(questions).set({ public: true }).where(question("members"));
      await tx.update(questions).set({ public: false }).where(question("applicant"));
      expect((await callToPublish(ctx, id)).telling).toMatchObject([{ key: "members" }]);
      await expect(publishCall(ctx, id)).rejects.toMatchObject({ because: "condition-tells", how: "not-now" });
      await tx.update(questions).set({ public: false }).where(question("members"));
      await publishCall(ctx, id);
    }));
});

describe("a copy of a cycle", () => {
  it("is equal in all but name and dates; later changes stay apart", () =>
    inTransaction(db, async (tx) => {
      const ctx = await secretariat(tx);
      const round = await aRound(tx, { name: { en: "Committee" } });
      await aForm(tx, round.cycleId);
      const before = await blueprintOf(ctx, { cycleId: round.cycleId });
      const { id } = await startCycle(ctx, { cycleId: round.cycleId }, await edition(tx));
      expect(await blueprintOf(ctx, { cycleId: id })).toEqual(before);
      expect(before.rounds).toMatchObject([
        {
          rubric: 0,
          levels: [
            { levelKey: "shortlisted", places: 1 },
            { levelKey: "deserving", places: 2 },
          ],
        },
      ]);
      const copy = await getCycle(ctx, id);
      await changeCycle(ctx, id, { ...copy, themes: [], call: { en: "Another call" } });
      await arrangeForm(ctx, id, [{ key: "summary", asked: false, required: false, place: 1 }]);
      expect(await blueprintOf(ctx, { cycleId: round.cycleId })).toEqual(before);
      expect((await blueprintOf(ctx, { cycleId: id })).form[0]!.aside).toMatchObject([{ key: "summary" }]);
    }));

  it("is for the secretariat: observers may know, nobody else", () =>
    inTransaction(db, async (tx) => {
      const round = await aRound(tx);
      const given = await edition(tx);
      for (const [actor, refused] of [
        [await aStaffMember(tx, "observer"), { because: "not-your-role" }],
        [await aPanelMember(tx, round.id, { role: "chair" }), new NotFound()],
        [await aStaffMember(tx, "administrator"), new NotFound()],
      ] as const) {
        await expect(startCycle({ db: tx, actor, now: NOW }, { cycleId: round.cycleId }, given)).rejects.toMatchObject(
          refused,
        );
      }
      await expect(
        startCycle(await secretariat(tx), { cycleId: "6f1c1f6e-3b0e-4c52-9d29-3f3b7f8f9a10" }, given),
      ).rejects.toBeInstanceOf(NotFound);
    }));
});
