import type { Highs } from "highs";
import { planInGroups } from "./groups.ts";
import { inSeededOrder, PRICE_OF_CHANGE } from "./problem.ts";
import {
  FLOOR_SECONDS,
  fitOf,
  keyOf,
  type Pair,
  type Plan,
  type PlanInput,
  type Progress,
  SEARCH_SECONDS,
  sharedThemes,
} from "./rules.ts";
import { type Instance, type Solution, solutionOf } from "./solution.ts";

/**
 * Who reads what. Exact, in this order: every entry gets its reviews if any plan can give them; where none can, the
 * shortage is spread over entries; side rules hold, or are broken as little as can be; loads are as alike as can be
 * (within one of each other where nothing stands in the way); then the worst-served entry has readers as fit as
 * possible, then the worst-served of those whose own best readers are better than that, then all together. What stands
 * already counts and stays; what is held may move where that is worth more than its price. Exact but for time: after
 * FLOOR_SECONDS the worst-served are only helped by exchanges of readers, after SEARCH_SECONDS the best plan found is
 * taken; the bounds say what is then not proved, and `settled` whether that begins with the rules. All this for each
 * group by itself where there are groups.
 */
export function bestPlan(highs: Highs, input: PlanInput, tell?: (progress: Progress) => void): Plan {
  if (!input.groups) return planOf(highs, input, tell);
  // What is found of one group is no figure of the whole.
  return planInGroups(input, (part) => planOf(highs, part, tell && (({ step }) => tell({ step, found: null }))));
}

function planOf(highs: Highs, input: PlanInput, tell?: (progress: Progress) => void): Plan {
  const { reviewers, seed } = input;
  const { instance, standing: fixed, allowed, room, elsewhere } = termsOf(input);
  const movable = new Set(input.held.map(keyOf));
  const found = solutionOf(
    highs,
    instance,
    { objective: "capped", seed },
    { seconds: SEARCH_SECONDS, floorSeconds: FLOOR_SECONDS, now: () => performance.now(), tell },
  );
  const standing = new Set(fixed.map(keyOf));
  const planned = new Set(found.assignments.map(([entryId, reviewerId]) => keyOf({ entryId, reviewerId })));
  const stayed = [...movable].filter((key) => planned.has(key)).length;
  const { total, floor, floorBound, capped = null, settled, solver } = found;
  return {
    pairs: found.assignments
      .map(([entryId, reviewerId]) => ({ entryId, reviewerId }))
      .filter((pair) => !standing.has(keyOf(pair))),
    moved: fixed.filter((pair) => !planned.has(keyOf(pair))),
    loads: new Map(reviewers.map(({ id }) => [id, found.loads[id]! + elsewhere("reviewerId", id)])),
    ...shortcomings(found, allowed, room),
    // The bound is of affinity and of what stays where it is; of the same pairs, what stays counts nothing in the
    // total.
    proof: {
      total,
      totalBound: Math.max(total, Math.round((found.totalBound - PRICE_OF_CHANGE * stayed) * 1e9) / 1e9),
      floor,
      floorBound,
      capped,
      settled,
      solver,
    },
  };
}

/**
 * What a round asks of a plan, in the terms of the solver and of the check; and what it is made of: what stands of its
 * entries and reviewers, who may read an entry, how many more each reviewer may take, and what counts besides.
 */
export function termsOf(input: PlanInput) {
  const { entries, reviewers, reviewsPerEntry } = input;
  const { fixed: standing, elsewhere } = standingOf(input);
  const closed = closedPairs(input);
  const everybody = new Set(input.calibration);
  const allowed = (entryId: string) => reviewers.filter(({ id }) => !closed.has(keyOf({ entryId, reviewerId: id })));
  // At least one: an entry that nobody may read is short of a reader, and said to be.
  const wantedOf = (id: string) =>
    reviewsPerEntry === null || everybody.has(id)
      ? Math.max(1, allowed(id).length)
      : Math.max(0, reviewsPerEntry - elsewhere("entryId", id));
  const room = new Map(
    reviewers.map(({ id, capacity }) => [
      id,
      capacity === null ? entries.length : Math.max(0, capacity - elsewhere("reviewerId", id)),
    ]),
  );
  const movable = new Set(input.held.map(keyOf));
  const instance: Instance = {
    ...aimsOf(input),
    entries: entries.map((entry) => ({
      id: entry.id,
      reviews: wantedOf(entry.id),
      ...needsOf(entry, input, everybody),
    })),
    reviewers: reviewers.map(({ id, region }) => ({ id, min: 0, max: room.get(id)!, region: region ?? undefined })),
    isForbidden: (entryId, reviewerId) => closed.has(keyOf({ entryId, reviewerId })),
    fixed: standing.filter((pair) => !movable.has(keyOf(pair))).map(namedPair),
    held: standing.filter((pair) => movable.has(keyOf(pair))).map(namedPair),
  };
  return { instance, standing, allowed, room, elsewhere };
}

