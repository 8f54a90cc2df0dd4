import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import {
  newNonce,
  readTimestampQuery,
  timestampAnswer,
  timestampQuery,
  toMilliseconds,
} from "#app/domain/timestamp/rules.ts";
import { type Answered, aTimeAuthority, type Odd, unknownExtension } from "#tests/support/time-authority.ts";
import { chainFor, openStamp, readCertificates, stampedHash, stampInAnswer } from "../../../public/verify.mjs";

/**
 * Made once by OpenSSL 3.0.19, the keys thrown away: a root (RSA 2048), below it a certificate for time stamps and a CA
 * (P-256) with another below it (P-384), each with `extendedKeyUsage = critical,timeStamping`; `openssl ts -query -data
 * note -sha256 -cert`, then `openssl ts -reply -queryfile … -signer … [-chain …]`, for SHA-1 with `ess_cert_id_alg =
 * sha1`.
 */
const openssl = JSON.parse(readFileSync(new URL("./openssl.json", import.meta.url), "utf8")) as {
  note: string;
  root: string;
  query: string;
  answers: Record<string, string>;
};
const answers = Object.entries(openssl.answers).map(([name, base64]): [string, Buffer] => [
  name,
  Buffer.from(base64, "base64"),
]);
const HASH = "ab".repeat(32);
const MAIL = "2b06010505070304";
const opened = async (answer: Buffer, root: string, anchors = readCertificates(root)) => {
  const token = stampInAnswer(answer);
  return openStamp({ token, chain: await chainFor(token, readCertificates(root), "It") }, anchors, "It");
};
const refusal = (work: Promise<unknown>) =>
  work.then(
    () => "accepted",
    ({ message }: Error) => message,
  );

