import { type Context, PORTAL } from "#app/domain/context.ts";
import { recordScan } from "#app/domain/scan/commands.server.ts";
import { nextToScan } from "#app/domain/scan/queries.server.ts";
import type { Services } from "#app/services.server.ts";

/** After so many failures in a row it is the scanner that fails, and not what it was given. */
const MOST_IN_A_ROW = 3;
/** What could not be scanned since this process began: it comes after what nobody has tried. */
const failed = new Set<string>();

/**
 * Has every file that waits scanned for viruses, one at a time, and returns how many were. What could not be, like a
 * file longer than the scanner takes, goes on waiting, and its team alone sees it; it keeps no other from being
 * scanned. Then, or when nothing can be scanned any more, throws why: ScannerAway, or what kept its bytes away.
 */
export async function scanFiles(
  { db, files, scanner, config }: Pick<Services, "db" | "files" | "scanner" | "config">,
  clock: () => Date = () => new Date(),
  stopped: () => boolean = () => false,
): Promise<number> {
  if (!scanner) return 0;
  const context = (): Context<typeof PORTAL> => ({ db, actor: PORTAL, now: clock() });
  const tried = new Map<string, unknown>();
  let [scanned, inARow] = [0, 0];
  while (!stopped() && inARow < MOST_IN_A_ROW) {
    const file = await nextToScan(context(), { tried: tried.keys(), last: failed });
    if (!file) break;
    try {
      const outcome = await files.lend(file, (path) => scanner.scan(path));
      await recordScan(context(), file.id, outcome, config.publicUrl);
      failed.delete(file.id);
      [scanned, inARow] = [scanned + 1, 0];
    } catch (error) {
      failed.add(file.id);
      tried.set(file.id, error);
      inARow += 1;
    }
  }
  for (const error of tried.values()) throw error;
  return scanned;
}
