import { and, arrayOverlaps, asc, eq, inArray, isNotNull, isNull, not } from "drizzle-orm";
import { assignments, recusals } from "#db/schema/assignment.ts";
import { conflictDeclarations, conflictWaivers } from "#db/schema/conflict.ts";
import { entries } from "#db/schema/entry.ts";
import { freezes, rounds } from "#db/schema/round.ts";
import { recomputeTotals } from "../assignment/totals.server.ts";
import { type AuditEvent, entryStream, type EventType, roundStream } from "../audit/rules.ts";
import { isStillInOffice } from "../account/queries.server.ts";
import type { Context } from "../context.ts";
import { Invalid, NotFound, Stale } from "../errors.ts";
import { oweAll } from "../notification/commands.server.ts";
import { commitRecused } from "../proof/assigned.server.ts";
import { transact } from "../transact.server.ts";
import { authorise, notNow } from "../verdict.ts";
import { declarationProblems } from "./input.ts";
import { canDeclare } from "./policy.ts";
import { getWaivable, mayConfirm } from "./queries.server.ts";
import type { ConflictAnswer, ConflictKind } from "./rules.ts";

/**
 * Answers the conflict question for oneself. A conflict or a doubt ends the person's assignments of that entry and
 * takes what they scored out of the totals of rounds that are not frozen. An earlier waiver does not cover a conflict
 * declared after it; what two people lifted no longer binds one's answer.
 */
export function declareConflict(outer: Context, given: Declaration): Promise<void> {
  return transact(outer, async (ctx) => ({ result: undefined, event: await declare(ctx, given) }));
}

/** Answers "no conflict" for several entries, all of them or none. Refuses as `declareConflict` does. */
export function declareNoConflicts(outer: Context, entryIds: readonly string[]): Promise<void> {
  return transact(outer, async (ctx) => {
    const event: AuditEvent[] = [];
    for (const entryId of [...entryIds].sort())
      event.push(...(await declare(ctx, { entryId, answer: "none", reason: "" })));
    return { result: undefined, event };
  });
}

type Declaration = { entryId: string; answer: ConflictAnswer; reason: string };

async function declare(ctx: Context, { entryId, answer, reason }: Declaration): Promise<AuditEvent[]> {
  const cycle = await cycleOf(ctx, entryId);
  authorise(canDeclare(ctx.actor, cycle, { before: null, after: answer }));
  const open = await holdRounds(ctx, entryId);
  // Read under the hold: they may just have answered in another window.
  authorise(canDeclare(ctx.actor, cycle, { before: await boundBy(ctx, entryId), after: answer }));
  const problems = declarationProblems({ answer, reason });
  if (problems) throw new Invalid(problems);
  const row = { answer, reason, at: ctx.now };
  await ctx.db
    .insert(conflictDeclarations)
    .values({ entryId, accountId: ctx.actor.id, ...row })
    .onConflictDoUpdate({ target: [conflictDeclarations.entryId, conflictDeclarations.accountId], set: row });
  const ended = answer === "none" ? [] : await endAssignments(ctx, entryId, open, reason);
  return [
    { type: "conflict.declared", stream: entryStream(entryId), subjectId: entryId, details: { answer } },
    ...ended,
  ];
}

/** One's own answer as it stands, unless two people have lifted it. */
async function boundBy({ db, actor }: Context, entryId: string): Promise<ConflictAnswer | null> {
  const [given] = await db
    .select({ answer: conflictDeclarations.answer })
    .from(conflictDeclarations)
    .where(and(eq(conflictDeclarations.entryId, entryId), eq(conflictDeclarations.accountId, actor.id)));
  const [lifted] = await db
    .select({ at: conflictWaivers.confirmedAt })
    .from(conflictWaivers)
    .where(
      and(
        waiverOf({ entryId, accountId: actor.id }),
        isNotNull(conflictWaivers.confirmedAt),
        arrayOverlaps(conflictWaivers.kinds, [given?.answer === "unsure" ? "unsure" : "declared"]),
      ),
    );
  return lifted ? null : (given?.answer ?? null);
}

type Which = { roundId: string; entryId: string; accountId: string };
const waiverOf = ({ entryId, accountId }: Omit<Which, "roundId">) =>
  and(eq(conflictWaivers.entryId, entryId), eq(conflictWaivers.accountId, accountId));
const waiverEvent = (type: EventType, { entryId, accountId }: Which, kinds: readonly ConflictKind[]): AuditEvent => ({
  type,
  stream: entryStream(entryId),
  subjectId: entryId,
  details: { accountId, kinds: kinds.toSorted() },
});

/**
 * Proposes to lift the conflicts that stand in a round between somebody on its panel and an entry, of these kinds and
 * no other, but never with their own city's. Nothing changes until a second person of the secretariat confirms it; a
 * letter asks those who may. 409 while a proposal waits.
 */
