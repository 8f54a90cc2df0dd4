import type { Words } from "#db/schema/citation.ts";
import type { Honour } from "#db/schema/honour.ts";
import type { Localised } from "#app/i18n/localised.ts";
import { canonical, sha256 } from "../audit/rules.ts";
import type { Counted } from "../ballot/rules.ts";
import { type Decided, departs as isDeparture, isAwarded } from "../proof/rules.ts";
import type { Level, Proposal } from "../ranking/rules.ts";
import type { Refusal } from "../errors.ts";

/**
 * What a list can be balanced by. A city is in one country, region and size; a joint entry counts for the country of
 * each of its cities; an entry may name several themes and goals ("1" to "17"); "newcomer" is one group.
 */
export type Dimension = "country" | "region" | "theme" | "goal" | "newcomer" | "size";
export const DIMENSIONS: readonly Dimension[] = ["region", "country", "size", "theme", "goal", "newcomer"];
/** The groups that an entry belongs to. */
export type Groups = Record<Dimension, readonly string[]>;
/**
 * So many at least or at most, of each group or of the one named. A limit holds; a target is missed by as little as it
 * must be.
 */
export type BalanceRule = {
  dimension: Dimension;
  group: string | null;
  least: number | null;
  most: number | null;
  limit: boolean;
};

/** Bands of city size by population, and the one above them. */
export const BANDS = [
  { band: "small", below: 250_000 },
  { band: "middle", below: 1_000_000 },
] as const;
export const LARGEST = "large";
export type SizeBand = (typeof BANDS)[number]["band"] | typeof LARGEST;

/** The band of a city, where its population is known. */
export const sizeBand = (population: number | null): SizeBand | null =>
  population === null ? null : (BANDS.find(({ below }) => population < below)?.band ?? LARGEST);

/** What a theme of the cycle is called. */
export type NamedTheme = { key: string; name: Localised };

/** How many entries of each group stand on each of some lists; the group "" is of those that belong to none. */
export type Composition = { dimension: Dimension; groups: { group: string; counts: number[] }[] }[];

/** The groups of each kind that entries belong to. */
export type GroupNames = { dimension: Dimension; groups: string[] }[];

/**
 * What lists are made of; an entry that is in no group any more is left out. The first is of all entries; by its counts
 * go groups, sizes and goals as they rise.
 */
export function compositionOf(groups: ReadonlyMap<string, Groups>, lists: readonly (readonly string[])[]): Composition {
  const rising = [...BANDS.map(({ band }): string => band), LARGEST];
  return DIMENSIONS.map((dimension) => {
    const found = new Map<string, number[]>();
    for (const [at, list] of lists.entries())
      for (const id of list.filter((each) => groups.has(each))) {
        const own = groups.get(id)![dimension];
        for (const group of own.length > 0 ? own : [""]) {
          const counts = found.get(group) ?? lists.map(() => 0);
          counts[at]! += 1;
          found.set(group, counts);
        }
      }
    const place = (group: string, [most]: number[]) => {
      if (group === "") return Infinity;
      return dimension === "size" ? rising.indexOf(group) : dimension === "goal" ? Number(group) : -most!;
    };
    return {
      dimension,
      groups: [...found]
        .map(([group, counts]) => ({ group, counts, at: place(group, counts) }))
        .sort((a, b) => a.at - b.at || (a.group < b.group ? -1 : 1))
        .map(({ group, counts }) => ({ group, counts })),
    };
  });
}

/**
 * Instead of a proposal, for a reader who does not see every line: levels are filled over all of them, so one would
 * tell of the absent ones.
 */
export type Withheld = { kind: "withheld" };

/**
 * One entry of a list: what the ranking says, and what people chose. `chosen` null = nobody has, the ranking stands.
 */
export type Line = {
  entryId: string;
  rank: number | null;
  reviews: number;
  total: number;
  /** The adjusted score in billionths of a point where it decides; null where means do. */
  adjusted: number | null;
  proposal: Proposal | Withheld;
  /** What the panel's ballot gave it; null where it did not stand for election, or nobody voted. */
  voted: Pick<Counted, "place" | "votes" | "voters" | "byLot"> | null;
  chosen: { levelKey: string | null; reason: string } | null;
  /** What the panel says of it, to be published with the list. */
  words: Words | null;
  /** What it is honoured with, whether or not it has a level, in the order in which that was given. */
  honours: readonly Honour[];
};

/**
 * The level an entry stands at: as chosen, else as proposed by the ranking or the ballot; undefined while it is open.
 * Null = no level.
 */
export function levelOf({ chosen, proposal }: Pick<Line, "chosen" | "proposal">): string | null | undefined {
  if (chosen) return chosen.levelKey;
  return proposal.kind === "level" ? proposal.levelKey : undefined;
}

/** Where an entry stands on a list that two people have signed. */
export type Place = Pick<Decided, "level" | "honours">;
type Standing = Pick<Line, "chosen" | "proposal" | "honours">;

/** Where a line stands; an open one has no level yet. */
export const placeOf = (line: Standing): Place => ({
  level: levelOf(line) ?? null,
  honours: plainHonours(line.honours),
});
/** Whether the list, as it stands, would name it to the public. */
export const isListed = (line: Standing): boolean => isAwarded(placeOf(line));

/** What is told and kept of honours, whatever else is known of them. */
const plainHonours = (honours: readonly Honour[]): Honour[] => honours.map(({ name, reason }) => ({ name, reason }));

/**
 * Whether a choice departs from what the ranking alone would give, and therefore needs a reason. An open place is no
 * proposal to agree with.
 */
export function departs({ proposal }: Pick<Line, "proposal">, levelKey: string | null): boolean {
  return proposal.kind !== "level" || proposal.levelKey !== levelKey;
}

