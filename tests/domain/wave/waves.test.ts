import { and, eq, isNull } from "drizzle-orm";
import { randomUUID } from "node:crypto";
import { describe, expect, it } from "vitest";
import { NotFound } from "#app/domain/errors.ts";
import { publishResults, unpublishResults } from "#app/domain/result/commands.server.ts";
import { changeMember } from "#app/domain/team/commands.server.ts";
import { approveList } from "#app/domain/correction/commands.server.ts";
import { freezeRound, proposeShortlist } from "#app/domain/shortlist/commands.server.ts";
import { retryWave, sendWave } from "#app/domain/wave/commands.server.ts";
import { getWave, lettersOfWave, wavesOf } from "#app/domain/wave/queries.server.ts";
import { type Audience, waveOf } from "#app/domain/wave/rules.ts";
import { previewOf } from "#app/jobs/letters.ts";
import type { Context } from "#app/domain/context.ts";
import type { Db } from "#db/client.server.ts";
import { accounts } from "#db/schema/account.ts";
import { cityMembers } from "#db/schema/city.ts";
import { coApplicants } from "#db/schema/co-applicant.ts";
import { levels } from "#db/schema/cycle.ts";
import { conflictDeclarations } from "#db/schema/conflict.ts";
import { withdrawals } from "#db/schema/entry.ts";
import { notifications } from "#db/schema/notification.ts";
import { screenings } from "#db/schema/screening.ts";
import { eventsOf } from "#tests/support/audit.ts";
import { inTransaction, testDatabase } from "#tests/support/database.ts";
import { aCity, aCoApplicant, aMember, anEntry, aStaffMember, JUDGING, NOW } from "#tests/support/factories.ts";
import { aCandidate, aContest, aJudge, aReview, aScoredRound, contextOf, days } from "#tests/support/judging.ts";
import { lettersOf } from "#tests/support/letters.ts";

const { db } = await testDatabase();
const URL = "https://award.example";
const TEXT = {
  subject: { en: "{cycle}", fr: "À propos" },
  body: { en: "Dear {name} of {city},\n{entries}", fr: "Bonjour {name}" },
};
const written = (audience: Audience["key"], roundId: string | null = null, id = randomUUID(), level?: string) => ({
  id,
  audience: { key: audience, roundId, ...(level ? { level } : {}) },
  ...TEXT,
});
const preview = (ctx: Context, cycleId: string, audience: Audience["key"], roundId: string | null = null) =>
  lettersOfWave(ctx, cycleId, written(audience, roundId), URL);
const to = async (...asked: Parameters<typeof preview>) => (await preview(...asked)).letters.map(({ email }) => email);
const waveLetters = async (tx: Db) => (await lettersOf(tx)).filter(({ kind }) => kind === "wave");
async function send(ctx: Context, cycleId: string, wave: ReturnType<typeof written>) {
  const { seen } = await lettersOfWave(ctx, cycleId, wave, URL);
  await sendWave(ctx, cycleId, { ...wave, seen }, URL);
}

/** A frozen, finalised round: the winner of one city, the loser of another, each with an owner. */
async function aFinal(tx: Db, places: Record<string, number> = { shortlisted: 1 }) {
  const cycle = await aContest(tx);
  const round = await aScoredRound(tx, { cycle, places });
  const [reviewer, chair] = [await aJudge(tx, round), await aJudge(tx, round, { role: "chair" })];
  const lin = await contextOf(tx, await aStaffMember(tx));
  const [here, there] = [await aCity(tx, { name: "Kampala" }), await aCity(tx, { name: "La Paz" })];
  const [winner, loser] = [
    await aCandidate(tx, { cycle, city: here, title: "Boda boda guides" }),
    await aCandidate(tx, { cycle, city: there, title: "Zebras" }),
  ];
  await aReview(tx, { round, entry: winner, reviewer, values: [5, 4] });
  await aReview(tx, { round, entry: loser, reviewer, values: [1, 1] });
  const [amara, lucia] = [await aMember(tx, here.id), await aMember(tx, there.id)];
  const ingrid = await contextOf(tx, chair);
  const finalise = async () => {
    await freezeRound(ingrid, round.id);
    await proposeShortlist(ingrid, round.id);
    await approveList(lin, round.id, URL);
  };
  return { here, cycle, round, reviewer, lin, ingrid, winner, loser, amara, lucia, finalise };
}

