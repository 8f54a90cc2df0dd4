/**
 * The ladder from a problem to its best plan: least breach of each rule in order, then the worst-served entry as well
 * off as can be, then, where that entry's own best readers are what keeps the floor down, all others above it, then the
 * largest total affinity. Each step is exact over all allowed pairs.
 */
import type { Highs } from "highs";
import { type Capped, cappedOf, capsOf, floorsAt, NEAR, worst, worstBelowCap } from "./caps.ts";
import { Exact, type Found, Unsolved, WHOLE } from "./exact.ts";
import { firstPlan } from "./first-plan.ts";
import { PAIR, PRICE_OF_CHANGE, type Problem, rounded, scoresOf, sum, worth } from "./problem.ts";
import { HAIR } from "./program.ts";
import { raisedBySwaps } from "./swaps.ts";

/** The total alone; the worst-served entry first; or after it also the worst-served of those below their cap. */
export type Objective = "total" | "fair" | "capped";
/** What is being worked on. */
export type Step = "rules" | "total" | "floor" | "capped";
/** What is known by now, for whoever waits: `found` is the best plan so far, with what no plan can exceed. */
export type Progress = {
  step: Step;
  found: { total: number; totalBound: number; floor: number; floorBound: number } | null;
};
export type Limits = {
  seconds: number;
  floorSeconds?: number;
  now(): number;
  tell?: ((progress: Progress) => void) | undefined;
};
export type Optimum = {
  /** Pairs as `entry * reviewers + reviewer`, in order. */
  plan: number[];
  total: number;
  /** No plan that breaks the rules as little and keeps this floor has a larger total. */
  totalBound: number;
  /** Without any floor, no plan that breaks the rules as little has a larger total. */
  totalMaximum: number;
  floor: number;
  /** No plan that breaks the rules as little has a better-off worst entry. */
  floorBound: number;
  /** Null where it was not asked for, or where the floor is not kept down by an entry's own best readers. */
  capped: Capped | null;
  /** Whether it was proved that no plan breaks the rules less. If not, bounds are those of each entry on its own. */
  settled: boolean;
  /** How often programs were solved. */
  solves: number;
};

/** Floors are not told apart more finely. */
const FINE = { floor: 0.001, capped: 0.005 };
/** How much longer than the search as a whole a program may take that was begun in time. */
const OVERTIME = 1.1;
/** For how many seconds after that readers may be exchanged: without that a plan made in haste serves some badly. */
const EXCHANGES = 30;
/** How long a search of so many seconds takes at the most, in seconds. */
export const longestSearch = (seconds: number): number => OVERTIME * seconds + EXCHANGES;

/**
 * The best plan for a problem. `limits.seconds` is for the search as a whole, and after `limits.floorSeconds` from its
 * begin floors are raised by exchanges of readers alone; when time is over, the bounds say what was left open.
 */
export function optimum(highs: Highs, problem: Problem, objective: Objective, limits: Limits): Optimum {
  const search = new Search(highs, problem, limits);
  try {
    return search.run(objective);
  } finally {
    search.dispose();
  }
}

/** The best plan so far, the floor it keeps, and what no plan can exceed. */
type Raised = { found: Found; low: number; bound: number };

class Search {
  readonly #problem: Problem;
  readonly #limits: Limits;
  readonly #begin: number;
  readonly #exact: Exact;
  readonly #isOver: () => boolean;
  #end: number;

  constructor(highs: Highs, problem: Problem, limits: Limits) {
    this.#problem = problem;
    this.#limits = limits;
    this.#begin = limits.now();
    this.#end = this.#begin + limits.seconds * 1000;
    const until = (end: number) => (end - limits.now()) / 1000;
    const rest = () => until(this.#begin + OVERTIME * limits.seconds * 1000);
    this.#isOver = () => rest() < -EXCHANGES;
    this.#exact = new Exact(highs, problem, {
      isLate: () => this.#isLate,
      left: () => Math.max(1, until(this.#end)),
      rest,
    });
  }

  dispose(): void {
    this.#exact.dispose();
  }

  get #isLate(): boolean {
    return this.#limits.now() > this.#end;
  }

