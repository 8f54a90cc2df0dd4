import { setImmediate as others } from "node:timers/promises";
import { chancesOf, normals, rankCounts } from "#app/domain/ranking/chances.ts";
import { fitSeverity, type Score } from "#app/domain/ranking/severity.ts";

/**
 * A made-up round whose truth is known: y = quality + severity + error, with standard deviations 1, `severity` and
 * `error`.
 */
export type Scenario = {
  name: string;
  entries: number;
  reviewers: number;
  reads: number;
  severity: number;
  error: number;
};

export const SCENARIOS: Record<"A" | "B" | "C" | "D" | "E", Scenario> = {
  A: {
    name: "A: 300 x 60, three reads, severity 0.7, error 1",
    entries: 300,
    reviewers: 60,
    reads: 3,
    severity: 0.7,
    error: 1,
  },
  B: {
    name: "B: 60 x 11, three reads, severity 0.7, error 1",
    entries: 60,
    reviewers: 11,
    reads: 3,
    severity: 0.7,
    error: 1,
  },
  C: { name: "C: severity 1, error 0.7", entries: 300, reviewers: 60, reads: 3, severity: 1, error: 0.7 },
  D: { name: "D: no severity", entries: 300, reviewers: 60, reads: 3, severity: 0, error: 1 },
  E: {
    name: "E: five entries to each of 180 reviewers",
    entries: 300,
    reviewers: 180,
    reads: 3,
    severity: 0.7,
    error: 1,
  },
};

/**
 * Scores of one round and the true quality of each entry, by a balanced random assignment: loads differ by at most one.
 */
function aRoundOf(
  { entries, reviewers, reads, severity, error }: Scenario,
  normal: () => number,
): { scores: Score[]; quality: number[] } {
  const quality = Array.from({ length: entries }, normal);
  const leniency = Array.from({ length: reviewers }, () => severity * normal());
  const loads = new Array<number>(reviewers).fill(0);
  const scores = quality.flatMap((value, entry) => {
    const order = loads
      .map((load, reviewer) => ({ reviewer, load, lot: normal() }))
      .sort((a, b) => a.load - b.load || a.lot - b.lot)
      .slice(0, reads);
    return order.map(({ reviewer }) => {
      loads[reviewer]! += 1;
      return {
        entry: String(entry),
        reviewer: String(reviewer),
        score: value + leniency[reviewer]! + error * normal(),
      };
    });
  });
  return { scores, quality };
}

export type Gains = {
  rounds: number;
  /** Share of the true top K among the K first, by method. */
  recall: { mean: number; standardised: number; adjusted: number };
  /** Standard errors of the differences adjusted − mean and adjusted − standardised. */
  error: { mean: number; standardised: number };
  /**
   * How far stated chances of the top K are from what came true, and expected hits from the recall reached; only with
   * draws.
   */
  calibration: { expectedError: number; hits: number } | null;
};

/**
 * What adjusting gains over the plain mean and over z-scores in a scenario, paired over the same rounds. `quick` begins
 * each fit at the true ratios and stops at three digits, which no rank at the top notices. Whoever waits is let in
 * between two rounds.
 */
export async function gains(
  scenario: Scenario,
  { rounds, top, draws, seed, quick }: { rounds: number; top: number; draws: number; seed: string; quick: boolean },
): Promise<Gains> {
  const normal = normals(seed);
  const reached: { mean: number; standardised: number; adjusted: number }[] = [];
  const bins = Array.from({ length: 10 }, () => ({ count: 0, stated: 0, true: 0 }));
  let expected = 0;
  for (let round = 0; round < rounds; round++) {
    await others();
    const { scores, quality } = aRoundOf(scenario, normal);
    const truth = new Set(first(quality, top));
    const share = (values: number[]) => first(values, top).filter((at) => truth.has(at)).length / top;
    const fit = fitSeverity(scores, quick ? [1 / scenario.error, scenario.severity / scenario.error] : undefined);
    const adjusted = fit.entries.map(({ effect }) => effect);
    reached.push({
      mean: share(fit.entries.map(({ mean }) => mean)),
      standardised: share(standardised(scores, scenario)),
      adjusted: share(adjusted),
    });
    if (draws === 0) continue;
    const chances = chancesOf(rankCounts(fit, { draws, lowerIsBetter: false, seed: `${seed}:${round}` }), top);
    for (const [id, chance] of chances) {
      const bin = bins[Math.min(9, Math.floor(chance * 10))]!;
      bin.count++;
      bin.stated += chance;
      bin.true += Number(truth.has(Number(id)));
    }
    expected += first(adjusted, top).reduce((sum, at) => sum + chances.get(String(at))!, 0) / top;
  }
  const average = (of: (one: (typeof reached)[number]) => number) =>
    reached.reduce((sum, one) => sum + of(one), 0) / rounds;
  const standardError = (of: (one: (typeof reached)[number]) => number) =>
    Math.sqrt(reached.reduce((sum, one) => sum + (of(one) - average(of)) ** 2, 0) / (rounds - 1) / rounds);
  const recall = {
    mean: average(({ mean }) => mean),
    standardised: average((one) => one.standardised),
    adjusted: average(({ adjusted }) => adjusted),
  };
  return {
    rounds,
    recall,
    error: {
      mean: standardError((one) => one.adjusted - one.mean),
      standardised: standardError((one) => one.adjusted - one.standardised),
    },
    calibration:
      draws === 0
        ? null
        : {
            expectedError:
              bins.reduce((sum, bin) => sum + Math.abs(bin.stated - bin.true), 0) / (rounds * scenario.entries),
            hits: expected / rounds - recall.adjusted,
          },
  };
}

const first = (values: readonly number[], top: number): number[] =>
  values
    .map((value, at) => ({ value, at }))
    .sort((a, b) => b.value - a.value)
    .slice(0, top)
    .map(({ at }) => at);

/** Means of each reviewer's z-scores, by entry. */
function standardised(scores: readonly Score[], { entries, reviewers }: Scenario): number[] {
  const own = Array.from({ length: reviewers }, () => ({ count: 0, sum: 0, squares: 0 }));
  for (const { reviewer, score } of scores) {
    const each = own[Number(reviewer)]!;
    each.count++;
    each.sum += score;
    each.squares += score * score;
  }
  const sums = new Array<number>(entries).fill(0);
  for (const { entry, reviewer, score } of scores) {
    const { count, sum, squares } = own[Number(reviewer)]!;
    const spread = Math.sqrt((squares - (sum * sum) / count) / (count - 1));
    sums[Number(entry)]! += (score - sum / count) / (spread || 1);
  }
  return sums;
}
