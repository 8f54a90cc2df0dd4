import { and, eq, type SQL, sql, type SQLWrapper } from "drizzle-orm";
import { standingConflicts } from "#db/schema/conflict.ts";
import type { Actor, Context } from "../context.ts";

type Value = SQLWrapper | string;

/**
 * SQL condition: nothing stands between a person (the actor unless given) and an entry. Belongs into every query that shows a panel
 * member or staff an entry, its reviews or its place; with `roundId` by the rules of that round, else by those of any round.
 */
export function noConflict({ actor }: Pick<Context<Actor>, "actor">, { roundId, entryId, accountId }: { roundId?: Value; entryId: Value; accountId?: Value }): SQL {
  const person = accountId ?? actor.id;
  // Each value in a fragment of its own: Drizzle drops the table name of a bare column in single-table selects.
  const inRound = roundId === undefined ? sql`` : sql`and sc.round_id = ${sql`${roundId}`}`;
  return sql`not exists (select 1 from ${standingConflicts} sc where sc.entry_id = ${sql`${entryId}`} and sc.account_id = ${sql`${person}`} ${inRound})`;
}

/** What stands between one person and one entry in a round: kinds, in no order. Empty = nothing. */
export async function conflictsBetween({ db }: Pick<Context<Actor>, "db">, { roundId, entryId, accountId }: { roundId: string; entryId: string; accountId: string }) {
  const found = await db.select({ kind: standingConflicts.kind }).from(standingConflicts)
    .where(and(eq(standingConflicts.roundId, roundId), eq(standingConflicts.entryId, entryId), eq(standingConflicts.accountId, accountId)));
  return found.map(({ kind }) => kind);
}
