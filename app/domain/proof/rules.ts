import type { Honour } from "#db/schema/honour.ts";
import type { Disclosure, TieRule } from "#db/schema/round.ts";
import type { ScaleKind } from "#db/schema/rubric.ts";
import { type JsonObject, sha256 } from "../audit/rules.ts";
import { signingKeys, type LogKey, type NoteKey, signerOf, signNote } from "../commitment/note.ts";
import { leafHash, rootOf } from "../commitment/tree.ts";
import { MOST_READERS, partsOf, SHARES, unitsOf } from "../rubric/rules.ts";

/**
 * Below these, whoever knows the panel could tell from the numbers who gave what: then only the awarded are disclosed.
 */
const FEWEST_ENTRIES = 10;
const FEWEST_REVIEWS = 4;

/** Why less is disclosed than the rules foresaw; "" = it is as foreseen. */
export type Withheld = "" | "few-entries" | "few-reviews";

/**
 * How much of a frozen round may be disclosed. `reviews` are the counts per entry that has any; where criteria are
 * divided, of its reviews on the same criteria.
 */
export function disclosureOf(
  wanted: Disclosure,
  { entries, reviews }: { entries: number; reviews: readonly number[] },
): { disclosure: Disclosure; withheld: Withheld } {
  if (wanted === 0) return { disclosure: 0, withheld: "" };
  if (entries < FEWEST_ENTRIES) return { disclosure: 0, withheld: "few-entries" };
  return reviews.length === 0 || Math.min(...reviews) < FEWEST_REVIEWS
    ? { disclosure: 0, withheld: "few-reviews" }
    : { disclosure: wanted, withheld: "" };
}

type Numbers = { rank: number | null; reviews: number | null; total: number | null; adjusted: number | null };

/**
 * What pages and files tell everybody of the numbers of an awarded entry: what the proof of its round discloses, null
 * for the rest. Adjusted scores beside means would show which reviews are of one reviewer.
 */
export const publicNumbers = ({ rank, reviews, total, adjusted }: Numbers, disclosure: Disclosure): Numbers => ({
  ...(disclosure === 0 ? { rank: null, reviews: null, total: null } : { rank, reviews, total }),
  adjusted: disclosure === 2 ? adjusted : null,
});

type Stated = {
  id: string;
  name: string;
  weight: number;
  min: number;
  max: number;
  step: number;
  notApplicable: boolean;
  scale: ScaleKind;
};

/**
 * The criteria as the rules of a round state them. Version 1 knows scales of every whole number on which each criterion
 * has a score, and counts in hundredths. Only rubrics that need more are stated as version 2: steps, what may be left
 * out, and in how many parts totals count a point. Version 3 adds how many units of a criterion make a point, and is
 * for rubrics in which some count tenths. Version 4 is that with a declared order in which ties are broken, where the
 * others leave every tie to people. Version 5 is that, with or without such an order, where criteria are divided among
 * reviewers: a score is null where its giver does not read the criterion, and an entry's total is the weighted sum of
 * its criteria's means, times its reviews, in parts by which that is whole for up to as many readers as is told. Rules
 * that commit to seeds of lots have the version 5 above that (`SEEDED`).
 */
export function judgedBy(
  criteria: readonly Stated[],
  ties: readonly TieRule[],
  divided = false,
): JsonObject & { v: number } {
  const told = criteria.map(({ scale: _reads, ...criterion }) => criterion);
  if (divided || ties.length > 0 || criteria.some((criterion) => unitsOf(criterion) > 1)) {
    return {
      v: divided ? DIVIDED : ties.length > 0 ? 4 : 3,
      ties: ties.length > 0 ? [...ties] : PEOPLE,
      criteria: criteria.map((criterion, at) => ({ ...told[at]!, units: unitsOf(criterion) })),
      parts: partsOf(criteria)! * (divided ? SHARES : 1),
      ...(divided ? { readers: MOST_READERS } : {}),
    };
  }
  const plain = criteria.every(({ step, notApplicable }) => step === 1 && !notApplicable);
  if (plain)
    return {
      v: 1,
      ties: PEOPLE,
      criteria: told.map(({ step: _one, notApplicable: _never, ...criterion }) => criterion),
    };
  return { v: 2, ties: PEOPLE, criteria: told, parts: partsOf(criteria)! };
}
/** The version of the rules of a round that divides its criteria. */
export const DIVIDED = 5;
const PEOPLE = "people decide, and say why";

/** The root over a set of commitments, in the order of their values, hex. */
export const setRoot = (hashes: readonly Buffer[]): string =>
  rootOf([...hashes].sort(Buffer.compare).map(leafHash)).toString("hex");

export type FrozenScores = { entryId: string; reviewerId: string; scores: (number | null)[] };

