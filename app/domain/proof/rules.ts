import crypto from "node:crypto"; // as a whole: pages read rules, and browsers have no such module
import type { Disclosure } from "#db/schema/round.ts";
import type { Record } from "../commitment/rules.ts";
import { leafHash, rootOf } from "../commitment/tree.ts";

/** Below these, whoever knows the panel could tell from the numbers who gave what: then only the awarded are disclosed. */
export const FEWEST_ENTRIES = 10;
export const FEWEST_REVIEWS = 4;

/** Why less is disclosed than the rules foresaw; "" = it is as foreseen. */
export type Withheld = "" | "few-entries" | "few-reviews";

/** How much of a frozen round may be disclosed. `reviews` are the counts per entry that has any. */
export function disclosureOf(wanted: Disclosure, { entries, reviews }: { entries: number; reviews: readonly number[] }): { disclosure: Disclosure; withheld: Withheld } {
  if (wanted === 0) return { disclosure: 0, withheld: "" };
  if (entries < FEWEST_ENTRIES) return { disclosure: 0, withheld: "few-entries" };
  return reviews.length === 0 || Math.min(...reviews) < FEWEST_REVIEWS ? { disclosure: 0, withheld: "few-reviews" } : { disclosure: wanted, withheld: "" };
}

/** The root over a set of commitments, in the order of their values, hex. */
export const setRoot = (hashes: readonly Buffer[]): string => rootOf([...hashes].sort(Buffer.compare).map(leafHash)).toString("hex");

export type FrozenScores = { entryId: string; reviewerId: string; scores: number[] };

/**
 * The frozen scores as they may be opened: each under a slot of its own, so that nothing joins two of one reviewer; with pseudonyms that are
 * new in each round where the rules disclose them. `hashOf` is the sealed commitment of an entry.
 */
export function openable(round: string, reviews: readonly FrozenScores[], disclosure: Disclosure, hashOf: (entryId: string) => string): Record[] {
  const names = new Map<string, string>();
  const token = () => crypto.randomBytes(16).toString("hex");
  return reviews.map(({ entryId, reviewerId, scores }) => {
    const record = { round, entry: hashOf(entryId), slot: token(), scores };
    if (disclosure !== 2) return record;
    if (!names.has(reviewerId)) names.set(reviewerId, token());
    return { ...record, reviewer: names.get(reviewerId)! };
  });
}

/** What people decided about one entry, and what the ranking alone would have given: a level, a tie to be broken, or nothing to rank by. */
export type Decided = { entryId: string; rank: number | null; reviews: number; total: number; level: string | null; because: "ranking" | "tie" | "no-reviews"; from: string | null; reason: string };

/** Whether people decided otherwise than the ranking alone. */
export const departs = ({ because, from, level }: Pick<Decided, "because" | "from" | "level">): boolean => because !== "ranking" || from !== level;
