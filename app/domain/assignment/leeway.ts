import type { LinearModel } from "./linear-model.ts";
import { levelsOf, type Problem, type Rule, stepCost, STEPS, sum } from "./problem.ts";

/**
 * Largest total affinity (of plans that break nothing, if there are any), least breach of one level, or the least that
 * all entries fall below the floor.
 */
export type Goal = { kind: "total" } | { kind: "level"; level: number } | { kind: "floor" };
/** A column by which the rules of a level may be broken; level -1: by which entries may fall below the floor. */
type Slack = { level: number; cost: number };
/** The same as it is to be added: at most so much, with which sign in which row. */
export type NewSlack = Slack & { most: number; row: number | null; sign: number };

/**
 * What rules may give way by in a program, level by level: columns of their own, until it is settled by how much a
 * level must be broken.
 */
export class Leeway {
  readonly levels: Rule[][];
  readonly #model: LinearModel;
  /** By column. */
  readonly #slacks = new Map<number, Slack>();
  /** By level: what it may cost, once that is settled. */
  readonly #closed = new Map<number, { most: number; row: number }>();
  readonly #weight: number;

  constructor(problem: Problem, model: LinearModel) {
    this.levels = levelsOf(problem);
    this.#model = model;
    this.#weight =
      1000 *
      Math.max(
        1,
        problem.affinity.reduce((most, value) => Math.max(most, value), 0),
      );
  }

  /** -1: the rule holds. */
  levelOf(rule: Rule): number {
    return this.levels.findIndex((rules) => rules.includes(rule));
  }

  /** Adds slacks as columns from a place on. */
  add(slacks: readonly NewSlack[], from: number, goal: Goal): void {
    this.#model.addColumns(
      slacks.map(({ level, cost, most, row, sign }, at) => {
        this.#slacks.set(from + at, { level, cost });
        const closed = this.#closed.get(level);
        return {
          cost: this.#costOf({ level, cost }, goal),
          lower: 0,
          upper: closed?.most === 0 ? 0 : most,
          coefficients: [
            ...(row === null ? [] : [[row, sign] as const]),
            ...(closed && closed.most > 0 ? [[closed.row, cost] as const] : []),
          ],
        };
      }),
    );
  }

  /** What a rule may give way by, if it may. */
  slack(rule: Rule, row: number, sign: number): NewSlack[] {
    const level = this.levelOf(rule);
    return level < 0 ? [] : [{ level, cost: 1, most: this.#model.infinity, row, sign }];
  }

  /** The same where each step costs more than the one before. */
  steps(rule: Rule, row: number, sign: number, most: number): NewSlack[] {
    const level = this.levelOf(rule);
    return Array.from({ length: Math.min(most, STEPS) }, (_none, step) => ({
      level,
      cost: stepCost(step),
      most: step === STEPS - 1 ? this.#model.infinity : 1,
      row,
      sign,
    }));
  }

  /** What the slack in a column costs. */
  costAt(column: number, goal: Goal): number {
    return this.#costOf(this.#slacks.get(column)!, goal);
  }

  #costOf({ level, cost }: Slack, goal: Goal): number {
    if (level < 0) return goal.kind === "floor" ? cost : goal.kind === "total" ? this.#weight : 0;
    if (goal.kind === "level") return goal.level === level ? cost : 0;
    return goal.kind === "total" && !this.#closed.has(level) ? this.#weight * cost : 0;
  }

  /** From now on the rules of a level may be broken by as much as they must, and no more. */
  close(level: number, most: number): void {
    const slacks = [...this.#slacks].filter(([_column, slack]) => slack.level === level);
    if (most === 0) for (const [column] of slacks) this.#model.boundColumn(column, 0, 0);
    const row =
      most === 0
        ? -1
        : this.#model.addRow(
            -this.#model.infinity,
            most,
            slacks.map(([column]) => column),
            slacks.map(([_column, { cost }]) => cost),
          );
    this.#closed.set(level, { most, row });
  }

  get closed(): ReadonlyMap<number, { most: number; row: number }> {
    return this.#closed;
  }

  /** May a rule not be broken, or no longer? */
  holds(rule: Rule): boolean {
    const level = this.levelOf(rule);
    return level < 0 || this.#closed.get(level)?.most === 0;
  }

  /** What breaking a rule by one adds to the cost at these duals; Infinity = it holds. */
  priceOf(rule: Rule, rowDuals: Float64Array, goal: Goal): number {
    if (this.holds(rule)) return Infinity;
    const level = this.levelOf(rule);
    const closed = this.#closed.get(level);
    return closed ? Math.max(0, -rowDuals[closed.row]!) : this.#costOf({ level, cost: 1 }, goal);
  }

  /** How far a solution goes against the rules of a level; -1 = how far below the floor. */
  breach(level: number, columns: Float64Array): number {
    return sum([...this.#slacks].map(([column, slack]) => (slack.level === level ? slack.cost * columns[column]! : 0)));
  }
}