describe("to whom", () => {
  it("one letter a person in their language, however many entries, with the fields filled in; the preview counts people and cities", () =>
    inTransaction(db, async (tx) => {
      const { cycle, here, lin, winner, amara, lucia } = await aFinal(tx);
      const second = await aCandidate(tx, { cycle, city: here, title: "Second" });
      await tx.update(accounts).set({ locale: "fr" }).where(eq(accounts.id, lucia.id));
      const { letters, cities } = await preview(lin, cycle.id, "valid");
      expect([letters.length, cities]).toEqual([2, 2]);
      expect(previewOf(letters).samples.map(({ locale, count, subject }) => [locale, count, subject])).toEqual([
        ["en", 1, "8th Guangzhou Award"],
        ["fr", 1, "À propos"],
      ]);
      expect(letters.find(({ email }) => email === amara.email)?.params).toEqual({
        subject: "8th Guangzhou Award",
        body: `Dear ${amara.name} of Kampala,\n${[`${winner.code} Boda boda guides`, `${second.code} Second`].sort().join("\n")}`,
      });
      expect(letters.find(({ email }) => email === lucia.email)?.params).toMatchObject({
        body: `Bonjour ${lucia.name}`,
      });
    }));

  it("several cities of one person are set apart as their language does it", () =>
    inTransaction(db, async (tx) => {
      const { cycle, loser, lin, amara } = await aFinal(tx);
      await aMember(tx, loser.city.id, "editor", amara.id);
      await tx.update(accounts).set({ locale: "ar" }).where(eq(accounts.id, amara.id));
      const { letters } = await preview(lin, cycle.id, "valid");
      const { body } = letters.find(({ email }) => email === amara.email)!.params as { body: string };
      expect(body.split("\n")[0]!.split("، ")).toHaveLength(2);
    }));

  it("the teams of cities that take part with it too, under their own name and once each; none of a city that left", () =>
    inTransaction(db, async (tx) => {
      const { cycle, lin, winner, amara, lucia } = await aFinal(tx);
      const nakuru = await aCoApplicant(tx, winner.id, { name: "Nakuru" });
      const [wanjiru] = await tx
        .select({ email: accounts.email, name: accounts.name })
        .from(cityMembers)
        .innerJoin(accounts, eq(accounts.id, cityMembers.accountId))
        .where(eq(cityMembers.cityId, nakuru.id));
      await aMember(tx, nakuru.id, "viewer", amara.id);
      const { letters, cities } = await preview(lin, cycle.id, "valid");
      expect([letters.map(({ email }) => email).sort(), cities]).toEqual([
        [amara.email, lucia.email, wanjiru!.email].sort(),
        3,
      ]);
      expect(letters.find(({ email }) => email === wanjiru!.email)?.params).toMatchObject({
        body: `Dear ${wanjiru!.name} of Nakuru,\n${winner.code} Boda boda guides`,
      });
      expect(letters.find(({ email }) => email === amara.email)?.params).toMatchObject({
        body: expect.stringMatching(/ of (Kampala, Nakuru|Nakuru, Kampala),\n[^\n]*$/),
      });
      const wave = written("valid");
      await send(lin, cycle.id, wave);
      await tx
        .insert(conflictDeclarations)
        .values({ entryId: winner.id, accountId: lin.actor.id, answer: "conflict", at: JUDGING });
      expect((await getWave(lin, wave.id, 1)).log.map(({ email }) => email)).toEqual([lucia.email]);
      await tx.update(coApplicants).set({ endedAt: NOW, endedBy: amara.id });
      expect((await getWave(lin, wave.id, 1)).log.map(({ email }) => email)).toEqual([lucia.email]);
      expect(await to(await contextOf(tx, await aStaffMember(tx)), cycle.id, "valid")).toEqual(
        [amara.email, lucia.email].sort(),
      );
    }));

  it("whoever has left a team since a wave stays out of its log for a reader in conflict with the team's entry; who had left before was written to for another", () =>
    inTransaction(db, async (tx) => {
      const { cycle, here, lin, winner, amara, lucia } = await aFinal(tx);
      const owner = await contextOf(tx, amara);
      const leave = (accountId: string, day: number) =>
        changeMember({ ...owner, now: days(day) }, { cityId: here.id, accountId, role: "none" }, URL);
      const elena = await aMember(tx, here.id, "editor");
      await aMember(tx, here.id, "viewer", lucia.id);
      await leave(lucia.id, -1);
      const wave = written("valid");
      await send(lin, cycle.id, wave);
      await leave(elena.id, 1);
      const conflicted = await contextOf(tx, await aStaffMember(tx));
      await tx
        .insert(conflictDeclarations)
        .values({ entryId: winner.id, accountId: conflicted.actor.id, answer: "conflict", at: JUDGING });
      expect((await getWave(lin, wave.id, 1)).log.map(({ email }) => email).sort()).toEqual(
        [amara, elena, lucia].map(({ email }) => email).sort(),
      );
      expect((await getWave(conflicted, wave.id, 1)).log.map(({ email }) => email)).toEqual([lucia.email]);
    }));

  it("drafts, submitted and valid entries are told apart; withdrawn ones and disabled accounts are in none", () =>
    inTransaction(db, async (tx) => {
      const { cycle, lin, winner, loser, amara, lucia } = await aFinal(tx);
      const draft = await anEntry(tx, { cycle, answers: { title: "CNRY-draft-title" } });
      await tx.update(screenings).set({ outcome: "ineligible" }).where(eq(screenings.entryId, loser.id));
      const all = async () => ({
        drafts: await to(lin, cycle.id, "drafts"),
        entered: await to(lin, cycle.id, "entered"),
        valid: await to(lin, cycle.id, "valid"),
      });
      expect(await all()).toEqual({
        drafts: [draft.owner.email],
        entered: [amara.email, lucia.email].sort(),
        valid: [amara.email],
      });
      expect(JSON.stringify((await preview(lin, cycle.id, "drafts")).letters)).not.toContain("CNRY-draft-title");
      await tx.insert(withdrawals).values({ entryId: winner.id, at: JUDGING, by: amara.id, reason: "x" });
      await tx.update(accounts).set({ disabledAt: NOW }).where(eq(accounts.id, lucia.id));
      expect(await all()).toEqual({ drafts: [draft.owner.email], entered: [], valid: [] });
    }));

  it("nobody is found by a result before it is public, under embargo, or once it was taken back", () =>
    inTransaction(db, async (tx) => {
      const { cycle, round, lin, amara, lucia, finalise } = await aFinal(tx);
      const asked = async (now = JUDGING) => {
        const answers = [];
        for (const key of ["listed", "unlisted"] as const) {
          const { letters, send: verdict, cities } = await preview({ ...lin, now }, cycle.id, key);
          answers.push(verdict.allowed ? letters.map(({ email }) => email) : [verdict.because, letters.length, cities]);
        }
        return answers;
      };
      const secret = [
        ["not-published", 0, 0],
        ["not-published", 0, 0],
      ];
      expect(await asked()).toEqual(secret);
      await finalise();
      expect(await asked()).toEqual(secret);
      await publishResults(lin, { roundId: round.id, at: days(1), publicUrl: URL });
      expect(await asked()).toEqual(secret);
      expect(await asked(days(1))).toEqual([[amara.email], [lucia.email]]);
      await unpublishResults({ ...lin, now: days(2) }, { roundId: round.id, reason: "A mistake." });
      expect(await asked(days(3))).toEqual(secret);
      for (const key of ["listed", "unlisted"] as const)
        await expect(sendWave(lin, cycle.id, { ...written(key), seen: "" }, URL)).rejects.toMatchObject({
          because: "not-published",
          how: "not-now",
        });
      expect(await waveLetters(tx)).toEqual([]);
    }));

  it("B29: teams whose entries the reader is in conflict with are not among them, nor in the log of what a colleague sent", () =>
    inTransaction(db, async (tx) => {
      const { cycle, lin, amara, lucia } = await aFinal(tx);
      const chen = await contextOf(tx, await aStaffMember(tx));
      await aMember(tx, amara.teams[0]!.cityId, "viewer", chen.actor.id);
      const conflicted = await contextOf(tx, chen.actor);
      expect(await to(conflicted, cycle.id, "valid")).toEqual([lucia.email]);
      const wave = written("valid");
      await send(lin, cycle.id, wave);
      expect((await getWave(lin, wave.id, 1)).log.map(({ email }) => email).sort()).toEqual(
        [amara.email, lucia.email, chen.actor.email].sort(),
      );
      expect((await getWave(conflicted, wave.id, 1)).log.map(({ email }) => email)).toEqual([lucia.email]);
    }));

  it("reviewers of a round, or those with reviews missing; a round of another cycle is not found", () =>
    inTransaction(db, async (tx) => {
      const { cycle, round, lin, reviewer } = await aFinal(tx);
      const late = await aJudge(tx, round);
      const entry = await aCandidate(tx, { cycle });
      await aReview(tx, { round, entry, reviewer: late, values: [3, 3], submitted: false });
      const people = await to(lin, cycle.id, "reviewers", round.id);
      expect(people.sort()).toEqual([reviewer.email, late.email].sort());
      expect(await to(lin, cycle.id, "missing", round.id)).toEqual([late.email]);
      await expect(preview(lin, (await aContest(tx)).id, "reviewers", round.id)).rejects.toThrow(NotFound);
    }));
});

