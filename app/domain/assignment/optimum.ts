/**
 * The ladder from a problem to its best plan: least breach of each rule in order, then the worst-served entry as well off as can be, then the
 * largest total affinity. Each step is exact over all allowed pairs. Pairs enter by their price (column generation), rules once they are broken;
 * where parts of pairs remain, a whole solution is searched among the pairs that a plan so near the bound may have: no other can better it.
 */
import type { Highs } from "highs";
import { Bound } from "./bound.ts";
import { firstPairs, missedPairs } from "./pricing.ts";
import { bestScores, grainOf, isServable, PAIR, type Problem, scoresOf, sum } from "./problem.ts";
import { type Goal, HAIR, Program, type Solved } from "./program.ts";
import { brokenCuts } from "./separation.ts";

export type Objective = "fair" | "total";
/** What is being worked on. */
export type Step = "rules" | "total" | "floor";
/** What is known by now, for whoever waits: `found` is the best plan so far, with what no plan can exceed. */
export type Progress = { step: Step; found: { total: number; totalBound: number; floor: number; floorBound: number } | null };
export type Limits = { seconds: number; now(): number; tell?: ((progress: Progress) => void) | undefined };
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
  /** How often programs were solved. */
  solves: number;
};

/** Numbers that were to be 0 or 1 and are further away than this are parts. */
const WHOLE = 1e-6;
/** Floors are not told apart more finely. */
const FINE = 0.001;
/** Where one floor was broken, entries this near to theirs get a row, too: whole solutions are dear. */
const AHEAD = 0.15;
/** How far from the bound a whole plan is looked for at first. */
const FIRST_WIDTH = 0.03;
const WIDER = 4;
/** Without a plan so near the bound, a floor counts as out of reach. */
const LAST_WIDTH = 3;

/** The best plan for a problem. `limits.seconds` is for the search as a whole; when it is over, the bounds say what was left open. */
export function optimum(highs: Highs, problem: Problem, objective: Objective, limits: Limits): Optimum {
  const ladder = new Ladder(highs, problem, limits);
  try {
    return ladder.run(objective);
  } finally {
    ladder.dispose();
  }
}

/** A whole plan (null: there is none, or none was found in time) and what no plan can better: both as costs. */
type Found = { plan: number[] | null; cost: number; bound: number };

class Ladder {
  readonly #problem: Problem;
  readonly #highs: Highs;
  readonly #limits: Limits;
  readonly #end: number;
  readonly #grain: number;
  readonly #program: Program;
  #solves = 0;

  constructor(highs: Highs, problem: Problem, limits: Limits) {
    this.#highs = highs;
    this.#problem = problem;
    this.#limits = limits;
    this.#end = limits.now() + limits.seconds * 1000;
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
    const alone = Math.min(...bestScores(this.#problem).filter((score) => !Number.isNaN(score)));
    if (objective === "total") return this.#told(largest, totalMaximum, alone);
    return this.#raiseFloor(largest, totalMaximum, alone);
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

  #told({ plan, cost, bound }: Found, totalMaximum: number, floorBound: number): Optimum {
    if (!plan) throw new Error("The time was over before any plan was found.");
    const scores = scoresOf(this.#problem, plan);
    const floor = worst(this.#problem, scores);
    const total = sum(scores);
    const loss = Math.abs(-cost - total) < 1e-6 ? total - -cost : 0;
    const figures = { total, totalBound: Math.max(total, -bound + loss), totalMaximum: Math.max(total, totalMaximum), floor, floorBound: floorBound === Infinity ? 0 : Math.max(floor, floorBound) };
    for (const name of Object.keys(figures) as (keyof typeof figures)[]) figures[name] = Math.round(figures[name] * 1e9) / 1e9;
    return { plan: plan.sort((a, b) => a - b), ...figures, solves: this.#solves };
  }

  /**
   * The best floor is no higher than what the hardest entry could get if it were alone. If a plan keeps that, it is the best; else the bound
   * of the relaxed program is tried, then the middle between the best plan's floor and what could not be reached.
   */
  #raiseFloor(largest: Found, totalMaximum: number, alone: number): Optimum {
    let best = largest;
    let low = worst(this.#problem, scoresOf(this.#problem, best.plan!));
    let bound = alone === Infinity ? low : Math.max(low, alone);
    for (let [target, reach, tries] = [bound, bound, 0]; reach - low > this.#grain / 2 + 10 * HAIR && !this.#isLate; tries++) {
      this.#tellFloor(best, totalMaximum, bound);
      const found = this.#best({ kind: "total" }, true, target);
      if (found.plan) {
        best = found;
        low = Math.max(target, worst(this.#problem, scoresOf(this.#problem, found.plan)));
      } else {
        reach = target;
        if (tries === 0) reach = Math.max(low, this.#onGrid(target - this.#leastShortfall(target)));
        if (found.bound === Infinity) bound = tries === 0 ? reach : Math.min(bound, Math.max(low, target - this.#grain));
        if (tries === 0 && reach < target) {
          target = reach;
          continue;
        }
        if (reach - low <= Math.max(FINE, this.#grain) + 10 * HAIR) break;
      }
      target = Math.max(this.#onGrid((low + reach) / 2), low + (this.#grain || FINE));
    }
    return this.#told(best, totalMaximum, bound);
  }

  #tellFloor({ plan }: Found, totalBound: number, floorBound: number): void {
    const scores = scoresOf(this.#problem, plan!);
    this.#limits.tell?.({ step: "floor", found: { total: sum(scores), totalBound, floor: worst(this.#problem, scores), floorBound } });
  }

  /** Sums of affinities are whole multiples of their grain. */
  #onGrid(value: number): number {
    return this.#grain ? Math.floor(value / this.#grain + 1e-6) * this.#grain : value;
  }

  /** By how much the worst entry must fall below a floor that cannot be kept, if pairs could be had in parts: at least so much in whole ones. */
  #leastShortfall(floor: number): number {
    return Math.max(0, this.#relax({ kind: "floor" }, true, floor).bound);
  }

  /** The best solution if pairs could be had in parts: exact over all allowed pairs and all rules. */
  #relax(goal: Goal, withFloor: boolean, floor?: number): { solved: Solved; bound: number } {
    const program = this.#program;
    program.aim(goal, floor);
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
      if (pairs.length === 0 || this.#isLate) return { solved, bound: solved.value - most };
      program.addPairs(pairs);
    }
  }

  /** The best whole plan, proved. No plan and bound Infinity: there is none. No plan and another bound: none was found within reach. */
  #best(goal: Goal, withFloor: boolean, floor?: number): Found {
    const program = this.#program;
    const { solved, bound } = this.#relax(goal, withFloor, floor);
    if (withFloor && program.breach(-1, solved.columns) > 10 * HAIR) return { plan: null, cost: Infinity, bound: Infinity };
    if (solved.columns.every((value, column) => program.pairOf[column]! < 0 || Math.abs(value - Math.round(value)) <= WHOLE)) {
      return { plan: program.pairsIn(solved.columns), cost: solved.value, bound };
    }
    const sharper = new Bound(program, solved, withFloor, () => this.#isLate);
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
      whole.aim(goal, this.#program.floor);
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

/** The score of the worst-off entry that the floor is for; 0 where there is none. */
const worst = (problem: Problem, scores: Float64Array): number => {
  const least = scores.reduce((low, score, entry) => (isServable(problem, entry) ? Math.min(low, score) : low), Infinity);
  return least === Infinity ? 0 : least;
};