  run(objective: Objective): Optimum {
    const { largest, settled } = this.#largest();
    const caps = capsOf(this.#problem, (rule) => this.#exact.program.leeway.holds(rule));
    const known = caps.filter((cap) => !Number.isNaN(cap));
    const totalMaximum = settled
      ? -largest.bound
      : sum(known) + PRICE_OF_CHANGE * this.#problem.pairs.filter((state) => state === PAIR.held).length;
    const found = settled ? largest : { ...largest, bound: -totalMaximum };
    const [least, most] = known.length === 0 ? [0, 0] : [Math.min(...known), Math.max(...known)];
    const told = (best: Found, floorBound: number, cappedBound: number | null = null) => ({
      ...this.#told(best, caps, totalMaximum, floorBound, cappedBound),
      settled,
    });
    if (objective === "total") return told(found, least);
    this.#end = Math.min(this.#end, this.#begin + (this.#limits.floorSeconds ?? Infinity) * 1000);
    const fair = this.#raise("floor", { found, low: 0, bound: least }, caps, totalMaximum);
    if (objective === "fair" || fair.low < least - NEAR || most - least < NEAR) return told(fair.found, fair.bound);
    const capped = this.#raise("capped", { ...fair, bound: most }, caps, totalMaximum, fair.bound);
    return told(capped.found, fair.bound, capped.bound);
  }

  /**
   * Of the plans that break the rules as little as can be, the one with the largest total; where time was over before
   * one was found, a first plan.
   */
  #largest(): { largest: Found; settled: boolean } {
    try {
      // That parts of pairs could keep all rules does not mean that whole ones can.
      for (const byLevel of [false, true]) {
        const settled = this.#settleRules(byLevel);
        this.#limits.tell?.({ step: "total", found: null });
        const largest = this.#exact.best({ kind: "total" }, false);
        if (largest.plan) return { largest, settled };
        this.#exact.renew();
        if (largest.bound < Infinity) break;
      }
    } catch (error) {
      if (!(error instanceof Unsolved)) throw error;
      this.#exact.renew();
    }
    const plan = firstPlan(this.#problem, this.#isOver);
    return {
      largest: { plan, cost: -sum(plan.map((pair) => worth(this.#problem, pair))), bound: -Infinity },
      settled: false,
    };
  }

  /**
   * Closes every level at the least that its rules must be broken by, and says whether that was proved. Where none
   * must, one program shows it for all of them, unless each is asked `byLevel`.
   */
  #settleRules(byLevel: boolean): boolean {
    this.#limits.tell?.({ step: "rules", found: null });
    const program = this.#exact.program;
    const levels = program.leeway.levels.keys();
    const { solved } = this.#exact.relax({ kind: "total" }, false);
    if (
      !byLevel &&
      program.leeway.levels.every((_rules, level) => program.leeway.breach(level, solved.columns) < WHOLE)
    ) {
      for (const level of levels) program.leeway.close(level, 0);
      return true;
    }
    let settled = true;
    for (const level of levels) {
      const { plan, cost, bound } = this.#exact.best({ kind: "level", level }, false);
      if (!plan) throw new Unsolved();
      settled &&= Math.ceil(bound - WHOLE) >= Math.round(cost);
      program.leeway.close(level, Math.round(cost));
    }
    return settled;
  }

  #told(
    { plan, cost, bound }: Found,
    caps: Float64Array,
    totalMaximum: number,
    floorBound: number,
    cappedBound: number | null,
  ): Omit<Optimum, "settled"> {
    const scores = scoresOf(this.#problem, plan!);
    const [floor, total] = [worst(scores, caps), sum(scores)];
    const loss = Math.abs(-cost - total) < 1e-6 ? total - -cost : 0;
    const figures = {
      total,
      totalBound: Math.max(total, -bound + loss),
      totalMaximum: Math.max(total, totalMaximum),
      floor,
      floorBound: Math.max(floor, floorBound),
    };
    for (const name of Object.keys(figures) as (keyof typeof figures)[]) figures[name] = rounded(figures[name]);
    return {
      plan: plan!.sort((a, b) => a - b),
      ...figures,
      capped: cappedBound === null ? null : cappedOf(scores, caps, cappedBound),
      solves: this.#exact.solves,
    };
  }

  /**
   * Raises the floor of all entries, each no further than its cap, from the best plan so far up to `bound` at the most.
   * First the bound itself is tried; while not even parts of pairs reach what is tried, their shortfall says how much
   * lower to try; from then on the middle between the best plan's floor and what could not be reached.
   */
  #raise(
    step: "floor" | "capped",
    start: Raised,
    caps: Float64Array,
    totalMaximum: number,
    floorBound = start.bound,
  ): Raised {
    const servedOf = (plan: readonly number[]) =>
      (step === "floor" ? worst : worstBelowCap)(scoresOf(this.#problem, plan), caps);
    let { found: best, bound } = start;
    let low = servedOf(best.plan!);
    bound = Math.max(low, bound);
    for (
      let [target, reach, falling] = [bound, bound, true];
      reach - low > this.#exact.grain / 2 + 10 * HAIR && !this.#isLate;
    ) {
      this.#tell(step, best, caps, totalMaximum, step === "floor" ? bound : floorBound);
      const found = this.#bestInTime(floorsAt(target, caps));
      if (!found) break;
      if (found.plan) {
        best = found;
        low = Math.max(target, servedOf(found.plan));
        falling = false;
      } else {
        reach = target;
        const shortfall = falling && found.bound === Infinity ? this.#leastShortfall() : 0;
        falling = shortfall > FINE[step];
        if (shortfall > 10 * HAIR) reach = Math.max(low, this.#onGrid(target - shortfall));
        if (found.bound === Infinity)
          bound = Math.min(bound, Math.max(low, shortfall > 10 * HAIR ? reach : target - this.#exact.grain));
        if (reach < target) {
          target = reach;
          continue;
        }
        if (reach - low <= Math.max(FINE[step], this.#exact.grain) + 10 * HAIR) break;
      }
      target = Math.max(this.#onGrid((low + reach) / 2), low + (this.#exact.grain || FINE[step]));
    }
    return this.#isLate
      ? this.#raiseBySwaps({ found: best, low, bound }, caps, servedOf, FINE[step])
      : { found: best, low, bound };
  }

  /** Null: time was over. */
  #bestInTime(floors: Float64Array): Found | null {
    try {
      return this.#exact.best({ kind: "total" }, true, floors);
    } catch (error) {
      if (error instanceof Unsolved) return null;
      throw error;
    }
  }

  /**
   * Where there was no time to prove more: as high as exchanges of readers lead, by halves. What bounds the total of
   * lower floors bounds that of higher ones.
   */
  #raiseBySwaps(start: Raised, caps: Float64Array, servedOf: (plan: number[]) => number, fine: number): Raised {
    const { bound, found } = start;
    let best = start;
    for (
      let [target, reach] = [bound, bound];
      reach - best.low > Math.max(fine, this.#exact.grain / 2) && !this.#isOver();
      target = (best.low + reach) / 2
    ) {
      const plan = raisedBySwaps(this.#problem, best.found.plan!, floorsAt(target, caps), this.#isOver);
      if (plan)
        best = {
          found: { plan, cost: -sum(plan.map((pair) => worth(this.#problem, pair))), bound: found.bound },
          low: Math.max(target, servedOf(plan)),
          bound,
        };
      else reach = target;
    }
    return best;
  }

  #tell(step: Step, { plan }: Found, caps: Float64Array, totalBound: number, floorBound: number): void {
    const scores = scoresOf(this.#problem, plan!);
    this.#limits.tell?.({ step, found: { total: sum(scores), totalBound, floor: worst(scores, caps), floorBound } });
  }

  /** Sums of affinities are whole multiples of their grain. */
  #onGrid(value: number): number {
    return this.#exact.grain ? Math.floor(value / this.#exact.grain + 1e-6) * this.#exact.grain : value;
  }

  /** By how much some entry must fall below floors that cannot be kept, at the least: with pairs in parts. */
  #leastShortfall(): number {
    return Math.max(0, this.#exact.relax({ kind: "floor" }, true).bound);
  }
}
