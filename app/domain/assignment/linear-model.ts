import type { Highs, Model } from "highs";

/** What the solver found. Duals are there where numbers could be in parts. */
export type Solved = {
  status: "optimal" | "infeasible" | "stopped";
  value: number;
  bound: number;
  columns: Float64Array;
  rowDuals: Float64Array;
  columnDuals: Float64Array;
};

/** A number to be found between two bounds, and its coefficients by row. */
export type Column = {
  cost: number;
  lower: number;
  upper: number;
  coefficients: Iterable<readonly [number, number]>;
};

/**
 * A linear program as HiGHS holds it: rows and columns in the order they came, of which the least cost is asked. Lives
 * outside the heap until `dispose`.
 */
export class LinearModel {
  readonly infinity: number;
  /** By row: what it asks for at the least, or allows at the most. */
  readonly limits: number[] = [];
  readonly #highs: Highs;
  readonly #model: Model;

  constructor(highs: Highs) {
    this.infinity = highs.infinity;
    this.#highs = highs;
    this.#model = highs.createModel();
    this.#model.options.set({ output_flag: false, random_seed: 0 });
  }

  dispose(): void {
    this.#model.dispose();
  }

  /** Its place. */
  addRow(lower: number, upper: number, indices: number[] = [], values: number[] = []): number {
    this.#model.addRow(lower, upper, { indices, values });
    return this.limits.push(Number.isFinite(lower) ? lower : upper) - 1;
  }

  addColumns(columns: readonly Column[]): void {
    if (columns.length === 0) return;
    const starts = new Int32Array(columns.length + 1);
    const [indices, values]: [number[], number[]] = [[], []];
    for (const [at, { coefficients }] of columns.entries()) {
      for (const [row, value] of coefficients) {
        indices.push(row);
        values.push(value);
      }
      starts[at + 1] = indices.length;
    }
    this.#model.addCols({
      cost: Float64Array.from(columns, ({ cost }) => cost),
      lower: Float64Array.from(columns, ({ lower }) => lower),
      upper: Float64Array.from(columns, ({ upper }) => upper),
      matrix: {
        format: "csc",
        numRows: this.limits.length,
        numCols: columns.length,
        starts,
        indices: Int32Array.from(indices),
        values: Float64Array.from(values),
      },
    });
  }

  boundRow(row: number, lower: number, upper: number): void {
    this.#model.changeRowBounds(row, lower, upper);
  }

  boundColumn(column: number, lower: number, upper: number): void {
    this.#model.changeColBounds(column, lower, upper);
  }

  /** What each column costs from now on. */
  price(costs: Float64Array): void {
    this.#model.changeColsCost({ kind: "range", from: 0, to: costs.length - 1 }, costs);
  }

  /**
   * The best solution. `whole`: by column, whether its number must be whole; then without duals. After new columns a
   * basis is still primal feasible, after new rows (`grew`) dual feasible.
   */
  solve({
    whole,
    grew,
    gap,
    seconds,
  }: {
    whole: readonly boolean[] | null;
    grew: boolean;
    gap: number;
    seconds: number;
  }): Solved {
    const { modelStatus } = this.#highs.constants;
    if (whole) {
      const { continuous, integer } = this.#highs.constants.variableType;
      this.#model.changeColsIntegrality(
        { kind: "range", from: 0, to: whole.length - 1 },
        whole.map((is) => (is ? integer : continuous)),
      );
      this.#model.options.set({ mip_rel_gap: 1e-9, mip_abs_gap: Math.max(gap, 1e-7), mip_feasibility_tolerance: 1e-7 });
    } else this.#model.options.set("simplex_strategy", grew ? 1 : 4);
    this.#model.zeroAllClocks();
    this.#model.options.set("time_limit", Math.min(seconds, 1e6));
    this.#model.run();
    const status = this.#model.getModelStatus();
    const { colValue, rowDual, colDual } = this.#model.getSolution();
    const value = this.#model.getObjectiveValue();
    const found =
      status === modelStatus.optimal ||
      (status === modelStatus.timeLimit && whole !== null && Number.isFinite(value) && colValue.length > 0);
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
}
