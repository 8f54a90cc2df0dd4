import { fixedCounts, PAIR, type Problem, type Rule, worth } from "./problem.ts";
import { raisedBySwaps } from "./swaps.ts";

/**
 * A plan that keeps every rule that may not give way, found without a solver where there was no time for one: entries
 * that fewest may read choose first, one reader after another, whoever has the smallest load where loads shall be even,
 * and else fits best; then exchanges of readers raise the total until time for them `isOver`. It proves nothing.
 */
export function firstPlan(problem: Problem, isOver: () => boolean): number[] {
  const choice = new FirstChoice(problem);
  choice.fill((rule) => rule === "max" || rule === "region" || rule === "apart");
  choice.fill((rule) => problem.soft[rule] === undefined);
  return raisedBySwaps(problem, choice.plan, new Float64Array(problem.entries.length).fill(-Infinity), isOver)!;
}

class FirstChoice {
  readonly plan: number[] = [];
  readonly #problem: Problem;
  readonly #loads: Int32Array;
  /** By entry. */
  readonly #readers: number[][];
  readonly #needs: (readonly number[])[][];

  constructor(problem: Problem) {
    this.#problem = problem;
    this.#loads = fixedCounts(problem).reviewers;
    this.#readers = problem.entries.map(() => []);
    this.#needs = problem.entries.map(() => []);
    for (const { entry, readers } of problem.needs) this.#needs[entry]!.push(readers);
    for (const [pair, state] of problem.pairs.entries()) {
      if (state !== PAIR.fixed) continue;
      this.plan.push(pair);
      this.#readers[Math.floor(pair / problem.reviewers.length)]!.push(pair % problem.reviewers.length);
    }
  }

  /** Gives each entry what it still wants, as far as anybody may have it by the rules that hold. */
  fill(holds: (rule: Rule) => boolean): void {
    const { entries, reviewers, pairs } = this.#problem;
    const open = entries.map((_entry, entry) =>
      [...reviewers.keys()].filter(
        (reader) => pairs[this.#pair(entry, reader)] === PAIR.open || pairs[this.#pair(entry, reader)] === PAIR.held,
      ),
    );
    let wanting = [...entries.keys()].sort((a, b) => open[a]!.length - open[b]!.length || a - b);
    while (wanting.length > 0)
      wanting = wanting.filter(
        (entry) => this.#readers[entry]!.length < entries[entry]!.reviews && this.#giveOne(entry, open[entry]!, holds),
      );
  }

  #giveOne(entry: number, open: readonly number[], holds: (rule: Rule) => boolean): boolean {
    const missed = this.#needs[entry]!.filter(
      (readers) => !readers.some((reader) => this.#readers[entry]!.includes(reader)),
    );
    const key = (reader: number): number[] => [
      -missed.filter((readers) => readers.includes(reader)).length,
      this.#problem.pairs[this.#pair(entry, reader)] === PAIR.held ? 0 : 1,
      this.#problem.even ? this.#loads[reader]! : 0,
      -worth(this.#problem, this.#pair(entry, reader)),
      this.#loads[reader]!,
    ];
    let best: { reader: number; key: number[] } | null = null;
    for (const reader of open) {
      const own = key(reader);
      if ((!best || isLess(own, best.key)) && this.#mayRead(entry, reader, holds)) best = { reader, key: own };
    }
    if (!best) return false;
    this.plan.push(this.#pair(entry, best.reader));
    this.#readers[entry]!.push(best.reader);
    this.#loads[best.reader]! += 1;
    return true;
  }

  #mayRead(entry: number, reader: number, holds: (rule: Rule) => boolean): boolean {
    const { reviewers, regionLimits, apart } = this.#problem;
    const own = this.#readers[entry]!;
    if (own.includes(reader) || (holds("max") && this.#loads[reader]! >= reviewers[reader]!.max)) return false;
    if (
      holds("apart") &&
      apart.some(([a, b]) => (a === reader && own.includes(b)) || (b === reader && own.includes(a)))
    )
      return false;
    const [limit, region] = [regionLimits ? regionLimits[entry]! : -1, reviewers[reader]!.region];
    return (
      !holds("region") ||
      limit < 0 ||
      region < 0 ||
      own.filter((each) => reviewers[each]!.region === region).length < limit
    );
  }

  #pair(entry: number, reader: number): number {
    return entry * this.#problem.reviewers.length + reader;
  }
}

function isLess(a: readonly number[], b: readonly number[]): boolean {
  const at = a.findIndex((value, index) => value !== b[index]);
  return at >= 0 && a[at]! < b[at]!;
}