describe("by what became of an entry", () => {
  it("each level of a public result is an audience of its own, named with the wave", () =>
    inTransaction(db, async (tx) => {
      const { cycle, round, lin, amara, lucia, finalise } = await aFinal(tx, { shortlisted: 1, deserving: 1 });
      const of = async (level: string) =>
        (await lettersOfWave(lin, cycle.id, written("listed", null, randomUUID(), level), URL)).letters.map(
          ({ email }) => email,
        );
      expect(await of("deserving")).toEqual([]);
      await finalise();
      await publishResults(lin, { roundId: round.id, at: JUDGING, publicUrl: URL });
      expect([await of("shortlisted"), await of("deserving"), await of("x")]).toEqual([
        [amara.email],
        [lucia.email],
        [],
      ]);
      expect(await to(lin, cycle.id, "listed")).toEqual([amara.email, lucia.email].sort());
      await send(lin, cycle.id, written("listed", null, randomUUID(), "deserving"));
      const [{ name } = { name: null }] = await tx.select().from(levels).where(eq(levels.key, "deserving"));
      expect(await wavesOf(lin, cycle.id)).toMatchObject([
        { key: "listed", level: name, audience: "listed:deserving" },
      ]);
    }));

  it("teams of ineligible entries once two have said so, and of withdrawn ones that were sent", () =>
    inTransaction(db, async (tx) => {
      const { cycle, lin, winner, loser, amara, lucia } = await aFinal(tx);
      const both = async () => [await to(lin, cycle.id, "ineligible"), await to(lin, cycle.id, "withdrawn")];
      await tx.update(screenings).set({ outcome: "ineligible" }).where(eq(screenings.entryId, loser.id));
      expect(await both()).toEqual([[], []]);
      await tx
        .update(screenings)
        .set({ confirmedAt: JUDGING, confirmedBy: lin.actor.id })
        .where(eq(screenings.entryId, loser.id));
      await tx.insert(withdrawals).values({ entryId: winner.id, at: JUDGING, by: amara.id, reason: "x" });
      const draft = await anEntry(tx, { cycle, answers: { title: "Draft" } });
      await tx.insert(withdrawals).values({ entryId: draft.entryId, at: JUDGING, by: draft.owner.id, reason: "x" });
      expect(await both()).toEqual([[lucia.email], [amara.email]]);
    }));
});

