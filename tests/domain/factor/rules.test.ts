import { describe, expect, it } from "vitest";
import { newPasskeyInput, signInCode } from "#app/domain/factor/input.ts";
import { needsFactor } from "#app/domain/account/rules.ts";
import { canRemoveFactor } from "#app/domain/factor/policy.ts";
import { appAddress, bareCode, challengeIn, codeAt, newSecret, printedCode, stepOf } from "#app/domain/factor/rules.ts";
import { ANONYMOUS } from "#app/domain/context.ts";
import { parse, Form } from "#app/http/form.server.ts";
import { qrPath } from "#app/outside/documents/qr-path.ts";

/** The test secret of RFC 6238, "12345678901234567890". */
const SECRET = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";
const at = (seconds: number) => new Date(seconds * 1000);

describe("codes of an authenticator app", () => {
  it.each([
    [59, "287082"],
    [1_111_111_109, "081804"],
    [1_111_111_111, "050471"],
    [1_234_567_890, "005924"],
    [2_000_000_000, "279037"],
  ])("RFC 6238: after %i seconds the code is %s", (seconds, code) => {
    expect(codeAt(SECRET, at(seconds))).toBe(code);
    expect(stepOf(SECRET, code, at(seconds))).toBe(Math.floor(seconds / 30));
  });

  it.each([
    [-60, null],
    [-30, 99],
    [0, 100],
    [30, 101],
    [60, null],
  ])("a code %i seconds away belongs to step %s", (away, step) => {
    expect(stepOf(SECRET, codeAt(SECRET, at(3000 + away)), at(3000))).toBe(step);
  });

  it("every secret is new, and its address names portal and person", () => {
    const secret = newSecret();
    expect(secret).toMatch(/^[A-Z2-7]{32}$/);
    expect(newSecret()).not.toBe(secret);
    const address = new URL(appAddress(secret, "lin@portal.example"));
    expect(address.protocol).toBe("otpauth:");
    expect([
      address.searchParams.get("secret"),
      address.searchParams.get("issuer"),
      decodeURIComponent(address.pathname),
    ]).toEqual([secret, "Kapok", expect.stringContaining("lin@portal.example")]);
  });

  it("the QR code draws squares within its frame", () => {
    const { side, path } = qrPath(appAddress(SECRET, "lin@portal.example"));
    expect(side).toBeGreaterThan(29);
    const corners = [...path.matchAll(/M(\d+) (\d+)h1v1h-1z/g)].map(([, x, y]) => [Number(x), Number(y)]);
    expect(corners.length).toBeGreaterThan(300);
    expect(corners.every(([x, y]) => x! >= 4 && y! >= 4 && x! < side - 4 && y! < side - 4)).toBe(true);
  });
});

describe("what people type", () => {
  it.each([
    ["123 456", true],
    [" 123456", true],
    ["abcd-EFGH ijkl-mn23", true],
    ["12345", false],
    ["abcd-efgh-ijkl-mn21", false],
    ["", false],
    ["1".repeat(100), false],
  ])("%j is a code: %s", (code, ok) => {
    expect(parse(new Form(new URLSearchParams({ code })), signInCode).ok).toBe(ok);
  });

  it("recovery codes are printed in fours and read back however they were copied", () => {
    expect(printedCode("abcdefghijklmnop")).toBe("abcd-efgh-ijkl-mnop");
    expect(bareCode(" ABCD efgh–ijkl".replace("–", "-"))).toBe("abcdefghijkl");
  });

  it.each([
    "",
    "{}",
    "not json",
    JSON.stringify({ id: "x", response: { clientDataJSON: "????" } }),
    JSON.stringify({
      id: "x".repeat(2000),
      response: { clientDataJSON: Buffer.from('{"challenge":"c"}').toString("base64url") },
    }),
    "[".repeat(20_001),
  ])("%.40j is no passkey", (passkey) => {
    expect(parse(new Form(new URLSearchParams({ name: "Key", passkey })), newPasskeyInput)).toEqual({
      ok: false,
      errors: { passkey: "no-passkey" },
    });
  });

  it("the challenge is read from what the browser signed", () => {
    expect(challengeIn(Buffer.from(JSON.stringify({ challenge: "abc" })).toString("base64url"))).toBe("abc");
    expect(challengeIn(Buffer.from(JSON.stringify({ challenge: 5 })).toString("base64url"))).toBeNull();
    expect(challengeIn("null")).toBeNull();
  });
});

describe("who needs one", () => {
  const panel = { roundId: "r", cycleId: "c", role: "reviewer" as const };
  it.each([
    ["a city's owner", { teams: [{ cityId: "c", role: "owner" as const }] }, false],
    ["secretariat", { staff: ["secretariat" as const] }, true],
    ["administrator", { staff: ["administrator" as const] }, true],
    ["observer", { staff: ["observer" as const] }, true],
    ["reviewer", { panels: [panel] }, true],
    ["chair", { panels: [{ ...panel, role: "chair" as const }] }, true],
  ])("%s", (_who, rights, needed) => {
    const actor = { ...ANONYMOUS, ...rights };
    expect(needsFactor(actor.staff.length, actor.panels.length)).toBe(needed);
    expect(canRemoveFactor(actor, 1).allowed).toBe(!needed);
    expect(canRemoveFactor(actor, 2).allowed).toBe(true);
  });
});
