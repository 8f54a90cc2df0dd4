import { and, asc, desc, eq, isNull, or, sql } from "drizzle-orm";
import { accounts, reviewerProfiles } from "#db/schema/account.ts";
import { assignmentRules, assignmentRuns, assignments, recusals, type SideRules } from "#db/schema/assignment.ts";
import { conflictDeclarations, standingConflicts } from "#db/schema/conflict.ts";
import { entries } from "#db/schema/entry.ts";
import { panelMembers } from "#db/schema/panel.ts";
import { reviews } from "#db/schema/review.ts";
import type { Calculate } from "#app/outside/calculation/calculation.ts";
import { declaredByReader, hiddenEntries } from "../conflict/queries.server.ts";
import type { Context } from "../context.ts";
import { regionOf } from "../countries.ts";
import { readingGroups } from "../panel/division.server.ts";
import { isInRound, type Round } from "../round/queries.server.ts";
import { authorise } from "../verdict.ts";
import { certify } from "./certificate.ts";
import { criterionNames, namedRules, seenEntries } from "./certificates.server.ts";
import { recordsOf } from "./groups.ts";
import { canAssign } from "./policy.ts";
import { sum } from "./problem.ts";
import { drawCalibration, keyOf, NO_RULES, type Pair, type Plan, planHash, type PlanInput } from "./rules.ts";

const pairOf = ({ entryId, reviewerId }: Pair): Pair => ({ entryId, reviewerId });

/**
 * What a plan of the round keeps besides conflicts and capacities. Not guarded: for plans and pages that have checked
 * who reads.
 */
export async function sideRules({ db }: Pick<Context, "db">, roundId: string): Promise<SideRules> {
  const [set] = await db
    .select({ rules: assignmentRules.rules })
    .from(assignmentRules)
    .where(eq(assignmentRules.roundId, roundId));
  return set?.rules ?? NO_RULES;
}

/**
 * All a balanced plan rests on, read in the caller's transaction, always in one order: the same facts are worked out
 * once. Nothing of it is shown: the planner must know every conflict, its reader need not. Planned `again`, what nobody
 * has begun may move: no answer to the conflict question, no score.
 */
export async function planningFacts(
  ctx: Pick<Context, "db">,
  round: { id: string; reviewsPerEntry: number | null },
  again = false,
): Promise<PlanInput> {
  const judged = await ctx.db
    .select({ id: entries.id, themes: entries.themes })
    .from(entries)
    .where(isInRound(round.id))
    .orderBy(asc(entries.id));
  const rules = await sideRules(ctx, round.id);
  const panel = await reviewersOf(ctx, round.id);
  const conflicts = await barredPairs(ctx, round.id);
  const given = await assignedIn(ctx, round.id);
  const barred = new Set(conflicts.map(keyOf));
  const stands = (pair: (typeof given)[number]) => !pair.recused && !barred.has(keyOf(pair));
  const forbidden = [...conflicts, ...given.filter((pair) => !stands(pair)).map(pairOf)];
  const [before] = await ctx.db
    .select({ calibration: assignmentRuns.calibration })
    .from(assignmentRuns)
    .where(eq(assignmentRuns.roundId, round.id))
    .orderBy(desc(assignmentRuns.at), asc(assignmentRuns.id))
    .limit(1);
  const groups = round.reviewsPerEntry === null ? [] : groupsWith(panel, await readingGroups(ctx, round.id));
  const shared = { entries: judged, forbidden, rules, seed: round.id };
  return {
    ...shared,
    reviewers: panel.map(({ country, ...reviewer }) => ({
      ...reviewer,
      region: country === null ? null : regionOf(country),
    })),
    reviewsPerEntry: round.reviewsPerEntry,
    existing: given.filter(stands).map(pairOf),
    held: again ? given.filter((pair) => stands(pair) && !pair.begun).map(pairOf) : [],
    calibration: drawCalibration(shared, before?.calibration ?? []),
    ...(groups.length > 0 ? { groups } : {}),
  };
}

/** Who is in conflict with which entry by the rules of a round, always in one order. Not guarded. */
export const barredPairs = ({ db }: Pick<Context, "db">, roundId: string): Promise<Pair[]> =>
  db
    .selectDistinct({ entryId: standingConflicts.entryId, reviewerId: standingConflicts.accountId })
    .from(standingConflicts)
    .where(eq(standingConflicts.roundId, roundId))
    .orderBy(asc(standingConflicts.entryId), asc(standingConflicts.accountId));

/** Whoever may be given something to read: their account is open. */
const reviewersOf = ({ db }: Pick<Context, "db">, roundId: string) =>
  db
    .select({
      id: panelMembers.accountId,
      themes: sql<string[]>`coalesce(${reviewerProfiles.themes}, '{}')`.mapWith(reviewerProfiles.themes),
      capacity: reviewerProfiles.capacity,
      country: sql<string | null>`${reviewerProfiles.countries}[1]`,
    })
    .from(panelMembers)
    .innerJoin(accounts, eq(accounts.id, panelMembers.accountId))
    .leftJoin(reviewerProfiles, eq(reviewerProfiles.accountId, panelMembers.accountId))
    .where(and(eq(panelMembers.roundId, roundId), eq(panelMembers.role, "reviewer"), isNull(accounts.disabledAt)))
    .orderBy(asc(panelMembers.accountId));

