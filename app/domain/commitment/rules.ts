import crypto from "node:crypto"; // as a whole: pages read rules, and browsers have no such module
import { canonical, type Json, type JsonObject } from "../audit/rules.ts";

/**
 * What is committed to before it may be read: an entry as it was received, and apart from it who entered under which
 * title, its number here and what it holds, a review as it was handed in, a frozen review without its author, where the
 * audit trail stood, a reason, a vote without its voter, a ballot paper as it was handed in, the adjusted scores that
 * decided, a seed of lots, a reviewer's word that the frozen scores under their name are theirs, that an entry was
 * given to a reviewer, that it is theirs no more.
 */
export type CommitmentType =
  | "entry"
  | "name"
  | "number"
  | "content"
  | "score-event"
  | "review"
  | "audit"
  | "reason"
  | "vote"
  | "paper"
  | "adjusted"
  | "tie-seed"
  | "attestation"
  | "assignment"
  | "recusal";
/** What opens a commitment. Without the salt a record of a few whole numbers could be found by trying. */
export type Opening = { salt: Buffer; record: JsonObject };

/**
 * SHA-256("awards/v1/" + type + "\n" ‖ salt ‖ canonical JSON of the record): the type keeps a commitment from passing
 * for one of another kind.
 */
export function commit(type: CommitmentType, { salt, record }: Opening): Buffer {
  if (salt.length !== 32) throw new TypeError("a salt has 32 bytes");
  refuseFractions(record);
  return crypto.createHash("sha256").update(`awards/v1/${type}\n`).update(salt).update(canonical(record)).digest();
}

/**
 * A statement as it stands in the log: canonical JSON with whole numbers only, so that every verifier reads the same.
 */
export function statementText(statement: JsonObject): string {
  refuseFractions(statement);
  return canonical(statement);
}

function refuseFractions(value: Json): void {
  if (typeof value === "number" && (!Number.isSafeInteger(value) || Object.is(value, -0)))
    throw new TypeError(`not a whole number: ${value}`);
  if (Array.isArray(value)) for (const each of value) refuseFractions(each);
  else if (value !== null && typeof value === "object") for (const each of Object.values(value)) refuseFractions(each);
}

/**
 * What stands in the log in clear, each after the last of its kind in the life of a round; that the log goes on from
 * an older copy, without a state that was signed; and that a key signs for it no more.
 */
export const STATEMENTS = [
  "rules",
  "seal",
  "scrutineer",
  "seed",
  "freeze",
  "ballot",
  "count",
  "result",
  "correction",
  "restored",
  "key-revocation",
] as const;

/** Those of them that are about the log itself: whoever checks any round is shown them. */
export const OF_THE_LOG = ["restored", "key-revocation"] as const satisfies readonly (typeof STATEMENTS)[number][];

/** A receipt is lines of a name and a value, to be signed as a note. */
const receiptText = (fields: readonly (readonly [string, string])[]): string =>
  `award portal receipt v1\n${fields.map(([name, value]) => `${name} ${value.replace(/\p{Cc}+/gu, " ")}\n`).join("")}`;

type EntryReceipt = {
  cycle: string;
  city: string;
  commitment: Buffer;
  salt: Buffer;
  contentSalt: Buffer;
  code: string;
  version: number;
  received: string;
  accepted?: string;
  sha256: string;
  /** Of an entry that commits to its number here. */
  numbered?: { number: string; numberSalt: Buffer; name: Buffer; nameSalt: Buffer } | undefined;
};

/**
 * The text of a receipt for an entry, to be signed as a note: with the commitment to the name, it opens the entry's
 * commitment by itself. Without any number that would tell how many there are. `accepted` stands in it where a signed
 * package took the place of a submission: what was received had been saved by then.
 */
export function entryReceipt({
  cycle,
  city,
  code,
  version,
  received,
  accepted,
  sha256,
  commitment,
  salt,
  contentSalt,
  numbered,
}: EntryReceipt): string {
  return receiptText([
    ["for", `entry ${code}`],
    ["city", city],
    ["cycle", cycle],
    ["version", String(version)],
    ["received", received],
    ...(accepted ? [["accepted", accepted] as const] : []),
    ["sha256", sha256],
    ["commitment", commitment.toString("hex")],
    ["salt", salt.toString("hex")],
    ["content-salt", contentSalt.toString("hex")],
    ...(numbered
      ? [
          ["number", numbered.number] as const,
          ["number-salt", numbered.numberSalt.toString("hex")] as const,
          ["name", numbered.name.toString("hex")] as const,
          ["name-salt", numbered.nameSalt.toString("hex")] as const,
        ]
      : []),
  ]);
}

/**
 * What was committed to about a review as it was handed in: read back from the database, so that its author sees what
 * is stored.
 */
export type ReviewRecord = {
  round: string;
  entry: string;
  reviewer: string;
  scores: (number | null)[];
  comment: string;
  at: string;
};

/** The text of a reviewer's receipt for a review as it stands. */
export function reviewReceipt({
  record,
  commitment,
  salt,
}: {
  record: ReviewRecord;
  commitment: Buffer;
  salt: Buffer;
}): string {
  const { round, entry, reviewer, scores, comment, at } = record;
  return receiptText([
    ["for", `review by ${reviewer}`],
    ["round", round],
    ["entry", entry],
    ["scores", scores.map((score) => score ?? "n/a").join(" ")],
    ["comment-sha256", comment],
    ["submitted", at],
    ["commitment", commitment.toString("hex")],
    ["salt", salt.toString("hex")],
  ]);
}

/** What a reviewer confirmed: how many reviews of theirs were frozen, and the root over the commitments to them. */
export type AttestationRecord = { round: string; reviewer: string; root: string; reviews: number; at: string };

/** The text of a reviewer's receipt for the confirmation of their scores. */
export function attestationReceipt({
  record: { round, reviewer, root, reviews, at },
  commitment,
  salt,
}: {
  record: AttestationRecord;
  commitment: Buffer;
  salt: Buffer;
}): string {
  return receiptText([
    ["for", `confirmation by ${reviewer}`],
    ["round", round],
    ["reviews", String(reviews)],
    ["digest", root],
    ["confirmed", at],
    ["commitment", commitment.toString("hex")],
    ["salt", salt.toString("hex")],
  ]);
}

/**
 * What was committed to about a ballot paper as it was handed in, by the sealed commitments of what stood on it: a
 * ranking, the best first, a yes or no to each, or the pairs that were told apart, "better>other".
 */
export type PaperRecord = { round: string; voter: string; at: string } & (
  | { ranked: string[] }
  | { pairs: string[] }
  | { yes: string[]; no: string[] }
);

/**
 * The text of a voter's receipt for a paper. It does not say that no later paper took its place, so that it proves to
 * nobody what was counted.
 */
export function paperReceipt({
  record,
  commitment,
  salt,
}: {
  record: PaperRecord;
  commitment: Buffer;
  salt: Buffer;
}): string {
  const marks =
    "ranked" in record
      ? [["ranked", record.ranked.join(" ")] as const]
      : "pairs" in record
        ? [["pairs", record.pairs.join(" ")] as const]
        : [["yes", record.yes.join(" ")] as const, ["no", record.no.join(" ")] as const];
  return receiptText([
    ["for", `vote by ${record.voter}`],
    ["round", record.round],
    ...marks,
    ["handed-in", record.at],
    ["commitment", commitment.toString("hex")],
    ["salt", salt.toString("hex")],
  ]);
}
