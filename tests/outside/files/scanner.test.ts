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

  /** What a daemon of ClamAV answers, by its manual and its source, and what may come of a line that breaks. */
  it.each([
    ["stream: OK\0", "clean"],
    ["stream: Eicar-Test-Signature FOUND\0", "infected"],
    ["stream: Heuristics.Limits.Exceeded.MaxFileSize FOUND\0", "infected"],
    ["stream: PUA.Win.Packer FOUND OK FOUND\0", "infected"],
    ["stream: OK FOUND\0", "infected"],
    ["stream: Can't allocate memory ERROR\0", null],
    ["stream: Can't open file or directory ERROR\0", null],
    ["stream: Unable to create temporary file ERROR\0", null],
    ["INSTREAM size limit exceeded. ERROR\0", null],
    ["INSTREAM: Can't write to temporary file. ERROR\0", null],
    ["COMMAND READ TIMED OUT\0", null],
    ["UNKNOWN COMMAND\0", null],
    ["stream: no FOUND reply\0", null],
    ["1: stream: OK\0", null],
    ["OK\0", null],
    ["PONG\0", null],
    ["stream: OK", null],
    ["stream: Eicar-Test-Signature FO", null],
    ["stream: OK\0stream: Eicar-Test-Signature FOUND\0", null],
    ["\0", null],
    ["", null],
    ["x".repeat(10_000), null],
  ])("B45 B46: %j is heard as %s", async (said, heard) => {
    [clamd.mood, clamd.says] = ["awake", said];
    const answer = await scan(Buffer.from("A garden"), 2_000).catch((error: unknown) => error);
    clamd.says = null;
    if (heard) expect(answer).toBe(heard);
    else expect(answer).toBeInstanceOf(ScannerAway);
  });

  it("B46: a daemon that takes no more and hangs up while it is sent to says nothing about the file", async () => {
    [clamd.mood, clamd.most] = ["awake", 100_000];
    await expect(scan(Buffer.alloc(5_000_000, 7))).rejects.toBeInstanceOf(ScannerAway);
    clamd.most = Number.POSITIVE_INFINITY;
  });

  it("B46: nor does one that is not there", () =>
    expect(openScanner("127.0.0.1:1", 200).scan("package.json")).rejects.toBeInstanceOf(ScannerAway));
});
