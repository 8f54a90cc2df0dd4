import { eq, sql } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { addAttachment } from "#app/domain/attachment/commands.server.ts";
import { getFile } from "#app/domain/attachment/queries.server.ts";
import { canonical, sha256 } from "#app/domain/audit/rules.ts";
import {
  answerInvitation,
  inviteCoApplicant,
  leaveJointEntry,
  removeCoApplicant,
} from "#app/domain/co-applicant/commands.server.ts";
import { coApplicantsOf, getInvitation, getRemovable, jointEntries } from "#app/domain/co-applicant/queries.server.ts";
import { searchNameOf } from "#app/domain/city/rules.ts";
import type { Context, Person } from "#app/domain/context.ts";
import { contentHash } from "#app/domain/endorsement/rules.ts";
import { saveAnswer } from "#app/domain/entry/answers.server.ts";
import { getDraft, getEntry, getJointDraft } from "#app/domain/entry/queries.server.ts";
import { getLastSubmission, getSealedEntry } from "#app/domain/entry/sealed.server.ts";
import { readSnapshot } from "#app/domain/entry/sealed.ts";
import { Invalid, NotFound } from "#app/domain/errors.ts";
import { receiveFile, submitEntry } from "#app/domain/submission/commands.server.ts";
import { copySource } from "#app/domain/submission/queries.server.ts";
import type { Db } from "#db/client.server.ts";
import { cities } from "#db/schema/city.ts";
import { coApplicants } from "#db/schema/co-applicant.ts";
import { storedFiles } from "#db/schema/stored-file.ts";
import { PUBLIC_URL } from "#tests/support/address.ts";
import { eventsOf } from "#tests/support/audit.ts";
import { inTransaction, testDatabase } from "#tests/support/database.ts";
import {
  aCity,
  aCoApplicant,
  aFile,
  aMember,
  anAccount,
  anEntry,
  COMPLETE,
  NOW,
  personOf,
} from "#tests/support/factories.ts";
import { lettersOf } from "#tests/support/letters.ts";

const { db } = await testDatabase();
const tx = (work: (db: Db) => Promise<void>) => inTransaction(db, work);
const URL = "https://award.example";

/** A complete draft of one city and the team of another, whose owner is written to. */
async function scene(tx: Db) {
  const lead = await anEntry(tx, { answers: COMPLETE });
  const name = `La Paz ${Math.random()}`;
  const city = await aCity(tx, { name, searchName: searchNameOf(name), country: "BO" });
  const lucia = await aMember(tx, city.id);
  const as = (actor: Person, now = NOW): Context => ({ db: tx, actor, now });
  const invite = (over: Partial<Parameters<typeof inviteCoApplicant>[2]> = {}, ctx = lead.ctx) =>
    inviteCoApplicant(ctx, lead.entryId, { name: city.name, country: "BO", email: lucia.email, ...over }, "en", URL);
  const last = async () =>
    (
      await tx.select().from(coApplicants).orderBy(sql`${coApplicants.invitedAt} desc, ${coApplicants.id}`).limit(1)
    )[0]!;
  const accept = async () => {
    await invite();
    const { id } = await last();
    await answerInvitation(as(lucia), id, true, URL);
    return id;
  };
  const sealed = async () => readSnapshot((await getLastSubmission(lead.ctx, lead.entryId)).snapshot);
  return { ...lead, lead: lead.city, partner: city, lucia, as, invite, last, accept, sealed };
}

/** Everything through which somebody reads an entry. */
const readsNothing = async (ctx: Context, entryId: string) => {
  for (const reading of [
    getEntry(ctx, entryId),
    getJointDraft(ctx, entryId),
    getDraft(ctx, entryId),
    getSealedEntry(ctx, entryId),
    copySource(ctx, entryId, "sent"),
  ])
    await expect(reading).rejects.toBeInstanceOf(NotFound);
};