describe("sending", () => {
  it("owes exactly what was seen, once however often it is pressed, and leaves an event without a word of it", () =>
    inTransaction(db, async (tx) => {
      const { cycle, lin, amara, lucia } = await aFinal(tx);
      const wave = written("valid");
      await send(lin, cycle.id, wave);
      await sendWave(lin, cycle.id, { ...wave, seen: "whatever" }, URL);
      expect((await waveLetters(tx)).map(({ email }) => email).sort()).toEqual([amara.email, lucia.email].sort());
      expect((await eventsOf(lin, wave.id)).map(({ type }) => type)).toEqual(["wave.sent"]);
      expect(await wavesOf(lin, cycle.id)).toMatchObject([
        { id: wave.id, letters: 2, delivered: 0, failed: 0, audience: "valid" },
      ]);
      await expect(send(lin, (await aContest(tx)).id, wave)).rejects.toThrow();
    }));

  it("is refused when the letters are no longer those that were read, and where there is nobody", () =>
    inTransaction(db, async (tx) => {
      const { cycle, lin, winner } = await aFinal(tx);
      const wave = written("valid");
      const { seen } = await lettersOfWave(lin, cycle.id, wave, URL);
      await aMember(tx, winner.city.id, "editor");
      await expect(sendWave(lin, cycle.id, { ...wave, seen }, URL)).rejects.toMatchObject({
        fields: { audience: "recipients-changed" },
      });
      await expect(sendWave(lin, cycle.id, { ...wave, body: { en: "Another text" }, seen }, URL)).rejects.toMatchObject(
        { fields: { audience: "recipients-changed" } },
      );
      await expect(sendWave(lin, cycle.id, { ...written("drafts"), seen }, URL)).rejects.toMatchObject({
        because: "nobody-to-tell",
      });
      expect(await waveLetters(tx)).toEqual([]);
    }));

  it("is nobody's but the secretariat's: previews, sending, logs, sending again", () =>
    inTransaction(db, async (tx) => {
      const { cycle, lin, ingrid, amara, reviewer } = await aFinal(tx);
      const wave = written("valid");
      await send(lin, cycle.id, wave);
      const doors: ((ctx: Context) => Promise<unknown>)[] = [
        (ctx) => lettersOfWave(ctx, cycle.id, wave, URL),
        (ctx) => sendWave(ctx, cycle.id, { ...written("valid"), seen: "" }, URL),
        (ctx) => sendWave(ctx, cycle.id, { ...wave, seen: "" }, URL),
        (ctx) => wavesOf(ctx, cycle.id),
        (ctx) => getWave(ctx, wave.id, 1),
        (ctx) => retryWave(ctx, wave.id),
      ];
      for (const who of [
        ingrid,
        await contextOf(tx, amara),
        await contextOf(tx, reviewer),
        await contextOf(tx, await aStaffMember(tx, "administrator")),
      ])
        for (const door of doors) await expect(door(who)).rejects.toThrow(NotFound);
      const observer = await contextOf(tx, await aStaffMember(tx, "observer"));
      for (const door of doors) await expect(door(observer)).rejects.toMatchObject({ because: "not-your-role" });
      await expect(getWave(lin, randomUUID(), 1)).rejects.toThrow(NotFound);
      await expect(retryWave(lin, randomUUID())).rejects.toThrow(NotFound);
    }));

  it("letters that failed are owed again, and only those", () =>
    inTransaction(db, async (tx) => {
      const { cycle, lin, amara } = await aFinal(tx);
      const wave = written("valid");
      await send(lin, cycle.id, wave);
      await expect(retryWave(lin, wave.id)).rejects.toMatchObject({ because: "nobody-to-tell", how: "not-now" });
      await tx.update(notifications).set({ sentAt: JUDGING });
      await tx
        .update(notifications)
        .set({ sentAt: null, failedAt: JUDGING, attempts: 8, lastError: "EENVELOPE 550" })
        .where(eq(notifications.dedupe, `${waveOf(wave.id)}:${amara.id}`));
      expect((await getWave(lin, wave.id, 1)).log.map(({ email, state }) => [email, state])[0]).toEqual([
        amara.email,
        "failed",
      ]);
      expect((await wavesOf(lin, cycle.id))[0]).toMatchObject({ delivered: 1, failed: 1 });
      await retryWave(lin, wave.id);
      expect((await getWave(lin, wave.id, 1)).log.map(({ email, state }) => [email, state])[0]).toEqual([
        amara.email,
        "queued",
      ]);
      expect((await eventsOf(lin, wave.id)).map(({ type }) => type)).toEqual(["wave.sent", "wave.retried"]);
    }));

  it("B29: neither counted nor sent again where the reader may not know of the team; nor to who cannot sign in, and else where people are now", () =>
    inTransaction(db, async (tx) => {
      const { cycle, lin, loser, amara, lucia } = await aFinal(tx);
      const gone = await aMember(tx, loser.city.id, "editor");
      const wave = written("valid");
      await send(lin, cycle.id, wave);
      await tx.update(notifications).set({ failedAt: JUDGING, lastError: "EENVELOPE 550" });
      const chen = await contextOf(tx, await aStaffMember(tx));
      await aMember(tx, amara.teams[0]!.cityId, "viewer", chen.actor.id);
      const conflicted = await contextOf(tx, chen.actor);
      expect(await wavesOf(lin, cycle.id)).toMatchObject([{ letters: 3, failed: 3 }]);
      expect(await wavesOf(conflicted, cycle.id)).toMatchObject([{ letters: 2, failed: 2, delivered: 0 }]);
      await tx.update(accounts).set({ disabledAt: JUDGING }).where(eq(accounts.id, gone.id));
      await tx.update(accounts).set({ email: "lucia@new.example" }).where(eq(accounts.id, lucia.id));
      await retryWave(conflicted, wave.id);
      const owed = (await tx.select().from(notifications).where(isNull(notifications.failedAt))).map(
        ({ email, lastError }) => [email, lastError],
      );
      expect(owed).toEqual([["lucia@new.example", null]]);
      expect((await getWave(conflicted, wave.id, 1)).retry).toBe(false);
      expect((await getWave(lin, wave.id, 1)).retry).toBe(true);
      await expect(retryWave(conflicted, wave.id)).rejects.toMatchObject({ because: "nobody-to-tell" });
    }));

  it("what is still owed to teams by their result ends when it is taken back, and goes out no more once another is public", () =>
    inTransaction(db, async (tx) => {
      const { cycle, round, lin, finalise } = await aFinal(tx);
      await finalise();
      await publishResults(lin, { roundId: round.id, at: JUDGING, publicUrl: URL });
      const waves = [written("listed"), written("unlisted"), written("listed", null, randomUUID(), "shortlisted")];
      for (const wave of [...waves, written("valid")]) await send(lin, cycle.id, wave);
      const owed = () => tx.$count(notifications, and(eq(notifications.kind, "wave"), isNull(notifications.failedAt)));
      expect(await owed()).toBe(5);
      await unpublishResults(lin, { roundId: round.id, reason: "A mistake." });
      expect(await owed()).toBe(2);
      await expect(retryWave(lin, waves[0]!.id)).rejects.toMatchObject({ because: "not-published" });
      await publishResults({ ...lin, now: days(1) }, { roundId: round.id, at: days(1), publicUrl: URL });
      await expect(retryWave({ ...lin, now: days(1) }, waves[0]!.id)).rejects.toMatchObject({
        because: "nobody-to-tell",
      });
    }));
});
