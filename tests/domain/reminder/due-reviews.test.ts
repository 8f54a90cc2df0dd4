import { eq } from "drizzle-orm";
import { expect, it } from "vitest";
import { PORTAL } from "#app/domain/context.ts";
import { sendDueReviewReminders } from "#app/domain/reminder/commands.server.ts";
import { accounts } from "#db/schema/account.ts";
import { assignments } from "#db/schema/assignment.ts";
import { notifications } from "#db/schema/notification.ts";
import { rounds } from "#db/schema/round.ts";
import { PUBLIC_URL } from "#tests/support/address.ts";
import { inTransaction, testDatabase } from "#tests/support/database.ts";
import { aCandidate, aContest, aJudge, aReview, aScoredRound, aTask } from "#tests/support/judging.ts";

const { db } = await testDatabase();
const HOUR = 3_600_000;

it("reminds reviewers three days and one before their round closes, once each, and nobody who has nothing to read", () =>
  inTransaction(db, async (tx) => {
    const cycle = await aContest(tx);
    const round = await aScoredRound(tx, { cycle, closesAt: new Date(Date.UTC(2027, 5, 30)) });
    const entry = await aCandidate(tx, { cycle });
    const [late, done, torn, shut] = [
      await aJudge(tx, round),
      await aJudge(tx, round),
      await aJudge(tx, round),
      await aJudge(tx, round),
    ];
    await aTask(tx, { round, entry, reviewer: late });
    await aReview(tx, { round, entry, reviewer: done, values: [4, 4] });
    await aTask(tx, { round, entry, reviewer: torn, declared: "conflict" });
    await aTask(tx, { round, entry, reviewer: shut });
    await tx.update(accounts).set({ disabledAt: round.opensAt }).where(eq(accounts.id, shut.id));
    const send = (hours: number) =>
      sendDueReviewReminders(
        { db: tx, actor: PORTAL, now: new Date(round.closesAt.getTime() - hours * HOUR) },
        PUBLIC_URL,
      );
    const sent = [];
    for (const hours of [73, 72, 71, 49, 47, 25, 24, 23, 1, 0, -1]) sent.push([hours, await send(hours)]);
    expect(sent.filter(([, letters]) => letters !== 0)).toEqual([
      [72, 1],
      [24, 1],
    ]);
    expect(
      await tx.select({ kind: notifications.kind, accountId: notifications.accountId }).from(notifications),
    ).toEqual([1, 2].map(() => ({ kind: "reminder-reviews", accountId: late.id })));
  }));

it("leaves alone who was given entries within a day, and everybody on the day after the opening", () =>
  inTransaction(db, async (tx) => {
    const cycle = await aContest(tx);
    const round = await aScoredRound(tx, { cycle, closesAt: new Date(Date.UTC(2027, 5, 30)) });
    const task = await aTask(tx, { round, entry: await aCandidate(tx, { cycle }), reviewer: await aJudge(tx, round) });
    const before = (hours: number) => new Date(round.closesAt.getTime() - hours * HOUR);
    const send = (hours: number) => sendDueReviewReminders({ db: tx, actor: PORTAL, now: before(hours) }, PUBLIC_URL);
    await tx
      .update(assignments)
      .set({ at: before(71) })
      .where(eq(assignments.id, task.id));
    expect([await send(70), await send(49)]).toEqual([0, 0]);
    await tx
      .update(rounds)
      .set({ opensAt: before(30) })
      .where(eq(rounds.id, round.id));
    expect(await send(23)).toBe(0);
    await tx
      .update(rounds)
      .set({ opensAt: before(49) })
      .where(eq(rounds.id, round.id));
    expect(await send(23)).toBe(1);
  }));
