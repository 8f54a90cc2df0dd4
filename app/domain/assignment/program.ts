/**
 * The linear program of an assignment inside the solver: a column for each pair that is in play, rows for reviews and
 * loads, and rows for the other rules only once some solution has broken them. What is left out is known: a pair
 * without a column can be priced by the duals, a rule without a row is one that nothing has broken yet. The solver
 * minimises, so affinities are costs with a minus.
 */
import type { Highs } from "highs";
import { type Goal, Leeway, type NewSlack } from "./leeway.ts";
import { LinearModel, type Solved } from "./linear-model.ts";
import { evenShare, fixedCounts, PAIR, type Problem, type Rule, worth } from "./problem.ts";

/**
 * A rule for one entry that some solution has broken. `index` is a place in `needs`, `regions` or `apart`; floors have
 * none.
 */
export type Cut = { kind: "need" | "region" | "apart" | "floor"; entry: number; index: number };

/** Under the solver's feasibility tolerance, and above what sums of affinities lose in rounding. */
export const HAIR = 1e-9;

/** The column that says how far below the floor the worst entry is. */
const SHORTFALL = 0;

export class Program {
  readonly problem: Problem;
  /** By pair: its column, -1 = left out. */
  readonly columnOf: Int32Array;
  /** By column: its pair, -1 = a slack. */
  readonly pairOf: number[] = [];
  readonly coverRow: Int32Array;
  readonly loadRow: Int32Array;
  readonly evenRow: Int32Array;
  readonly rowOf: Record<Cut["kind"], Map<number, number>> = {
    need: new Map(),
    region: new Map(),
    apart: new Map(),
    floor: new Map(),
  };
  readonly cuts: Cut[] = [];
  /** What rules may give way by. */
  readonly leeway: Leeway;
  readonly #model: LinearModel;
  readonly #needsOf: number[][];
  readonly #apartOf: number[][];
  #goal: Goal = { kind: "total" };
  #floors: Float64Array;
  #grew = true;

  constructor(highs: Highs, problem: Problem, pairs: readonly number[]) {
    this.problem = problem;
    this.#floors = new Float64Array(problem.entries.length).fill(-Infinity);
    this.columnOf = new Int32Array(problem.affinity.length).fill(-1);
    this.#model = new LinearModel(highs);
    this.leeway = new Leeway(problem, this.#model);
    const { entries, reviewers } = problem;
    this.#needsOf = entries.map(() => []);
    for (const [index, { entry }] of problem.needs.entries()) this.#needsOf[entry]!.push(index);
    this.#apartOf = reviewers.map(() => []);
    for (const [index, two] of problem.apart.entries())
      for (const reviewer of two) this.#apartOf[reviewer]!.push(index);
    const fixed = fixedCounts(problem);
    this.coverRow = Int32Array.from(entries, ({ reviews }, entry) =>
      this.#model.addRow(Math.max(reviews, fixed.entries[entry]!), Math.max(reviews, fixed.entries[entry]!)),
    );
    this.loadRow = Int32Array.from(reviewers, ({ min, max }, reviewer) =>
      this.#model.addRow(min, Math.max(max, fixed.reviewers[reviewer]!)),
    );
    const even = this.leeway.levelOf("even") >= 0;
    const share = evenShare(problem);
    this.evenRow = Int32Array.from(even ? reviewers : [], () => this.#model.addRow(share, share));
    this.#addSlacks([
      { level: -1, cost: 1, most: this.#model.infinity, row: null, sign: 0 },
      ...entries.flatMap(({ reviews }, entry) =>
        this.leeway.steps("reviews", this.coverRow[entry]!, 1, Math.max(reviews, fixed.entries[entry]!)),
      ),
      ...reviewers.flatMap(({ min, max }, reviewer) => [
        ...(min > 0 ? this.leeway.slack("min", this.loadRow[reviewer]!, 1) : []),
        ...(max < entries.length ? this.leeway.slack("max", this.loadRow[reviewer]!, -1) : []),
        ...(even
          ? [1, -1].flatMap((sign) =>
              this.leeway.steps("even", this.evenRow[reviewer]!, sign, Math.max(share, entries.length)),
            )
          : []),
      ]),
    ]);
    this.addPairs(pairs);
  }

  dispose(): void {
    this.#model.dispose();
  }

  /** By row: what a rule asks for at the least, or allows at the most. */
  get limits(): readonly number[] {
    return this.#model.limits;
  }

  get size(): { columns: number; rows: number } {
    return { columns: this.pairOf.length, rows: this.limits.length };
  }

  #addSlacks(slacks: readonly NewSlack[]): void {
    this.leeway.add(slacks, this.pairOf.length, this.#goal);
    for (const _slack of slacks) this.pairOf.push(-1);
  }

  /** Puts pairs in play, with their coefficients in every row there is. */
  addPairs(pairs: readonly number[]): void {
    this.#model.addColumns(
      pairs.map((pair) => {
        this.columnOf[pair] = this.pairOf.push(pair) - 1;
        return {
          cost: this.#goal.kind === "total" ? -worth(this.problem, pair) : 0,
          lower: this.problem.pairs[pair] === PAIR.fixed ? 1 : 0,
          upper: 1,
          coefficients: this.rowsOf(pair),
        };
      }),
    );
  }

