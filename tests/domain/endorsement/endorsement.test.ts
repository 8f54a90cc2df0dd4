import { eq } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { PUBLIC_URL } from "#tests/support/address.ts";
import { eventsOf } from "#tests/support/audit.ts";
import { ANONYMOUS } from "#app/domain/context.ts";
import { answerEndorsement, askEndorsement } from "#app/domain/endorsement/commands.server.ts";
import { getSigning } from "#app/domain/endorsement/queries.server.ts";
import { contentHash, endorsementState, SIGNING_TIME } from "#app/domain/endorsement/rules.ts";
import { withdrawEntry } from "#app/domain/entry/commands.server.ts";
import { saveAnswer } from "#app/domain/entry/answers.server.ts";
import { submitEntry } from "#app/domain/submission/commands.server.ts";
import { getDraft } from "#app/domain/entry/queries.server.ts";
import { getLastSubmission } from "#app/domain/entry/sealed.server.ts";
import { readSnapshot } from "#app/domain/entry/sealed.ts";
import { NotFound } from "#app/domain/errors.ts";
import { cities } from "#db/schema/city.ts";
import { cycles } from "#db/schema/cycle.ts";
import { endorsements } from "#db/schema/endorsement.ts";
import { notifications } from "#db/schema/notification.ts";
import { inTransaction, testDatabase } from "#tests/support/database.ts";
import { aCity, aCoApplicant, aMember, anEntry, aStaffMember, COMPLETE, NOW } from "#tests/support/factories.ts";

const { db: database } = await testDatabase();
const tx = <T>(work: (db: typeof database) => Promise<T>) => inTransaction(database, work);
const MAYOR = { name: "Erias Lukwago", office: "Lord Mayor of Kampala", email: "mayor@kampala.example" };
const URL = "https://award.example";

/** A complete draft, and what the mayor does with the link of the last letter. */
async function scene(db: typeof database) {
  const entry = await anEntry(db, { answers: COMPLETE });
  const { ctx, entryId } = entry;
  const ask = (over: object = {}) => askEndorsement({ ...ctx, ...over }, entryId, MAYOR, "en", URL);
  const tokens = async () =>
    (await db.select().from(notifications).where(eq(notifications.kind, "endorsement-asked"))).map(
      ({ params }) => (params as { link: string }).link.split("/").at(-1)!,
    );
  const mayor = { db, actor: ANONYMOUS, now: new Date(NOW.getTime() + 1000) };
  const sign = async (token: string, endorsed = true, over: object = {}) =>
    answerEndorsement({ ...mayor, ...over }, token, { endorsed, reason: endorsed ? "" : "Not ours" }, URL);
  const edit = (title: string) => saveAnswer(ctx, { entryId, questionKey: "title", value: title, baseVersion: 1 });
  const state = async () => {
    const draft = await getDraft(ctx, entryId);
    return endorsementState(draft.endorsement, contentHash(draft), mayor.now);
  };
  return { ...entry, ask, tokens, mayor, sign, edit, state };
}

describe("a city that is called otherwise", () => {
  it("voids no sign-off, leaves nothing unsent and is sealed under the name that was signed; any edit goes under the name of today", () =>
    tx(async (db) => {
      const { ctx, entryId, city, ask, tokens, sign, edit, state } = await scene(db);
      const partner = await aCoApplicant(db, entryId);
      const call = (id: string, name: string) => db.update(cities).set({ name }).where(eq(cities.id, id));
      const unsent = async () => (await getDraft(ctx, entryId)).unsent;
      const sealed = async () => readSnapshot((await getLastSubmission(ctx, entryId)).snapshot);
      await ask();
      await call(city.id, "Asked By Another Name");
      await sign((await tokens())[0]!);
      await call(city.id, "Twice Renamed");
      await call(partner.id, "Partner Renamed");
      expect(await state()).toBe("endorsed");
      const first = await submitEntry(ctx, entryId, PUBLIC_URL);
      expect(await sealed()).toMatchObject({ cityName: city.name, coApplicants: [{ cityName: partner.name }] });
      await call(city.id, "Three Times Renamed");
      expect([await state(), await unsent(), await submitEntry(ctx, entryId, PUBLIC_URL)]).toEqual([
        "endorsed",
        false,
        first,
      ]);
      await edit("Another title");
      expect([await state(), await unsent()]).toEqual(["endorsed-changed", true]);
      await submitEntry(ctx, entryId, PUBLIC_URL);
      expect(await sealed()).toMatchObject({
        cityName: "Three Times Renamed",
        coApplicants: [{ cityName: "Partner Renamed" }],
      });
    }));

  it("hides no city that came or left: then what was signed off is another entry", () =>
    tx(async (db) => {
      const { city, entryId, ask, tokens, sign, state } = await scene(db);
      await ask();
      await sign((await tokens())[0]!);
      const partner = await aCoApplicant(db, entryId);
      await db.update(cities).set({ name: "Renamed" }).where(eq(cities.id, city.id));
      await db.update(cities).set({ name: "Partner Renamed" }).where(eq(cities.id, partner.id));
      expect(await state()).toBe("endorsed-changed");
    }));
});

