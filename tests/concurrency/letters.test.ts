import { randomUUID } from "node:crypto";
import { eq, like } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { noteKey } from "#app/domain/commitment/note.ts";
import { type Context, PORTAL } from "#app/domain/context.ts";
import { tellSigners } from "#app/domain/countersignature/letters.server.ts";
import { moveDeadline } from "#app/domain/cycle/commands.server.ts";
import { say } from "#app/domain/discussion/commands.server.ts";
import { tellOfUnread } from "#app/domain/discussion/letters.server.ts";
import { cancelDate, lettersForDate, setDate } from "#app/domain/meeting/dates.server.ts";
import { remindReviewers, remindTeams, sendDueReminders } from "#app/domain/reminder/commands.server.ts";
import { changeRound } from "#app/domain/round/commands.server.ts";
import { getRound } from "#app/domain/round/queries.server.ts";
import { freezeRound } from "#app/domain/shortlist/commands.server.ts";
import { sendWave } from "#app/domain/wave/commands.server.ts";
import { lettersOfWave } from "#app/domain/wave/queries.server.ts";
import { formatMoment } from "#app/i18n/format.ts";
import { sentReminders } from "#db/schema/cycle.ts";
import { notifications } from "#db/schema/notification.ts";
import { waves } from "#db/schema/wave.ts";
import { testDatabase } from "#tests/support/database.ts";
import { aCycle, aForm, anEntry, aStaffMember, COMPLETE, JUDGING, NOW } from "#tests/support/factories.ts";
import { aCandidate, aContest, aJudge, aReview, aScoredRound, aTask, contextOf, days } from "#tests/support/judging.ts";
import { lettersOf } from "#tests/support/letters.ts";
import { aMeeting } from "#tests/support/meeting.ts";
import { aProvedRound } from "#tests/support/proved-round.ts";
import { oneAfterTheOther } from "#tests/support/waiting.ts";

/** Real connections and real commits: what is raced here is the database's locks. */
const { db } = await testDatabase();
const URL = "https://award.example";
const within = <C extends { db: typeof db }>(ctx: C, tx: Context["db"]): C => ({ ...ctx, db: tx });
const later = <C extends { now: Date }>(ctx: C): C => ({ ...ctx, now: new Date(ctx.now.getTime() + 1000) });
const about = async (kind: string, email: string) =>
  (await lettersOf(db)).filter((letter) => letter.kind === kind && letter.email === email);

describe("of two who remind at once the second is told that nobody is left to remind", () => {
  const nobody = { because: "nobody-to-remind" };

  it("of drafts", async () => {
    const { cycle, owner } = await anEntry(db);
    const [lin, chen] = [await aStaffMember(db), await aStaffMember(db)].map((actor) => ({ db, actor, now: NOW }));
    const reminding = oneAfterTheOther(
      db,
      (tx) => remindTeams(within(lin!, tx), cycle.id, URL),
      () => remindTeams(later(chen!), cycle.id, URL),
    );
    await expect(reminding).rejects.toMatchObject(nobody);
    expect(await about("reminder-drafts", owner.email)).toHaveLength(1);
  });

  it("of reviews", async () => {
    const cycle = await aContest(db);
    const round = await aScoredRound(db, { cycle });
    const reviewer = await aJudge(db, round);
    await aTask(db, { round, entry: await aCandidate(db, { cycle }), reviewer });
    const [lin, chen] = [await contextOf(db, await aStaffMember(db)), await contextOf(db, await aStaffMember(db))];
    const reminding = oneAfterTheOther(
      db,
      (tx) => remindReviewers(within(lin, tx), round.id, URL),
      () => remindReviewers(later(chen), round.id, URL),
    );
    await expect(reminding).rejects.toMatchObject(nobody);
    expect(await about("reminder-reviews", reviewer.email)).toHaveLength(1);
  });
});

describe("reviewers are reminded", () => {
  async function aMissingReview() {
    const cycle = await aContest(db);
    const round = await aScoredRound(db, { cycle });
    const reviewer = await aJudge(db, round);
    await aTask(db, { round, entry: await aCandidate(db, { cycle }), reviewer });
    const [lin, chen] = [await contextOf(db, await aStaffMember(db)), await contextOf(db, await aStaffMember(db))];
    return { round, reviewer, lin, chen };
  }

  it("of the close that holds, where it is just being moved", async () => {
    const { round, reviewer, lin, chen } = await aMissingReview();
    const closesAt = days(40);
    await oneAfterTheOther(
      db,
      async (tx) => {
        const { levels, ...settings } = await getRound(within(lin, tx), round.id);
        const why = { reason: "A flood", publicUrl: URL };
        await changeRound(within(lin, tx), round.id, { ...settings, levels, closesAt }, why);
      },
      () => remindReviewers(chen, round.id, URL),
    );
    const [letter] = await about("reminder-reviews", reviewer.email);
    expect(letter!.params).toMatchObject({ deadlineUtc: formatMoment(closesAt, "en", "UTC") });
  });

  it("of nothing in a round that is just being frozen", async () => {
    const { round, reviewer, lin, chen } = await aMissingReview();
    const reminding = oneAfterTheOther(
      db,
      (tx) => freezeRound(within(lin, tx), round.id),
      () => remindReviewers(chen, round.id, URL),
    );
    await expect(reminding).rejects.toMatchObject({ because: "round-frozen", how: "not-now" });
    expect(await about("reminder-reviews", reviewer.email)).toEqual([]);
  });
});

