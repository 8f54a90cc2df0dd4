import crypto from "node:crypto"; // as a whole: pages read rules, and browsers have no such module

/** Requests and answers after RFC 3161, in DER; answers are read by the verifier's own code. */

/** Version 1, and SHA-256 as what the 32 bytes after it are. */
const BEFORE_HASH = Buffer.from("0201013031300d060960864801650304020105000420", "hex");
/** That the answer is to enclose the authority's certificate. */
const WITH_CERTIFICATE = Buffer.from("0101ff", "hex");
const NONCE_BYTES = 8;
const GRANTED = Buffer.from("3003020100", "hex");

/** One DER element with what it holds, of less than 16 MB. */
function sequence(...parts: Uint8Array[]): Buffer {
  const body = Buffer.concat(parts);
  if (body.length < 128) return Buffer.concat([Uint8Array.of(0x30, body.length), body]);
  const length = Buffer.from(body.length.toString(16).padStart(6, "0"), "hex");
  const bare = length.subarray(length.findIndex((byte) => byte > 0));
  return Buffer.concat([Uint8Array.of(0x30, 128 + bare.length), bare, body]);
}

/** A number that no other request has: positive, and of one length. */
export function newNonce(): Buffer {
  const nonce = crypto.randomBytes(NONCE_BYTES);
  nonce[0] = (nonce[0]! & 0x3f) | 0x40;
  return nonce;
}

/** Asks an authority to stamp this SHA-256. */
export const timestampQuery = (hash: Buffer, nonce: Buffer): Buffer =>
  sequence(BEFORE_HASH, hash, Uint8Array.of(2, NONCE_BYTES), nonce, WITH_CERTIFICATE);

/** The hash and the number in a request as we write it, hex; null for anything else. */
export function readTimestampQuery(query: Buffer): { hash: string; nonce: string } | null {
  const start = 2 + BEFORE_HASH.length;
  const hash = query.subarray(start, start + 32);
  const nonce = query.subarray(start + 34, start + 34 + NONCE_BYTES);
  const ours = hash.length === 32 && nonce.length === NONCE_BYTES && timestampQuery(hash, nonce).equals(query);
  return ours ? { hash: hash.toString("hex"), nonce: nonce.toString("hex") } : null;
}

/** A token as the answer that programs expect in a file .tsr: that it was granted, and the token itself. */
export const timestampAnswer = (token: Buffer): Buffer => sequence(GRANTED, token);

/** A moment (ISO 8601) as all programs read it: authorities tell up to nine digits of a second. */
export const toMilliseconds = (iso: string): string => iso.replace(/(\.\d{3})\d+/, "$1");