describe("asking a city", () => {
  it("mails an invitation that opens nothing by itself, and is on record without its address", () =>
    tx(async (db) => {
      const { ctx, entryId, partner, lucia, as, invite, last } = await scene(db);
      await invite();
      const asked = await last();
      expect(asked).toMatchObject({ entryId, cityId: partner.id, email: lucia.email, accepted: null, endedAt: null });
      expect((await lettersOf(db)).filter(({ kind }) => kind === "co-applicant-invited")).toMatchObject([
        {
          email: lucia.email,
          params: { city: partner.name, title: COMPLETE.title, link: `${URL}/joint-entries/${asked.id}` },
        },
      ]);
      expect((await eventsOf({ db }, entryId)).at(-1)).toMatchObject({
        type: "co-applicant.invited",
        actorId: ctx.actor.id,
      });
      await readsNothing(as(lucia), entryId);
      expect(await jointEntries(as(lucia))).toMatchObject([{ id: asked.id, state: "invited" }]);
      expect(await coApplicantsOf(ctx, await getDraft(ctx, entryId))).toMatchObject([
        { id: asked.id, state: "invited", removal: { allowed: true } },
      ]);
    }));

  it("takes a city that is here under whatever spelling, adds one that is not, without a team, and refuses the own city and one asked already", () =>
    tx(async (db) => {
      const { entryId, lead, partner, invite, last, ctx } = await scene(db);
      await invite({ name: `  ${partner.name.toUpperCase()}`.trim() });
      expect((await last()).cityId).toBe(partner.id);
      for (const [name, country, problem] of [
        [partner.name, "BO", "already-asked"],
        [lead.name, lead.country, "own-city"],
      ] as const) {
        await expect(invite({ name, country })).rejects.toEqual(new Invalid({ name: problem }));
      }
      const name = `El Alto ${Math.random()}`;
      await invite({ name, lat: -16.5, lon: -68.2 }, { ...ctx, now: new Date(NOW.getTime() + 1) });
      const [added] = await db
        .select()
        .from(cities)
        .where(eq(cities.id, (await last()).cityId));
      expect(added).toMatchObject({ name, country: "BO", region: "Latin America and Caribbean", lat: -16.5 });
      expect((await eventsOf({ db }, added!.id)).map(({ type }) => type)).toEqual(["city.created"]);
      expect((await getDraft(ctx, entryId)).coApplicants).toMatchObject([
        { cityName: partner.name, accepted: false },
        { cityName: name, accepted: false },
      ]);
    }));

  it("is for the team whose entry it is, while it can change", () =>
    tx(async (db) => {
      const { lead, lucia, as, invite, cycle } = await scene(db);
      await expect(invite({}, as(lucia))).rejects.toBeInstanceOf(NotFound);
      await expect(invite({}, as(await aMember(db, lead.id, "viewer")))).rejects.toMatchObject({
        because: "viewers-cannot-edit",
      });
      await expect(
        invite({}, as(await aMember(db, lead.id, "editor"), new Date(cycle.closesAt.getTime() + 1))),
      ).rejects.toMatchObject({ because: "call-closed" });
      expect(await db.select().from(coApplicants)).toEqual([]);
    }));
});

describe("answering", () => {
  it("is for the team in which whoever was written to is: founding a team for the city is not enough", () =>
    tx(async (db) => {
      const { as, invite, last, partner, lucia } = await scene(db);
      const written = await anAccount(db, { email: "mayor@la-paz.example" });
      await invite({ email: written.email });
      const { id } = await last();
      await expect(getInvitation(as(lucia), id)).rejects.toBeInstanceOf(NotFound);
      await expect(answerInvitation(as(lucia), id, true, URL)).rejects.toBeInstanceOf(NotFound);
      expect(await jointEntries(as(lucia))).toEqual([]);
      const mayor = await personOf(db, written.id);
      expect(await getInvitation(as(mayor), id)).toMatchObject({ state: "invited" });
      await expect(answerInvitation(as(mayor), id, true, URL)).rejects.toMatchObject({ because: "join-team-first" });
      await aMember(db, partner.id, "viewer", written.id);
      await expect(answerInvitation(as(await personOf(db, written.id)), id, true, URL)).rejects.toMatchObject({
        because: "viewers-cannot-edit",
      });
      await answerInvitation(as(lucia), id, true, URL);
      expect(await last()).toMatchObject({ accepted: true, answeredBy: lucia.id });
    }));

  it("is done once, tells the team that asked, and the table holds it to that", () =>
    tx(async (db) => {
      const { owner, entryId, as, invite, last, lucia } = await scene(db);
      await invite();
      const { id } = await last();
      await answerInvitation(as(lucia), id, false, URL);
      await expect(answerInvitation(as(lucia), id, true, URL)).rejects.toMatchObject({ because: "already-decided" });
      expect((await lettersOf(db)).filter(({ kind }) => kind === "co-applicant-answered")).toMatchObject([
        { email: owner.email, params: { answer: "no", link: `${URL}/entries/${entryId}/co-applicants` } },
      ]);
      expect((await eventsOf({ db }, entryId)).map(({ type }) => type)).toContain("co-applicant.declined");
      await readsNothing(as(lucia), entryId);
      await invite({}, { db, actor: owner, now: new Date(NOW.getTime() + 1000) });
      expect((await last()).id).not.toBe(id);
      for (const change of [
        sql`update co_applicants set accepted = true where id = ${id}`,
        sql`update co_applicants set email = 'x@y.example' where accepted is null`,
        sql`delete from co_applicants`,
      ]) {
        await expect(db.transaction((inner) => inner.execute(change))).rejects.toThrow();
      }
    }));
});

