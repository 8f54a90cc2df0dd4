import { PAIR, type Problem, scoresOf, worth } from "./problem.ts";

/** Gains smaller than this are none. */
const SLIGHT = 1e-9;
/** How often all pairs of readings are gone through for a larger total. */
const PASSES = 4;

type Swap = { entry: number; out: number; other: number; into: number; shortfall: number; total: number };

/**
 * Exchanges readers between two entries until each has its floor, then as long as that raises the total: loads and
 * numbers of readers stay as they are, and no entry breaks more rules than before. Null where no exchange of two helps
 * an entry that is below its floor, or where time was over before that; that proves nothing. From when it `isOver`
 * nothing more is exchanged.
 */
export function raisedBySwaps(
  problem: Problem,
  plan: readonly number[],
  floors: Float64Array,
  isOver: () => boolean,
): number[] | null {
  const swaps = new Swaps(problem, plan, floors, isOver);
  return swaps.reachFloors() ? swaps.raiseTotal() : null;
}

class Swaps {
  readonly #problem: Problem;
  readonly #floors: Float64Array;
  readonly #isOver: () => boolean;
  /** By entry its readers, and by reviewer their entries. */
  readonly #readers: number[][];
  readonly #entries: number[][];
  readonly #scores: Float64Array;
  readonly #needs: (readonly number[])[][];
  readonly #apart: ReadonlySet<number>[];
  /** By reviewer: the most that any entry is worth to the plan with them, and the least that one they read is. */
  readonly #most: Float64Array;
  readonly #least: Float64Array;

