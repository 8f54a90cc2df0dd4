import { and, asc, count, desc, eq, getTableColumns, gt, isNull, type SQL, sql } from "drizzle-orm";
import { prepared } from "#db/prepared.server.ts";
import { accounts } from "#db/schema/account.ts";
import { assignments } from "#db/schema/assignment.ts";
import { logLeaves } from "#db/schema/commitment.ts";
import { corrections } from "#db/schema/correction.ts";
import { cycles } from "#db/schema/cycle.ts";
import { entries } from "#db/schema/entry.ts";
import { freezes, roundLevels, rounds, roundWindowChanges } from "#db/schema/round.ts";
import { rubrics } from "#db/schema/rubric.ts";
import type { Localised } from "#app/i18n/localised.ts";
import type { Actor, Context } from "../context.ts";
import { NotFound } from "../errors.ts";
import { asked } from "../asker.server.ts";
import { cycleState } from "../cycle/rules.ts";
import { rubricsJson } from "../rubric/queries.server.ts";
import { canListEntries } from "../screening/policy.ts";
import { foundJson, inState, listed } from "../screening/queries.server.ts";
import { authorise, notNow } from "../verdict.ts";
import { canFollowRound, canSeeRound } from "./policy.ts";
import { roundState, windowStep } from "./rules.ts";

export type RoundLevel = { levelKey: string; name: Localised; position: number; places: number };

const columns = {
  ...getTableColumns(rounds),
  frozenAt: freezes.at,
  rubricName: rubrics.name,
  cycle: {
    id: cycles.id,
    slug: cycles.slug,
    name: cycles.name,
    timeZone: cycles.timeZone,
    opensAt: cycles.opensAt,
    closesAt: cycles.closesAt,
  },
  levels: sql<RoundLevel[]>`coalesce((
    select json_agg(json_build_object(
      'levelKey', rl.level_key, 'name', l.name, 'position', rl.position, 'places', rl.places
    ) order by rl.position)
    from ${roundLevels} rl
    join levels l on l.cycle_id = ${rounds.cycleId} and l.key = rl.level_key
    where rl.round_id = ${rounds.id}
  ), '[]'::json)`,
};

function roundsWithCycle({ db }: Pick<Context<Actor>, "db">) {
  return db
    .select(columns)
    .from(rounds)
    .innerJoin(cycles, eq(cycles.id, rounds.cycleId))
    .innerJoin(rubrics, eq(rubrics.id, rounds.rubricId))
    .leftJoin(freezes, eq(freezes.roundId, rounds.id));
}

/** A round with its cycle, levels and state, for the secretariat, observers and its panel; 404 for everybody else. */
export async function getRound(ctx: Context, roundId: string) {
  authorise(canSeeRound(ctx.actor, roundId));
  const [round] = await roundsWithCycle(ctx).where(eq(rounds.id, roundId));
  if (!round) throw new NotFound();
  return { ...round, state: roundState(round, round.frozenAt, ctx.now) };
}
export type Round = Awaited<ReturnType<typeof getRound>>;

/** The rounds of a cycle in their order. Not guarded: for pages that have checked who reads. */
export async function roundsOf(ctx: Pick<Context<Actor>, "db" | "now">, cycleId: string): Promise<Round[]> {
  const found = await roundsWithCycle(ctx)
    .where(eq(rounds.cycleId, cycleId))
    .orderBy(asc(rounds.position), asc(rounds.opensAt));
  return found.map((round) => ({ ...round, state: roundState(round, round.frozenAt, ctx.now) }));
}

type RoundLine = { id: string; name: Localised; opensAt: string; closesAt: string; frozenAt: string | null };

const roundLines = sql<RoundLine[]>`(
  select coalesce(json_agg(json_build_object(
    'id', r.id, 'name', r.name, 'opensAt', r.opens_at, 'closesAt', r.closes_at, 'frozenAt', f.at
  ) order by r.position, r.opens_at), '[]'::json)
  from ${rounds} r
  left join ${freezes} f on f.round_id = r.id
  where r.cycle_id = ${sql`${cycles.id}`}
)`;

