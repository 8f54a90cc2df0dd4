/**
 * The linear program of an assignment inside the solver: a column for each pair that is in play, rows for reviews and loads, and rows for the
 * other rules only once some solution has broken them. What is left out is known: a pair without a column can be priced by the duals, a rule
 * without a row is one that nothing has broken yet. The solver minimises, so affinities are costs with a minus.
 */
import type { Highs, Model } from "highs";
import {
  evenShare,
  fixedCounts,
  levelsOf,
  PAIR,
  type Problem,
  type Rule,
  stepCost,
  STEPS,
  sum,
  worth,
} from "./problem.ts";

/** A rule for one entry that some solution has broken. `index` is a place in `needs`, `regions` or `apart`; floors have none. */
export type Cut = { kind: "need" | "region" | "apart" | "floor"; entry: number; index: number };
/** Largest total affinity (of plans that break nothing, if there are any), least breach of one level, or the least that all entries fall below the floor. */
export type Goal = { kind: "total" } | { kind: "level"; level: number } | { kind: "floor" };
export type Solved = {
  status: "optimal" | "infeasible" | "stopped";
  value: number;
  bound: number;
  columns: Float64Array;
  rowDuals: Float64Array;
  columnDuals: Float64Array;
};

/** Under the solver's feasibility tolerance, and above what sums of affinities lose in rounding. */
export const HAIR = 1e-9;

/** The column that says how far below the floor the worst entry is. */
const SHORTFALL = 0;

