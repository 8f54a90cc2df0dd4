import type { Rule } from "./problem.ts";

/**
 * A rule a plan does not keep: which, for whom, and by how much. `among` = the region, or the two reviewers who were
 * not to meet.
 */
export type Violation = {
  rule: Exclude<Rule, "even">;
  entry?: string;
  reviewer?: string;
  among?: string[];
  by: number;
};

/**
 * A problem in words rather than numbers: what a plan is checked against, by code that shares nothing with the program
 * that made it.
 */
export type Demands = {
  entries: readonly {
    id: string;
    reviews: number;
    expert?: readonly string[] | undefined;
    fluent?: readonly string[] | undefined;
    regionLimit?: number | undefined;
  }[];
  reviewers: readonly { id: string; min: number; max: number; region?: string | undefined }[];
  isForbidden(entry: string, reviewer: string): boolean;
  fixed: readonly (readonly [string, string])[];
  apart: readonly (readonly [string, string])[];
};

/**
 * Everything a plan does not keep, the weightiest first. Throws for what may never be: a forbidden pair, a pair twice,
 * a fixed pair that is missing, somebody who is not there, more reviews than wanted.
 */
export function violationsOf(demands: Demands, plan: readonly (readonly [string, string])[]): Violation[] {
  const readers = new Map<string, Set<string>>(demands.entries.map(({ id }) => [id, new Set()]));
  const loads = new Map<string, number>(demands.reviewers.map(({ id }) => [id, 0]));
  for (const [entry, reviewer] of plan) {
    const own = readers.get(entry);
    if (!own || !loads.has(reviewer) || own.has(reviewer) || demands.isForbidden(entry, reviewer))
      throw new Error(`The plan holds a pair that may not be: ${entry}, ${reviewer}.`);
    own.add(reviewer);
    loads.set(reviewer, loads.get(reviewer)! + 1);
  }
  const fixedOf = new Map<string, number>();
  for (const [entry, reviewer] of demands.fixed) {
    if (!readers.get(entry)?.has(reviewer))
      throw new Error(`The plan lacks a pair that was fixed: ${entry}, ${reviewer}.`);
    fixedOf.set(entry, (fixedOf.get(entry) ?? 0) + 1);
  }
  const regionOf = new Map(demands.reviewers.map(({ id, region }) => [id, region]));
  const found: Violation[] = [];
  for (const { id: entry, reviews, regionLimit } of demands.entries) {
    const own = readers.get(entry)!;
    if (own.size > Math.max(reviews, fixedOf.get(entry) ?? 0))
      throw new Error(`The plan gives ${entry} more reviews than wanted.`);
    if (own.size < reviews) found.push({ rule: "reviews", entry, by: reviews - own.size });
    if (regionLimit === undefined) continue;
    const counts = new Map<string, number>();
    for (const reviewer of own) {
      const region = regionOf.get(reviewer);
      if (region !== undefined) counts.set(region, (counts.get(region) ?? 0) + 1);
    }
    for (const [region, count] of counts)
      if (count > regionLimit) found.push({ rule: "region", entry, among: [region], by: count - regionLimit });
  }
  for (const rule of ["expert", "fluent"] as const) {
    for (const entry of demands.entries)
      if (entry.reviews > 0 && entry[rule] && !entry[rule].some((id) => readers.get(entry.id)!.has(id)))
        found.push({ rule, entry: entry.id, by: 1 });
  }
  for (const [a, b] of demands.apart) {
    for (const [entry, own] of readers)
      if (own.has(a) && own.has(b)) found.push({ rule: "apart", entry, among: [a, b].sort(), by: 1 });
  }
  for (const { id: reviewer, min, max } of demands.reviewers) {
    const load = loads.get(reviewer)!;
    if (load > max) found.push({ rule: "max", reviewer, by: load - max });
    if (load < min) found.push({ rule: "min", reviewer, by: min - load });
  }
  const weight: Violation["rule"][] = ["reviews", "max", "apart", "expert", "fluent", "region", "min"];
  const key = ({ entry, reviewer, among }: Violation) => JSON.stringify([entry, reviewer, among]);
  return found.sort((a, b) => weight.indexOf(a.rule) - weight.indexOf(b.rule) || (key(a) < key(b) ? -1 : 1));
}