const cycleInFull = prepared("cycle_page", (db) =>
  db
    .select({
      id: cycles.id,
      name: cycles.name,
      slug: cycles.slug,
      publishedAt: cycles.publishedAt,
      opensAt: cycles.opensAt,
      closesAt: cycles.closesAt,
      earlyAt: cycles.earlyAt,
      timeZone: cycles.timeZone,
      rounds: roundLines,
      rubrics: rubricsJson(cycles.id),
      found: foundJson,
    })
    .from(cycles)
    .where(eq(cycles.id, sql.placeholder("cycleId"))),
);

/**
 * A cycle as staff see it, in one statement: its rounds and rubrics, the entries of one state, 50 a page by city, and
 * how many there are in each. Drafts come without any content.
 */
export async function cyclePage(ctx: Context, cycleId: string, filter: Parameters<typeof inState>[0]) {
  authorise(canListEntries(ctx.actor));
  const [page] = await cycleInFull(ctx.db, { ...asked(ctx), ...inState(filter), cycleId });
  if (!page) throw new NotFound();
  const { rounds: lines, rubrics, found, ...cycle } = page;
  const rounds = lines.map(({ id, name, opensAt, closesAt, frozenAt }) => ({
    id,
    name,
    state: roundState(
      { opensAt: new Date(opensAt), closesAt: new Date(closesAt) },
      frozenAt === null ? null : new Date(frozenAt),
      ctx.now,
    ),
  }));
  return { cycle: { ...cycle, state: cycleState(cycle, ctx.now) }, rounds, rubrics, ...listed(found, cycle, ctx.now) };
}

/**
 * Holds the round until the transaction ends: writers of scores, conflicts and assignments share it, the freeze takes
 * it alone. Whether it is frozen is read in a second statement, because only that one sees what the awaited transaction
 * has committed.
 */
export async function lockRound({ db, now }: Held, roundId: string, strength: "share" | "update") {
  const [round] = await db.select().from(rounds).where(eq(rounds.id, roundId)).for(strength);
  if (!round) throw new NotFound();
  const [freeze] = await db.select({ at: freezes.at }).from(freezes).where(eq(freezes.roundId, roundId));
  return { round, frozen: freeze !== undefined, state: roundState(round, freeze?.at ?? null, now) };
}
type Held = Pick<Context<Actor>, "db" | "now">;

/**
 * Holds a round as `lockRound`, and the later ones of its cycle, by id: what changes its list does not cross with a
 * round that begins to judge by it.
 */
export async function lockRoundsFrom({ db }: Pick<Context<Actor>, "db">, roundId: string): Promise<void> {
  const held = await db
    .select({ id: rounds.id })
    .from(rounds)
    .where(
      and(
        sql`${rounds.cycleId} = (select r.cycle_id from rounds r where r.id = ${roundId})`,
        sql`${rounds.position} >= (select r.position from rounds r where r.id = ${roundId})`,
      ),
    )
    .orderBy(asc(rounds.id))
    .for("update");
  if (held.length === 0) throw new NotFound();
}

/**
 * Whether a later round of the cycle judges already by what the list of this one says: it has given an entry to
 * somebody, or is frozen.
 */
export async function hasLaterBegun(
  { db }: Pick<Context<Actor>, "db">,
  { cycleId, position }: { cycleId: string; position: number },
): Promise<boolean> {
  const [begun] = await db
    .select({ id: rounds.id })
    .from(rounds)
    .where(
      and(
        eq(rounds.cycleId, cycleId),
        gt(rounds.position, position),
        sql`(
          exists (select 1 from ${assignments} a where a.round_id = ${rounds.id})
          or exists (select 1 from ${freezes} f where f.round_id = ${rounds.id})
        )`,
      ),
    )
    .limit(1);
  return begun !== undefined;
}

/** 409 while the list of an earlier round, by which a round that is held is about to judge, is being corrected. */
export async function refuseUnsettled({ db }: Pick<Context<Actor>, "db">, roundId: string): Promise<void> {
  const [open] = await db
    .select({ id: corrections.id })
    .from(corrections)
    .innerJoin(rounds, eq(rounds.id, corrections.roundId))
    .where(
      and(
        isNull(corrections.outAt),
        isNull(corrections.droppedAt),
        sql`exists (
          select 1
          from rounds this
          where this.id = ${roundId} and this.cycle_id = ${rounds.cycleId} and this.position > ${rounds.position}
        )`,
      ),
    )
    .limit(1);
  if (open) authorise(notNow("basis-in-correction"));
}

/**
 * SQL, for queries over `rounds`: whether its end is one that nobody was told of before, and it was not moved since.
 * Read under the hold of the round, it keeps out what began before a lock and comes after it.
 */