type Slack = { level: number; cost: number };

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
  readonly levels: Rule[][];
  readonly #highs: Highs;
  readonly #model: Model;
  readonly #slacks: (Slack | null)[] = [];
  readonly #needsOf: number[][];
  readonly #apartOf: number[][];
  /** By level: what it may cost, once that is settled. */
  readonly #closed = new Map<number, { most: number; row: number }>();
  readonly #weight: number;
  /** By row: what a rule asks for at the least, or allows at the most. */
  readonly limits: number[] = [];
  #rows = 0;
  #goal: Goal = { kind: "total" };
  #floors: Float64Array;
  #grew = true;

  constructor(highs: Highs, problem: Problem, pairs: readonly number[]) {
    this.problem = problem;
    this.#floors = new Float64Array(problem.entries.length).fill(-Infinity);
    this.levels = levelsOf(problem);
    this.columnOf = new Int32Array(problem.affinity.length).fill(-1);
    this.#highs = highs;
    this.#model = highs.createModel();
    this.#model.options.set({ output_flag: false, random_seed: 0 });
    this.#weight =
      1000 *
      Math.max(
        1,
        problem.affinity.reduce((most, value) => Math.max(most, value), 0),
      );
    const { entries, reviewers } = problem;
    this.#needsOf = entries.map(() => []);
    for (const [index, { entry }] of problem.needs.entries()) this.#needsOf[entry]!.push(index);
    this.#apartOf = reviewers.map(() => []);
    for (const [index, two] of problem.apart.entries())
      for (const reviewer of two) this.#apartOf[reviewer]!.push(index);
    const fixed = fixedCounts(problem);
    this.coverRow = Int32Array.from(entries, ({ reviews }, entry) =>
      this.#addRow(Math.max(reviews, fixed.entries[entry]!), Math.max(reviews, fixed.entries[entry]!)),
    );
    this.loadRow = Int32Array.from(reviewers, ({ min, max }, reviewer) =>
      this.#addRow(min, Math.max(max, fixed.reviewers[reviewer]!)),
    );
    const even = this.#levelOf("even") >= 0;
    const share = evenShare(problem);
    this.evenRow = Int32Array.from(even ? reviewers : [], () => this.#addRow(share, share));
    this.#addSlacks([
      { level: -1, cost: 1, most: highs.infinity, row: null, sign: 0 },
      ...entries.flatMap(({ reviews }, entry) =>
        this.#steps("reviews", this.coverRow[entry]!, 1, Math.max(reviews, fixed.entries[entry]!)),
      ),
      ...reviewers.flatMap(({ min, max }, reviewer) => [
        ...(min > 0 ? this.#slack("min", this.loadRow[reviewer]!, 1) : []),
        ...(max < entries.length ? this.#slack("max", this.loadRow[reviewer]!, -1) : []),
        ...(even
          ? [1, -1].flatMap((sign) =>
              this.#steps("even", this.evenRow[reviewer]!, sign, Math.max(share, entries.length)),
            )
          : []),
      ]),
    ]);
    this.addPairs(pairs);
  }

  dispose(): void {
    this.#model.dispose();
  }

  get size(): { columns: number; rows: number } {
    return { columns: this.pairOf.length, rows: this.#rows };
  }

  #levelOf(rule: Rule): number {
    return this.levels.findIndex((rules) => rules.includes(rule));
  }

  #addRow(lower: number, upper: number, indices: number[] = [], values: number[] = []): number {
    this.#model.addRow(lower, upper, { indices, values });
    this.limits.push(Number.isFinite(lower) ? lower : upper);
    return this.#rows++;
  }

  #addSlacks(slacks: readonly (Slack & { most: number; row: number | null; sign: number })[]): void {
    if (slacks.length === 0) return;
    const starts = new Int32Array(slacks.length + 1);
    const [indices, values, upper]: [number[], number[], number[]] = [[], [], []];
    for (const [at, { level, cost, most, row, sign }] of slacks.entries()) {
      this.pairOf.push(-1);
      this.#slacks.push({ level, cost });
      const closed = this.#closed.get(level);
      upper.push(closed?.most === 0 ? 0 : most);
      if (row !== null) [indices[indices.length], values[values.length]] = [row, sign];
      if (closed && closed.most > 0) [indices[indices.length], values[values.length]] = [closed.row, cost];
      starts[at + 1] = indices.length;
    }
    const matrix = {
      format: "csc" as const,
      numRows: this.#rows,
      numCols: slacks.length,
      starts,
      indices: Int32Array.from(indices),
      values: Float64Array.from(values),
    };
    this.#model.addCols({
      cost: Float64Array.from(slacks, (slack) => this.#slackCost(slack)),
      lower: new Float64Array(slacks.length),
      upper: Float64Array.from(upper),
      matrix,
    });
  }

  /** What a rule may give way by, if it may. */
  #slack(rule: Rule, row: number, sign: number): (Slack & { most: number; row: number; sign: number })[] {
    const level = this.#levelOf(rule);
    return level < 0 ? [] : [{ level, cost: 1, most: this.#highs.infinity, row, sign }];
  }

  #steps(rule: Rule, row: number, sign: number, most: number): (Slack & { most: number; row: number; sign: number })[] {
    const level = this.#levelOf(rule);
    return Array.from({ length: Math.min(most, STEPS) }, (_none, step) => ({
      level,
      cost: stepCost(step),
      most: step === STEPS - 1 ? this.#highs.infinity : 1,
      row,
      sign,
    }));
  }

  #slackCost({ level, cost }: Slack): number {
    if (level < 0) return this.#goal.kind === "floor" ? cost : this.#goal.kind === "total" ? this.#weight : 0;
    if (this.#goal.kind === "level") return this.#goal.level === level ? cost : 0;
    return this.#goal.kind === "total" && !this.#closed.has(level) ? this.#weight * cost : 0;
  }

  /** Puts pairs in play, with their coefficients in every row there is. */
  addPairs(pairs: readonly number[]): void {
    if (pairs.length === 0) return;
    const starts = new Int32Array(pairs.length + 1);
    const [indices, values]: [number[], number[]] = [[], []];
    for (const [at, pair] of pairs.entries()) {
      this.columnOf[pair] = this.pairOf.push(pair) - 1;
      this.#slacks.push(null);
      for (const [row, value] of this.rowsOf(pair)) {
        indices.push(row);
        values.push(value);
      }
      starts[at + 1] = indices.length;
    }
    const cost = Float64Array.from(pairs, (pair) => (this.#goal.kind === "total" ? -worth(this.problem, pair) : 0));
    const lower = Float64Array.from(pairs, (pair) => (this.problem.pairs[pair] === PAIR.fixed ? 1 : 0));
    const matrix = {
      format: "csc" as const,
      numRows: this.#rows,
      numCols: pairs.length,
      starts,
      indices: Int32Array.from(indices),
      values: Float64Array.from(values),
    };
    this.#model.addCols({ cost, lower, upper: new Float64Array(pairs.length).fill(1), matrix });
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
    const { infinity } = this.#highs;
    if (kind === "floor") {
      const readers = among((reviewer) => affinity[entry * reviewers.length + reviewer]! > 0);
      const values = readers.map((reviewer) => affinity[entry * reviewers.length + reviewer]!);
      return this.#addRow(this.#floors[entry]! - HAIR, infinity, [...columns(readers), SHORTFALL], [...values, 1]);
    }
    const of = {
      need: () => needs[index]!.readers,
      region: () => reviewers.flatMap(({ region }, at) => (region === index ? [at] : [])),
      apart: () => apart[index]!,
    }[kind]();
    const readers = among((reviewer) => of.includes(reviewer));
    if (kind === "need") {
      const row = this.#addRow(1, infinity, columns(readers), ones(readers));
      this.#addSlacks(this.#slack(needs[index]!.rule, row, 1));
      return row;
    }
    const row = this.#addRow(
      -infinity,
      Math.max(kind === "apart" ? 1 : regionLimits![entry]!, fixed(readers)),
      columns(readers),
      ones(readers),
    );
    this.#addSlacks(this.#slack(kind, row, -1));
    return row;
  }

  /** What to aim at from now on; with `floors`, by entry, no entry's score shall be below its own. -Infinity: there is none for it. */
  aim(goal: Goal, floors?: Float64Array): void {
    this.#goal = goal;
    if (floors) {
      this.#floors = floors;
      for (const [entry, row] of this.rowOf.floor)
        this.#model.changeRowBounds(row, floors[entry]! - HAIR, this.#highs.infinity);
    }
    const costs = Float64Array.from(this.pairOf, (pair, column) =>
      pair < 0 ? this.#slackCost(this.#slacks[column]!) : goal.kind === "total" ? -worth(this.problem, pair) : 0,
    );
    this.#model.changeColsCost({ kind: "range", from: 0, to: costs.length - 1 }, costs);
  }

  get goal(): Goal {
    return this.#goal;
  }

  get floors(): Float64Array {
    return this.#floors;
  }

  /** Floors may no longer be missed: what cannot keep them is infeasible. */
  requireFloor(): void {
    this.#model.changeColBounds(SHORTFALL, 0, 0);
  }

  /** From now on the rules of a level may be broken by as much as they must, and no more. */
  close(level: number, most: number): void {
    const columns = this.#slacks.flatMap((slack, column) => (slack?.level === level ? [column] : []));
    if (most === 0) for (const column of columns) this.#model.changeColBounds(column, 0, 0);
    const row =
      most === 0
        ? -1
        : this.#addRow(
            -this.#highs.infinity,
            most,
            columns,
            columns.map((column) => this.#slacks[column]!.cost),
          );
    this.#closed.set(level, { most, row });
  }

  /** May a rule not be broken, or no longer? */
  holds(rule: Rule): boolean {
    const level = this.#levelOf(rule);
    return level < 0 || this.#closed.get(level)?.most === 0;
  }

  /** What breaking a rule by one adds to the cost at these duals; Infinity = it holds. */
  priceOf(rule: Rule, rowDuals: Float64Array): number {
    if (this.holds(rule)) return Infinity;
    const level = this.#levelOf(rule);
    const closed = this.#closed.get(level);
    return closed ? Math.max(0, -rowDuals[closed.row]!) : this.#slackCost({ level, cost: 1 });
  }

  get closed(): ReadonlyMap<number, { most: number; row: number }> {
    return this.#closed;
  }

  /** How far a solution goes against the rules of a level; -1 = how far below the floor. */
  breach(level: number, columns: Float64Array): number {
    return sum(this.#slacks.map((slack, column) => (slack?.level === level ? slack.cost * columns[column]! : 0)));
  }

  /** The best solution, of whole pairs or of parts. Parts come with duals. */
  solve({
    whole = false,
    gap = 0,
    seconds = Infinity,
  }: {
    whole?: boolean;
    gap?: number;
    seconds?: number;
  } = {}): Solved {
    const { modelStatus } = this.#highs.constants;
    if (whole) {
      const { continuous, integer } = this.#highs.constants.variableType;
      this.#model.changeColsIntegrality(
        { kind: "range", from: 0, to: this.pairOf.length - 1 },
        this.pairOf.map((pair) => (pair < 0 ? continuous : integer)),
      );
      this.#model.options.set({ mip_rel_gap: 1e-9, mip_abs_gap: Math.max(gap, 1e-7), mip_feasibility_tolerance: 1e-7 });
    } else {
      // After new columns a basis is still primal feasible, after new rows dual feasible.
      this.#model.options.set("simplex_strategy", this.#grew ? 1 : 4);
      this.#grew = false;
    }
    this.#model.zeroAllClocks();
    this.#model.options.set("time_limit", Math.min(seconds, 1e6));
    this.#model.run();
    const status = this.#model.getModelStatus();
    const { colValue, rowDual, colDual } = this.#model.getSolution();
    const value = this.#model.getObjectiveValue();
    const found =
      status === modelStatus.optimal ||
      (status === modelStatus.timeLimit && whole && Number.isFinite(value) && colValue.length > 0);
    return {
      status:
        status === modelStatus.optimal
          ? "optimal"
          : found || status === modelStatus.timeLimit
            ? "stopped"
            : "infeasible",
      value: found ? value : Infinity,
      bound: whole ? Number(this.#model.info.get("mip_dual_bound")) : value,
      columns: colValue,
      rowDuals: rowDual,
      columnDuals: colDual,
    };
  }

  /** The pairs a whole solution has. */
  pairsIn(columns: Float64Array): number[] {
    return this.pairOf.flatMap((pair, column) => (pair >= 0 && columns[column]! > 0.5 ? [pair] : []));
  }
}
