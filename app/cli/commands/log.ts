import { readFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { acceptRestored } from "#app/domain/commitment/commands.server.ts";
import { openLosses, watchDatabase } from "#app/domain/commitment/losses.server.ts";
import { stateOf } from "#app/domain/commitment/note.ts";
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

/** For a data directory that was restored too: a receipt letter, a witness or a saved proof knows a newer state. */
async function remember(services: Services, file: string): Promise<number> {
  const note = readFileSync(file, "utf8").replace(/\r\n/g, "\n");
  const { logKey } = services;
  await readCheckpoint(note, [await readKey(logKey.verifier)], file);
  const known = logKey.memory?.last();
  if (!known || stateOf(known).size < stateOf(note).size) logKey.memory?.keep(note);
  return check(services);
}

async function accept({ db, logKey }: Services, reason: string): Promise<number> {
  const ctx = { db, actor: PORTAL, now: new Date() };
  await watchDatabase(ctx, logKey, true);
  const accepted = await acceptRestored(ctx, logKey, reason);
  for (const lost of accepted)
    console.log(
      "events" in lost
        ? `Put on record: ${lost.events} or more events that were there on ${lost.until.toISOString()} are missing.`
        : `Put on record: the log goes on from ${lost.held} leaves without the state of ${lost.size} that was signed.`,
    );
  console.log(accepted.length > 0 ? "Everything can be written again." : "Nothing that was signed or seen is missing.");
  return 0;
}
