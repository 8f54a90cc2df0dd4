/**
 * The ladder from a problem to its best plan: least breach of each rule in order, then the worst-served entry as well off as can be, then, where
 * that entry's own best readers are what keeps the floor down, all others above it, then the largest total affinity. Each step is exact over all allowed pairs. Pairs enter by their price (column generation), rules once they are broken;
 * where parts of pairs remain, a whole solution is searched among the pairs that a plan so near the bound may have: no other can better it.
 */
import type { Highs } from "highs";
import { LagrangianBound } from "./bound.ts";
import { capsOf } from "./caps.ts";
import { firstPairs, missedPairs } from "./pricing.ts";
import { grainOf, PAIR, type Problem, scoresOf, sum, worth } from "./problem.ts";
import { type Goal, HAIR, Program, type Solved } from "./program.ts";
import { brokenCuts } from "./separation.ts";
import { raisedBySwaps } from "./swaps.ts";

/** The total alone; the worst-served entry first; or, after it, also the worst-served of those that are not served as well as they ever could be. */
export type Objective = "total" | "fair" | "capped";
/** What is being worked on. */
export type Step = "rules" | "total" | "floor" | "capped";
/** What is known by now, for whoever waits: `found` is the best plan so far, with what no plan can exceed. */
export type Progress = { step: Step; found: { total: number; totalBound: number; floor: number; floorBound: number } | null };
export type Limits = { seconds: number; floorSeconds?: number; now(): number; tell?: ((progress: Progress) => void) | undefined };
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
  /** How often programs were solved. */
  solves: number;
};

/**
 * Each entry gets `floor` or, where that is less, the best it could get alone: that is so of the `entries` (as places). No plan that breaks the
 * rules as little and has the same worst-served entry has a higher such floor than `floorBound`.
 */
export type Capped = { floor: number; floorBound: number; entries: number[] };

/** Numbers that were to be 0 or 1 and are further away than this are parts. */
const WHOLE = 1e-6;
/** Floors are not told apart more finely. */
const FINE = { floor: 0.001, capped: 0.005 };
/** A score so near the best an entry could get is the best. */
const NEAR = 1e-6;
/** Where one floor was broken, entries this near to theirs get a row, too: whole solutions are dear. */
const AHEAD = 0.15;
/** How far from the bound a whole plan is looked for at first. */
const FIRST_WIDTH = 0.03;
const WIDER = 4;
/** Without a plan so near the bound, a floor counts as out of reach. */
const LAST_WIDTH = 3;

/**
 * The best plan for a problem. `limits.seconds` is for the search as a whole, and after `limits.floorSeconds` from its begin floors are raised by exchanges of readers
 * alone; when time is over, the bounds say what was left open.
 */
export function optimum(highs: Highs, problem: Problem, objective: Objective, limits: Limits): Optimum {
  const search = new Search(highs, problem, limits);
  try {
    return search.run(objective);
  } finally {
    search.dispose();
  }
}

/** A whole plan (null: there is none, or none was found in time) and what no plan can better: both as costs. */
type Found = { plan: number[] | null; cost: number; bound: number };

/** The best plan so far, the floor it keeps, and what no plan can exceed. */
type Raised = { found: Found; low: number; bound: number };

class Search {
  readonly #problem: Problem;
  readonly #highs: Highs;
  readonly #limits: Limits;
  readonly #begin: number;
  #end: number;
  readonly #grain: number;
  readonly #program: Program;
  #solves = 0;

  constructor(highs: Highs, problem: Problem, limits: Limits) {
    this.#highs = highs;
    this.#problem = problem;
    this.#limits = limits;
    this.#begin = limits.now();
    this.#end = this.#begin + limits.seconds * 1000;
    this.#grain = problem.pairs.includes(PAIR.held) ? 0 : grainOf(problem);
    this.#program = new Program(highs, problem, firstPairs(problem));
  }

  dispose(): void {
    this.#program.dispose();
  }

  run(objective: Objective): Optimum {
    this.#settleRules();
    this.#limits.tell?.({ step: "total", found: null });
    const largest = this.#best({ kind: "total" }, false);
    const totalMaximum = -largest.bound;
    const caps = capsOf(this.#problem, (rule) => this.#program.holds(rule));
    const known = caps.filter((cap) => !Number.isNaN(cap));
    const [least, most] = known.length === 0 ? [0, 0] : [Math.min(...known), Math.max(...known)];
    if (objective === "total") return this.#told(largest, caps, totalMaximum, least);
    this.#end = Math.min(this.#end, this.#begin + (this.#limits.floorSeconds ?? Infinity) * 1000);
    const fair = this.#raise("floor", { found: largest, low: 0, bound: least }, caps, totalMaximum);
    if (objective === "fair" || fair.low < least - NEAR || most - least < NEAR) return this.#told(fair.found, caps, totalMaximum, fair.bound);
    const capped = this.#raise("capped", { ...fair, bound: most }, caps, totalMaximum, fair.bound);
    return this.#told(capped.found, caps, totalMaximum, fair.bound, capped.bound);
  }

  #left(): number {
    return Math.max(1, (this.#end - this.#limits.now()) / 1000);
  }

  get #isLate(): boolean {
    return this.#limits.now() > this.#end;
  }

  /** Closes every level at the least that its rules must be broken by. Where none must, one program shows it for all of them. */
  #settleRules(): void {
    this.#limits.tell?.({ step: "rules", found: null });
    const program = this.#program;
    const { solved } = this.#relax({ kind: "total" }, false);
    const levels = program.levels.keys();
    if (program.levels.every((_rules, level) => program.breach(level, solved.columns) < WHOLE)) {
      for (const level of levels) program.close(level, 0);
      return;
    }
    for (const level of levels) {
      const { cost } = this.#best({ kind: "level", level }, false);
      program.close(level, Math.round(cost));
    }
  }

