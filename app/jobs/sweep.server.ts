import { sweepTokens } from "#app/domain/link/commands.server.ts";
import { PORTAL } from "#app/domain/context.ts";
import type { Services } from "#app/services.server.ts";

/** Clears what nobody will come back for: sessions and links that have ended, uploads that were never finished. */
export async function sweep(
  { db, sessions, files }: Pick<Services, "db" | "sessions" | "files">,
  now: Date,
): Promise<void> {
  await sessions.sweep();
  await sweepTokens({ db, actor: PORTAL, now });
  await files.sweep(now);
}
