import { eq } from "drizzle-orm";
import { expect, it } from "vitest";
import { addComment } from "#app/domain/comment/commands.server.ts";
import type { Context } from "#app/domain/context.ts";
import { say } from "#app/domain/discussion/commands.server.ts";
import { giveFeedback } from "#app/domain/feedback/commands.server.ts";
import { inquire, proposeInquiry } from "#app/domain/inquiry/commands.server.ts";
import { addMatter, openMeeting } from "#app/domain/meeting/commands.server.ts";
import { freezeRound } from "#app/domain/shortlist/commands.server.ts";
import { submitEntry } from "#app/domain/submission/commands.server.ts";
import { answerComments } from "#db/schema/comment.ts";
import { cycles } from "#db/schema/cycle.ts";
import { discussionMessages } from "#db/schema/discussion.ts";
import { feedback } from "#db/schema/feedback.ts";
import { inquiries } from "#db/schema/inquiry.ts";
import { meetingItems } from "#db/schema/meeting.ts";
import { notifications } from "#db/schema/notification.ts";
import { testDatabase } from "#tests/support/database.ts";
import { anEntry, aStaffMember, COMPLETE, NOW } from "#tests/support/factories.ts";
import { aCandidate, aContest, aJudge, aReview, aScoredRound, contextOf } from "#tests/support/judging.ts";
import { oneAfterTheOther } from "#tests/support/waiting.ts";

/** Real connections and real commits: what is raced here is the database's locks. */
const { db } = await testDatabase();
const URL = "https://award.example";
const DAY = 86_400_000;

/** Somebody presses a button twice, the second time before the first is committed; then says something else. */
async function press(ctx: Context, act: (ctx: Context, text: string) => Promise<unknown>) {
  await oneAfterTheOther(
    db,
    (tx) => act({ ...ctx, db: tx }, "How was it paid for?"),
    () => act({ ...ctx, now: new Date(ctx.now.getTime() + 300) }, "How was it paid for?"),
  );
  await act({ ...ctx, now: new Date(ctx.now.getTime() + 400) }, "And by whom?");
}

/** A submitted entry whose early date has passed, and one of the secretariat. */
async function anEarlyEntry() {
  const scene = await anEntry(db, { answers: COMPLETE });
  const earlyAt = new Date(NOW.getTime() + 3_600_000);
  await db.update(cycles).set({ earlyAt }).where(eq(cycles.id, scene.cycle.id));
  await submitEntry(scene.ctx, scene.entryId, URL);
  return { ...scene, lin: { db, actor: await aStaffMember(db), now: new Date(NOW.getTime() + 2 * 3_600_000) } };
}

/** A round whose reviewers discuss, with one entry that one of them has read. */
async function aRead() {
  const cycle = await aContest(db);
  const round = await aScoredRound(db, { cycle, discussion: "after-own" });
  const entry = await aCandidate(db, { cycle });
  const rafael = await aJudge(db, round);
  const { assignment } = await aReview(db, { round, entry, reviewer: rafael, values: [4, 4] });
  return { round, entry, assignment, rafael: await contextOf(db, rafael) };
}

it("feedback is given once, and its letters go out once", async () => {
  const { lin, entryId } = await anEarlyEntry();
  const sent = () => db.$count(notifications, eq(notifications.kind, "feedback-given"));
  await press(lin, (ctx, text) => giveFeedback(ctx, entryId, text, URL));
  expect([await db.$count(feedback), await sent()]).toEqual([2, 2]);
});

it("a question to a city is asked once", async () => {
  const { lin, entryId, cycle } = await anEarlyEntry();
  const late = { ...lin, now: new Date(cycle.closesAt.getTime() + DAY) };
  const dueAt = new Date(late.now.getTime() + DAY);
  await press(late, (ctx, question) => inquire(ctx, entryId, { question, dueAt }, URL));
  expect(await db.$count(inquiries, eq(inquiries.entryId, entryId))).toBe(2);
});

it("a reviewer's question is asked once", async () => {
  const { assignment, entry, rafael } = await aRead();
  await press(rafael, (ctx, question) => proposeInquiry(ctx, assignment.id, question));
  expect(await db.$count(inquiries, eq(inquiries.entryId, entry.id))).toBe(2);
});

it("a message to the panel is said once", async () => {
  const { round, entry, rafael } = await aRead();
  await press(rafael, (ctx, text) => say(ctx, { roundId: round.id, entryId: entry.id, text }));
  expect(await db.$count(discussionMessages, eq(discussionMessages.roundId, round.id))).toBe(2);
});

it("a matter is put on the agenda once", async () => {
  const { round } = await aRead();
  const chair = await contextOf(db, await aJudge(db, round, { role: "chair" }));
  await freezeRound(chair, round.id);
  const meetingId = await openMeeting(chair, round.id, null);
  await press(chair, (ctx, text) => addMatter(ctx, meetingId, text));
  expect(await db.$count(meetingItems, eq(meetingItems.meetingId, meetingId))).toBe(2);
});

it("a comment on an answer is made once", async () => {
  const { ctx, entryId } = await anEntry(db, { answers: COMPLETE });
  await press(ctx, (own, text) => addComment(own, { entryId, questionKey: "title", text }));
  expect(await db.$count(answerComments, eq(answerComments.entryId, entryId))).toBe(2);
});