/**
 * The frozen scores as they may be opened: each under a slot of its own, so that nothing joins two of one reviewer;
 * with pseudonyms that are new in each round where the rules disclose them. `hashOf` is the sealed commitment of an
 * entry, `draw` gives a random name that nobody has had.
 */
export function openable(
  round: string,
  reviews: readonly FrozenScores[],
  disclosure: Disclosure,
  { hashOf, draw }: { hashOf: (entryId: string) => string; draw: () => string },
): JsonObject[] {
  const names = new Map<string, string>();
  return reviews.map(({ entryId, reviewerId, scores }) => {
    const record = { round, entry: hashOf(entryId), slot: draw(), scores };
    if (disclosure !== 2) return record;
    if (!names.has(reviewerId)) names.set(reviewerId, draw());
    return { ...record, reviewer: names.get(reviewerId)! };
  });
}

/** What a paper asks: a yes or no to each, an order, or which of two is better. */
export type Asked = "marks" | "ranking" | "pairs";

/**
 * What one voter gave, and on which entries they may vote at all: a conflict keeps a voter from the one it is about.
 * Marks are 1 for yes and 0 for no, or places; where pairs are compared, 1 at `pairMark` of each that was answered.
 */
export type Paper = { may: readonly string[]; marks: Readonly<{ [entryId: string]: number }> };

/** Why the votes of a ballot are not opened to the public; "" = they are. */
export type VotesWithheld = "" | "rules" | "few-papers" | "conflicts";

/**
 * Why the votes of this ballot are withheld, if they are. Rankings or pairs that leave out one entry would tell who
 * keeps away from it, and few answers to a pair whose they are.
 */
export function withheldVotes({
  disclosure,
  asked,
  papers,
  candidates,
}: {
  disclosure: Disclosure;
  asked: Asked;
  papers: readonly Paper[];
  candidates: readonly string[];
}): VotesWithheld {
  if (disclosure === 0) return "rules";
  const able = candidates.map((id) => papers.filter(({ may }) => may.includes(id)).length);
  if (Math.min(papers.length, ...able, ...(asked === "pairs" ? answersToEach(papers) : [])) < FEWEST_REVIEWS)
    return "few-papers";
  return asked !== "marks" && able.some((count) => count < papers.length) ? "conflicts" : "";
}

/** What a voter ranked, the best first: counted and published alike. What they may not vote on is left out. */
export const preferences = ({ may, marks }: Paper): string[] =>
  may.filter((id) => marks[id] !== undefined).sort((a, b) => marks[a]! - marks[b]!);

/** Where the marks of a paper hold that one of two is better. */
export const pairMark = (better: string, other: string): string => `${better}>${other}`;

/** The pairs that a voter told apart, the better one first. What they may not vote on is left out. */
export const comparisons = ({ may, marks }: Paper): [better: string, other: string][] =>
  Object.keys(marks)
    .sort()
    .map((pair) => pair.split(">") as [string, string])
    .filter((pair) => pair.every((id) => may.includes(id)));

/** How many answered each of the pairs that anybody answered. */
function answersToEach(papers: readonly Paper[]): number[] {
  const answers = new Map<string, number>();
  for (const pair of papers.flatMap(comparisons)) {
    const name = pair.toSorted().join();
    answers.set(name, 1 + (answers.get(name) ?? 0));
  }
  return [...answers.values()];
}

/**
 * One vote as it may be opened. A yes or no stands alone, so that nothing joins two of one voter, and so does a pair; a
 * ranking is one record, the best first.
 */
export type VoteRecord =
  | { round: string; slot: string; entry: string; yes: boolean }
  | { round: string; slot: string; ranked: string[] };

/**
 * The votes of one paper under slots of their own, which `draw` gives. `hashes` are the sealed commitments of what
 * stood for election; only those its voter may vote on are told.
 */
export function votesOf(
  round: string,
  asked: Asked,
  paper: Paper,
  { hashes, draw }: { hashes: ReadonlyMap<string, string>; draw: () => string },
): VoteRecord[] {
  const ranked = (ids: readonly string[]) => ({ round, slot: draw(), ranked: ids.map((id) => hashes.get(id)!) });
  if (asked === "ranking") return [ranked(preferences(paper))];
  if (asked === "pairs") return comparisons(paper).map(ranked);
  return paper.may.map((id) => ({ round, slot: draw(), entry: hashes.get(id)!, yes: paper.marks[id] === 1 }));
}

/**
 * How many random numbers stand among the commitments to papers in the log, one at least: they fill up to the next
 * multiple of four for each voter, and page of a paper. The log shows how many there are in all, so a number drawn by
 * lot would often tell that somebody voted again.
 */
export function decoysAmong(voters: number, handedIn: number, pages = 1): number {
  const step = 4 * voters * pages;
  return Math.ceil((handedIn + 1) / step) * step - handedIn;
}

