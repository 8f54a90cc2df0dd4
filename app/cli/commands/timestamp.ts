import { readFileSync, writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { PORTAL } from "#app/domain/context.ts";
import { takeTimestamp } from "#app/domain/timestamp/commands.server.ts";
import { newTimestampQuery } from "#app/domain/timestamp/queries.server.ts";
import type { Services } from "#app/services.server.ts";

export const summary =
  "time stamps of the public log (RFC 3161): timestamp request [--out file.tsq] | timestamp add file.tsr --ca root.pem [--query file.tsq]";

const USAGE =
  "Usage: npm run portal -- timestamp request [--out file.tsq] | timestamp add file.tsr --ca root.pem [--query file.tsq]";

/** Writes a request for the newest state of the log, or keeps an authority's answer. Asks nobody over the network. */
export async function run(args: string[], open: () => Promise<Services>): Promise<number> {
  const {
    values: { out, ca, query },
    positionals: [what, file, ...more],
  } = parseArgs({
    args,
    allowPositionals: true,
    options: { out: { type: "string" }, ca: { type: "string" }, query: { type: "string" } },
  });
  if (what === "request" && !file && !ca && !query) return request(await open(), out);
  if (what === "add" && file && ca && !out && more.length === 0) return add(await open(), { file, ca, query });
  throw new Error(USAGE);
}

async function request({ db }: Services, out: string | undefined): Promise<number> {
  const found = await newTimestampQuery({ db });
  if (!found) throw new Error("Nothing was signed yet: there is no checkpoint to stamp.");
  const file = out ?? `checkpoint-${found.size}.tsq`;
  writeFileSync(file, found.query);
  console.log(`${file} asks for a time stamp of the checkpoint with ${found.size} leaves. Send it to an authority:`);
  console.log(
    `  curl -sS -H "Content-Type: application/timestamp-query" --data-binary @${file} -o answer.tsr ADDRESS-OF-THE-AUTHORITY`,
  );
  console.log(`Then: npm run portal -- timestamp add answer.tsr --ca ROOT-OF-THE-AUTHORITY.pem --query ${file}`);
  return 0;
}

async function add(
  { db }: Services,
  { file, ca, query }: { file: string; ca: string; query: string | undefined },
): Promise<number> {
  const { size, authority, at, isNew } = await takeTimestamp(
    { db, actor: PORTAL, now: new Date() },
    readFileSync(file),
    {
      roots: readFileSync(ca, "utf8"),
      query: query === undefined ? null : readFileSync(query),
    },
  );
  console.log(
    `${isNew ? "Kept" : "Was kept before"}: ${authority} signed on ${at} that the checkpoint with ${size} leaves existed.`,
  );
  return 0;
}
