import { and, desc, eq, inArray, isNull, or, sql } from "drizzle-orm";
import { discussionMessages, discussionReadings } from "#db/schema/discussion.ts";
import { type AuditEvent, roundStream } from "../audit/rules.ts";
import type { Context } from "../context.ts";
import { NotFound } from "../errors.ts";
import { oneAtATime } from "../once.server.ts";
import { isChair } from "../round/policy.ts";
import { lockRound } from "../round/queries.server.ts";
import { transact } from "../transact.server.ts";
import { authorise } from "../verdict.ts";
import { canCorrect, canFollow, canSpeak } from "./policy.ts";
import { discussionFacts } from "./queries.server.ts";

type Given = { roundId: string; entryId: string; text: string };

/**
 * Says something to the others who read an entry. Sent twice in a row it is said once. Letters tell of it later, and of
 * nothing but that something waits. 404 and 409 as for following, 409 once the list is final.
 */
export function say(outer: Context, given: Given): Promise<void> {
  return transact(outer, async (ctx) => {
    authorise(canSpeak(ctx.actor, await heldFacts(ctx, given)));
    await oneAtATime(ctx);
    const [last] = await ctx.db
      .select({ by: discussionMessages.by, text: discussionMessages.text })
      .from(discussionMessages)
      .where(inThread(given))
      .orderBy(desc(discussionMessages.at), desc(discussionMessages.id))
      .limit(1);
    if (last?.by === ctx.actor.id && last.text === given.text) return { result: undefined, event: [] };
    return { result: undefined, event: await add(ctx, given, null) };
  });
}

/**
 * Puts other words in the place of one's own; what was said before stays to be read. The same words change nothing. 404
 * for what is no message of this thread, 403 for somebody else's.
 */
export function correct(outer: Context, { messageId, ...given }: Given & { messageId: string }): Promise<void> {
  return transact(outer, async (ctx) => {
    const facts = await heldFacts(ctx, given);
    authorise(canSpeak(ctx.actor, facts));
    const [message] = await ctx.db
      .select({ by: discussionMessages.by })
      .from(discussionMessages)
      .where(and(inThread(given), eq(discussionMessages.id, messageId), isNull(discussionMessages.corrects)));
    if (!message) throw new NotFound();
    authorise(canCorrect(ctx.actor, facts, message));
    const [now] = await ctx.db
      .select({ text: discussionMessages.text })
      .from(discussionMessages)
      .where(or(eq(discussionMessages.id, messageId), eq(discussionMessages.corrects, messageId)))
      .orderBy(desc(discussionMessages.at), desc(discussionMessages.id))
      .limit(1);
    if (now?.text === given.text) return { result: undefined, event: [] };
    return { result: undefined, event: await add(ctx, given, messageId) };
  });
}

/**
 * Notes that one has read messages of a discussion, for the count of what is unread; those of another are passed over.
 * It says nothing to anybody else and changes nothing about the award, so it leaves no audit event. 404 and 409 as for
 * following.
 */
export async function markRead(
  ctx: Context,
  { read, ...place }: Omit<Given, "text"> & { read: string[] },
): Promise<void> {
  authorise(canFollow(ctx.actor, await discussionFacts(ctx, place.roundId, place.entryId)));
  const messages = ctx.db
    .select({ messageId: discussionMessages.id, accountId: sql<string>`${ctx.actor.id}::uuid`.as("account_id") })
    .from(discussionMessages)
    .where(and(inThread(place), inArray(discussionMessages.id, read)));
  await ctx.db.insert(discussionReadings).select(messages).onConflictDoNothing();
}

const inThread = ({ roundId, entryId }: Omit<Given, "text">) =>
  and(eq(discussionMessages.roundId, roundId), eq(discussionMessages.entryId, entryId));

/**
 * Read while the round is held, so that a conflict, a freeze or the approval of the list comes clearly before or after.
 */
async function heldFacts(ctx: Context, { roundId, entryId }: Omit<Given, "text">) {
  await lockRound(ctx, roundId, "share");
  return discussionFacts(ctx, roundId, entryId);
}

async function add(ctx: Context, { roundId, entryId, text }: Given, corrects: string | null): Promise<AuditEvent> {
  const voice = isChair(ctx.actor, roundId) ? "chair" : "reviewer";
  const [added] = await ctx.db
    .insert(discussionMessages)
    .values({ roundId, entryId, text, corrects, voice, at: ctx.now, by: ctx.actor.id })
    .returning({ id: discussionMessages.id });
  return {
    type: corrects ? "discussion.corrected" : "discussion.said",
    stream: roundStream(roundId),
    subjectId: corrects ?? added!.id,
    details: { entryId, ...(corrects ? { correction: added!.id } : {}) },
  };
}
