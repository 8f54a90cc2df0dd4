import { and, eq, like } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { PUBLIC_URL } from "#tests/support/address.ts";
import { eventsOf } from "#tests/support/audit.ts";
import { takeDueLetter } from "#app/domain/notification/commands.server.ts";
import { changeMember } from "#app/domain/team/commands.server.ts";
import { PORTAL } from "#app/domain/context.ts";
import { NotFound } from "#app/domain/errors.ts";
import { publishResults, unpublishResults } from "#app/domain/result/commands.server.ts";
import { tellAgain, tellOfPublished } from "#app/domain/result/letters.server.ts";
import { readMoment } from "#app/domain/result/input.ts";
import { readFilter } from "#app/domain/result/rules.ts";
import { cycleResults, cycleStatistics } from "#app/domain/result/queries.server.ts";
import { homePage } from "#app/domain/result/home.server.ts";
import { publishedResults } from "#app/domain/result/search.server.ts";
import { publishingOf, resultLetters } from "#app/domain/result/publishing.server.ts";
import { approveList } from "#app/domain/correction/commands.server.ts";
import { freezeRound, proposeShortlist, select } from "#app/domain/shortlist/commands.server.ts";
import { mail } from "#app/i18n/en/mail.ts";
import type { Db } from "#db/client.server.ts";
import { certifyPublished } from "#app/domain/certificate/commands.server.ts";
import { accounts } from "#db/schema/account.ts";
import { certificates } from "#db/schema/certificate.ts";
import { cities, cityMembers } from "#db/schema/city.ts";
import { coApplicants } from "#db/schema/co-applicant.ts";
import { entries, withdrawals } from "#db/schema/entry.ts";
import { notifications } from "#db/schema/notification.ts";
import { questions, sections } from "#db/schema/question.ts";
import { publications, results } from "#db/schema/result.ts";
import { screenings } from "#db/schema/screening.ts";
import { inTransaction, testDatabase } from "#tests/support/database.ts";
import { aCity, aCoApplicant, aMember, aStaffMember, JUDGING } from "#tests/support/factories.ts";
import { aCandidate, aContest, aJudge, aReview, aScoredRound, contextOf, days } from "#tests/support/judging.ts";

const { db } = await testDatabase();

async function aFinal(tx: Db, { finalised = true }: { finalised?: boolean } = {}) {
  const cycle = await aContest(tx);
  const round = await aScoredRound(tx, { cycle });
  const [reviewer, chair] = [await aJudge(tx, round), await aJudge(tx, round, { role: "chair" })];
  const [lin, ingrid] = [await contextOf(tx, await aStaffMember(tx)), await contextOf(tx, chair)];
  const [city, other] = [await aCity(tx, { name: "Kampala", lat: 0.3, lon: 32.6 }), await aCity(tx)];
  const [winner, dropped, loser] = [
    await aCandidate(tx, { cycle, city, title: "Boda boda guides", together: [{ cityName: "La Paz", country: "BO" }] }),
    await aCandidate(tx, { cycle, city: other, title: "CNRY-dropped" }),
    await aCandidate(tx, { cycle, city: other, title: "CNRY-loser" }),
  ];
  for (const [entry, values] of [
    [winner, [5, 4]],
    [dropped, [4, 4]],
    [loser, [1, 1]],
  ] as const)
    await aReview(tx, { round, entry, reviewer, values: [...values] });
  const amara = await aMember(tx, city.id);
  await freezeRound(ingrid, round.id);
  await select(ingrid, { roundId: round.id, entryId: dropped.id, levelKey: null, reason: "CNRY-reason" });
  if (finalised) {
    await proposeShortlist(ingrid, round.id);
    await approveList(lin, round.id, PUBLIC_URL);
  }
  const [lucia] = await tx
    .select({ email: accounts.email, cityId: cityMembers.cityId })
    .from(coApplicants)
    .innerJoin(cityMembers, eq(cityMembers.cityId, coApplicants.cityId))
    .innerJoin(accounts, eq(accounts.id, cityMembers.accountId));
  return { cycle, round, lin, ingrid, winner, dropped, loser, amara, lucia: lucia!, reviewer };
}
const portal = (tx: Db, now: Date) => ({ db: tx, actor: PORTAL, now });
const lettersAbout = (tx: Db) =>
  tx
    .select({ to: notifications.email, params: notifications.params })
    .from(notifications)
    .where(like(notifications.kind, "result-published"));
