import type { RecordedBrought, RecordedKept } from "#db/schema/assignment.ts";
import { BROUGHT, recordOf } from "./certificate.ts";
import { partsOf } from "./groups.ts";
import { namedPair, shortcomings, termsOf } from "./plan.ts";
import { violationsOf } from "./plan-check.ts";
import { rounded, sum } from "./problem.ts";
import { fitOf, keyOf, type Pair, type Plan, type PlanInput } from "./rules.ts";

type Given = Pick<Plan, "pairs" | "moved">;

/** What is kept of a plan that somebody brought, for each group of its readers. */
export const broughtRecords = (input: PlanInput, given: Given, best: Plan | "failed" | null) =>
  partsOf(input).map(({ criteria, input: part, isOwn }, at) => ({
    criteria,
    record: broughtRecord(
      part,
      { pairs: given.pairs.filter(isOwn), moved: given.moved.filter(isOwn) },
      best === "failed" ? best : (best?.parts?.[at] ?? best),
    ),
  }));

/**
 * What is kept of a plan that somebody brought, from whatever solver: how well it keeps what the round asks, by the
 * check that every plan passes, beside the best plan from the same facts; null where there is none.
 */
export function broughtRecord(input: PlanInput, given: Given, found: Plan | "failed" | null) {
  const best = found === "failed" ? null : found;
  const plan = checked(input, given, best?.proof.solver ?? "");
  const brought: RecordedBrought = {
    given: keptBy(input, plan),
    best: best && {
      ...keptBy(input, best),
      total: best.proof.total,
      totalBound: best.proof.totalBound,
      floor: best.proof.floor,
      floorBound: best.proof.floorBound,
      settled: best.proof.settled,
    },
    ...(found === "failed" ? { failed: true } : {}),
  };
  return { ...recordOf(input, plan), objective: BROUGHT, brought };
}

/** The plan with what it is worth. Nothing is proved of it by itself: its bounds are its own figures. */
function checked(input: PlanInput, { pairs, moved }: Given, solver: string): Plan {
  const { instance, standing, allowed, room, elsewhere } = termsOf(input);
  const gone = new Set(moved.map(keyOf));
  const forbidden = new Set(input.forbidden.map(keyOf));
  const after: Pair[] = [...standing.filter((pair) => !gone.has(keyOf(pair))), ...pairs];
  const readers = new Map<string, number>();
  for (const { entryId } of after) readers.set(entryId, (readers.get(entryId) ?? 0) + 1);
  const assignments = after.map(namedPair).map(([entry, reviewer]): [string, string] => [entry, reviewer]);
  const violations = violationsOf(
    {
      ...instance,
      // More readers than are asked for are no fault of it.
      entries: instance.entries.map((each) => ({
        ...each,
        reviews: Math.max(each.reviews, readers.get(each.id) ?? 0),
      })),
      isForbidden: (entryId, reviewerId) => forbidden.has(keyOf({ entryId, reviewerId })),
      fixed: [],
    },
    assignments,
  );
  const loads = Object.fromEntries(input.reviewers.map(({ id }) => [id, 0]));
  for (const { reviewerId } of after) loads[reviewerId]! += 1;
  const { unserved, unkept } = shortcomings({ assignments, loads, violations }, allowed, room);
  const asking = new Set(instance.entries.flatMap(({ id, reviews }) => (reviews > 0 ? [id] : [])));
  const { total, floor } = worthOf(input, after, (id) => asking.has(id) && allowed(id).length > 0);
  return {
    pairs,
    moved,
    loads: new Map(input.reviewers.map(({ id }) => [id, loads[id]! + elsewhere("reviewerId", id)])),
    // Whether others had room would tell who reads what a conflict hides.
    unserved: unserved.map((each) => (each.because === "conflicts" ? each : { ...each, because: "table" })),
    unkept,
    proof: { total, totalBound: total, floor, floorBound: floor, capped: null, settled: true, solver },
  };
}

/** The fit of all readers, and of those of the entry served worst among those that want readers and may have some. */
function worthOf(input: PlanInput, after: readonly Pair[], isServable: (entryId: string) => boolean) {
  const reviewerOf = new Map(input.reviewers.map((reviewer) => [reviewer.id, reviewer]));
  const entryOf = new Map(input.entries.map((entry) => [entry.id, entry]));
  const scores = new Map(input.entries.map(({ id }) => [id, 0]));
  for (const { entryId, reviewerId } of after)
    scores.set(entryId, scores.get(entryId)! + fitOf(entryOf.get(entryId)!, reviewerOf.get(reviewerId)!, input.rules));
  const served = [...scores].flatMap(([id, score]) => (isServable(id) ? [score] : []));
  return { total: rounded(sum(scores.values())), floor: served.length === 0 ? 0 : rounded(Math.min(...served)) };
}

/** How well a plan keeps what it is asked, counted over all entries. */
function keptBy({ reviewers }: PlanInput, { unserved, unkept, loads }: Plan): RecordedKept {
  const each = reviewers.map(({ id }) => loads.get(id) ?? 0);
  return {
    missing: sum(unserved.map(({ missing }) => missing)),
    broken: sum(unkept.map(({ by }) => by)),
    over: sum(reviewers.map(({ capacity }, at) => (capacity === null ? 0 : Math.max(0, each[at]! - capacity)))),
    least: each.length === 0 ? 0 : Math.min(...each),
    most: each.length === 0 ? 0 : Math.max(...each),
  };
}
