import { sweepTokens } from "#app/domain/link/commands.server.ts";
import { PORTAL } from "#app/domain/context.ts";
import { namedDrawings } from "#app/domain/result/pictures.server.ts";
import type { Services } from "#app/services.server.ts";

const DAY = 24 * 60 * 60 * 1000;

/**
 * Clears what nobody will come back for: sessions and links that have ended, uploads that were never finished, drawings
 * for lists that no published picture names.
 */
export async function sweep(
  { db, sessions, files }: Pick<Services, "db" | "sessions" | "files">,
  now: Date,
): Promise<void> {
  await sessions.sweep();
  await sweepTokens({ db, actor: PORTAL, now });
  const drawings = await files.drawings(new Date(now.getTime() - DAY));
  const named = drawings.length > 0 ? await namedDrawings({ db }) : new Set();
  await files.remove(drawings.filter(({ key }) => !named.has(key)));
  await files.sweep(now);
}
