import { type Context, PORTAL } from "#app/domain/context.ts";
import { recordScan } from "#app/domain/scan/commands.server.ts";
import { nextToScan } from "#app/domain/scan/queries.server.ts";
import type { Services } from "#app/services.server.ts";

/**
 * Has every file that waits scanned for viruses, one at a time, and returns how many were. Throws ScannerAway at the
 * first that could not be: it goes on waiting, and its team alone sees it.
 */
export async function scanFiles(
  { db, files, scanner, config }: Pick<Services, "db" | "files" | "scanner" | "config">,
  clock: () => Date = () => new Date(),
  stopped: () => boolean = () => false,
): Promise<number> {
  if (!scanner) return 0;
  const context = (): Context<typeof PORTAL> => ({ db, actor: PORTAL, now: clock() });
  let scanned = 0;
  for (; !stopped(); scanned += 1) {
    const file = await nextToScan(context());
    if (!file) break;
    const outcome = await files.lend(file, (path) => scanner.scan(path));
    await recordScan(context(), file.id, outcome, config.publicUrl);
  }
  return scanned;
}