const seenBy = (tx: Db, slug: string, now: Date) =>
  cycleResults({ db: tx, now }, slug).then(
    ({ results: shown }) => shown.map(({ title }) => title),
    (error) => error.constructor,
  );

describe("publishing", () => {
  it("calls a city what its entry was sealed under, whatever it has been called since, to the secretariat, the public and on certificates", () =>
    inTransaction(db, async (tx) => {
      const { round, lin, winner } = await aFinal(tx);
      await tx
        .update(cities)
        .set({ name: "Greater Kampala", searchName: "greater kampala" })
        .where(eq(cities.id, winner.city.id));
      expect((await publishingOf(lin, round.id)).initiatives).toMatchObject([{ cityName: "Kampala" }]);
      await publishResults(lin, { roundId: round.id, at: JUDGING, publicUrl: PUBLIC_URL });
      expect(
        await tx.select({ city: results.cityName, country: results.country, cityId: results.cityId }).from(results),
      ).toEqual([{ city: "Kampala", country: "UG", cityId: winner.city.id }]);
      await certifyPublished(portal(tx, JUDGING));
      expect(
        (await tx.select({ record: certificates.record }).from(certificates)).map(
          ({ record }) => JSON.parse(record) as unknown,
        ),
      ).toMatchObject([{ city: "Kampala" }]);
    }));

  it("shows what was awarded, and nothing that was not public", () =>
    inTransaction(db, async (tx) => {
      const { cycle, round, lin, winner, amara, lucia } = await aFinal(tx);
      expect(await publishResults(lin, { roundId: round.id, at: JUDGING, publicUrl: "https://award.example" })).toEqual(
        { initiatives: 1, letters: 2 },
      );
      const [result] = await tx.select().from(results);
      expect(result).toMatchObject({
        entryId: winner.id,
        levelKey: "shortlisted",
        rank: null,
        cityName: "Kampala",
        lat: 0.3,
        title: "Boda boda guides",
        description: "Summary of Boda boda guides",
        answers: [{ key: "outcomes", label: { en: "Outcomes" }, text: "Outcomes of Boda boda guides" }],
        coApplicants: [{ cityName: "La Paz", country: "BO" }],
      });
      expect(JSON.stringify(await tx.select().from(results))).not.toMatch(/Plan of|contact-|CNRY/);
      expect(await seenBy(tx, cycle.slug, JUDGING)).toEqual(["Boda boda guides"]);
      const [publication] = await tx.select().from(publications);
      expect((await eventsOf({ db: tx }, publication!.id)).map(({ type }) => type)).toEqual(["result.published"]);
      const told = new Map((await lettersAbout(tx)).map(({ to, params }) => [to, params]));
      expect([...told.keys()].sort()).toEqual([amara.email, lucia.email].sort());
      for (const params of told.values())
        expect(params).toEqual({
          cycle: "8th Guangzhou Award",
          awarded: `${winner.code} Boda boda guides: shortlisted\nhttps://award.example/initiatives/${result!.id}`,
          others: "",
          link: `https://award.example/cycles/${cycle.slug}/results`,
        });
    }));

  it("each letter tells of the reader's own entries: their level, or that they are not on the list; nothing of others, of drafts, nor of what was withdrawn", () =>
    inTransaction(db, async (tx) => {
      const { cycle, round, lin, winner, dropped, loser, amara, lucia } = await aFinal(tx);
      await tx.update(accounts).set({ locale: "fr" }).where(eq(accounts.email, lucia.email));
      await aMember(tx, lucia.cityId, "viewer", amara.id);
      const nakuru = await aCoApplicant(tx, winner.id, { name: "Nakuru" });
      await tx
        .update(coApplicants)
        .set({ endedAt: JUDGING, endedBy: amara.id })
        .where(eq(coApplicants.cityId, nakuru.id));
      const elena = await aMember(tx, dropped.city.id, "viewer");
      const both = await aMember(tx, winner.city.id, "editor", (await aMember(tx, dropped.city.id)).id);
      const late = await aCandidate(tx, { cycle, city: await aCity(tx), title: "CNRY-withdrawn" });
      await aMember(tx, late.city.id);
      await tx.insert(withdrawals).values({ entryId: late.id, reason: "x", at: JUDGING, by: amara.id });
      await tx.insert(entries).values({
        code: "GZ-DRAFT",
        cycleId: cycle.id,
        cityId: winner.city.id,
        title: "CNRY-draft",
        startedAt: JUDGING,
        startedBy: amara.id,
        savedAt: JUDGING,
      });
      expect(
        await publishResults(lin, { roundId: round.id, at: JUDGING, publicUrl: "https://award.example" }),
      ).toMatchObject({ letters: 4 });
      const letters = new Map((await lettersAbout(tx)).map(({ to, params }) => [to, params]));
      expect([...letters.keys()].sort()).toEqual([amara, lucia, elena, both].map(({ email }) => email).sort());
      for (const { email } of [amara, lucia])
        expect(letters.get(email)).toMatchObject({
          awarded: expect.stringMatching(new RegExp(`^${winner.code} [^\n]*\n[^\n]*$`)),
          others: "",
        });
      expect(letters.get(amara.email)?.["awarded"]).toContain(": shortlisted\n");
      expect(letters.get(lucia.email)?.["awarded"]).toContain("\u00a0: shortlisted\n");
      const lines = [dropped, loser]
        .map(({ code, title }) => `${code} ${title}`)
        .sort()
        .join("\n");
      expect(letters.get(elena.email)).toMatchObject({ awarded: "", others: lines });
      expect(letters.get(both.email)).toMatchObject({ awarded: expect.stringContaining(winner.code), others: lines });
      expect(JSON.stringify([...letters])).not.toMatch(/CNRY-(draft|withdrawn|reason)/);
      expect(mail.letters["result-published"]({ cycle: "C", awarded: "", others: "GZ-1 A", link: "L" }).body).toBe(
        "The result of C has been published:\n\nL\n\nYour entries that are not on the list:\n\nGZ-1 A",
      );
    }));

  it("under an embargo shows nothing and mails nobody before its moment, to the second", () =>
    inTransaction(db, async (tx) => {
      const { cycle, round, lin } = await aFinal(tx);
      expect(await publishResults(lin, { roundId: round.id, at: days(2), publicUrl: PUBLIC_URL })).toEqual({
        initiatives: 1,
        letters: 0,
      });
      const before = new Date(days(2).getTime() - 1);
      expect(await seenBy(tx, cycle.slug, before)).toBe(NotFound);
      expect(await seenBy(tx, cycle.slug, days(2))).toEqual(["Boda boda guides"]);
      expect([
        await tellOfPublished(portal(tx, before), PUBLIC_URL),
        await takeDueLetter({ ...lin, now: before }),
      ]).toEqual([0, null]);
      expect(await tellOfPublished(portal(tx, days(2)), PUBLIC_URL)).toBe(2);
      expect(await takeDueLetter({ ...lin, now: days(2) })).toMatchObject({ kind: "result-published" });
    }));

  it("whoever gets a letter is decided when an embargo ends, once: not who has left by then, but who came", () =>
    inTransaction(db, async (tx) => {
      const { cycle, round, lin, winner, amara, lucia } = await aFinal(tx);
      const elena = await aMember(tx, winner.city.id, "editor");
      await publishResults(lin, { roundId: round.id, at: days(2), publicUrl: PUBLIC_URL });
      await tx
        .update(coApplicants)
        .set({ endedAt: days(1), endedBy: amara.id })
        .where(and(eq(coApplicants.entryId, winner.id), eq(coApplicants.cityId, lucia.cityId)));
      await changeMember(
        { ...(await contextOf(tx, amara)), now: days(1) },
        { cityId: winner.city.id, accountId: elena.id, role: "none" },
        PUBLIC_URL,
      );
      const newcomer = await aMember(tx, winner.city.id, "viewer");
      expect(await tellOfPublished(portal(tx, days(2)), "https://award.example")).toBe(2);
      expect(await tellOfPublished(portal(tx, days(3)), PUBLIC_URL)).toBe(0);
      const letters = await lettersAbout(tx);
      expect(letters.map(({ to }) => to).sort()).toEqual([amara.email, newcomer.email].sort());
      expect(letters[0]!.params).toMatchObject({
        awarded: expect.stringContaining("https://award.example/initiatives/") as string,
        link: `https://award.example/cycles/${cycle.slug}/results`,
      });
      const [publication] = await tx.select().from(publications);
      expect((await eventsOf({ db: tx }, publication!.id)).map(({ type }) => type)).toEqual([
        "result.published",
        "result.told",
      ]);
    }));

  it("of a list that was taken back before its moment nobody is told, and of one that is public at once nobody twice", () =>
    inTransaction(db, async (tx) => {
      const { round, lin } = await aFinal(tx);
      await publishResults(lin, { roundId: round.id, at: days(2), publicUrl: PUBLIC_URL });
      await unpublishResults({ ...lin, now: days(1) }, { roundId: round.id, reason: "A mistake" });
      expect(await tellOfPublished(portal(tx, days(3)), PUBLIC_URL)).toBe(0);
      expect(
        await publishResults({ ...lin, now: days(4) }, { roundId: round.id, at: days(4), publicUrl: PUBLIC_URL }),
      ).toMatchObject({
        letters: 2,
      });
      expect(await tellOfPublished(portal(tx, days(5)), PUBLIC_URL)).toBe(0);
      await unpublishResults({ ...lin, now: days(6) }, { roundId: round.id, reason: "Again" });
      await publishResults({ ...lin, now: days(6) }, { roundId: round.id, at: days(7), publicUrl: PUBLIC_URL });
      expect([
        await tellOfPublished(portal(tx, days(6)), PUBLIC_URL),
        await tellOfPublished(portal(tx, days(7)), PUBLIC_URL),
      ]).toEqual([0, 2]);
    }));

  it("tells the secretariat what became of each letter, once they are owed; not of people with whose entries they are in conflict", () =>
    inTransaction(db, async (tx) => {
      const { round, lin, ingrid, dropped, amara, lucia } = await aFinal(tx);
      const [chen, other] = [await contextOf(tx, await aStaffMember(tx)), await aMember(tx, dropped.city.id)];
      await aMember(tx, amara.teams[0]!.cityId, "viewer", chen.actor.id);
      await publishResults(lin, { roundId: round.id, at: days(2), publicUrl: PUBLIC_URL });
      expect(await resultLetters(lin, round.id, 1)).toBeNull();
      await tellOfPublished(portal(tx, days(2)), PUBLIC_URL);
      const failed = { failedAt: days(2), lastError: "EENVELOPE" };
      await tx.update(notifications).set(failed).where(eq(notifications.email, lucia.email));
      const told = async (ctx: typeof lin) =>
        (await resultLetters({ ...ctx, now: days(3) }, round.id, 1))!.map(({ email, state }) => [email, state]);
      const [first, ...others] = await told(lin);
      expect(first).toEqual([lucia.email, "failed"]);
      expect(others).toContainEqual([amara.email, "queued"]);
      expect(await told(await contextOf(tx, chen.actor))).toEqual([[other.email, "queued"]]);
      await expect(told(ingrid)).rejects.toMatchObject({ how: "never" });
      await expect(told(await contextOf(tx, amara))).rejects.toBeInstanceOf(NotFound);
    }));

  it("letters that could not be delivered are owed again, but of people whom a conflict keeps from whoever asks", () =>
    inTransaction(db, async (tx) => {
      const { round, lin, ingrid, amara, lucia } = await aFinal(tx);
      await expect(tellAgain(lin, round.id)).rejects.toMatchObject({ because: "not-published", how: "not-now" });
      await publishResults(lin, { roundId: round.id, at: JUDGING, publicUrl: PUBLIC_URL });
      await expect(tellAgain(lin, round.id)).rejects.toMatchObject({ because: "nobody-to-tell", how: "not-now" });
      await tx.update(notifications).set({ sentAt: JUDGING }).where(eq(notifications.email, amara.email));
      const failed = { failedAt: JUDGING, attempts: 8, lastError: "EENVELOPE" };
      await tx.update(notifications).set(failed).where(eq(notifications.email, lucia.email));
      const chen = await contextOf(tx, await aStaffMember(tx));
      await aMember(tx, amara.teams[0]!.cityId, "viewer", chen.actor.id);
      await expect(tellAgain(await contextOf(tx, chen.actor), round.id)).rejects.toMatchObject({
        because: "nobody-to-tell",
      });
      await expect(tellAgain(ingrid, round.id)).rejects.toMatchObject({ because: "chair-cannot-publish" });
      await tellAgain(lin, round.id);
      const states = async () =>
        new Map((await resultLetters(lin, round.id, 1))!.map((each) => [each.email, each.state]));
      expect((await states()).get(lucia.email)).toBe("queued");
      expect((await states()).get(amara.email)).toBe("sent");
      const [publication] = await tx.select().from(publications);
      expect((await eventsOf(lin, publication!.id)).map(({ type }) => type)).toEqual([
        "result.published",
        "result.told-again",
      ]);
    }));

  it("is not the chair's, not before two people have signed, and not twice", () =>
    inTransaction(db, async (tx) => {
      const draft = await aFinal(tx, { finalised: false });
      await expect(
        publishResults(draft.lin, { roundId: draft.round.id, at: JUDGING, publicUrl: PUBLIC_URL }),
      ).rejects.toMatchObject({
        because: "not-finalised",
        how: "not-now",
      });
      await expect(publishingOf(draft.lin, draft.round.id)).rejects.toMatchObject({ because: "not-finalised" });
      const { round, lin, ingrid, reviewer } = await aFinal(tx);
      await expect(
        publishResults(ingrid, { roundId: round.id, at: JUDGING, publicUrl: PUBLIC_URL }),
      ).rejects.toMatchObject({
        because: "chair-cannot-publish",
        how: "never",
      });
      await expect(
        publishResults(await contextOf(tx, reviewer), { roundId: round.id, at: JUDGING, publicUrl: PUBLIC_URL }),
      ).rejects.toBeInstanceOf(NotFound);
      expect(await tx.select().from(publications)).toEqual([]);
      await publishResults(lin, { roundId: round.id, at: JUDGING, publicUrl: PUBLIC_URL });
      await expect(
        publishResults(lin, { roundId: round.id, at: JUDGING, publicUrl: PUBLIC_URL }),
      ).rejects.toMatchObject({
        because: "already-published",
      });
    }));

  it("keeps what the entries amounted to on that day, few ones untold, and tells it when the result is out", () =>
    inTransaction(db, async (tx) => {
      const { cycle, round, lin } = await aFinal(tx);
      const unscreened = await aCandidate(tx, { cycle });
      await tx.delete(screenings).where(eq(screenings.entryId, unscreened.id));
      const [ineligible, withdrawn] = [await aCandidate(tx, { cycle }), await aCandidate(tx, { cycle })];
      await tx
        .update(screenings)
        .set({ outcome: "ineligible", confirmedAt: days(1), confirmedBy: lin.actor.id })
        .where(eq(screenings.entryId, ineligible.id));
      await tx.update(screenings).set({ outcome: "ineligible" }).where(eq(screenings.entryId, withdrawn.id));
      await tx.insert(withdrawals).values({ entryId: withdrawn.id, reason: "x", at: days(1), by: lin.actor.id });
      await publishResults(lin, { roundId: round.id, at: days(2), publicUrl: PUBLIC_URL });
      await expect(cycleStatistics({ db: tx, now: days(1) }, cycle.slug)).rejects.toBeInstanceOf(NotFound);
      const told = await cycleStatistics({ db: tx, now: days(2) }, cycle.slug);
      expect(told.statistics).toMatchObject({
        received: 6,
        ineligible: 1,
        withdrawn: 1,
        valid: 3,
        read: 3,
        groups: { region: { Africa: null }, theme: expect.any(Object) },
      });
      expect(told.chosen).toMatchObject([{ level: "shortlisted", region: "Africa" }]);
      await unpublishResults({ ...lin, now: days(3) }, { roundId: round.id, reason: "A mistake" });
      await expect(cycleStatistics({ db: tx, now: days(4) }, cycle.slug)).rejects.toBeInstanceOf(NotFound);
    }));

  it("the preview names public questions asked only after an answer that is not public, as a call from before may have", () =>
    inTransaction(db, async (tx) => {
      const { cycle, round, lin } = await aFinal(tx);
      expect((await publishingOf(lin, round.id)).telling).toEqual([]);
      const [section] = await tx
        .insert(sections)
        .values({ cycleId: cycle.id, key: "more", title: { en: "More" }, position: 99 })
        .returning();
      const options = [{ value: "yes", label: { en: "Yes" } }];
      const place = { cycleId: cycle.id, sectionId: section!.id, required: false, settings: {} };
      const when = { question: "hidden", is: ["yes"] };
      await tx.insert(questions).values([
        { ...place, key: "hidden", position: 0, label: { en: "Hidden" }, type: "choice", settings: { options } },
        {
          ...place,
          key: "shown",
          position: 1,
          label: { en: "Shown" },
          type: "short-text",
          public: true,
          settings: { when },
        },
        { ...place, key: "aside", position: 2, label: { en: "Aside" }, type: "short-text", settings: { when } },
      ]);
      const told = () => publishingOf(lin, round.id).then(({ telling }) => telling.map(({ key }) => key));
      expect(await told()).toEqual(["shown"]);
      await tx.update(questions).set({ public: true, confidential: true }).where(eq(questions.key, "hidden"));
      await tx.update(questions).set({ public: false }).where(eq(questions.key, "shown"));
      expect(await told()).toEqual([]);
    }));

  it("the preview says what becomes public and how many are told", () =>
    inTransaction(db, async (tx) => {
      const { round, lin } = await aFinal(tx);
      expect(await publishingOf(lin, round.id)).toMatchObject({
        initiatives: [
          { title: "Boda boda guides", cityName: "Kampala", coApplicants: [{ cityName: "La Paz", country: "BO" }] },
        ],
        letters: 2,
      });
    }));

  it("every list of the public names all cities of a joint entry", () =>
    inTransaction(db, async (tx) => {
      const { cycle, round, lin } = await aFinal(tx);
      await publishResults(lin, { roundId: round.id, at: JUDGING, publicUrl: PUBLIC_URL });
      const ctx = { db: tx, now: days(1) };
      const lists = [
        (await cycleResults(ctx, cycle.slug)).results,
        (await publishedResults(ctx, readFilter(new URLSearchParams({ q: "boda" })))).results,
        (await homePage(ctx)).latest!.results,
      ];
      for (const list of lists)
        expect(list).toMatchObject([{ cityName: "Kampala", coApplicants: [{ cityName: "La Paz", country: "BO" }] }]);
    }));
});