it("the portal reminds of no close that is just being moved", async () => {
  const cycle = await aCycle(db, { reminderDays: [5] });
  await aForm(db, cycle.id);
  const { owner } = await anEntry(db, { cycle });
  const now = new Date(cycle.closesAt.getTime() - 5 * 86_400_000);
  const [lin, portal] = [
    { db, actor: await aStaffMember(db), now },
    { db, actor: PORTAL, now },
  ];
  const closesAt = new Date(cycle.closesAt.getTime() + 30 * 86_400_000);
  await oneAfterTheOther(
    db,
    (tx) => moveDeadline(within(lin, tx), cycle.id, { closesAt, reason: "A flood" }, URL),
    () => sendDueReminders(portal, URL),
  );
  expect(await db.select().from(sentReminders).where(eq(sentReminders.cycleId, cycle.id))).toEqual([]);
  expect(await about("reminder-drafts", owner.email)).toEqual([]);
});

it("a letter to many that is sent twice at once goes out once", async () => {
  const { cycle } = await anEntry(db, { answers: COMPLETE });
  const [lin, chen] = [await aStaffMember(db), await aStaffMember(db)].map((actor) => ({ db, actor, now: NOW }));
  const wave = {
    id: randomUUID(),
    audience: { key: "drafts" as const, roundId: null },
    subject: { en: "{cycle}" },
    body: { en: "Dear {name}" },
  };
  const { seen } = await lettersOfWave(lin!, cycle.id, wave, URL);
  await oneAfterTheOther(
    db,
    (tx) => sendWave(within(lin!, tx), cycle.id, { ...wave, seen }, URL),
    () => sendWave(chen!, cycle.id, { ...wave, seen }, URL),
  );
  expect(await db.select().from(waves).where(eq(waves.cycleId, cycle.id))).toHaveLength(1);
});

describe("what the portal tells by itself, run twice at once, it tells once", () => {
  it("of unread messages", async () => {
    const cycle = await aContest(db);
    const round = await aScoredRound(db, { cycle, discussion: "after-own" });
    const entry = await aCandidate(db, { cycle });
    const [rafael, wanjiru] = [await aJudge(db, round), await aJudge(db, round)];
    for (const reviewer of [rafael, wanjiru]) await aReview(db, { round, entry, reviewer, values: [4, 4] });
    await say(await contextOf(db, rafael), { roundId: round.id, entryId: entry.id, text: "Who pays for it?" });
    const portal = { db, actor: PORTAL, now: new Date(JUDGING.getTime() + 5 * 3_600_000) };
    const again = await oneAfterTheOther(
      db,
      (tx) => tellOfUnread(within(portal, tx), URL),
      () => tellOfUnread(later(portal), URL),
    );
    expect(again).toBe(0);
    expect(await about("discussions-unread", wanjiru.email)).toHaveLength(1);
  });

  it("of a result that may be signed", async () => {
    const key = noteKey("notary.example/nadia", Buffer.alloc(32, 21));
    await aProvedRound(db, { against: false, entries: 10, scrutineers: [key] });
    const portal = { db, actor: PORTAL, now: days(1) };
    const again = await oneAfterTheOther(
      db,
      (tx) => tellSigners(within(portal, tx), URL),
      () => tellSigners(later(portal), URL),
    );
    expect(again).toBe(0);
  });
});

it("who is being written to as a meeting is cancelled hears of that, too", async () => {
  const { chair, round } = await aMeeting(db);
  const startsAt = new Date(JUDGING.getTime() + 7 * 86_400_000);
  const given = {
    id: randomUUID(),
    roundId: round.id,
    date: { startsAt, minutes: 90, place: "Room 3", agenda: "The list" },
  };
  await setDate(chair, { ...given, seen: (await lettersForDate(chair, given, URL)).seen }, URL);
  const mine = like(notifications.dedupe, `meeting-date:${given.id}:%`);
  await oneAfterTheOther(
    db,
    async (tx) => {
      const [letter] = await tx.select().from(notifications).where(mine).limit(1);
      await tx.update(notifications).set({ attempts: 1 }).where(eq(notifications.id, letter!.id));
    },
    () => cancelDate(later(chair), given.id, URL),
  );
  expect(
    (await db.select().from(notifications).where(mine)).filter(({ kind }) => kind === "meeting-cancelled"),
  ).toHaveLength(1);
});
