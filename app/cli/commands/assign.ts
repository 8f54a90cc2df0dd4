import { parseArgs } from "node:util";
import { solutionOf } from "#app/domain/assignment/solution.ts";
import { solver } from "#app/domain/assignment/solver.ts";
import { readProblem } from "../problem-file.ts";
import { readText } from "../text-file.ts";

export const summary =
  "finds the best assignment for a file, with proof: assign problem.json [--objective fair|capped|total] [--seed 1] [--seconds 300]";

/** Prints JSON. Throws a sentence that names the option, line or field at fault. */
export async function run(args: string[]): Promise<void> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      objective: { type: "string", default: "fair" },
      seed: { type: "string", default: "1" },
      seconds: { type: "string", default: "300" },
    },
  });
  const [file] = positionals;
  if (!file || positionals.length > 1) throw new Error("Name one file: npm run --silent portal -- assign problem.json");
  const { objective } = values;
  if (objective !== "fair" && objective !== "capped" && objective !== "total")
    throw new Error("--objective must be fair, capped or total.");
  const [seed, seconds] = [whole("--seed", values.seed), whole("--seconds", values.seconds)];
  const { ignored, ...round } = readProblem(readText(file));
  if (ignored.length > 0) console.error(`Not read: ${ignored.join(", ")}.`);
  const found = solutionOf(
    await solver(),
    round,
    { objective, seed: String(seed) },
    { seconds, now: () => performance.now() },
  );
  console.log(JSON.stringify({ ...found, seed }));
}

function whole(option: string, given: string): number {
  if (!/^\d{1,15}$/.test(given)) throw new Error(`${option} must be a whole number.`);
  return Number(given);
}