/**
 * The level of every entry once a balanced list stands above a line: its members fill the levels above the line in
 * their order, the others those below it. `order` has all entries with reviews, best first.
 */
export function levelsBy(
  order: readonly string[],
  chosen: readonly string[],
  levels: readonly Level[],
): Map<string, string | null> {
  const seats = levels.flatMap(({ levelKey, places }) => Array.from({ length: places }, () => levelKey));
  const members = new Set(chosen);
  const seated = [...order.filter((id) => members.has(id)), ...order.filter((id) => !members.has(id))];
  return new Map(seated.map((id, at) => [id, seats[at] ?? null]));
}

/**
 * A line as the statement of the result and its page tell it: with a reason only where it departs. Who does not see the
 * whole list gives one for what agrees, too.
 */
export function decidedOf(line: Line): Decided {
  const { entryId, rank, reviews, total, proposal, chosen, voted } = line;
  const because =
    proposal.kind === "tie" || proposal.kind === "no-reviews" ? proposal.kind : voted ? "ballot" : "ranking";
  const [level, from] = [levelOf(line) ?? null, proposal.kind === "level" ? proposal.levelKey : null];
  return {
    place: voted?.place,
    entryId,
    rank,
    reviews,
    total,
    adjusted: line.adjusted,
    level,
    because,
    from,
    reason: isDeparture({ because, from, level }) ? (chosen?.reason ?? "") : "",
    honours: plainHonours(line.honours),
  };
}

/** How many entries stand at each level. */
export function takenPlaces(
  lines: readonly Pick<Line, "chosen" | "proposal">[],
  levels: readonly Level[],
): { levelKey: string; places: number; taken: number }[] {
  const standing = lines.map(levelOf);
  return levels.map(({ levelKey, places }) => ({
    levelKey,
    places,
    taken: standing.filter((key) => key === levelKey).length,
  }));
}

/** The entries that a list gives another level, or other honours, than they `stood` with before. */
export const changedFrom = <L extends Standing & Pick<Line, "entryId">>(
  lines: readonly L[],
  stood: ReadonlyMap<string, Place>,
): L[] => lines.filter((line) => told(placeOf(line)) !== told(stood.get(line.entryId) ?? NOWHERE));
/** Where an entry stands that no list names. */
export const NOWHERE: Place = { level: null, honours: [] };
/** As the public reads it: without reasons, and in whatever order honours were given. */
const told = ({ level, honours }: Place): string =>
  canonical({ level, honours: honours.map(({ name }) => name).sort((a, b) => (a.en < b.en ? -1 : 1)) });

/**
 * What still stands between a list and its being proposed; empty = ready. Places are maxima: fewer, and none, are fine.
 * `stood`: the places of the list that it corrects, where it does.
 */
export function obstaclesOf(
  lines: readonly Line[],
  levels: readonly Level[],
  stood: ReadonlyMap<string, Place> | null = null,
): Refusal[] {
  const open = lines.filter((line) => levelOf(line) === undefined);
  return [
    ...(open.some(({ proposal }) => proposal.kind === "no-reviews") ? ["reviews-missing" as const] : []),
    ...(open.some(({ proposal }) => proposal.kind === "tie") ? ["tie-undecided" as const] : []),
    ...(takenPlaces(lines, levels).some(({ places, taken }) => taken > places) ? ["too-many-places" as const] : []),
    ...(stood && changedFrom(lines, stood).length === 0 ? ["nothing-corrected" as const] : []),
  ];
}

/**
 * Fingerprint of a complete list: every entry with its rank, reviews, total, level and reason, its adjusted score or
 * the votes for it where these decide, its honours where it has any, the panel’s words about those on the list, and the
 * scores it all rests on. Of a corrected list also which version it is, and why.
 */
export function listHash(
  roundId: string,
  scoresSha256: string,
  lines: readonly Line[],
  correction: { version: number; reason: string } | null = null,
): string {
  const written = lines
    .map((line) => ({
      entry: line.entryId,
      rank: line.rank,
      reviews: line.reviews,
      total: line.total,
      level: levelOf(line) ?? null,
      reason: line.chosen?.reason ?? "",
      ...(line.adjusted === null ? {} : { adjusted: line.adjusted }),
      ...(line.voted ? { place: line.voted.place, votes: line.voted.votes } : {}),
      ...(line.honours.length > 0 ? { honours: plainHonours(line.honours) } : {}),
      ...(line.words && isListed(line) ? { words: line.words } : {}),
    }))
    .sort((a, b) => (a.entry < b.entry ? -1 : 1));
  const version = correction && { correction: { version: correction.version, reason: correction.reason } };
  return sha256(canonical({ round: roundId, scores: scoresSha256, list: written, ...version }));
}

export type FrozenReview = {
  assignmentId: string;
  entryId: string;
  total: number;
  scores: { criterionId: string; value: number | null }[];
};

/** Fingerprint of all scores of a round at the freeze, whoever asks and in whatever order the database gives them. */
export function scoresHash(roundId: string, reviews: readonly FrozenReview[]): string {
  const byKey =
    <T>(key: (item: T) => string) =>
    (a: T, b: T) =>
      key(a) < key(b) ? -1 : 1;
  const written = reviews
    .map(({ assignmentId, entryId, total, scores }) => ({
      assignment: assignmentId,
      entry: entryId,
      total,
      scores: scores
        .map(({ criterionId, value }) => ({ criterion: criterionId, value }))
        .sort(byKey(({ criterion }) => criterion)),
    }))
    .sort(byKey(({ assignment }) => assignment));
  return sha256(canonical({ round: roundId, reviews: written }));
}
