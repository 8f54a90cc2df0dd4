import { Choice, NONE, type Readers } from "./choice.ts";
import { type RuleRow, rulesOf } from "./pricing.ts";
import { evenShare, fixedCounts, PAIR, type Problem, STEPS, stepsCost, sum, worth } from "./problem.ts";
import type { Solved } from "./linear-model.ts";
import { HAIR, type Program } from "./program.ts";

/**
 * Prices are moved so often at the most; so often without a gain before less is hoped for; and a gain of so little is
 * not worth a move.
 */
const MOVES = 200;
const PATIENCE = 8;
const SLIGHT = 1e-4;
/** What a move keeps of the direction of the one before: it dampens zigzags. */
const MOMENTUM = 0.8;

/**
 * What a plan costs at the least at some prices, and by reviewer how much more the load that is best for it is than
 * that of the entries that chose it.
 */
type Evaluation = { prices: Float64Array; value: number; spare: Float64Array };

/**
 * What no whole plan can better (Lagrange): loads and the rules that have rows are paid for at prices, and then each
 * entry takes the whole set of readers that is cheapest and keeps the floor, and each reviewer the load that is. No
 * plan costs less than all these choices together, whatever the prices. The relaxed program mixes sets that keep the
 * floor on average, which whole sets cannot: beginning from its duals, this bound is sharper. It is raised by making
 * dearer those whom too many entries chose, and cheaper those whom too few (subgradients with Polyak's steps).
 */
export class LagrangianBound {
  readonly #problem: Problem;
  /** By entry; -Infinity = none. */
  readonly #floors: Float64Array;
  readonly #priceOfMissing: number;
  /** What is paid for rules whatever is chosen. */
  readonly #constant: number;
  /** By pair: its cost, with its part in the rules that have rows, its reviewer's time left aside. */
  readonly #costs: Float64Array;
  /** By entry: the readers it has, and those it may have. */
  readonly #fixed: number[][];
  readonly #open: number[][];
  readonly #loads: { load: number; cost: number }[][];
  #best: Evaluation;

