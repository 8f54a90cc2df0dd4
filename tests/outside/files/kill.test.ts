import { type ChildProcess, spawn } from "node:child_process";
import { createHash, randomBytes } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import http from "node:http";
import { createServer } from "node:net";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { eq } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openRegistry } from "#app/outside/files/registry.server.ts";
import { storedFiles } from "#db/schema/stored-file.ts";
import { testDatabase } from "#tests/support/database.ts";
import { samplePdf } from "#tests/support/samples.ts";
import { sending, SLOT } from "#tests/support/upload-store.ts";

// Processes are started and killed here.

const database = await testDatabase();
const registry = openRegistry(database.db);
const dataDir = mkdtempSync(join(tmpdir(), "kapok-kill-"));
const CHILD = new URL("./kill.child.ts", import.meta.url).pathname;
const TAIL = "\r\n--b--\r\n";
const HEAD =
  '--b\r\nContent-Disposition: form-data; name="file"; filename="a.pdf"\r\nContent-Type: application/pdf\r\n\r\n';
/** A whole paper of some megabytes: noise in a comment before its last line. */
const paper = await samplePdf().then((pdf) =>
  Buffer.concat([Buffer.from("%PDF-1.7\n%"), Buffer.from(randomBytes(1_500_000).toString("hex")), pdf.subarray(8)]),
);

let port = 0;
let child: ChildProcess | undefined;

async function start(): Promise<void> {
  child = spawn(process.execPath, ["--import", "tsx", CHILD, database.url, dataDir, String(port)], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  await new Promise((resolve) => child?.stdout?.once("data", resolve));
}

async function kill(): Promise<void> {
  const gone = new Promise((resolve) => child?.once("exit", resolve));
  child?.kill("SIGKILL");
  await gone;
}

beforeAll(async () => {
  const probe = createServer().listen(0);
  port = (probe.address() as AddressInfo).port;
  await new Promise((resolve) => probe.close(resolve));
  await start();
});
afterAll(async () => {
  await kill();
  rmSync(dataDir, { recursive: true, force: true });
});

async function address(): Promise<{ url: string; key: string }> {
  const body = JSON.stringify({
    files: [{ name: "a.pdf", size: paper.length, type: "application/pdf", lastModified: 1 }],
    input: SLOT,
  });
  const response = await fetch(`http://localhost:${port}/api/uploadthing?actionType=upload&slug=attachment`, {
    method: "POST",
    body,
    headers: { "content-type": "application/json" },
  });
  const [first] = (await response.json()) as { url: string; key: string }[];
  if (!first) throw new Error("no address");
  return first;
}

const held = async (url: string) => Number((await fetch(url, { method: "HEAD" })).headers.get("x-ut-range-start"));

/** Sends a part of the file and then nothing more, and answers once the store holds it. */
async function sendAndFallSilent(url: string, bytes: Buffer): Promise<void> {
  const request = http.request(url, {
    method: "PUT",
    headers: {
      "content-type": "multipart/form-data; boundary=b",
      range: "bytes=0-",
      "content-length": HEAD.length + paper.length + TAIL.length,
    },
  });
  request.on("error", () => undefined);
  request.write(HEAD);
  request.write(bytes);
  while ((await held(url)) < bytes.length - 200_000) await new Promise((resolve) => setTimeout(resolve, 20));
}

describe("kill -9 in the middle of an upload", () => {
  it.each([
    ["half of the bytes", 0.5],
    ["all but the last byte", 1],
  ])("after %s: the rest follows at the same address", async (_case, share) => {
    const { url, key } = await address();
    await sendAndFallSilent(url, paper.subarray(0, Math.floor(paper.length * share) - 1));
    await kill();
    await start();
    const from = await held(url);
    expect(from).toBeGreaterThan(paper.length * share - 250_000);
    expect(from).toBeLessThan(paper.length);
    const response = await fetch(sending(url, paper, from));
    expect(await response.json()).toMatchObject({
      fileHash: createHash("md5").update(paper).digest("hex"),
      serverData: { problem: null },
    });
    const row = await registry.find(key);
    expect(row?.sha256).toBe(createHash("sha256").update(paper).digest("hex"));
    expect(readFileSync(join(dataDir, "files", row?.blob ?? "")).equals(paper)).toBe(true);
  });

  it.each(["receiving", "stored"] as const)(
    "after the last byte, when the database knew no more than '%s'",
    async (state) => {
      const { url, key } = await address();
      await fetch(sending(url, paper));
      await database.db.update(storedFiles).set({ state, answer: null }).where(eq(storedFiles.key, key));
      expect(await held(url)).toBe(paper.length);
      expect(await (await fetch(sending(url, paper, paper.length))).json()).toMatchObject({
        serverData: { problem: null },
      });
      expect((await registry.find(key))?.state).toBe("settled");
    },
  );

  it("a browser that goes away leaves the way free for itself", async () => {
    const { url } = await address();
    const broken = new AbortController();
    const first = fetch(sending(url, paper, 0, { signal: broken.signal })).catch(() => "gone");
    await new Promise((resolve) => setTimeout(resolve, 5));
    broken.abort();
    await first;
    let last = 0;
    for (let attempt = 0; attempt < 50 && last !== 200; attempt += 1) {
      // While the broken one is still held, the portal answers 409 and hangs up: the bytes on their way then end in an
      // error.
      last = await fetch(sending(url, paper, await held(url))).then(
        ({ status }) => status,
        () => 0,
      );
      if (last !== 200) await new Promise((resolve) => setTimeout(resolve, 50));
    }
    expect(last).toBe(200);
  });
});
