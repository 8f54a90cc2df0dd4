import { and, asc, countDistinct, desc, eq, max, or, type SQL, type SQLWrapper, sql } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import { accounts } from "#db/schema/account.ts";
import { assignments, recusals } from "#db/schema/assignment.ts";
import { noConflictOf } from "#db/schema/conflict.ts";
import { discussionMessages, discussionReadings } from "#db/schema/discussion.ts";
import { entries } from "#db/schema/entry.ts";
import { reviews } from "#db/schema/review.ts";
import { freezes, rounds } from "#db/schema/round.ts";
import { finalisations } from "#db/schema/shortlist.ts";
import { isCounting } from "../assignment/totals.server.ts";
import type { Actor, Context } from "../context.ts";
import { NotFound } from "../errors.ts";
import { PER_PAGE } from "../paging.ts";
import { canSeeReviews } from "../ranking/policy.ts";
import { canJudge } from "../review/policy.ts";
import { seatLetter } from "../review/rules.ts";
import { isChair } from "../round/policy.ts";
import type { DiscussionRule } from "../round/rules.ts";
import { getRound, isInRound } from "../round/queries.server.ts";
import { authorise } from "../verdict.ts";
import { canFollow, canFollowDiscussions, canSpeak, type Discussed } from "./policy.ts";
import { type OwnReview, threadOf } from "./rules.ts";

/** Who would read what was said, and by what part in a round, as parts of a statement. */
export type Follower = { id: SQL; judges(roundId: string): SQL; seesReviews(round: Discussed): SQL };
const follower = ({ actor }: Context): Follower => ({
  id: sql`${actor.id}::uuid`,
  judges: (roundId) => sql`${canJudge(actor, roundId).allowed}`,
  seesReviews: (round) => sql`${canSeeReviews(actor, round).allowed}`,
});

const own = alias(assignments, "own");
/** SQL: of the assignment that `own` joins, while it has not ended. */
const ownReview = sql<OwnReview>`
  case
    when ${own.id} is null then null
    when ${reviews.submittedAt} is null then 'owed'
    else 'in'
  end`;
const ownOf = ({ id }: Follower, roundId: string | SQLWrapper): SQL =>
  and(
    eq(own.roundId, roundId),
    eq(own.entryId, entries.id),
    eq(own.reviewerId, id),
    sql`not exists (select 1 from ${recusals} x where x.assignment_id = ${own.id})`,
  )!;
/**
 * What a round judges and its reader is not in conflict with: of anything else there is no discussion, whatever their
 * part.
 */
const visible = ({ id }: Follower, roundId: string): SQL =>
  and(isInRound(roundId), noConflictOf(id, { roundId, entryId: entries.id }))!;

/**
 * What the rights of the actor on a thread depend on. 404 for an entry that is not in the round or in conflict with
 * them. Not guarded beyond that.
 */
export async function discussionFacts(ctx: Context, roundId: string, entryId: string) {
  const [found] = await ctx.db
    .select({
      code: entries.code,
      title: entries.title,
      roundId: rounds.id,
      rule: rounds.discussion,
      divided: rounds.divided,
      frozen: sql<boolean>`${freezes.roundId} is not null`,
      final: sql<boolean>`${finalisations.approvedAt} is not null`,
      review: ownReview,
      assignmentId: own.id,
      seat: own.seat,
      messages: sql<number>`(
        select count(*)::int
        from ${discussionMessages} m
        where m.round_id = ${roundId} and m.entry_id = ${entries.id}
      )`,
    })
    .from(entries)
    .innerJoin(rounds, and(eq(rounds.id, roundId), eq(rounds.cycleId, entries.cycleId)))
    .leftJoin(freezes, eq(freezes.roundId, rounds.id))
    .leftJoin(finalisations, and(eq(finalisations.roundId, rounds.id), eq(finalisations.version, 1)))
    .leftJoin(own, ownOf(follower(ctx), roundId))
    .leftJoin(reviews, eq(reviews.assignmentId, own.id))
    .where(and(eq(entries.id, entryId), visible(follower(ctx), roundId)));
  if (!found) throw new NotFound();
  return found;
}

/**
 * What the readers of an entry say to each other in a round, and whether the actor may join in. 404 for whoever neither
 * reads it nor sees its reviews, and for everybody in conflict with it; 409 before one's own review is in. Names only
 * for those who see reviews by name. `unread` names what of it the actor has not read, corrections too.
 */
export async function getDiscussion(ctx: Context, roundId: string, entryId: string) {
  const facts = await discussionFacts(ctx, roundId, entryId);
  authorise(canFollow(ctx.actor, facts));
  const theirs = alias(assignments, "theirs");
  const named = canSeeReviews(ctx.actor, facts).allowed;
  const said = await ctx.db
    .select({
      id: discussionMessages.id,
      corrects: discussionMessages.corrects,
      text: discussionMessages.text,
      at: discussionMessages.at,
      by: discussionMessages.by,
      voice: discussionMessages.voice,
      name: accounts.name,
      seat: theirs.seat,
      gone: sql<boolean>`coalesce(not ${isCounting(theirs)}, false)`,
      unread: isUnread(follower(ctx)),
    })
    .from(discussionMessages)
    .leftJoin(discussionReadings, readBy(follower(ctx)))
    .innerJoin(accounts, eq(accounts.id, discussionMessages.by))
    .leftJoin(
      theirs,
      and(
        eq(theirs.roundId, discussionMessages.roundId),
        eq(theirs.entryId, discussionMessages.entryId),
        eq(theirs.reviewerId, discussionMessages.by),
      ),
    )
    .where(and(eq(discussionMessages.roundId, roundId), eq(discussionMessages.entryId, entryId)))
    .orderBy(asc(discussionMessages.at), asc(discussionMessages.id));
  const messages = threadOf(
    said.map(({ by, seat, name, ...message }) => ({
      ...message,
      letter: message.voice === "reviewer" && seat !== null ? seatLetter(seat) : null,
      name: named ? name : null,
      own: by === ctx.actor.id,
      gone: message.voice === "reviewer" && (message.gone || seat === null),
    })),
  );
  const speaking = canSpeak(ctx.actor, facts);
  const { code, title, seat, review, assignmentId, divided } = facts;
  return {
    entry: { id: entryId, code, title },
    messages,
    unread: said.filter(({ unread }) => unread).map(({ id }) => id),
    speaking,
    divided,
    assignmentId: review === "in" ? assignmentId : null,
    letter: seat === null || isChair(ctx.actor, roundId) ? null : seatLetter(seat),
  };
}

