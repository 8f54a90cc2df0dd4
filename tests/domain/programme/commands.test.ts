import { describe, expect, it } from "vitest";
import { eventsOf } from "#tests/support/audit.ts";
import { PORTAL } from "#app/domain/context.ts";
import { NotFound } from "#app/domain/errors.ts";
import { changeProgramme, createProgramme } from "#app/domain/programme/commands.server.ts";
import { getProgramme } from "#app/domain/programme/queries.server.ts";
import { programmes } from "#db/schema/programme.ts";
import { inTransaction, testDatabase } from "#tests/support/database.ts";
import { aMember, aCity, aStaffMember, NOW } from "#tests/support/factories.ts";

const { db } = await testDatabase();
const tx = <T>(work: (inner: typeof db) => Promise<T>) => inTransaction(db, work);
const GIVEN = {
  slug: "guangzhou",
  name: { en: "Guangzhou Award", "zh-Hans": "广州奖" },
  about: { en: "For cities." },
  timeZone: "Asia/Shanghai",
  contactEmail: "award@guangzhou.example",
};

describe("an award", () => {
  it("is opened and changed by the secretariat, keeps the languages its form does not know, and both are on record", () =>
    tx(async (inner) => {
      const ctx = { db: inner, actor: await aStaffMember(inner), now: NOW };
      const { id } = await createProgramme(ctx, GIVEN);
      await changeProgramme(ctx, id, { ...GIVEN, name: { en: "The Guangzhou Award" } });
      expect(await getProgramme(ctx, id)).toMatchObject({
        name: { en: "The Guangzhou Award" },
        contactEmail: "award@guangzhou.example",
      });
      expect((await eventsOf(ctx, id)).map(({ type }) => type)).toEqual(["programme.created", "programme.changed"]);
      await expect(createProgramme(ctx, GIVEN)).rejects.toMatchObject({ fields: { slug: "slug-taken" } });
    }));

  it("is nobody else's: not an observer's, an administrator's or a city's", () =>
    tx(async (inner) => {
      const { id } = await createProgramme({ db: inner, actor: PORTAL, now: NOW }, GIVEN);
      for (const actor of [
        await aStaffMember(inner, "observer"),
        await aStaffMember(inner, "administrator"),
        await aMember(inner, (await aCity(inner)).id),
      ]) {
        await expect(
          createProgramme({ db: inner, actor, now: NOW }, { ...GIVEN, slug: "another" }),
        ).rejects.toBeInstanceOf(NotFound);
        await expect(
          changeProgramme({ db: inner, actor, now: NOW }, id, { ...GIVEN, contactEmail: "mine@city.example" }),
        ).rejects.toBeInstanceOf(NotFound);
      }
      expect(
        await inner.select({ slug: programmes.slug, contactEmail: programmes.contactEmail }).from(programmes),
      ).toEqual([{ slug: "guangzhou", contactEmail: "award@guangzhou.example" }]);
    }));
});