describe("what OpenSSL stamped", () => {
  it.each(answers)("is read: %s", async (_name, answer) => {
    const stamp = await opened(answer, openssl.root);
    expect(stamp).toMatchObject({ hash: await stampedHash(openssl.note), nonce: "59596cec0980511f", trusted: true });
    expect(stamp.authority).toMatch(/^Example Time( of curves)?$/);
    expect(stamp.at).toMatch(/^2026-11-28T09:22:1\dZ$/);
    expect(await opened(answer, openssl.root, [])).toEqual({ ...stamp, trusted: false });
    const stranger = aTimeAuthority("Another");
    expect(await opened(answer, openssl.root, readCertificates(stranger.root))).toEqual({ ...stamp, trusted: false });
    expect(timestampAnswer(Buffer.from(stampInAnswer(answer)))).toEqual(answer);
  });

  // Every seventh byte of two answers. Every byte was tried once, in five answers of OpenSSL, and none was accepted.
  it.each([answers[0]!, answers[3]!])(
    "is refused after one byte of it, or of the certificates above it, is changed: %s",
    { timeout: 120_000 },
    async (_name, answer) => {
      const token = stampInAnswer(answer);
      const parts = { token, chain: await chainFor(token, readCertificates(openssl.root), "It") };
      const accepted: string[] = [];
      for (const part of ["token", "chain"] as const)
        for (let at = 0; at < parts[part].length; at += 7) {
          const changed = Uint8Array.from(parts[part]);
          changed[at]! ^= at % 2 === 0 ? 0xff : 1;
          if ((await refusal(openStamp({ ...parts, [part]: changed }, [], "It"))) === "accepted")
            accepted.push(`${part} ${at}`);
        }
      expect(accepted).toEqual([]);
    },
  );

  it("is refused cut off, with more behind it, without the root, and with a certificate too many", async () => {
    const token = stampInAnswer(answers[0]![1]);
    const chain = await chainFor(token, readCertificates(openssl.root), "It");
    for (let length = 0; length < token.length; length += 7)
      expect(await refusal(openStamp({ token: token.slice(0, length), chain }, [], "It"))).not.toBe("accepted");
    const more = (bytes: Uint8Array, behind: Uint8Array) => Uint8Array.from([...bytes, ...behind]);
    expect(await refusal(openStamp({ token: more(token, Uint8Array.of(0)), chain }, [], "It"))).toContain("holds more");
    expect(await refusal(openStamp({ token, chain: new Uint8Array() }, [], "It"))).toContain("lacks the certificate");
    expect(await refusal(openStamp({ token, chain: more(chain, chain) }, [], "It"))).toContain(
      "has not made the others",
    );
    expect(await refusal(opened(answers[0]![1], aTimeAuthority("Another").root))).toContain("lacks the certificate");
  });

  it.each([".5", ".123", ".1234567", ".123456789"])(
    "tells a time to the last digit of a second: %s",
    async (fraction) => {
      const at = new Date("2026-11-28T09:22:10Z");
      const by = aTimeAuthority("To the second", { to: at });
      expect(await opened(by.answer(HASH, { at: new Date(+at - 1000), fraction }), by.root)).toMatchObject({
        at: `2026-11-28T09:22:09${fraction}Z`,
        trusted: true,
      });
      expect(await refusal(opened(by.answer(HASH, { at, fraction }), by.root))).toContain("was not valid at that time");
      expect(await refusal(opened(by.answer(HASH, { at, fraction: `${fraction}0` }), by.root))).toContain(
        "tells no time",
      );
    },
  );

  it("is kept to the millisecond, which every program reads", () =>
    expect(
      ["2026-11-28T09:22:09.1239999Z", "2026-11-28T09:22:09.5Z", "2026-11-28T09:22:09Z"].map(toMilliseconds),
    ).toEqual(["2026-11-28T09:22:09.123Z", "2026-11-28T09:22:09.5Z", "2026-11-28T09:22:09Z"]));

  it("asks as we do", async () => {
    const [query, hash] = [Buffer.from(openssl.query, "base64"), await stampedHash(openssl.note)];
    expect(timestampQuery(Buffer.from(hash, "hex"), Buffer.from("59596cec0980511f", "hex"))).toEqual(query);
    expect(readTimestampQuery(query)).toEqual({ hash, nonce: "59596cec0980511f" });
    expect(readTimestampQuery(query.subarray(1))).toBeNull();
    const nonces = Array.from({ length: 200 }, () => newNonce().toString("hex"));
    expect(nonces.every((each) => /^[4-7][0-9a-f]{15}$/.test(each))).toBe(true);
    expect(new Set(nonces).size).toBe(200);
  });
});

