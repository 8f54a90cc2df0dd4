import { desc, eq, inArray, sql } from "drizzle-orm";
import { accounts } from "#db/schema/account.ts";
import { cities } from "#db/schema/city.ts";
import { cycles, type Theme } from "#db/schema/cycle.ts";
import { entries } from "#db/schema/entry.ts";
import { balances } from "#db/schema/shortlist.ts";
import type { Calculate } from "#app/outside/calculation/calculation.ts";
import { namedTogether } from "../co-applicant/queries.server.ts";
import { type Context, mayName } from "../context.ts";
import { chancesAt } from "../ranking/cut.server.ts";
import { type RankedEntry, wholeRanking } from "../ranking/queries.server.ts";
import { cutLines } from "../ranking/rules.ts";
import type { Balanced, BalanceInput, Candidate } from "./balance.ts";
import type { Verdict } from "../verdict.ts";
import { canBalance } from "./policy.ts";
import { selectionOf } from "./queries.server.ts";
import { type BalanceRule, type Composition, compositionOf, type GroupNames, type Groups, sizeBand } from "./rules.ts";

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

/** The groups of entries by their ids. Not guarded. */
async function groupsOf({ db }: Pick<Context, "db">, ids: readonly string[]): Promise<Map<string, Groups>> {
  if (ids.length === 0) return new Map();
  const known = await db
    .select({
      id: entries.id,
      country: cities.country,
      region: cities.region,
      population: cities.population,
      together: namedTogether(entries.id),
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
    .where(inArray(entries.id, [...ids]));
  return new Map(
    known.map(({ id, country, region, population, together, themes, goals, before }) => {
      const size = sizeBand(population);
      return [
        id,
        {
          country: [...new Set([country, ...together.map((city) => city.country)])],
          region: region ? [region] : [],
          theme: themes,
          goal: goals,
          newcomer: before ? [] : ["newcomer"],
          size: size ? [size] : [],
        },
      ];
    }),
  );
}

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
  const groups = await groupsOf(
    ctx,
    ranked.map(({ entryId }) => entryId),
  );
  const candidates = ranked.map(
    ({ entryId, adjusted, total, parts, reviews }, index): Candidate => ({
      id: entryId,
      place: index + 1,
      score: adjusted === null ? total / reviews / parts : adjusted / 1e9,
      chance: chances?.get(entryId) ?? null,
      groups: groups.get(entryId)!,
    }),
  );
  return { candidates, places: line, rules, reach };
}

/** Whether one may work a list out, without looking up what it would be made of. */
export async function mayBalance(ctx: Context, roundId: string): Promise<Verdict> {
  const { facts, partial } = await selectionOf(ctx, roundId);
  return canBalance(ctx.actor, facts, { seesAll: !partial });
}

/**
 * The balanced list of a round that was worked out last, for whoever sees every line, with what the page names, and
 * what the lists by the ranking are made of. `latest` null = none yet, or not for this reader; `composition` null = not
 * for this reader: what lists are made of tells of two that differ by one entry where that is from.
 */
export async function balanceOf(ctx: Context, roundId: string) {
  const { round, facts, partial, lines } = await selectionOf(ctx, roundId);
  const cuts = cutLines(round.levels);
  const latest = partial ? null : await latestBalance(ctx, round);
  const composition = partial ? null : await standingOf(ctx, lines, cuts, latest);
  return {
    round,
    facts,
    partial,
    balancing: canBalance(ctx.actor, facts, { seesAll: !partial }),
    lines: cuts,
    names: partial
      ? {}
      : Object.fromEntries(lines.map(({ entryId, code, title, rank }) => [entryId, { code, title, rank }])),
    latest,
    themes: partial ? [] : await themesOf(ctx, round.cycleId),
    groups: namesOf(composition?.of ?? []),
    composition: mayName(ctx.actor, round) ? composition : null,
  };
}

const namesOf = (composition: Composition): GroupNames =>
  composition.map(({ dimension, groups }) => ({ dimension, groups: groups.map(({ group }) => group) }));

type Standing = Pick<RankedEntry, "entryId" | "rank" | "code">;

/** What all valid entries are made of, the first by the ranking down to each line, and the list worked out last. */
async function standingOf(
  ctx: Context,
  lines: readonly Standing[],
  cuts: readonly { after: number }[],
  latest: { line: number; outcome: Balanced } | null,
) {
  const groups = await groupsOf(
    ctx,
    lines.map(({ entryId }) => entryId),
  );
  // As the ranking has them, whatever a ballot gave.
  const ranked = lines
    .filter(({ rank }) => rank !== null)
    .sort((a, b) => a.rank! - b.rank! || (a.code < b.code ? -1 : 1))
    .map(({ entryId }) => entryId);
  const balanced = latest?.outcome.feasible ? latest.outcome.report.chosen : null;
  const firsts = [...new Set(cuts.map(({ after }) => after))];
  const lists = [[...groups.keys()], ...firsts.map((after) => ranked.slice(0, after)), ...(balanced ? [balanced] : [])];
  return {
    valid: lines.length,
    firsts,
    balanced: balanced && latest!.line,
    of: compositionOf(groups, lists),
  };
}

/** What the themes of a cycle are called. Not guarded. */
export async function themesOf({ db }: Pick<Context, "db">, cycleId: string): Promise<Theme[]> {
  const [cycle] = await db.select({ themes: cycles.themes }).from(cycles).where(eq(cycles.id, cycleId));
  return cycle?.themes ?? [];
}

/**
 * The list of a round that was worked out last; null = none. Not guarded: it is about the whole list. Which rule moved
 * an entry, or has which price, and how many of its group are on the list, tells where the entry is from: not told to
 * whoever may not learn that.
 */
export async function latestBalance(ctx: Context, round: { id: string; blind: boolean }) {
  const [latest] = await ctx.db
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
    .where(eq(balances.roundId, round.id))
    .orderBy(desc(balances.at), desc(balances.id))
    .limit(1);
  if (!latest) return null;
  return {
    ...latest,
    outcome: mayName(ctx.actor, round) ? latest.outcome : withoutOrigins(latest.outcome),
  };
}

function withoutOrigins(outcome: Balanced): Balanced {
  if (!outcome.feasible) return outcome;
  const { movedBy: _, bounds, ...report } = outcome.report;
  return { ...outcome, report: { ...report, bounds: bounds.map(({ count: __, price: ___, ...bound }) => bound) } };
}
