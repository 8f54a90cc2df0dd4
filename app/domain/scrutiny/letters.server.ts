import { eq } from "drizzle-orm";
import { accounts } from "#db/schema/account.ts";
import { type Locale, localeOr } from "#app/i18n/locales.ts";
import { say } from "#app/i18n/localised.ts";
import { secretariat } from "../account/queries.server.ts";
import type { Context } from "../context.ts";
import type { Owed } from "../notification/commands.server.ts";
import { getRound } from "../round/queries.server.ts";

/** To the holder of a stated key, who would know if it were not theirs, and to the secretariat. */
export async function keyLetters(ctx: Context, roundId: string, key: string, publicUrl: string): Promise<Owed[]> {
  const { name, cycle } = await getRound(ctx, roundId);
  const about = (locale: Locale) => ({ key, round: say(name, locale), cycle: say(cycle.name, locale) });
  const [holder] = await ctx.db
    .select({ accountId: accounts.id, email: accounts.email, locale: accounts.locale })
    .from(accounts)
    .where(eq(accounts.id, ctx.actor.id));
  const dedupe = (accountId: string) => `key-stated:${roundId}:${ctx.actor.id}:${accountId}`;
  const locale = localeOr(holder!.locale);
  const own = { ...about(locale), link: `${publicUrl}/judging/rounds/${roundId}/scrutiny` };
  return [
    { ...holder!, dedupe: dedupe(holder!.accountId), locale, kind: "own-key-stated", params: own },
    ...(await secretariat(ctx)).map((person): Owed => {
      const params = { ...about(person.locale), name: ctx.actor.name, link: `${publicUrl}/rounds/${roundId}/panel` };
      return { ...person, dedupe: dedupe(person.accountId), kind: "scrutineer-key-stated", params };
    }),
  ];
}