describe("a time stamp", () => {
  it.each<[string, Odd]>([
    ["by a curve", {}],
    ["by RSA", { rsa: true }],
    ["with a certificate between", { between: true }],
    ["with one between for time stamps, among others", { between: true, betweenFor: [MAIL, "2b06010505070308"] }],
    ["with one between for whatever there is", { between: true, betweenFor: ["551d2500"] }],
  ])("is accepted %s", async (_what, odd) => {
    const { root, answer } = aTimeAuthority("Anna's clock, Zürich", odd);
    const at = new Date("2027-02-01T10:00:00Z");
    expect(await opened(answer(HASH, { at }), root)).toEqual({
      hash: HASH,
      at: "2027-02-01T10:00:00Z",
      nonce: null,
      authority: "Anna's clock, Zürich",
      trusted: true,
      root: expect.any(Uint8Array),
    });
  });

  it.each([
    [`Anna”, whom you trust,\u2028signed “it„`, "Anna?, whom you trust,?signed ?it?"],
    ["x\u001b[2K\rKept:\n\u2029\u202e\u2066\u200b\u200d\u2060\ufeff\u00ad.", "x?[2K?Kept:?????????."],
    ['Anna", whom you trust', "Anna?, whom you trust"],
    ["é".repeat(100), "é".repeat(100)],
    ["𝒜".repeat(70_000), `${"𝒜".repeat(100)}…`],
  ])("is told with a name that is fit to be shown: %j", async (name, shown) => {
    const { root, answer } = aTimeAuthority(name);
    expect((await opened(answer(HASH), root)).authority).toBe(shown);
    expect(await refusal(opened(answer(HASH, { digest: Buffer.alloc(32) }), root))).toBe(
      `It: the signature of ${shown} is wrong`,
    );
  });

  it.each<[string, Odd, string]>([
    ["is for something else", { purposes: ["2b06010505070301"] }, "not one for time stamps alone"],
    ["is for something else too", { purposes: ["2b06010505070308", "2b06010505070301"] }, "not one for time stamps"],
    ["may be passed over in what it is for", { purposesCritical: false }, "not one for time stamps alone"],
    ["was over", { to: new Date("2025-01-01T00:00:00Z") }, "was not valid at that time"],
    ["had not begun", { from: new Date("2119-01-01T00:00:00Z") }, "was not valid at that time"],
    ["comes from one that may not make any", { between: true, betweenIs: "nobody" }, "may not make certificates"],
    ["comes from one for e-mail alone", { between: true, betweenFor: [MAIL] }, "Between Odd may not make certificates"],
    ["says what nobody knows and nobody may pass over", { more: [unknownExtension()] }, "must not be used without"],
  ])("is refused whose certificate %s", async (_what, odd, why) => {
    const { root, answer } = aTimeAuthority("Odd", odd);
    expect(await refusal(opened(answer(HASH), root))).toContain(why);
  });

  const other = aTimeAuthority("Example Time");
  it.each<[string, Answered, string]>([
    ["was not granted", { status: "02" }, "did not grant it"],
    ["is signed over other words", { digest: Buffer.alloc(32, 1) }, "the signature of Example Time is wrong"],
    ["spells a number of its signature otherwise", { negative: true }, "the signature of Example Time is wrong"],
    ["names another certificate", { names: Buffer.alloc(32, 1) }, "the signature of Example Time is wrong"],
    ["encloses another's certificate of the same name", { enclosed: [other.signer] }, "is wrong"],
    ["encloses none", { enclosed: [] }, "does not enclose the certificate"],
    ["encloses one that made nothing", { enclosed: [other.top] }, "does not enclose the certificate"],
    ["is of another kind of content", { content: "2a864886f70d010701" }, "what is signed is not a time stamp"],
    ["says what nobody signed", { unsigned: Buffer.of(0x30, 0) }, "holds more than it should"],
    ["says what nobody knows and nobody may pass over", { extension: unknownExtension() }, "must not be used"],
    ["is over SHA-1", { imprint: "2b0e03021a" }, "not over a SHA-256"],
  ])("is refused that %s", async (_what, given, why) => {
    const { root, answer } = aTimeAuthority();
    expect(await refusal(Promise.resolve().then(() => opened(answer(HASH, given), root)))).toContain(why);
  });

  it("is refused beside a certificate that made nothing in it", async () => {
    const { root, answer, signer } = aTimeAuthority();
    expect(await refusal(opened(answer(HASH, { enclosed: [signer, other.top] }), root))).toContain("has not made");
    expect(await refusal(opened(answer(HASH, { enclosed: [signer, signer] }), root))).toContain("does not enclose");
  });

  it("is refused with a length that is spelled longer than it has to be", async () => {
    const { root, answer } = aTimeAuthority();
    const token = stampInAnswer(answer(HASH));
    const chain = await chainFor(token, readCertificates(root), "It");
    const longer = Uint8Array.of(0x30, 0x83, 0, ...token.slice(2, 4), ...token.slice(4));
    expect(token[1]).toBe(0x82);
    expect(await refusal(openStamp({ token: longer, chain }, [], "It"))).toContain("not DER");
  });

  it("needs certificates in the file of an authority", () => {
    expect(() => readCertificates("nothing")).toThrow("holds no certificate");
  });
});
