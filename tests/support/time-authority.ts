import crypto from "node:crypto";

/**
 * A time-stamping authority of the tests' own (RFC 3161), which writes DER by itself: what it answers can be wrong in
 * any way that is asked for. What OpenSSL answers is in tests/domain/timestamp/openssl.json.
 */

type Part = Buffer;
const tlv = (tag: number, ...parts: Uint8Array[]): Part => {
  const body = Buffer.concat(parts);
  const bare = Buffer.from(body.length.toString(16).padStart(6, "0"), "hex");
  const length =
    body.length < 128
      ? Buffer.of(body.length)
      : Buffer.concat([
          Buffer.of(128 + 3 - bare.findIndex((byte) => byte > 0)),
          bare.subarray(bare.findIndex((byte) => byte > 0)),
        ]);
  return Buffer.concat([Buffer.of(tag), length, body]);
};
const sequence = (...parts: Uint8Array[]) => tlv(0x30, ...parts);
const set = (...parts: Uint8Array[]) => tlv(0x31, ...parts);
const octets = (bytes: Uint8Array) => tlv(4, bytes);
const number = (hex: string) => tlv(2, Buffer.from(hex, "hex"));
const oid = (hex: string) => tlv(6, Buffer.from(hex, "hex"));
const yes = Buffer.of(1, 1, 255);
const SHA256 = "608648016503040201";
const algorithm = (name: string) => sequence(oid(name));
const sha256 = (bytes: Uint8Array) => crypto.createHash("sha256").update(bytes).digest();
const compact = (at: Date) => at.toISOString().replaceAll(/[-:T]|\.\d+/g, "");
const time = (at: Date, fraction = "") => tlv(0x18, Buffer.from(compact(at).replace("Z", `${fraction}Z`)));

const STAMP = "2a864886f70d0109100104";
const ECDSA = "2a8648ce3d040302";
const BY_RSA = "2a864886f70d01010b";
const stampOnly = "2b06010505070308";

type Keys = { publicKey: crypto.KeyObject; privateKey: crypto.KeyObject };
const newKeys = (rsa: boolean): Keys =>
  rsa
    ? crypto.generateKeyPairSync("rsa", { modulusLength: 2048 })
    : crypto.generateKeyPairSync("ec", { namedCurve: "P-256" });
const signatureName = ({ privateKey }: Keys) => (privateKey.asymmetricKeyType === "rsa" ? BY_RSA : ECDSA);
const named = (name: string) => sequence(set(sequence(oid("550403"), tlv(0x0c, Buffer.from(name)))));

type Asked = {
  subject: string;
  keys: Keys;
  issuer: string;
  by: Keys;
  serial: string;
  from?: Date;
  to?: Date;
  extensions: Part[];
};
function certificate({ subject, keys, issuer, by, serial, extensions, ...valid }: Asked): Part {
  const signing = algorithm(signatureName(by));
  const signed = sequence(
    tlv(0xa0, number("02")),
    number(serial),
    signing,
    named(issuer),
    sequence(time(valid.from ?? new Date("2020-01-01T00:00:00Z")), time(valid.to ?? new Date("2120-01-01T00:00:00Z"))),
    named(subject),
    keys.publicKey.export({ format: "der", type: "spki" }),
    tlv(0xa3, sequence(...extensions)),
  );
  return sequence(signed, signing, tlv(3, Buffer.of(0), crypto.sign("sha256", signed, by.privateKey)));
}
const extension = (name: string, value: Part, critical = true) =>
  sequence(oid(name), ...(critical ? [yes] : []), octets(value));
const mayIssue = (below?: number) =>
  extension("551d13", sequence(yes, ...(below === undefined ? [] : [number(`0${below}`)])));
const forPurposes = (purposes: string[], critical: boolean) =>
  extension("551d25", sequence(...purposes.map(oid)), critical);

const same = (sign: () => Buffer): Buffer => sign();
/** A signature (P-256) whose first number reads as negative: signed again until it is one that can be spelled so. */
function negative(sign: () => Buffer): Buffer {
  const signature = sign();
  const fits = signature[3] === 33 && signature[5] !== 255;
  return fits ? Buffer.from([0x30, signature[1]! - 1, 2, 32, ...signature.subarray(5)]) : negative(sign);
}

