import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { InspectedFile } from "#app/outside/files/files.ts";
import { openRegistry } from "#app/outside/files/registry.server.ts";
import { readRange } from "#app/outside/files/serving.server.ts";
import { testDatabase } from "#tests/support/database.ts";
import { onDisk, sampleMp4, samplePdf } from "#tests/support/samples.ts";
import { HERE, openUploadStore } from "#tests/support/upload-store.ts";

const { db } = await testDatabase();
const { files, dataDir } = openUploadStore(db);
const folder = mkdtempSync(join(tmpdir(), "kapok-serving-"));
afterAll(() => rmSync(folder, { recursive: true }));

const pdf = await samplePdf();
let stored: InspectedFile;
beforeAll(async () => {
  stored = await files.put({ path: await onDisk(folder, pdf, "a.pdf"), name: "规划 plan.pdf", type: "text/html" });
});

type Changes = Partial<{ name: string; contentType: string; inline: boolean }>;
const get = (headers: Record<string, string> = {}, changes: Changes = {}, method = "GET") =>
  files.serve(new Request(`${HERE}/files/1`, { method, headers }), {
    ...stored,
    contentType: "application/pdf",
    inline: true,
    ...changes,
  });

describe("a file that was put by the server", () => {
  it("is inspected as any other", () =>
    expect(stored).toMatchObject({
      store: "local",
      name: "规划 plan.pdf",
      size: pdf.length,
      contentType: "application/pdf",
      problem: null,
    }));

  it("is not stored when there is a problem", async () => {
    expect(
      await files.put({
        path: await onDisk(folder, Buffer.from("<p>no"), "b.pdf"),
        name: "b.pdf",
        type: "application/pdf",
      }),
    ).toMatchObject({ key: "", contentType: null, problem: "wrong-type" });
  });

  it("twice at once is two files", async () => {
    const path = await onDisk(folder, pdf, "c.pdf");
    const both = await Promise.all([0, 1].map(() => files.put({ path, name: "c.pdf", type: "application/pdf" })));
    expect(new Set(both.map(({ key }) => key)).size).toBe(2);
  });

  it("tells whether bytes are here whole: not under another hash, and not once they are gone", async () => {
    const file = await files.put({ path: await onDisk(folder, pdf, "w.pdf"), name: "w.pdf", type: "application/pdf" });
    const asked = async (sha256: string) => files.isWhole({ key: file.key, store: file.store, sha256 });
    expect([await asked(file.sha256), await asked("0".repeat(64))]).toEqual([true, false]);
    const { blob } = (await openRegistry(db).find(file.key))!;
    rmSync(join(dataDir, "files", blob!));
    expect(await asked(file.sha256)).toBe(false);
    await files.remove([file]);
    expect(await asked(file.sha256)).toBe(false);
  });

  it("is gone once removed", async () => {
    const file = await files.put({ path: await onDisk(folder, pdf, "d.pdf"), name: "d.pdf", type: "application/pdf" });
    await files.remove([
      { key: file.key, store: "local" },
      { key: "", store: "local" },
      { key: "unknown", store: "local" },
    ]);
    await expect(
      files.serve(new Request(HERE), { ...file, contentType: "application/pdf", inline: false }),
    ).rejects.toThrow("no bytes");
  });
});

