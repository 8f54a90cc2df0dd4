import { canonical, type JsonObject, sha256 } from "../audit/rules.ts";

/** Rules of versions above this commit to seeds of lots, and are else of the version that is so much lower. */
export const SEEDED = 5;
type Stated = { v?: unknown };

/** Of which kind a round's rules are, whether they commit to seeds or were stated before there were any. */
export const kindOfRules = ({ v }: Stated): number => ((v as number) > SEEDED ? (v as number) - SEEDED : (v as number));
export const isSeeded = ({ v }: Stated): boolean => (v as number) > SEEDED;

/** What lots are drawn among: entries by their scores, or what stood for election. */
export type Drawn = "ranking" | "ballot";

/** What opens the commitment to a seed of the portal's: the seed itself is the salt. */
export const seedRecord = (round: string, drawn: Drawn): JsonObject => ({ round, for: drawn });

/**
 * What lots are drawn from, hex: seeds that were committed to before anybody could know what they decide, and what
 * people gave since, scores or votes. Without its salts and slots: those the portal draws, and could draw again.
 */
export function drawOf(seeds: readonly string[], given: readonly JsonObject[]): string {
  const said = given.map(({ round: _round, slot: _slot, reviewer: _reviewer, ...each }) => canonical(each));
  return sha256(Buffer.concat([...seeds, sha256(said.sort().join("\n"))].map((each) => Buffer.from(each, "hex"))));
}

/** The lot of an entry, by its sealed commitment: the lowest comes first. */
export const lotOf = (draw: string, commitment: string): string => sha256(`${draw}\n${commitment}`);
