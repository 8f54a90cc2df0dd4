/** What `verify.mjs` offers to a program; the file itself is read and run by people who trust nobody. */
export type Verdict =
  | {
      ok: true;
      lines: string[];
      /** The last version of the list, which is checked. */
      named: NamedResult;
      /** Those whose place it took, the first one first. */
      earlier: NamedResult[];
      scrutineers: StatedKey[];
    }
  | { ok: false; lines: string[]; failure: string; otherKey: boolean };
/**
 * A scrutineer's key as the log names it, when its holder checked what they signed of the last version, and whether the
 * seed of lots that they committed to was opened; null for neither.
 */
export type StatedKey = {
  key: string;
  checked: string | null;
  seed: "opened" | "missing" | null;
  commitment: string | null;
};
/** A result, or a version that took its place, as a signature names it: `result` is its leaf. */
export type NamedResult = {
  log: string;
  cycle: string;
  round: string;
  result: number;
  /** Of its statement, hex. */
  sha256: string;
  size: number;
  root: string;
};
/** With `round` and `seed`, the commitment to a seed of lots in that round, hex. */
export function keyStatement(stated: { log: string; key: string; round?: string; seed?: string }): string;
/** Throws a sentence for a note that its own key has not signed, or for another log. "" where it commits to no seed. */
export function openKeyStatement(
  note: string,
  log: string,
  what: string,
): Promise<{ key: string; round: string; seed: string }>;
/** The commitment of whoever has this key to a seed, hex. */
export function seedCommitment(of: { key: string; round: string; seed: string }): Promise<string>;
/** What a scrutineer signs: `openings` is the SHA-256 of the file, `checked` a moment in UTC to the second. */
export function scrutinyText(signed: NamedResult & { openings: string; checked: string }): string;
/** Throws a sentence for a note by none of these keys, or under another result. */
export function openScrutiny(
  note: string,
  keys: Key[],
  named: NamedResult,
  what: string,
): Promise<{ by: Key; openings: string; checked: string }>;
/** What somebody of the secretariat signs with their own `key`; `signed` is a moment in UTC to the second. */
export function countersignatureText(of: NamedResult & { key: string; signed: string }): string;
/** Throws a sentence for a note that the key in it has not signed, or under another result. */
export function openCountersignature(
  note: string,
  named: NamedResult,
  what: string,
): Promise<Key & { written: string; signed: string }>;
export function verify(
  text: string,
  trust: {
    keys: string[];
    revoked?: { key: string; size: number }[];
    witnesses?: string[];
    quorum?: number;
    scrutineers?: string[];
    secretariat?: string[];
  },
  kept?: {
    receipts?: string[];
    checkpoints?: string[];
    log?: string | null;
    reviews?: string[];
    openings?: string | null;
    tsa?: string[];
    /** A day or a moment (UTC) by which an authority in `tsa` must have stamped what the statement is about. */
    by?: { [kind in "rules" | "seal" | "freeze" | "result"]?: string | undefined };
    /** SHA-256 of `verify.mjs`, hex, from whoever has its bytes: the verdict says whether the rules name that one. */
    source?: string | null;
    signing?: boolean;
  },
): Promise<Verdict>;
/**
 * Adjusted scores in points by entry, and how far a stated one may be from them; null where the scores cannot carry a
 * correction.
 */
export function adjustedScores(
  scores: readonly { entry: string; reviewer: string; score: number }[],
): { scores: Map<string, number>; within: number } | null;
/**
 * Whether the text of a receipt is what its own commitment holds; "unshown" where a receipt of an older form cannot
 * show it. Signatures are another matter.
 */
export function receiptShows(text: string): Promise<"holds" | "fails" | "unshown">;
export function main(
  args: string[],
  read: (file: string) => string,
  out?: Pick<Console, "log" | "error">,
  source?: string | null,
): Promise<number>;
export function printable(text: string): string;
export function newKey(name: string, type: 1 | 4): Promise<{ id: string; written: string; secret: JsonWebKey }>;
export function canonical(value: unknown): string;
export function rootOf(leaves: Uint8Array[]): Promise<Uint8Array>;
export function includes(claim: {
  leaf: Uint8Array;
  index: number;
  size: number;
  root: Uint8Array;
  proof: Uint8Array[];
}): Promise<boolean>;
export function extendsTree(claim: {
  size1: number;
  root1: Uint8Array;
  size2: number;
  root2: Uint8Array;
  proof: Uint8Array[];
}): Promise<boolean>;
/** `until`: how many leaves of the log it counts for, where it was revoked. */
type Key = { name: string; id: string; bare: string; key: CryptoKey; until?: number };
export function readKey(written: string, type?: 1 | 4): Promise<Key>;
export function readCheckpoint(
  note: string,
  keys: Key[],
  what: string,
): Promise<{ origin: string; size: number; root: Uint8Array }>;
/** Whether a failure is one of a key alone: signed under a name that is known, by another key than is known. */
export function isOtherKey(error: unknown): boolean;
export function cosignaturesApart(note: string): { signed: string; text: string; cosignatures: string[] };
export function cosignedText(text: string, time: number | bigint): string;
export function openNote(note: string, keys: Key[], what: string): Promise<string>;
/** Of X.509, as far as time stamps ask for it. */
type Certificate = { bytes: Uint8Array; name: string };
/** Throws a sentence where there is none in this PEM, or one that is not read. */
export function readCertificates(pem: string): Certificate[];
/** The token in an authority's answer (RFC 3161); throws a sentence for a refusal. */
export function stampInAnswer(answer: Uint8Array): Uint8Array;
/**
 * What a token says, once its signature holds; throws a sentence otherwise. `hash` and `nonce` are hex,
 * and `authority` is fit to be shown.
 */
export function openStamp(
  stamp: { token: Uint8Array; chain: Uint8Array },
  anchors: Certificate[],
  what: string,
): Promise<{ hash: string; at: string; nonce: string | null; authority: string; root: Uint8Array; trusted: boolean }>;
/** Those of these certificates that a token needs up to its root and does not enclose; throws where one is missing. */
export function chainFor(token: Uint8Array, certificates: Certificate[], what: string): Promise<Uint8Array>;
/** SHA-256 of a checkpoint as the log signed it, hex. */
export function stampedHash(note: string): Promise<string>;
