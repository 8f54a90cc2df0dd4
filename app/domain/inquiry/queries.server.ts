import { and, asc, desc, eq, inArray, isNotNull, or, type SQL, sql } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import { accounts } from "#db/schema/account.ts";
import { assignments } from "#db/schema/assignment.ts";
import { cycles } from "#db/schema/cycle.ts";
import { entries, withdrawals } from "#db/schema/entry.ts";
import { inquiries } from "#db/schema/inquiry.ts";
import { rounds } from "#db/schema/round.ts";
import { asker } from "../asker.server.ts";
import { noConflict } from "../conflict/queries.server.ts";
import type { Context } from "../context.ts";
import { isReviewer, visibleTo } from "../entry/visibility.server.ts";
import { NotFound } from "../errors.ts";
import { authorise } from "../verdict.ts";
import { mayInquire } from "./policy.ts";
import { inquiryState } from "./rules.ts";

const withdrawn = sql<boolean>`exists (select 1 from ${withdrawals} w where w.entry_id = ${entries.id})`;
const facts = {
  forwardedAt: inquiries.forwardedAt,
  declinedAt: inquiries.declinedAt,
  dueAt: inquiries.dueAt,
  answeredAt: inquiries.answeredAt,
};
const cycle = { name: cycles.name, timeZone: cycles.timeZone };

/** The team's: what was forwarded to it, without a word about who asked. */
const forTeam = ({ actor }: Context): SQL =>
  and(
    isNotNull(inquiries.forwardedAt),
    inArray(
      entries.cityId,
      actor.teams.map(({ cityId }) => cityId),
    ),
  )!;

/** What a team was asked about one entry, the newest first. Nothing for others. */
export async function askedOfTeam(ctx: Context, entryId: string) {
  const rows = await ctx.db
    .select({ id: inquiries.id, question: sql<string>`${inquiries.question}`, answer: inquiries.answer, ...facts })
    .from(inquiries)
    .innerJoin(entries, eq(entries.id, inquiries.entryId))
    .where(and(eq(inquiries.entryId, entryId), forTeam(ctx)))
    .orderBy(desc(inquiries.forwardedAt), inquiries.id);
  return rows.map(({ declinedAt: _never, ...row }) => ({
    ...row,
    state: inquiryState({ ...row, declinedAt: null }, ctx.now),
  }));
}

/** One question to one's team, with what its answer depends on; NotFound for anybody else. */
export async function getAsked(ctx: Context, inquiryId: string) {
  const [row] = await ctx.db
    .select({
      id: inquiries.id,
      entryId: inquiries.entryId,
      code: entries.code,
      title: entries.title,
      cityId: entries.cityId,
      cycle,
      withdrawn,
      question: sql<string>`${inquiries.question}`,
      answer: inquiries.answer,
      roundId: inquiries.roundId,
      forwardedBy: sql<string>`${inquiries.forwardedBy}`,
      askedBy: inquiries.askedBy,
      ...facts,
    })
    .from(inquiries)
    .innerJoin(entries, eq(entries.id, inquiries.entryId))
    .innerJoin(cycles, eq(cycles.id, entries.cycleId))
    .where(and(eq(inquiries.id, inquiryId), forTeam(ctx)));
  if (!row) throw new NotFound();
  return { ...row, state: inquiryState(row, ctx.now) };
}

const [askers, answerers] = [alias(accounts, "askers"), alias(accounts, "answerers")];

/** Staff's: every question about entries of others that they are not in conflict with. */
const forStaff = (ctx: Context): SQL =>
  and(
    noConflict(ctx, { entryId: entries.id }),
    sql`${entries.cityId} <> all(${`{${ctx.actor.teams.map(({ cityId }) => cityId).join(",")}}`}::uuid[])`,
  )!;

/**
 * All that was asked about an entry, with who asked and who answered, the newest first: for the secretariat and
 * observers.
 */
