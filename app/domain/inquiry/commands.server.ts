import { and, asc, eq, isNull } from "drizzle-orm";
import { accounts } from "#db/schema/account.ts";
import { assignments, recusals } from "#db/schema/assignment.ts";
import { noConflictOf } from "#db/schema/conflict.ts";
import { inquiries } from "#db/schema/inquiry.ts";
import { formatMoment } from "#app/i18n/format.ts";
import { say } from "#app/i18n/localised.ts";
import { isStillInOffice } from "../account/queries.server.ts";
import { entryStream } from "../audit/rules.ts";
import { correspondents } from "../team/queries.server.ts";
import type { Context } from "../context.ts";
import { lockEntry } from "../entry/queries.server.ts";
import { Invalid, Stale } from "../errors.ts";
import { type Owed, oweAll } from "../notification/commands.server.ts";
import { oneAtATime, wroteJustNow } from "../once.server.ts";
import { lockRound } from "../round/queries.server.ts";
import { screeningFacts } from "../screening/queries.server.ts";
import { isReadable } from "../screening/rules.ts";
import { transact } from "../transact.server.ts";
import { authorise } from "../verdict.ts";
import { canAnswer, canDecide, canForward, canInquire, canPropose, mayInquire } from "./policy.ts";
import { getAsked, getAskingAssignment, getProposed } from "./queries.server.ts";

type Asked = { question: string; dueAt: Date };
type Addressee = {
  id: string;
  entryId: string;
  cityId: string;
  code: string;
  title: string;
  cycle: { name: Parameters<typeof say>[0]; timeZone: string };
};

/**
 * Asks whoever entered, until a moment; the same question pressed twice once. Answers the question's id. Throws Invalid
 * for a moment that is past.
 */
export function inquire(
  outer: Context,
  entryId: string,
  { question, dueAt }: Asked,
  publicUrl: string,
): Promise<string> {
  return transact(outer, async (ctx) => {
    authorise(mayInquire(ctx.actor));
    await lockEntry(ctx, entryId);
    const entry = await screeningFacts(ctx, entryId);
    authorise(canInquire(ctx.actor, { withdrawn: entry.withdrawn, readable: isReadable(entry, ctx.now) }));
    refusePast(dueAt, ctx.now);
    const before = await askedJustNow(ctx, { entryId, proposal: question, dueAt });
    if (before) return { result: before, event: [] };
    const [asked] = await ctx.db
      .insert(inquiries)
      .values({
        entryId,
        proposal: question,
        question,
        askedAt: ctx.now,
        askedBy: ctx.actor.id,
        forwardedAt: ctx.now,
        forwardedBy: ctx.actor.id,
        dueAt,
      })
      .returning({ id: inquiries.id });
    await tellTeam(ctx, { ...entry, id: asked!.id, entryId }, { question, dueAt }, publicUrl);
    return {
      result: asked!.id,
      event: {
        type: "inquiry.forwarded",
        stream: entryStream(entryId),
        subjectId: entryId,
        details: { inquiry: asked!.id, until: dueAt.toISOString() },
      },
    };
  });
}

async function askedJustNow(
  ctx: Context,
  { entryId, proposal, dueAt }: { entryId: string; proposal: string; dueAt?: Date },
) {
  const [asked] = await ctx.db
    .select({ id: inquiries.id })
    .from(inquiries)
    .where(
      and(
        eq(inquiries.entryId, entryId),
        eq(inquiries.proposal, proposal),
        dueAt && eq(inquiries.dueAt, dueAt),
        wroteJustNow(ctx, { by: inquiries.askedBy, at: inquiries.askedAt }),
      ),
    );
  return asked?.id;
}

/** A reviewer's question about an assigned entry, to the secretariat. Nobody else learns who asked. */
export function proposeInquiry(outer: Context, assignmentId: string, proposal: string): Promise<string> {
  return transact(outer, async (ctx) => {
    // Held, so that nobody asks about an entry they are just being taken off, or in a round that is being frozen.
    await lockRound(ctx, (await getAskingAssignment(ctx, assignmentId)).roundId, "share");
    const { entryId, roundId, ...facts } = await getAskingAssignment(ctx, assignmentId);
    authorise(canPropose(facts));
    await oneAtATime(ctx);
    const before = await askedJustNow(ctx, { entryId, proposal });
    if (before) return { result: before, event: [] };
    const [asked] = await ctx.db
      .insert(inquiries)
      .values({ entryId, roundId, proposal, askedAt: ctx.now, askedBy: ctx.actor.id })
      .returning({ id: inquiries.id });
    return {
      result: asked!.id,
      event: {
        type: "inquiry.proposed",
        stream: entryStream(entryId),
        subjectId: entryId,
        details: { inquiry: asked!.id, round: roundId },
      },
    };
  });
}

/** Sends a reviewer's question on, in these words and until this moment. */
export function forwardInquiry(
  outer: Context,
  inquiryId: string,
  { question, dueAt }: Asked,
  publicUrl: string,
): Promise<void> {
  return transact(outer, async (ctx) => {
    // Held, so that nobody is asked about an entry that is just being withdrawn.
    await lockEntry(ctx, (await getProposed(ctx, inquiryId)).entryId);
    const inquiry = await getProposed(ctx, inquiryId);
    authorise(canForward(ctx.actor, inquiry));
    refusePast(dueAt, ctx.now);
    await decide(ctx, inquiryId, { question, dueAt, forwardedAt: ctx.now, forwardedBy: ctx.actor.id });
    await tellTeam(ctx, inquiry, { question, dueAt }, publicUrl);
    return {
      result: undefined,
      event: {
        type: "inquiry.forwarded",
        stream: entryStream(inquiry.entryId),
        subjectId: inquiry.entryId,
        details: { inquiry: inquiryId, until: dueAt.toISOString() },
      },
    };
  });
}

