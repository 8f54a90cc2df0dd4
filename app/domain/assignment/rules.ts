import { createHash } from "node:crypto";
import type {
  RecordedBreach,
  RecordedBrought,
  RecordedCapped,
  RecordedShortage,
  SideRules,
} from "#db/schema/assignment.ts";
import { canonical, sha256 } from "../audit/rules.ts";
import type { Progress } from "./optimum.ts";

export type { Progress, RecordedBreach, RecordedBrought, RecordedCapped, RecordedShortage, SideRules };

/** What a plan keeps where nobody has set any rules: conflicts and capacities alone. */
export const NO_RULES: SideRules = {
  expert: false,
  regionLimit: null,
  apart: [],
  soft: [],
  breadth: 0,
  calibration: 0,
};

export type PlanEntry = { id: string; themes: readonly string[] };
/** `capacity` = the most entries this person will read in the round; null = no limit. */
export type PlanReviewer = { id: string; themes: readonly string[]; capacity: number | null; region: string | null };
export type Pair = { entryId: string; reviewerId: string };
export const keyOf = ({ entryId, reviewerId }: Pair): string => `${entryId}:${reviewerId}`;
/** Reviewers who read the same criteria of a round that divides them. */
export type PlanGroup = { criteria: readonly string[]; reviewers: readonly string[] };
export type PlanInput = {
  entries: readonly PlanEntry[];
  reviewers: readonly PlanReviewer[];
  /** Pairs with a conflict, or that ended by recusal: never planned. */
  forbidden: readonly Pair[];
  /** Assignments that stand. They count, stay as they are and are not repeated. */
  existing: readonly Pair[];
  /** Those of them that may move, at a small price: nobody has begun them. */
  held: readonly Pair[];
  /** How many read each entry; null = everyone reads all. */
  reviewsPerEntry: number | null;
  rules: SideRules;
  /** Entries that everybody reads, whatever the number for the others. */
  calibration: readonly string[];
  /** Where criteria are divided and some read each entry: each of these groups gives every entry so many readers. */
  groups?: readonly PlanGroup[];
  /** What ties are broken by. The same seed gives the same plan, in whatever order entries and reviewers come. */
  seed: string;
};
/**
 * An entry that gets fewer reviews than wanted. "conflicts": too few people may read it at all; "capacity": they have
 * no room left; "rules": somebody has, but a side rule stands against it.
 */
export type Unserved = RecordedShortage;
/**
 * `moved`: held pairs that the plan takes back; `unkept`: side rules that gave way; `proof`: the sum of affinities and
 * the worst-served entry's, each with what no plan that serves as many as evenly can exceed; `capped`: where one
 * entry's own best readers keep that down, how well all others are served; `settled`: no plan serves more entries,
 * breaks fewer side rules or is more even; `parts`: where there are groups, the plan of each by itself, in their order.
 */
export type Plan = {
  pairs: Pair[];
  moved: Pair[];
  loads: Map<string, number>;
  unserved: Unserved[];
  unkept: RecordedBreach[];
  proof: {
    total: number;
    totalBound: number;
    floor: number;
    floorBound: number;
    capped: RecordedCapped | null;
    settled: boolean;
    solver: string;
  };
  parts?: Plan[];
};

/** After so many seconds the best plan found is taken, with the bounds there are. */
export const SEARCH_SECONDS = 300;
/**
 * After so many seconds nothing more is proved of how well the worst-served entry could be served, and a plan that
 * serves it better is only looked for nearby.
 */
export const FLOOR_SECONDS = 90;

/** The themes of an entry that a reviewer knows. */
export const sharedThemes = (entry: Pick<PlanEntry, "themes">, reviewer: Pick<PlanReviewer, "themes">): string[] =>
  entry.themes.filter((theme) => reviewer.themes.includes(theme));

/**
 * What a reader is worth to an entry, 0 to 1: whether they know a theme of it and, by its weight, how many of its
 * themes.
 */
export function fitOf(
  entry: Pick<PlanEntry, "themes">,
  reviewer: Pick<PlanReviewer, "themes">,
  { breadth }: Pick<SideRules, "breadth">,
): number {
  const known = sharedThemes(entry, reviewer).length;
  return known === 0 ? 0 : Math.round(10_000 - 100 * breadth * (1 - known / entry.themes.length)) / 10_000;
}

/**
 * The entries that everybody reads: those of the plan before stay, then those come that fewest people are kept from,
 * and among equals the lot decides, drawn from the seed. In order of their ids.
 */
