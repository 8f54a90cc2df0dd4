#!/usr/bin/env node
// Checks the proof of an award's result. It needs nothing but itself: no packages, no network, and no trust in the
// portal that wrote the proof.
//   node verify.mjs bundle.json trust.json [--receipt receipt.txt]... [--checkpoint checkpoint.txt]...
//     [--log leaves.json] [--reviews reviews.json]... [--openings openings.json]
//     [--tsa ca.pem]... [--freeze-by 2026-11-30] [--result-by 2026-12-31T23:59:59Z]
// trust.json holds the portal's public keys, each behind the one that it followed, and whose cosignatures you ask for:
// {"keys": […], "witnesses": […], "quorum": 1}; "scrutineers": […] and "secretariat": […] name those whose signatures
// under the result, or the last version of a corrected list, you ask for; "revoked": [{"key": …, "size": 1234}] until how many leaves of the log a
// stolen key of it counts, where the bundle is older than the statement of that. Any other member is refused: a misspelt
// one would ask for nothing. Take the file from printed rules or from last year's site, never from beside the bundle,
// and a new key of the log from where two tell you of it. leaves.json is the whole log, from
// /log/leaves: with it the verifier sees whether the log states anything else of this round. reviews.json is a
// reviewer's own file of one round, as it was kept and as it is once the result is public. openings.json is a
// scrutineer's: with it the verifier also checks what the public cannot, which scores are of one reviewer. ca.pem is
// the root certificate of a time-stamping authority that you trust: with it the verifier asks for a time stamp by that
// authority, and says since when it shows what; a day or a moment (UTC) by which the frozen scores, or the result in
// its last version, must have been stamped makes it refuse a later one, such as a log that was rewritten afterwards
// would have. Whether a certificate was revoked it cannot know. Exit status 0 and a list of what holds, or 1 and the
// first thing that does not. The same file runs in a browser. Formats: RFC 6962 (tree), RFC 8785 (JSON), C2SP
// signed-note, tlog-checkpoint and tlog-cosignature, RFC 3161 (time stamps).
// Arithmetic: whole numbers and fractions only, but for ballots that are counted by a model and for adjusted scores.

