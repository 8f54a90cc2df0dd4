import { eq } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { saveReviewerProfile } from "#app/domain/account/commands.server.ts";
import { confirmWaiver, declareConflict, proposeWaiver } from "#app/domain/conflict/commands.server.ts";
import { PORTAL } from "#app/domain/context.ts";
import { correct, markRead, say } from "#app/domain/discussion/commands.server.ts";
import { tellOfUnread } from "#app/domain/discussion/letters.server.ts";
import { getDiscussion } from "#app/domain/discussion/queries.server.ts";
import { freezeRound } from "#app/domain/shortlist/commands.server.ts";
import { writeLetter } from "#app/jobs/letters.ts";
import type { LetterParams } from "#app/domain/notification/rules.ts";
import { LOCALES } from "#app/i18n/locales.ts";
import type { Db } from "#db/client.server.ts";
import { accounts, reviewerProfiles } from "#db/schema/account.ts";
import { auditEvents } from "#db/schema/audit.ts";
import { rounds } from "#db/schema/round.ts";
import { inTransaction, testDatabase } from "#tests/support/database.ts";
import { aStaffMember, JUDGING } from "#tests/support/factories.ts";
import { aCandidate, aContest, aJudge, aReview, aScoredRound, aTask, contextOf } from "#tests/support/judging.ts";
import { lettersOf } from "#tests/support/letters.ts";
import { countingDatabase } from "#tests/support/statements.ts";

const connection = await testDatabase();
const { db } = connection;
const URL = "https://award.example";
const CANARY = "CNRY-said";

const at = (hours: number) => new Date(JUDGING.getTime() + hours * 3_600_000);
const told = (tx: Db, hours: number) => tellOfUnread({ db: tx, actor: PORTAL, now: at(hours) }, URL);
const as = async (tx: Db, person: { id: string }, hours = 0) => contextOf(tx, person, at(hours));
const letters = async (tx: Db) => (await lettersOf(tx)).filter(({ kind }) => kind === "discussions-unread");

/** Rafael and Wanjiru have reviewed the entry, Minji has it still to review. */
async function aPanel(tx: Db, given: Parameters<typeof aScoredRound>[1] = {}) {
  const cycle = await aContest(tx);
  const round = await aScoredRound(tx, { cycle, discussion: "after-own", places: { shortlisted: 1 }, ...given });
  const entry = await aCandidate(tx, { cycle });
  const [rafael, wanjiru, minji] = [await aJudge(tx, round), await aJudge(tx, round), await aJudge(tx, round)];
  for (const reviewer of [rafael, wanjiru]) await aReview(tx, { round, entry, reviewer, values: [4, 4] });
  await aTask(tx, { round, entry, reviewer: minji });
  return { cycle, round, entry, place: { roundId: round.id, entryId: entry.id }, rafael, wanjiru, minji };
}

