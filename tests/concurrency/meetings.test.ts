import { eq } from "drizzle-orm";
import { expect, it } from "vitest";
import type { Context } from "#app/domain/context.ts";
import { endMeeting, openMeeting } from "#app/domain/meeting/commands.server.ts";
import { closeVote, voteOn } from "#app/domain/meeting/motions.server.ts";
import { roomOf } from "#app/domain/meeting/queries.server.ts";
import { meetings, motions, motionVoters } from "#db/schema/meeting.ts";
import { testDatabase } from "#tests/support/database.ts";
import { aMeeting, aVote } from "#tests/support/meeting.ts";
import { oneAfterTheOther } from "#tests/support/waiting.ts";

/** Real connections and real commits: what is raced here is the database's locks. */
const { db } = await testDatabase();
const within = (ctx: Context, tx: Context["db"]): Context => ({ ...ctx, db: tx });

it("a vote that meets the close of its motion waits for it, and is not counted then", async () => {
  const meeting = await aMeeting(db, 2);
  const { judges, chair, meetingId } = meeting;
  const { motionId } = await aVote(meeting);
  for (const judge of judges.slice(0, 2)) await voteOn(judge, { meetingId, motionId, vote: "no" });
  await expect(
    oneAfterTheOther(
      db,
      (tx) => closeVote(within(chair, tx), meetingId, motionId),
      () => voteOn(judges[2]!, { meetingId, motionId, vote: "yes" }),
    ),
  ).rejects.toMatchObject({ because: "motion-closed" });
  expect(await db.select().from(motionVoters).where(eq(motionVoters.motionId, motionId))).toHaveLength(2);
});

it("a close that meets a vote waits for it, and counts it", async () => {
  const meeting = await aMeeting(db, 2);
  const { judges, chair, meetingId } = meeting;
  const { motionId } = await aVote(meeting);
  await voteOn(judges[0]!, { meetingId, motionId, vote: "yes" });
  await oneAfterTheOther(
    db,
    (tx) => voteOn(within(judges[1]!, tx), { meetingId, motionId, vote: "yes" }),
    () => closeVote(chair, meetingId, motionId),
  );
  expect((await roomOf(chair, meetingId)).motions[0]).toMatchObject({ outcome: "adopted", voters: 2 });
});

it("one vote sent five times at the same moment counts once, and three people's at once each", async () => {
  const meeting = await aMeeting(db, 2);
  const { judges, meetingId } = meeting;
  const { motionId } = await aVote(meeting);
  await Promise.all(
    judges
      .slice(0, 3)
      .flatMap((judge) => Array.from({ length: 5 }, () => voteOn(judge, { meetingId, motionId, vote: "yes" }))),
  );
  const [counted] = await db.select({ yes: motions.yes }).from(motions).where(eq(motions.id, motionId));
  expect(counted).toEqual({ yes: 3 });
});

it("of two who open a meeting at once one does, and the other hears that it goes on", async () => {
  const { chair, lin, round, meetingId } = await aMeeting(db);
  await endMeeting(chair, meetingId);
  await expect(
    oneAfterTheOther(
      db,
      (tx) => openMeeting(within(chair, tx), round.id, null),
      () => openMeeting(lin, round.id, null),
    ),
  ).rejects.toMatchObject({ because: "meeting-running", how: "not-now" });
  expect(await db.select().from(meetings).where(eq(meetings.roundId, round.id))).toHaveLength(2);
});
