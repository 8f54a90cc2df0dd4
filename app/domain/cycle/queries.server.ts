import { and, asc, desc, eq, getTableColumns, isNull, sql } from "drizzle-orm";
import { accounts } from "#db/schema/account.ts";
import { cycles, extensions, levels } from "#db/schema/cycle.ts";
import { programmes } from "#db/schema/programme.ts";
import type { Actor, Context } from "../context.ts";
import { NotFound } from "../errors.ts";
import type { Level } from "./rules.ts";

const columns = {
  ...getTableColumns(cycles),
  programme: { id: programmes.id, slug: programmes.slug, name: programmes.name, contactEmail: programmes.contactEmail },
  levels: sql<Level[]>`coalesce((select json_agg(json_build_object('key', l.key, 'name', l.name, 'position', l.position) order by l.position)
    from ${levels} l where l.cycle_id = ${cycles.id}), '[]'::json)`,
};

function cyclesWithProgramme({ db }: Pick<Context<Actor>, "db">) {
  return db.select(columns).from(cycles).innerJoin(programmes, eq(programmes.id, cycles.programmeId));
}

/** A cycle with its programme and levels (best first). The call is public, so anybody may read it; 404 for an unknown id. */
export async function getCycle(ctx: Pick<Context<Actor>, "db">, cycleId: string) {
  const [cycle] = await cyclesWithProgramme(ctx).where(eq(cycles.id, cycleId));
  if (!cycle) throw new NotFound();
  return cycle;
}
export type Cycle = Awaited<ReturnType<typeof getCycle>>;

/** As `getCycle`, by the name in public addresses. */
export async function getCycleBySlug(ctx: Pick<Context<Actor>, "db">, slug: string): Promise<Cycle> {
  const [cycle] = await cyclesWithProgramme(ctx).where(eq(cycles.slug, slug));
  if (!cycle) throw new NotFound();
  return cycle;
}

/** Every cycle, the newest first. */
export function publicCycles(ctx: Pick<Context<Actor>, "db">): Promise<Cycle[]> {
  return cyclesWithProgramme(ctx).orderBy(desc(cycles.opensAt), asc(cycles.slug));
}

/**
 * The cycle's row, held until the transaction ends. Whoever submits or saves shares it; whoever moves the deadline takes it alone,
 * so that each save stands clearly before or after the change.
 */
export async function lockCycle({ db }: Pick<Context<Actor>, "db">, cycleId: string, strength: "share" | "update" = "share") {
  const [cycle] = await db.select().from(cycles).where(eq(cycles.id, cycleId)).for(strength);
  if (!cycle) throw new NotFound();
  return cycle;
}

/** Every change of the closing moment for all, the newest first. For the secretariat's and observers' pages, which check who reads. */
export function deadlineChanges({ db }: Context, cycleId: string) {
  return db.select({ id: extensions.id, from: extensions.oldClosesAt, to: extensions.newClosesAt, reason: extensions.reason, at: extensions.at, by: accounts.name })
    .from(extensions).innerJoin(accounts, eq(accounts.id, extensions.by))
    .where(and(eq(extensions.cycleId, cycleId), isNull(extensions.entryId))).orderBy(desc(extensions.at));
}