  /** `relaxed` has the duals to begin from. `isLate` ends the raising; the bound is as true. */
  constructor(
    program: Program,
    relaxed: Pick<Solved, "rowDuals" | "value">,
    withFloor: boolean,
    isLate: () => boolean,
  ) {
    const { problem, goal, limits } = program;
    const { rowDuals } = relaxed;
    const { entries, reviewers, affinity, pairs } = problem;
    this.#problem = problem;
    this.#floors = program.floors.map((floor) => (withFloor ? floor - HAIR : -Infinity));
    this.#priceOfMissing = program.priceOf("reviews", rowDuals);
    this.#costs = Float64Array.from(affinity, (_value, pair) => (goal.kind === "total" ? -worth(problem, pair) : 0));
    let constant = sum(
      [...program.leeway.closed.values()].map(({ most, row }) => (most > 0 ? Math.min(0, rowDuals[row]!) * most : 0)),
    );
    for (const [entry, rules] of rulesOf(program).entries()) {
      for (const rule of rules) {
        const dual = signedDual(rule, rowDuals[rule.row]!, program.priceOf(rule.rule, rowDuals));
        constant += dual * limits[rule.row]!;
        for (const reader of rule.readers) this.#costs[entry * reviewers.length + reader]! -= dual;
      }
    }
    this.#constant = constant;
    const among = (...states: number[]) =>
      entries.map((_entry, entry) =>
        [...reviewers.keys()].filter((reader) => states.includes(pairs[entry * reviewers.length + reader]!)),
      );
    this.#fixed = among(PAIR.fixed);
    this.#open = among(PAIR.open, PAIR.held);
    this.#loads = loadsOf(program, rowDuals);
    this.#best = this.#evaluate(
      Float64Array.from(
        reviewers,
        (_reviewer, at) =>
          rowDuals[program.loadRow[at]!]! + (program.evenRow.length > 0 ? rowDuals[program.evenRow[at]!]! : 0),
      ),
    );
    this.#raise(relaxed.value, isLate);
  }

  /** Infinity = there is no plan. */
  get value(): number {
    return this.#best.value;
  }

  /** The pairs that a plan may have that costs no more than `width` above the bound; `all` = that leaves none out. */
  within(width: number): { pairs: number[]; all: boolean } {
    const pairs: number[] = [];
    let all = true;
    for (const entry of this.#problem.entries.keys()) {
      const from = entry * this.#problem.reviewers.length;
      const least = this.#leastWith(entry);
      for (const reader of this.#fixed[entry]!) pairs.push(from + reader);
      for (const [at, reader] of this.#open[entry]!.entries()) {
        if (least[at]! <= width) pairs.push(from + reader);
        else all = false;
      }
    }
    return { pairs: pairs.sort((a, b) => a - b), all };
  }

  #raise(relaxed: number, isLate: () => boolean): void {
    let here = this.#best;
    let [margin, stalled] = [(here.value - relaxed) / 4, 0];
    const direction = new Float64Array(here.prices.length);
    for (let move = 0; move < MOVES && margin > SLIGHT && margin < Infinity && !isLate(); move++) {
      for (const [reviewer, spare] of here.spare.entries())
        direction[reviewer] = spare + MOMENTUM * direction[reviewer]!;
      const length = sum(direction.map((each) => each * each));
      if (length === 0) return;
      const step = (this.#best.value + margin - here.value) / length;
      // At 0 the best load jumps from the most to the least: a price stops there before it changes its sign.
      here = this.#evaluate(
        here.prices.map((price, reviewer) =>
          price * (price + step * direction[reviewer]!) < 0 ? 0 : price + step * direction[reviewer]!,
        ),
      );
      stalled = here.value < this.#best.value + margin / 10 ? stalled + 1 : 0;
      if (here.value > this.#best.value) this.#best = here;
      if (stalled < PATIENCE) continue;
      [margin, stalled, here] = [margin / 2, 0, this.#best];
      direction.fill(0);
    }
  }

  #evaluate(prices: Float64Array): Evaluation {
    const chosen = new Float64Array(prices.length);
    let value = this.#constant;
    for (const entry of this.#problem.entries.keys()) {
      const { cost, readers } = this.#choose(entry, prices);
      value += cost;
      for (const reader of readers) chosen[reader]! += 1;
    }
    const spare = new Float64Array(prices.length);
    for (const [reviewer, loads] of this.#loads.entries()) {
      const costs = loads.map(({ load, cost }) => cost + prices[reviewer]! * load);
      const least = Math.min(...costs);
      const best = loads.filter((_load, at) => costs[at]! <= least + 1e-12).map(({ load }) => load);
      value += least;
      spare[reviewer] = Math.min(Math.max(...best), Math.max(Math.min(...best), chosen[reviewer]!)) - chosen[reviewer]!;
    }
    return { prices, value, spare };
  }

  /** How many readers an entry may get besides those it has, and what it costs that others are missing. */
  #sizesOf(entry: number): { free: number; missing: number }[] {
    const most = Math.max(0, this.#problem.entries[entry]!.reviews - this.#fixed[entry]!.length);
    const fewer = this.#priceOfMissing === Infinity ? 0 : most;
    return Array.from({ length: fewer + 1 }, (_none, less) => ({
      free: most - less,
      missing: less === 0 ? 0 : this.#priceOfMissing * stepsCost(less),
    }));
  }

  #choiceOf(entry: number, prices: Float64Array): Choice {
    return new Choice(
      this.#problem,
      entry,
      this.#costs,
      prices,
      this.#open[entry]!,
      this.#fixed[entry]!,
      this.#floors[entry]!,
    );
  }

  #choose(entry: number, prices: Float64Array): Readers {
    let best = NONE;
    const choice = this.#choiceOf(entry, prices);
    for (const { free, missing } of this.#sizesOf(entry)) {
      const { cost, readers } = choice.cheapestSet(free);
      if (cost + missing < best.cost) best = { cost: cost + missing, readers };
    }
    return best;
  }

  /** By open reader of an entry: how much more than the cheapest set one with this reader costs at the least. */
  #leastWith(entry: number): number[] {
    const { prices } = this.#best;
    const { cost } = this.#choose(entry, prices);
    const choice = this.#choiceOf(entry, prices);
    const bySize = this.#sizesOf(entry).map(({ free, missing }) =>
      choice.leastWith(free).map((least) => least + missing - cost),
    );
    return this.#open[entry]!.map((_reader, at) => Math.min(...bySize.map((least) => least[at]!)));
  }
}

/** A dual as the sign of its rule and what breaking that costs allow: the solver's are off by its tolerance. */
function signedDual({ rule }: RuleRow, dual: number, price: number): number {
  return rule === "region" || rule === "apart"
    ? Math.max(-price, Math.min(0, dual))
    : Math.min(price, Math.max(0, dual));
}

/**
 * By reviewer: the loads where what a load costs bends, with that cost. Between two of them none is best at any price.
 */
function loadsOf(program: Program, rowDuals: Float64Array): { load: number; cost: number }[][] {
  const { entries, reviewers } = program.problem;
  const price = {
    min: program.priceOf("min", rowDuals),
    max: program.priceOf("max", rowDuals),
    even: program.evenRow.length > 0 ? program.priceOf("even", rowDuals) : 0,
  };
  const share = evenShare(program.problem);
  const times = (rate: number, amount: number) => (amount === 0 ? 0 : rate * amount);
  const fixed = fixedCounts(program.problem).reviewers;
  return reviewers.map((reviewer, at) => {
    const [min, max] = [reviewer.min, Math.max(reviewer.max, fixed[at]!)];
    const costOf = (load: number) =>
      times(price.min, Math.max(0, min - load)) +
      times(price.max, Math.max(0, load - max)) +
      times(price.even, stepsCost(Math.abs(load - share)));
    const bends = new Set([
      0,
      min,
      max,
      entries.length,
      ...Array.from({ length: price.even > 0 ? 2 * STEPS + 1 : 0 }, (_none, step) => share + step - STEPS),
    ]);
    return [...bends]
      .filter((load) => load >= 0 && load <= entries.length)
      .map((load) => ({ load, cost: costOf(load) }))
      .filter(({ cost }) => cost < Infinity);
  });
}
