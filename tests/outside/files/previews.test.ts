import { mkdtempSync, rmSync } from "node:fs";
import { stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import sharp from "sharp";
import { afterAll, expect, it } from "vitest";
import { isNoRoom } from "#app/outside/files/files.ts";
import type { Files } from "#app/outside/files/storage.server.ts";
import { testDatabase } from "#tests/support/database.ts";
import { onDisk, sampleJpegWithGps, samplePdf, samplePng } from "#tests/support/samples.ts";
import { HERE, openUploadStore } from "#tests/support/upload-store.ts";

const { db } = await testDatabase();
const { files, dataDir } = openUploadStore(db);
const folder = mkdtempSync(join(tmpdir(), "kapok-previews-"));
afterAll(() => rmSync(folder, { recursive: true }));

const put = async (bytes: Buffer, name: string) =>
  files.put({ path: await onDisk(folder, bytes, name), name, type: "" });
async function bytesOf(store: Files, file: { key: string; size: number }, contentType: string): Promise<Buffer> {
  const response = await store.serve(new Request(HERE), {
    ...file,
    store: "local",
    name: "a",
    contentType,
    sha256: "",
    inline: true,
  });
  return Buffer.from(await response.arrayBuffer());
}

it("B44: a preview keeps the picture and nothing of where it was taken", async () => {
  const photo = await put(await sampleJpegWithGps(1600, 900), "a.jpg");
  const original = await bytesOf(files, photo, "image/jpeg");
  expect((await sharp(original).metadata()).exif?.includes("Kapok Camera")).toBe(true);

  const preview = await files.preview(photo);
  if (!preview) throw new Error("no preview was drawn");
  const bytes = await bytesOf(files, preview, "image/webp");
  const { format, width, height, exif, xmp, iptc, icc } = await sharp(bytes).metadata();
  expect({ format, width, height, exif, xmp, iptc, icc }).toEqual({
    format: "webp",
    width: 1200,
    height: 675,
    exif: undefined,
    xmp: undefined,
    iptc: undefined,
    icc: undefined,
  });
  expect(bytes.includes("Kapok Camera") || bytes.includes("Somebody")).toBe(false);
  expect(bytes.length).toBe(preview.size);
  expect(preview.key).not.toBe(photo.key);
});

it("turns a picture the way it was held", async () => {
  const held = await sharp({ create: { width: 60, height: 20, channels: 3, background: "#0b6" } })
    .withMetadata({ orientation: 6 })
    .jpeg()
    .toBuffer();
  const preview = await files.preview(await put(held, "b.jpg"));
  const { width, height } = await sharp(await bytesOf(files, preview ?? { key: "", size: 0 }, "image/webp")).metadata();
  expect([width, height]).toEqual([20, 60]);
});

it("leaves a small picture small, and draws none of a paper", async () => {
  const small = await files.preview(await put(await samplePng(40, 30), "c.png"));
  expect((await sharp(await bytesOf(files, small ?? { key: "", size: 0 }, "image/webp")).metadata()).width).toBe(40);
  expect(await files.preview(await put(await samplePdf(), "d.pdf"))).toBeNull();
});

it("B44: a drawing for lists is the middle of a picture in at most 8 kB, whatever it shows, and nothing else of it", async () => {
  const noise = await sharp({
    create: {
      width: 900,
      height: 700,
      channels: 3,
      background: "#fff",
      noise: { type: "gaussian", mean: 128, sigma: 90 },
    },
  })
    .jpeg()
    .toBuffer();
  for (const [name, picture] of [
    ["e.jpg", await sampleJpegWithGps(1600, 900)],
    ["f.jpg", noise],
    ["g.png", await samplePng(40, 30)],
  ] as const) {
    const { key, store } = await put(picture, name);
    const drawn = (await files.thumbnail({ key, store }))!;
    const bytes = await bytesOf(files, { key: drawn.key, size: await sizeOf(drawn.key) }, "image/webp");
    const { format, width, height, exif } = await sharp(bytes).metadata();
    expect({ name, format, width, height, exif }).toEqual({
      name,
      format: "webp",
      width: 192,
      height: 144,
      exif: undefined,
    });
    expect(bytes.length).toBeLessThanOrEqual(8_000);
    expect(bytes.includes("Kapok Camera") || bytes.includes("Somebody")).toBe(false);
  }
  const { key, store } = await put(await samplePdf(), "h.pdf");
  expect(await files.thumbnail({ key, store })).toBeNull();
  const full = openUploadStore(db, {
    dataDir,
    keepFree: 0.1,
    space: () => Promise.resolve({ free: 100, total: 1_000 }),
  });
  // Before anything is read: of what is not there, nobody finds out that it is not.
  await expect(full.files.thumbnail({ key: "unknown", store: "local" })).rejects.toSatisfy(isNoRoom);
});

const sizeOf = (key: string) => files.lend({ key, store: "local" }, async (path) => (await stat(path)).size);
