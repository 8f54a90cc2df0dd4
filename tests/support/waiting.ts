import { sql } from "drizzle-orm";
import type { Db } from "#db/client.server.ts";

const WAITING = sql`select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`;

/** Until a statement in this database waits for a lock, or `unless` has ended without waiting. */
export async function somebodyWaits(db: Db, unless?: Promise<unknown>): Promise<void> {
  let over = false;
  const end = () => {
    over = true;
  };
  unless?.then(end, end);
  while (!over && (await db.execute(WAITING)).length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
}

/**
 * The second begins while the first is done and not committed; the first commits once the second waits for it. Gives
 * what the second answers. A second that waits for nothing has read what the first is about to change.
 */
export async function oneAfterTheOther<Answer>(
  db: Db,
  first: (tx: Db) => Promise<unknown>,
  second: () => Promise<Answer>,
): Promise<Answer> {
  let later: Promise<Answer> | undefined;
  await db.transaction(async (tx) => {
    await first(tx);
    later = second();
    await somebodyWaits(db, later);
  });
  return later!;
}