describe("serving", () => {
  it("sends all the bytes with headers that let them do nothing", async () => {
    const response = await get({}, { inline: false });
    expect(Buffer.from(await response.arrayBuffer()).equals(pdf)).toBe(true);
    expect(Object.fromEntries(response.headers)).toEqual({
      "accept-ranges": "bytes",
      "cache-control": "private, no-store",
      "content-disposition": `attachment; filename="__ plan.pdf"; filename*=UTF-8''%E8%A7%84%E5%88%92%20plan.pdf`,
      "content-length": String(pdf.length),
      "content-security-policy": "sandbox; default-src 'none'; frame-ancestors 'self'",
      "content-type": "application/pdf",
      "cross-origin-resource-policy": "same-origin",
      etag: `"${stored.sha256}"`,
      "x-content-type-options": "nosniff",
    });
  });

  it("B34, B35: shows only pictures and papers in place, whatever the caller asks", async () => {
    const shown = async (contentType: string, inline = true) => {
      const { headers } = await get({}, { contentType, inline }, "HEAD");
      return [
        headers.get("content-disposition")?.split(";")[0],
        headers.get("content-type"),
        headers.get("content-security-policy")?.includes("sandbox"),
      ];
    };
    expect(await shown("application/pdf")).toEqual(["inline", "application/pdf", false]);
    expect(await shown("image/png")).toEqual(["inline", "image/png", true]);
    expect(await shown("image/png", false)).toEqual(["attachment", "image/png", true]);
    expect(await shown("video/mp4")).toEqual(["attachment", "video/mp4", true]);
    expect(await shown("text/html")).toEqual(["attachment", "application/octet-stream", true]);
    expect(await shown("image/svg+xml")).toEqual(["attachment", "application/octet-stream", true]);
  });

  it("what is in the open is kept by browsers, which ask again whether it still is", async () => {
    const open = (headers: Record<string, string>) =>
      files.serveOpenly(new Request(HERE, { headers }), { ...stored, name: "a.webp", contentType: "image/webp" });
    const first = await open({});
    expect(Buffer.from(await first.arrayBuffer()).equals(pdf)).toBe(true);
    expect(first.headers.get("cache-control")).toBe("public, no-cache");
    const again = await open({ "if-none-match": first.headers.get("etag")! });
    expect([again.status, (await again.arrayBuffer()).byteLength]).toEqual([304, 0]);
  });

  it("HEAD says the same without a body", async () => {
    const [head, whole] = [await get({}, {}, "HEAD"), await get()];
    expect(head.body).toBeNull();
    expect(Object.fromEntries(head.headers)).toEqual(Object.fromEntries(whole.headers));
    await whole.body?.cancel();
  });

  it("a range, and what cannot be one", async () => {
    const middle = await get({ range: "bytes=5-9" });
    expect([middle.status, middle.headers.get("content-range"), middle.headers.get("content-length")]).toEqual([
      206,
      `bytes 5-9/${pdf.length}`,
      "5",
    ]);
    expect(Buffer.from(await middle.arrayBuffer()).equals(pdf.subarray(5, 10))).toBe(true);
    const beyond = await get({ range: `bytes=${pdf.length}-` });
    expect([beyond.status, beyond.headers.get("content-range"), beyond.body]).toEqual([
      416,
      `bytes */${pdf.length}`,
      null,
    ]);
  });

  it("a condition", async () => {
    const etag = `"${stored.sha256}"`;
    expect((await get({ "if-none-match": etag })).status).toBe(304);
    expect((await get({ "if-none-match": `"x", W/${etag}` })).status).toBe(304);
    expect((await get({ "if-none-match": '"x"' }, {}, "HEAD")).status).toBe(200);
    expect((await get({ range: "bytes=0-1", "if-range": etag }, {}, "HEAD")).status).toBe(206);
    expect((await get({ range: "bytes=0-1", "if-range": '"old"' }, {}, "HEAD")).status).toBe(200);
  });
});

it.each([
  [null, "whole"],
  ["bytes=0-9", { start: 0, end: 9 }],
  ["bytes=0-", { start: 0, end: 99 }],
  ["bytes=90-200", { start: 90, end: 99 }],
  ["bytes=-10", { start: 90, end: 99 }],
  ["bytes=-200", { start: 0, end: 99 }],
  ["bytes=-0", "outside"],
  ["bytes=100-", "outside"],
  ["bytes=9-1", "whole"],
  ["bytes=-", "whole"],
  ["bytes=0-1,5-6", "whole"],
  ["items=0-1", "whole"],
  ["bytes=1e3-", "whole"],
] as const)("the range %s of a hundred bytes", (header, expected) => expect(readRange(header, 100)).toEqual(expected));

it("a film has a name it can be saved under", async () => {
  const film = await files.put({ path: await onDisk(folder, sampleMp4(), "film"), name: "film", type: "" });
  expect(film).toMatchObject({ name: "film.mp4", contentType: "video/mp4" });
});