export function proposeWaiver(
  outer: Context,
  { reason, ...which }: Which & { reason: string },
  publicUrl: string,
): Promise<void> {
  const { roundId, entryId, accountId } = which;
  return transact(outer, async (ctx) => {
    await getWaivable(ctx, which);
    await holdRounds(ctx, entryId);
    const { person, kinds } = await getWaivable(ctx, which);
    if (reason.trim() === "") throw new Invalid({ reason: "reason-needed" });
    // Of somebody who has left office since it can never be confirmed.
    const lapsed = await ctx.db
      .delete(conflictWaivers)
      .where(
        and(
          waiverOf(which),
          isNull(conflictWaivers.confirmedAt),
          not(isStillInOffice(conflictWaivers.by, "secretariat")),
        ),
      )
      .returning({ kinds: conflictWaivers.kinds });
    const made = await ctx.db
      .insert(conflictWaivers)
      .values({ entryId, accountId, kinds, reason, at: ctx.now, by: ctx.actor.id })
      .onConflictDoNothing()
      .returning({ entryId: conflictWaivers.entryId });
    if (made.length === 0) authorise(notNow("already-proposed-right"));
    const params = {
      name: person,
      by: ctx.actor.name,
      about: "waiver",
      reason,
      link: `${publicUrl}/rounds/${roundId}/conflicts/${entryId}/${accountId}/waiver`,
    };
    const dedupe = (to: string) => `waiver-proposed:${entryId}:${accountId}:${ctx.now.toISOString()}:${to}`;
    await oweAll(
      ctx,
      (await mayConfirm(ctx, which)).map((to) => ({
        ...to,
        dedupe: dedupe(to.accountId),
        kind: "proposal-made",
        params,
      })),
    );
    const events = lapsed.map((gone) => waiverEvent("conflict.waiver-declined", which, gone.kinds));
    return { result: undefined, event: [...events, waiverEvent("conflict.waiver-proposed", which, kinds)] };
  });
}

/**
 * The second person agrees: conflicts of the kinds that were proposed are lifted in every round. With `seen`, what the
 * second person read: Stale for a proposal of other kinds or another reason. Assignments that ended stay ended until
 * somebody assigns anew.
 */
export function confirmWaiver(outer: Context, which: Which, seen?: string): Promise<void> {
  return transact(outer, async (ctx) => {
    await getWaivable(ctx, which);
    const open = await holdRounds(ctx, which.entryId);
    const { confirmation, proposal } = await getWaivable(ctx, which);
    authorise(confirmation);
    if (seen !== undefined && seen !== proposal?.sha256) throw new Stale("another lifting is proposed by now");
    const lifted = await ctx.db
      .update(conflictWaivers)
      .set({ confirmedAt: ctx.now, confirmedBy: ctx.actor.id })
      .where(and(waiverOf(which), isNull(conflictWaivers.confirmedAt)))
      .returning({ kinds: conflictWaivers.kinds });
    for (const roundId of open) await recomputeTotals(ctx, roundId, which.entryId);
    return { result: undefined, event: lifted.map(({ kinds }) => waiverEvent("conflict.waived", which, kinds)) };
  });
}

/**
 * Leaves the conflict standing: whoever may lift it turns the proposal down, or takes back their own. 404 where none
 * waits.
 */
export function declineWaiver(outer: Context, which: Which): Promise<void> {
  return transact(outer, async (ctx) => {
    await getWaivable(ctx, which);
    await holdRounds(ctx, which.entryId);
    const ended = await ctx.db
      .delete(conflictWaivers)
      .where(and(waiverOf(which), isNull(conflictWaivers.confirmedAt)))
      .returning({ kinds: conflictWaivers.kinds });
    if (ended.length === 0) throw new NotFound();
    return {
      result: undefined,
      event: ended.map(({ kinds }) => waiverEvent("conflict.waiver-declined", which, kinds)),
    };
  });
}

async function cycleOf({ db }: Context, entryId: string): Promise<{ cycleId: string } | null> {
  const [entry] = await db.select({ cycleId: entries.cycleId }).from(entries).where(eq(entries.id, entryId));
  return entry ?? null;
}

/**
 * Takes every round of the entry's cycle alone, so that no score or assignment slips past, and returns those that are
 * not frozen.
 */
async function holdRounds({ db }: Context, entryId: string): Promise<string[]> {
  const cycle = db.select({ id: entries.cycleId }).from(entries).where(eq(entries.id, entryId));
  const held = await db
    .select({ id: rounds.id })
    .from(rounds)
    .where(inArray(rounds.cycleId, cycle))
    .orderBy(asc(rounds.id))
    .for("update");
  if (held.length === 0) return [];
  const ids = held.map(({ id }) => id);
  const frozen = await db.select({ id: freezes.roundId }).from(freezes).where(inArray(freezes.roundId, ids));
  return ids.filter((id) => !frozen.some((freeze) => freeze.id === id));
}

async function endAssignments(
  ctx: Context,
  entryId: string,
  openRounds: string[],
  reason: string,
): Promise<AuditEvent[]> {
  await ctx.db.delete(conflictWaivers).where(waiverOf({ entryId, accountId: ctx.actor.id }));
  if (openRounds.length === 0) return [];
  const live = await ctx.db
    .select({ id: assignments.id, roundId: assignments.roundId })
    .from(assignments)
    .leftJoin(recusals, eq(recusals.assignmentId, assignments.id))
    .where(
      and(
        eq(assignments.entryId, entryId),
        eq(assignments.reviewerId, ctx.actor.id),
        inArray(assignments.roundId, openRounds),
        isNull(recusals.assignmentId),
      ),
    );
  if (live.length > 0)
    await ctx.db
      .insert(recusals)
      .values(live.map(({ id }) => ({ assignmentId: id, reason, at: ctx.now, by: ctx.actor.id })));
  await commitRecused(ctx, live, "declared");
  for (const roundId of openRounds) await recomputeTotals(ctx, roundId, entryId);
  return live.map(({ id, roundId }) => ({
    type: "assignment.recused",
    stream: roundStream(roundId),
    subjectId: id,
    details: { because: "conflict" },
  }));
}
