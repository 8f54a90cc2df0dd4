/**
 * The best whole plan for one aim. Pairs enter the program by their price (column generation), rules once they are
 * broken; where parts of pairs remain, a whole solution is searched among the pairs that a plan so near the bound may
 * have: no other can better it.
 */
import type { Highs } from "highs";
import { LagrangianBound } from "./bound.ts";
import type { Goal } from "./leeway.ts";
import type { Solved } from "./linear-model.ts";
import { firstPairs, missedPairs } from "./pricing.ts";
import { grainOf, PAIR, type Problem } from "./problem.ts";
import { HAIR, Program } from "./program.ts";
import { brokenCuts } from "./separation.ts";

/** Numbers that were to be 0 or 1 and are further away than this are parts. */
export const WHOLE = 1e-6;
/** Where one floor was broken, entries this near to theirs get a row, too: whole solutions are dear. */
const AHEAD = 0.15;
/** How far from the bound a whole plan is looked for at first. */
const FIRST_WIDTH = 0.03;
const WIDER = 4;
/** Without a plan so near the bound, a floor counts as out of reach. */
const LAST_WIDTH = 3;
/**
 * Once the first width gave no proof, more pairs than this are not searched: the solver's memory grows with them, and a
 * lower floor is found sooner.
 */
const MOST_PAIRS = 30_000;

/** A whole plan (null: there is none, or none was found in time) and what no plan can better: both as costs. */
export type Found = { plan: number[] | null; cost: number; bound: number };

/**
 * No whole plan was found in time or within reach, or there was no time left to solve a program: nothing more is known
 * of it.
 */
export class Unsolved extends Error {}

/**
 * Whether it is time to come to an end, and how many seconds are left for a whole solution, and for one in parts:
 * without that nothing is known.
 */
export type Clock = { isLate(): boolean; left(): number; rest(): number };

export class Exact {
  /** How often programs were solved. */
  solves = 0;
  /** The step of all totals; 0 = there is none. */
  readonly grain: number;
  readonly #highs: Highs;
  readonly #problem: Problem;
  readonly #clock: Clock;
  readonly #mostPairs: number;
  #program: Program;

  constructor(highs: Highs, problem: Problem, clock: Clock, mostPairs = MOST_PAIRS) {
    this.#highs = highs;
    this.#problem = problem;
    this.#clock = clock;
    this.#mostPairs = mostPairs;
    this.grain = problem.pairs.includes(PAIR.held) ? 0 : grainOf(problem);
    this.#program = new Program(highs, problem, firstPairs(problem));
  }

  get program(): Program {
    return this.#program;
  }

  dispose(): void {
    this.#program.dispose();
  }

  /** A program of which nothing is settled, with the pairs that were in play. */
  renew(): void {
    const pairs = this.#program.pairOf.filter((pair) => pair >= 0);
    this.#program.dispose();
    this.#program = new Program(this.#highs, this.#problem, pairs);
  }

  /**
   * The best solution if pairs could be had in parts, over all rules; `whole`: and over all allowed pairs, which time
   * did not allow otherwise. The bound is true in any case.
   */
  relax(goal: Goal, withFloor: boolean, floors?: Float64Array): { solved: Solved; bound: number; whole: boolean } {
    const program = this.#program;
    program.aim(goal, floors);
    for (;;) {
      const seconds = this.#clock.rest();
      if (seconds <= 0) throw new Unsolved();
      const solved = program.solve({ seconds });
      this.solves += 1;
      if (solved.status === "stopped") throw new Unsolved();
      if (solved.status !== "optimal")
        throw new Error(
          `The solver gave up on a program of ${program.size.columns} columns and ${program.size.rows} rows.`,
        );
      const cuts = brokenCuts(program, solved.columns, withFloor);
      if (cuts.length > 0) {
        program.addCuts(cuts);
        continue;
      }
      const { pairs, most } = missedPairs(program, solved);
      if (pairs.length === 0 || this.#clock.isLate())
        return { solved, bound: solved.value - most, whole: pairs.length === 0 };
      program.addPairs(pairs);
    }
  }

  /**
   * The best whole plan, proved. No plan and bound Infinity: there is none. No plan and another bound: none was found
   * within reach.
   */
  best(goal: Goal, withFloor: boolean, floors?: Float64Array): Found {
    const program = this.#program;
    const { solved, bound, whole } = this.relax(goal, withFloor, floors);
    if (withFloor && program.leeway.breach(-1, solved.columns) > 10 * HAIR)
      return { plan: null, cost: Infinity, bound: whole ? Infinity : bound };
    if (
      solved.columns.every(
        (value, column) => program.pairOf[column]! < 0 || Math.abs(value - Math.round(value)) <= WHOLE,
      )
    ) {
      return { plan: program.pairsIn(solved.columns), cost: solved.value, bound };
    }
    const sharper = new LagrangianBound(program, solved, withFloor, () => this.#clock.isLate());
    if (sharper.value === Infinity) return { plan: null, cost: Infinity, bound: Infinity };
    const least = Math.max(bound, sharper.value);
    const grain = goal.kind === "level" ? 1 : this.grain;
    const lifted = grain ? Math.ceil(least / grain - 1e-6) * grain : least;
    let width = Math.max(FIRST_WIDTH, lifted - least);
    let narrower: Found | null = null;
    for (;;) {
      const { pairs, all } = sharper.within(least + width - sharper.value + WHOLE);
      if (narrower && pairs.length > this.#mostPairs) return { ...narrower, bound: lifted };
      const found = this.#branch(goal, withFloor, pairs, grain * 0.9);
      const gap = found.cost - least;
      if (found.plan && (gap <= width + WHOLE || all || this.#clock.isLate()))
        return { ...found, bound: gap <= width + WHOLE || all ? found.bound : lifted };
      if (!found.plan && (all || width > LAST_WIDTH || this.#clock.isLate()))
        return { plan: null, cost: Infinity, bound: all ? found.bound : lifted };
      width = found.plan ? Math.min(gap, width * WIDER) : width * WIDER;
      narrower = found;
    }
  }

  /** Branch and bound over some pairs, in a program of its own. Rules it breaks become rows here and there. */
  #branch(goal: Goal, withFloor: boolean, pairs: readonly number[], gap: number): Found {
    const whole = new Program(this.#highs, this.#problem, pairs);
    try {
      for (const [level, { most }] of this.#program.leeway.closed) whole.leeway.close(level, most);
      whole.aim(goal, this.#program.floors);
      whole.addCuts(withFloor ? this.#program.cuts : this.#program.cuts.filter(({ kind }) => kind !== "floor"));
      if (withFloor) whole.requireFloor();
      for (;;) {
        const solved = whole.solve({ whole: true, gap, seconds: this.#clock.left() });
        this.solves += 1;
        if (solved.value === Infinity)
          return { plan: null, cost: Infinity, bound: solved.status === "infeasible" ? Infinity : -Infinity };
        if (brokenCuts(whole, solved.columns, withFloor).length === 0)
          return { plan: whole.pairsIn(solved.columns), cost: solved.value, bound: solved.bound };
        const cuts = brokenCuts(whole, solved.columns, withFloor, AHEAD);
        whole.addCuts(cuts);
        this.#program.addCuts(cuts);
      }
    } finally {
      whole.dispose();
    }
  }
}
