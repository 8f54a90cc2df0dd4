import { and, asc, eq, isNull } from "drizzle-orm";
import { accounts } from "#db/schema/account.ts";
import { assignments, recusals } from "#db/schema/assignment.ts";
import { noConflictOf } from "#db/schema/conflict.ts";
import { cycles } from "#db/schema/cycle.ts";
import type { rounds } from "#db/schema/round.ts";
import { formatMoment } from "#app/i18n/format.ts";
import { localeOr } from "#app/i18n/locales.ts";
import { say } from "#app/i18n/localised.ts";
import type { Context } from "../context.ts";
import { oweAll } from "../notification/commands.server.ts";

/** Tells everybody who has a review in a round or owes one that it is open again: why, and until when. */
export async function tellUnlocked(
  ctx: Context,
  round: typeof rounds.$inferSelect,
  { id, reason }: { id: string; reason: string },
  publicUrl: string,
): Promise<void> {
  const [cycle] = await ctx.db
    .select({ name: cycles.name, timeZone: cycles.timeZone })
    .from(cycles)
    .where(eq(cycles.id, round.cycleId));
  const people = await ctx.db
    .selectDistinct({ accountId: accounts.id, email: accounts.email, locale: accounts.locale })
    .from(assignments)
    .innerJoin(accounts, eq(accounts.id, assignments.reviewerId))
    .leftJoin(recusals, eq(recusals.assignmentId, assignments.id))
    .where(
      and(
        eq(assignments.roundId, round.id),
        isNull(recusals.assignmentId),
        isNull(accounts.disabledAt),
        noConflictOf(accounts.id, { roundId: round.id, entryId: assignments.entryId }),
      ),
    )
    .orderBy(asc(accounts.email));
  await oweAll(
    ctx,
    people.map((person) => {
      const locale = localeOr(person.locale);
      return {
        ...person,
        dedupe: `round-unlocked:${id}:${person.accountId}`,
        kind: "round-unlocked" as const,
        params: {
          round: say(round.name, locale),
          cycle: say(cycle!.name, locale),
          until: formatMoment(round.closesAt, locale, cycle!.timeZone),
          untilUtc: formatMoment(round.closesAt, locale, "UTC"),
          reason,
          link: `${publicUrl}/judging/rounds/${round.id}`,
        },
      };
    }),
  );
}
