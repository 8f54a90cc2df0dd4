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
/** `proof`: the sum of affinities and the worst-served entry's, each with what no plan that serves as many as evenly can exceed. */
export type Plan = { pairs: Pair[]; loads: Map<string, number>; unserved: Unserved[]; proof: { total: number; totalBound: number; floor: number; floorBound: number; solver: string } };

/** The themes of an entry that a reviewer knows. A pair is worth 1 to a plan where there are any, else 0. */
export const sharedThemes = (entry: Pick<PlanEntry, "themes">, reviewer: Pick<PlanReviewer, "themes">): string[] => entry.themes.filter((theme) => reviewer.themes.includes(theme));

/** An entry and who reads it, as those who run the round see it. */
export type EntryWithReviewers = {
  id: string;
  code: string;
  title: string;
  cityName: string | null;
  country: string | null;
  reviewers: { assignmentId: string; accountId: string; name: string; state: "assigned" | "started" | "submitted" | "recused" }[];
};

/** What a plan is recognised by between its preview and its confirmation. */
export const planHash = ({ pairs }: Plan): string => sha256(canonical(pairs.map(({ entryId, reviewerId }) => [entryId, reviewerId])));

/** A reviewer's own reading order: a place in a shuffle of its own, which stays when entries are added. */
export function readingOrder(roundId: string, reviewerId: string, entryId: string): number {
  return shuffled(`${roundId}:${reviewerId}`, entryId) >>> 1;
}

function shuffled(seed: string, id: string): number {
  return createHash("sha256").update(`${seed}:${id}`).digest().readUInt32BE(0);
}
