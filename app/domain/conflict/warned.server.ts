import { and, asc, eq, isNull, sql } from "drizzle-orm";
import { reviewerProfiles } from "#db/schema/account.ts";
import { assignments, recusals } from "#db/schema/assignment.ts";
import { cities } from "#db/schema/city.ts";
import { conflictDeclarations } from "#db/schema/conflict.ts";
import { entries } from "#db/schema/entry.ts";
import type { ConflictRules } from "#db/schema/round.ts";
import { earlierNames, everAccepted } from "../co-applicant/queries.server.ts";
import type { Context } from "../context.ts";
import { canFollowRound } from "../round/policy.ts";
import { authorise } from "../verdict.ts";
import { declaredByReader, noConflict } from "./queries.server.ts";
import { type ConflictAnswer, contradictionsOf } from "./rules.ts";

/**
 * How many of a round's assignments a rule warns of, because the reader's profile names who takes part in the entry,
 * and in how many of these the reader said all the same that there is no conflict. Without entries whoever asks is in
 * conflict with. In a blind round nobody is warned: the question would tell who entered.
 */
export async function warnedOf(
  ctx: Context,
  round: { id: string; blind: boolean; conflictRules: ConflictRules },
): Promise<{ warned: number; cleared: number }> {
  authorise(canFollowRound(ctx.actor, round.id));
  if (round.blind || !Object.values(round.conflictRules).includes("warn")) return { warned: 0, cleared: 0 };
  const isReadIn = and(
    eq(assignments.roundId, round.id),
    isNull(recusals.assignmentId),
    noConflict(ctx, { roundId: round.id, entryId: assignments.entryId }),
  );
  const profiles = await ctx.db
    .select({
      id: reviewerProfiles.accountId,
      countries: reviewerProfiles.countries,
      cities: reviewerProfiles.cities,
      organisations: reviewerProfiles.organisations,
    })
    .from(reviewerProfiles)
    .where(sql`${reviewerProfiles.accountId} in (
      select a.reviewer_id from ${assignments} a where a.round_id = ${round.id}
    )`);
  const read = await ctx.db
    .select({
      cityName: cities.name,
      country: cities.country,
      partners: entries.partners,
      coApplicants: everAccepted(entries.id),
      earlierNames: earlierNames(entries.id),
      readers: sql<{ id: string; answer: ConflictAnswer | null }[]>`json_agg(
        json_build_object('id', ${assignments.reviewerId}, 'answer', ${conflictDeclarations.answer})
      )`,
    })
    .from(assignments)
    .innerJoin(entries, eq(entries.id, assignments.entryId))
    .innerJoin(cities, eq(cities.id, entries.cityId))
    .leftJoin(recusals, eq(recusals.assignmentId, assignments.id))
    .leftJoin(conflictDeclarations, declaredByReader)
    .where(isReadIn)
    .groupBy(entries.id, cities.id)
    .orderBy(asc(entries.id));
  const known = new Map(profiles.map(({ id, ...profile }) => [id, profile]));
  const warned = read.flatMap(({ readers, ...entry }) =>
    readers.filter(({ id }) => {
      const profile = known.get(id);
      return profile && contradictionsOf(profile, entry, round.conflictRules).length > 0;
    }),
  );
  return { warned: warned.length, cleared: warned.filter(({ answer }) => answer === "none").length };
}