export async function inquiriesAbout(ctx: Context, entryId: string) {
  const may = mayInquire(ctx.actor);
  if (!may.allowed && may.how === "hidden") throw new NotFound();
  const rows = await ctx.db
    .select({
      id: inquiries.id,
      proposal: inquiries.proposal,
      question: inquiries.question,
      askedAt: inquiries.askedAt,
      askedBy: askers.name,
      fromReviewer: isNotNull(inquiries.roundId),
      answer: inquiries.answer,
      answeredBy: answerers.name,
      declineReason: inquiries.declineReason,
      ...facts,
    })
    .from(inquiries)
    .innerJoin(entries, eq(entries.id, inquiries.entryId))
    .innerJoin(askers, eq(askers.id, inquiries.askedBy))
    .leftJoin(answerers, eq(answerers.id, inquiries.answeredBy))
    .where(and(eq(inquiries.entryId, entryId), forStaff(ctx)))
    .orderBy(desc(inquiries.askedAt), inquiries.id);
  return rows.map((row) => ({ ...row, state: inquiryState(row, ctx.now) }));
}

/** A reviewer's question that the secretariat decides about; 403 for observers, NotFound for others and in conflict. */
export async function getProposed(ctx: Context, inquiryId: string) {
  authorise(mayInquire(ctx.actor));
  const [row] = await ctx.db
    .select({
      id: inquiries.id,
      entryId: inquiries.entryId,
      cityId: entries.cityId,
      code: entries.code,
      title: entries.title,
      cycle,
      withdrawn,
      proposal: inquiries.proposal,
      askedBy: askers.name,
      ...facts,
    })
    .from(inquiries)
    .innerJoin(entries, eq(entries.id, inquiries.entryId))
    .innerJoin(cycles, eq(cycles.id, entries.cycleId))
    .innerJoin(askers, eq(askers.id, inquiries.askedBy))
    .where(and(eq(inquiries.id, inquiryId), isNotNull(inquiries.roundId), forStaff(ctx)));
  if (!row) throw new NotFound();
  return { ...row, state: inquiryState(row, ctx.now) };
}

/** An assignment of one's own through which one may read its entry now. Else NotFound. */
export async function getAskingAssignment(ctx: Context, assignmentId: string) {
  const [row] = await ctx.db
    .select({
      id: assignments.id,
      roundId: assignments.roundId,
      entryId: assignments.entryId,
      code: entries.code,
      title: entries.title,
      withdrawn,
      timeZone: cycles.timeZone,
      frozen: sql<boolean>`exists (select 1 from freezes f where f.round_id = ${rounds.id})`,
      closed: sql<boolean>`${rounds.closesAt} < ${ctx.now.toISOString()}::timestamptz`,
    })
    .from(assignments)
    .innerJoin(rounds, eq(rounds.id, assignments.roundId))
    .innerJoin(entries, eq(entries.id, assignments.entryId))
    .innerJoin(cycles, eq(cycles.id, entries.cycleId))
    .where(and(eq(assignments.id, assignmentId), isReviewer(asker(ctx), assignments.id), visibleTo(asker(ctx))));
  if (!row) throw new NotFound();
  return row;
}

/**
 * What a reviewer reads of questions about an assigned entry: everything that was answered, and what became of one's
 * own. Never who else asked.
 */
export async function readByReviewer(ctx: Context, { entryId }: { entryId: string }) {
  const own = eq(inquiries.askedBy, ctx.actor.id);
  const rows = await ctx.db
    .select({
      id: inquiries.id,
      text: sql<string>`coalesce(${inquiries.question}, ${inquiries.proposal})`,
      own: sql<boolean>`${own}`,
      answer: inquiries.answer,
      declineReason: inquiries.declineReason,
      ...facts,
    })
    .from(inquiries)
    .where(and(eq(inquiries.entryId, entryId), or(isNotNull(inquiries.answeredAt), own)))
    .orderBy(asc(inquiries.askedAt), inquiries.id);
  return rows.map((row) => ({ ...row, state: inquiryState(row, ctx.now) }));
}