/**
 * What people decided about one entry, and what the ranking, or the ballot, alone would have given: a level, a tie to
 * be broken, or nothing to go by. `place` in the ballot: null = not chosen, undefined = it did not stand for election.
 */
export type Decided = {
  entryId: string;
  rank: number | null;
  reviews: number;
  total: number;
  /** In billionths of a point where it decided. */
  adjusted: number | null;
  level: string | null;
  because: "ranking" | "ballot" | "tie" | "no-reviews";
  from: string | null;
  reason: string;
  honours: Honour[];
  place?: number | null | undefined;
};

/** Whether a list names an entry to the public: with a level, with an honour, or with both. */
export const isAwarded = (of: Pick<Decided, "level" | "honours">) => of.level !== null || of.honours.length > 0;

/** Whether people decided otherwise than the ranking or the ballot alone. */
export const departs = ({ because, from, level }: Pick<Decided, "because" | "from" | "level">): boolean =>
  because === "tie" || because === "no-reviews" || from !== level;

/**
 * The version of a result is 1 and these bits: 1 where a ballot was counted, 2 where adjusted scores decided, 4 where
 * it commits to the reasons of departures, 8 where it has a salt, as every new one, 16 where it has honours.
 */
export const resultVersion = (bits: { [bit in "voted" | "adjusted" | "sealed" | "honoured"]: boolean }) =>
  1 + Number(bits.voted) + 2 * Number(bits.adjusted) + 4 * Number(bits.sealed) + 8 + 16 * Number(bits.honoured);

/** The versions of a correction that states another list; the others say what happened to a result. */
export const LIST_CORRECTED = { plain: 3, honoured: 4 } as const;

/** Whether a result commits to the reason of each departure, where older ones have its words. */
export const sealsReasons = ({ v }: JsonObject): boolean => (((v as number) - 1) & 4) !== 0;

/** Begins the line after the end of a PDF, a comment there, that says what was signed of it. */
const COPY_MARK = Buffer.from("\n%award-portal-copy ");
const COPY_TITLE = "award portal copy v1";
const RECEIVED = ["for", "version", "received", "accepted", "sha256"] as const;

/** What a line of a receipt or of a signed copy says; "" where it has no such line. */
export const lineOf = (text: string, name: string): string => new RegExp(`^${name} (.*)$`, "m").exec(text)?.[1] ?? "";

/**
 * The PDF with a signed note at its end: which receipt it shows and the SHA-256 of its own bytes. The same PDF, receipt
 * and key give the same bytes.
 */
export function signedCopy(pdf: Uint8Array, receipt: string, key: NoteKey): Uint8Array {
  const told = RECEIVED.filter((name) => lineOf(receipt, name)).map((name) => `${name} ${lineOf(receipt, name)}\n`);
  return marked(pdf, signNote(`${COPY_TITLE}\n${told.join("")}pdf-sha256 ${sha256(pdf)}\n`, key));
}

const marked = (pdf: Uint8Array, note: string): Buffer =>
  Buffer.concat([pdf, COPY_MARK, Buffer.from(`${Buffer.from(note).toString("base64")}\n`)]);

/**
 * What the log's key, or one before it, signed at the end of a PDF, and whether the bytes before are those it signed;
 * null where it signed nothing. The PDF itself is never parsed.
 */
export function readSignedCopy(bytes: Uint8Array, key: LogKey): (Signed & { unchanged: boolean }) | null {
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const end = file.lastIndexOf(COPY_MARK);
  if (end < 0) return null;
  const note = Buffer.from(file.subarray(end + COPY_MARK.length).toString("latin1"), "base64").toString();
  const signed = signedBy(note, key);
  if (!signed?.text.startsWith(`${COPY_TITLE}\n`)) return null;
  const pdf = file.subarray(0, end);
  const unchanged = lineOf(signed.text, "pdf-sha256") === sha256(pdf) && file.equals(marked(pdf, note));
  return { ...signed, unchanged };
}

type Signed = { text: string; revoked: boolean };

/**
 * The text of a note that the log's key signed, alone, or one before it, which is `revoked` since and may be a thief's;
 * null for any other. White space at its end does not matter.
 */
export function signedBy(note: string, key: LogKey): Signed | null {
  const text = `${note.split("\n— ")[0]!.trimEnd()}\n`;
  if (/[^\n\P{Cc}]/u.test(text) || !text.isWellFormed()) return null;
  const whole = `${note.trimEnd()}\n`;
  if (!whole.startsWith(`${text}\n— `) || whole.slice(text.length + 1, -1).includes("\n")) return null;
  const by = signerOf(whole, signingKeys(key));
  return by === null ? null : { text, revoked: by !== key.verifier };
}
