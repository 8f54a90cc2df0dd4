import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { openScanner, readAddress, ScannerAway } from "#app/outside/files/scanner.server.ts";
import { EICAR, fakeClamd } from "#tests/support/fake-clamd.ts";
import { onDisk, sampleZip } from "#tests/support/samples.ts";

const folder = mkdtempSync(join(tmpdir(), "kapok-scan-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const clamd = await fakeClamd();

it.each([
  ["127.0.0.1:3310", { host: "127.0.0.1", port: 3310 }],
  ["clamd:3310", { host: "clamd", port: 3310 }],
  ["[::1]:3310", { host: "::1", port: 3310 }],
  ["/run/clamav/clamd.ctl", { path: "/run/clamav/clamd.ctl" }],
  ["clamd", null],
  ["clamd:0", null],
  ["clamd:70000", null],
  ["http://clamd:3310", null],
  ["a b:3310", null],
])("the address %j", (written, read) => expect(readAddress(written)).toEqual(read));

describe("a scanner", () => {
  const scan = async (bytes: Buffer, patience = 5_000) =>
    openScanner(clamd.address, patience).scan(await onDisk(folder, bytes));

  it("B45: finds the test virus and lets other files pass, and is sent every byte", async () => {
    clamd.mood = "awake";
    expect(await scan(Buffer.from(EICAR))).toBe("infected");
    expect(await scan(sampleZip([{ name: "a.txt", bytes: "A garden on every roof" }]))).toBe("clean");
    const long = Buffer.alloc(3_000_001, 7);
    expect(await scan(Buffer.concat([long, Buffer.from(EICAR)]))).toBe("infected");
    expect(await scan(Buffer.alloc(0))).toBe("clean");
    expect(clamd.received.slice(-2)).toEqual([long.length + EICAR.length, 0]);
  });

  it.each(["silent", "hanging-up", "too-small"] as const)(
    "B46: a daemon that is %s says nothing about the file",
    async (mood) => {
      clamd.mood = mood;
      await expect(scan(Buffer.alloc(400_000, 7), 200)).rejects.toBeInstanceOf(ScannerAway);
    },
  );

  it("B46: a daemon that takes no more and hangs up while it is sent to says nothing about the file", async () => {
    [clamd.mood, clamd.most] = ["awake", 100_000];
    await expect(scan(Buffer.alloc(5_000_000, 7))).rejects.toBeInstanceOf(ScannerAway);
    clamd.most = Number.POSITIVE_INFINITY;
  });

  it("B46: nor does one that is not there", () =>
    expect(openScanner("127.0.0.1:1", 200).scan("package.json")).rejects.toBeInstanceOf(ScannerAway));
});
