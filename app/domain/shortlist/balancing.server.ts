import { desc, eq, inArray, sql } from "drizzle-orm";
import { accounts } from "#db/schema/account.ts";
import { cities } from "#db/schema/city.ts";
import { entries } from "#db/schema/entry.ts";
import { balances } from "#db/schema/shortlist.ts";
import type { Calculate } from "#app/outside/calculation/calculation.ts";
import type { Context } from "../context.ts";
import { chancesAt } from "../ranking/cut.server.ts";
import { wholeRanking } from "../ranking/queries.server.ts";
import { cutLines } from "../ranking/rules.ts";
import type { Balanced, BalanceInput, Candidate } from "./balance.ts";
import { canBalance } from "./policy.ts";
import { selectionOf } from "./queries.server.ts";
import { type BalanceRule, sizeBand } from "./rules.ts";

/** The Sustainable Development Goals that the last sealed version of an entry names, once each. */
const goalsSealed = sql<string[]>`to_json(array(
  select distinct named.goal
  from (
    select s.snapshot::json -> 'answers' as answers from submissions s where s.entry_id = ${entries.id}
    order by s.number desc limit 1
  ) sealed
  join questions q on q.cycle_id = ${entries.cycleId} and q.type = 'sdgs'
  cross join lateral json_array_elements_text(sealed.answers -> q.key) as named (goal)
))`;

/**
 * What a balanced list is worked out from: every ranked entry with its place, score in points, chance and groups. Not
 * guarded, and blind to conflicts.
 */
export async function balanceInputOf(
  ctx: Context,
  calculate: Calculate,
  { roundId, line, rules, reach }: { roundId: string; line: number; rules: BalanceRule[]; reach: "band" | "all" },
): Promise<BalanceInput> {
  const ranked = (await wholeRanking(ctx, roundId)).filter(({ rank }) => rank !== null);
  const chances = await chancesAt(ctx, calculate, roundId, line);
  const ids = ranked.map(({ entryId }) => entryId);
  const known =
    ids.length === 0
      ? []
      : await ctx.db
          .select({
            id: entries.id,
            country: cities.country,
            region: cities.region,
            population: cities.population,
            themes: entries.themes,
            goals: goalsSealed,
            before: sql<boolean>`
              exists (select 1 from results r where r.city_id = ${cities.id} and r.cycle_id <> ${entries.cycleId})
              or exists (
                select 1
                from entries e
                join submissions s on s.entry_id = e.id
                where e.city_id = ${cities.id}
                  and e.cycle_id <> ${entries.cycleId}
                  and e.started_at < ${entries.startedAt}
              )`,
          })
          .from(entries)
          .innerJoin(cities, eq(cities.id, entries.cityId))
          .where(inArray(entries.id, ids));
  const facts = new Map(known.map((each) => [each.id, each]));
  const candidates = ranked.map(({ entryId, coApplicants, adjusted, total, parts, reviews }, index): Candidate => {
    const { country, region, population, themes, goals, before } = facts.get(entryId)!;
    const size = sizeBand(population);
    return {
      id: entryId,
      place: index + 1,
      score: adjusted === null ? total / reviews / parts : adjusted / 1e9,
      chance: chances?.get(entryId) ?? null,
      groups: {
        country: [...new Set([country, ...coApplicants.map((city) => city.country)])],
        region: region ? [region] : [],
        theme: themes,
        goal: goals,
        newcomer: before ? [] : ["newcomer"],
        size: size ? [size] : [],
      },
    };
  });
  return { candidates, places: line, rules, reach };
}

/**
 * The balanced lists of a round, the latest first, for whoever sees every line; with what the page names. `latest` null
 * = none yet, or not for this reader.
 */
export async function balanceOf(ctx: Context, roundId: string) {
  const { round, facts, partial, lines } = await selectionOf(ctx, roundId);
  const balancing = canBalance(ctx.actor, facts, { seesAll: !partial });
  const latest = partial ? null : await latestBalance(ctx, roundId);
  return {
    round,
    facts,
    partial,
    balancing,
    lines: cutLines(round.levels),
    names: partial
      ? {}
      : Object.fromEntries(lines.map(({ entryId, code, title, rank }) => [entryId, { code, title, rank }])),
    latest,
  };
}

/** The list of a round that was worked out last; null = none. Not guarded: it is about the whole list. */
export async function latestBalance({ db }: Pick<Context, "db">, roundId: string) {
  const [latest] = await db
    .select({
      id: balances.id,
      at: balances.at,
      by: accounts.name,
      line: balances.line,
      reach: balances.reach,
      reason: balances.reason,
      rules: sql<BalanceRule[]>`${balances.rules}`,
      outcome: sql<Balanced>`${balances.outcome}`,
    })
    .from(balances)
    .innerJoin(accounts, eq(accounts.id, balances.by))
    .where(eq(balances.roundId, roundId))
    .orderBy(desc(balances.at), desc(balances.id))
    .limit(1);
  return latest ?? null;
}
