import type { BallotMethod } from "#db/schema/ballot.ts";
import { type Asked, comparisons, type Paper, preferences } from "../proof/rules.ts";
import { type Level, type Proposal, propose, type Ranked, type Tallied } from "../ranking/rules.ts";
import { compare, type Fraction, fraction, plus, written, ZERO } from "./fraction.ts";
import { VARIANCE, worthsBy } from "./plackett-luce.ts";
import { countTransferable, type Stage } from "./transferable.ts";

export type { BallotMethod };
export const METHODS = [
  "approval",
  "yes-no",
  "borda",
  "stv",
  "plackett-luce",
  "bradley-terry",
] as const satisfies readonly BallotMethod[];

/** What a paper asks by each method. */
export const askedBy = (method: BallotMethod): Asked =>
  method === "bradley-terry" ? "pairs" : ["borda", "stv", "plackett-luce"].includes(method) ? "ranking" : "marks";

/** What a voter ranks, rather than says yes or no to. */
export const isRanked = (method: BallotMethod): boolean => askedBy(method) === "ranking";

/** On how many entries one must be able to vote to say anything: an order or a pair takes two. */
export const fewestToMark = (method: BallotMethod): number => (askedBy(method) === "marks" ? 1 : 2);

/**
 * Worths are found on the portal's own thread while the round is held: of more entries it could take longer than a
 * transaction may.
 */
export const MOST_BY_MODEL = 60;
/** Of more entries nobody compares the pairs: of these there are 120. */
export const MOST_BY_PAIRS = 16;
/** The most entries a method is counted on. */
export const mostCandidates = (method: BallotMethod): number =>
  ({ "plackett-luce": MOST_BY_MODEL, "bradley-terry": MOST_BY_PAIRS })[method as string] ?? Number.MAX_SAFE_INTEGER;

/** Whether places go by the worths that make what voters gave most likely. */
export const isModelled = (method: BallotMethod): boolean => ["plackett-luce", "bradley-terry"].includes(method);

/**
 * What else of the count is settled before anybody votes: the prior of the worths, and what decides between equal ones.
 */
export const modelOf = (method: BallotMethod): { variance: number; ties: string[] } | null =>
  isModelled(method) ? { variance: VARIANCE, ties: ["lot"] } : null;

/**
 * What the count says of a candidate. `place` null = not chosen; equal places are a tie that people decide. `votes` is
 * an exact fraction: the share of those who could vote on it, or the votes it was last credited with where they are
 * transferable. `voters` could vote on it. By a model `votes` is the chance of being ranked first among all, to
 * six decimals, and `between` its 95 % interval. `byLot`: somebody with another place was its equal before a lot.
 */
export type Counted = {
  id: string;
  place: number | null;
  votes: string;
  voters: number;
  between?: [string, string];
  byLot?: true;
};
export type Outcome = { papers: number; candidates: Counted[]; quota: number | null; stages: Stage[] };

/**
 * Counts a ballot. Pure, and exact but for worths; `lot` orders those that transferable votes leave equal at every
 * stage, and those of equal worth. Says nothing of what no paper could be about, so that a lot alone never fills a
 * place.
 */
export function count(
  method: BallotMethod,
  {
    candidates: all,
    papers,
    seats,
    lot,
  }: { candidates: readonly string[]; papers: readonly Paper[]; seats: number | null; lot: (id: string) => string },
): Outcome {
  const voters = (id: string) => papers.filter(({ may }) => may.includes(id)).length;
  const candidates = all.filter((id) => voters(id) > 0);
  if (method === "stv") {
    const { quota, elected, stages, drawn } = countTransferable({
      candidates,
      papers: papers.map(preferences),
      seats: seats ?? 1,
      lot,
    });
    const last = (id: string) => stages.findLast(({ votes }) => id in votes)?.votes[id] ?? "0";
    const place = (id: string) => elected.indexOf(id) + 1 || null;
    const lots = new Set(drawn.filter(([one, other]) => place(one) !== place(other)).flat());
    return {
      papers: papers.length,
      quota,
      stages,
      candidates: inOrder(
        candidates.map((id) => ({
          id,
          place: place(id),
          votes: last(id),
          voters: voters(id),
          ...marked(lots.has(id)),
        })),
      ),
    };
  }
  if (isModelled(method))
    return {
      papers: papers.length,
      quota: null,
      stages: [],
      candidates: inOrder(
        placesByWorth(method, candidates, papers, lot).map((each) => ({ ...each, voters: voters(each.id) })),
      ),
    };
  const shares = candidates.map((id) => ({
    id,
    share: method === "borda" ? bordaShare(id, papers) : yesShare(id, papers),
  }));
  const chosen = ({ share }: { share: Fraction }) => method !== "yes-no" || 2n * share.top > share.bottom;
  const placed = shares.map(({ id, share }) => ({
    id,
    voters: voters(id),
    votes: written(share),
    place: chosen({ share })
      ? 1 + shares.filter((other) => chosen(other) && compare(other.share, share) > 0).length
      : null,
  }));
  return { papers: papers.length, quota: null, stages: [], candidates: inOrder(placed) };
}