  #told({ plan, cost, bound }: Found, caps: Float64Array, totalMaximum: number, floorBound: number, cappedBound: number | null = null): Optimum {
    if (!plan) throw new Error("The time was over before any plan was found.");
    const scores = scoresOf(this.#problem, plan);
    const floor = worst(scores, caps);
    const total = sum(scores);
    const loss = Math.abs(-cost - total) < 1e-6 ? total - -cost : 0;
    const figures = { total, totalBound: Math.max(total, -bound + loss), totalMaximum: Math.max(total, totalMaximum), floor, floorBound: Math.max(floor, floorBound) };
    for (const name of Object.keys(figures) as (keyof typeof figures)[]) figures[name] = round(figures[name]);
    return { plan: plan.sort((a, b) => a - b), ...figures, capped: cappedBound === null ? null : cappedOf(scores, caps, cappedBound), solves: this.#solves };
  }

  /**
   * Raises the floor of all entries, each no further than its cap, from the best plan so far up to `bound` at the most. First the bound itself is
   * tried; while not even parts of pairs reach what is tried, their shortfall says how much lower to try; from then on the middle between the best
   * plan's floor and what could not be reached.
   */
  #raise(step: "floor" | "capped", start: Raised, caps: Float64Array, totalMaximum: number, floorBound = start.bound): Raised {
    const servedOf = (plan: readonly number[]) => (step === "floor" ? worst : worstBelowCap)(scoresOf(this.#problem, plan), caps);
    let { found: best, bound } = start;
    let low = servedOf(best.plan!);
    bound = Math.max(low, bound);
    for (let [target, reach, falling] = [bound, bound, true]; reach - low > this.#grain / 2 + 10 * HAIR && !this.#isLate; ) {
      this.#tell(step, best, caps, totalMaximum, step === "floor" ? bound : floorBound);
      const found = this.#best({ kind: "total" }, true, floorsAt(target, caps));
      if (found.plan) {
        best = found;
        low = Math.max(target, servedOf(found.plan));
        falling = false;
      } else {
        reach = target;
        const shortfall = falling && found.bound === Infinity ? this.#leastShortfall() : 0;
        falling = shortfall > FINE[step];
        if (shortfall > 10 * HAIR) reach = Math.max(low, this.#onGrid(target - shortfall));
        if (found.bound === Infinity) bound = Math.min(bound, Math.max(low, shortfall > 10 * HAIR ? reach : target - this.#grain));
        if (reach < target) {
          target = reach;
          continue;
        }
        if (reach - low <= Math.max(FINE[step], this.#grain) + 10 * HAIR) break;
      }
      target = Math.max(this.#onGrid((low + reach) / 2), low + (this.#grain || FINE[step]));
    }
    return this.#isLate ? this.#raiseBySwaps({ found: best, low, bound }, caps, servedOf, FINE[step]) : { found: best, low, bound };
  }

  /** Where there was no time to prove more: as high as exchanges of readers lead, by halves. What bounds the total of lower floors bounds that of higher ones. */
  #raiseBySwaps({ found, low, bound }: Raised, caps: Float64Array, servedOf: (plan: readonly number[]) => number, fine: number): Raised {
    let best: Raised = { found, low, bound };
    for (let [target, reach] = [bound, bound]; reach - best.low > Math.max(fine, this.#grain / 2); target = (best.low + reach) / 2) {
      const plan = raisedBySwaps(this.#problem, best.found.plan!, floorsAt(target, caps));
      if (plan) best = { found: { plan, cost: -sum(plan.map((pair) => worth(this.#problem, pair))), bound: found.bound }, low: Math.max(target, servedOf(plan)), bound };
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
    return this.#grain ? Math.floor(value / this.#grain + 1e-6) * this.#grain : value;
  }

  /** By how much some entry must fall below floors that cannot be kept, if pairs could be had in parts: at least so much in whole ones. */
  #leastShortfall(): number {
    return Math.max(0, this.#relax({ kind: "floor" }, true).bound);
  }

  /** The best solution if pairs could be had in parts, over all rules; `whole`: and over all allowed pairs, which time did not allow otherwise. The bound is true in any case. */
  #relax(goal: Goal, withFloor: boolean, floors?: Float64Array): { solved: Solved; bound: number; whole: boolean } {
    const program = this.#program;
    program.aim(goal, floors);
    for (;;) {
      const solved = program.solve();
      this.#solves += 1;
      if (solved.status !== "optimal") throw new Error(`The solver gave up on a program of ${program.size.columns} columns and ${program.size.rows} rows.`);
      const cuts = brokenCuts(program, solved.columns, withFloor);
      if (cuts.length > 0) {
        program.addCuts(cuts);
        continue;
      }
      const { pairs, most } = missedPairs(program, solved);
      if (pairs.length === 0 || this.#isLate) return { solved, bound: solved.value - most, whole: pairs.length === 0 };
      program.addPairs(pairs);
    }
  }

  /** The best whole plan, proved. No plan and bound Infinity: there is none. No plan and another bound: none was found within reach. */
  #best(goal: Goal, withFloor: boolean, floors?: Float64Array): Found {
    const program = this.#program;
    const { solved, bound, whole } = this.#relax(goal, withFloor, floors);
    if (withFloor && program.breach(-1, solved.columns) > 10 * HAIR) return { plan: null, cost: Infinity, bound: whole ? Infinity : bound };
    if (solved.columns.every((value, column) => program.pairOf[column]! < 0 || Math.abs(value - Math.round(value)) <= WHOLE)) {
      return { plan: program.pairsIn(solved.columns), cost: solved.value, bound };
    }
    const sharper = new LagrangianBound(program, solved, withFloor, () => this.#isLate);
    if (sharper.value === Infinity) return { plan: null, cost: Infinity, bound: Infinity };
    const least = Math.max(bound, sharper.value);
    const grain = goal.kind === "level" ? 1 : this.#grain;
    const lifted = grain ? Math.ceil(least / grain - 1e-6) * grain : least;
    let width = Math.max(FIRST_WIDTH, lifted - least);
    for (;;) {
      const { pairs, all } = sharper.within(least + width - sharper.value + WHOLE);
      const found = this.#branch(goal, withFloor, pairs, grain * 0.9);
      const gap = found.cost - least;
      if (found.plan && (gap <= width + WHOLE || all || this.#isLate)) return { ...found, bound: gap <= width + WHOLE || all ? found.bound : lifted };
      if (!found.plan && (all || width > LAST_WIDTH || this.#isLate)) return { plan: null, cost: Infinity, bound: all ? found.bound : lifted };
      width = found.plan ? Math.min(gap, width * WIDER) : width * WIDER;
    }
  }

  /** Branch and bound over some pairs, in a program of its own. Rules it breaks become rows here and there. */
  #branch(goal: Goal, withFloor: boolean, pairs: readonly number[], gap: number): Found {
    const whole = new Program(this.#highs, this.#problem, pairs);
    try {
      for (const [level, { most }] of this.#program.closed) whole.close(level, most);
      whole.aim(goal, this.#program.floors);
      whole.addCuts(withFloor ? this.#program.cuts : this.#program.cuts.filter(({ kind }) => kind !== "floor"));
      if (withFloor) whole.requireFloor();
      for (;;) {
        const solved = whole.solve({ whole: true, gap, seconds: this.#left() });
        this.#solves += 1;
        if (solved.value === Infinity) return { plan: null, cost: Infinity, bound: solved.status === "infeasible" ? Infinity : -Infinity };
        if (brokenCuts(whole, solved.columns, withFloor).length === 0) return { plan: whole.pairsIn(solved.columns), cost: solved.value, bound: solved.bound };
        const cuts = brokenCuts(whole, solved.columns, withFloor, AHEAD);
        whole.addCuts(cuts);
        this.#program.addCuts(cuts);
      }
    } finally {
      whole.dispose();
    }
  }
}

/** By entry: a floor, no higher than its cap. */
const floorsAt = (floor: number, caps: Float64Array): Float64Array => caps.map((cap) => (Number.isNaN(cap) ? -Infinity : Math.min(cap, floor)));

/** The score of the worst-off entry that the floor is for; 0 where there is none. */
const worst = (scores: Float64Array, caps: Float64Array): number => {
  const least = scores.reduce((low, score, entry) => (Number.isNaN(caps[entry]) ? low : Math.min(low, score)), Infinity);
  return least === Infinity ? 0 : least;
};

/** The same of those that are not served as well as they ever could be; where all are, what the best of them has. */
const worstBelowCap = (scores: Float64Array, caps: Float64Array): number => {
  const below = scores.reduce((low, score, entry) => (score < caps[entry]! - NEAR ? Math.min(low, score) : low), Infinity);
  return below === Infinity ? Math.max(0, ...caps.filter((cap) => !Number.isNaN(cap))) : below;
};

function cappedOf(scores: Float64Array, caps: Float64Array, bound: number): Capped {
  const floor = worstBelowCap(scores, caps);
  return { floor: round(floor), floorBound: round(Math.max(floor, bound)), entries: [...caps.keys()].filter((entry) => caps[entry]! < floor - NEAR) };
}

const round = (figure: number): number => Math.round(figure * 1e9) / 1e9;
