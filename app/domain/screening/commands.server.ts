import { and, eq, isNull, ne } from "drizzle-orm";
import { eligibilityChecks, type Finding, screeningReopenings, screenings } from "#db/schema/screening.ts";
import { entryStream } from "../audit/rules.ts";
import type { Context } from "../context.ts";
import { lockEntry } from "../entry/queries.server.ts";
import { Invalid, Stale } from "../errors.ts";
import { type Owed, oweAll } from "../notification/commands.server.ts";
import { correspondents } from "../team/queries.server.ts";
import { transact } from "../transact.server.ts";
import { authorise } from "../verdict.ts";
import { findingProblems } from "./input.ts";
import { canConfirm, canReopen, canScreen } from "./policy.ts";
import { screeningFacts } from "./queries.server.ts";
import { checklistOf, outcomeOf, reasonsOf } from "./rules.ts";

/**
 * Keeps what was found about each point of the checklist. Where all pass the entry is valid at once; where one fails it
 * is ineligible once a second person agrees; where one is a question it stays open. Throws Invalid for a "fail" or
 * "ask" without a reason.
 */
export function screenEntry(outer: Context, entryId: string, findings: Finding[]): Promise<void> {
  return transact(outer, async (ctx) => {
    const { checklist } = await screenable(ctx, entryId);
    const problems = findingProblems(findings);
    if (problems) throw new Invalid(problems);
    // Of another list than the cycle's: the page was older than the checklist.
    if (!sameKeys(findings, checklistOf({ checklist }))) throw new Stale("the checklist changed meanwhile");
    // Whoever gives the entry more time holds it: then it is open again, and not to be screened.
    await lockEntry(ctx, entryId);
    await screenable(ctx, entryId);
    await ctx.db.insert(eligibilityChecks).values({ entryId, findings, at: ctx.now, by: ctx.actor.id });
    const outcome = outcomeOf(findings);
    if (outcome !== "open") {
      const reason = findings
        .filter(({ finding }) => finding === "fail")
        .map((each) => each.reason)
        .join("\n");
      const screened = await ctx.db
        .insert(screenings)
        .values({ entryId, outcome, reason, at: ctx.now, by: ctx.actor.id })
        .onConflictDoNothing()
        .returning();
      if (screened.length === 0) throw new Stale("somebody screened it first");
    }
    return {
      result: undefined,
      event: { type: "entry.screened", stream: entryStream(entryId), subjectId: entryId, details: { outcome } },
    };
  });
}

async function screenable(ctx: Context, entryId: string) {
  const facts = await screeningFacts(ctx, entryId);
  authorise(canScreen(ctx.actor, facts, ctx.now));
  return facts;
}

const sameKeys = (findings: Finding[], points: { key: string }[]): boolean =>
  findings.length === points.length && points.every(({ key }, index) => findings[index]!.key === key);

/**
 * Confirms as the second person that an entry is ineligible, and tells its team why. `seen` is the fingerprint of what
 * they read: Stale where somebody has said something else since.
 */
export function confirmIneligible(outer: Context, entryId: string, seen: string): Promise<void> {
  return transact(outer, async (ctx) => {
    await holdScreening(ctx, entryId);
    const entry = await screeningFacts(ctx, entryId);
    authorise(canConfirm(ctx.actor, entry, ctx.now));
    if (seen !== entry.seen) throw new Stale("the screening changed meanwhile");
    const confirmed = await ctx.db
      .update(screenings)
      .set({ confirmedAt: ctx.now, confirmedBy: ctx.actor.id })
      .where(
        and(
          eq(screenings.entryId, entryId),
          eq(screenings.outcome, "ineligible"),
          isNull(screenings.confirmedAt),
          ne(screenings.by, ctx.actor.id),
        ),
      )
      .returning();
    if (!confirmed[0]) throw new Stale("the screening changed meanwhile");
    await tellTeam(ctx, entry, confirmed[0].at);
    return {
      result: undefined,
      event: {
        type: "entry.screening-confirmed",
        stream: entryStream(entryId),
        subjectId: entryId,
        details: { outcome: "ineligible" },
      },
    };
  });
}

async function tellTeam(ctx: Context, entry: Awaited<ReturnType<typeof screeningFacts>>, at: Date) {
  const people = await correspondents(ctx, entry.cityId);
  await oweAll(
    ctx,
    people.map(
      (person): Owed => ({
        ...person,
        dedupe: `screening-ineligible:${entry.id}:${at.toISOString()}:${person.accountId}`,
        kind: "screening-ineligible",
        params: {
          code: entry.code,
          title: entry.title,
          reason: reasonsOf(entry.findings ?? [], checklistOf(entry), person.locale) || entry.reason,
        },
      }),
    ),
  );
}

/** The row first: an assignment in the making and whoever takes it back hold it, and are then seen by the policy. */
async function holdScreening({ db }: Context, entryId: string): Promise<void> {
  await db.select({ id: screenings.entryId }).from(screenings).where(eq(screenings.entryId, entryId)).for("update");
}

/** Takes a screening back, so that the entry waits for one again. What it said stays on record beside the reason. */
export function reopenScreening(outer: Context, entryId: string, reason: string): Promise<void> {
  return transact(outer, async (ctx) => {
    await holdScreening(ctx, entryId);
    authorise(canReopen(ctx.actor, await screeningFacts(ctx, entryId), ctx.now));
    if (reason.trim() === "") throw new Invalid({ reason: "reason-needed" });
    const [taken] = await ctx.db.delete(screenings).where(eq(screenings.entryId, entryId)).returning();
    if (!taken) throw new Stale("the screening changed meanwhile");
    await ctx.db.insert(screeningReopenings).values({
      entryId,
      outcome: taken.outcome,
      outcomeReason: taken.reason,
      screenedAt: taken.at,
      screenedBy: taken.by,
      confirmedAt: taken.confirmedAt,
      confirmedBy: taken.confirmedBy,
      reason,
      at: ctx.now,
      by: ctx.actor.id,
    });
    return {
      result: undefined,
      event: {
        type: "entry.screening-reopened",
        stream: entryStream(entryId),
        subjectId: entryId,
        details: { outcome: taken.outcome },
      },
    };
  });
}
