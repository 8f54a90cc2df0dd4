import { and, eq, inArray, isNull } from "drizzle-orm";
import { accounts } from "#db/schema/account.ts";
import { cycles } from "#db/schema/cycle.ts";
import { formatMoment, formatNumber } from "#app/i18n/format.ts";
import { localeOr } from "#app/i18n/locales.ts";
import { type Localised, say } from "#app/i18n/localised.ts";
import type { Context } from "../context.ts";
import { type Owed, oweAll } from "../notification/commands.server.ts";
import type { Pair } from "./rules.ts";

/** One letter for everybody who was given something to read, with how much and until when. */
export async function tellReviewers(
  ctx: Context,
  round: { id: string; cycleId: string; name: Localised; closesAt: Date },
  pairs: readonly Pair[],
  publicUrl: string,
): Promise<void> {
  const counts = new Map<string, number>();
  for (const { reviewerId } of pairs) counts.set(reviewerId, (counts.get(reviewerId) ?? 0) + 1);
  if (counts.size === 0) return;
  const [cycle] = await ctx.db.select({ zone: cycles.timeZone }).from(cycles).where(eq(cycles.id, round.cycleId));
  const people = await ctx.db
    .select({ id: accounts.id, email: accounts.email, locale: accounts.locale })
    .from(accounts)
    .where(and(inArray(accounts.id, [...counts.keys()]), isNull(accounts.disabledAt)));
  const letters = people.map((person): Owed => {
    const locale = localeOr(person.locale);
    const params = {
      round: say(round.name, locale),
      count: formatNumber(counts.get(person.id) ?? 0, locale),
      closes: formatMoment(round.closesAt, locale, cycle!.zone),
      closesUtc: formatMoment(round.closesAt, locale, "UTC"),
      link: `${publicUrl}/judging/rounds/${round.id}`,
    };
    return {
      dedupe: `assignments-ready:${round.id}:${person.id}:${ctx.now.toISOString()}`,
      accountId: person.id,
      email: person.email,
      locale,
      kind: "assignments-ready",
      params,
    };
  });
  await oweAll(ctx, letters);
}