/** Which discussions somebody may follow: after their own review, the chair's too if they have one to give. */
function followed(by: Follower, round: Discussed): SQL {
  const [judges, sees] = [by.judges(round.roundId), by.seesReviews(round)];
  return and(
    eq(discussionMessages.roundId, round.roundId),
    visible(by, round.roundId),
    sql`(
      (${judges} and ${ownReview} = 'in')
      or (${sees} and not (${judges} and not ${round.frozen} and coalesce(${ownReview} = 'owed', false)))
    )`,
  )!;
}

const readBy = ({ id }: Follower): SQL =>
  and(eq(discussionReadings.messageId, discussionMessages.id), eq(discussionReadings.accountId, id))!;
/** SQL: whether a message or correction is another's and its reader has not read it, where `readBy` is joined. */
const isUnread = ({ id }: Follower) =>
  sql<boolean>`(${discussionMessages.by} <> ${id} and ${discussionReadings.messageId} is null)`;
/** SQL: how many messages are unread; one that was corrected since is, and counts once. */
const unreadBy = (by: Follower) =>
  sql<number>`(
    count(distinct coalesce(${discussionMessages.corrects}, ${discussionMessages.id}))
    filter (where ${isUnread(by)})
  )::int`;

type Given = { id: string; discussion: DiscussionRule; frozenAt: Date | null };
export const asDiscussed = ({ id, discussion, frozenAt }: Given): Discussed => ({
  roundId: id,
  rule: discussion,
  frozen: frozenAt !== null,
});

/**
 * The messages and corrections of these rounds, of which there is one at least and each is discussed now, that wait to
 * be read by somebody who may follow them. One that was corrected has the same `first` as its corrections.
 */
export const unreadOf = ({ db }: Pick<Context<Actor>, "db">, by: Follower, discussed: readonly Discussed[]) =>
  db
    .select({
      id: discussionMessages.id,
      roundId: discussionMessages.roundId,
      first: sql<string>`coalesce(${discussionMessages.corrects}, ${discussionMessages.id})`.as("first"),
      at: discussionMessages.at,
    })
    .from(discussionMessages)
    .innerJoin(entries, eq(entries.id, discussionMessages.entryId))
    .leftJoin(discussionReadings, readBy(by))
    .leftJoin(own, ownOf(by, discussionMessages.roundId))
    .leftJoin(reviews, eq(reviews.assignmentId, own.id))
    .where(and(or(...discussed.map((round) => followed(by, round))), isUnread(by)))
    .as("waiting");

/** How many messages of each of these rounds wait so, one that was corrected once; rounds without any are left out. */
export async function unreadIn(ctx: Context, given: readonly Given[]): Promise<Map<string, number>> {
  const discussed = given.map(asDiscussed).filter((round) => canFollowDiscussions(ctx.actor, round).allowed);
  if (discussed.length === 0) return new Map();
  const waiting = unreadOf(ctx, follower(ctx), discussed);
  const found = await ctx.db
    .select({ roundId: waiting.roundId, unread: countDistinct(waiting.first) })
    .from(waiting)
    .groupBy(waiting.roundId);
  return new Map(found.map(({ roundId, unread }) => [roundId, unread]));
}

/**
 * The entries of a round that were talked about and whose discussion the actor may follow, what is unread first, then
 * the latest, 50 a page and one more if there are.
 */
export async function discussionsOf(ctx: Context, roundId: string, page: number) {
  const { id, name, discussion, frozenAt, cycle } = await getRound(ctx, roundId);
  const round = { roundId, rule: discussion, frozen: frozenAt !== null };
  authorise(canFollowDiscussions(ctx.actor, round));
  const by = follower(ctx);
  const [last, unread] = [max(discussionMessages.at), unreadBy(by)];
  const found = await ctx.db
    .select({
      id: entries.id,
      code: entries.code,
      title: entries.title,
      messages: sql<number>`(count(*) filter (where ${discussionMessages.corrects} is null))::int`,
      unread,
      at: last,
    })
    .from(discussionMessages)
    .innerJoin(entries, eq(entries.id, discussionMessages.entryId))
    .leftJoin(discussionReadings, readBy(by))
    .leftJoin(own, ownOf(by, roundId))
    .leftJoin(reviews, eq(reviews.assignmentId, own.id))
    .where(followed(by, round))
    .groupBy(entries.id)
    .orderBy(sql`${unread} > 0 desc`, desc(last), asc(entries.id))
    .limit(PER_PAGE + 1)
    .offset((page - 1) * PER_PAGE);
  return {
    round: { id, name, timeZone: cycle.timeZone },
    judges: canJudge(ctx.actor, roundId).allowed,
    discussions: found,
  };
}