/** Groups in which somebody can still be given something: who cannot sign in stays in them for what they have read. */
const groupsWith = <Group extends { reviewers: string[] }>(panel: readonly { id: string }[], groups: Group[]) =>
  groups.filter(({ reviewers }) => panel.some(({ id }) => reviewers.includes(id)));

/**
 * How many read each criterion of an entry by a plan, where the round divides its criteria: those of every group that
 * reads it, as many of each as the round asks for and the group has. None where it does not. Not guarded.
 */
export async function readersByCriterion(ctx: Context, round: { id: string; reviewsPerEntry: number | null }) {
  const [groups, names] = [await readingGroups(ctx, round.id), await criterionNames(ctx, round.id)];
  const open = new Set((await reviewersOf(ctx, round.id)).map(({ id }) => id));
  return groups.length === 0
    ? []
    : [...names].map(([id, name]) => ({
        name,
        readers: sum(
          groups
            .filter(({ criteria }) => criteria.includes(id))
            .map(({ reviewers }) =>
              Math.min(reviewers.filter((id) => open.has(id)).length, round.reviewsPerEntry ?? Infinity),
            ),
        ),
      }));
}

/**
 * Who was given what: whether they gave it back, and whether they have begun. Of somebody whose account is shut, only
 * what they handed in: they will not read the rest.
 */
const assignedIn = ({ db }: Pick<Context, "db">, roundId: string) =>
  db
    .select({
      entryId: assignments.entryId,
      reviewerId: assignments.reviewerId,
      recused: sql<boolean>`${recusals.assignmentId} is not null`,
      begun: sql<boolean>`(${reviews.id} is not null or ${conflictDeclarations.answer} is not null)`,
    })
    .from(assignments)
    .innerJoin(accounts, eq(accounts.id, assignments.reviewerId))
    .leftJoin(reviews, eq(reviews.assignmentId, assignments.id))
    .leftJoin(conflictDeclarations, declaredByReader)
    .leftJoin(recusals, eq(recusals.assignmentId, assignments.id))
    .where(
      and(eq(assignments.roundId, roundId), or(isNull(accounts.disabledAt), sql`${reviews.submittedAt} is not null`)),
    )
    .orderBy(asc(assignments.id));

/**
 * The plan the portal would carry out now, with its hash, for whoever may assign; nothing is written. Entries the
 * reader is in conflict with are absent and counted nowhere; then the figures, which are about the whole plan, are
 * null. In `parts` where its criteria are divided, else in one. `known`: the facts it rests on, where they were read.
 */
export async function previewBalanced(
  ctx: Context,
  calculate: Calculate,
  round: Pick<Round, "id" | "reviewsPerEntry" | "blind" | "state">,
  again = false,
  known?: PlanInput,
) {
  authorise(canAssign(ctx.actor, round));
  const facts = known ?? (await planningFacts(ctx, round, again));
  const plan = await calculate("assignment", facts);
  const seen = await seenEntries(ctx, round, isInRound(round.id));
  const parts = await shownParts(ctx, round, facts, plan, seen);
  return {
    pairs: plan.pairs.filter(({ entryId }) => seen.has(entryId)).length,
    moved: sum(parts.map(({ moved }) => moved)),
    loads: new Map(parts.flatMap(({ loads }) => [...loads])),
    unserved: parts.flatMap(({ unserved }) => unserved),
    sha256: planHash(plan),
    rules: facts.rules,
    parts,
  };
}

/** What a plan would be for each group of its readers, over the entries in `seen` alone. */
async function shownParts(
  ctx: Context,
  round: { id: string },
  facts: PlanInput,
  plan: Plan,
  seen: Awaited<ReturnType<typeof seenEntries>>,
) {
  const [hidden, nameOf] = [await hiddenEntries(ctx, round.id), await criterionNames(ctx, round.id)];
  const parts = [];
  for (const { criteria, record } of recordsOf(facts, plan)) {
    const certified = certify(record, new Set(seen.keys()), hidden);
    const { settled, figures, loads, unserved, unkept, calibration, moved } = certified;
    parts.push({
      criteria: criteria?.map((id) => nameOf.get(id)!) ?? null,
      loads,
      moved,
      settled,
      figures,
      solver: record.solver,
      ...(await namedRules(ctx, { unkept, calibration }, seen)),
      unserved: unserved.map(({ entryId, missing, because }) => ({
        ...seen.get(entryId)!,
        missing,
        because: because!,
      })),
    });
  }
  return parts;
}