describe("a letter about unread messages", () => {
  it("goes once a day to whoever may read them, in their language, with how many and where and without a word of them", () =>
    inTransaction(db, async (tx) => {
      const { place, round, rafael, wanjiru } = await aPanel(tx);
      const chair = await aJudge(tx, round, { role: "chair" });
      await tx.update(accounts).set({ locale: "zh-Hans" }).where(eq(accounts.id, wanjiru.id));
      await say(await as(tx, rafael), { ...place, text: CANARY });
      await say(await as(tx, rafael, 1), { ...place, text: `${CANARY} again` });
      // Whoever comes by themselves within some hours needs no letter.
      expect(await told(tx, 3.9)).toBe(0);
      expect(await told(tx, 4)).toBe(2);
      expect(await told(tx, 4)).toBe(0);
      const sent = await letters(tx);
      expect(sent.map(({ email, locale }) => [email, locale]).sort()).toEqual(
        [
          [chair.email, "en"],
          [wanjiru.email, "zh-Hans"],
        ].sort(),
      );
      expect(sent[0]!.params).toMatchObject({
        count: "2",
        rounds: expect.stringContaining(`\n${URL}/rounds/${round.id}/discussions`),
        profile: `${URL}/account/profile`,
      });
      expect(JSON.stringify(sent)).not.toMatch(new RegExp(`${CANARY}|${rafael.id}|${rafael.name}|${place.entryId}`));
      const events = await tx.select().from(auditEvents).where(eq(auditEvents.type, "reminder.sent"));
      expect(events).toHaveLength(1);
      expect(JSON.stringify(events)).not.toMatch(new RegExp(`${wanjiru.id}|${chair.id}`));
    }));

  it("does not come again about what was told already, only about what is new, and never twice within a day", () =>
    inTransaction(db, async (tx) => {
      const { place, rafael, wanjiru } = await aPanel(tx);
      await say(await as(tx, rafael), { ...place, text: "first" });
      expect(await told(tx, 5)).toBe(1);
      expect(await told(tx, 30)).toBe(0);
      await say(await as(tx, rafael, 31), { ...place, text: "second" });
      expect(await told(tx, 34)).toBe(0);
      expect(await told(tx, 36)).toBe(1);
      expect((await letters(tx)).map(({ params }) => params["count"])).toEqual(["1", "2"]);
      const { messages } = await getDiscussion(await as(tx, rafael, 37), place.roundId, place.entryId);
      await correct(await as(tx, rafael, 37), { ...place, messageId: messages[0]!.id, text: "first, corrected" });
      expect(await told(tx, 59)).toBe(0);
      const { unread } = await getDiscussion(await as(tx, wanjiru, 59), place.roundId, place.entryId);
      await markRead(await as(tx, wanjiru, 59), { ...place, read: unread });
      expect(await told(tx, 61)).toBe(0);
    }));

  it("tells nobody of what they may not follow: before their own review, without the entry, in conflict, or the author", () =>
    inTransaction(db, async (tx) => {
      const { round, entry, place, rafael, wanjiru, minji } = await aPanel(tx);
      const [lin, chair] = [await aStaffMember(tx), await aJudge(tx, round, { role: "chair" })];
      await declareConflict(await as(tx, wanjiru), { entryId: entry.id, answer: "conflict", reason: "a friend" });
      await tx
        .update(reviewerProfiles)
        .set({ countries: ["UG"] })
        .where(eq(reviewerProfiles.accountId, chair.id));
      await say(await as(tx, rafael), { ...place, text: CANARY });
      expect(await told(tx, 5)).toBe(0);
      await aReview(tx, { round, entry, reviewer: minji, values: [3, 3] });
      expect(await told(tx, 5)).toBe(1);
      expect((await letters(tx)).map(({ email }) => email)).toEqual([minji.email]);
      await freezeRound(await as(tx, await aJudge(tx, round, { role: "chair" }), 6), round.id);
      expect(await told(tx, 7)).toBe(1);
      expect((await letters(tx)).map(({ email }) => email)).not.toContain(lin.email);
    }));

  it("comes about what became readable only after a letter, and about what was written before it and kept after it", () =>
    inTransaction(db, async (tx) => {
      const { cycle, round, place, rafael, wanjiru, minji } = await aPanel(tx);
      const [own, late, shared] = [place, await aCandidate(tx, { cycle }), await aCandidate(tx, { cycle })];
      for (const entry of [late, shared])
        for (const reviewer of [rafael, wanjiru, minji]) await aReview(tx, { round, entry, reviewer, values: [2, 2] });
      await say(await as(tx, rafael), { ...own, text: "before Minji's own review" });
      await say(await as(tx, rafael), { roundId: round.id, entryId: shared.id, text: "for both" });
      expect(await told(tx, 5)).toBe(2);
      await aReview(tx, { round, entry: { id: own.entryId }, reviewer: minji, values: [3, 3] });
      expect(await told(tx, 28)).toBe(0);
      expect(await told(tx, 30)).toBe(1);
      expect((await letters(tx)).at(-1)).toMatchObject({ email: minji.email, params: { count: "2" } });
      expect(await told(tx, 55)).toBe(0);
      await say(await as(tx, rafael, 29.9), { roundId: round.id, entryId: late.id, text: "kept late" });
      expect(await told(tx, 56)).toBe(2);
      expect(await told(tx, 81)).toBe(0);
    }));

  it("is not set off, and its number not raised, by what is said of an entry that its reader is in conflict with", () =>
    inTransaction(db, async (tx) => {
      const { cycle, round, place, rafael, wanjiru } = await aPanel(tx);
      const other = await aCandidate(tx, { cycle });
      for (const reviewer of [rafael, wanjiru]) await aReview(tx, { round, entry: other, reviewer, values: [2, 2] });
      await say(await as(tx, rafael), { ...place, text: "first" });
      expect(await told(tx, 5)).toBe(1);
      await declareConflict(await as(tx, wanjiru, 6), { entryId: other.id, answer: "conflict", reason: "a friend" });
      await say(await as(tx, rafael, 30), { roundId: round.id, entryId: other.id, text: CANARY });
      expect(await told(tx, 35)).toBe(0);
      await say(await as(tx, rafael, 36), { ...place, text: "second" });
      expect(await told(tx, 41)).toBe(1);
      expect((await letters(tx)).map(({ params }) => params["count"])).toEqual(["1", "2"]);
    }));

  it("comes to a reader whose conflict two have waived, about what was said meanwhile too, and not while one alone proposed it", () =>
    inTransaction(db, async (tx) => {
      const { entry, round, place, rafael, wanjiru } = await aPanel(tx);
      const [lin, chen] = [await aStaffMember(tx), await aStaffMember(tx)];
      await tx
        .update(reviewerProfiles)
        .set({ countries: ["UG"] })
        .where(eq(reviewerProfiles.accountId, wanjiru.id));
      const which = { roundId: round.id, entryId: entry.id, accountId: wanjiru.id };
      await say(await as(tx, rafael), { ...place, text: CANARY });
      expect(await told(tx, 5)).toBe(0);
      await proposeWaiver(await as(tx, lin, 6), { ...which, reason: "Left as a child" }, URL);
      expect(await told(tx, 7)).toBe(0);
      await confirmWaiver(await as(tx, chen, 8), which);
      expect(await told(tx, 9)).toBe(1);
      expect(await letters(tx)).toMatchObject([{ email: wanjiru.email, params: { count: "1" } }]);
      expect(await told(tx, 40)).toBe(0);
    }));

  it("comes about what a freeze opened to its reader: all that was said before it, once, and to nobody who may still not read it", () =>
    inTransaction(db, async (tx) => {
      const { entry, round, place, rafael, wanjiru, minji } = await aPanel(tx);
      const owing = await aJudge(tx, round);
      await aJudge(tx, round, { accountId: owing.id, role: "chair" });
      await aTask(tx, { round, entry, reviewer: owing });
      await say(await as(tx, rafael), { ...place, text: CANARY });
      expect(await told(tx, 5)).toBe(1);
      await freezeRound(await as(tx, owing, 6), round.id);
      expect(await told(tx, 7)).toBe(1);
      const sent = await letters(tx);
      expect(sent.map(({ email }) => email)).toEqual([wanjiru.email, owing.email]);
      expect(sent.at(-1)!.params["count"]).toBe("1");
      await say(await as(tx, rafael, 8), { ...place, text: "after the freeze" });
      expect(await told(tx, 32)).toBe(2);
      expect((await letters(tx)).map(({ email }) => email)).not.toContain(minji.email);
    }));

  it("comes only after the freeze where talk begins there, and waits its hours from what was said", () =>
    inTransaction(db, async (tx) => {
      const { place, round, rafael, wanjiru, minji } = await aPanel(tx, { discussion: "after-freeze" });
      const chair = await aJudge(tx, round, { role: "chair" });
      await freezeRound(await as(tx, chair), round.id);
      await say(await as(tx, rafael, 1), { ...place, text: CANARY });
      expect(await told(tx, 4)).toBe(0);
      expect(await told(tx, 5)).toBe(2);
      const emails = (await letters(tx)).map(({ email }) => email).sort();
      expect(emails).toEqual([chair.email, wanjiru.email].sort());
      expect(emails).not.toContain(minji.email);
    }));

  it("goes to nobody who turned it off or whose account is shut, nor about what is days old", () =>
    inTransaction(db, async (tx) => {
      const { round, entry, place, rafael, wanjiru } = await aPanel(tx);
      const shut = await aJudge(tx, round);
      await aReview(tx, { round, entry, reviewer: shut, values: [1, 1] });
      await tx.update(accounts).set({ disabledAt: JUDGING }).where(eq(accounts.id, shut.id));
      await say(await as(tx, rafael), { ...place, text: CANARY });
      const profile = {
        title: "",
        countries: ["KE"],
        cities: [],
        organisations: [],
        themes: [],
        languages: ["en"],
        capacity: null,
      };
      await saveReviewerProfile(await as(tx, wanjiru), { ...profile, discussionLetters: false });
      expect(await told(tx, 5)).toBe(0);
      await saveReviewerProfile(await as(tx, wanjiru), { ...profile, discussionLetters: true });
      expect(await told(tx, 73)).toBe(0);
      expect(await told(tx, 71)).toBe(1);
    }));

  it("names each round once, the chair's who reviews there too, and none without discussion", () =>
    inTransaction(db, async (tx) => {
      const [one, two, off] = [await aPanel(tx), await aPanel(tx), await aPanel(tx)];
      const { wanjiru } = one;
      await aJudge(tx, one.round, { accountId: wanjiru.id, role: "chair" });
      for (const { round, entry } of [two, off])
        await aReview(tx, {
          round,
          entry,
          reviewer: await aJudge(tx, round, { accountId: wanjiru.id }),
          values: [3, 3],
        });
      for (const { place, rafael } of [one, two, off]) await say(await as(tx, rafael), { ...place, text: CANARY });
      // Nothing is said where the rule is "off": it is set once something was said.
      await tx.update(rounds).set({ discussion: "off" }).where(eq(rounds.id, off.round.id));
      await told(tx, 5);
      const [letter] = (await letters(tx)).filter(({ email }) => email === wanjiru.email);
      expect(letter!.params["count"]).toBe("2");
      const links = letter!.params["rounds"]!.split("\n").filter((line) => line.startsWith(URL));
      expect(new Set(links)).toEqual(new Set([one, two].map(({ round }) => `${URL}/rounds/${round.id}/discussions`)));
      expect(links).toHaveLength(2);
    }));

  it("asks for all its readers at once", async () => {
    const counting = countingDatabase(connection);
    const asked = (more: number) =>
      inTransaction(counting.db, async (tx) => {
        const { place, round, entry, rafael } = await aPanel(tx);
        for (let at = 0; at < more; at++)
          await aReview(tx, { round, entry, reviewer: await aJudge(tx, round), values: [3, 3] });
        await say(await as(tx, rafael), { ...place, text: "first" });
        const statements = await counting.during(() => told(tx, 5));
        expect(await letters(tx)).toHaveLength(1 + more);
        return statements;
      });
    expect(await asked(3)).toBe(await asked(0));
  });

  it.each(LOCALES)("says in %s how many, where, and how to turn it off", (locale) => {
    const params: LetterParams["discussions-unread"] = { count: "3", rounds: "Round\nhttps://a", profile: "https://b" };
    const { subject, text } = writeLetter("discussions-unread", params, locale);
    expect(subject).toContain("3");
    for (const value of Object.values(params)) expect(text).toContain(value);
  });
});
