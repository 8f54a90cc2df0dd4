import { createHash } from "node:crypto";
import { canonical, sha256 } from "../audit/rules.ts";

export type PlanEntry = { id: string; themes: readonly string[] };
/** `capacity` = the most entries this person will read in the round; null = no limit. */
export type PlanReviewer = { id: string; themes: readonly string[]; capacity: number | null };
export type Pair = { entryId: string; reviewerId: string };
export type PlanInput = {
  entries: readonly PlanEntry[];
  reviewers: readonly PlanReviewer[];
  /** Pairs with a conflict, or that ended by recusal: never planned. */
  forbidden: readonly Pair[];
  /** Assignments that stand. They count, stay as they are and are not repeated. */
  existing: readonly Pair[];
  /** How many read each entry; null = everyone reads all. */
  reviewsPerEntry: number | null;
  /** What ties are broken by. The same seed gives the same plan, in whatever order entries and reviewers come. */
  seed: string;
};
/** An entry that gets fewer reviews than wanted. "conflicts": too few people may read it at all; "capacity": they have no room left. */
export type Unserved = { entryId: string; missing: number; because: "conflicts" | "capacity" };
export type Plan = { pairs: Pair[]; loads: Map<string, number>; unserved: Unserved[] };

/** An entry and who reads it, as those who run the round see it. */
export type EntryWithReviewers = {
  id: string;
  code: string;
  title: string;
  cityName: string | null;
  country: string | null;
  reviewers: { assignmentId: string; accountId: string; name: string; state: "assigned" | "started" | "submitted" | "recused" }[];
};

/**
 * Who reads what. Exact, in this order: every entry gets its reviews if any plan can give them; where none can, the shortage is spread evenly
 * over entries; loads differ as little as any such plan allows (by at most one where nothing stands in the way); then as many pairs as
 * possible share a theme. A minimum-cost flow: each wanted review is added by a shortest augmenting path over reviewers.
 */
export function balancedPlan(input: PlanInput): Plan {
  const network = new Network(input);
  const everyoneReadsAll = input.reviewsPerEntry === null && input.reviewers.every(({ capacity }) => capacity === null || capacity >= input.entries.length);
  if (everyoneReadsAll) network.serveAll();
  // Who cannot be served once can never be: what is planned only grows.
  const hopeless = new Set<number>();
  for (let level = 1; !everyoneReadsAll && level <= (input.reviewsPerEntry ?? input.reviewers.length); level++) {
    for (const entry of network.entries) {
      if (network.reviewsOf(entry) < level && !hopeless.has(entry) && !network.serve(entry)) hopeless.add(entry);
    }
  }
  return network.plan(input.reviewsPerEntry);
}

/** What a plan is recognised by between its preview and its confirmation. */
export const planHash = ({ pairs }: Plan): string => sha256(canonical(pairs.map(({ entryId, reviewerId }) => [entryId, reviewerId])));

/** A reviewer's own reading order: a place in a shuffle of its own, which stays when entries are added. */
export function readingOrder(roundId: string, reviewerId: string, entryId: string): number {
  return shuffled(`${roundId}:${reviewerId}`, entryId) >>> 1;
}

function shuffled(seed: string, id: string): number {
  return createHash("sha256").update(`${seed}:${id}`).digest().readUInt32BE(0);
}

function inSeededOrder<T extends { id: string }>(items: readonly T[], seed: string): T[] {
  const keyed = items.map((item) => ({ item, key: shuffled(seed, item.id) }));
  return keyed.sort((a, b) => a.key - b.key || (a.item.id < b.item.id ? -1 : 1)).map(({ item }) => item);
}

const NONE = -1;

/** The flow so far. Entries and reviewers are numbers here; a step moves one planned review from a reviewer to another. */
class Network {
  readonly entries: number[];
  readonly #input: PlanInput;
  readonly #entries: PlanEntry[];
  readonly #reviewers: PlanReviewer[];
  /** By entry: who may be given it and has not got it already. */
  readonly #open: boolean[][];
  readonly #cost: number[][];
  readonly #counts: number[];
  readonly #allowed: number[];
  readonly #loads: number[];
  /** By reviewer: the entries planned here, which may still move. */
  readonly #planned: Set<number>[];
  readonly #holders: Set<number>[];
  /** Cheapest way to hand one planned entry from one reviewer to another, and which entry that is. */
  readonly #steps: { cost: number; entry: number }[][];
  /** More than all themes together can gain, so that a load always weighs more than a theme. */
  readonly #unit: number;

