import { and, asc, desc, eq, getTableColumns, isNotNull, isNull, sql } from "drizzle-orm";
import { accounts } from "#db/schema/account.ts";
import { assignments } from "#db/schema/assignment.ts";
import { cycles, extensions, levels } from "#db/schema/cycle.ts";
import { entries } from "#db/schema/entry.ts";
import { programmes } from "#db/schema/programme.ts";
import { freezes, rounds } from "#db/schema/round.ts";
import { eligibilityChecks, screenings } from "#db/schema/screening.ts";
import type { Actor, Context } from "../context.ts";
import { NotFound } from "../errors.ts";
import type { Judged } from "./policy.ts";
import type { CycleLocks, Level } from "./rules.ts";

const columns = {
  ...getTableColumns(cycles),
  programme: { id: programmes.id, slug: programmes.slug, name: programmes.name, contactEmail: programmes.contactEmail },
  levels: sql<Level[]>`coalesce((
    select json_agg(json_build_object('key', l.key, 'name', l.name, 'position', l.position) order by l.position)
    from ${levels} l
    where l.cycle_id = ${cycles.id}
  ), '[]'::json)`,
};

function cyclesWithProgramme({ db }: Pick<Context<Actor>, "db">) {
  return db.select(columns).from(cycles).innerJoin(programmes, eq(programmes.id, cycles.programmeId));
}

/**
 * A cycle with its programme and levels (best first), published or not: for pages and commands that have checked who
 * asks. 404 for an unknown id.
 */
export async function getCycle(ctx: Pick<Context<Actor>, "db">, cycleId: string) {
  const [cycle] = await cyclesWithProgramme(ctx).where(eq(cycles.id, cycleId));
  if (!cycle) throw new NotFound();
  return cycle;
}
export type Cycle = Awaited<ReturnType<typeof getCycle>>;

/**
 * A published cycle by the name in public addresses. The call is public, so anybody may read it; a draft is 404 like an
 * unknown name.
 */
export async function getCycleBySlug(ctx: Pick<Context<Actor>, "db">, slug: string): Promise<Cycle> {
  const [cycle] = await cyclesWithProgramme(ctx).where(and(eq(cycles.slug, slug), isNotNull(cycles.publishedAt)));
  if (!cycle) throw new NotFound();
  return cycle;
}

/** Every published cycle, the newest first. */
export function publicCycles(ctx: Pick<Context<Actor>, "db">): Promise<Cycle[]> {
  return cyclesWithProgramme(ctx).where(isNotNull(cycles.publishedAt)).orderBy(desc(cycles.opensAt), asc(cycles.slug));
}

/** Every cycle, drafts included, the newest first. For staff; the pages check who asks. */
export function allCycles(ctx: Pick<Context<Actor>, "db">): Promise<Cycle[]> {
  return cyclesWithProgramme(ctx).orderBy(desc(cycles.opensAt), asc(cycles.slug));
}

/** `closesAtFor` in SQL, for queries over `entries` and `cycles`. */
export const closesAtOfEntry = sql`greatest(${cycles.closesAt}, ${entries.closesAt})`;

/** What of a cycle must not change any more. */
export async function cycleLocks(
  { db, now }: Context,
  cycle: { id: string; publishedAt: Date | null; opensAt: Date; earlyAt: Date | null },
): Promise<CycleLocks> {
  const [found] = await db
    .select({
      entered: sql<boolean>`exists (select 1 from ${entries} e where e.cycle_id = ${cycle.id})`,
      checked: sql<boolean>`exists (
        select 1 from ${eligibilityChecks} k join ${entries} e on e.id = k.entry_id where e.cycle_id = ${cycle.id}
      )`,
    })
    .from(sql`(values (1)) as one`);
  return {
    published: cycle.publishedAt !== null,
    opened: cycle.publishedAt !== null && cycle.opensAt <= now,
    entered: found!.entered,
    checked: found!.checked,
    early: cycle.earlyAt !== null && cycle.earlyAt < now,
  };
}

/**
 * The cycle's row, held until the transaction ends. Whoever submits or saves shares it; whoever moves the deadline
 * takes it alone, so that each save stands clearly before or after the change. "no key update" is for its words: rows
 * that refer to it are written meanwhile.
 */
export async function lockCycle(
  { db }: Pick<Context<Actor>, "db">,
  cycleId: string,
  strength: "share" | "no key update" | "update" = "share",
) {
  const [cycle] = await db.select().from(cycles).where(eq(cycles.id, cycleId)).for(strength);
  if (!cycle) throw new NotFound();
  return cycle;
}

/**
 * Every change of the closing moment for all, the newest first. For the secretariat's and observers' pages, which check
 * who reads.
 */
export function deadlineChanges({ db }: Context, cycleId: string) {
  return db
    .select({
      id: extensions.id,
      from: extensions.oldClosesAt,
      to: extensions.newClosesAt,
      reason: extensions.reason,
      at: extensions.at,
      by: accounts.name,
    })
    .from(extensions)
    .innerJoin(accounts, eq(accounts.id, extensions.by))
    .where(and(eq(extensions.cycleId, cycleId), isNull(extensions.entryId)))
    .orderBy(desc(extensions.at));
}

/**
 * Holds a cycle's rounds (shared) for a command that holds an entry of it: a freeze under way is waited for, and one
 * that comes later waits for us.
 */
export async function holdRounds({ db }: Pick<Context<Actor>, "db">, cycleId: string): Promise<void> {
  await db
    .select({ id: rounds.id })
    .from(rounds)
    .where(eq(rounds.cycleId, cycleId))
    .orderBy(asc(rounds.id))
    .for("share");
}

/**
 * How far judging has come: whether an entry is screened, was ever given to a reviewer, or a round is frozen. A command
 * asks it while it holds the cycle and its rounds: only a statement after that sees what the awaited transaction has
 * committed.
 */
export async function judgedOf({ db }: Pick<Context<Actor>, "db">, cycleId: string): Promise<Judged> {
  const [found] = await db
    .select({
      screened: sql<boolean>`exists (
        select 1 from ${screenings} s join ${entries} e on e.id = s.entry_id where e.cycle_id = ${cycleId}
      )`,
      assigned: sql<boolean>`exists (
        select 1 from ${assignments} a join ${rounds} r on r.id = a.round_id where r.cycle_id = ${cycleId}
      )`,
      frozen: sql<boolean>`exists (
        select 1 from ${freezes} f join ${rounds} r on r.id = f.round_id where r.cycle_id = ${cycleId}
      )`,
    })
    .from(sql`(values (1)) as one`);
  return found!;
}

/** Whether the scores of a round of the cycle are frozen: none of its entries is withdrawn from then on. */
export async function hasFrozenRound({ db }: Pick<Context<Actor>, "db">, cycleId: string): Promise<boolean> {
  const [frozen] = await db
    .select({ roundId: freezes.roundId })
    .from(freezes)
    .innerJoin(rounds, eq(rounds.id, freezes.roundId))
    .where(eq(rounds.cycleId, cycleId))
    .limit(1);
  return frozen !== undefined;
}