  constructor(problem: Problem, plan: readonly number[], floors: Float64Array, isOver: () => boolean) {
    const { entries, reviewers, needs, apart } = problem;
    this.#problem = problem;
    this.#floors = floors;
    this.#isOver = isOver;
    this.#scores = scoresOf(problem, plan);
    this.#readers = entries.map(() => []);
    this.#entries = reviewers.map(() => []);
    for (const pair of plan) {
      this.#readers[Math.floor(pair / reviewers.length)]!.push(pair % reviewers.length);
      this.#entries[pair % reviewers.length]!.push(Math.floor(pair / reviewers.length));
    }
    this.#needs = entries.map(() => []);
    for (const { entry, readers } of needs) this.#needs[entry]!.push(readers);
    this.#apart = reviewers.map(
      (_reviewer, at) => new Set(apart.flatMap(([a, b]) => (a === at ? [b] : b === at ? [a] : []))),
    );
    this.#most = new Float64Array(reviewers.length);
    for (const pair of problem.affinity.keys()) {
      const reviewer = pair % reviewers.length;
      this.#most[reviewer] = Math.max(this.#most[reviewer]!, worth(problem, pair));
    }
    this.#least = Float64Array.from(reviewers, (_reviewer, at) => this.#leastOf(at));
  }

  reachFloors(): boolean {
    for (;;) {
      const poor = [...this.#floors.keys()]
        .filter((entry) => this.#shortfall(entry, 0) > SLIGHT)
        .sort((a, b) => this.#shortfall(b, 0) - this.#shortfall(a, 0) || a - b);
      if (poor.length === 0) return true;
      let helped = false;
      for (const entry of poor) {
        if (this.#isOver()) return false;
        const best = this.#bestSwap(entry, true);
        if (best) this.#carryOut(best);
        helped ||= best !== null;
      }
      if (!helped) return false;
    }
  }

  raiseTotal(): number[] {
    for (let [pass, raised] = [0, true]; raised && pass < PASSES; pass++) {
      raised = false;
      for (const entry of this.#readers.keys()) {
        if (this.#isOver()) return this.#plan;
        const best = this.#bestSwap(entry, false);
        if (best) this.#carryOut(best);
        raised ||= best !== null;
      }
    }
    return this.#plan;
  }

  get #plan(): number[] {
    return this.#readers
      .flatMap((own, entry) => own.map((reviewer) => this.#pair(entry, reviewer)))
      .sort((a, b) => a - b);
  }

  /**
   * The exchange of one of an entry's readers that takes most off both entries' shortfalls or, where `poor` is false,
   * adds most to the total and nothing to those.
   */
  #bestSwap(entry: number, poor: boolean): Swap | null {
    const problem = this.#problem;
    const { affinity, pairs, reviewers } = problem;
    let best: Swap | null = null;
    for (const out of this.#readers[entry]!) {
      const before = this.#pair(entry, out);
      if (pairs[before] === PAIR.fixed) continue;
      for (const into of reviewers.keys()) {
        const own = this.#pair(entry, into);
        const gain = affinity[own]! - affinity[before]!;
        if (pairs[own] === PAIR.forbidden || (poor && gain <= SLIGHT)) continue;
        const gained = this.#shortfall(entry, gain) - this.#shortfall(entry, 0);
        if (!poor && gained > SLIGHT) continue;
        const raised = worth(problem, own) - worth(problem, before);
        const enough: number = poor ? -Infinity : (best?.total ?? 0) + SLIGHT;
        if (raised + this.#most[out]! - this.#least[into]! <= enough) continue;
        for (const other of this.#entries[into]!) {
          const [after, left] = [this.#pair(other, out), this.#pair(other, into)];
          const total = raised + worth(problem, after) - worth(problem, left);
          if (!poor && total <= (best?.total ?? 0) + SLIGHT) continue;
          const shortfall =
            gained + this.#shortfall(other, affinity[after]! - affinity[left]!) - this.#shortfall(other, 0);
          const isBetter = poor
            ? shortfall < (best?.shortfall ?? 0) - SLIGHT ||
              (best && shortfall < best.shortfall + SLIGHT && total > best.total + SLIGHT)
            : shortfall < SLIGHT;
          if (isBetter && this.#isAllowed(entry, out, other, into))
            best = { entry, out, other, into, shortfall, total };
        }
      }
    }
    return best;
  }

  #isAllowed(entry: number, out: number, other: number, into: number): boolean {
    if (other === entry || this.#readers[entry]!.includes(into) || this.#readers[other]!.includes(out)) return false;
    const { pairs } = this.#problem;
    if (pairs[this.#pair(other, out)] === PAIR.forbidden || pairs[this.#pair(other, into)] === PAIR.fixed) return false;
    return this.#keepsRules(entry, out, into) && this.#keepsRules(other, into, out);
  }

  /** Would an entry break no more rules than before with one reader in another's place? */
  #keepsRules(entry: number, out: number, into: number): boolean {
    const { reviewers, regionLimits } = this.#problem;
    const left = this.#readers[entry]!.filter((reader) => reader !== out);
    const meets = (reader: number) => left.filter((each) => this.#apart[reader]!.has(each)).length;
    if (meets(into) > meets(out)) return false;
    const region = reviewers[into]!.region;
    const limit = regionLimits ? regionLimits[entry]! : -1;
    if (
      limit >= 0 &&
      region >= 0 &&
      region !== reviewers[out]!.region &&
      left.filter((each) => reviewers[each]!.region === region).length >= limit
    )
      return false;
    return this.#needs[entry]!.every(
      (readers) => !readers.includes(out) || readers.includes(into) || left.some((each) => readers.includes(each)),
    );
  }

  #carryOut({ entry, out, other, into }: Swap): void {
    const { affinity } = this.#problem;
    for (const [at, from, to] of [
      [entry, out, into],
      [other, into, out],
    ] as const) {
      this.#readers[at]![this.#readers[at]!.indexOf(from)] = to;
      this.#entries[from]!.splice(this.#entries[from]!.indexOf(at), 1);
      this.#entries[to]!.push(at);
      for (const reviewer of [from, to]) this.#least[reviewer] = this.#leastOf(reviewer);
      this.#scores[at]! += affinity[this.#pair(at, to)]! - affinity[this.#pair(at, from)]!;
    }
  }

  #leastOf(reviewer: number): number {
    return Math.min(...this.#entries[reviewer]!.map((entry) => worth(this.#problem, this.#pair(entry, reviewer))));
  }

  #shortfall(entry: number, more: number): number {
    return Math.max(0, this.#floors[entry]! - this.#scores[entry]! - more);
  }

  #pair(entry: number, reviewer: number): number {
    return entry * this.#problem.reviewers.length + reviewer;
  }
}