describe("taking back", () => {
  it("hides it, keeps the row with its reason, and no longer owes letters that wait", () =>
    inTransaction(db, async (tx) => {
      const { cycle, round, lin } = await aFinal(tx);
      await publishResults(lin, { roundId: round.id, at: days(2), publicUrl: PUBLIC_URL });
      await unpublishResults(lin, { roundId: round.id, reason: "A mistake in the list" });
      expect(await tx.select().from(notifications).where(like(notifications.kind, "result-published"))).toEqual([]);
      const [publication] = await tx.select().from(publications);
      expect(publication).toMatchObject({
        withdrawnAt: JUDGING,
        withdrawnBy: lin.actor.id,
        withdrawalReason: "A mistake in the list",
      });
      expect((await eventsOf({ db: tx }, publication!.id)).map(({ type }) => type)).toEqual([
        "result.published",
        "result.unpublished",
      ]);
      const after = await cycleResults({ db: tx, now: days(3) }, cycle.slug).catch(() => ({ results: [] }));
      expect(after.results).toEqual([]);
    }));

  it("published again, each initiative keeps its address", () =>
    inTransaction(db, async (tx) => {
      const { cycle, round, lin } = await aFinal(tx);
      await publishResults(lin, { roundId: round.id, at: JUDGING, publicUrl: PUBLIC_URL });
      const [first] = await tx.select({ id: results.id }).from(results);
      await unpublishResults(lin, { roundId: round.id, reason: "A mistake" });
      await publishResults({ ...lin, now: days(1) }, { roundId: round.id, at: days(1), publicUrl: PUBLIC_URL });
      expect(await tx.select({ id: results.id }).from(results)).toEqual([first]);
      expect(await seenBy(tx, cycle.slug, days(1))).toEqual(["Boda boda guides"]);
      expect(
        await tx
          .select({ reason: publications.withdrawalReason })
          .from(publications)
          .where(eq(publications.roundId, round.id)),
      ).toEqual([{ reason: "A mistake" }]);
      expect(
        await tx.select({ version: publications.version, revisedAt: publications.revisedAt }).from(publications),
      ).toEqual([{ version: 2, revisedAt: days(1) }]);
    }));

  it("needs something public", () =>
    inTransaction(db, async (tx) => {
      const { round, lin } = await aFinal(tx);
      await expect(unpublishResults(lin, { roundId: round.id, reason: "x" })).rejects.toMatchObject({
        because: "not-published",
      });
    }));
});

it.each([
  ["now", { when: "now" as const, date: "", time: "" }, { ok: true, at: JUDGING }],
  [
    "by the programme's clock",
    { when: "later" as const, date: "2027-06-01", time: "09:30" },
    { ok: true, at: new Date("2027-06-01T01:30:00Z") },
  ],
  [
    "nothing said",
    { when: "later" as const, date: "", time: "" },
    { ok: false, errors: { date: "required", time: "required" } },
  ],
  [
    "no such day",
    { when: "later" as const, date: "2027-02-30", time: "09:30" },
    { ok: false, errors: { date: "not-a-date" } },
  ],
  [
    "in the past",
    { when: "later" as const, date: "2027-01-01", time: "09:30" },
    { ok: false, errors: { date: "in-the-past" } },
  ],
])("the moment of publication: %s", (_case, given, read) =>
  expect(readMoment(given, "Asia/Shanghai", JUDGING)).toEqual(read),
);
