import { createHash } from "node:crypto";
import { canonical, sha256 } from "../audit/rules.ts";
import type { Progress } from "./optimum.ts";

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

/** After so many seconds the best plan found is taken, with the bounds there are. */
export const SEARCH_SECONDS = 300;

/** How far the search for a plan has got. */
export type Search = Progress;

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

/** A reader's place in their own list: 0 the very first, up to `LINE`. As integers, so that the database keeps them. */
export type Placed = Pair & { readingOrder: number };
const LINE = 2 ** 31;

/**
 * Where new pairs stand in each reader's own order, so that over the panel no entry is read early, or late, more often than others: whoever comes next reads
 * first what those before read late. Where everybody reads everything, each second reader has the order before backwards, and the mean places of all entries
 * are equal for an even panel and differ by at most (entries − 1) / readers for an odd one. Ties, and the first, are by a shuffle of the reader's own, drawn from the
 * round's id: the same pairs give the same places, in whatever order they come. `standing` is what was given before; nothing of it moves.
 */
export function placed(roundId: string, pairs: readonly Pair[], standing: readonly Placed[]): Placed[] {
  const lateness = new Map<string, number>();
  const count = ({ entryId, readingOrder }: Placed) => lateness.set(entryId, (lateness.get(entryId) ?? 0) + readingOrder - LINE / 2);
  standing.forEach(count);
  const readers = [...new Set(pairs.map(({ reviewerId }) => reviewerId))].sort((a, b) => drawn(roundId, a) - drawn(roundId, b) || (a < b ? -1 : 1));
  return readers.flatMap((reviewerId) => {
    const late = (id: string) => lateness.get(id) ?? 0;
    const draw = (id: string) => drawn(`${roundId}:${reviewerId}`, id) / 2;
    const own = pairs.filter((pair) => pair.reviewerId === reviewerId).map(({ entryId }) => entryId).sort((a, b) => late(b) - late(a) || draw(a) - draw(b));
    const gap = Math.floor(LINE / own.length);
    // One that comes by itself has nothing to stand before or behind: opposite to where the others read it, or wherever the draw says.
    const alone = (id: string) => Math.floor(Math.min(LINE - 1, Math.max(0, late(id) === 0 ? draw(id) : LINE / 2 - late(id))));
    const places = own.map((entryId, index): Placed => ({ entryId, reviewerId, readingOrder: own.length === 1 ? alone(entryId) : index * gap + Math.floor(gap / 2) }));
    places.forEach(count);
    return places;
  });
}

/** A number of 32 bits that a seed gives to an id. */
const drawn = (seed: string, id: string): number => createHash("sha256").update(`${seed}:${id}`).digest().readUInt32BE(0);