export const isLocked = sql<boolean>`exists (
  select 1
  from ${roundWindowChanges} w
  where w.round_id = ${rounds.id}
    and w.new_closes_at = ${rounds.closesAt}
    and w.new_closes_at <> w.old_closes_at
    and w.new_closes_at <= w.at
)`;

/** Every change of the window of a round since it began, the newest first. For whoever follows the round. */
export async function windowChanges({ db, actor }: Context, roundId: string) {
  authorise(canFollowRound(actor, roundId));
  const changes = await db
    .select({ ...getTableColumns(roundWindowChanges), by: accounts.name })
    .from(roundWindowChanges)
    .innerJoin(accounts, eq(accounts.id, roundWindowChanges.by))
    .where(eq(roundWindowChanges.roundId, roundId))
    .orderBy(desc(roundWindowChanges.at), desc(roundWindowChanges.id));
  return changes.map(({ id, at, by, reason, oldOpensAt, oldClosesAt, newOpensAt, newClosesAt }) => {
    const from = { opensAt: oldOpensAt, closesAt: oldClosesAt };
    const to = { opensAt: newOpensAt, closesAt: newClosesAt };
    return { id, at, by, reason, from, to, step: windowStep(from, to, at) };
  });
}

type Reader = Pick<Context<Actor>, "db">;

const isStated = async ({ db }: Reader, roundId: string, kind: "rules" | "seed"): Promise<boolean> =>
  (await db.$count(logLeaves, and(eq(logLeaves.roundId, roundId), eq(logLeaves.kind, kind)))) > 0;

/** Whether what the round judges by stands in the public log: since the first review, or since it opened. */
export const areRulesStated = (ctx: Reader, roundId: string) => isStated(ctx, roundId, "rules");

/** Whether a scrutineer has opened their seed of a round's lots. */
export const isSeedOpen = (ctx: Reader, roundId: string) => isStated(ctx, roundId, "seed");

/**
 * Whether a round has begun, once and for all: it opened, its rules stand in the public log, or its window was moved.
 */
export async function hasBegun(ctx: Context, round: { id: string; opensAt: Date }): Promise<boolean> {
  if (round.opensAt <= ctx.now || (await areRulesStated(ctx, round.id))) return true;
  const [moved] = await ctx.db
    .select({ id: roundWindowChanges.id })
    .from(roundWindowChanges)
    .where(eq(roundWindowChanges.roundId, round.id))
    .limit(1);
  return moved !== undefined;
}

/**
 * Whether entries were given to reviewers already: from then on conflicts, blindness and rubric are what they began
 * with.
 */
export async function hasAssignments({ db }: Pick<Context<Actor>, "db">, roundId: string): Promise<boolean> {
  const [found] = await db.select({ assignments: count() }).from(assignments).where(eq(assignments.roundId, roundId));
  return (found?.assignments ?? 0) > 0;
}

/**
 * SQL, for queries over `entries`: what a round judges. Valid, not withdrawn, and given a level by the last round
 * before this one that was made final, where there is one: whoever assigns, ranks or looks at conflicts means the same
 * entries. Once its own list is final, what it decided on, whatever becomes of an entry: a list is corrected from the
 * ranking that was signed.
 */
export function isInRound(roundId: string | SQL): SQL {
  const earlier = sql`(
    select r.id
    from rounds r
    join rounds this on this.cycle_id = r.cycle_id and this.position > r.position
    where this.id = ${roundId}
      and exists (select 1 from decisions d where d.round_id = r.id)
    order by r.position desc
    limit 1
  )`;
  return sql`(
    ${entries.cycleId} = (select r.cycle_id from rounds r where r.id = ${roundId})
    and (
      exists (select 1 from decisions d where d.round_id = ${roundId} and d.entry_id = ${entries.id})
      or (
        not exists (select 1 from decisions d where d.round_id = ${roundId})
        and exists (select 1 from screenings v where v.entry_id = ${entries.id} and v.outcome = 'valid')
        and not exists (select 1 from withdrawals w where w.entry_id = ${entries.id})
        and (
          ${earlier} is null
          or exists (
            select 1
            from decisions d
            where d.round_id = ${earlier} and d.entry_id = ${entries.id} and d.level_key is not null
          )
        )
      )
    )
  )`;
}
