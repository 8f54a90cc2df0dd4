import { readFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { verifierSha256 } from "#app/outside/verifier.server.ts";
import { verify } from "../../../public/verify.mjs";

export const summary =
  "checks the proof of a published round: verify bundle.json --trust trust.json [--receipt receipt.txt] [--checkpoint checkpoint.txt] [--log leaves.json] [--reviews reviews.json] [--openings openings.json] [--tsa ca.pem] [--freeze-by DAY] [--result-by DAY]";

/**
 * Prints what holds, or the first thing that does not. Needs no database: it is the file anybody can download, run
 * here.
 */
export async function run(args: string[]): Promise<number> {
  const options = {
    trust: { type: "string", default: "trust.json" },
    receipt: { type: "string", multiple: true, default: [] as string[] },
    checkpoint: { type: "string", multiple: true, default: [] as string[] },
    log: { type: "string" },
    reviews: { type: "string", multiple: true, default: [] as string[] },
    openings: { type: "string" },
    tsa: { type: "string", multiple: true, default: [] as string[] },
    "freeze-by": { type: "string" },
    "result-by": { type: "string" },
  } as const;
  const {
    values,
    positionals: [bundle, ...more],
  } = parseArgs({ args, allowPositionals: true, options });
  if (!bundle || more.length > 0)
    throw new Error("Name one file: npm run --silent portal -- verify bundle.json --trust trust.json");
  const read = (file: string) => readFileSync(file, "utf8");
  const verdict = await verify(read(bundle), JSON.parse(read(values.trust)) as { keys: string[] }, {
    receipts: values.receipt.map(read),
    checkpoints: values.checkpoint.map(read),
    reviews: values.reviews.map(read),
    log: values.log === undefined ? null : read(values.log),
    openings: values.openings === undefined ? null : read(values.openings),
    tsa: values.tsa.map(read),
    by: { freeze: values["freeze-by"], result: values["result-by"] },
    source: verifierSha256(),
  });
  for (const line of verdict.lines) console.log(`ok  ${line}`);
  if (verdict.ok) console.log("Everything holds.");
  else console.error(`NO  ${verdict.failure}`);
  return verdict.ok ? 0 : 1;
}
