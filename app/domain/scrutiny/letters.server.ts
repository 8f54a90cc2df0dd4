import { and, asc, eq, isNull, sql } from "drizzle-orm";
import { accounts } from "#db/schema/account.ts";
import { cycles } from "#db/schema/cycle.ts";
import { notifications } from "#db/schema/notification.ts";
import { freezes, rounds } from "#db/schema/round.ts";
import { scrutineerKeys } from "#db/schema/scrutiny.ts";
import { type Locale, localeOr } from "#app/i18n/locales.ts";
import { say } from "#app/i18n/localised.ts";
import { PANELS, secretariat, STAFF } from "../account/queries.server.ts";
import { type Actor, ANONYMOUS, type Context } from "../context.ts";
import { type Owed, tellOnce } from "../notification/commands.server.ts";
import { getRound } from "../round/queries.server.ts";
import { canOpenSeed } from "./policy.ts";
import { scrutinyFacts } from "./queries.server.ts";

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

/**
 * Reminds whoever committed to a seed of lots, once, that it can be opened since scoring is over and until the freeze,
 * by the rule of its page. Answers how many letters were owed.
 */
export function tellOfSeeds(outer: Context<Actor>, publicUrl: string): Promise<number> {
  return tellOnce(outer, { kind: "seed-due", about: "seeds" }, async (ctx) => {
    const letters: Owed[] = [];
    for (const { roundId, round, cycle, locale: given, ...person } of await holdersOfKeys(ctx)) {
      const actor = { ...ANONYMOUS, ...person };
      if (!canOpenSeed(actor, await scrutinyFacts({ ...ctx, actor }, roundId)).allowed) continue;
      const [locale, link] = [localeOr(given), `${publicUrl}/judging/rounds/${roundId}/scrutiny/seed`];
      const params = { round: say(round, locale), cycle: say(cycle, locale), link };
      const [accountId, dedupe] = [actor.id, `seed-due:${roundId}:${actor.id}`];
      letters.push({ accountId, dedupe, email: actor.email, locale, kind: "seed-due", params });
    }
    return letters;
  });
}

/** Who stated a key for a round that is not frozen, and was not reminded of its seed. */
const holdersOfKeys = ({ db }: Context<Actor>) =>
  db
    .select({
      ...{ id: accounts.id, name: accounts.name, email: accounts.email, locale: accounts.locale },
      ...{ staff: STAFF, panels: PANELS, roundId: rounds.id, round: rounds.name, cycle: cycles.name },
    })
    .from(scrutineerKeys)
    .innerJoin(accounts, eq(accounts.id, scrutineerKeys.accountId))
    .innerJoin(rounds, eq(rounds.id, scrutineerKeys.roundId))
    .innerJoin(cycles, eq(cycles.id, rounds.cycleId))
    .leftJoin(freezes, eq(freezes.roundId, rounds.id))
    .leftJoin(notifications, eq(notifications.dedupe, sql`concat('seed-due:', ${rounds.id}, ':', ${accounts.id})`))
    .where(and(isNull(freezes.at), isNull(accounts.disabledAt), isNull(notifications.dedupe)))
    .orderBy(asc(rounds.id), asc(accounts.id));