/** What stands already: readings of an entry and by a reviewer of the round, and those of which one side is gone. */
function standingOf({ entries, reviewers, existing }: PlanInput) {
  const [known, judges] = [new Set(entries.map(({ id }) => id)), new Set(reviewers.map(({ id }) => id))];
  const isHere = ({ entryId, reviewerId }: Pair) => known.has(entryId) && judges.has(reviewerId);
  const counts = { entryId: new Map<string, number>(), reviewerId: new Map<string, number>() };
  for (const pair of existing.filter((each) => !isHere(each)))
    for (const side of ["entryId", "reviewerId"] as const)
      counts[side].set(pair[side], (counts[side].get(pair[side]) ?? 0) + 1);
  return {
    fixed: existing.filter(isHere),
    /**
     * Readings by people who left the panel, and of entries that left the round, count on the side that is still here.
     */
    elsewhere: (side: "entryId" | "reviewerId", id: string) => counts[side].get(id) ?? 0,
  };
}

/** What an entry asks of its readers beside their number. */
function needsOf(entry: PlanInput["entries"][number], { reviewers, rules }: PlanInput, everybody: ReadonlySet<string>) {
  return {
    expert:
      rules.expert && entry.themes.length > 0
        ? reviewers.filter((reviewer) => sharedThemes(entry, reviewer).length > 0).map(({ id }) => id)
        : undefined,
    regionLimit: everybody.has(entry.id) ? undefined : (rules.regionLimit ?? undefined),
  };
}

/** How fit readers are, who never reads the same entry, and what may give way. */
function aimsOf({ entries, reviewers, rules }: PlanInput) {
  const [known, judges] = [
    new Map(entries.map((entry) => [entry.id, entry])),
    new Map(reviewers.map((reviewer) => [reviewer.id, reviewer])),
  ];
  return {
    affinity: (entryId: string, reviewerId: string) => fitOf(known.get(entryId)!, judges.get(reviewerId)!, rules),
    apart: rules.apart.filter((two) => two.every((id) => judges.has(id))),
    even: true,
    soft: Object.fromEntries(rules.soft.map((rule) => [rule, rule === "apart" ? 1 : 2])),
  };
}

export const namedPair = ({ entryId, reviewerId }: Pair) => [entryId, reviewerId] as const;

/**
 * Conflicts and refusals. Of an entry that everybody reads, also one of each two who are kept apart, by lot, unless
 * both read it already.
 */
function closedPairs({ forbidden, existing, rules, calibration, seed }: PlanInput): Set<string> {
  const closed = new Set(forbidden.map(keyOf));
  const standing = new Set(existing.map(keyOf));
  for (const entryId of calibration) {
    for (const two of rules.apart) {
      const open = inSeededOrder(
        two.map((id) => ({ id })),
        `${seed}:${entryId}`,
      ).filter(({ id }) => !closed.has(keyOf({ entryId, reviewerId: id })));
      const last = open.findLast(({ id }) => !standing.has(keyOf({ entryId, reviewerId: id })));
      if (open.length === 2 && last) closed.add(keyOf({ entryId, reviewerId: last.id }));
    }
  }
  return closed;
}

/** What a plan leaves undone and why, and which side rules it breaks. */
export function shortcomings(
  { assignments, loads, violations }: Pick<Solution, "assignments" | "loads" | "violations">,
  allowed: (entryId: string) => { id: string }[],
  room: ReadonlyMap<string, number>,
): Pick<Plan, "unserved" | "unkept"> {
  const readers = new Map<string, Set<string>>();
  for (const [entry, reviewer] of assignments)
    readers.set(entry, (readers.get(entry) ?? new Set<string>()).add(reviewer));
  const because = (entryId: string) => {
    const given = readers.get(entryId);
    const others = allowed(entryId).filter(({ id }) => !given?.has(id));
    return others.length === 0
      ? "conflicts"
      : others.some(({ id }) => loads[id]! < room.get(id)!)
        ? "rules"
        : "capacity";
  };
  return {
    unserved: violations.flatMap(({ rule, entry, by }) =>
      rule === "reviews" ? [{ entryId: entry!, missing: by, because: because(entry!) }] : [],
    ),
    unkept: violations.flatMap(({ rule, entry, among = [], by }) =>
      rule === "expert" || rule === "region" || rule === "apart" ? [{ entryId: entry!, rule, among, by }] : [],
    ),
  };
}