/** What may be odd about an authority. */
export type Odd = {
  rsa?: boolean;
  purposes?: string[];
  purposesCritical?: boolean;
  from?: Date;
  to?: Date;
  /** A certificate between root and signer, which encloses nothing but stands in the token. */
  between?: boolean;
  /** That one is no authority, or may have none below it. */
  betweenIs?: "authority" | "nobody";
  /** What for it may make others: by their names, where it says so. */
  betweenFor?: string[];
  more?: Part[];
};
/** What may be odd about an answer. */
export type Answered = {
  at?: Date;
  /** Of a second, behind the time: ".1234567". */
  fraction?: string;
  status?: string;
  nonce?: string | null;
  /** The hash of what the signed attributes are about, or of the certificate that they name. */
  digest?: Buffer;
  names?: Buffer;
  content?: string;
  enclosed?: Buffer[];
  unsigned?: Buffer;
  extension?: Buffer;
  imprint?: string;
  /** The first number of the signature (by a curve) lacks the byte that says it is positive. */
  negative?: boolean;
};

export function aTimeAuthority(name = "Example Time", odd: Odd = {}) {
  const [root, own, middle] = [newKeys(odd.rsa ?? false), newKeys(odd.rsa ?? false), newKeys(odd.rsa ?? false)];
  const rootName = `Root above ${name}`;
  const top = certificate({
    subject: rootName,
    keys: root,
    issuer: rootName,
    by: root,
    serial: "01",
    extensions: [mayIssue()],
  });
  const between = certificate({
    subject: `Between ${name}`,
    keys: middle,
    issuer: rootName,
    by: root,
    serial: "02",
    extensions: [
      ...(odd.betweenIs === "nobody" ? [] : [mayIssue(0)]),
      ...(odd.betweenFor ? [forPurposes(odd.betweenFor, true)] : []),
    ],
  });
  const issuer = odd.between ? `Between ${name}` : rootName;
  const signer = certificate({
    subject: name,
    keys: own,
    issuer,
    by: odd.between ? middle : root,
    serial: "03",
    ...(odd.from ? { from: odd.from } : {}),
    ...(odd.to ? { to: odd.to } : {}),
    extensions: [forPurposes(odd.purposes ?? [stampOnly], odd.purposesCritical ?? true), ...(odd.more ?? [])],
  });
  const answer = (hash: string, given: Answered = {}): Buffer => {
    const stamp = sequence(
      number("01"),
      oid("2a0304"),
      sequence(algorithm(given.imprint ?? SHA256), octets(Buffer.from(hash, "hex"))),
      number("07"),
      time(given.at ?? new Date(), given.fraction),
      ...(given.nonce ? [number(given.nonce)] : []),
      ...(given.extension ? [tlv(0xa1, given.extension)] : []),
    );
    const attribute = (kind: string, value: Part) => sequence(oid(kind), set(value));
    const attributes = Buffer.concat([
      attribute("2a864886f70d010903", oid(given.content ?? STAMP)),
      attribute("2a864886f70d010904", octets(given.digest ?? sha256(stamp))),
      attribute("2a864886f70d010910022f", sequence(sequence(sequence(octets(given.names ?? sha256(signer)))))),
    ]);
    const signed = sequence(
      number("03"),
      set(algorithm(SHA256)),
      sequence(oid(STAMP), tlv(0xa0, octets(stamp))),
      tlv(0xa0, ...(given.enclosed ?? [signer, ...(odd.between ? [between] : [])])),
      set(
        sequence(
          number("01"),
          sequence(named(issuer), number("03")),
          algorithm(SHA256),
          tlv(0xa0, attributes),
          algorithm(signatureName(own)),
          octets((given.negative ? negative : same)(() => crypto.sign("sha256", set(attributes), own.privateKey))),
          ...(given.unsigned ? [tlv(0xa1, given.unsigned)] : []),
        ),
      ),
    );
    return sequence(sequence(number(given.status ?? "00")), sequence(oid("2a864886f70d010702"), tlv(0xa0, signed)));
  };
  return { root: asPem(top), answer, signer, top };
}

/** An extension that must not be passed over, which nobody knows. */
export const unknownExtension = (): Buffer => extension("2a0305", sequence());

const asPem = (bytes: Buffer): string =>
  `-----BEGIN CERTIFICATE-----\n${bytes.toString("base64").replaceAll(/(.{64})/g, "$1\n")}\n-----END CERTIFICATE-----\n`;