const marked = (byLot: boolean) => (byLot ? { byLot } : {});

const inOrder = (counted: Counted[]): Counted[] =>
  counted.sort(
    (a, b) => (a.place ?? Number.MAX_SAFE_INTEGER) - (b.place ?? Number.MAX_SAFE_INTEGER) || (a.id < b.id ? -1 : 1),
  );

/**
 * Those who say yes, of those who vote and may vote on it: who keeps away for a conflict makes it neither better nor
 * worse.
 */
function yesShare(id: string, papers: readonly Paper[]): Fraction {
  const able = papers.filter(({ may }) => may.includes(id));
  return able.length === 0 ? ZERO : fraction(able.filter(({ marks }) => marks[id] === 1).length, able.length);
}

/**
 * The mean over its voters of Borda's points, as a share of the most a voter could give: of m candidates, two or more,
 * that a voter may rank, place p has m − p points of m − 1, and those left unranked share what is left (J.-C. de Borda,
 * 1781; the average for unranked ones as in tournaments). Without conflicts this is the usual order by sums.
 */
function bordaShare(id: string, papers: readonly Paper[]): Fraction {
  const able = papers.filter(({ may }) => may.includes(id));
  if (able.length === 0) return ZERO;
  const points = able.map((paper) => {
    const [ranked, among] = [preferences(paper), paper.may.length];
    const at = ranked.indexOf(id);
    return at >= 0 ? fraction(among - at - 1, among - 1) : fraction(among - ranked.length - 1, 2 * (among - 1));
  });
  const sum = points.reduce(plus, ZERO);
  return fraction(sum.top, sum.bottom * BigInt(able.length));
}

/** In how many parts of one worths and chances are told. Worths that are equal in them are equal: the lot decides. */
const MILLIONTHS = 1e6;

/**
 * Places by worth, then by lot. What nobody ranked or compared has none. A pair is a ranking of two, which makes the
 * model that of Bradley and Terry.
 */
function placesByWorth(
  method: BallotMethod,
  candidates: readonly string[],
  papers: readonly Paper[],
  lot: (id: string) => string,
): Omit<Counted, "voters">[] {
  const choices = papers.flatMap((paper) =>
    method === "bradley-terry"
      ? comparisons(paper).map((pair) => ({ among: pair, ranked: pair }))
      : [{ among: paper.may, ranked: preferences(paper) }],
  );
  const worths = worthsBy(candidates, choices);
  const worth = (id: string) => Math.round(worths.get(id)!.worth * MILLIONTHS);
  const ordered = [...candidates].sort((a, b) => worth(b) - worth(a) || (lot(a) < lot(b) ? -1 : 1));
  const ranked = ordered.filter((id) => choices.some((choice) => choice.ranked.includes(id)));
  return candidates.map((id) => {
    const { share, low, high } = worths.get(id)!;
    return {
      id,
      place: ranked.indexOf(id) + 1 || null,
      votes: share.toFixed(6),
      between: [low.toFixed(6), high.toFixed(6)],
      ...marked(ranked.includes(id) && ranked.some((other) => other !== id && worth(other) === worth(id))),
    };
  });
}

export type BallotState = "none" | "open" | "over" | "counted";

/** Where a ballot stands; one that is over waits for its count. */
export function ballotState(ballot: { closesAt: Date; countedAt: Date | null } | null, now: Date): BallotState {
  if (!ballot) return "none";
  if (ballot.countedAt) return "counted";
  return now <= ballot.closesAt ? "open" : "over";
}

/**
 * What a ballot says about every entry: candidates fill the levels by their place, then what did not stand for election
 * by its rank. Who was not chosen gets no level; places that are shared across a line are for people to decide, as is
 * what neither was voted on nor has a review.
 */
export function proposeVoted<T extends Tallied>(
  ranked: readonly Ranked<T>[],
  counted: readonly Counted[],
  levels: readonly Level[],
): Map<string, Proposal> {
  const places = new Map(counted.map(({ id, place }) => [id, place]));
  const before = counted.filter(({ place }) => place !== null).length;
  const others = ranked.filter(({ entryId }) => !places.has(entryId));
  const orderOf = ({ entryId, rank }: Ranked<T>): number | null =>
    places.has(entryId)
      ? places.get(entryId)!
      : rank && before + 1 + others.filter((other) => other.rank !== null && other.rank < rank).length;
  const proposals = propose(
    ranked.map((entry) => ({ ...entry, rank: orderOf(entry) })),
    levels,
  );
  for (const { id, place } of counted) if (place === null) proposals.set(id, { kind: "level", levelKey: null });
  return proposals;
}