  /** The rows a pair has a part in, with its coefficient there. */
  *rowsOf(pair: number): Generator<readonly [number, number]> {
    const { problem } = this;
    const entry = Math.floor(pair / problem.reviewers.length);
    const reviewer = pair % problem.reviewers.length;
    yield [this.coverRow[entry]!, 1];
    yield [this.loadRow[reviewer]!, 1];
    if (this.evenRow.length > 0) yield [this.evenRow[reviewer]!, 1];
    for (const need of this.#needsOf[entry]!) {
      const row = problem.needs[need]!.readers.includes(reviewer) ? this.rowOf.need.get(need) : undefined;
      if (row !== undefined) yield [row, 1];
    }
    const region = this.rowOf.region.get(entry * problem.regions.length + problem.reviewers[reviewer]!.region);
    if (region !== undefined && problem.reviewers[reviewer]!.region >= 0) yield [region, 1];
    for (const index of this.#apartOf[reviewer]!) {
      const row = this.rowOf.apart.get(entry * problem.apart.length + index);
      if (row !== undefined) yield [row, 1];
    }
    const floor = this.rowOf.floor.get(entry);
    if (floor !== undefined && problem.affinity[pair]! > 0) yield [floor, problem.affinity[pair]!];
  }

  /** Makes rules rows that until now were not. */
  addCuts(cuts: readonly Cut[]): void {
    for (const cut of cuts) {
      this.cuts.push(cut);
      this.rowOf[cut.kind].set(this.#keyOf(cut), this.#addCut(cut));
    }
    if (cuts.length > 0) this.#grew = true;
  }

  #keyOf({ kind, entry, index }: Cut): number {
    if (kind === "region") return entry * this.problem.regions.length + index;
    if (kind === "apart") return entry * this.problem.apart.length + index;
    return kind === "need" ? index : entry;
  }

  #addCut({ kind, entry, index }: Cut): number {
    const { reviewers, needs, apart, regionLimits, affinity, pairs } = this.problem;
    const among = (which: (reviewer: number) => boolean) =>
      reviewers.flatMap((_reviewer, reviewer) =>
        which(reviewer) && this.columnOf[entry * reviewers.length + reviewer]! >= 0 ? [reviewer] : [],
      );
    const columns = (readers: number[]) =>
      readers.map((reviewer) => this.columnOf[entry * reviewers.length + reviewer]!);
    const ones = (readers: number[]) => readers.map(() => 1);
    const fixed = (readers: number[]) =>
      readers.filter((reviewer) => pairs[entry * reviewers.length + reviewer] === PAIR.fixed).length;
    const { infinity } = this.#model;
    if (kind === "floor") {
      const readers = among((reviewer) => affinity[entry * reviewers.length + reviewer]! > 0);
      const values = readers.map((reviewer) => affinity[entry * reviewers.length + reviewer]!);
      return this.#model.addRow(
        this.#floors[entry]! - HAIR,
        infinity,
        [...columns(readers), SHORTFALL],
        [...values, 1],
      );
    }
    const of = {
      need: () => needs[index]!.readers,
      region: () => reviewers.flatMap(({ region }, at) => (region === index ? [at] : [])),
      apart: () => apart[index]!,
    }[kind]();
    const readers = among((reviewer) => of.includes(reviewer));
    if (kind === "need") {
      const row = this.#model.addRow(1, infinity, columns(readers), ones(readers));
      this.#addSlacks(this.leeway.slack(needs[index]!.rule, row, 1));
      return row;
    }
    const row = this.#model.addRow(
      -infinity,
      Math.max(kind === "apart" ? 1 : regionLimits![entry]!, fixed(readers)),
      columns(readers),
      ones(readers),
    );
    this.#addSlacks(this.leeway.slack(kind, row, -1));
    return row;
  }

  /**
   * What to aim at from now on; with `floors`, by entry, no entry's score shall be below its own. -Infinity: there is
   * none for it.
   */
  aim(goal: Goal, floors?: Float64Array): void {
    this.#goal = goal;
    if (floors) {
      this.#floors = floors;
      for (const [entry, row] of this.rowOf.floor)
        this.#model.boundRow(row, floors[entry]! - HAIR, this.#model.infinity);
    }
    const costs = Float64Array.from(this.pairOf, (pair, column) =>
      pair < 0 ? this.leeway.costAt(column, goal) : goal.kind === "total" ? -worth(this.problem, pair) : 0,
    );
    this.#model.price(costs);
  }

  get goal(): Goal {
    return this.#goal;
  }

  get floors(): Float64Array {
    return this.#floors;
  }

  /** Floors may no longer be missed: what cannot keep them is infeasible. */
  requireFloor(): void {
    this.#model.boundColumn(SHORTFALL, 0, 0);
  }

  /** What breaking a rule by one adds to the cost at these duals; Infinity = it holds. */
  priceOf(rule: Rule, rowDuals: Float64Array): number {
    return this.leeway.priceOf(rule, rowDuals, this.#goal);
  }

  /** The best solution, of whole pairs or of parts. Parts come with duals. */
  solve({ whole = false, gap = 0, seconds = Infinity } = {}): Solved {
    const grew = this.#grew;
    if (!whole) this.#grew = false;
    return this.#model.solve({ whole: whole ? this.pairOf.map((pair) => pair >= 0) : null, grew, gap, seconds });
  }

  /** The pairs a whole solution has. */
  pairsIn(columns: Float64Array): number[] {
    return this.pairOf.flatMap((pair, column) => (pair >= 0 && columns[column]! > 0.5 ? [pair] : []));
  }
}
