import type { Highs } from "highs";
import { type Pair, type Plan, type PlanInput, type Search, SEARCH_SECONDS, sharedThemes, type Unserved } from "./rules.ts";
import { solutionOf } from "./solution.ts";

const keyOf = ({ entryId, reviewerId }: Pair): string => `${entryId}:${reviewerId}`;

/**
 * Who reads what. Exact, in this order: every entry gets its reviews if any plan can give them; where none can, the shortage is spread over
 * entries; loads are as alike as can be (within one of each other where nothing stands in the way); then the worst-served entry has as many
 * readers of its themes as possible, then all together. What stands already counts and stays.
 */
export function bestPlan(highs: Highs, { entries, reviewers, forbidden, existing, reviewsPerEntry, seed }: PlanInput, tell?: (search: Search) => void): Plan {
  const [known, judges] = [new Map(entries.map((entry) => [entry.id, entry])), new Map(reviewers.map((reviewer) => [reviewer.id, reviewer]))];
  const closed = new Set(forbidden.map(keyOf));
  const fixed = existing.filter(({ entryId, reviewerId }) => known.has(entryId) && judges.has(reviewerId));
  // Readings by people who left the panel, and of entries that left the round, count on the side that is still here.
  const elsewhere = (side: "entryId" | "reviewerId", id: string) => existing.filter((pair) => pair[side] === id && !(known.has(pair.entryId) && judges.has(pair.reviewerId))).length;
  const allowed = (entryId: string) => reviewers.filter(({ id }) => !closed.has(keyOf({ entryId, reviewerId: id }))).length;
  const wanted = new Map(entries.map(({ id }) => [id, reviewsPerEntry === null ? allowed(id) : Math.max(0, reviewsPerEntry - elsewhere("entryId", id))]));
  const found = solutionOf(highs, {
    entries: entries.map(({ id }) => ({ id, reviews: wanted.get(id)! })),
    reviewers: reviewers.map(({ id, capacity }) => ({ id, min: 0, max: capacity === null ? entries.length : Math.max(0, capacity - elsewhere("reviewerId", id)) })),
    isForbidden: (entryId, reviewerId) => closed.has(keyOf({ entryId, reviewerId })),
    affinity: (entryId, reviewerId) => (sharedThemes(known.get(entryId)!, judges.get(reviewerId)!).length > 0 ? 1 : 0),
    fixed: fixed.map(({ entryId, reviewerId }) => [entryId, reviewerId] as const), held: [], apart: [], even: true, soft: {},
  }, { objective: "fair", seed }, { seconds: SEARCH_SECONDS, now: () => performance.now(), tell });
  const standing = new Set(fixed.map(keyOf));
  const { total, totalBound, floor, floorBound, solver } = found;
  return {
    pairs: found.assignments.map(([entryId, reviewerId]) => ({ entryId, reviewerId })).filter((pair) => !standing.has(keyOf(pair))),
    loads: new Map(reviewers.map(({ id }) => [id, found.loads[id]! + elsewhere("reviewerId", id)])),
    unserved: found.violations.flatMap(({ rule, entry, by }): Unserved[] => {
      if (rule !== "reviews") return [];
      const given = found.assignments.filter(([entryId]) => entryId === entry).length;
      return [{ entryId: entry!, missing: by, because: given < allowed(entry!) ? "capacity" : "conflicts" }];
    }),
    proof: { total, totalBound, floor, floorBound, solver },
  };
}