describe("signing off", () => {
  it("is of exactly what would be sealed, by a link that is kept as a hash, and is sealed with it", () =>
    tx(async (db) => {
      const { ctx, entryId, owner, ask, tokens, mayor, sign, state } = await scene(db);
      expect(await state()).toBe("none");
      const hash = await ask();
      const [token] = await tokens();
      expect(JSON.stringify(await db.select().from(endorsements))).not.toContain(token);
      expect(await getSigning(mayor, token!)).toMatchObject({
        sha256: hash,
        sealed: { title: COMPLETE.title },
        asker: { name: owner.name },
      });
      expect(await state()).toBe("asked");
      await sign(token!);
      expect(await state()).toBe("endorsed");
      await submitEntry(ctx, entryId, PUBLIC_URL);
      const sealed = readSnapshot((await getLastSubmission(ctx, entryId)).snapshot);
      expect(sealed.endorsement).toEqual({
        name: MAYOR.name,
        office: MAYOR.office,
        at: mayor.now.toISOString(),
        sha256: hash,
      });
      expect(JSON.stringify(sealed)).not.toContain(MAYOR.email);
      expect((await eventsOf({ db }, entryId)).map(({ type }) => type).sort()).toEqual([
        "answer.saved",
        "answer.saved",
        "endorsement.asked",
        "endorsement.given",
        "entry.started",
        "entry.submitted",
      ]);
      expect(await db.select().from(notifications).where(eq(notifications.kind, "endorsement-answered"))).toMatchObject(
        [{ email: owner.email, params: { answer: "yes" } }],
      );
    }));

  it("is kept as it was asked for and answered: the table takes no other change", () =>
    tx(async (db) => {
      const { ask, tokens, sign } = await scene(db);
      await ask();
      const refused = (change: string) =>
        expect(
          db.transaction((inner) => inner.execute(change)),
          change,
        ).rejects.toThrow();
      for (const column of ["name", "office", "email", "snapshot", "sha256", "token_id"])
        await refused(`update endorsements set ${column} = 'another'`);
      await refused("delete from endorsements");
      await ask();
      await refused("update endorsements set replaced_at = null where replaced_at is not null");
      await sign((await tokens()).at(-1)!);
      await refused("update endorsements set endorsed = false where answered_at is not null");
    }));

  it("any later edit voids it visibly, and it is not sealed; taking the edit back brings it back", () =>
    tx(async (db) => {
      const { ctx, entryId, ask, tokens, sign, edit, state } = await scene(db);
      await ask();
      await sign((await tokens())[0]!);
      await edit("Another title");
      expect(await state()).toBe("endorsed-changed");
      await submitEntry(ctx, entryId, PUBLIC_URL);
      expect(readSnapshot((await getLastSubmission(ctx, entryId)).snapshot).endorsement).toBeUndefined();
      await saveAnswer(ctx, { entryId, questionKey: "title", value: COMPLETE.title, baseVersion: 2 });
      expect(await state()).toBe("endorsed");
      await expect(ask()).rejects.toMatchObject({ because: "already-endorsed" });
    }));

  it("an edit while the question is open shows at once", () =>
    tx(async (db) => {
      const { ask, tokens, sign, edit, state } = await scene(db);
      await ask();
      await edit("Another title");
      expect(await state()).toBe("asked-changed");
      await sign((await tokens())[0]!);
      expect(await state()).toBe("endorsed-changed");
    }));

  it("the link works once, not after thirty days, and not when somebody was asked anew", () =>
    tx(async (db) => {
      const { ask, tokens, mayor, sign, state } = await scene(db);
      await ask();
      const [first] = await tokens();
      await ask();
      const second = (await tokens()).find((token) => token !== first)!;
      const late = { ...mayor, now: new Date(NOW.getTime() + SIGNING_TIME) };
      await expect(getSigning(late, second)).rejects.toBeInstanceOf(NotFound);
      for (const token of [first!, "A".repeat(43), "x"]) await expect(sign(token)).rejects.toBeInstanceOf(NotFound);
      await sign(second, false);
      expect(await state()).toBe("declined");
      await expect(sign(second)).rejects.toBeInstanceOf(NotFound);
      expect(await state()).toBe("declined");
    }));

  it("ends with the call and with a withdrawal", () =>
    tx(async (db) => {
      const { ctx, entryId, cycle, ask, tokens, sign } = await scene(db);
      await ask();
      const [token] = await tokens();
      await expect(sign(token!, true, { now: new Date(cycle.closesAt.getTime() + 1) })).rejects.toMatchObject({
        because: "call-closed",
      });
      await withdrawEntry(ctx, entryId, "No more");
      await expect(sign(token!)).rejects.toMatchObject({ because: "entry-withdrawn" });
      await expect(ask()).rejects.toMatchObject({ because: "entry-withdrawn" });
    }));

  it("a call may need it, or know none", () =>
    tx(async (db) => {
      const { ctx, entryId, cycle, ask, tokens, sign } = await scene(db);
      const rule = (endorsement: "off" | "required") =>
        db.update(cycles).set({ endorsement }).where(eq(cycles.id, cycle.id));
      await rule("off");
      await expect(ask()).rejects.toMatchObject({ because: "endorsement-off" });
      await rule("required");
      await expect(submitEntry(ctx, entryId, PUBLIC_URL)).rejects.toMatchObject({
        because: "endorsement-needed",
        how: "not-now",
      });
      await ask();
      await sign((await tokens())[0]!);
      expect(await submitEntry(ctx, entryId, PUBLIC_URL)).toMatchObject({ number: 1 });
    }));

  it("B20: is the team's to ask for, and its viewers' to see", () =>
    tx(async (db) => {
      const { city, ask } = await scene(db);
      await expect(ask({ actor: await aMember(db, city.id, "viewer") })).rejects.toMatchObject({
        because: "viewers-cannot-edit",
      });
      for (const actor of [await aMember(db, (await aCity(db)).id), await aStaffMember(db)])
        await expect(ask({ actor })).rejects.toBeInstanceOf(NotFound);
      expect(await db.select().from(endorsements)).toEqual([]);
    }));
});
