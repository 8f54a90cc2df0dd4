import type { Bytes } from "./bytes.server.ts";
import type { UploadMetadata } from "./files.ts";
import type { Registry } from "./registry.server.ts";
import type { Vault } from "./vault.server.ts";

type Tools = {
  registry: Registry;
  vault: Vault;
  bytes: Bytes;
  finish(key: string, metadata: UploadMetadata, name: string): Promise<unknown>;
};

const DAY = 24 * 60 * 60 * 1000;
/** What takes longer to decide about is not being decided about any more: the process that did so has stopped. */
const DECIDING = 10 * 60 * 1000;
/** A database that was restored from an older copy does not know what came since: nothing of it is lost meanwhile. */
const UNKNOWN_KEPT = 30 * DAY;

/**
 * Tidies what crashes and closed browsers left behind: ends uploads whose bytes are all here, deletes those older than
 * a day that never came to an end, and bytes on disk that no key names and that are older than 30 days. Answers how
 * many uploads and files it dealt with. What cannot be done, as where a cloud is away, keeps nothing else back: it
 * stays for the next time and is thrown once all else is done.
 */
export async function sweepFiles(now: Date, { registry, vault, bytes, finish }: Tools): Promise<number> {
  const [yesterday, justNow] = [new Date(now.getTime() - DAY), new Date(now.getTime() - DECIDING)];
  const faults: unknown[] = [];
  const attempt = (work: Promise<unknown>) => work.catch((fault: unknown) => faults.push(fault));
  const cutOff = await registry.unsettled(justNow);
  for (const { key, metadata, name } of cutOff) if (metadata) await attempt(finish(key, metadata, name));
  const abandoned = await registry.abandoned(yesterday);
  await attempt(bytes.remove(abandoned));
  const old = await vault.olderThan(new Date(now.getTime() - UNKNOWN_KEPT));
  const known = await registry.known(old);
  const orphans = old.filter((blob) => !known.has(blob));
  await vault.remove(orphans);
  await vault.clearScratch(yesterday);
  if (faults.length > 0) throw new AggregateError(faults, "some uploads could not be ended or deleted");
  return cutOff.length + abandoned.length + orphans.length;
}
