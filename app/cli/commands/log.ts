import { readFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { acceptRestored } from "#app/domain/commitment/commands.server.ts";
import { openLosses, watchDatabase, watchState } from "#app/domain/commitment/losses.server.ts";
import { stateOf } from "#app/domain/commitment/note.ts";
import { standsIn } from "#app/domain/commitment/queries.server.ts";
import { PORTAL } from "#app/domain/context.ts";
import { lackingSentence } from "#app/jobs/lacking.ts";
import type { Services } from "#app/services.server.ts";
import { readCheckpoint, readKey } from "../../../public/verify.mjs";

export const summary =
  'whether the public log is the one that was signed: log check | log remember checkpoint.txt | log accept-restored --reason "…"';

const USAGE =
  'Usage: npm run portal -- log check | log remember checkpoint.txt | log accept-restored --reason "why there is no newer copy; everybody reads it"';

/** Says whether the database holds what was signed, learns of a newer signed state, or goes on without one. */
export async function run(args: string[], open: () => Promise<Services>): Promise<number> {
  const {
    values: { reason },
    positionals: [what, file, ...more],
  } = parseArgs({ args, allowPositionals: true, options: { reason: { type: "string" } } });
  if (what === "check" && !file && !reason) return check(await open());
  if (what === "remember" && file && !reason && more.length === 0) return remember(await open(), file);
  if (what === "accept-restored" && !file && reason?.trim()) return accept(await open(), reason.trim());
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
  await readCheckpoint(note, [await readKey(logKey.verifier)], file);
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
