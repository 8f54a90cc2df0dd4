import { sql } from "drizzle-orm";
import type { Db } from "./client.server.ts";

/** What time it is, as everything in the portal is judged by. */
export type Clock = { now(): Date };
export type KeptClock = Clock & { stop(): void };

const EVERY = 10_000;

/**
 * This machine's clock, set by the database's: read at once, then every ten seconds. So that moments of several
 * processes can be compared, and a machine whose clock is wrong makes nobody late. A difference smaller than the
 * reading took is none. While the database is away the last difference holds.
 */
export async function keepClock(db: Pick<Db, "execute">, local: () => number = Date.now): Promise<KeptClock> {
  let difference = 0;
  const read = async () => {
    const before = local();
    const [row] = await db.execute<{ at: string }>(
      sql`select (extract(epoch from clock_timestamp()) * 1000)::text as at`,
    );
    const after = local();
    const found = Number(row!.at) - (before + after) / 2;
    difference = Math.abs(found) > after - before ? Math.round(found) : 0;
  };
  const readQuietly = () => read().catch(() => undefined);
  await readQuietly();
  const timer = setInterval(() => void readQuietly(), EVERY);
  timer.unref();
  return { now: () => new Date(local() + difference), stop: () => clearInterval(timer) };
}
