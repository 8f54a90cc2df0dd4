import { readFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { acceptRestored } from "#app/domain/commitment/commands.server.ts";
import { changeKey, makeNextKey } from "#app/domain/commitment/key-change.server.ts";
import { openLosses, watchDatabase, watchState } from "#app/domain/commitment/losses.server.ts";
import { stateOf, trustedKeys } from "#app/domain/commitment/note.ts";
import { standsIn } from "#app/domain/commitment/queries.server.ts";
import { PORTAL } from "#app/domain/context.ts";
import { lackingSentence } from "#app/jobs/lacking.ts";
import type { Opening, Services } from "#app/services.server.ts";
import { readCheckpoint, readKey } from "../../../public/verify.mjs";

export const summary =
  'whether the public log is the one that was signed: log check | log remember checkpoint.txt | log accept-restored --reason "…"; its key: log next-key FILE | log change-key --reason "…" [--with FILE]';

const USAGE =
  'Usage: npm run portal -- log check | log remember checkpoint.txt | log accept-restored --reason "why there is no newer copy; everybody reads it" | log next-key FILE | log change-key --reason "why; everybody reads it" [--with FILE | --new]';

/** Says whether the database holds what was signed, learns of a newer state or goes on without one; changes the key. */
export async function run(args: string[], open: (how?: Opening) => Promise<Services>): Promise<number> {
  const {
    values: { reason: given, with: key = null, new: isNew = false },
    positionals: [what, file, ...more],
  } = parseArgs({
    args,
    allowPositionals: true,
    options: { reason: { type: "string" }, with: { type: "string" }, new: { type: "boolean" } },
  });
  const reason = given?.trim();
  if (what === "change-key" && reason && !file && !(key && isNew))
    return change(await open({ mayLackKey: true }), reason, key, isNew);
  if (key !== null || isNew || more.length > 0) throw new Error(USAGE);
  if (what === "check" && !file && given === undefined) return check(await open());
  if (what === "remember" && file && given === undefined) return remember(await open(), file);
  if (what === "next-key" && file && given === undefined) return makeNext(await open(), file);
  if (what === "accept-restored" && !file && reason) return accept(await open(), reason);
  throw new Error(USAGE);
}

async function check({ db, logKey }: Services): Promise<number> {
  await watchDatabase({ db, now: new Date() }, logKey, true);
  const lacking = await openLosses({ db });
  for (const lost of lacking) console.error(lackingSentence(lost));
  if (lacking.length === 0)
    console.log("The database holds what was signed last, and what was seen last, as far as this machine knows.");
  return lacking.length > 0 ? 1 : 0;
}

/** For a data directory that was restored too: a receipt letter, a witness or a saved proof knows another state. */
async function remember(services: Services, file: string): Promise<number> {
  const note = readFileSync(file, "utf8").replace(/\r\n/g, "\n");
  const { db, logKey } = services;
  const keys = [await readKey(logKey.verifier)];
  for (const { key, size } of logKey.ring?.earlier() ?? []) keys.push({ ...(await readKey(key)), until: size });
  await readCheckpoint(note, keys, file);
  const [found, known] = [await watchState({ db, now: new Date() }, logKey, note), logKey.memory?.last() ?? null];
  const [size, last] = [stateOf(note).size, known ? stateOf(known).size : 0];
  const isNews = size > last || (found === "missing" && (await standsIn({ db }, stateOf(known!), true)));
  const kept = isNews && found !== "accepted" && logKey.memory!.keep(note);
  if (kept) console.log(`Remembered: a state of ${size} leaves was signed.`);
  else if (found === "accepted") console.log(`It is on record that the state of ${size} leaves is missing, and why.`);
  else if (!isNews && found === "held")
    console.log(`The log holds that state of ${size} leaves; one of ${last} is remembered already.`);
  else if (!isNews)
    console.log(`Noted as missing; a state of ${last} leaves, which is missing, is remembered already.`);
  const status = await check(services);
  return isNews && !kept && found !== "accepted" ? 1 : status;
}

/** For a key that was stolen, or that nobody can be sure of any more. */
async function change(services: Services, reason: string, file: string | null, isNew: boolean): Promise<number> {
  const { db, logKey } = services;
  const ctx = { db, actor: PORTAL, now: new Date() };
  const announced = logKey.ring!.next();
  const done = await changeKey(ctx, logKey, { file, reason, isNew }).catch((error: unknown) => error as Error);
  if (done instanceof Error) {
    if ((await openLosses({ db })).length === 0) throw done;
    return check(services);
  }
  const { changed, anew } = done;
  const toReaders =
    changed.next === announced
      ? "Readers who have the keys that were printed go on."
      : "Nobody has that key yet: print it, and tell witnesses, scrutineers and readers in another way than through the portal.";
  console.log(
    `${anew ? "The log says" : "The log had said so already, and the rest is done"}: ${changed.key} signs for it no more, and ${changed.next} does.\n` +
      `${anew ? toReaders : "If that one was stolen, too, give another reason."} A portal that runs signs with it from now on. Back log-key up, and make the next one: npm run portal -- log next-key FILE\n` +
      `What readers' trust.json holds by now, with the end of the old key: ${JSON.stringify(trustedKeys(logKey))}`,
  );
  return 0;
}

/** For the day on which the key is stolen: readers know the next one by then. */
async function makeNext({ db, logKey }: Services, file: string): Promise<number> {
  const before = logKey.ring!.next();
  const next = await makeNextKey({ db, actor: PORTAL, now: new Date() }, logKey, file);
  console.log(
    `${next}\nis given out beside the key of the log from now on: print both. ` +
      `Its secret half is in ${file} and nowhere else: move that away from this machine, and keep it.` +
      (before ? ` ${before} is not given out any more.` : ""),
  );
  return 0;
}

async function accept(services: Services, reason: string): Promise<number> {
  const { db, logKey } = services;
  const ctx = { db, actor: PORTAL, now: new Date() };
  await watchDatabase(ctx, logKey, true);
  const accepted = await acceptRestored(ctx, logKey, reason);
  for (const lost of accepted)
    console.log(
      "events" in lost
        ? `Put on record: ${lost.events} or more events that were there on ${lost.until.toISOString()} are missing.`
        : `Put on record: the log goes on from ${lost.held} leaves without the state of ${lost.size} that was signed.`,
    );
  if (accepted.length === 0) console.log("Nothing that was signed or seen is missing.");
  const status = await check(services);
  if (accepted.length > 0 && status === 0) console.log("Everything can be written again.");
  return status;
}
