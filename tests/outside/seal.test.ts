import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { openSeal } from "#app/outside/seal.server.ts";

const folder = mkdtempSync(path.join(os.tmpdir(), "kapok-seal-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const fresh = () => mkdtempSync(path.join(folder, "data-"));

describe("what is sealed", () => {
  const seal = openSeal(fresh());

  it("opens for its own purpose only, and looks different every time", () => {
    const sealed = seal.close("app:1", "geheim 林");
    expect(seal.open("app:1", sealed)).toBe("geheim 林");
    expect(seal.open("app:2", sealed)).toBeNull();
    expect(seal.close("app:1", "geheim 林")).not.toBe(sealed);
    expect(openSeal(fresh()).open("app:1", sealed)).toBeNull();
  });

  it("does not open when a single bit differs, nor when it was never sealed", () => {
    const bytes = Buffer.from(seal.close("app:1", "geheim"), "base64url");
    for (let at = 0; at < bytes.length; at += 1) {
      const bent = Buffer.from(bytes);
      bent[at]! ^= 1;
      expect(seal.open("app:1", bent.toString("base64url")), `byte ${at}`).toBeNull();
    }
    for (const never of ["", "a", "a".repeat(200), "🔑"]) expect(seal.open("app:1", never)).toBeNull();
  });

  it("a mark is borne by its text and purpose alone", () => {
    const mark = seal.mark("device", "amara");
    expect(seal.bears("device", "amara", mark)).toBe(true);
    for (const [purpose, text, given] of [
      ["device", "amara ", mark],
      ["devic", "eamara", mark],
      ["device", "amara", ""],
      ["device", "amara", `${mark}A`],
    ] as const)
      expect(seal.bears(purpose, text, given)).toBe(false);
  });
});

describe("the installation's secret", () => {
  it("is made once, for the portal's own user, and found again", () => {
    const place = fresh();
    const sealed = openSeal(place).close("p", "text");
    expect(openSeal(place).open("p", sealed)).toBe("text");
    expect(statSync(path.join(place, "sealing-secret")).mode & 0o777).toBe(0o600);
    expect(readFileSync(path.join(place, "sealing-secret"), "utf8")).toMatch(/^[0-9a-f]{64}$/);
  });

  it("says when it is damaged instead of making everybody start anew", () => {
    const place = fresh();
    writeFileSync(path.join(place, "sealing-secret"), "cut");
    expect(() => openSeal(place)).toThrow(/damaged/);
  });
});
