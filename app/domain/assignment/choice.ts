import { type Problem, sum } from "./problem.ts";

/** A set of readers for one entry, and what it costs. */
export type Readers = { cost: number; readers: readonly number[] };
/** There is no such set. */
export const NONE: Readers = { cost: Infinity, readers: [] };

/** The readers one entry may choose from at some prices: which whole set that keeps its floor is cheapest. */
export class Choice {
  readonly #open: readonly number[];
  readonly #fixed: readonly number[];
  readonly #costOf: (reader: number) => number;
  readonly #affinityOf: (reader: number) => number;
  /** What those who are fixed cost, and the affinity that the others must have to keep the floor. */
  readonly #base: number;
  readonly #needed: number;

  constructor(
    problem: Problem,
    entry: number,
    costs: Float64Array,
    prices: Float64Array,
    open: readonly number[],
    fixed: readonly number[],
    floor: number,
  ) {
    const { affinity, reviewers } = problem;
    const from = entry * reviewers.length;
    this.#open = open;
    this.#fixed = fixed;
    this.#costOf = (reader) => costs[from + reader]! - prices[reader]!;
    this.#affinityOf = (reader) => affinity[from + reader]!;
    this.#base = sum(fixed.map(this.#costOf));
    this.#needed = floor - sum(fixed.map(this.#affinityOf));
  }

  /** The cheapest set that keeps the floor, with so many readers besides the fixed ones. */
  cheapestSet(free: number): Readers {
    const { rate, readers } = this.#rateOf(free);
    if (!readers) return NONE;
    let best = this.#whole(readers);
    if (rate === 0) return best;
    const reduced = this.#reducedAt(rate);
    const [candidates, lowest] = [[] as number[], this.#lowest(free, rate)];
    for (const reader of this.#open) if (lowest.with(reader) < best.cost) candidates.push(reader);
    candidates.sort((a, b) => reduced(a) - reduced(b) || a - b);
    const taken: number[] = [];
    // `least` = what a set with those taken costs at the least, were the others free.
    const search = (start: number, left: number, lacking: number, least: number): void => {
      if (left === 0) {
        const found = lacking <= 0 ? this.#whole(taken) : NONE;
        if (found.cost < best.cost) best = found;
        return;
      }
      for (let at = start; at <= candidates.length - left; at++) {
        let rest = 0;
        for (let next = at; next < at + left; next++) rest += reduced(candidates[next]!);
        if (least + rest >= best.cost) return;
        const reader = candidates[at]!;
        taken.push(reader);
        search(at + 1, left - 1, lacking - this.#affinityOf(reader), least + reduced(reader));
        taken.pop();
      }
    };
    search(0, free, this.#needed, this.#base + rate * this.#needed);
    return best;
  }

  /** By open reader: what a set with this one that keeps the floor costs at the least. */
  leastWith(free: number): number[] {
    const { rate, readers } = this.#rateOf(free);
    if (!readers || free === 0) return this.#open.map(() => Infinity);
    const bounds = [0, ...(rate > 0 ? [rate] : [])].map((each) => this.#lowest(free, each));
    return this.#open.map((reader) => Math.max(...bounds.map((bound) => bound.with(reader))));
  }

  /** What a set costs at the least, with a reader in it, when affinity above the floor is paid for at a rate. */
  #lowest(free: number, rate: number): { with(reader: number): number } {
    const reduced = this.#reducedAt(rate);
    const costs = this.#cheapest(free, reduced).map(reduced);
    const least = this.#base + (rate > 0 ? rate * this.#needed : 0) + sum(costs);
    return { with: (reader) => least + Math.max(0, reduced(reader) - costs.at(-1)!) };
  }

  /**
   * The rate for affinity at which a set is dearest, and the readers of one that keeps the floor; none = there is no
   * such set.
   */
  #rateOf(free: number): { rate: number; readers: readonly number[] | null } {
    const costOf = (readers: readonly number[]) => sum(readers.map(this.#costOf));
    const affinityOf = (readers: readonly number[]) => sum(readers.map(this.#affinityOf));
    let poor = this.#cheapest(free, this.#costOf);
    if (poor.length < free) return { rate: 0, readers: null };
    if (affinityOf(poor) >= this.#needed) return { rate: 0, readers: poor };
    let rich = this.#cheapest(free, (reader) => -this.#affinityOf(reader));
    if (affinityOf(rich) < this.#needed) return { rate: 0, readers: null };
    for (;;) {
      const rate = (costOf(rich) - costOf(poor)) / (affinityOf(rich) - affinityOf(poor));
      const between = this.#cheapest(free, this.#reducedAt(rate));
      if (costOf(between) - rate * affinityOf(between) >= costOf(poor) - rate * affinityOf(poor) - 1e-12)
        return { rate, readers: rich };
      if (affinityOf(between) >= this.#needed) rich = between;
      else poor = between;
    }
  }

  #reducedAt(rate: number): (reader: number) => number {
    return (reader) => this.#costOf(reader) - rate * this.#affinityOf(reader);
  }

  #whole(readers: readonly number[]): Readers {
    return { cost: this.#base + sum(readers.map(this.#costOf)), readers: [...this.#fixed, ...readers] };
  }

  /** So many open readers, the cheapest first. */
  #cheapest(count: number, costOf: (reader: number) => number): number[] {
    const [readers, costs]: [number[], number[]] = [[], []];
    if (count === 0) return readers;
    for (const reader of this.#open) {
      const cost = costOf(reader);
      if (readers.length === count && cost >= costs[count - 1]!) continue;
      let place = Math.min(readers.length, count - 1);
      for (; place > 0 && costs[place - 1]! > cost; place--)
        [costs[place], readers[place]] = [costs[place - 1]!, readers[place - 1]!];
      [costs[place], readers[place]] = [cost, reader];
    }
    return readers;
  }
}
