import { eachApart } from "#app/domain/apart.ts";
import { sweepTokens } from "#app/domain/link/commands.server.ts";
import { PORTAL } from "#app/domain/context.ts";
import { namedDrawings } from "#app/domain/result/pictures.server.ts";
import type { Services } from "#app/services.server.ts";

const DAY = 24 * 60 * 60 * 1000;

/**
 * Clears what nobody will come back for: uploads that were never finished, sessions and links that have ended, drawings
 * for lists that no published picture names. What cannot be cleared, as where a cloud is away, keeps nothing else back:
 * it stays for the next time and is thrown once all else is done.
 */
export async function sweep(
  { db, sessions, files }: Pick<Services, "db" | "sessions" | "files">,
  now: Date,
): Promise<void> {
  await eachApart([
    () => files.sweep(now),
    () => sessions.sweep(now),
    () => sweepTokens({ db, actor: PORTAL, now }),
    () => sweepDrawings({ db, files }, now),
  ]);
}

async function sweepDrawings({ db, files }: Pick<Services, "db" | "files">, now: Date): Promise<void> {
  const drawings = await files.drawings(new Date(now.getTime() - DAY));
  const named = drawings.length > 0 ? await namedDrawings({ db }) : new Set();
  await files.remove(drawings.filter(({ key }) => !named.has(key)));
}
