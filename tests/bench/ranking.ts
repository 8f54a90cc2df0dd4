import { balance } from "#app/domain/shortlist/balance.ts";
import { cutFigures } from "#app/domain/ranking/cut.ts";
import { normals } from "#app/domain/ranking/chances.ts";
import { aBalancedRound } from "#tests/support/candidates.ts";
import { gains, SCENARIOS } from "#tests/support/simulation.ts";

/**
 * `npm run bench:ranking [-- --rounds=400]`: what adjusting gains and how well chances are calibrated, in full, and
 * what the heavy calculations cost.
 */
const ROUNDS = Number(process.argv.find((word) => word.startsWith("--rounds="))?.split("=")[1] ?? 400);

function cpu(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

async function timed(name: string, work: () => unknown): Promise<void> {
  await work();
  const before = cpu();
  await work();
  console.log(`${name}: ${Math.round(cpu() - before)} ms CPU`);
}

const normal = normals("bench");
const [quality, leniency] = [Array.from({ length: 274 }, normal), Array.from({ length: 11 }, () => 0.7 * normal())];
const reviews = quality.flatMap((value, entry) =>
  leniency.map((gives, reviewer) => ({
    entry: `e${entry}`,
    reviewer: `r${reviewer}`,
    values: Array.from({ length: 5 }, () => Math.min(5, Math.max(1, Math.round(3 + 0.7 * (value + gives + normal()))))),
  })),
);
await timed("cut line, 274 entries read by all of 11, 4,000 draws, every variation", () =>
  cutFigures({
    reviews,
    weights: [20, 20, 20, 20, 20],
    method: "adjusted",
    ranked: quality.map((_value, entry) => `e${entry}`),
    seed: "1",
    draws: 4000,
  }),
);
await timed("C1: balanced list of 45 out of 300, with the price of each rule", () => balance(aBalancedRound("C1")));

for (const [key, scenario] of Object.entries(SCENARIOS)) {
  const before = cpu();
  const { recall, error, calibration } = await gains(scenario, {
    rounds: ROUNDS,
    top: 15,
    draws: 1000,
    seed: `full ${key}`,
    quick: false,
  });
  const figure = (value: number) => value.toFixed(3);
  console.log(
    `${scenario.name}: recall@15 mean ${figure(recall.mean)}, z ${figure(recall.standardised)}, adjusted ${figure(recall.adjusted)}; over mean ${figure(recall.adjusted - recall.mean)} ± ${figure(error.mean)}, over z ${figure(recall.adjusted - recall.standardised)} ± ${figure(error.standardised)}; ` +
      `calibration error ${calibration!.expectedError.toFixed(4)}, expected hits off by ${figure(calibration!.hits)} (${ROUNDS} rounds, ${Math.round((cpu() - before) / 1000)} s CPU)`,
  );
}