export function drawCalibration(
  { entries, forbidden, seed, rules }: Pick<PlanInput, "entries" | "forbidden" | "seed" | "rules">,
  before: readonly string[],
): string[] {
  if (rules.calibration === 0) return [];
  const kept = new Map<string, number>();
  for (const { entryId } of forbidden) kept.set(entryId, (kept.get(entryId) ?? 0) + 1);
  const stays = (id: string) => (before.includes(id) ? 0 : 1);
  const order = entries
    .map(({ id }) => id)
    .sort(
      (a, b) =>
        stays(a) - stays(b) ||
        (kept.get(a) ?? 0) - (kept.get(b) ?? 0) ||
        drawn(`${seed}:calibration`, a) - drawn(`${seed}:calibration`, b),
    );
  return order.slice(0, rules.calibration).sort();
}

/** An entry and who reads it, as those who run the round see it. */
export type EntryWithReviewers = {
  id: string;
  code: string;
  title: string;
  cityName: string | null;
  country: string | null;
  reviewers: {
    assignmentId: string;
    accountId: string;
    name: string;
    state: "assigned" | "started" | "submitted" | "recused";
  }[];
};

/** Why a line of a table cannot be. Nothing of it tells of an entry that a conflict hides: that one is not there. */
export type LineFault =
  | "entry-unknown"
  | "reviewer-unknown"
  | "reviewer-ambiguous"
  | "repeated"
  | "conflict"
  | "stepped-back"
  | "full";

/** What a table of readings would change, as those who bring it see it: entries by code, and counted. */
export type GivenPreview = {
  added: number;
  stays: number;
  ends: number;
  /** Not in the table, and staying because somebody has begun them. */
  begun: number;
  /** Entries that would have fewer readers than the round asks for. */
  short: number;
  faults: { line: { row: number; entry: string; reviewer: string }; fault: LineFault }[];
  sha256: string;
  readers: { id: string; name: string; load: number; added: string[]; ends: string[]; begun: string[] }[];
};

/** What a plan is recognised by between its preview and its confirmation. */
export function planHash({ pairs, moved }: Pick<Plan, "pairs" | "moved">): string {
  const ids = (list: Pair[]) => list.map(({ entryId, reviewerId }) => [entryId, reviewerId]);
  return sha256(canonical(moved.length === 0 ? ids(pairs) : [ids(pairs), ids(moved)]));
}

/** A reader's place in their own list: 0 the very first, up to `LINE`. As integers, so that the database keeps them. */
export type Placed = Pair & { readingOrder: number };
const LINE = 2 ** 31;

/**
 * Where new pairs stand in each reader's own order, so that over the panel no entry is read early, or late, more often
 * than others: whoever comes next reads first what those before read late. Where everybody reads everything, each
 * second reader has the order before backwards, and the mean places of all entries are equal for an even panel and
 * differ by at most (entries − 1) / readers for an odd one. Ties, and the first, are by a shuffle of the reader's own,
 * drawn from the round's id: the same pairs give the same places, in whatever order they come. `standing` is what was
 * given before; nothing of it moves.
 */
export function placed(roundId: string, pairs: readonly Pair[], standing: readonly Placed[]): Placed[] {
  const lateness = new Map<string, number>();
  const count = ({ entryId, readingOrder }: Placed) =>
    lateness.set(entryId, (lateness.get(entryId) ?? 0) + readingOrder - LINE / 2);
  standing.forEach(count);
  const readers = [...new Set(pairs.map(({ reviewerId }) => reviewerId))].sort(
    (a, b) => drawn(roundId, a) - drawn(roundId, b) || (a < b ? -1 : 1),
  );
  return readers.flatMap((reviewerId) => {
    const late = (id: string) => lateness.get(id) ?? 0;
    const draw = (id: string) => drawn(`${roundId}:${reviewerId}`, id) / 2;
    const own = pairs
      .filter((pair) => pair.reviewerId === reviewerId)
      .map(({ entryId }) => entryId)
      .sort((a, b) => late(b) - late(a) || draw(a) - draw(b));
    const gap = Math.floor(LINE / own.length);
    // One that comes by itself has nothing to stand before or behind: opposite to where the others read it, or wherever
    // the draw says.
    const alone = (id: string) =>
      Math.floor(Math.min(LINE - 1, Math.max(0, late(id) === 0 ? draw(id) : LINE / 2 - late(id))));
    const places = own.map(
      (entryId, index): Placed => ({
        entryId,
        reviewerId,
        readingOrder: own.length === 1 ? alone(entryId) : index * gap + Math.floor(gap / 2),
      }),
    );
    places.forEach(count);
    return places;
  });
}

/** A number of 32 bits that a seed gives to an id. */
const drawn = (seed: string, id: string): number =>
  createHash("sha256").update(`${seed}:${id}`).digest().readUInt32BE(0);