describe("a city that enters together", () => {
  it("reads the draft with its contacts and files, sent or not, and changes nothing", () =>
    tx(async (db) => {
      const { ctx, entryId, partner, lucia, as, accept } = await scene(db);
      const file = await addAttachment(ctx, { entryId, questionKey: "documents", file: aFile() });
      await accept();
      const viewer = await aMember(db, partner.id, "viewer");
      for (const reader of [as(lucia), as(viewer)]) {
        expect((await getJointDraft(reader, entryId)).answers["contact-email"]?.value).toBe(COMPLETE["contact-email"]);
        expect((await getFile(reader, file)).original.sha256).toBe("a".repeat(64));
        await expect(getDraft(reader, entryId)).rejects.toBeInstanceOf(NotFound);
        await expect(
          saveAnswer(reader, { entryId, questionKey: "title", value: "Ours", baseVersion: 1 }),
        ).rejects.toBeInstanceOf(NotFound);
        await expect(submitEntry(reader, entryId, PUBLIC_URL)).rejects.toBeInstanceOf(NotFound);
      }
      await submitEntry(ctx, entryId, PUBLIC_URL);
      expect(await copySource(as(viewer), entryId, "sent")).toMatchObject({
        sealed: { answers: COMPLETE },
        submission: { submittedBy: null },
      });
      expect(await jointEntries(as(viewer))).toMatchObject([{ entryId, state: "accepted" }]);
      await readsNothing(as(await aMember(db, (await aCity(db)).id)), entryId);
    }));

  it("is named in what is sealed from then on, under the hash; one that has not answered is not, and does not hold it up", () =>
    tx(async (db) => {
      const { ctx, entryId, partner, lucia, as, invite, last, sealed } = await scene(db);
      await invite();
      const before = contentHash(await getDraft(ctx, entryId));
      await submitEntry(ctx, entryId, PUBLIC_URL);
      expect(await sealed()).not.toHaveProperty("coApplicants");
      const own = async () => [
        (await coApplicantsOf(ctx, await getDraft(ctx, entryId)))[0]!.isNamed,
        (await getInvitation(as(lucia), (await last()).id)).isNamed,
      ];
      await answerInvitation(as(lucia), (await last()).id, true, URL);
      const draft = await getDraft(ctx, entryId);
      expect([draft.unsent, contentHash(draft) === before, ...(await own())]).toEqual([true, false, false, false]);
      const { sha256: hash } = await submitEntry({ ...ctx, now: new Date(NOW.getTime() + 1) }, entryId, PUBLIC_URL);
      expect((await sealed()).coApplicants).toEqual([{ cityName: partner.name, country: "BO" }]);
      expect(hash).toBe(sha256(canonical(await sealed())));
      expect([(await getDraft(ctx, entryId)).unsent, ...(await own())]).toEqual([false, true, true]);
    }));

  it("stays named in what was sealed once it is called otherwise, as does another city that takes its old name not become named", () =>
    tx(async (db) => {
      const { ctx, entryId, partner, lucia, as, accept, sealed } = await scene(db);
      const id = await accept();
      await submitEntry(ctx, entryId, PUBLIC_URL);
      await db
        .update(cities)
        .set({ name: "Nuestra Señora de La Paz", searchName: "nuestra senora de la paz" })
        .where(eq(cities.id, partner.id));
      const other = await aCoApplicant(db, entryId, { name: partner.name, country: "BO" });
      expect((await getInvitation(as(lucia), id)).isNamed).toBe(true);
      expect(
        (await coApplicantsOf(ctx, await getDraft(ctx, entryId))).map(({ cityName, isNamed }) => [cityName, isNamed]),
      ).toEqual(
        expect.arrayContaining([
          ["Nuestra Señora de La Paz", true],
          [other.name, false],
        ]),
      );
      expect((await sealed()).coApplicants).toEqual([{ cityName: partner.name, country: "BO" }]);
    }));

  it("that accepts while a file is under way is not named by what the file completes", () =>
    tx(async (db) => {
      const { ctx, entryId, lucia, as, invite, last, sealed, cycle } = await scene(db);
      await invite();
      const { id } = await last();
      const named = async () => (await getInvitation(as(lucia), id)).isNamed;
      await db.insert(storedFiles).values({
        key: "late-key",
        store: "local",
        state: "receiving",
        name: "Annex.pdf",
        size: 1_234,
        metadata: { entryId, questionKey: "documents", accountId: ctx.actor.id },
        registeredAt: new Date(NOW.getTime() - 60_000),
      });
      expect(await named()).toBe(null);
      await submitEntry(ctx, entryId, PUBLIC_URL);
      await answerInvitation(as(lucia), id, true, URL);
      await receiveFile(ctx, { entryId, questionKey: "documents", file: aFile({ key: "late-key" }) }, PUBLIC_URL);
      expect([
        (await getLastSubmission(ctx, entryId)).number,
        await named(),
        "coApplicants" in (await sealed()),
      ]).toEqual([2, false, false]);
      expect(
        (
          await coApplicantsOf({ ...ctx, now: new Date(cycle.closesAt.getTime() + 1) }, await getDraft(ctx, entryId))
        )[0],
      ).toMatchObject({ isNamed: false, removal: { allowed: false, because: "call-closed" } });
    }));

  it.each(["leaves", "is taken off"] as const)(
    "that %s reads nothing more, and the next submission does not name it; what was sealed stays",
    (how) =>
      tx(async (db) => {
        const { ctx, entryId, owner, lucia, as, accept, sealed } = await scene(db);
        const id = await accept();
        await submitEntry(ctx, entryId, PUBLIC_URL);
        if (how === "leaves") await leaveJointEntry(as(lucia), id, URL);
        else await removeCoApplicant(ctx, entryId, id);
        await readsNothing(as(lucia), entryId);
        await expect(getInvitation(as(lucia), id)).rejects.toBeInstanceOf(NotFound);
        expect([(await sealed()).coApplicants?.length, (await getDraft(ctx, entryId)).unsent]).toEqual([1, true]);
        const told = (await lettersOf(db)).filter(
          ({ kind, params }) => kind === "co-applicant-removed" || params["answer"] === "left",
        );
        expect(told.map(({ email }) => email)).toEqual([how === "leaves" ? owner.email : lucia.email]);
        expect((await eventsOf({ db }, entryId)).map(({ type }) => type)).toContain(
          how === "leaves" ? "co-applicant.left" : "co-applicant.removed",
        );
        await submitEntry({ ...ctx, now: new Date(NOW.getTime() + 1) }, entryId, PUBLIC_URL);
        expect(await sealed()).not.toHaveProperty("coApplicants");
        for (const again of [() => leaveJointEntry(as(lucia), id, URL), () => removeCoApplicant(ctx, entryId, id)])
          await expect(again()).rejects.toBeInstanceOf(NotFound);
      }),
  );

  it("B20: is taken off its own entry only, by its own team only, and while it can change", () =>
    tx(async (db) => {
      const { ctx, entryId, lucia, as, accept, cycle } = await scene(db);
      const id = await accept();
      const other = await anEntry(db);
      for (const [asker, entry] of [
        [other.ctx, other.entryId],
        [other.ctx, entryId],
        [as(lucia), entryId],
      ] as const)
        await expect(removeCoApplicant(asker, entry, id)).rejects.toBeInstanceOf(NotFound);
      const after = new Date(cycle.closesAt.getTime() + 1);
      await expect(removeCoApplicant({ ...ctx, now: after }, entryId, id)).rejects.toMatchObject({
        because: "call-closed",
      });
      await expect(leaveJointEntry(as(lucia, after), id, URL)).rejects.toMatchObject({ because: "call-closed" });
      expect(await getJointDraft(as(lucia, after), entryId)).toMatchObject({ id: entryId });
    }));

  it("is listed for the own team alone, and shown as one that may be taken off to whoever may take it off now", () =>
    tx(async (db) => {
      const { ctx, entryId, lead, lucia, as, accept, cycle } = await scene(db);
      const id = await accept();
      const other = await anEntry(db);
      const draft = await getDraft(ctx, entryId);
      const viewer = as(await aMember(db, lead.id, "viewer"));
      expect(await getRemovable(ctx, entryId, id)).toMatchObject({ entryId });
      expect(await coApplicantsOf(viewer, draft)).toMatchObject([{ id }]);
      for (const asker of [other.ctx, as(lucia)]) {
        await expect(coApplicantsOf(asker, draft)).rejects.toBeInstanceOf(NotFound);
        await expect(getRemovable(asker, entryId, id)).rejects.toBeInstanceOf(NotFound);
      }
      await expect(getRemovable(ctx, other.entryId, id)).rejects.toBeInstanceOf(NotFound);
      await expect(getRemovable(viewer, entryId, id)).rejects.toMatchObject({ because: "viewers-cannot-edit" });
      const after = { ...ctx, now: new Date(cycle.closesAt.getTime() + 1) };
      await expect(getRemovable(after, entryId, id)).rejects.toMatchObject({ because: "call-closed" });
    }));
});