/** Does not send a reviewer's question on; the reviewer reads why. */
export function declineInquiry(outer: Context, inquiryId: string, reason: string): Promise<void> {
  return transact(outer, async (ctx) => {
    const { entryId, state } = await getProposed(ctx, inquiryId);
    authorise(canDecide(ctx.actor, state));
    await decide(ctx, inquiryId, { declineReason: reason, declinedAt: ctx.now, declinedBy: ctx.actor.id });
    return {
      result: undefined,
      event: {
        type: "inquiry.declined",
        stream: entryStream(entryId),
        subjectId: entryId,
        details: { inquiry: inquiryId },
      },
    };
  });
}

async function decide(
  ctx: Context,
  inquiryId: string,
  decision: Partial<typeof inquiries.$inferInsert>,
): Promise<void> {
  const decided = await ctx.db
    .update(inquiries)
    .set(decision)
    .where(and(eq(inquiries.id, inquiryId), isNull(inquiries.forwardedAt), isNull(inquiries.declinedAt)))
    .returning({ id: inquiries.id });
  if (decided.length === 0) throw new Stale("somebody decided about it first");
}

/**
 * The team's answer, once and in time. It stays beside the entry; what was sealed does not change. Whoever asked and
 * whoever forwarded it gets a letter.
 */
export function answerInquiry(outer: Context, inquiryId: string, answer: string, publicUrl: string): Promise<void> {
  return transact(outer, async (ctx) => {
    const asked = await getAsked(ctx, inquiryId);
    authorise(canAnswer(ctx.actor, asked));
    const answered = await ctx.db
      .update(inquiries)
      .set({ answer, answeredAt: ctx.now, answeredBy: ctx.actor.id })
      .where(and(eq(inquiries.id, inquiryId), isNull(inquiries.answeredAt)))
      .returning({ id: inquiries.id });
    if (answered.length === 0) throw new Stale("a colleague answered first");
    await tellAskers(ctx, asked, publicUrl);
    return {
      result: undefined,
      event: {
        type: "inquiry.answered",
        stream: entryStream(asked.entryId),
        subjectId: asked.entryId,
        details: { inquiry: inquiryId },
      },
    };
  });
}

function refusePast(dueAt: Date, now: Date): void {
  if (dueAt <= now) throw new Invalid({ date: "in-the-past" });
}

async function tellTeam(
  ctx: Context,
  { id, entryId: _entry, cityId, code, title, cycle }: Addressee,
  { question, dueAt }: Asked,
  publicUrl: string,
): Promise<void> {
  const letters = (await correspondents(ctx, cityId)).map((person): Owed => {
    const { locale } = person;
    const params = {
      code,
      title,
      cycle: say(cycle.name, locale),
      question,
      until: formatMoment(dueAt, locale, cycle.timeZone),
      untilUtc: formatMoment(dueAt, locale, "UTC"),
      link: `${publicUrl}/inquiries/${id}`,
    };
    return { ...person, dedupe: `inquiry-asked:${id}:${person.accountId}`, kind: "inquiry-asked", params };
  });
  await oweAll(ctx, letters);
}

/**
 * Tells the reviewer who asked and whoever of the secretariat sent it on, where these may still read the entry; where
 * nobody of them may, the others of the secretariat.
 */
async function tellAskers(
  ctx: Context,
  { id, entryId, code, askedBy, forwardedBy, roundId }: Awaited<ReturnType<typeof getAsked>>,
  publicUrl: string,
): Promise<void> {
  const letter = (accountId: string, link: string) => ({
    dedupe: `inquiry-answered:${id}:${accountId}`,
    kind: "inquiry-answered" as const,
    params: { code, link },
  });
  const { db } = ctx;
  const person = { accountId: accounts.id, email: accounts.email, locale: accounts.locale };
  const mayRead = and(isNull(accounts.disabledAt), noConflictOf(accounts.id, { entryId }));
  const readers = roundId
    ? await db
        .select({ ...person, assignmentId: assignments.id })
        .from(assignments)
        .innerJoin(accounts, eq(accounts.id, assignments.reviewerId))
        .leftJoin(recusals, eq(recusals.assignmentId, assignments.id))
        .where(
          and(
            eq(assignments.entryId, entryId),
            eq(assignments.roundId, roundId),
            eq(assignments.reviewerId, askedBy),
            isNull(recusals.assignmentId),
            mayRead,
          ),
        )
    : [];
  const office = await db
    .select(person)
    .from(accounts)
    .where(and(isStillInOffice(accounts.id, "secretariat"), mayRead))
    .orderBy(asc(accounts.id));
  const forwarders = office.filter(({ accountId }) => accountId === forwardedBy);
  const toReaders = readers.map(({ assignmentId, ...reader }) => ({
    ...reader,
    ...letter(reader.accountId, `${publicUrl}/judging/assignments/${assignmentId}/inquiries`),
  }));
  const toOffice = (forwarders.length + readers.length > 0 ? forwarders : office).map((each) => ({
    ...each,
    ...letter(each.accountId, `${publicUrl}/secretariat/entries/${entryId}/inquiries`),
  }));
  await oweAll(ctx, [...toReaders, ...toOffice]);
}