const bytesOf = (text) => new TextEncoder().encode(text);
const hex = (bytes) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
const unhex = (text) => Uint8Array.from(text.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
/** Node has a second way to hash, at once: the browsers' own goes through another thread for each of thousands. */
const { createHash } = globalThis.process?.getBuiltinModule?.("node:crypto") ?? {};
const sha256 = async (...parts) =>
  new Uint8Array(
    createHash ? createHash("sha256").update(join(parts)).digest() : await crypto.subtle.digest("SHA-256", join(parts)),
  );

function join(parts) {
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

class Failure extends Error {}
/** Signed by a key that nobody here knows, under a name that they do: the log may have been given another key. */
class OtherKey extends Failure {}
function must(holds, otherwise) {
  if (!holds) throw new Failure(otherwise);
}

/** A text as it may be shown: what moves a cursor or turns the direction of writing is a sign that can be seen. */
export const printable = (text) => text.replace(/[^\P{Cc}\n]|\p{Bidi_Control}/gu, "\ufffd");
const printableLine = (text) => printable(text.replaceAll("\n", "\ufffd"));

/** Base64 with exactly one spelling for each value. */
function unbase64(text) {
  let plain;
  try {
    plain = atob(text);
  } catch {
    throw new Failure("something that should be base64 is not");
  }
  must(btoa(plain) === text, "something that should be base64 is not");
  return Uint8Array.from(plain, (letter) => letter.charCodeAt(0));
}

/** Canonical JSON (RFC 8785) of plain data with whole numbers. */
export function canonical(value) {
  if (value === null || typeof value === "boolean") return String(value);
  if (typeof value === "number")
    must(Number.isSafeInteger(value) && !Object.is(value, -0), "a number is not whole, or too large to count with");
  if (typeof value === "string") must(value.isWellFormed?.() ?? true, "a text is not valid Unicode");
  if (typeof value === "number" || typeof value === "string") return JSON.stringify(value);
  must(typeof value === "object", "something is not JSON");
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  return `{${Object.keys(value)
    .sort()
    .map((key) => `${JSON.stringify(key)}:${canonical(value[key])}`)
    .join(",")}}`;
}

/** Refuses anything that has other members than these: what nobody looks at, nobody may smuggle in. */
function shape(value, keys, what) {
  must(
    value !== null &&
      typeof value === "object" &&
      !Array.isArray(value) &&
      Object.keys(value).sort().join() === [...keys].sort().join(),
    `${what} does not have exactly the members ${keys.join(", ")}`,
  );
}
const list = (value, what) => must(Array.isArray(value), `${what} is not a list`);

const ASKED = ["v", "keys", "revoked", "witnesses", "quorum", "scrutineers", "secretariat"];
/** A member that nobody reads would ask for nothing, and its reader would think that it did. */
function trustShaped(trust) {
  must(Array.isArray(trust?.keys) && trust.keys.length > 0, "the trust file names no keys");
  for (const member of Object.keys(trust))
    must(
      ASKED.includes(member),
      `the trust file asks for "${member}", which this verifier does not know: correct the word, or take the newest verifier. It knows ${ASKED.join(", ")}`,
    );
}
const isHash = (value) => typeof value === "string" && /^[0-9a-f]{64}$/.test(value);

// ---- the tree of RFC 6962 ----

const leafHash = (data) => sha256(Uint8Array.of(0), data);
const nodeHash = (left, right) => sha256(Uint8Array.of(1), left, right);
const equal = (a, b) => hex(a) === hex(b);

/** The root over these leaves, whole. */
export const rootOf = async (leaves) => rootOver(await Promise.all(leaves.map(leafHash)));

async function rootOver(hashes) {
  if (hashes.length === 0) return sha256();
  let row = hashes;
  while (row.length > 1)
    row = await Promise.all(
      row.flatMap((left, at) => (at % 2 ? [] : [at + 1 < row.length ? nodeHash(left, row[at + 1]) : left])),
    );
  return row[0];
}

/** Whether the leaf with this hash stands at `index` of the tree of this size and root (RFC 9162, 2.1.3.2). */
export async function includes({ leaf, index, size, root, proof }) {
  if (!Number.isSafeInteger(index) || !Number.isSafeInteger(size) || index < 0 || index >= size || leaf.length !== 32)
    return false;
  let [at, last, hash] = [BigInt(index), BigInt(size) - 1n, leaf];
  for (const sibling of proof) {
    if (last === 0n) return false;
    if (at & 1n || at === last) {
      hash = await nodeHash(sibling, hash);
      while (!(at & 1n) && at !== 0n) [at, last] = [at >> 1n, last >> 1n];
    } else hash = await nodeHash(hash, sibling);
    [at, last] = [at >> 1n, last >> 1n];
  }
  return last === 0n && equal(hash, root);
}

/** Whether the second tree only adds to the first (RFC 9162, 2.1.4.2). */
export async function extendsTree({ size1, root1, size2, root2, proof }) {
  if (!Number.isSafeInteger(size1) || !Number.isSafeInteger(size2) || size1 < 1 || size1 > size2) return false;
  if (size1 === size2) return proof.length === 0 && equal(root1, root2);
  if (proof.length === 0) return false;
  const [first, ...rest] = (size1 & (size1 - 1)) === 0 ? [root1, ...proof] : proof;
  let [at, last] = [BigInt(size1) - 1n, BigInt(size2) - 1n];
  while (at & 1n) [at, last] = [at >> 1n, last >> 1n];
  let [old, now] = [first, first];
  for (const sibling of rest) {
    if (last === 0n) return false;
    if (at & 1n || at === last) {
      [old, now] = [await nodeHash(sibling, old), await nodeHash(sibling, now)];
      while (!(at & 1n) && at !== 0n) [at, last] = [at >> 1n, last >> 1n];
    } else now = await nodeHash(now, sibling);
    [at, last] = [at >> 1n, last >> 1n];
  }
  return last === 0n && equal(old, root1) && equal(now, root2);
}

// ---- what is signed ----

/** What a key may be called: in one word, with nothing in it that cannot be seen. */
const isName = (name) => /^[^+\s\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}]+$/u.test(name);
/** The number of a key, which stands beside its name: `typed` are its type and its 32 bytes. */
const keyNumber = async (name, typed) => hex((await sha256(bytesOf(`${name}\n`), typed)).subarray(0, 4));

/** Makes a key of this type under this name: its public half as people print it, and the secret one as JWK. */
export async function newKey(name, type) {
  must(
    isName(name ?? ""),
    "Give your key a name without spaces or what cannot be seen, best the address of a page of yours: example.org/anna",
  );
  const pair = await crypto.subtle.generateKey("Ed25519", true, ["sign", "verify"]);
  const { kty, crv, x, d } = await crypto.subtle.exportKey("jwk", pair.privateKey);
  const typed = join([Uint8Array.of(type), new Uint8Array(await crypto.subtle.exportKey("raw", pair.publicKey))]);
  const id = await keyNumber(name, typed);
  return { id, written: `${name}+${id}+${btoa(String.fromCharCode(...typed))}`, secret: { kty, crv, x, d } };
}

/** A key as people print it: name+id+key. Of type 1 it signs notes, of type 4 it is a witness's. */
export async function readKey(written, type = 1) {
  const [, name, id, base64] = /^([^+]+)\+([0-9a-f]{8})\+(\S+)$/.exec(written) ?? [];
  must(name && isName(name), `"${written}" is not a public key`);
  const key = unbase64(base64);
  must(
    key.length === 33 && key[0] === type,
    `the key ${name} is not an Ed25519 key${type === 4 ? " of a witness" : ""}`,
  );
  must((await keyNumber(name, key)) === id, `the key ${name} does not have the number ${id}`);
  return {
    name,
    id,
    bare: hex(key.subarray(1)),
    key: await crypto.subtle.importKey("raw", key.subarray(1), "Ed25519", false, ["verify"]),
  };
}

/** The text of a signed note, if a key that is trusted signed it. */
export async function openNote(note, keys, what) {
  const end = typeof note === "string" ? note.lastIndexOf("\n\n") : -1;
  must(end > 0 && note.endsWith("\n"), `${what} is not a signed note`);
  const [text, signatures] = [note.slice(0, end + 1), note.slice(end + 2, -1).split("\n")];
  let signed = false;
  for (const line of signatures) {
    const [, name, base64] = /^— (\S+) (\S+)$/.exec(line) ?? [];
    must(name, `${what} has a signature line that is none`);
    const signature = unbase64(base64);
    const id = hex(signature.subarray(0, 4));
    const known = keys.find((key) => key.name === name && key.id === id);
    if (!known && keys.some((key) => key.name === name))
      throw new OtherKey(
        `${what} is signed by ${name}, whose key you do not trust: it is ${name}+${id}, another one than you have under that name. If it is an earlier key of the log, or the log was given a new one, get it in another way than with this file, and add it to the keys that you trust, each behind the one that it followed`,
      );
    must(known, `${what} is signed by ${name}, whose key you do not trust`);
    must(
      await crypto.subtle.verify("Ed25519", known.key, signature.subarray(4), bytesOf(text)),
      `the signature of ${name} under ${what} is wrong`,
    );
    signed = true;
  }
  must(signed, `${what} is not signed`);
  return text;
}

/** Whether a failure is one of a key alone, which somebody may only not have heard of yet. */
export const isOtherKey = (error) => error instanceof OtherKey;

const FOREVER = Number.MAX_SAFE_INTEGER;

/** The key of these by which a line under a note says to be. */
function keyOfLine(line, keys) {
  const [, name, base64] = /^— (\S+) (\S+)$/.exec(line) ?? [];
  return keys.find((key) => key.name === name && key.id === hex(unbase64(base64).subarray(0, 4)));
}

/** A checkpoint without signatures by keys that were revoked before it: they count for nothing, and others may stand. */
function withoutEnded(note, keys, what) {
  const size = Number(String(note).split("\n")[1]);
  const ended = keys.filter(({ until = FOREVER }) => size > until);
  if (ended.length === 0) return note;
  const start = note.lastIndexOf("\n\n") + 2;
  const lines = note.slice(start).split("\n");
  const left = lines.filter((line) => !keyOfLine(line, ended));
  const key = lines.map((line) => keyOfLine(line, ended)).find(Boolean);
  must(
    left.join("") !== "" || !key,
    `${what} (${size} leaves) is signed by ${key?.name}+${key?.id} alone, which was revoked when the log had ${key?.until}: what it signs over later states counts for nothing`,
  );
  return note.slice(0, start) + left.join("\n");
}

/**
 * The text of a receipt. It tells no state of the log: of a key that was revoked nobody sees whether the portal signed
 * it before, or a thief since.
 */
async function openReceipt(note, keys, what, say) {
  const text = await openNote(note, keys, what);
  const lines = note.slice(note.lastIndexOf("\n\n") + 2, -1).split("\n");
  const by = lines.map((line) => keyOfLine(line, keys));
  const [ended] = by.every(({ until }) => until !== undefined) ? [...by].sort((a, b) => b.until - a.until) : [];
  must(
    ended?.until !== 0,
    `${what} is signed by ${ended?.name}+${ended?.id}, which counts for nothing: it was to follow, and the log was given another key before it ever signed`,
  );
  if (ended && !ended.told)
    say(
      `WARNING: ${what} is signed by ${ended.name}+${ended.id}, which was revoked when the log had ${ended.until} leaves. The portal signed with it until then; whoever stole it can sign a receipt for anything, with any day in it. So this one shows no more than what this bundle, or the portal, confirms of it`,
    );
  // Once for all that it signed.
  if (ended) ended.told = true;
  return text;
}

/** The keys of the log that a reader trusts, each until where they say that it counts. */
async function keysTrusted(trust) {
  trustShaped(trust);
  const { revoked = [] } = trust;
  list(revoked, "the revoked keys of the trust file");
  const ends = new Map();
  for (const each of revoked) {
    shape(each, ["key", "size"], "a revoked key of the trust file");
    const { key, size } = each;
    must(
      Number.isSafeInteger(size) && size >= 0,
      "the trust file names a revoked key without the size of the log until which it counts",
    );
    const { bare } = await readKey(key);
    ends.set(bare, Math.min(size, ends.get(bare) ?? FOREVER));
  }
  const keys = await Promise.all(trust.keys.map((each) => readKey(each)));
  return {
    keys: keys.map((key) => (ends.has(key.bare) ? { ...key, until: ends.get(key.bare) } : key)),
    ofLog: new Set([...keys.map(({ bare }) => bare), ...ends.keys()]),
  };
}

/**
 * These keys after what is stated in the log, each text at its place, as yet unchecked: what is not in the log as it is
 * signed fails elsewhere. A key ends only in favour of one that stands behind it among those that the reader trusts: a
 * thief's own does not, nor does a stolen key behind the one that took its place. `counted` are the places of statements
 * by which one did, `ended` the bare keys.
 */
async function afterRevocations(keys, stated) {
  const [counted, ended] = [new Set(), new Set()];
  let known = keys;
  for (const { json, index } of stated) {
    if (typeof json !== "string" || !json.includes('"type":"key-revocation"')) continue;
    const { key, next } = JSON.parse(json);
    const [old, successor] = [await readKey(key), await readKey(next)];
    const behind = known.slice(known.findLastIndex(({ bare }) => bare === old.bare) + 1);
    if (!behind.some(({ bare, until = FOREVER }) => bare === successor.bare && index < until)) continue;
    counted.add(index);
    ended.add(old.bare);
    known = known.map((each) =>
      each.bare === old.bare ? { ...each, until: Math.min(each.until ?? FOREVER, index) } : each,
    );
  }
  return { keys: known, counted, ended };
}

/** What a checkpoint says, if the log signed it. Cosignatures under it are another matter. */
export async function readCheckpoint(note, keys, what) {
  const text = await openNote(withoutEnded(cosignaturesApart(note).signed, keys, what), keys, what);
  const [origin, size, root, ...more] = text.split("\n");
  must(/^(0|[1-9]\d{0,14})$/.test(size) && more.join("") === "" && more.length === 1, `${what} is not a checkpoint`);
  must(
    keys.some(({ name }) => name === origin),
    `${what} is of another log: ${origin}`,
  );
  return { origin, size: Number(size), root: unbase64(root) };
}

// ---- witnesses ----

/**
 * A cosignature is known by its length: 4 bytes of a key's number, 8 of a time, 64 of Ed25519. The note without any,
 * its text, and the lines taken out.
 */
export function cosignaturesApart(note) {
  const start = typeof note === "string" ? note.lastIndexOf("\n\n") + 2 : 0;
  if (start < 3) return { signed: note, text: "", cosignatures: [] };
  const [lines, isCosignature] = [note.slice(start).split("\n"), (line) => /^— \S+ [^\s=]{102}==$/.test(line)];
  return {
    signed: note.slice(0, start) + lines.filter((line) => !isCosignature(line)).join("\n"),
    text: note.slice(0, start - 1),
    cosignatures: lines.filter(isCosignature),
  };
}

/** What a witness signs: a checkpoint's text, and when it was the newest she had seen, in seconds since 1970. */
export function cosignedText(text, time) {
  return `cosignature/v1\ntime ${time}\n${text}`;
}

/**
 * Whose cosignatures the reader asks for, and how many. A key counts once under whatever names, and the log is not its
 * own witness.
 */
async function readWitnesses({ witnesses: written = [], quorum = 0 }, ofLog) {
  list(written, "witnesses");
  const witnesses = await Promise.all(written.map((each) => readKey(each, 4)));
  must(
    new Set([...ofLog, ...witnesses.map(({ bare }) => bare)]).size === ofLog.size + witnesses.length,
    "the trust file names a witness twice, or the log as its own witness",
  );
  must(
    Number.isSafeInteger(quorum) && quorum >= 0 && quorum <= witnesses.length,
    `the trust file asks for ${quorum} of ${witnesses.length} witnesses`,
  );
  return { witnesses, quorum };
}

async function cosigners(note, witnesses, what) {
  const [{ text, cosignatures }, found, strangers] = [cosignaturesApart(note), [], []];
  for (const line of cosignatures) {
    const [, name, base64] = line.split(" ");
    const bytes = unbase64(base64);
    const id = hex(bytes.subarray(0, 4));
    const witness = witnesses.find((each) => each.name === name && each.id === id);
    if (!witness) {
      strangers.push(`${name}+${id}`);
      continue;
    }
    const time = new DataView(bytes.buffer).getBigUint64(4);
    must(
      await crypto.subtle.verify("Ed25519", witness.key, bytes.subarray(12), bytesOf(cosignedText(text, time))),
      `the cosignature of ${name} under ${what} is wrong`,
    );
    must(time < 253402300800n, `the cosignature of ${name} under ${what} has an impossible time`);
    found.push({ ...witness, at: new Date(Number(time) * 1000).toISOString() });
  }
  return { found, strangers };
}

/**
 * Who vouches for which state of the log. As many as the reader asks for have to have seen the last statement of the
 * round.
 */
async function witnessed({ checkpoints, statements }, log, { witnesses, quorum }, say) {
  const end = endOfRound(statements);
  const covering = new Set();
  for (const [at, note] of checkpoints.entries()) {
    const { found, strangers } = await cosigners(note, witnesses, `checkpoint ${at}`);
    if (strangers.length > 0)
      say(
        `${strangers.length === 1 ? "a cosignature" : `${strangers.length} cosignatures`} under checkpoint ${at} ${strangers.length === 1 ? "is by a key" : "are by keys"} that you do not name, and ${strangers.length === 1 ? "counts" : "count"} for nothing: ${strangers.join(", ")}`,
      );
    for (const { name, bare, at: when } of found) {
      say(`${name} has cosigned checkpoint ${at} (${log[at].size} leaves) on ${when}`);
      if (log[at].size >= end) covering.add(bare);
    }
  }
  must(
    covering.size >= quorum,
    `${covering.size} of the witnesses you trust have cosigned the log with the last statement of this round in it, and you ask for ${quorum}. A witness needs some time after a statement; if she does not come, ask her what she saw`,
  );
  if (witnesses.length > 0)
    say(
      `${covering.size} of the ${witnesses.length} witnesses you trust have cosigned the log with the last statement of this round in it; you ask for ${quorum}`,
    );
}

// ---- time stamps ----

/**
 * What of RFC 3161 (and of the CMS and X.509 in it) a time stamp of a checkpoint needs, and nothing else: what is not
 * known here is refused, and of DER the one spelling that each value has is taken.
 */
const OIDS = {
  signedData: "2a864886f70d010702",
  stampInfo: "2a864886f70d0109100104",
  contentType: "2a864886f70d010903",
  messageDigest: "2a864886f70d010904",
  signingCertificate: "2a864886f70d010910020c",
  signingCertificateV2: "2a864886f70d010910022f",
  timeStamping: "2b06010505070308",
  anyPurpose: "551d2500",
  commonName: "550403",
  organisation: "55040a",
  keyUsage: "551d0f",
  basicConstraints: "551d13",
  extendedKeyUsage: "551d25",
  rsa: "2a864886f70d010101",
};
const DIGESTS = {
  "608648016503040201": "SHA-256",
  "608648016503040202": "SHA-384",
  "608648016503040203": "SHA-512",
};
const SIGNATURES = {
  "2a864886f70d01010b": { name: "RSASSA-PKCS1-v1_5", hash: "SHA-256" },
  "2a864886f70d01010c": { name: "RSASSA-PKCS1-v1_5", hash: "SHA-384" },
  "2a864886f70d01010d": { name: "RSASSA-PKCS1-v1_5", hash: "SHA-512" },
  "2a8648ce3d040302": { name: "ECDSA", hash: "SHA-256" },
  "2a8648ce3d040303": { name: "ECDSA", hash: "SHA-384" },
  "2a8648ce3d040304": { name: "ECDSA", hash: "SHA-512" },
};
const OLD_SIGNATURES = { "2a864886f70d010105": { name: "RSASSA-PKCS1-v1_5", hash: "SHA-1" } };
const CURVES = {
  "2a8648ce3d030107": { namedCurve: "P-256", length: 32 },
  "2b81040022": { namedCurve: "P-384", length: 48 },
  "2b81040023": { namedCurve: "P-521", length: 66 },
};
const [INTEGER, BITS, OCTETS, NULL, OID, SEQUENCE, SET] = [2, 3, 4, 5, 6, 0x30, 0x31];
const [BOOLEAN, UTC_TIME, TIME] = [1, 0x17, 0x18];

/** The elements of DER in their order: each taken by the tag it has to have. */
function der(bytes) {
  let rest = bytes;
  const take = (tag) => {
    must(rest.length >= 2 && (tag === undefined || rest[0] === tag), "something in it is not where it should be");
    const long = rest[1] > 127 ? rest[1] & 127 : 0;
    must(rest[1] !== 128 && long <= 3 && rest.length >= 2 + long, "it is not DER");
    const start = 2 + long;
    const length = long === 0 ? rest[1] : rest.subarray(2, start).reduce((sum, byte) => sum * 256 + byte, 0);
    must(
      rest.length >= start + length && (long === 0 || (length > 127 && rest[2] !== 0)),
      "it is not DER, or was cut off",
    );
    const element = {
      tag: rest[0],
      body: rest.subarray(start, start + length),
      whole: rest.subarray(0, start + length),
    };
    rest = rest.subarray(start + length);
    return element;
  };
  return {
    take,
    maybe: (tag) => (rest[0] === tag ? take(tag) : null),
    more: () => rest.length > 0,
    done: () => must(rest.length === 0, "it holds more than it should"),
  };
}
const inside = (element) => der(element.body);

/** Everything inside, by a reader of one element. */
function every(element, read) {
  const [from, found] = [inside(element), []];
  while (from.more()) found.push(read(from));
  return found;
}

/** What an element holds, whole, by a reader of what is inside. */
function whole(element, read) {
  const from = inside(element);
  const found = read(from);
  from.done();
  return found;
}

/** The name of an algorithm. Its parameters are none, in either spelling, or the one that is asked for. */
const algorithm = (from) =>
  whole(from.take(SEQUENCE), (named) => {
    const name = hex(named.take(OID).body);
    const nothing = named.maybe(NULL);
    must(!nothing || nothing.body.length === 0, "it is not DER");
    return name;
  });

function wholeNumber(element) {
  const [first, second] = element.body;
  must(
    element.body.length > 0 &&
      !(element.body.length > 1 && (first === 0 ? second < 128 : first === 255 && second > 127)),
    "a number in it is not DER",
  );
  return hex(element.body);
}

function yes(element) {
  must(hex(element.body) === "ff", "a yes or no in it is not DER");
  return true;
}

/** A moment, as ISO 8601: years of two digits are of 1950 to 2049. */
function moment({ tag, body }) {
  const text = String.fromCharCode(...body);
  const [, year, month, day, hour, minute, second, part = ""] =
    /^(\d\d|\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(\.\d*[1-9])?Z$/.exec(text) ?? [];
  must(year && (tag === UTC_TIME ? year.length === 2 && !part : tag === TIME && year.length === 4), "it tells no time");
  const written = `${year.length === 4 ? year : Number(year) < 50 ? `20${year}` : `19${year}`}-${month}-${day}T${hour}:${minute}:${second}`;
  const at = new Date(`${written}Z`);
  must(!Number.isNaN(at.getTime()) && at.toISOString().startsWith(written), "it tells no time that there is");
  return `${written}${part}Z`;
}
/** Moments to compare, to the last digit of a second that they tell: in this spelling the earlier one sorts first. */
const instant = (iso) => iso.slice(0, -1);

/** A name of a stranger's choice, as it may stand in a sentence: it can neither end the sentence nor hide it. */
function shownName(name) {
  const signs = [
    ...name.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Bidi_Control}\p{Default_Ignorable_Code_Point}"“”„‟]/gu, "?"),
  ];
  return signs.length > 100 ? `${signs.slice(0, 100).join("")}…` : signs.join("");
}

/** The name by which people know the holder of a certificate. */
function holder(name) {
  const found = {};
  for (const part of every(name, (from) => from.take(SET)))
    for (const [kind, { tag, body }] of every(part, (from) =>
      whole(from.take(SEQUENCE), (named) => [hex(named.take(OID).body), named.take()]),
    ))
      found[kind] = tag === 0x1e ? new TextDecoder("utf-16be").decode(body) : new TextDecoder().decode(body);
  return shownName(found[OIDS.commonName] ?? found[OIDS.organisation] ?? "without a name");
}

/** A certificate, version 3, with those of its extensions that this verifier knows. */
function readCertificate(element) {
  return whole(element, (from) => {
    const [signed, signature] = [from.take(SEQUENCE), from.take(SEQUENCE)];
    const bits = from.take(BITS).body;
    must(bits[0] === 0 && bits.length > 1, "a certificate in it is not signed");
    return whole(signed, (tbs) => {
      must(hex(tbs.take(0xa0).body) === "020102", "a certificate in it is not of version 3");
      const serial = tbs.take(INTEGER);
      wholeNumber(serial);
      must(
        equal(tbs.take(SEQUENCE).whole, signature.whole),
        "a certificate in it names two algorithms for its signature",
      );
      const issuer = tbs.take(SEQUENCE);
      const [begin, end] = whole(tbs.take(SEQUENCE), (times) => [moment(times.take()), moment(times.take())]);
      const [subject, key] = [tbs.take(SEQUENCE), tbs.take(SEQUENCE)];
      tbs.maybe(0x81);
      tbs.maybe(0x82);
      return {
        bytes: element.whole,
        signed: signed.whole,
        algorithm: algorithm(der(signature.whole)),
        signature: bits.subarray(1),
        serial,
        issuer,
        subject,
        key,
        begin,
        end,
        name: holder(subject),
        ...extensions(tbs.more() ? tbs.take(0xa3) : null),
      };
    });
  });
}

/** What a certificate may be used for. One that must not be used without knowing something else of it is refused. */
function extensions(element) {
  const found = { authority: false, below: Number.POSITIVE_INFINITY, usage: null, purposes: null, bound: false };
  if (!element) return found;
  const kinds = new Set();
  const each = (from) =>
    whole(from.take(SEQUENCE), (extension) => {
      const kind = hex(extension.take(OID).body);
      const critical = extension.maybe(BOOLEAN);
      return { kind, critical: critical !== null && yes(critical), value: extension.take(OCTETS) };
    });
  for (const { kind, critical, value } of whole(element, (from) => every(from.take(SEQUENCE), each))) {
    must(!kinds.has(kind), "a certificate in it says something twice");
    kinds.add(kind);
    const read = whole.bind(null, value);
    if (kind === OIDS.basicConstraints)
      read((from) =>
        whole(from.take(SEQUENCE), (says) => {
          const authority = says.maybe(BOOLEAN);
          found.authority = authority !== null && yes(authority);
          const below = says.maybe(INTEGER);
          if (below) found.below = Number.parseInt(wholeNumber(below), 16);
        }),
      );
    else if (kind === OIDS.keyUsage) found.usage = read((from) => from.take(BITS).body[1] ?? 0);
    else if (kind === OIDS.extendedKeyUsage) {
      found.purposes = read((from) => every(from.take(SEQUENCE), (purpose) => hex(purpose.take(OID).body)));
      found.bound = critical;
    } else must(!critical, "a certificate in it must not be used without knowing more than this verifier does");
  }
  return found;
}

/** Says that it is not the time stamp that is wanting, but what this browser or Node knows. */
class NotHere extends Failure {}
const canMake = (parameters) =>
  crypto.subtle.generateKey(parameters, false, ["sign", "verify"]).then(
    () => true,
    () => false,
  );

/** Whether the holder of this public key signed these bytes by an algorithm of this name. */
async function signedWith(key, { name, hash }, bytes, signature) {
  const [[kind, curve]] = whole(key, (from) => [
    whole(from.take(SEQUENCE), (named) => [hex(named.take(OID).body), named.more() ? hex(named.take().body) : ""]),
    from.take(BITS),
  ]);
  must(
    name === "ECDSA" ? curve in CURVES : kind === OIDS.rsa,
    "a key in it is of a kind that this verifier does not know",
  );
  const parameters = name === "ECDSA" ? { name, namedCurve: CURVES[curve].namedCurve } : { name, hash };
  let known;
  try {
    known = await crypto.subtle.importKey("spki", key.whole, parameters, false, ["verify"]);
  } catch {
    if (name === "ECDSA" && !(await canMake(parameters)))
      throw new NotHere(`it cannot be checked here, where signatures on ${parameters.namedCurve} are not known`);
    throw new Failure("a key in it cannot be read here");
  }
  must(name === "ECDSA" || known.algorithm.modulusLength >= 2048, "a key in it is too short to trust");
  const bare = name === "ECDSA" ? pairOf(signature, CURVES[curve].length) : signature;
  return bare !== null && crypto.subtle.verify({ name, hash }, known, bare, bytes);
}

/** The two numbers of an ECDSA signature side by side, as browsers take them; null where one is none that there is. */
function pairOf(signature, length) {
  const pairs = der(signature);
  const numbers = whole(pairs.take(SEQUENCE), (from) => [from.take(INTEGER), from.take(INTEGER)]);
  pairs.done();
  const pair = new Uint8Array(2 * length);
  for (const [at, number] of numbers.entries()) {
    const bare = unhex(wholeNumber(number).replace(/^(00)+/, ""));
    if (number.body[0] > 127 || bare.length === 0 || bare.length > length) return null;
    pair.set(bare, (at + 1) * length - bare.length);
  }
  return pair;
}

/** By whom a certificate says it was made, and whether they signed it. */
async function issued(issuer, { issuer: named, algorithm: by, signed, signature }, known = SIGNATURES) {
  return (
    equal(issuer.subject.whole, named.whole) &&
    by in known &&
    (await signedWith(issuer.key, known[by], signed, signature))
  );
}
const isOwn = ({ issuer, subject }) => equal(issuer.whole, subject.whole);
const validAt = ({ begin, end }, at) => instant(begin) <= at && at <= instant(end);
/** Whether a certificate lets its holder make others for time stamps, with so many more between it and the last. */
const mayIssue = ({ authority, below, usage, purposes }, between) =>
  authority &&
  between <= below &&
  (usage === null || (usage & 4) > 0) &&
  (purposes === null || purposes.includes(OIDS.timeStamping) || purposes.includes(OIDS.anyPurpose));

/**
 * The signer's certificate and those above it, each made by the next, up to one that its holder made: so that not a
 * byte of them is open to change. That one may be signed by SHA-1, as old ones are: nobody else rests on it.
 */
async function pathFrom(signer, others, at) {
  const [path, left] = [[signer], [...others]];
  while (!isOwn(path.at(-1))) {
    const [below, between] = [path.at(-1), path.length - 1];
    const makers = await Promise.all(left.map((other) => issued(other, below)));
    const [next] = left.splice(makers.indexOf(true), makers.includes(true) ? 1 : 0);
    must(next, `it lacks the certificate above the one of ${below.name}`);
    must(mayIssue(next, between), `${next.name} may not make certificates such as this`);
    path.push(next);
  }
  const top = path.at(-1);
  must(await issued(top, top, { ...SIGNATURES, ...OLD_SIGNATURES }), `the signature of ${top.name} by itself is wrong`);
  for (const each of path) must(validAt(each, at), `the certificate of ${each.name} was not valid at that time`);
  return path;
}

/** Whether one of these certificates, which somebody trusts, is the signer's or stands above it. */
async function underOne(anchors, path, at) {
  for (const anchor of anchors)
    for (const [between, certificate] of path.entries())
      if (
        equal(anchor.bytes, certificate.bytes) ||
        (validAt(anchor, at) && mayIssue(anchor, between) && (await issued(anchor, certificate)))
      )
        return true;
  return false;
}

/** Certificates one after the other. */
function readChain(bytes) {
  const [from, found] = [der(bytes), []];
  while (from.more()) found.push(readCertificate(from.take(SEQUENCE)));
  return found;
}

/** Certificates as people keep them: PEM, one or several in a file. */
export function readCertificates(pem) {
  const blocks = [...pem.matchAll(/-----BEGIN CERTIFICATE-----\s([A-Za-z0-9+/=\s]+)-----END CERTIFICATE-----/g)];
  must(blocks.length > 0, "the file of an authority holds no certificate (PEM)");
  return blocks.flatMap(([, base64]) => readChain(unbase64(base64.replaceAll(/\s/g, ""))));
}

/** The token in an authority's answer (TimeStampResp), if the authority granted it. */
export function stampInAnswer(bytes) {
  const from = der(bytes);
  const answer = inside(from.take(SEQUENCE));
  from.done();
  const status = wholeNumber(inside(answer.take(SEQUENCE)).take(INTEGER));
  must(
    status === "00" || status === "01",
    `the authority did not grant it, its status is ${Number.parseInt(status, 16)}`,
  );
  const token = answer.take(SEQUENCE).whole;
  answer.done();
  return token;
}

/** What an authority signed: the hash of something, and when it saw that. */
function readStamp(bytes) {
  const from = der(bytes);
  const info = inside(from.take(SEQUENCE));
  from.done();
  must(hex(info.take(INTEGER).body) === "01", "it is of another version");
  info.take(OID);
  const [digest, hash] = whole(info.take(SEQUENCE), (imprint) => [algorithm(imprint), hex(imprint.take(OCTETS).body)]);
  must(DIGESTS[digest] === "SHA-256" && isHash(hash), "it is not over a SHA-256");
  wholeNumber(info.take(INTEGER));
  const at = moment(info.take(TIME));
  info.maybe(SEQUENCE);
  const ordering = info.maybe(BOOLEAN);
  if (ordering) yes(ordering);
  const nonce = info.maybe(INTEGER);
  info.maybe(0xa0);
  extensions(asExtensions(info.maybe(0xa1)));
  info.done();
  return { hash, at, nonce: nonce && wholeNumber(nonce) };
}
/** Extensions of a token stand under their tag itself, those of a certificate in a sequence of their own. */
const asExtensions = (element) => element && { body: join([Uint8Array.of(SEQUENCE), element.whole.subarray(1)]) };

/** What the signer signed beside the content, by its kind, and the bytes of it. */
function signedAttributes(element) {
  const found = new Map();
  for (const [kind, value] of every(element, (from) =>
    whole(from.take(SEQUENCE), (attribute) => [hex(attribute.take(OID).body), attribute.take(SET)]),
  )) {
    must(!found.has(kind), "it says something twice");
    found.set(kind, value);
  }
  const value = (kind, tag) => {
    must(found.has(kind), "it lacks something that has to be signed");
    return whole(found.get(kind), (from) => from.take(tag));
  };
  return { value, has: (kind) => found.has(kind), bytes: join([Uint8Array.of(SET), element.whole.subarray(1)]) };
}

/** Whether what is signed names this certificate, by its hash: none can be put in its place. */
async function namesItsCertificate(attributes, { bytes }) {
  const old = !attributes.has(OIDS.signingCertificateV2);
  const named = attributes.value(old ? OIDS.signingCertificate : OIDS.signingCertificateV2, SEQUENCE);
  const [first] = every(inside(named).take(SEQUENCE), (from) => inside(from.take(SEQUENCE)));
  must(first, "it does not say whose signature it is");
  const name = old ? "SHA-1" : first.maybe(SEQUENCE);
  const digest = typeof name === "string" ? name : name ? DIGESTS[algorithm(der(name.whole))] : "SHA-256";
  must(digest, "it names its certificate by a hash that this verifier does not know");
  const hash = first.take(OCTETS).body;
  return equal(new Uint8Array(await crypto.subtle.digest(digest, bytes)), hash);
}

/** The parts of a token: what is stamped, by which certificates, and what the one signer said about it. */
function tokenParts(bytes) {
  const from = der(bytes);
  const token = from.take(SEQUENCE);
  from.done();
  const data = whole(token, (content) => {
    must(hex(content.take(OID).body) === OIDS.signedData, "it is not signed data");
    return whole(content.take(0xa0), (wrapped) => wrapped.take(SEQUENCE));
  });
  return whole(data, (says) => {
    must(hex(says.take(INTEGER).body) === "03", "it is of another version");
    const digests = every(says.take(SET), algorithm);
    const stamp = whole(says.take(SEQUENCE), (content) => {
      must(hex(content.take(OID).body) === OIDS.stampInfo, "it is signed, but it is not a time stamp");
      return whole(content.take(0xa0), (wrapped) => wrapped.take(OCTETS)).body;
    });
    const certificates = every(says.take(0xa0), (enclosed) => readCertificate(enclosed.take(SEQUENCE)));
    const signer = whole(says.take(SET), (signers) => signers.take(SEQUENCE));
    return { digests, stamp, certificates, ...signerParts(signer) };
  });
}

const signerParts = (signer) =>
  whole(signer, (says) => {
    must(hex(says.take(INTEGER).body) === "01", "its signer is named in a way that this verifier does not know");
    const [issuer, serial] = whole(says.take(SEQUENCE), (named) => [named.take(SEQUENCE), named.take(INTEGER)]);
    const digest = algorithm(says);
    return {
      issuer,
      serial,
      digest,
      attributes: signedAttributes(says.take(0xa0)),
      signing: algorithm(says),
      signature: says.take(OCTETS).body,
    };
  });

/** What a token says, once the certificate that it encloses is shown to be the signer's, and its signature holds. */
async function signedStamp(bytes) {
  const { digests, stamp, certificates, issuer, serial, digest, attributes, signing, signature } = tokenParts(bytes);
  must(digest in DIGESTS && digests.join() === digest, "it is signed by a hash that this verifier does not know");
  const isSigner = (each) => equal(each.issuer.whole, issuer.whole) && equal(each.serial.whole, serial.whole);
  const [signer, ...more] = certificates.filter(isSigner);
  must(signer && more.length === 0, "it does not enclose the certificate of its signer");
  const hash = DIGESTS[digest];
  const by = signing === OIDS.rsa ? { name: "RSASSA-PKCS1-v1_5", hash } : SIGNATURES[signing];
  must(by?.hash === hash, "it is signed in a way that this verifier does not know");
  must(hex(attributes.value(OIDS.contentType, OID).body) === OIDS.stampInfo, "what is signed is not a time stamp");
  must(
    equal(attributes.value(OIDS.messageDigest, OCTETS).body, new Uint8Array(await crypto.subtle.digest(hash, stamp))) &&
      (await namesItsCertificate(attributes, signer)) &&
      (await signedWith(signer.key, by, attributes.bytes, signature)),
    `the signature of ${signer.name} is wrong`,
  );
  must(
    signer.bound && signer.purposes?.join() === OIDS.timeStamping && (signer.usage === null || signer.usage & 0xc0),
    `the certificate of ${signer.name} is not one for time stamps alone`,
  );
  return { said: readStamp(stamp), signer, others: certificates.filter((each) => each !== signer) };
}

/** What `work` answers, or a sentence on what is wrong with a time stamp. */
async function ofStamp(what, work) {
  try {
    return await work();
  } catch (error) {
    if (error instanceof NotHere) throw new NotHere(`${what}: ${error.message}`);
    throw new Failure(`${what}: ${error instanceof Failure ? error.message : "it cannot be read"}`);
  }
}

/**
 * What a token says: of which hash, when, with which number of the request, signed by whom, under which root (SHA-256),
 * and whether that authority stands under one of these certificates. `chain` are those between it and its root that
 * the token does not enclose.
 * Throws a sentence where anything does not hold. Which of two names is used for signatures by RSA nobody signs, and it
 * makes no difference.
 */
export const openStamp = ({ token, chain }, anchors, what) =>
  ofStamp(what, async () => {
    const { said, signer, others } = await signedStamp(token);
    const above = [...others, ...readChain(chain)];
    const path = await pathFrom(signer, above, instant(said.at));
    must(path.length === above.length + 1, "it comes with a certificate that has not made the others");
    const root = await sha256(path.at(-1).bytes);
    return { ...said, authority: signer.name, root, trusted: await underOne(anchors, path, instant(said.at)) };
  });

/** Those of these certificates that a token needs up to the root and does not enclose, one after the other. */
export const chainFor = (token, certificates, what) =>
  ofStamp(what, async () => {
    const { said, signer, others } = await signedStamp(token);
    const known = [signer, ...others].map(({ bytes }) => hex(bytes));
    const given = certificates.filter(({ bytes }) => !known.includes(hex(bytes)));
    const path = await pathFrom(signer, [...others, ...given], instant(said.at));
    return join(path.filter((each) => given.includes(each)).map(({ bytes }) => bytes));
  });

/** The hash that an authority is asked to stamp: of a checkpoint as the log signed it, without cosignatures. */
export const stampedHash = async (note) => hex(await sha256(bytesOf(cosignaturesApart(note).signed)));

/**
 * Which authorities say that a state of the log existed, and when. Where the reader names some, one of them has to have
 * stamped a state with the last statement of the round in it, in the time that the reader asks for, and all time stamps
 * have to be ones that are known here.
 */
async function stamped(bundle, told, log, { tsa, by }, say) {
  const anchors = tsa.flatMap(readCertificates);
  const asked = Object.entries(by).filter(([, date]) => date !== undefined);
  must(
    asked.length === 0 || anchors.length > 0,
    "you ask by when something was stamped, and name no authority that you trust: give its root certificate (--tsa)",
  );
  const trusted = await stampsIn(bundle, log, anchors, say);
  if (anchors.length === 0) return;
  const end = endOfRound(bundle.statements);
  must(
    trusted.some(({ size }) => size >= end),
    "no authority that you trust has stamped the log with the last statement of this round in it: ask whoever runs the portal for a newer time stamp",
  );
  const { versions } = told;
  const later = versions.slice(1).map((of, at) => ({ what: `version ${at + 2} of the list`, of }));
  const dated = ({ what, of }) => ({ what, at: firstOver(trusted, of) });
  const since = [...Object.keys(STAMPABLE).map((kind) => ({ what: STAMPABLE[kind], of: told[kind] })), ...later];
  say(
    `by an authority that you trust existed ${since.map((each) => `${each.what} on ${dated(each).at}`).join(", ")}. Nothing is shown of the time before: compare these dates with the days on which the award stated them`,
  );
  // Whoever asks since when there is this result asks that of the list that they read.
  for (const [kind, date] of asked)
    stampedBy(date, dated((kind === "result" && later.at(-1)) || { what: STAMPABLE[kind], of: told[kind] }), say);
}

/** What a reader may ask by when it was stamped, by the name of its statement. */
const STAMPABLE = {
  rules: "the rules",
  seal: "the list of entries",
  freeze: "the frozen scores",
  result: "the result",
};
/** The earliest moment at which one of these time stamps says that a statement stood in the log. */
const firstOver = (stamps, { index }) =>
  stamps
    .filter(({ size }) => size > index)
    .map(({ at }) => at)
    .sort((a, b) => (instant(a) < instant(b) ? -1 : 1))[0];

/** A day, whole, or a moment, in UTC: something has to have been stamped by then. */
function stampedBy(date, { what, at }, say) {
  const [, day, time] = /^(\d{4}-\d\d-\d\d)(T\d\d:\d\d:\d\dZ)?$/.exec(date) ?? [];
  must(
    day && !Number.isNaN(Date.parse(date)) && new Date(`${day}T00:00:00Z`).toISOString().startsWith(day),
    `"${date}" is not a day (2026-12-31) or a moment (2026-12-31T23:59:59Z)`,
  );
  must(
    time ? instant(at) <= instant(date) : at.slice(0, day.length) <= day,
    `the first time stamp by an authority that you trust over ${what} is of ${at}, and you ask for one by ${date} (UTC): that ${what} existed by then is not shown`,
  );
  say(`${what} existed by ${date} (UTC), as you ask: stamped on ${at}`);
}

/** Says what each time stamp says. Answers those by an authority that the reader trusts: of which size, and when. */
async function stampsIn({ checkpoints, timestamps = [] }, log, anchors, say) {
  const hashes = await Promise.all(checkpoints.map(stampedHash));
  const tokens = new Set(timestamps.map(({ token }) => token));
  must(tokens.size === timestamps.length, "a time stamp stands there twice");
  const trusts = [];
  for (const [at, stamp] of timestamps.entries()) {
    const what = `time stamp ${at}`;
    shape(stamp, ["token", "chain"], what);
    const parts = { token: unbase64(stamp.token), chain: unbase64(stamp.chain) };
    const found = await openStamp(parts, anchors, what).catch((error) => {
      if (!(error instanceof NotHere) || anchors.length > 0) throw error;
      say(`not checked: ${error.message}`);
      return null;
    });
    if (!found) continue;
    const { hash, at: when, authority, trusted } = found;
    const of = hashes.indexOf(hash);
    must(of >= 0, `${what}: it is not of a checkpoint in this bundle`);
    if (trusted) trusts.push({ size: log[of].size, at: when });
    const judged =
      anchors.length > 0
        ? "not under a certificate that you give, and counts for nothing"
        : "not checked, because you give no certificate that you trust (--tsa)";
    const who = trusted
      ? `a time-stamping authority named ${JSON.stringify(authority)}, whom you trust,`
      : `${judged}: a time-stamping authority that calls itself ${JSON.stringify(authority)}`;
    say(`${who} signed on ${when} that checkpoint ${of} (${log[of].size} leaves) existed`);
  }
  return trusts;
}

// ---- scrutineers ----

/**
 * What a scrutineer signs with a key to show that it is theirs, for the award whose log has this key; and, for one
 * round, to which seed of lots they commit.
 */
export function keyStatement({ log, key, round = "", seed = "" }) {
  return seed
    ? `award portal scrutineer v2\nlog ${log}\nkey ${key}\nround ${round}\nseed ${seed}\n`
    : `award portal scrutineer v1\nlog ${log}\nkey ${key}\n`;
}

/**
 * The key whose holder signed that it is theirs, for the award whose log has this key, and the commitment to a seed of
 * lots in a round; "" where there is none.
 */
export async function openKeyStatement(note, log, what) {
  const [key, round, seed] = ["key", "round", "seed"].map(fieldOf(note));
  const text = await openNote(note, [await readKey(key)], what);
  must(text === keyStatement({ log, key, round, seed }), `${what} is not stated for this log`);
  must(seed === "" || isHash(seed), `${what} commits to what is no seed`);
  return { key, round, seed };
}

/** The commitment of a scrutineer with this key to a seed of lots in a round: the seed is the salt. */
export const seedCommitment = ({ key, round, seed }) => commitment("tie-seed", { salt: seed, record: { key, round } });

/**
 * What a scrutineer signs when everything holds: the result of which round, as it was stated, in which signed state of
 * the log, after which openings (SHA-256), and when.
 */
export function scrutinyText({ log, cycle, round, result, sha256: stated, size, root, openings: file, checked }) {
  return `award portal scrutiny v1
log ${log}
cycle ${cycle}
round ${round}
result ${result}
result-sha256 ${stated}
log-size ${size}
log-root ${root}
openings-sha256 ${file}
checked ${checked}
`;
}

/** Each version of the list of a bundle as a signature names it, the last one last. */
const versionsNamed = ({ statements: shown }, { rules, versions }, log) =>
  Promise.all(
    versions.map(async ({ index }) => {
      const { origin, size, root } = log.find((state) => state.size > index);
      return {
        log: origin,
        cycle: rules.cycle,
        round: rules.round,
        result: index,
        sha256: hex(await sha256(bytesOf(shown.find((each) => each.index === index).json))),
        size,
        root: btoa(String.fromCharCode(...root)),
      };
    }),
  );

/** Which version of the list a note is under, by the leaf that it names; the last, where it names none of them. */
function versionUnder(note, named) {
  const leaf = typeof note === "string" ? fieldOf(note)("result") : "";
  const at = named.findIndex(({ result }) => leaf === String(result));
  return at < 0 ? named.length : at + 1;
}

/** What was signed in its version: while there is one alone, the result. */
const versionCalled = (version, { length }) => (length === 1 ? "this result" : `version ${version} of the list`);

/** That each key the reader demands is under the list that is checked, whatever it signed of the versions before. */
function signedLast(demanded, signed, named, what) {
  for (const { name, id, bare } of demanded)
    must(
      signed.get(bare)?.has(named.length),
      `${what(`${name}+${id}`)}, whom you ask for, has not signed ${versionCalled(named.length, named)}${named.length > 1 ? ", the last one, which is checked here" : ""}`,
    );
}

/** Keeps that a key signed a version, once. */
function keepSigned(signed, { bare, name, id }, version, at, what) {
  const under = signed.get(bare) ?? new Map();
  must(!under.has(version), `${what} is the second by ${name}+${id}`);
  signed.set(bare, under.set(version, at));
}

/**
 * Who signed the result that is named, and what else the signature says; by one of these keys alone, in one line under
 * its text.
 */
export async function openScrutiny(note, keys, named, what) {
  const [, name, base64] = /\n\n— (\S+) (\S+)\n$/.exec(note) ?? [];
  must(name, `${what} is not a note with one signature`);
  const id = hex(unbase64(base64).subarray(0, 4));
  const by = keys.find((key) => key.name === name && key.id === id);
  must(by, `${what} is by ${name}+${id}, whose key was not stated before the scores were frozen`);
  const text = await openNote(note, [by], what);
  const [file, checked] = [fieldOf(text)("openings-sha256"), fieldOf(text)("checked")];
  must(
    text === scrutinyText({ ...named, openings: file, checked }),
    `${what} is under another result than this one, or under another state of the log`,
  );
  must(
    isHash(file) && /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/.test(checked),
    `${what} does not say which openings were checked, or when`,
  );
  return { by, openings: file, checked };
}

/** The keys of scrutineers that stand in the log since before the freeze: each of somebody else, by name as by key. */
async function statedKeys({ scrutineers }, ofLog) {
  const stated = await Promise.all(
    scrutineers.map(async ({ key: written, seed, opened: isOpened }) => {
      const { name, id, bare, key } = await readKey(written);
      return {
        name,
        id,
        bare,
        key,
        written,
        who: `${name}+${id}`,
        committed: seed,
        seed: seed && (isOpened ? "opened" : "missing"),
      };
    }),
  );
  must(
    new Set([...ofLog, ...stated.map(({ bare }) => bare)]).size === ofLog.size + stated.length,
    "one key is stated for two scrutineers, or the log as its own scrutineer",
  );
  must(
    new Set(stated.map(({ name }) => sameName(name))).size === stated.length,
    "two keys are stated under one scrutineer's name: ask its holder which is theirs, and who stated the other",
  );
  return stated;
}
/** Names that look alike at a glance are one, but for letters of other scripts that look like these. */
const sameName = (name) => name.normalize("NFKC").toLowerCase().normalize("NFKC");

/**
 * Which scrutineers signed which version of the list, of those whose keys stand in the log since before the freeze.
 * Whom the reader asks for has to be among them and to have signed the last.
 */
async function signedByScrutineers(bundle, told, log, { scrutineers: written = [] }, ofLog, say) {
  list(written, "scrutineers");
  const [stated, signed] = [await statedKeys(told, ofLog), new Map()];
  const demanded = await Promise.all(written.map((each) => readKey(each)));
  const named = await versionsNamed(bundle, told, log);
  for (const [at, note] of (bundle.signatures ?? []).entries()) {
    const what = `scrutineer's signature ${at}`;
    const version = versionUnder(note, named);
    const { by, checked } = await openScrutiny(note, stated, named[version - 1], what);
    keepSigned(signed, by, version, checked, what);
  }
  for (const { who, bare } of stated) {
    const asked = demanded.some((each) => each.bare === bare) ? "whom you ask for" : "not one you asked for";
    const scrutineer = `the scrutineer ${who}, ${asked}, whose key was stated before the scores were frozen`;
    say(signedOf(scrutineer, signed.get(bare) ?? new Map(), named));
  }
  if (stated.length === 0) say("no scrutineer's signature: no key of one was stated before the scores were frozen");
  for (const { name, id, bare } of demanded)
    must(
      stated.some((each) => each.bare === bare),
      `the key of the scrutineer ${name}+${id}, whom you ask for, was not stated before the scores were frozen`,
    );
  signedLast(demanded, signed, named, (who) => `the scrutineer ${who}`);
  return {
    named,
    scrutineers: stated.map(({ written: key, bare, seed = null, committed: commitment = null }) => ({
      key,
      seed,
      commitment,
      checked: signed.get(bare)?.get(named.length) ?? null,
    })),
  };
}

/** What a scrutineer signed, version by version, and of the last also that they did not. */
function signedOf(scrutineer, under, named) {
  if (under.size === 0) return `no signature of ${scrutineer}: ask them what they found`;
  const each = [...under]
    .sort(([a], [b]) => a - b)
    .map(([version, checked]) => `${versionCalled(version, named)} on ${checked}`);
  const missing = under.has(named.length)
    ? ""
    : `, and not ${versionCalled(named.length, named)}, which is checked here: ask them what they found`;
  return `${scrutineer}, has checked and signed ${each.join(", and ")}${missing}`;
}

// ---- the secretariat's own signature ----

/**
 * What somebody of the secretariat signs with a key of their own, which the portal does not have: that this is the
 * result the award stands by, as it was stated, in which signed state of the log, and when.
 */
export function countersignatureText({ key, log, cycle, round, result, sha256: stated, size, root, signed }) {
  return `award portal countersignature v1
key ${key}
log ${log}
cycle ${cycle}
round ${round}
result ${result}
result-sha256 ${stated}
log-size ${size}
log-root ${root}
signed ${signed}
`;
}

/** By which key the result that is named is countersigned, and when. The note says the key; whose it is, it cannot. */
export async function openCountersignature(note, named, what) {
  const field = fieldOf(typeof note === "string" ? note : "");
  const [written, signed] = [field("key"), field("signed")];
  const by = await readKey(written);
  must(
    (await openNote(note, [by], what)) === countersignatureText({ ...named, key: written, signed }) &&
      /\n\n— \S+ \S+\n$/.test(note),
    `${what} is under another result than this one, or under another state of the log`,
  );
  must(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/.test(signed), `${what} does not say when it was made`);
  return { ...by, written, signed };
}

/**
 * Who signed which version of the list for the award, with keys that the log does not hold and the reader has from
 * elsewhere. Whom the reader asks for has to have signed the last.
 */
async function countersigned(bundle, named, { secretariat: written = [] }, others, say) {
  list(written, "secretariat");
  const [demanded, found] = [await Promise.all(written.map((each) => readKey(each))), new Map()];
  for (const [at, note] of (bundle.countersignatures ?? []).entries()) {
    const what = `the secretariat's signature ${at}`;
    const version = versionUnder(note, named);
    const by = await openCountersignature(note, named[version - 1], what);
    const { name, id, bare, signed } = by;
    must(!others.has(bare), `${what} is by the key of the log or of a scrutineer`);
    keepSigned(found, by, version, signed, what);
    const asked = demanded.some((each) => each.bare === bare)
      ? "whom you ask for"
      : "not one you asked for: compare the key with the printed rules";
    const of = named.length > 1 ? `${versionCalled(version, named)} is ` : "";
    say(`${of}signed for the award by ${name}+${id}, ${asked}, on ${signed}`);
  }
  if (![...found.values()].some((under) => under.has(named.length)))
    say(`no signature of the secretariat's own is under ${versionCalled(named.length, named)}, besides the log's`);
  signedLast(demanded, found, named, (who) => who);
}

const commitment = async (type, { salt, record }) =>
  hex(await sha256(bytesOf(`awards/v1/${type}\n`), unhex(salt), bytesOf(canonical(record))));

async function opened(type, opening, what) {
  shape(opening, ["salt", "record"], what);
  must(isHash(opening.salt), `the salt of ${what} is not 32 bytes`);
  return commitment(type, opening);
}

// ---- the check, in its order ----

/**
 * Checks a bundle (as text) with the keys of `trust` and whatever the reader has: receipts and checkpoints, and a
 * scrutineer's openings (as text). `source` is the SHA-256 of this file, from whoever has its bytes. Where somebody is about to sign, no line says whose signature is there: that is for
 * their program to tell. A scrutineer who signs before the result is public has a bundle that opens no names and no
 * reasons at all: what is signed holds commitments to them, and whoever reads it later has what they open checked.
 */
export async function verify(
  text,
  trust,
  {
    receipts = [],
    checkpoints: kept = [],
    log: leaves = null,
    reviews: own = [],
    openings: file = null,
    tsa = [],
    by = {},
    source = null,
    signing = false,
  } = {},
) {
  const lines = [];
  const say = (line) => lines.push(printableLine(line));
  try {
    const bundle = readBundle(text);
    const trusted = await keysTrusted(trust);
    const { keys, counted, ended } = await afterRevocations(trusted.keys, bundle.statements);
    const ofLog = new Set([...trusted.ofLog, ...ended]);
    const log = await history(bundle, keys);
    say(`${log.length} checkpoints of ${log[0].origin}, signed by keys you trust; each only adds to the one before it`);
    await checkKept(kept, log, keys, say);
    const told = await statements(bundle, log);
    const { rules, seal, freeze } = told;
    await witnessed(bundle, log, await readWitnesses(trust, ofLog), say);
    await stamped(bundle, told, log, { tsa, by }, say);
    must(rules.v === bundle.v, `the rules are of version ${rules.v}, the bundle of version ${bundle.v}`);
    say(
      "rules, list of entries, frozen scores and result stand in the log in this order, and the rules were signed before any score was in it",
    );
    for (const each of told.ofLog) say(await toldOfLog(each, each.index, counted));
    for (const line of await lotsTold(told)) say(line);
    for (const line of await termsTold(told, source)) say(line);
    for (const line of await unshown(bundle, told, log, kept, leaves)) say(line);
    const whole = leaves === null ? { keys, lines: [] } : await nothingElse(leaves, bundle, told, log, keys);
    for (const line of whole.lines) say(line);
    await entriesSealed(bundle, seal);
    say(
      `${seal.entries} entries were in at the deadline, and their list is the sealed one${seal.number > 1 ? `; it was sealed ${seal.number} times` : ""}`,
    );
    const { handedIn, confirmed, held } = await checkReceipts(receipts, bundle, told, whole.keys, say);
    for (const line of await ownReviews(own, told, log, whole.keys, say)) say(line);
    const reviews = await openings(bundle, { rules, freeze });
    if (freeze.disclosure > 0)
      say(`${freeze.reviews} reviews are exactly those that were frozen, none added, removed or changed`);
    for (const line of await versionsTold(bundle, told)) say(line);
    for (const version of told.versions) await recompute(bundle, { ...told, result: version }, reviews);
    say(recomputed(rules, freeze, told.versions.at(-1).list.length));
    if (file === null) for (const line of withheldScores(told, null)) say(line);
    if (rules.method === "adjusted" && file === null)
      for (const line of await adjustedInPublic(told, reviews)) say(line);
    const shown = file === null ? unopened : scrutinised;
    for (const line of await shown(file, bundle, told, log, { handedIn, confirmed, held })) say(line);
    for (const line of await voted(bundle, told)) say(line);
    const nameless = signing && file !== null && bundle.names.length === 0;
    for (const version of told.versions) levelsHold({ ...told, result: version });
    const standing = { ...told, result: told.versions.at(-1) };
    for (const line of chosen(standing, await reasons(bundle, standing, nameless), nameless)) say(line);
    if (nameless)
      say("the names of the awarded are not opened in this bundle: what you sign names their entries by commitments");
    else for (const line of await names(bundle, standing)) say(line);
    const tell = signing ? () => undefined : say;
    const signed = await signedByScrutineers(bundle, told, log, trust, ofLog, tell);
    const others = new Set(ofLog);
    for (const { key } of signed.scrutineers) others.add((await readKey(key)).bare);
    await countersigned(bundle, signed.named, trust, others, tell);
    for (const { what, reason } of told.corrections) say(`afterwards: ${what}${reason ? `: ${reason}` : ""}`);
    const [earlier, last] = [signed.named.slice(0, -1), signed.named.at(-1)];
    return { ok: true, lines, named: last, earlier, scrutineers: signed.scrutineers };
  } catch (error) {
    const said = printableLine(error.message);
    const failure = error instanceof Failure ? said : `the bundle cannot be read: ${said}`;
    return { ok: false, lines, failure, otherKey: isOtherKey(error) };
  }
}

function readBundle(text) {
  const bundle = JSON.parse(text);
  must(canonical(bundle) === text.trim(), "the bundle is not canonical JSON: it was changed after it was written");
  // A round whose panel voted has one member more, and so has one in which a scrutineer's key was stated, one whose
  // result seals the reasons of departures, one that somebody of the secretariat signed, and one after an authority
  // stamped a state of the log.
  const lists = [
    ...["checkpoints", "consistency", "statements", "entries", "openings", "names"],
    ...["votes", "reasons", "signatures", "countersignatures", "timestamps"].filter((name) => name in bundle),
  ];
  shape(bundle, ["v", ...lists], "the bundle");
  must(
    Number.isSafeInteger(bundle.v) && bundle.v >= 1 && bundle.v <= 2 * SEEDED,
    `this verifier reads bundles of versions 1 to ${2 * SEEDED}`,
  );
  for (const name of lists) list(bundle[name], name);
  return bundle;
}

function recomputed(rules, { disclosure }, entries) {
  if (disclosure === 0)
    return "the scores of this round are not disclosed: ranking and arithmetic cannot be recomputed from this bundle";
  if (rules.method !== "mean") return `counts and totals of ${entries} entries come out the same`;
  const ties = Array.isArray(rules.ties) ? `, ties broken by ${rules.ties.join(", then ")}` : "";
  const from = isDivided(rules) ? "the means of each criterion over its readers" : "the scores";
  return `the ranking of ${entries} entries comes out the same when it is computed anew from ${from}${ties}`;
}

async function history({ checkpoints, consistency }, keys) {
  const log = [];
  for (const [at, note] of checkpoints.entries()) log.push(await readCheckpoint(note, keys, `checkpoint ${at}`));
  must(
    log.length > 0 && consistency.length === log.length - 1,
    "there is not one consistency proof between each two checkpoints",
  );
  for (const [at, proof] of consistency.entries()) {
    const [a, b] = [log[at], log[at + 1]];
    must(a.origin === b.origin && a.size < b.size, `checkpoint ${at + 1} does not come after checkpoint ${at}`);
    list(proof, `consistency proof ${at}`);
    must(
      await extendsTree({ size1: a.size, root1: a.root, size2: b.size, root2: b.root, proof: proof.map(unbase64) }),
      `checkpoint ${at + 1} does not extend checkpoint ${at}: the log was rewritten`,
    );
  }
  return log;
}

async function checkKept(kept, log, keys, say, tooNew) {
  for (const note of kept) {
    const { size, root } = await readCheckpoint(note, keys, "the checkpoint you kept");
    must(
      size <= log.at(-1).size,
      tooNew ?? `the bundle ends at ${log.at(-1).size} leaves, before the checkpoint you kept (${size})`,
    );
    must(
      log.some((each) => each.size === size && equal(each.root, root)),
      `the checkpoint you kept (${size} leaves) is not in this history: the log was rewritten`,
    );
    say(`the checkpoint you kept (${size} leaves) is part of this history`);
  }
}

/**
 * Members of each statement by type and version. Version 2 of the result is that of a round whose panel voted, 3 and 4
 * are 1 and 2 of one in which adjusted scores decided, with a commitment to these, and 5 to 8 are 1 to 4 with a
 * commitment to each reason where those have its words; version 2 of the ballot of one that
 * is counted by a model, and 3 and 4 are 1 and 2 with a salt; version 2 of the rules knows steps, criteria that may be left out, and other parts of a point
 * than hundredths; version 3 how many units of a criterion make a point; version 4 an order in which ties are broken;
 * version 5 criteria that are divided among reviewers, and how many may read one; 6 to 10 are 1 to 5 with commitments to
 * the seeds of lots, what holds for what comes late, and the SHA-256 of the verifier;
 * version 2 of a correction has a salt, and versions 3 and 4 state another list in the place of one before, 4 one with
 * honours; 25 to 32 of the result are 9 to 16 of a list with honours;
 * in rules whose conflicts name no rule of cities, "off" is what has been called "warn" since;
 * version 2 of the seal is that of a list in which each entry commits to its number in the portal; version 2 of the
 * freeze names the statements of scrutineers' keys, so that none can be left out; version 3 of the freeze and of the
 * count open a seed, and the freeze names those that scrutineers opened, each in a statement of its own, where version
 * 2 of their key's commits to one.
 */
const MEMBERS = {
  "key-revocation 1": ["type", "v", "key", "next", "reason"],
  "restored 1": ["type", "v", "size", "root", "held", "reason"],
  "rules 1": [
    "type",
    "v",
    "round",
    "cycle",
    "criteria",
    "method",
    "levels",
    "reviewsPerEntry",
    "conflicts",
    "ties",
    "disclosure",
  ],
  "rules 2": [
    "type",
    "v",
    "round",
    "cycle",
    "criteria",
    "parts",
    "method",
    "levels",
    "reviewsPerEntry",
    "conflicts",
    "ties",
    "disclosure",
  ],
  "rules 3": [
    "type",
    "v",
    "round",
    "cycle",
    "criteria",
    "parts",
    "method",
    "levels",
    "reviewsPerEntry",
    "conflicts",
    "ties",
    "disclosure",
  ],
  "rules 4": [
    "type",
    "v",
    "round",
    "cycle",
    "criteria",
    "parts",
    "method",
    "levels",
    "reviewsPerEntry",
    "conflicts",
    "ties",
    "disclosure",
  ],
  "rules 5": [
    "type",
    "v",
    "round",
    "cycle",
    "criteria",
    "parts",
    "readers",
    "method",
    "levels",
    "reviewsPerEntry",
    "conflicts",
    "ties",
    "disclosure",
  ],
  "seal 1": ["type", "v", "cycle", "number", "entries", "root", "closesAt"],
  "seal 2": ["type", "v", "cycle", "number", "entries", "root", "closesAt"],
  "scrutineer 1": ["type", "v", "round", "key"],
  "scrutineer 2": ["type", "v", "round", "key", "seed"],
  "seed 1": ["type", "v", "round", "scrutineer", "seed"],
  "freeze 1": ["type", "v", "round", "seal", "rules", "reviews", "root", "disclosure", "withheld"],
  "freeze 2": ["type", "v", "round", "seal", "rules", "scrutineers", "reviews", "root", "disclosure", "withheld"],
  "freeze 3": [
    "type",
    "v",
    "round",
    "seal",
    "rules",
    "scrutineers",
    "seed",
    "opened",
    "reviews",
    "root",
    "disclosure",
    "withheld",
  ],
  "ballot 1": ["type", "v", "round", "freeze", "method", "seats", "standing", "candidates", "closesAt"],
  "ballot 2": [
    "type",
    "v",
    "round",
    "freeze",
    "method",
    "seats",
    "standing",
    "candidates",
    "closesAt",
    "variance",
    "ties",
  ],
  "count 1": ["type", "v", "round", "ballot", "papers", "votes", "root", "withheld"],
  "count 2": ["type", "v", "round", "ballot", "papers", "keptOut", "votes", "root", "withheld"],
  "count 3": ["type", "v", "round", "ballot", "papers", "keptOut", "seed", "votes", "root", "withheld"],
  "result 1": ["type", "v", "round", "freeze", "list", "deviations", "approvals"],
  "result 2": ["type", "v", "round", "freeze", "count", "elected", "list", "deviations", "approvals"],
  "result 3": ["type", "v", "round", "freeze", "adjusted", "list", "deviations", "approvals"],
  "result 4": ["type", "v", "round", "freeze", "count", "elected", "adjusted", "list", "deviations", "approvals"],
  "result 5": ["type", "v", "round", "freeze", "list", "deviations", "approvals"],
  "result 6": ["type", "v", "round", "freeze", "count", "elected", "list", "deviations", "approvals"],
  "result 7": ["type", "v", "round", "freeze", "adjusted", "list", "deviations", "approvals"],
  "result 8": ["type", "v", "round", "freeze", "count", "elected", "adjusted", "list", "deviations", "approvals"],
  "correction 1": ["type", "v", "round", "result", "what", "reason"],
  "correction 3": [
    "type",
    "v",
    "round",
    "result",
    "replaces",
    "what",
    "reason",
    "list",
    "deviations",
    "approvals",
    "salt",
  ],
};
// The same with a salt: nobody finds by trial what a result or a correction says, or who stands in a ballot, whose hash
// stands in the log before it is public.
for (const [type, versions] of [
  ["ballot", 2],
  ["result", 8],
  ["correction", 1],
])
  for (let version = 1; version <= versions; version++)
    MEMBERS[`${type} ${version + versions}`] = [...MEMBERS[`${type} ${version}`], "salt"];

/** Results of versions above this have honours, and are else of the version that is so much lower, with a salt. */
const HONOURED = 16;
for (let version = HONOURED / 2 + 1; version <= HONOURED; version++)
  MEMBERS[`result ${version + HONOURED}`] = [...MEMBERS[`result ${version}`], "honours"];
MEMBERS["correction 4"] = [...MEMBERS["correction 3"], "honours"];

/** Rules of versions above this commit to seeds of lots, and are else of the version that is so much lower. */
const SEEDED = 5;
const isSeeded = ({ v }) => v > SEEDED;
const kindOf = ({ v }) => (v > SEEDED ? v - SEEDED : v);
for (let version = 1; version <= SEEDED; version++)
  MEMBERS[`rules ${version + SEEDED}`] = [...MEMBERS[`rules ${version}`], "seeds", "late", "verifier"];

/** Freezes of versions above this commit to who was given what, and are else of the version that is so much lower. */
const ASSIGNING = 3;
const isAssigning = ({ v }) => v > ASSIGNING;
const kindOfFreeze = ({ v }) => (v > ASSIGNING ? v - ASSIGNING : v);
for (let version = 1; version <= ASSIGNING; version++)
  MEMBERS[`freeze ${version + ASSIGNING}`] = MEMBERS[`freeze ${version}`];

/** What is stated of the log itself, whatever the round. */
const OF_LOG = ["restored", "key-revocation"];
/** How many leaves a log has that ends with the last statement of the round. */
const endOfRound = (shown) =>
  Math.max(...shown.flatMap(({ json, index }) => (OF_LOG.includes(JSON.parse(json).type) ? [] : [index]))) + 1;

async function statements(bundle, log) {
  const found = await statementsInLog(bundle, log);
  const of = (type) => found.filter((each) => each.type === type);
  const one = (type) => {
    must(of(type).length === 1, `there is not exactly one ${type} statement`);
    return of(type)[0];
  };
  const [rules, freeze, result] = [one("rules"), one("freeze"), one("result")];
  const [seals, corrections, scrutineers] = [of("seal"), of("correction"), of("scrutineer")];
  const [ballots, counts, seeds] = [of("ballot"), of("count"), of("seed")];
  const seal = seals.at(-1);
  must(
    seal && seals.every(({ number, cycle }, at) => number === at + 1 && cycle === seal.cycle),
    "a sealing of the entries is missing",
  );
  must(
    rules.cycle === seal.cycle &&
      [freeze, result, ...scrutineers, ...seeds, ...ballots, ...counts, ...corrections].every(
        ({ round }) => round === rules.round,
      ),
    "the statements are not of one round",
  );
  inOrder({ rules, seal, freeze, result, corrections });
  keysStated(bundle, scrutineers, freeze);
  const { ballot, count } = ballotCounted(bundle, { freeze, ballots, counts, result });
  await seedsHold({ rules, freeze, count });
  freeze.others = await openedByScrutineers({ rules, freeze, scrutineers, seeds });
  for (const each of [...ballots, result, ...corrections])
    must(!("salt" in each) || isHash(each.salt), `the salt of the ${each.type} is not 32 bytes`);
  must(
    !("adjusted" in result) || (rules.method === "adjusted" && isHash(result.adjusted)),
    "adjusted scores are said to decide, and the rules do not let them",
  );
  const versions = versionsOf(result, corrections);
  must(
    "reasons" in bundle === versions.some(sealsReasons),
    "reasons are opened that were not sealed, or sealed and not shown",
  );
  return {
    rules,
    seal,
    freeze,
    ballot,
    count,
    result,
    versions,
    corrections,
    scrutineers,
    ofLog: found.filter(({ type }) => OF_LOG.includes(type)),
  };
}

/**
 * The result as it was stated, and each corrected list that took the place of the one before. Whatever a correction
 * does not state, the scores and what follows from them, is of the first.
 */
function versionsOf(result, corrections) {
  const versions = [result];
  for (const correction of corrections) {
    const { v, replaces, what, reason, list: lines, deviations, approvals, honours, index, signedAt } = correction;
    if (v < 3) continue;
    const [which, before] = [`version ${versions.length + 1} of the list`, versions.at(-1)];
    must(what === "list corrected", `${which} does not say that it is one`);
    must(
      replaces === before.index,
      `${which} takes the place of leaf ${replaces}, and the one before is leaf ${before.index}`,
    );
    must(before.signedAt <= index, `${which} was stated before the one before was signed`);
    must(typeof reason === "string" && reason.trim() !== "", `${which} gives no reason for the correction`);
    list(lines, `${which}`);
    list(deviations, `the departures of ${which}`);
    const sealed = ((result.v - 1) | 4) + 1;
    const stated = { list: lines, deviations, approvals, honours };
    versions.push({ ...result, ...stated, v: sealed, index, signedAt, reason, replaces });
  }
  return versions;
}

/** That a corrected list stands on what was ranked and scored, entry by entry, as the first one did. */
function sameScores({ freeze, versions: [first, ...later] }) {
  const scored = ({ list: lines }) => canonical(lines.map(({ level: _given, ...scores }) => scores));
  for (const [at, version] of later.entries())
    must(
      freeze.disclosure === 0 || scored(version) === scored(first),
      `version ${at + 2} of the list has other ranks or scores than the first: a correction changes levels and honours alone`,
    );
}

/** Which versions of the list there are, which of them stands, and what of this file is about the first alone. */
async function versionsTold({ statements: shown }, { freeze, versions }) {
  sameScores({ freeze, versions });
  if (versions.length === 1) return [];
  const told = [];
  for (const [at, { index, replaces, reason }] of versions.entries()) {
    if (at === 0) continue;
    const { json } = shown.find((each) => each.index === index);
    told.push(
      `version ${at + 1} of the list is leaf ${index} of the log, SHA-256 ${hex(await sha256(bytesOf(json)))}, takes the place of leaf ${replaces}, and two people approved it: ${reason}`,
    );
  }
  return [
    ...told,
    `checked is version ${versions.length} of the list, the last that is stated, from the same frozen scores as all before it. What was signed of an earlier version does not count for this one`,
  ];
}

/** Each statement of a bundle, canonical, of members that its version has, and in the log at its place. */
async function statementsInLog(bundle, log) {
  const found = [];
  let before = -1;
  for (const [at, given] of bundle.statements.entries()) {
    const what = `statement ${at}`;
    shape(given, ["json", "index", "checkpoint", "proof"], what);
    const statement = JSON.parse(given.json);
    const members = MEMBERS[`${statement.type} ${statement.v}`];
    must(canonical(statement) === given.json && members, `${what} is not a canonical statement`);
    shape(statement, members, what);
    must(given.index > before, `${what} does not stand after the one before it`);
    const checkpoint = log[given.checkpoint];
    must(
      Number.isSafeInteger(given.checkpoint) && checkpoint,
      `${what} names a checkpoint that is missing, or by no number`,
    );
    list(given.proof, `the proof of ${what}`);
    const proof = given.proof.map(unbase64);
    must(
      await includes({
        leaf: await leafHash(bytesOf(given.json)),
        index: given.index,
        size: checkpoint.size,
        root: checkpoint.root,
        proof,
      }),
      `${what} (${statement.type}) is not in the log as it is shown`,
    );
    found.push({ ...statement, index: given.index, signedAt: checkpoint.size });
    before = given.index;
  }
  return found;
}

const OTHERS =
  ". The others should be about other rounds, papers of a ballot, or confirmations by reviewers. That none states another result of this round, or takes this one back, no bundle shows: give the whole log, from /log/leaves, with --log, or take the proof anew from the portal and compare the line above with what others read";

/**
 * By what everybody can compare that they check the same result, and what no bundle shows: that a log does not hold
 * another one, or a correction that was left out. Right before each statement stands a commitment to the audit trail,
 * which it does not open. Other leaves are told without a warning: an award with several rounds has them.
 */
async function unshown({ statements: shown }, { freeze, result }, log, kept, leaves) {
  const [end, { json }] = [log.at(-1).size, shown.find(({ index }) => index === result.index)];
  const told = new Set(shown.map(({ index }) => index));
  const hidden = Array.from({ length: end - 1 - freeze.index }, (_none, at) => freeze.index + 1 + at).filter(
    (index) => !told.has(index),
  );
  const trail = hidden.filter((index) => told.has(index + 1) && log.every(({ size }) => size !== index + 1));
  return [
    `the result is leaf ${result.index} of the log, SHA-256 ${hex(await sha256(bytesOf(json)))}: whoever checks this round should read this very line`,
    ...(hidden.length > 0 && leaves === null
      ? [
          `leaves of the log after the frozen scores that this bundle does not show: ${hidden.length}, of them ${trail.length} right before a statement, where a commitment to the audit trail should stand${hidden.length > trail.length ? OTHERS : ""}`,
        ]
      : []),
    ...(kept.length === 0 && leaves === null
      ? [
          `the log is told up to its first ${end} leaves. Whether more was signed since you see with --checkpoint and the portal's newest one, from /log/checkpoint`,
        ]
      : []),
  ];
}

/**
 * With the log whole: that it states of this round what the bundle shows, and nothing else. A leaf of 32 bytes is a
 * commitment, which states nothing; each other one is a statement, in clear or, while it is not public, by its hash.
 */
async function nothingElse(text, { statements: shown }, { rules, freeze }, log, keys) {
  const file = JSON.parse(text);
  shape(file, ["v", "checkpoint", "leaves"], "the log");
  list(file.leaves, "the leaves of the log");
  must(file.v === 1, "the log is of another version than this verifier reads");
  const after = await afterRevocations(
    keys,
    file.leaves.map((json, index) => ({ json, index })),
  );
  const newest = await readCheckpoint(file.checkpoint, after.keys, "the checkpoint of the log");
  const last = log.at(-1);
  must(newest.size >= last.size, `the log ends at ${newest.size} leaves, before the bundle: take it again`);
  must(
    file.leaves.length === newest.size,
    `the log holds ${file.leaves.length} leaves, and ${newest.size} were signed`,
  );
  const hashes = await Promise.all(file.leaves.map(hashOfLeaf));
  must(equal(await rootOver(hashes), newest.root), "the leaves of the log are not those that were signed");
  must(
    newest.origin === last.origin && equal(await rootOver(hashes.slice(0, last.size)), last.root),
    "the log is another one than that of the bundle",
  );
  const told = new Set(shown.map(({ index }) => index));
  const ofLog = [];
  let [states, closed] = [0, 0];
  for (const [index, leaf] of file.leaves.entries()) {
    if (isHash(leaf) || told.has(index)) continue;
    if (leaf.startsWith("?")) closed++;
    else {
      const { type, round, cycle, ...about } = statementIn(leaf, index);
      if (OF_LOG.includes(type)) ofLog.push(await toldOfLog({ type, ...about }, index, after.counted));
      else states++;
      must(
        round !== rules.round && !(type === "seal" && cycle === rules.cycle && index < freeze.index),
        index < last.size
          ? `leaf ${index} of the log states a ${type} of this round that the bundle does not show: whoever wrote it left that out`
          : `leaf ${index} of the log states a ${type} of this round since this bundle was made: take the bundle again`,
      );
    }
  }
  const of = `${newest.size} leaves of the log, up to its checkpoint that you have`;
  const found =
    closed === 0
      ? `${of}, are all there: they hold no other statement of this round, so no second result and no correction that the bundle leaves out. Of other rounds: ${states}`
      : `WARNING: ${of}, are all there, and ${closed} of them are statements that are not public yet. Among the others there is no second result of this round and no correction that the bundle leaves out; take the log again when every round is public`;
  return { keys: after.keys, lines: [...ofLog, found] };
}

/** What is stated of the log itself. `counted` are the places of the changes of its key that count. */
async function toldOfLog({ type, ...about }, index, counted) {
  if (type === "restored") return restoredTold(about, index);
  const [old, next] = [await readKey(about.key), await readKey(about.next)];
  must(
    typeof about.reason === "string" && old.bare !== next.bare,
    `leaf ${index} of the log does not say why a key was revoked, or which key follows`,
  );
  const said = `WARNING: leaf ${index} of the log says that the key ${old.name}+${old.id} signs for it no more, and ${next.name}+${next.id} does`;
  return counted.has(index)
    ? `${said}; what the old key signs over later states counts for nothing here. The reason given: ${about.reason}`
    : `${said}. That key does not stand behind it among the keys that you trust, so this counts for nothing: a thief could have written it. Ask, in another way than through the portal, which keys the log has and had, and write each behind the one that it followed. The reason given: ${about.reason}`;
}

/** That the portal goes on from an older copy of its database: whoever kept the state named there holds another log. */
function restoredTold({ size, root, held, reason }, index) {
  must(
    isHash(root) && typeof reason === "string" && Number.isSafeInteger(size) && held <= index,
    `leaf ${index} of the log does not say what was lost, and why`,
  );
  return `WARNING: leaf ${index} of the log says that it goes on from an older copy of ${held} leaves, without a state of ${size} leaves, root ${root}, that was signed: ${reason}`;
}

async function hashOfLeaf(leaf, index) {
  must(typeof leaf === "string" && leaf !== "", `leaf ${index} of the log is not a text`);
  if (leaf.startsWith("?")) {
    must(isHash(leaf.slice(1)), `leaf ${index} of the log is closed without a hash`);
    return unhex(leaf.slice(1));
  }
  return leafHash(isHash(leaf) ? unhex(leaf) : bytesOf(leaf));
}

function statementIn(leaf, index) {
  const statement = JSON.parse(leaf);
  const members = MEMBERS[`${statement?.type} ${statement?.v}`];
  must(
    members && canonical(statement) === leaf,
    `leaf ${index} of the log is neither a commitment nor a statement that this verifier knows: take the newest`,
  );
  shape(statement, members, `leaf ${index} of the log`);
  return statement;
}

/** Rules, list, scores and result, one upon the other. */
function inOrder({ rules, seal, freeze, result, corrections }) {
  must(
    freeze.rules === rules.index &&
      freeze.seal === seal.index &&
      result.freeze === freeze.index &&
      corrections.every((each) => each.result === result.index),
    "the statements do not refer to each other",
  );
  must(
    rules.signedAt <= freeze.index && seal.signedAt <= freeze.index && freeze.signedAt <= result.index,
    "rules, list, scores and result were not signed one after the other",
  );
  must(
    corrections.every(({ index }) => index > result.index),
    "a correction stands before the result",
  );
}

function keysStated(bundle, scrutineers, freeze) {
  must(
    canonical(scrutineers.map(({ index }) => index)) === canonical(freeze.scrutineers ?? []) &&
      (kindOfFreeze(freeze) === 3 || scrutineers.length > 0 === (kindOfFreeze(freeze) === 2)) &&
      "signatures" in bundle === scrutineers.length > 0,
    "the keys of scrutineers that are shown are not those that were stated before the scores were frozen",
  );
  must(
    scrutineers.every(({ signedAt }) => signedAt <= freeze.index),
    "the key of a scrutineer was not signed before the scores were frozen",
  );
}

/**
 * That the seeds which were opened, with the frozen scores and with the count, are those that the rules commit to: none
 * was drawn again, and none withheld. A commitment to a seed is one to what it is for, with the seed for its salt.
 */
async function seedsHold({ rules, freeze, count }) {
  must(
    isSeeded(rules) === (kindOfFreeze(freeze) === 3) && (!count || isSeeded(rules) === (count.v === 3)),
    "the rules commit to seeds of lots that are not opened, or seeds are opened that they do not commit to",
  );
  if (!isSeeded(rules)) return;
  const { seeds, late, verifier, round } = rules;
  shape(seeds, ["ranking", "ballot"], "the commitments to seeds in the rules");
  shape(late, ["graceSeconds", "extensions"], "what the rules say of what comes late");
  must(
    Number.isSafeInteger(late.graceSeconds) && late.graceSeconds >= 0 && typeof late.extensions === "string",
    "the rules do not say what holds for what comes late",
  );
  must(isHash(verifier), "the rules do not name the verifier");
  list(freeze.opened, "the opened seeds");
  for (const [drawn, { seed }, when] of [
    ["ranking", freeze, "the frozen scores"],
    ...(count ? [["ballot", count, "the count"]] : []),
  ])
    must(
      isHash(seed) && (await commitment("tie-seed", { salt: seed, record: { round, for: drawn } })) === seeds[drawn],
      `the seed of the ${drawn} that was opened with ${when} is not the one that the rules commit to`,
    );
}

/**
 * The seeds that scrutineers opened, in the order of their keys: whoever runs the portal could hold openings back, and
 * so choose their order. Each was committed to before the rules were stated, with which the portal committed to its own,
 * and opened after that: neither could be chosen by who knew the other.
 */
async function openedByScrutineers({ rules, freeze, scrutineers, seeds }) {
  must(
    scrutineers.every(
      ({ seed, index }) => seed === undefined || (isSeeded(rules) && isHash(seed) && index < rules.index),
    ),
    "a scrutineer's commitment to a seed does not stand before the rules: by then somebody could have known what it decides",
  );
  must(
    canonical(seeds.map(({ index }) => index)) === canonical(freeze.opened ?? []),
    "the opened seeds that are shown are not those that the freeze names",
  );
  for (const { scrutineer, seed, index, signedAt } of seeds) {
    const by = scrutineers.find((each) => each.index === scrutineer);
    must(
      by?.seed !== undefined && isHash(seed) && (await seedCommitment({ ...by, seed })) === by.seed,
      `the seed in leaf ${index} is not one that a scrutineer committed to`,
    );
    must(!by.opened, `the seed in leaf ${index} is opened for the second time`);
    must(
      index > rules.index && signedAt <= freeze.index,
      `the seed in leaf ${index} was not opened between the rules and the frozen scores`,
    );
    by.opened = seed;
  }
  return [...scrutineers].sort((a, b) => a.index - b.index).flatMap(({ opened }) => opened ?? []);
}

/**
 * What lots are drawn from: the seeds, and what people gave since they were committed to, scores or votes, without
 * salts and slots. Those are drawn by whoever runs the portal, who could draw them again until a lot suits them.
 */
async function drawOf(seeds, given) {
  const said = given.map(({ round: _round, slot: _slot, reviewer: _reviewer, ...each }) => canonical(each));
  return hex(await sha256(...seeds.map(unhex), await sha256(bytesOf(said.sort().join("\n")))));
}

/** The lot of each, by its sealed commitment: the lowest comes first. */
async function lotsOf(entries, draw) {
  const lots = new Map();
  for (const each of entries) lots.set(each, hex(await sha256(bytesOf(`${draw}\n${each}`))));
  return lots;
}

/** The method by which voters tell pairs apart: each answer is a record of two, the better one first. */
const PAIRS = "bradley-terry";

/** The ways of counting a ballot in which lots decide between equals. */
const BY_LOT = ["stv", "plackett-luce", PAIRS];

/** Where a round may draw lots: in its ranking by means, in its ballot. */
const lotsIn = ({ rules, ballot, count }) => ({
  ranking: Array.isArray(rules.ties) && rules.ties.includes("lot"),
  ballot: Boolean(count) && BY_LOT.includes(ballot.method),
});

/** By what lots go, and who could have chosen them. */
async function lotsTold(told) {
  const { rules, seal } = told;
  const drawn = lotsIn(told);
  const said =
    rules.method === "adjusted"
      ? ["equal adjusted scores go by mean, by spread, and then by a lot from the identifier of the round"]
      : [];
  if (!isSeeded(rules)) {
    const root = [drawn.ranking && "frozen scores", drawn.ballot && "votes"].filter(Boolean).join(" and of the ");
    return root === ""
      ? said
      : [...said, `WARNING: lots go by the root of the ${root}, whose salts whoever runs the portal drew`];
  }
  if (!drawn.ranking && !drawn.ballot)
    return [...said, "the rules commit to seeds of lots, and neither scores nor votes are told apart by lot here"];
  said.push(await seedsTold(told, drawn));
  if (seal.number > 1 && seal.index > rules.index)
    said.push(
      "WARNING: the entries were sealed again after the rules were stated, so whoever runs the portal could have drawn the lots of entries again: compare with the receipts of those whom a lot put first",
    );
  return said;
}

async function seedsTold({ scrutineers }, drawn) {
  const opened = await whose(scrutineers.filter(({ seed, opened: isOpened }) => seed !== undefined && isOpened));
  const others =
    opened.length > 0
      ? `${opened.length + 1} seeds that were committed to before any score was in the log: the portal's, opened with the frozen scores, and what was opened before them of ${opened.length === 1 ? "the scrutineer" : "the scrutineers"} ${opened.join(", ")},`
      : "a seed of the portal's, to which the rules commit and which was opened with the frozen scores,";
  const ofBallot =
    opened.length > 0
      ? "another seed of the portal's, opened with its count, those of scrutineers, which were open to voters by then, and the votes"
      : "a seed of the portal's, to which the rules commit and which was opened with its count, and the votes";
  const by = [
    drawn.ranking && `lots go by ${others} and by these scores`,
    drawn.ballot && `lots in the ballot go by ${ofBallot}`,
  ].filter(Boolean);
  const none = scrutineers.every(({ seed }) => seed === undefined) ? ". No scrutineer committed to a seed" : "";
  return `${by.join("; ")}: nobody could draw them again after the rules were signed; a checkpoint kept from before judging shows when that was${none}`;
}

const whose = async (scrutineers) => {
  const keys = await Promise.all(scrutineers.map(({ key }) => readKey(key)));
  return keys.map(({ name, id }) => `${name}+${id}`);
};

/** What else the rules say where they commit to seeds, and whose seed was not opened. */
async function termsTold({ rules, scrutineers }, source) {
  if (!isSeeded(rules)) return [];
  const missing = await whose(scrutineers.filter(({ seed, opened }) => seed !== undefined && !opened));
  const which =
    source === null
      ? "compare it with the one that you use"
      : source === rules.verifier
        ? "that is the one which runs here"
        : `the one that runs here is another, ${source}`;
  const { graceSeconds, extensions } = rules.late;
  return [
    ...missing.map(
      (who) =>
        `WARNING: the scrutineer ${who} committed to a seed, and it was not opened before the scores were frozen: lots go without it. Ask them whether they handed it in`,
    ),
    `what the rules say of what comes late: a file under way at the deadline has ${graceSeconds} seconds more, and more time is given ${extensions}`,
    `the rules name a verifier by its SHA-256, ${rules.verifier}: ${which}`,
  ];
}

/** A ballot that nobody voted in may have been opened again: the last one is counted, once. */
function ballotCounted(bundle, { freeze, ballots, counts, result }) {
  const [ballot, count] = [ballots.at(-1), counts[0]];
  must(
    counts.length === (ballot ? 1 : 0) && result.v % 2 === (count ? 0 : 1) && "votes" in bundle === Boolean(count),
    "a ballot was opened and not counted, or counted and not opened",
  );
  must(
    ballots.every((each) => each.freeze === freeze.index && each.index > freeze.index && each.signedAt <= count.index),
    "a ballot does not stand between the frozen scores and its count",
  );
  must(
    !count || (count.ballot === ballot.index && result.count === count.index && count.signedAt <= result.index),
    "ballot, count and result do not refer to each other, or were not signed one after the other",
  );
  return { ballot, count };
}

async function entriesSealed({ entries }, seal) {
  must(
    entries.every(isHash) && entries.every((each, at) => at === 0 || entries[at - 1] < each),
    "the list of entries is not sorted, or holds one twice",
  );
  must(
    entries.length === seal.entries && hex(await rootOf(entries.map(unhex))) === seal.root,
    "the list of entries is not the one that was sealed",
  );
}

/**
 * Whether the text of a receipt, whoever signed it, is what its own commitment "holds", or not ("fails"); "unshown"
 * where a receipt of an older form cannot show it.
 */
export async function receiptShows(text) {
  const field = fieldOf(text);
  try {
    if (isFor("vote", field)) await paperIn(text, field);
    else if (isFor("review", field)) await reviewIn(field);
    else if (isFor("confirmation", field)) await confirmationIn(field);
    else if ((await entryIn(text, field)).parts.name === null) return "unshown";
    return "holds";
  } catch (failure) {
    if (failure instanceof Failure) return "fails";
    throw failure;
  }
}

/** What a line of a receipt says, by its name; "" where there is none. */
const fieldOf = (text) => (name) =>
  text
    .split("\n")
    .find((line) => line.startsWith(`${name} `))
    ?.slice(name.length + 1) ?? "";
const isFor = (kind, field) => field("for").startsWith(`${kind} by `);

/**
 * Answers the commitments that receipts for reviews hold, and what those for entries say: what became of them only
 * openings show.
 */
async function checkReceipts(receipts, { entries, names, votes = [] }, { rules, seal, ballot, count }, keys, say) {
  const [papers, handedIn, confirmed, held] = [[], [], [], []];
  for (const receipt of receipts) {
    const text = await openReceipt(receipt, keys, "your receipt", say);
    const field = fieldOf(text);
    if (isFor("vote", field)) {
      must(field("round") === rules.round && count, "your receipt is not for a vote of this round");
      await paperIn(text, field);
      papers.push({ voter: field("for"), at: field("handed-in"), answers: answersOf(text, field) });
      continue;
    }
    if (isFor("confirmation", field)) {
      must(field("round") === rules.round, "your receipt is not for a confirmation of this round");
      await confirmationIn(field);
      confirmed.push(field("commitment"));
      continue;
    }
    if (isFor("review", field)) {
      must(
        field("round") === rules.round && isHash(field("commitment")),
        "your receipt is not for a review of this round",
      );
      await reviewIn(field);
      handedIn.push(field("commitment"));
      continue;
    }
    must(
      field("cycle") === seal.cycle && isHash(field("commitment")),
      "your receipt is not for an entry of this cycle",
    );
    const place = entries.indexOf(field("commitment"));
    must(
      place >= 0,
      `your receipt's commitment is not in the list of entries. If you submitted again later, check the later receipt; if not, keep this one: it is signed, and the list does not honour it`,
    );
    say(`your receipt is signed, and its commitment is no. ${place + 1} in the list of entries`);
    const entry = await entryIn(text, field);
    say(await promised(entry, field, names));
    held.push(entry);
  }
  const last = papers.filter(
    ({ voter, at }, place) =>
      !papers.some((other, next) => other.voter === voter && (other.at > at || (other.at === at && next > place))),
  );
  if (last.length === 0) return { handedIn, confirmed, held };
  if (count.withheld === "") for (const line of honoured(last, votes, count, ballot.method)) say(line);
  else
    say(
      "your receipt for a vote is signed; the votes of this round are not opened, so this bundle does not show whether it was counted",
    );
  return { handedIn, confirmed, held };
}

const RECEIPT = ["for", "city", "cycle", "version", "received", "sha256", "commitment", "salt", "content-salt"];

/**
 * What a receipt for an entry says, with the commitments to its parts; null for a part that it does not hold. Where it
 * holds all, they have to make the one that is in the list.
 */
async function entryIn(text, field) {
  const [lines, has] = [
    text
      .split("\n")
      .slice(1, -1)
      .map((line) => line.split(" ")[0]),
    (name) => new RegExp(`^${name} `, "m").test(text),
  ];
  const members = [
    ...RECEIPT,
    ...(has("accepted") ? ["accepted"] : []),
    ...(has("number") ? ["number", "number-salt", "name-salt"] : []),
    ...(has("name") ? ["name"] : []),
  ].sort();
  must(
    lines.sort().join() === members.join() && field("for").startsWith("entry "),
    `your receipt does not have exactly the lines ${members.join(", ")}`,
  );
  const part = (type, record) => {
    must(isHash(field(`${type}-salt`)), `the salt of the ${type} on your receipt is not 32 bytes`);
    return commitment(type, { salt: field(`${type}-salt`), record });
  };
  must(isHash(field("salt")), "the salt of your receipt is not 32 bytes");
  const said = {
    code: field("for").slice("entry ".length),
    version: Number(field("version")),
    received: field("received"),
    sha256: field("sha256"),
    ...(has("accepted") ? { accepted: field("accepted") } : {}),
  };
  must(
    String(said.version) === field("version") && Number.isSafeInteger(said.version),
    "the version on your receipt is not a number",
  );
  const parts = {
    content: await part("content", said),
    number: has("number") ? await part("number", { entry: field("number") }) : null,
    name: has("name") ? field("name") : null,
  };
  const whole =
    parts.name &&
    parts.number &&
    (await commitment("entry", { salt: field("salt"), record: { cycle: field("cycle"), ...parts } }));
  must(parts.name === null || whole === field("commitment"), KEEP_IT);
  return { commitment: field("commitment"), id: has("number") ? field("number") : null, salt: field("salt"), parts };
}
const KEEP_IT = "your receipt says something else than its entry commits to: keep it, it is signed";

/** That an entry which is opened elsewhere is opened as a receipt says it. */
function sameEntry({ parts, salt }, whole) {
  must(
    whole.salt === salt &&
      whole.record.content === parts.content &&
      (whole.record.number ?? null) === parts.number &&
      (parts.name === null || whole.record.name === parts.name),
    KEEP_IT,
  );
}

/** How far the receipt for an entry is borne out by what the bundle opens. */
async function promised(entry, field, names) {
  for (const [at, { name, ...whole }] of names.entries()) {
    if ((await opened("entry", whole, `name ${at}`)) !== entry.commitment) continue;
    sameEntry(entry, whole);
    must(!name || name.salt === field("name-salt"), KEEP_IT);
    must((name ?? whole).record.city.replace(/\p{Cc}+/gu, " ") === field("city"), KEEP_IT);
    return "all that your receipt says is what its commitment holds";
  }
  if (entry.parts.name)
    return "all that your receipt says but the name of the city is what its commitment holds; the name is opened for the awarded alone";
  return "WARNING: your receipt is of an older form, which does not open its commitment: whether that holds what the receipt says, this bundle does not show. Get the receipt from the portal again";
}

// ---- a reviewer's own reviews ----

const OLDER = "take the proof again: the file of your reviews is newer than it";

/** Every review in these files, by its commitment, as its signed receipt says it, with what shows where it stands. */
async function signedReviews(files, rules, log, keys, say) {
  const kept = new Map();
  let reviewer = null;
  for (const [at, text] of files.entries()) {
    const file = JSON.parse(text);
    shape(file, ["v", "round", "reviewer", "checkpoint", "reviews"], "the file of your reviews");
    list(file.reviews, "the file of your reviews");
    reviewer ??= file.reviewer;
    must(
      file.v === 1 && file.round === rules.round && file.reviewer === reviewer,
      "the files of your reviews are not of this round, not of one reviewer, or of another version than this verifier reads",
    );
    if (file.checkpoint !== null) await checkKept([file.checkpoint], log, keys, say, OLDER);
    for (const each of file.reviews) {
      shape(each, ["receipt", "log", "frozen", "why"], "one of your reviews");
      const signed = await openReceipt(each.receipt, keys, "the receipt of one of your reviews", say);
      const field = fieldOf(signed);
      must(
        field("for") === `review by ${reviewer}` && field("round") === rules.round,
        "a receipt in the file of your reviews is for something else",
      );
      const { entry, at: handedIn, scores } = await reviewIn(field);
      const mine = { ...each, entry, handedIn, scores, commitment: field("commitment"), file: at };
      const before = kept.get(mine.commitment);
      kept.set(
        mine.commitment,
        before
          ? {
              ...mine,
              log: before.log ?? mine.log,
              frozen: before.frozen ?? mine.frozen,
              why: mine.why ?? before.why,
            }
          : mine,
      );
    }
  }
  return kept;
}

/**
 * What became of the reviews of whoever kept these files of theirs, the one from before the freeze and the newest: each
 * is signed, stood in the log before the freeze, and is frozen with exactly these scores, or is not for a reason.
 */
async function ownReviews(files, { rules, freeze }, log, keys, say) {
  if (files.length === 0) return [];
  const kept = await signedReviews(files, rules, log, keys, say);
  const last = new Map();
  for (const each of kept.values())
    if (!last.has(each.entry) || last.get(each.entry).handedIn < each.handedIn) last.set(each.entry, each);
  const again = [...kept.values()].filter((each) => last.get(each.entry) !== each);
  const lines = again.map(
    ({ entry, handedIn }) =>
      `WARNING: after the review of entry ${entry} that you handed in on ${handedIn} another one of yours was handed in, on ${last.get(entry).handedIn}: ${scoresSaid(last.get(entry))}. If that was not you, keep both files: each is signed`,
  );
  const own = [...last.values()];
  const digest = hex(
    await rootOf(
      own
        .map(({ commitment }) => commitment)
        .sort()
        .map(unhex),
    ),
  );
  lines.push(`${own.length} reviews of yours are signed and say what they commit to; their digest is ${digest}`);
  const frozenYet = own.some(({ log: place }) => place !== null);
  if (!frozenYet)
    return [
      ...lines,
      "WARNING: the file of your reviews is from before the scores were frozen. Take it anew, and give both: then it is seen what became of each",
    ];
  const slots = new Set();
  const reasons = [];
  const unshown = { closed: 0, "not-public": 0 };
  for (const each of own) {
    const why = await leftOutFor(each, { rules, freeze }, log);
    if (why in unshown) unshown[why]++;
    else if (why !== null) reasons.push(why);
    else {
      must(!slots.has(each.frozen.record.slot), "two of your reviews are frozen as one");
      slots.add(each.frozen.record.slot);
    }
  }
  return [
    ...lines,
    `${slots.size} of your ${own.length} reviews are among the frozen ones, with exactly the scores that you handed in${reasons.length > 0 ? `; WARNING: not counted, for a reason that the portal gives: ${reasons.join(", ")}` : ""}`,
    ...saidOfUnshown(unshown),
  ];
}

/** Why a review that is frozen is not shown to be, and what its reviewer may do about it. */
function saidOfUnshown({ closed, "not-public": early }) {
  const said = [];
  if (closed > 0)
    said.push(
      closed === 1
        ? "WARNING: 1 of your reviews is not opened to you any more; whether it counts this file does not show"
        : `WARNING: ${closed} of your reviews are not opened to you any more; whether they count this file does not show`,
    );
  if (early > 0)
    said.push(
      `WARNING: the file of your reviews is from before the result was public, and does not show yet of ${early} of them whether they are frozen as you gave them. Take it anew, and give both`,
    );
  return said;
}
const scoresSaid = ({ scores }) => scores.map((score) => score ?? "n/a").join(" ");

/** Null where a review is frozen as handed in before the freeze; else why it does not count or is not shown. */
async function leftOutFor({ entry, commitment: handedIn, scores, log: place, frozen, why }, { rules, freeze }, log) {
  const keep = "keep the file of your reviews: it is signed";
  const { size, root } = log.find((state) => state.size === freeze.index + 1) ?? {};
  must(place !== null && size, `your review of entry ${entry} is not shown in the log: ${keep}`);
  shape(place, ["index", "proof"], "the place of your review in the log");
  list(place.proof, "the place of your review in the log");
  must(
    place.index >= rules.signedAt &&
      place.index < freeze.index &&
      (await includes({
        leaf: await leafHash(unhex(handedIn)),
        index: place.index,
        size,
        root,
        proof: place.proof.map(unbase64),
      })),
    `your review of entry ${entry} does not stand in the log where it should, before the scores were frozen: ${keep}`,
  );
  if (frozen === null) {
    must(
      LEFT_OUT.includes(why) || why === "closed" || why === "not-public",
      `your review of entry ${entry} is not among the frozen ones, and no reason is given: ${keep}`,
    );
    return why;
  }
  shape(frozen, ["salt", "record", "index", "proof", "sealed"], "a frozen review of yours");
  list(frozen.proof, "a frozen review of yours");
  const { salt, record } = frozen;
  const hash = await opened("review", { salt, record }, "a frozen review of yours");
  must(
    await includes({
      leaf: await leafHash(unhex(hash)),
      index: frozen.index,
      size: freeze.reviews,
      root: unhex(freeze.root),
      proof: frozen.proof.map(unbase64),
    }),
    `your review of entry ${entry} is not among the frozen ones: ${keep}`,
  );
  must(
    record.round === rules.round && canonical(record.scores) === canonical(scores),
    `your review of entry ${entry} is frozen with other scores than you handed in: ${keep}`,
  );
  must(
    frozen.sealed === null || (await numberIn(frozen.sealed, record.entry, "the entry of your review")) === entry,
    `your review of entry ${entry} is frozen for another entry: ${keep}`,
  );
  return null;
}

/** That a receipt for a review says what it commits to; answers that. */
async function reviewIn(field) {
  const scores = field("scores")
    .split(" ")
    .map((score) => (score === "n/a" ? null : Number(score)));
  const record = {
    round: field("round"),
    entry: field("entry"),
    reviewer: field("for").slice("review by ".length),
    scores,
    comment: field("comment-sha256"),
    at: field("submitted"),
  };
  await commitsTo("score-event", "review", record, field);
  return record;
}

/** That a receipt for a vote says what it commits to. */
function paperIn(text, field) {
  const of = (name) => field(name).split(" ").filter(Boolean);
  const marks = /^ranked /m.test(text)
    ? { ranked: of("ranked") }
    : /^pairs /m.test(text)
      ? { pairs: of("pairs") }
      : { yes: of("yes"), no: of("no") };
  const voter = field("for").slice("vote by ".length);
  return commitsTo("paper", "vote", { round: field("round"), voter, at: field("handed-in"), ...marks }, field);
}

async function confirmationIn(field) {
  const record = {
    round: field("round"),
    reviewer: field("for").slice("confirmation by ".length),
    root: field("digest"),
    reviews: Number(field("reviews")),
    at: field("confirmed"),
  };
  await commitsTo("attestation", "confirmation", record, field);
}

async function commitsTo(type, what, record, field) {
  must(isHash(field("salt")), "the salt of your receipt is not 32 bytes");
  must(
    (await commitment(type, { salt: field("salt"), record })) === field("commitment"),
    `your receipt for a ${what} says something else than it commits to: keep it, it is signed`,
  );
}

/** What a paper says, as `answerIn` writes it: one ranking, pairs, or a yes or no to each entry. */
function answersOf(text, field) {
  const of = (name) => field(name).split(" ").filter(Boolean);
  if (/^pairs /m.test(text)) return of("pairs").map((pair) => `pair ${pair.split(">").join()}`);
  return /^ranked /m.test(text)
    ? [`ranked ${of("ranked").join()}`]
    : ["yes", "no"].flatMap((name) => of(name).map((entry) => `${name} ${entry}`));
}
const answerIn =
  (pairs) =>
  ({ record }) =>
    record.ranked
      ? `${pairs ? "pair" : "ranked"} ${record.ranked.join()}`
      : `${record.yes ? "yes" : "no"} ${record.entry}`;

/**
 * That each answer is published as often as different voters hold receipts for it: one vote does not stand for two.
 * Only as many may be missing as there are papers that conflicts kept out.
 */
function honoured(papers, votes, { keptOut = 0 }, method) {
  const tally = (answers) => answers.reduce((sum, each) => sum.set(each, (sum.get(each) ?? 0) + 1), new Map());
  const [held, published] = [
    tally(papers.flatMap(({ answers }) => answers)),
    tally(votes.map(answerIn(method === PAIRS))),
  ];
  const missing = (answer) => Math.max(0, (held.get(answer) ?? 0) - (published.get(answer) ?? 0));
  for (const [answer, times] of held) {
    if (missing(answer) === 0) continue;
    // A yes and a no to one entry, two rankings, or a pair one way and the other, are on papers of different voters:
    // each that is missing takes one that was kept out.
    const [kind, about] = answer.split(" ");
    const rivals =
      {
        ranked: () => [...held.keys()],
        pair: () => [about.split(","), about.split(",").reverse()].map((pair) => `pair ${pair.join()}`),
      }[kind]?.() ?? ["yes", "no"].map((name) => `${name} ${about}`);
    const what =
      times === 1
        ? "no published vote says what your receipt says"
        : `${times} voters' receipts say the same, and only ${published.get(answer) ?? 0} of the published votes do`;
    must(
      rivals.reduce((sum, each) => sum + missing(each), 0) <= keptOut,
      `${what}, and the count tells of ${keptOut === 0 ? "no paper" : `${keptOut} only`} that a conflict of interest kept out. If you handed in another paper later, check the later receipt; if not, keep this one: it is signed, and the count does not honour it`,
    );
  }
  return papers.map(
    ({ answers }) =>
      `your receipt for a vote is signed, and ${
        answers.some(missing)
          ? `one of the papers that a conflict of interest kept out, whole or in part, may be this one: there are ${keptOut}`
          : `${Math.min(...answers.map((each) => published.get(each)))} of the published votes say the same`
      }`,
  );
}

/** Below these, whoever knows the panel could tell from the scores who gave what: the only reasons to withhold them. */
const [FEWEST_ENTRIES, FEWEST_REVIEWS] = [10, 4];
const WHY_WITHHELD = Object.assign(Object.create(null), {
  "few-entries": `fewer than ${FEWEST_ENTRIES} entries were judged`,
  "few-reviews": `an entry has fewer than ${FEWEST_REVIEWS} reviews`,
});

/**
 * That scores which the rules promised are withheld for a reason that what is shown does not refute; `reviews` are
 * those of a scrutineer's openings. An entry that nobody reviewed may have come into the round after the freeze.
 * Answers the warning that goes with it, none where all is disclosed as promised.
 */
function withheldScores({ rules, freeze, ballot, result }, reviews) {
  if (freeze.withheld === "") return [];
  const alike = isDivided(rules) && freeze.withheld === "few-reviews" ? " on the same criteria" : "";
  const why = `${WHY_WITHHELD[freeze.withheld]}${alike}`;
  const late = new Set(result.deviations.flatMap(({ entry, because }) => (because === "no-reviews" ? [entry] : [])));
  const shown = [...result.list, ...result.deviations, ...(reviews ?? [])].map(({ entry }) => entry);
  const judged = new Set([...shown, ...(ballot?.candidates ?? [])].filter((entry) => !late.has(entry))).size;
  const counts = new Map();
  for (const { entry, scores } of reviews ?? []) {
    const kind = isDivided(rules) ? [entry, ...scores.map((score) => score !== null)].join() : entry;
    counts.set(kind, (counts.get(kind) ?? 0) + 1);
  }
  must(
    freeze.withheld === "few-entries"
      ? judged < FEWEST_ENTRIES
      : !reviews || reviews.length === 0 || [...counts.values()].some((count) => count < FEWEST_REVIEWS),
    `the scores are withheld because ${why}, which is not so`,
  );
  return [
    `WARNING: the rules promised to disclose all scores (disclosure ${rules.disclosure}); they are withheld, because ${why}. ${reviews ? "The openings agree with that" : "Whether that is so this bundle alone does not show: a scrutineer with the openings sees it"}`,
  ];
}

async function openings({ openings, entries }, { rules, freeze }, withheld = freeze.disclosure === 0) {
  const asPromised = freeze.withheld === "" && freeze.disclosure === rules.disclosure;
  must(
    [0, 1, 2].includes(rules.disclosure) &&
      (asPromised || (rules.disclosure > 0 && freeze.disclosure === 0 && freeze.withheld in WHY_WITHHELD)),
    "less or more is disclosed than the rules say, without a reason that there is",
  );
  must(openings.length === (withheld ? 0 : freeze.reviews), "there are not as many openings as frozen reviews");
  const [reviews, commitments, slots] = [[], [], new Set()];
  for (const [at, opening] of openings.entries()) {
    const what = `review ${at}`;
    commitments.push(await opened("review", opening, what));
    const { record } = opening;
    shape(record, ["round", "entry", "slot", "scores", ...(freeze.disclosure === 2 ? ["reviewer"] : [])], what);
    must(record.round === rules.round && entries.includes(record.entry), `${what} is not of an entry that was sealed`);
    must(!slots.has(record.slot), `${what} stands there twice`);
    slots.add(record.slot);
    list(record.scores, `the scores of ${what}`);
    must(
      record.scores.length === rules.criteria.length &&
        record.scores.every((score, place) => isMark(score, rules.criteria[place], isDivided(rules))) &&
        (!isDivided(rules) || record.scores.some((score) => score !== null)),
      `${what} has a score that is not on the scale`,
    );
    reviews.push(record);
  }
  must(
    commitments.every((each, at) => at === 0 || commitments[at - 1] < each),
    "the reviews are not in the order of their commitments",
  );
  must(
    withheld || hex(await rootOf(commitments.map(unhex))) === freeze.root,
    "the reviews are not the ones that were frozen",
  );
  return reviews;
}

/**
 * The version of the rules of a round that divides its criteria among reviewers. A score is null where its giver does
 * not read the criterion; none may be left out otherwise.
 */
const DIVIDED = 5;
const isDivided = (rules) => kindOf(rules) === DIVIDED;
/** What rules say that break no ties. */
const PEOPLE = "people decide, and say why";

/**
 * A score on the scale of a criterion; null is "not applicable", where the rules let it be said, or where criteria are
 * divided that it was not asked.
 */
function isMark(score, { min, max, step = 1, notApplicable = false }, divided) {
  return score === null
    ? divided || notApplicable === true
    : Number.isSafeInteger(score) && score >= min && score <= max && (score - min) % step === 0;
}

/** The weighted mean of the criteria that apply, in parts of a point, which the rules have to make whole. */
function totalOf({ criteria, parts = 100 }, scores, what) {
  must(
    criteria.every(({ units = 1 }) => units === 1 || units === 10),
    "a criterion counts in other units than points or tenths",
  );
  const most = criteria.some(({ units }) => units === 10) ? 10 : 1;
  let [sum, weights] = [0n, 0n];
  for (const [at, { weight, units = 1 }] of criteria.entries()) {
    if (scores[at] === null) continue;
    sum += BigInt(scores[at]) * BigInt(weight) * BigInt(most / units);
    weights += BigInt(weight);
  }
  const divisor = weights * BigInt(most);
  must(
    divisor > 0n && BigInt(parts) % divisor === 0n,
    `${what}: the rules count a point in ${parts} parts, by which its total is not whole`,
  );
  return sum * (BigInt(parts) / divisor);
}

/**
 * The reviews and the total of an entry where criteria are divided: the mean of each criterion over its readers,
 * weighted, in parts of a point and times the reviews. None while a criterion has no score.
 */
function dividedTotal({ criteria, parts, readers, method }, own, entry) {
  must(
    method === "mean" && criteria.every(({ notApplicable }) => notApplicable === false),
    "criteria are divided, and the rules let them be left out, or are not by means",
  );
  const marks = criteria.map((_criterion, at) =>
    own.flatMap(({ scores }) => (scores[at] === null ? [] : [BigInt(scores[at])])),
  );
  if (marks.some(({ length }) => length === 0)) return { entry, reviews: 0, total: 0n };
  let value = 0n;
  for (const [at, { weight, units }] of criteria.entries()) {
    must(marks[at].length <= readers, `entry ${entry}: a criterion has more than ${readers} readers`);
    const share = 100n * BigInt(units) * BigInt(marks[at].length);
    must(
      [1, 10].includes(units) && BigInt(parts) % share === 0n,
      `entry ${entry}: the rules count a point in ${parts} parts, by which its value is not whole`,
    );
    value += BigInt(weight) * marks[at].reduce((sum, mark) => sum + mark, 0n) * (BigInt(parts) / share);
  }
  return { entry, reviews: own.length, total: value * BigInt(own.length) };
}

/** The list of the result, with every number that the scores give recomputed. */
async function recompute(bundle, { rules, freeze, result }, reviews) {
  for (const line of result.list)
    shape(
      line,
      freeze.disclosure === 0 ? ["entry", "level"] : ["entry", "level", "rank", "reviews", "total"],
      "a line of the result",
    );
  const listed = result.list.map(({ entry }) => entry);
  must(
    new Set(listed).size === listed.length && listed.every((entry) => bundle.entries.includes(entry)),
    "the result lists an entry twice, or one that was not sealed",
  );
  if (freeze.disclosure === 0) return result.list;
  must(
    reviews.every(({ entry }) => listed.includes(entry)),
    "an entry that was reviewed is missing in the result",
  );
  const means = await meansOf(reviews, { rules, freeze }, listed);
  for (const [at, line] of result.list.entries()) {
    const { reviews: counted, total, rank } = means[at];
    must(
      line.reviews === counted && BigInt(line.total) === total,
      `entry ${line.entry}: ${line.reviews} reviews with ${line.total} ${kindOf(rules) === 1 ? "hundredths" : "parts"} are listed, the scores give ${counted} with ${total}`,
    );
    must(
      rules.method === "mean" ? line.rank === rank : line.rank === null || Number.isSafeInteger(line.rank),
      `entry ${line.entry} is listed with rank ${line.rank}, the scores give ${rank}`,
    );
  }
  return result.list;
}

/** Counts, totals and ranks by mean of these entries; null = no rank. */
async function meansOf(reviews, { rules, freeze }, listed) {
  must(rules.criteria.reduce((sum, { weight }) => sum + weight, 0) === 100, "the weights do not add up to 100");
  const tally = listed.map((entry) => {
    const own = reviews.filter((review) => review.entry === entry);
    if (isDivided(rules)) return dividedTotal(rules, own, entry);
    const total = own.reduce((sum, { scores }) => sum + totalOf(rules, scores, `a review of entry ${entry}`), 0n);
    return { entry, reviews: own.length, total };
  });
  const apart =
    kindOf(rules) === 4 || (isDivided(rules) && rules.ties !== PEOPLE)
      ? await tieBreaker(reviews, { rules, freeze }, listed)
      : () => 0;
  const better = (a, b) =>
    a.reviews > 0 &&
    (b.reviews === 0 ||
      a.total * BigInt(b.reviews) > b.total * BigInt(a.reviews) ||
      (a.entry !== b.entry &&
        a.total * BigInt(b.reviews) === b.total * BigInt(a.reviews) &&
        apart(a.entry, b.entry) > 0));
  return tally.map((own) => ({
    ...own,
    rank: own.reviews === 0 ? null : 1 + tally.filter((other) => better(other, own)).length,
  }));
}

/**
 * Above zero where the declared order puts the first of two entries with equal means before the second. Where the rules
 * commit to no seed, lots go by the root of the frozen scores.
 */
async function tieBreaker(reviews, { rules, freeze }, listed) {
  const known = isDivided(rules) ? ["criteria", "lot"] : ["criteria", "median", "spread", "lot"];
  must(
    Array.isArray(rules.ties) &&
      rules.ties.length > 0 &&
      new Set(rules.ties).size === rules.ties.length &&
      rules.ties.every((each) => known.includes(each)),
    "the rules break ties in a way this verifier does not know",
  );
  const lots = await lotsOf(
    listed,
    isSeeded(rules) ? await drawOf([freeze.seed, ...freeze.others], reviews) : freeze.root,
  );
  const heaviest = rules.criteria
    .map(({ weight }, at) => [weight, at])
    .sort(([a, first], [b, second]) => b - a || first - second)
    .map(([, at]) => at);
  const own = (entry) => reviews.filter((review) => review.entry === entry);
  const totals = (entry) =>
    own(entry)
      .map(({ scores }) => totalOf(rules, scores, `a review of entry ${entry}`))
      .sort((a, b) => (a > b ? 1 : a < b ? -1 : 0));
  const measures = {
    criteria: (entry) =>
      heaviest
        .map((at) => own(entry).flatMap(({ scores }) => (scores[at] === null ? [] : [BigInt(scores[at])])))
        .map((marks) =>
          fraction(
            marks.reduce((sum, mark) => sum + mark, 0n),
            marks.length || 1,
          ),
        ),
    median: (entry) => [
      fraction(totals(entry).at((totals(entry).length - 1) >> 1) + totals(entry).at(totals(entry).length >> 1), 2),
    ],
    // The variance times the squared count, turned round: the lower it is, the better.
    spread: (entry) => {
      const all = totals(entry);
      const [n, sum] = [BigInt(all.length), all.reduce((a, b) => a + b, 0n)];
      return [fraction(sum * sum - n * all.reduce((a, b) => a + b * b, 0n), n * n)];
    },
  };
  return (a, b) => {
    for (const rule of rules.ties) {
      if (rule === "lot") return lots.get(a) < lots.get(b) ? 1 : -1;
      const [first, second] = [measures[rule](a), measures[rule](b)];
      const at = first.findIndex((each, place) => !same(each, second[place]));
      if (at >= 0) return above(first[at], second[at]) ? 1 : -1;
    }
    return 0;
  };
}

// ---- the panel's ballot ----

/** A fraction as [top, bottom], the bottom above zero; lowest terms keep it short. */
function fraction(top, bottom = 1n) {
  let [a, b] = [BigInt(top), BigInt(bottom)];
  const [over, under] = [a, b];
  while (b) [a, b] = [b, a % b];
  if (a < 0n) a = -a;
  return [over / a, under / a];
}
const plus = ([a, b], [c, d]) => fraction(a * d + c * b, b * d);
const above = ([a, b], [c, d]) => a * d > c * b;
const same = ([a, b], [c, d]) => a * d === c * b;

/** What the votes say, counted anew where they are open, and that the result tells the same. */
async function voted(bundle, told) {
  const { rules, freeze, ballot, count, result } = told;
  if (!count) return [];
  termsKnown(ballot);
  withheldByRule(bundle, told);
  placesShaped(bundle, told);
  if (count.withheld !== "")
    return [
      `the panel voted by ${ballot.method} with ${count.papers} papers; the votes are not opened (${count.withheld}), so their count cannot be recomputed from this bundle`,
    ];
  const votes = await votesOf(bundle, { rules, ballot, count });
  const counted = { stv: electedBy, "plackett-luce": likeliest, [PAIRS]: likeliest }[ballot.method];
  const draw = isSeeded(rules) ? await drawOf([count.seed, ...freeze.others], votes) : count.root;
  const places = counted ? await counted(votes, ballot, draw) : placesBy(votes, ballot);
  for (const { entry, place } of result.elected)
    must(
      place === places.get(entry),
      `entry ${entry} is listed with place ${place} of the ballot, the votes give ${places.get(entry)}`,
    );
  return [
    `the panel voted by ${ballot.method}: ${count.papers} papers counted anew give the same places to ${ballot.standing} entries`,
    ...(ballot.method === PAIRS
      ? [
          `answers to pairs: ${count.votes}, of at most ${(count.papers * ballot.standing * (ballot.standing - 1)) / 2}. That nobody added one where voters gave none, only the receipts of all of them together show`,
        ]
      : []),
    ...(count.keptOut > 0
      ? [`papers that a conflict of interest kept out after they were handed in, whole or in part: ${count.keptOut}`]
      : []),
  ];
}

function termsKnown(ballot) {
  must(
    ["approval", "yes-no", "borda", "stv", "plackett-luce", PAIRS].includes(ballot.method),
    `this verifier does not count ballots of the method ${ballot.method}`,
  );
  const modelled = ["plackett-luce", PAIRS].includes(ballot.method);
  must(
    (ballot.v % 2 === 0) === modelled &&
      (!modelled ||
        (Number.isSafeInteger(ballot.variance) &&
          ballot.variance > 0 &&
          ballot.variance <= 100 &&
          ballot.ties?.length === 1 &&
          ballot.ties[0] === "lot")),
    "the ballot is counted by other terms than this verifier knows",
  );
}

function withheldByRule(bundle, { rules, freeze, count }) {
  // Where less was disclosed at the freeze than the rules foresaw, votes stay closed too; older bundles opened them
  // then.
  must(
    ["", "rules", "few-papers", "conflicts"].includes(count.withheld) &&
      (count.withheld === "rules" ? freeze.disclosure === 0 : rules.disclosure > 0),
    "votes are withheld for a reason the rules do not give",
  );
  must(
    bundle.votes.length === (count.withheld === "" ? count.votes : 0),
    "there are not as many votes as were counted",
  );
  must(
    count.v === 1 || (Number.isSafeInteger(count.keptOut) && count.keptOut >= 0),
    "the count does not say how many papers conflicts kept out",
  );
}

/** What stood for election, and that the result places exactly that. */
function placesShaped(bundle, { ballot, count, result }) {
  list(ballot.candidates, "the candidates");
  must(
    ballot.candidates.every(
      (each, at) => bundle.entries.includes(each) && (at === 0 || ballot.candidates[at - 1] < each),
    ) && ballot.candidates.length === (count.withheld === "rules" ? 0 : ballot.standing),
    "what stood for election is not sorted, or was not sealed",
  );
  list(result.elected, "the places of the ballot");
  for (const place of result.elected) shape(place, ["entry", "place"], "a place of the ballot");
  const told = ["", "conflicts"].includes(count.withheld);
  must(
    result.elected.map(({ entry }) => entry).join() === (told ? ballot.candidates.join() : ""),
    "the result does not place exactly what stood for election",
  );
  must(
    result.elected.every(({ place }) => place === null || (Number.isSafeInteger(place) && place > 0)),
    "a place of the ballot is not a number",
  );
}

async function votesOf({ votes }, { rules, ballot, count }) {
  const ranked = ["borda", "stv", "plackett-luce", PAIRS].includes(ballot.method);
  const [records, commitments, slots] = [[], [], new Set()];
  for (const [at, opening] of votes.entries()) {
    const what = `vote ${at}`;
    commitments.push(await opened("vote", opening, what));
    const { record } = opening;
    shape(record, ["round", "slot", ...(ranked ? ["ranked"] : ["entry", "yes"])], what);
    const about = ranked ? record.ranked : [record.entry];
    list(about, what);
    must(
      record.round === rules.round &&
        new Set(about).size === about.length &&
        about.every((each) => ballot.candidates.includes(each)) &&
        (ranked || typeof record.yes === "boolean") &&
        (ballot.method !== PAIRS || about.length === 2),
      `${what} is not about what stood for election`,
    );
    must(!slots.has(record.slot), `${what} stands there twice`);
    slots.add(record.slot);
    records.push(record);
  }
  must(
    commitments.every((each, at) => at === 0 || commitments[at - 1] < each),
    "the votes are not in the order of their commitments",
  );
  must(hex(await rootOf(commitments.map(unhex))) === count.root, "the votes are not the ones that were counted");
  const times = (pair) => records.filter(({ ranked: other }) => pair.every((each) => other.includes(each))).length;
  must(
    ballot.method === PAIRS
      ? records.every((record) => times(record.ranked) <= count.papers)
      : ranked
        ? count.votes === count.papers
        : ballot.candidates.every((each) => records.filter(({ entry }) => entry === each).length <= count.papers),
    "there are more votes than papers",
  );
  return records;
}

/**
 * Places by share: of yes among the votes on an entry, or of Borda's points. Equals share a place; by yes or no, half
 * is not enough.
 */
function placesBy(votes, { method, candidates, standing }) {
  const share = (candidate) => {
    if (method !== "borda") {
      const own = votes.filter(({ entry }) => entry === candidate);
      return own.length === 0 ? fraction(0) : fraction(own.filter(({ yes }) => yes).length, own.length);
    }
    if (votes.length === 0) return fraction(0);
    // Twice the points, so that what unranked entries share is whole: of m entries place p has m - p, and u unranked
    // ones (u - 1) / 2 each.
    const points = votes.reduce(
      (sum, { ranked }) =>
        sum +
        (ranked.includes(candidate) ? 2 * (standing - 1 - ranked.indexOf(candidate)) : standing - ranked.length - 1),
      0,
    );
    return fraction(points, 2 * (standing - 1) * votes.length);
  };
  const shares = new Map(candidates.map((each) => [each, share(each)]));
  const chosen = (each) => method !== "yes-no" || above(shares.get(each), [1n, 2n]);
  return new Map(
    candidates.map((each) => [
      each,
      chosen(each)
        ? 1 + candidates.filter((other) => chosen(other) && above(shares.get(other), shares.get(each))).length
        : null,
    ]),
  );
}

/**
 * Places by the model of Plackett and Luce: place after place a voter chooses among what is left, each with a chance
 * proportional to e^worth; of a pair there are two, as Bradley and Terry have it. The worths are the most probable ones
 * with a normal prior around 0 of the stated variance. Equal to six decimals goes by lot; what nobody ranked has no
 * place.
 */
async function likeliest(votes, { method, candidates, variance }, draw) {
  const lots = await lotsOf(candidates, draw);
  const worths = candidates.map(() => 0);
  for (let longest = 1, left = 1000; longest > 1e-12; left--) {
    must(left > 0, "the worths of the ballot cannot be found");
    // The slope of the logarithm of the probability at each worth, behind the matrix of how it bends.
    const rows = candidates.map((_one, i) => [
      ...candidates.map((_other, j) => (i === j ? 1 / variance : 0)),
      -worths[i] / variance,
    ]);
    for (const { ranked } of votes) {
      const open = (method === PAIRS ? ranked : candidates).map((each) => candidates.indexOf(each));
      for (const each of ranked) {
        if (open.length < 2) break;
        const chances = open.map((i) => Math.exp(worths[i]));
        const all = chances.reduce((a, b) => a + b);
        for (const [a, i] of open.entries()) {
          const chance = chances[a] / all;
          rows[i][candidates.length] -= chance;
          rows[i][i] += chance;
          for (const [b, j] of open.entries()) rows[i][j] -= chance * (chances[b] / all);
        }
        const chosen = candidates.indexOf(each);
        rows[chosen][candidates.length] += 1;
        open.splice(open.indexOf(chosen), 1);
      }
    }
    const step = solved(rows);
    longest = Math.max(...step.map(Math.abs));
    for (const [i, each] of step.entries()) worths[i] += each * Math.min(1, 0.5 / longest);
  }
  const told = (each) => Math.round(worths[candidates.indexOf(each)] * 1e6);
  const placed = candidates
    .filter((each) => votes.some(({ ranked }) => ranked.includes(each)))
    .sort((a, b) => told(b) - told(a) || (lots.get(a) < lots.get(b) ? -1 : 1));
  return new Map(candidates.map((each) => [each, placed.indexOf(each) + 1 || null]));
}

/**
 * Solves linear equations, the right side last in each row, by elimination; without exchanging rows: the matrix is
 * symmetric and positive definite.
 */
function solved(rows) {
  for (const [i, row] of rows.entries()) {
    for (const other of rows.slice(i + 1)) {
      const times = other[i] / row[i];
      for (let at = i; at < row.length; at++) other[at] -= times * row[at];
    }
  }
  const found = [];
  for (let i = rows.length - 1; i >= 0; i--)
    found[i] =
      (rows[i][rows.length] -
        rows[i].slice(i + 1, rows.length).reduce((sum, each, at) => sum + each * found[i + 1 + at], 0)) /
      rows[i][i];
  return found;
}

/**
 * Transferable votes by the Weighted Inclusive Gregory Method (Scottish Local Government Elections Order 2007, schedule
 * 1), in exact fractions.
 */
async function electedBy(votes, { candidates, seats }, draw) {
  const lots = await lotsOf(candidates, draw);
  const papers = votes
    .map(({ ranked }) => ({ left: ranked, worth: fraction(1), with: null }))
    .filter(({ left }) => left.length > 0);
  const quota = fraction(Math.floor(papers.length / (seats + 1)) + 1);
  const [hopeful, elected, surplus, history] = [new Set(candidates), [], new Set(), []];
  const pass = (paper) => {
    paper.with = paper.left.find((each) => hopeful.has(each)) ?? null;
  };
  papers.forEach(pass);
  for (;;) {
    const standing = new Map(
      [...hopeful, ...surplus].map((each) => [
        each,
        papers.filter((paper) => paper.with === each).reduce((sum, { worth }) => plus(sum, worth), fraction(0)),
      ]),
    );
    history.unshift(standing);
    const first = (a, b) => {
      const apart = history.find((stage) => !same(stage.get(a), stage.get(b)));
      return apart ? (above(apart.get(a), apart.get(b)) ? -1 : 1) : lots.get(a) < lots.get(b) ? -1 : 1;
    };
    const vacant = seats - elected.length;
    const ordered = [...hopeful].sort(first);
    const winners =
      hopeful.size <= vacant ? ordered : ordered.filter((each) => !above(quota, standing.get(each))).slice(0, vacant);
    for (const each of winners) {
      hopeful.delete(each);
      elected.push(each);
      if (above(standing.get(each), quota)) surplus.add(each);
    }
    if (elected.length >= seats || hopeful.size === 0)
      return new Map(candidates.map((each) => [each, elected.indexOf(each) + 1 || null]));
    const [richest] = [...surplus].sort(first);
    const leaving = richest ?? [...hopeful].sort(first).at(-1);
    const [held, kept] = [standing.get(leaving), quota];
    surplus.delete(leaving);
    hopeful.delete(leaving);
    for (const paper of papers.filter((each) => each.with === leaving)) {
      if (richest !== undefined)
        paper.worth = fraction(
          paper.worth[0] * (held[0] * kept[1] - kept[0] * held[1]),
          paper.worth[1] * held[0] * kept[1],
        );
      pass(paper);
    }
  }
}

/** Whether a result commits to the reason of each departure, where older ones have its words. */
const sealsReasons = ({ v }) => ((v - 1) & 4) !== 0;

/**
 * The reason of each departure by its entry, as far as the bundle opens them: of all entries with a level, but in one
 * without names; of the others never. Each is bound to its entry, so that none can stand in another's place.
 */
async function reasons({ reasons: given = [] }, { rules, result }, nameless) {
  const [declared, said] = [new Map(result.deviations.map((each) => [each.entry, each])), new Map()];
  for (const [at, opening] of given.entries()) {
    const what = `reason ${at}`;
    const hash = await opened("reason", opening, what);
    shape(opening.record, ["round", "entry", "reason"], what);
    const { round, entry, reason } = opening.record;
    const departure = declared.get(entry);
    must(
      round === rules.round && departure?.reason === hash && departure.to !== null,
      `${what} is not the one that was sealed for an entry with a level: it was put in its place`,
    );
    must(!said.has(entry), `${what} is opened twice`);
    must(typeof reason === "string" && reason.trim() !== "", `no reason is given for the departure of ${entry}`);
    said.set(entry, reason);
  }
  must(
    (nameless && said.size === 0) ||
      !sealsReasons(result) ||
      result.deviations.every(({ entry, to }) => to === null || said.has(entry)),
    "the reason of a departure for an entry with a level is not opened",
  );
  return said;
}

/** The words of a departure's reason, or null where it is sealed; refuses one without any. */
function reasonOf(result, departure, openedReasons) {
  if (sealsReasons(result)) {
    shape(departure, ["entry", "because", "from", "to", "reason"], "a departure");
    must(isHash(departure.reason), `no reason is given for the departure of ${departure.entry}`);
    return openedReasons.get(departure.entry) ?? null;
  }
  shape(departure, ["entry", "because", "from", "to", "reason", "sealedReason"], "a departure");
  const { entry, reason, sealedReason } = departure;
  must(
    (typeof reason === "string" && reason.trim() !== "") !== isHash(sealedReason),
    `no reason is given for the departure of ${entry}`,
  );
  must(
    sealedReason === null || departure.to === null,
    "the reason of a departure for an entry with a level is not opened",
  );
  return reason;
}

/** What the rule alone gives, and that everything else is declared. */
function awards(told) {
  const { rules, freeze, ballot, result } = told;
  for (const { level, places } of rules.levels) {
    const taken = result.list.filter((line) => line.level === level).length;
    must(taken <= places, `${taken} entries have the level ${level}, which has ${places} places`);
  }
  must(
    result.list.every(({ level }) => level === null || rules.levels.some((each) => each.level === level)),
    "an entry has a level that the rules do not know",
  );
  const seats = rules.levels.flatMap(({ level, places }) => Array.from({ length: places }, () => level));
  const declared = new Map(result.deviations.map((deviation) => [deviation.entry, deviation]));
  must(declared.size === result.deviations.length, "a departure from the ranking is declared twice");
  const order = orderOf(told);
  for (const line of order) {
    const between = levelsFor(line, order, seats);
    const because = line.at === null ? "no-reviews" : between.length > 1 ? "tie" : line.by;
    const by = declared.get(line.entry);
    if (because === line.by && between[0] === line.level)
      must(!by, `a departure is declared for ${line.entry}, which stands where the ${line.by} puts it`);
    else
      must(
        by && by.because === because && by.to === line.level,
        `entry ${line.entry} has the level ${line.level}, which the ${line.by} does not give it, and no departure is declared`,
      );
    if (by)
      must(
        by.from === (because === line.by ? between[0] : null),
        `the departure declared for ${line.entry} starts from the wrong level`,
      );
  }
  const levels = new Map(result.list.map(({ entry, level }) => [entry, level]));
  for (const { entry, because, to } of result.deviations) {
    must(
      levels.has(entry) ? levels.get(entry) === to : freeze.disclosure === 0 && to === null,
      "a departure is declared for an entry that is not in the result",
    );
    must(because !== "ballot" || ballot, "a departure from a ballot is declared, and there was none");
  }
  must(result.approvals === 2, "the result does not say that two people approved it");
}

/** The levels that the places give which a line has, or shares with others. */
function levelsFor(line, order, seats) {
  if (line.at === null) return [];
  const sharing = order.filter(({ at }) => at === line.at).length;
  return [...new Set(Array.from({ length: sharing }, (_none, next) => seats[line.at - 1 + next] ?? null))];
}

/** That one version of the list gives the levels it may, and a reason, open or sealed, wherever it departs. */
function levelsHold(told) {
  awards(told);
  departures(told, new Map());
  honoursHold(told);
}

/** A name by languages, in English at least. */
const isHonourName = (name) =>
  name !== null &&
  typeof name === "object" &&
  "en" in name &&
  Object.entries(name).every(
    ([language, said]) =>
      /^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/.test(language) && typeof said === "string" && said.trim() !== "",
  );

/**
 * That each honour is given to an entry of the list, once, and has a name; and where the awarded alone are told, that
 * nothing else is.
 */
function honoursHold({ freeze, result: { list: lines, honours } }) {
  if (honours !== undefined) {
    list(honours, "the honours");
    must(honours.length > 0, "the list is said to have honours, and has none");
  }
  const [listed, given] = [new Set(lines.map(({ entry }) => entry)), new Map()];
  for (const honour of honours ?? []) {
    shape(honour, ["entry", "name"], "an honour");
    const { entry, name } = honour;
    must(listed.has(entry), "an honour is given to an entry that is not in the result");
    must(isHonourName(name), `an honour of ${entry} has no name`);
    const names = given.get(entry) ?? [];
    must(!names.includes(name.en), `an honour is given to ${entry} twice`);
    given.set(entry, [...names, name.en]);
  }
  must(
    freeze.disclosure !== 0 || lines.every(({ entry, level }) => level !== null || given.has(entry)),
    "the result lists an entry that has neither a level nor an honour, and tells of the awarded alone",
  );
  return given;
}

/** What people chose, beside what the scores or the votes give. */
const chosen = (told, openedReasons, nameless) => [...departures(told, openedReasons), ...honoursTold(told, nameless)];

/** What a list is honoured with beside its levels, in words; to whoever signs it without names by commitments. */
function honoursTold(told, nameless) {
  const given = honoursHold(told);
  if (given.size === 0) return [];
  return [
    `${told.result.honours.length} honours stand beside the levels: no score gives them, two people approved them with the list`,
    ...(nameless ? [...given].map(([entry, names]) => `honours: ${entry.slice(0, 12)}… ${names.join(", ")}`) : []),
  ];
}

/** Every departure as it is printed, with the words of its reason where they are open. */
function departures({ count, result }, openedReasons) {
  return result.deviations.map((departure) => {
    const reason = reasonOf(result, departure, openedReasons);
    const { entry, because, from, to } = departure;
    const was =
      because === "ranking" || because === "ballot"
        ? `the ${because} gives ${from ?? "no level"}`
        : because === "tie"
          ? `the ${count ? "ballot or ranking" : "ranking"} ties`
          : "it has no reviews";
    return `declared departure: ${entry.slice(0, 12)}… ${was}, people decided ${to ?? "no level"}${reason ? `: ${reason}` : "; the reason is sealed"}`;
  });
}

/** Below every level. */
const LAST = Number.MAX_SAFE_INTEGER;

/**
 * Where each entry stands when levels are filled, as far as the bundle tells: by its place in the ballot, what was not
 * voted on behind it by rank; null = nothing orders it.
 */
function orderOf({ freeze, count, result }) {
  const ranked = freeze.disclosure === 0 ? [] : result.list;
  if (!count) return ranked.map(({ entry, level, rank }) => ({ entry, level, at: rank, by: "ranking" }));
  if (result.elected.length === 0) return [];
  const levels = new Map(result.list.map(({ entry, level }) => [entry, level]));
  const places = new Map(result.elected.map(({ entry, place }) => [entry, place]));
  const [before, others] = [
    result.elected.filter(({ place }) => place !== null).length,
    ranked.filter(({ entry }) => !places.has(entry)),
  ];
  return [
    ...result.elected.map(({ entry, place }) => ({
      entry,
      level: levels.get(entry) ?? null,
      at: place ?? LAST,
      by: "ballot",
    })),
    ...others.map(({ entry, level, rank }) => ({
      entry,
      level,
      at: rank && before + 1 + others.filter((other) => other.rank !== null && other.rank < rank).length,
      by: "ranking",
    })),
  ];
}

async function names({ names }, { freeze, result }) {
  const honours = honoursHold({ freeze, result });
  const awarded = new Map(
    result.list.filter(({ entry, level }) => level !== null || honours.has(entry)).map((line) => [line.entry, line]),
  );
  const said = [];
  for (const [at, name] of names.entries()) {
    const { entry, city, country, title } = await nameOf(name, `name ${at}`);
    const line = awarded.get(entry);
    must(line, `name ${at} ("${title}") does not belong to an entry that was awarded: it was put in its place`);
    awarded.delete(entry);
    const given = honours.has(entry) ? `; honours: ${honours.get(entry).join(", ")}` : "";
    said.push(
      `${line.level ?? "no level"}: ${title || "(no title)"}, ${city} (${country})${line.rank ? `, rank ${line.rank}` : ""}${given}`,
    );
  }
  must(awarded.size === 0, `${awarded.size} awarded entries have no name`);
  return said;
}

/**
 * Members of what is committed to about an entry, by commitments to its parts. Older entries hold their names
 * themselves.
 */
const ENTRY = ["cycle", "name", "number", "content"];

async function nameOf({ name, ...whole }, what) {
  const entry = await opened("entry", whole, what);
  shape(whole.record, name === undefined ? ["cycle", "city", "country", "title", "content"] : ENTRY, what);
  if (name === undefined) return { entry, ...whole.record };
  must(
    (await opened("name", name, what)) === whole.record.name,
    `${what} is not the one that its entry commits to: it was put in its place`,
  );
  shape(name.record, ["city", "country", "title"], what);
  return { entry, ...name.record };
}

// ---- adjusted scores ----

/**
 * How far a stated adjusted score may be from the one that is computed here, in standard deviations of the scores: two
 * searches for one lowest point end closer together.
 */
const CLOSE = 1e-5;
/** Where leaving a variance out costs less of the criterion than this, it is left out. */
const NOISE = 1e-7;
/** Between which ratios of standard deviations the lowest point is looked for. */
const [LEAST_RATIO, MOST_RATIO] = [1e-4, 1000];

/**
 * Scores in points with the severity of reviewers taken out: score = mu + entry + reviewer + error, all random but mu,
 * variances by restricted maximum likelihood, effects as best linear unbiased predictions (Bates et al., J. Stat.
 * Softw. 67, 2015). Null where the scores cannot carry that; then means decide.
 */
export function adjustedScores(scores) {
  const [entries, reviewers] = ["entry", "reviewer"].map((side) => [...new Set(scores.map((each) => each[side]))]);
  if (entries.length < 10 || reviewers.length < 3 || scores.length < entries.length + reviewers.length) return null;
  if (scores.every(({ score }) => score === scores[0].score) || fallsApart(scores)) return null;
  const [n, middle] = [scores.length, scores.reduce((sum, { score }) => sum + score, 0) / scores.length];
  const sums = sumsAround(middle, scores, { entries, reviewers });
  const { ofEntry, squares } = sums;
  const criterion = (a, b) => restrictedLikelihood(sums, a, b);
  const candidates = [
    lowest(criterion),
    [...lowest((a) => criterion(a, 0)), 0],
    [0, ...lowest((b) => criterion(0, b))],
    [0, 0],
  ];
  const [a, b] = candidates.reduce((best, next) =>
    criterion(next[0], next[1]) <= criterion(best[0], best[1]) + NOISE ? next : best,
  );
  const [mu, ...severity] = solved(equations(sums, a, b).slice(0, -1));
  const effect = ({ n: count, by, sum }) =>
    (a * a * (sum - count * mu - by.reduce((all, times, at) => all + times * b * severity[at], 0))) /
    (a * a * count + 1);
  return {
    scores: new Map([...ofEntry].map(([entry, own]) => [entry, middle + mu + effect(own)])),
    within: CLOSE * Math.sqrt(squares / n),
  };
}

/**
 * Of each entry: how many scores, how many by each reviewer, and their sum around the middle. The same of each
 * reviewer; and the squares of all.
 */
function sumsAround(middle, scores, { entries, reviewers }) {
  const blank = () => ({ n: 0, by: reviewers.map(() => 0), sum: 0 });
  const [ofEntry, ofReviewer] = [
    new Map(entries.map((each) => [each, blank()])),
    new Map(reviewers.map((each) => [each, { n: 0, sum: 0 }])),
  ];
  const place = new Map(reviewers.map((each, at) => [each, at]));
  for (const { entry, reviewer, score } of scores) {
    ofEntry.get(entry).by[place.get(reviewer)] += 1;
    for (const own of [ofEntry.get(entry), ofReviewer.get(reviewer)])
      [own.n, own.sum] = [own.n + 1, own.sum + score - middle];
  }
  const squares = scores.reduce((sum, { score }) => sum + (score - middle) ** 2, 0);
  return { n: scores.length, ofEntry, ofReviewer, squares };
}

/**
 * The equations in mu and the reviewers once the entries are eliminated, bordered by the right side. `a` and `b`:
 * standard deviations of entries and reviewers in units of the error's.
 */
function equations({ n, ofEntry, ofReviewer, squares }, a, b) {
  const right = [
    [...ofReviewer.values()].reduce((sum, own) => sum + own.sum, 0),
    ...[...ofReviewer.values()].map(({ sum }) => b * sum),
    squares,
  ];
  const first = [n, ...[...ofReviewer.values()].map((own) => b * own.n), right[0]];
  const rows = [
    first,
    ...[...ofReviewer.values()].map((own, i) => [
      first[i + 1],
      ...Array.from({ length: ofReviewer.size }, (_other, j) => (i === j ? b * b * own.n + 1 : 0)),
      right[i + 1],
    ]),
    right,
  ];
  for (const own of ofEntry.values()) {
    const column = [own.n, ...own.by.map((times) => b * times), own.sum];
    const [met, share] = [column.flatMap((value, at) => (value === 0 ? [] : [at])), (a * a) / (a * a * own.n + 1)];
    for (const i of met) for (const j of met) rows[i][j] -= share * column[i] * column[j];
  }
  return rows;
}

/** -2 log REML. Elimination leaves the determinant on the diagonal and the sum of squares in the corner. */
function restrictedLikelihood(sums, a, b) {
  const { n, ofEntry } = sums;
  const rows = equations(sums, a, b);
  const last = rows.length - 1;
  let logs = [...ofEntry.values()].reduce((sum, own) => sum + Math.log(a * a * own.n + 1), 0);
  for (let i = 0; i < last; i++) {
    logs += Math.log(rows[i][i]);
    for (let j = i + 1; j <= last; j++) {
      const times = rows[i][j] / rows[i][i];
      if (times !== 0) for (let at = j; at <= last; at++) rows[j][at] -= times * rows[i][at];
    }
  }
  return (n - 1) * (1 + Math.log((2 * Math.PI * Math.max(rows[last][last], Number.MIN_VALUE)) / (n - 1))) + logs;
}

/**
 * Whether some reviewers share no entry with the others, not even through third ones: then nobody can tell severe from
 * bad.
 */
function fallsApart(scores) {
  const reached = new Set([`e${scores[0].entry}`]);
  for (let before = 0; before < reached.size; ) {
    before = reached.size;
    for (const { entry, reviewer } of scores)
      if (reached.has(`e${entry}`) || reached.has(`r${reviewer}`)) reached.add(`e${entry}`).add(`r${reviewer}`);
  }
  return scores.some(({ entry }) => !reached.has(`e${entry}`));
}

/**
 * Where a smooth function of positive numbers is lowest: the best of a coarse grid, then Newton's steps in logarithms
 * with slopes by differences, shortened until they lead down.
 */
function lowest(surface) {
  const size = surface.length;
  const steps = Array.from({ length: 13 }, (_none, at) => Math.log(0.01) + (at * Math.log(MOST_RATIO / 0.01)) / 12);
  const grid = size === 1 ? steps.map((x) => [x]) : steps.flatMap((x) => steps.map((y) => [x, y]));
  const inRange = (x) => Math.min(Math.log(MOST_RATIO), Math.max(Math.log(LEAST_RATIO), x));
  const height = (point) => surface(...point.map(Math.exp));
  let at = grid
    .map((point) => ({ point, height: height(point) }))
    .reduce((best, next) => (next.height < best.height ? next : best));
  const [h, moved] = [1e-3, (...by) => height(at.point.map((x, axis) => x + by[axis]))];
  const unit = (axis, by) => Array.from({ length: size }, (_none, other) => (other === axis ? by : 0));
  for (let step = 0; step < 100; step++) {
    const slopes = at.point.map((_x, i) => (moved(...unit(i, h)) - moved(...unit(i, -h))) / (2 * h));
    const bends = at.point.map((_x, i) =>
      at.point.map((_y, j) =>
        i === j
          ? (moved(...unit(i, h)) - 2 * at.height + moved(...unit(i, -h))) / (h * h)
          : (moved(h, h) - moved(h, -h) - moved(-h, h) + moved(-h, -h)) / (4 * h * h),
      ),
    );
    let next = null;
    for (let damping = 0; damping < 1e9 && !next; damping = damping * 10 || 1e-3) {
      const rows = bends.map((row, i) => [...row.map((bend, j) => (i === j ? bend + damping : bend)), -slopes[i]]);
      if (size === 2 ? rows[0][0] <= 0 || rows[0][0] * rows[1][1] <= rows[0][1] ** 2 : rows[0][0] <= 0) continue;
      const by = solved(rows);
      const point = at.point.map((x, i) => inRange(x + Math.max(-1, Math.min(1, by[i]))));
      const there = height(point);
      if (there <= at.height + 1e-10) next = { point, height: there };
    }
    if (!next) break;
    const far = Math.max(...next.point.map((x, i) => Math.abs(x - at.point[i])));
    at = next;
    if (far < 1e-9) break;
  }
  return at.point.map(Math.exp);
}

/** Frozen reviews as scores in points; `by` tells whose each is. */
const inPoints = (rules, reviews, by) =>
  reviews.map((review) => ({
    entry: review.entry,
    reviewer: by(review),
    score: Number(totalOf(rules, review.scores, `a review of entry ${review.entry}`)) / (rules.parts ?? 100),
  }));

/** What the bundle alone shows of an order by adjusted scores. */
async function adjustedInPublic(told, reviews) {
  const { rules, freeze, result } = told;
  if (freeze.disclosure < 2)
    return [
      "the order was decided by adjusted scores: it can be computed again with the openings of the round's scrutineer, and without them by nobody, because it is not disclosed which scores are of one reviewer",
    ];
  const model = adjustedScores(inPoints(rules, reviews, ({ reviewer }) => reviewer));
  if (!model) return byMeanInstead(told, reviews, result.list);
  const ordered = result.list.filter(({ rank }) => rank !== null).sort((one, other) => one.rank - other.rank);
  must(
    ordered.every(({ entry, rank }, at) => rank === at + 1 && model.scores.has(entry)) &&
      ordered.length === model.scores.size,
    "the ranks are not those of an order by adjusted scores",
  );
  const late = ordered.find(
    ({ entry }, at) => at > 0 && model.scores.get(entry) > model.scores.get(ordered[at - 1].entry) + 2 * model.within,
  );
  must(!late, `entry ${late?.entry} is listed with rank ${late?.rank}, behind one with a lower adjusted score`);
  return [sameOrder(ordered, model)];
}

/** Where the scores cannot carry a correction the means decide, ties and all. */
async function byMeanInstead({ rules, freeze, result }, reviews, list) {
  must(!("adjusted" in result), "adjusted scores are said to decide, and the scores cannot carry a correction");
  const means = await meansOf(
    reviews,
    { rules, freeze },
    list.map(({ entry }) => entry),
  );
  for (const [at, { entry, rank }] of list.entries())
    must(rank === means[at].rank, `entry ${entry} is listed with rank ${rank}, the scores give ${means[at].rank}`);
  return ["the scores cannot carry a correction for severity, so the means decided: the order comes out the same"];
}

/**
 * Neighbours in the order that the numbers here cannot tell apart are counted, not refused: which of them stands first
 * rests on later digits than this check confirms.
 */
function sameOrder(ordered, { scores, within }) {
  const close = ordered.filter(
    ({ entry }, at) => at > 0 && Math.abs(scores.get(entry) - scores.get(ordered[at - 1].entry)) <= 2 * within,
  );
  const apart =
    close.length === 0
      ? "no two neighbours are that close"
      : `${close.length} stand that close behind the one before them, ${close.filter(({ level, rank }) => level !== ordered[rank - 2].level).length} of them across a line`;
  return `the order of ${ordered.length} entries by adjusted scores comes out the same when these are computed anew, to ${within.toPrecision(2)} of a point; ${apart}`;
}

// ---- a scrutineer's openings ----

/** Why a review that was handed in may count for nothing. */
const LEFT_OUT = ["recused", "conflict", "not-judged"];

/** What receipts for reviews and their confirmations show without openings. */
function unopened(_file, _bundle, _told, _log, { handedIn, confirmed }) {
  const tells = "; a scrutineer with the openings of this round can tell whether";
  return [
    ...handedIn.map(() => `your receipt for a review is signed${tells} the review entered the log`),
    ...confirmed.map(() => `your receipt for the confirmation of your scores is signed${tells} it entered the log`),
  ];
}

const OPENED = ["v", "round", "log", "events", "entries", "reviews", "adjusted"];

/**
 * What only a scrutineer can check: that each frozen score is the last word of one reviewer, that the log holds no
 * other, and the order where it needs to know whose scores are whose.
 */
async function scrutinised(text, bundle, told, log, { handedIn, confirmed, held }) {
  const { rules, freeze, result } = told;
  const file = JSON.parse(text);
  must(
    canonical(file) === text.trim(),
    "the openings are not canonical JSON: they were changed after they were written",
  );
  shape(
    file,
    [...OPENED, ...(file.v > 2 ? ["attestations"] : []), ...(file.v > 3 ? ["assignments", "recusals"] : [])],
    "the openings",
  );
  must(
    [1, 2, 3, 4].includes(file.v) && file.round === rules.round,
    "the openings are not of this round, or of another version than this verifier reads",
  );
  for (const name of ["events", "entries", "reviews", ...(file.v > 3 ? ["assignments", "recusals"] : [])])
    list(file[name], name);
  const reviews = await openings({ openings: file.reviews, entries: bundle.entries }, told, false);
  const inLog = await eventsInLog(file, bundle, told, log);
  must(
    handedIn.every((each) => inLog.includes(each)),
    "your receipt for a review is signed, and no score event in the log is the one that it promises: keep it",
  );
  const { ids, unbound } = await namedEntries(file, bundle, told);
  for (const entry of held) asHandedIn(entry, ids, file);
  const { authors, reasons } = await lastWords(file, rules, reviews, ids);
  const said = saidOfEvents(file, reviews, { ids, unbound, reasons, handedIn });
  said.push(...asGiven(file, rules, freeze));
  said.push(...(await attested(file, inLog, told, log, confirmed)), ...withheldScores(told, reviews));
  const scores = isDivided(rules) ? [] : inPoints(rules, reviews, ({ slot }) => authors.get(slot));
  const model = rules.method === "adjusted" ? adjustedScores(scores) : null;
  if (!model) must(file.adjusted === null, "the openings hold adjusted scores, and these did not decide");
  const places = model
    ? await placesByAdjusted(file, told, { reviews, scores, ids, model })
    : new Map((await meansOf(reviews, told, [...ids.keys()])).map(({ entry, rank }) => [entry, rank]));
  const whole = freeze.disclosure > 0 ? result.list : wholeList(result, places);
  if (model) {
    for (const { entry, rank } of whole)
      must(
        rank === (places.get(entry) ?? null),
        `entry ${entry} is listed with rank ${rank}, the adjusted scores give ${places.get(entry) ?? null}`,
      );
    said.push(
      sameOrder(
        whole.filter(({ rank }) => rank !== null).sort((one, other) => one.rank - other.rank),
        model,
      ),
    );
  } else if (rules.method === "adjusted") said.push(...(await byMeanInstead(told, reviews, whole)));
  if (freeze.disclosure > 0) return said;
  for (const version of told.versions)
    awards({
      ...told,
      freeze: { ...freeze, disclosure: 1 },
      result: { ...version, list: version === result ? whole : wholeList(version, places) },
    });
  return [
    ...said,
    `the levels are those that the ranking of ${places.size} entries gives, and every departure from it is declared`,
  ];
}

function saidOfEvents(file, reviews, { ids, unbound, reasons, handedIn }) {
  const why = LEFT_OUT.flatMap((reason) => (reasons.get(reason) ? [`${reason} ${reasons.get(reason)}`] : []));
  const said = [
    `${file.events.length} score events were handed in, and all of them are opened: the log holds no other between the statement before the freeze and the freeze`,
    `each of the ${reviews.length} frozen reviews is the last score event of one reviewer about one entry, none twice and none without${why.length === 0 ? "; every reviewer's last word counts" : `; not counted, for a reason that the portal gives: ${why.join(", ")}`}`,
  ];
  if (unbound < ids.size)
    said.push(
      `the scores of ${ids.size - unbound} entries were handed in under the number to which the sealed entry commits`,
    );
  if (unbound > 0)
    said.push(
      `WARNING: the sealed commitments of ${unbound} entries do not show their numbers: that their scores are theirs only the receipts of their cities and reviewers show`,
    );
  for (const _receipt of handedIn)
    said.push("your receipt for a review is signed, and what it says is one of these score events");
  return said;
}

/**
 * That each reviewer who confirmed their scores confirmed just those that were handed in last under their name, and
 * that all of it stands in the log right before the result.
 */
async function attested({ v, attestations, events }, inLog, { rules, versions: [result] }, log, confirmed) {
  if (v < 3) return [];
  list(attestations, "the confirmations");
  const own = new Map();
  for (const [at, { record, why }] of events.entries()) {
    if (!own.has(record.reviewer)) own.set(record.reviewer, []);
    if (why !== "revised") own.get(record.reviewer).push(inLog[at]);
  }
  const state = log.find(({ size }) => size === result.index + 1);
  const [seen, commitments] = [new Set(), []];
  for (const [at, { log: place, ...opening }] of attestations.entries()) {
    const what = `confirmation ${at}`;
    commitments.push(await opened("attestation", opening, what));
    shape(opening.record, ["round", "reviewer", "root", "reviews", "at"], what);
    const { round, reviewer, root, reviews } = opening.record;
    must(
      round === rules.round && own.has(reviewer) && !seen.has(reviewer),
      `${what} is of nobody who reviewed, or a second one`,
    );
    seen.add(reviewer);
    const last = own.get(reviewer).sort();
    must(
      last.length === reviews && hex(await rootOf(last.map(unhex))) === root,
      `${what}: the reviewer confirmed other scores than were handed in last under their name`,
    );
    must(place, "these openings were taken before the result was stated: take them again");
    shape(place, ["index", "proof"], what);
    must(
      place.index === result.index - 1 - attestations.length + at &&
        (await includes({
          leaf: await leafHash(unhex(commitments[at])),
          index: place.index,
          size: state?.size,
          root: state?.root,
          proof: place.proof.map(unbase64),
        })),
      `${what} does not stand in the log among the others right before the result`,
    );
  }
  must(
    confirmed.every((each) => commitments.includes(each)),
    "your receipt for the confirmation of your scores is signed, and none of these is the one that it promises: keep it",
  );
  const none = seen.size === 0 ? "" : ", and what they confirmed is what was handed in last under their name";
  return [`${seen.size} of ${own.size} reviewers confirmed that the scores under their name are theirs${none}`];
}

/** Goes on from the signed state of the log before the score events to that of the freeze, by these events alone. */
async function eventsInLog(
  { log: from, events, assignments = [], recusals = [] },
  { statements: shown },
  { freeze },
  log,
) {
  shape(from, ["size", "peaks", "audit"], "the state of the log before the scores");
  const [before, after] = [
    log.findLast(({ size }) => size <= freeze.index),
    log.find(({ size }) => size === freeze.index + 1),
  ];
  must(
    before && after && from.size === before.size && isHash(from.audit),
    "the openings do not go on from the statement before the freeze",
  );
  const [handed, given, ended] = [events, assignments, recusals].map(({ length }) => length);
  must(
    handed + given + ended === freeze.index - 1 - before.size,
    given === 0
      ? `${handed} score events are opened, and ${freeze.index - 1 - before.size} entered the log before the freeze`
      : `${handed} score events, ${given} assignments and ${ended} recusals are opened, and ${freeze.index - 1 - before.size} of them entered the log before the freeze`,
  );
  list(from.peaks, "the state of the log before the scores");
  must(from.peaks.every(isHash), "the state of the log before the scores is not hashes");
  const trees = [];
  for (let left = before.size; left > 0 && trees.length < from.peaks.length; left -= trees.at(-1).size)
    trees.push({ size: 2 ** Math.floor(Math.log2(left)), hash: unhex(from.peaks[trees.length]) });
  const root = async () => {
    let hash = trees.at(-1).hash;
    for (const tree of trees.slice(0, -1).reverse()) hash = await nodeHash(tree.hash, hash);
    return hash;
  };
  must(
    trees.reduce((sum, { size }) => sum + size, 0) === before.size &&
      from.peaks.length === trees.length &&
      equal(await root(), before.root),
    "the state of the log before the scores is not the signed one",
  );
  const commitments = [];
  for (const [at, event] of events.entries()) {
    shape(event, ["salt", "record", "slot", "why"], `score event ${at}`);
    commitments.push(await opened("score-event", { salt: event.salt, record: event.record }, `score event ${at}`));
  }
  const pairs = [
    await openedPairs("assignment", assignments, ["late"]),
    await openedPairs("recusal", recusals, ["because"]),
  ];
  for (const each of [commitments, ...pairs])
    must(
      each.every((one, at) => at === 0 || each[at - 1] < one),
      "the score events, assignments or recusals are not in the order of their commitments",
    );
  const json = shown.find(({ index }) => index === freeze.index).json;
  const entered = [commitments, ...pairs].flat().sort().map(unhex);
  for (const data of [...entered, unhex(from.audit), bytesOf(json)]) {
    trees.push({ size: 1, hash: await leafHash(data) });
    while (trees.length > 1 && trees.at(-1).size === trees.at(-2).size) {
      const right = trees.pop();
      trees.push({ size: 2 * right.size, hash: await nodeHash(trees.pop().hash, right.hash) });
    }
  }
  must(
    equal(await root(), after.root),
    "the score events are not the ones that entered the log: one was changed, removed or put in another's place",
  );
  return commitments;
}

/** The commitments to who was given what, or whose it was no more. */
async function openedPairs(type, pairs, more) {
  const commitments = [];
  for (const [at, opening] of pairs.entries()) {
    commitments.push(await opened(type, opening, `${type} ${at}`));
    shape(opening.record, ["round", "entry", "reviewer", "at", ...more], `${type} ${at}`);
  }
  return commitments;
}

/**
 * That every score is of a reviewer who had been given the entry and was not recused when they handed it in, and that a
 * review counts exactly where that is so at the freeze, too.
 */
function asGiven({ v, events, assignments, recusals }, rules, freeze) {
  must(
    v > 3 || !isAssigning(freeze),
    "the openings do not show to whom the entries were given, and the freeze says that the portal committed to that",
  );
  if (v < 4)
    return [
      "WARNING: these openings do not show to whom the entries were given: the portal did not commit to that then",
    ];
  const said = new Map();
  for (const [what, those] of [
    ["assignment", assignments],
    ["recusal", recusals],
  ])
    for (const [number, { record }] of those.entries()) {
      must(record.round === rules.round, `${what} ${number} is of another round`);
      const of = `${record.entry} ${record.reviewer}`;
      said.set(of, [...(said.get(of) ?? []), { what, ...record }]);
    }
  for (const each of said.values()) {
    each.sort((one, other) => (one.at < other.at ? -1 : 1));
    must(
      each[0].what === "assignment" && each.every(({ at }, place) => place === 0 || each[place - 1].at < at),
      `a reviewer of entry ${each[0].entry} was recused before the entry was given to them, or both happened at once`,
    );
  }
  for (const [number, { record, slot, why }] of events.entries()) {
    const own = said.get(`${record.entry} ${record.reviewer}`) ?? [];
    const then = own.findLast(({ at }) => at <= record.at);
    must(then, `score event ${number} is of a reviewer to whom its entry had not been given`);
    must(
      then.what === "assignment",
      `score event ${number} was handed in by a reviewer who was recused from its entry then (${then.because})`,
    );
    const recused = own.at(-1).what === "recusal";
    must(slot === null || !recused, `score event ${number} counts, and its reviewer was recused before the freeze`);
    must(
      recused || (why !== "recused" && why !== "conflict"),
      `score event ${number} counts for nothing because of a recusal, and none was committed to`,
    );
  }
  const classes = new Map();
  for (const { record } of recusals) classes.set(record.because, (classes.get(record.because) ?? 0) + 1);
  const why = [...classes].sort(([one], [other]) => (one < other ? -1 : 1)).map(([name, times]) => `${name} ${times}`);
  const late =
    assignments.filter(({ record }) => record.late).length +
    recusals.filter(({ record }) => record.because === "earlier").length;
  return [
    `each score event is of a reviewer to whom its entry was given and who was not recused then: ${assignments.length} assignments and ${recusals.length} recusals are opened${why.length > 0 ? `, of these ${why.join(", ")}` : ""}`,
    ...(late > 0
      ? [
          `WARNING: ${late} of these assignments and recusals were not committed to when they were made: they are older than that, or somebody wrote them past the portal`,
        ]
      : []),
  ];
}

/**
 * By the commitment of each entry the number under which its scores were handed in; and of how many the sealed
 * commitment does not show it.
 */
async function namedEntries({ v, entries, events }, bundle, { seal }) {
  const ids = new Map();
  let unbound = 0;
  for (const [at, { sealed = null, ...each }] of entries.entries()) {
    const what = `entry ${at} of the openings`;
    shape(each, ["id", "entry"], what);
    must(bundle.entries.includes(each.entry) && !ids.has(each.entry), `${what} was not sealed, or stands there twice`);
    must(
      events.some(({ record }) => record.entry === each.id),
      `nobody handed in a score of ${what}`,
    );
    must(sealed ? v > 1 : seal.v === 1, `${what} does not show where its number was sealed`);
    if (sealed)
      must(
        (await numberIn(sealed, each.entry, what)) === each.id,
        `${what}: its scores were handed in under a number to which the sealed entry does not commit`,
      );
    else unbound++;
    ids.set(each.entry, each.id);
  }
  must(new Set(ids.values()).size === ids.size, "one number stands for two entries");
  return { ids, unbound };
}

/** The number to which a sealed entry commits. */
async function numberIn({ number, ...whole }, entry, what) {
  must((await opened("entry", whole, what)) === entry, `${what} is opened as another one than was sealed`);
  shape(whole.record, ENTRY, what);
  must(
    (await opened("number", number, what)) === whole.record.number,
    `${what} does not commit to the number that is shown`,
  );
  shape(number.record, ["entry"], what);
  return number.record.entry;
}

/** That scores of an entry for which there is a receipt were handed in under the number on it. */
function asHandedIn(entry, ids, { entries }) {
  const shown = entries.find((each) => each.entry === entry.commitment);
  if (shown?.sealed) sameEntry(entry, shown.sealed);
  must(
    !shown || entry.id === null || ids.get(entry.commitment) === entry.id,
    "the scores of the entry on your receipt were handed in under another number than the receipt says: keep it, it is signed",
  );
}

/**
 * That frozen reviews and last score events are one to one. Answers whose each slot is, and how many events count for
 * nothing, by reason.
 */
async function lastWords({ events }, rules, reviews, ids) {
  const slots = new Map(reviews.map((review) => [review.slot, review]));
  const [authors, reasons, said, pseudonyms] = [new Map(), new Map(), new Map(), new Map()];
  for (const [at, { record, slot, why }] of events.entries()) {
    const what = `score event ${at}`;
    shape(record, ["round", "entry", "reviewer", "scores", "comment", "at"], what);
    must(record.round === rules.round, `${what} is of another round`);
    const of = `${record.entry} ${record.reviewer}`;
    said.set(of, [...(said.get(of) ?? []), { at: record.at, why, what }]);
    must(
      slot === null ? why === "revised" || LEFT_OUT.includes(why) : why === null,
      `${what} counts for nothing, and no reason is given`,
    );
    if (slot === null) {
      if (why !== "revised") reasons.set(why, (reasons.get(why) ?? 0) + 1);
      continue;
    }
    const frozen = slots.get(slot);
    must(frozen && !authors.has(slot), `${what} is frozen under a slot that is not there, or is another's`);
    must(
      ids.get(frozen.entry) === record.entry && canonical(frozen.scores) === canonical(record.scores),
      `${what} is frozen with other scores, or for another entry, than were handed in`,
    );
    authors.set(slot, record.reviewer);
    if (frozen.reviewer !== undefined)
      must(
        (pseudonyms.get(frozen.reviewer) ?? pseudonyms.set(frozen.reviewer, record.reviewer).get(frozen.reviewer)) ===
          record.reviewer,
        "two reviewers have one pseudonym in the bundle",
      );
  }
  must(new Set(pseudonyms.values()).size === pseudonyms.size, "one reviewer has two pseudonyms in the bundle");
  must(authors.size === slots.size, `${slots.size - authors.size} of the frozen reviews belong to no score event`);
  for (const own of said.values()) {
    const last = own.filter(({ why }) => why !== "revised");
    must(
      last.length === 1 && own.every(({ at }) => at <= last[0].at),
      `${own[0].what}: not the last score event of this reviewer about this entry counts, or more than one`,
    );
  }
  return { authors, reasons };
}

/**
 * Places by the adjusted scores that the result was stated with, which have to be those of the frozen reviews. Equals
 * go by the mean, the lower spread, and a lot: SHA-256 of the round and the entry's number.
 */
async function placesByAdjusted(file, { rules, freeze, result }, { reviews, scores, ids, model }) {
  must("adjusted" in result, "the result was stated without adjusted scores, although these reviews give some");
  must(file.adjusted !== null, "these openings were taken before the result was stated: take them again");
  must(
    (await opened("adjusted", file.adjusted, "the adjusted scores")) === result.adjusted,
    "the adjusted scores are not the ones that the result was stated with",
  );
  shape(file.adjusted.record, ["round", "scores"], "the adjusted scores");
  list(file.adjusted.record.scores, "the adjusted scores");
  const stated = new Map(file.adjusted.record.scores.map(({ entry, billionths }) => [entry, billionths]));
  must(
    file.adjusted.record.round === rules.round &&
      stated.size === model.scores.size &&
      file.adjusted.record.scores.length === stated.size,
    "there is not one adjusted score for each entry that was read",
  );
  for (const [entry, score] of model.scores)
    must(
      Math.abs(stated.get(entry) / 1e9 - score) <= model.within,
      `entry ${entry}: an adjusted score of ${stated.get(entry) / 1e9} is stated, the scores give ${score.toFixed(9)}`,
    );
  const means = new Map(
    (await meansOf(reviews, { rules, freeze }, [...stated.keys()])).map(({ entry, reviews: counted, total }) => [
      entry,
      fraction(total, counted),
    ]),
  );
  const spread = new Map(
    [...stated.keys()].map((entry) => {
      const own = scores.filter((each) => each.entry === entry).map(({ score }) => score);
      const mean = own.reduce((sum, each) => sum + each, 0) / own.length;
      return [
        entry,
        own.length < 2
          ? 0
          : Math.round(1e9 * Math.sqrt(own.reduce((sum, each) => sum + (each - mean) ** 2, 0) / (own.length - 1))),
      ];
    }),
  );
  const lots = new Map();
  for (const entry of stated.keys()) lots.set(entry, hex(await sha256(bytesOf(`${rules.round}\n${ids.get(entry)}`))));
  const before = (one, other) =>
    stated.get(other) - stated.get(one) ||
    Number(above(means.get(other), means.get(one))) - Number(above(means.get(one), means.get(other))) ||
    spread.get(one) - spread.get(other) ||
    (lots.get(one) < lots.get(other) ? -1 : 1);
  return new Map([...stated.keys()].sort(before).map((entry, at) => [entry, at + 1]));
}

/** The list of a result that discloses the awarded alone, with everything that was read or decided otherwise. */
function wholeList({ list: awarded, deviations }, places) {
  const levels = new Map(awarded.map(({ entry, level }) => [entry, level]));
  const entries = new Set([...places.keys(), ...levels.keys(), ...deviations.map(({ entry }) => entry)]);
  return [...entries].map((entry) => ({ entry, level: levels.get(entry) ?? null, rank: places.get(entry) ?? null }));
}

// ---- for a shell ----

/** Runs as a command: arguments to exit status. `read` gives a file's text, `source` is the SHA-256 of this one. */
export async function main(args, read, out = console, source = null) {
  try {
    return await run(args, readable(read), out, source);
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    out.error(`NO  ${printableLine(error.message)}`);
    return 1;
  }
}

const readable = (read) => (file) => {
  must(file !== undefined, "the name of a file is missing");
  try {
    return read(file);
  } catch {
    throw new Failure(`${file} is not here, or cannot be read`);
  }
};

function trustIn(text, file) {
  try {
    return JSON.parse(text);
  } catch {
    throw new Failure(`${file} is not JSON`);
  }
}

async function run(args, read, out, source) {
  const [files, receipts, checkpoints, openings, log, reviews, tsa] = [[], [], [], [], [], [], []];
  const by = {};
  for (let at = 0; at < args.length; at++) {
    const into = {
      "--receipt": receipts,
      "--checkpoint": checkpoints,
      "--openings": openings,
      "--log": log,
      "--reviews": reviews,
      "--tsa": tsa,
    }[args[at]];
    const [, kind] = /^--(freeze|result)-by$/.exec(args[at]) ?? [];
    if (into) into.push(read(args[++at]));
    else if (kind) by[kind] = args[++at] ?? "";
    else files.push(args[at]);
  }
  if (files.length !== 2 || openings.length > 1 || log.length > 1) {
    out.error(
      "Usage: node verify.mjs bundle.json trust.json [--receipt receipt.txt] [--checkpoint checkpoint.txt] [--log leaves.json] [--reviews reviews.json] [--openings openings.json] [--tsa ca.pem] [--freeze-by DAY] [--result-by DAY]",
    );
    return 1;
  }
  const { ok, lines, failure } = await verify(read(files[0]), trustIn(read(files[1]), files[1]), {
    receipts,
    checkpoints,
    log: log[0] ?? null,
    reviews,
    openings: openings[0] ?? null,
    tsa,
    by,
    source,
  });
  for (const line of lines) out.log(`ok  ${line}`);
  if (ok) out.log("Everything holds.");
  else out.error(`NO  ${failure}`);
  return ok ? 0 : 1;
}

if (globalThis.process?.argv?.[1]?.endsWith("verify.mjs")) {
  const { readFileSync } = await import("node:fs");
  const source = hex(await sha256(readFileSync(process.argv[1])));
  process.exitCode = await main(process.argv.slice(2), (file) => readFileSync(file, "utf8"), console, source);
}