  constructor(input: PlanInput) {
    this.#input = input;
    this.#entries = inSeededOrder(input.entries, `${input.seed}:entries`);
    this.#reviewers = inSeededOrder(input.reviewers, `${input.seed}:reviewers`);
    this.entries = this.#entries.map((_entry, index) => index);
    const entryAt = new Map(this.#entries.map(({ id }, index) => [id, index]));
    const reviewerAt = new Map(this.#reviewers.map(({ id }, index) => [id, index]));
    this.#open = this.#entries.map(() => this.#reviewers.map(() => true));
    this.#counts = this.#entries.map(() => 0);
    this.#loads = this.#reviewers.map(() => 0);
    const close = ({ entryId, reviewerId }: Pair): { entry: number | undefined; reviewer: number | undefined } => {
      const [entry, reviewer] = [entryAt.get(entryId), reviewerAt.get(reviewerId)];
      if (entry !== undefined && reviewer !== undefined) this.#open[entry]![reviewer] = false;
      return { entry, reviewer };
    };
    input.forbidden.forEach(close);
    this.#allowed = this.#open.map((row) => row.filter(Boolean).length);
    for (const pair of input.existing) {
      const { entry, reviewer } = close(pair);
      if (entry !== undefined) this.#counts[entry]! += 1;
      if (reviewer !== undefined) this.#loads[reviewer]! += 1;
    }
    this.#cost = this.#entries.map((entry) => this.#reviewers.map((reviewer) => (entry.themes.some((theme) => reviewer.themes.includes(theme)) ? -1 : 0)));
    this.#unit = 1 + this.#entries.length * this.#reviewers.length;
    this.#planned = this.#reviewers.map(() => new Set());
    this.#holders = this.#entries.map(() => new Set());
    this.#steps = this.#reviewers.map(() => this.#reviewers.map(() => ({ cost: Infinity, entry: NONE })));
  }

  reviewsOf(entry: number): number {
    return this.#counts[entry]!;
  }

  serveAll(): void {
    for (const [entry, open] of this.#open.entries()) {
      for (const [reviewer, free] of [...open.entries()]) {
        if (!free) continue;
        this.#take(entry, reviewer);
        this.#counts[entry]! += 1;
        this.#loads[reviewer]! += 1;
      }
    }
  }

  /** Gives an entry one more review if any rearrangement of what is planned allows it, in the cheapest way. False if none does. */
  serve(entry: number): boolean {
    const { from, reached } = this.#shortestPaths(entry);
    let last = NONE;
    let best = Infinity;
    for (const [reviewer, distance] of reached.entries()) {
      const { capacity } = this.#reviewers[reviewer]!;
      const load = this.#loads[reviewer]!;
      if (distance === Infinity || (capacity !== null && load >= capacity)) continue;
      // Squares of loads grow by 2·load + 1: the sum of squares is least where loads are most alike.
      const total = distance + this.#unit * (2 * load + 1);
      if (total < best) [best, last] = [total, reviewer];
    }
    if (last !== NONE) this.#apply(entry, last, from);
    return last !== NONE;
  }

  #shortestPaths(entry: number): { from: number[]; reached: number[] } {
    const reached = this.#reviewers.map((_reviewer, index) => (this.#open[entry]![index] ? this.#cost[entry]![index]! : Infinity));
    const from = this.#reviewers.map(() => NONE);
    for (let changed = true; changed; ) {
      changed = false;
      for (let a = 0; a < reached.length; a++) {
        if (reached[a] === Infinity || this.#planned[a]!.size === 0) continue;
        const steps = this.#steps[a]!;
        for (let b = 0; b < reached.length; b++) {
          const distance = reached[a]! + steps[b]!.cost;
          if (distance < reached[b]!) [reached[b], from[b], changed] = [distance, a, true];
        }
      }
    }
    return { from, reached };
  }

  /** Walks back from the reviewer who has room: each hands an entry on, and the first takes the new one. */
  #apply(entry: number, last: number, from: number[]): void {
    const touched = new Set<number>();
    let reviewer = last;
    this.#loads[last]! += 1;
    for (let giver = from[reviewer]!; giver !== NONE; [reviewer, giver] = [giver, from[giver]!]) {
      const moved = this.#steps[giver]![reviewer]!.entry;
      this.#release(moved, giver);
      this.#take(moved, reviewer);
      for (const holder of [giver, ...this.#holders[moved]!]) touched.add(holder);
    }
    this.#take(entry, reviewer);
    this.#counts[entry]! += 1;
    for (const holder of this.#holders[entry]!) touched.add(holder);
    for (const each of touched) this.#findSteps(each);
  }

  #take(entry: number, reviewer: number): void {
    this.#open[entry]![reviewer] = false;
    this.#planned[reviewer]!.add(entry);
    this.#holders[entry]!.add(reviewer);
  }

  #release(entry: number, reviewer: number): void {
    this.#open[entry]![reviewer] = true;
    this.#planned[reviewer]!.delete(entry);
    this.#holders[entry]!.delete(reviewer);
  }

  #findSteps(giver: number): void {
    const steps = this.#reviewers.map(() => ({ cost: Infinity, entry: NONE }));
    for (const entry of [...this.#planned[giver]!].sort((a, b) => a - b)) {
      const costs = this.#cost[entry]!;
      for (const [taker, open] of this.#open[entry]!.entries()) {
        const cost = costs[taker]! - costs[giver]!;
        if (open && cost < steps[taker]!.cost) steps[taker] = { cost, entry };
      }
    }
    this.#steps[giver] = steps;
  }

  plan(reviewsPerEntry: number | null): Plan {
    const pairs = this.#planned.flatMap((planned, reviewer) => [...planned].map((entry) => ({ entryId: this.#entries[entry]!.id, reviewerId: this.#reviewers[reviewer]!.id })));
    const unserved = this.#entries.flatMap(({ id: entryId }, entry): Unserved[] => {
      const wanted = reviewsPerEntry ?? this.#allowed[entry]!;
      const missing = wanted - this.#counts[entry]!;
      if (missing <= 0) return [];
      return [{ entryId, missing, because: this.#open[entry]!.some(Boolean) ? "capacity" : "conflicts" }];
    });
    const byId = (a: { entryId: string }, b: { entryId: string }) => (a.entryId < b.entryId ? -1 : a.entryId > b.entryId ? 1 : 0);
    return {
      pairs: pairs.sort((a, b) => byId(a, b) || (a.reviewerId < b.reviewerId ? -1 : 1)),
      loads: new Map(this.#input.reviewers.map(({ id }) => [id, this.#loads[this.#reviewers.findIndex((reviewer) => reviewer.id === id)]!])),
      unserved: unserved.sort(byId),
    };
  }
}
