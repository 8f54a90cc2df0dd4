import { and, eq, gt, type SQL, sql } from "drizzle-orm";
import type { PgColumn } from "drizzle-orm/pg-core";
import type { Context } from "./context.ts";

/**
 * Lets what one person sends twice at once come one after the other: the second sees what the first has written. After
 * all other locks.
 */
export async function oneAtATime({ db, actor }: Context): Promise<void> {
  await db.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`sent-by:${actor.id}`}, 0))`);
}

/** SQL: the actor wrote it within the last minute, so that the same words are a button that was pressed twice. */
export const wroteJustNow = ({ actor, now }: Context, written: { by: PgColumn; at: PgColumn }): SQL =>
  and(eq(written.by, actor.id), gt(written.at, new Date(now.getTime() - 60_000)))!;
