import { readdirSync } from "node:fs";
import { join } from "node:path";
import { Readable } from "node:stream";
import { expect, it } from "vitest";
import { testDatabase } from "#tests/support/database.ts";
import { samplePdf } from "#tests/support/samples.ts";
import { openUploadStore, presign, sending } from "#tests/support/upload-store.ts";

const { db } = await testDatabase();
const TOTAL = 1_000_000;

/** A store on a disk of a million bytes of which so many are free; a tenth stays free. */
function aStore(free: number) {
  const disk = { free, total: TOTAL };
  const store = openUploadStore(db, { keepFree: 0.1, space: async () => disk });
  const onDisk = () => {
    try {
      return readdirSync(join(store.dataDir, "files"));
    } catch {
      return [];
    }
  };
  return { ...store, disk, onDisk };
}
const put = async (store: ReturnType<typeof aStore>, request: Request) => {
  const response = await store.files.ingest(request);
  return { status: response.status, ...((await response.json()) as { error?: string }) };
};

it("B50: takes what leaves a tenth of the disk free, to the byte, and no byte of what would not", async () => {
  const bytes = await samplePdf();
  const exact = aStore(TOTAL / 10 + bytes.length);
  expect(await put(exact, sending((await presign(exact.files, "a.pdf", bytes)).url, bytes))).toMatchObject({
    status: 200,
  });
  const short = aStore(TOTAL / 10 + bytes.length - 1);
  expect(await put(short, sending((await presign(short.files, "a.pdf", bytes)).url, bytes))).toEqual({
    status: 507,
    error: "The disk is full",
  });
  expect(short.onDisk()).toEqual([]);
  expect([await exact.files.hasRoomFor(bytes.length), await exact.files.hasRoomFor(bytes.length + 1)]).toEqual([
    true,
    false,
  ]);
});

it("B50: what is resumed needs room only for what is still to come; when there is room again it goes on", async () => {
  const bytes = await samplePdf();
  const store = aStore(TOTAL);
  const { url } = await presign(store.files, "a.pdf", bytes);
  const half = Math.floor(bytes.length / 2);
  expect(await put(store, sending(url, bytes.subarray(0, half)))).toMatchObject({ status: 400 });
  store.disk.free = TOTAL / 10 + (bytes.length - half) - 1;
  expect(await put(store, sending(url, bytes, half))).toMatchObject({ status: 507 });
  store.disk.free += 1;
  expect(await put(store, sending(url, bytes, half))).toMatchObject({ status: 200 });
});

it("B50: two that come at once do not count on the same room", async () => {
  const bytes = await samplePdf();
  const store = aStore(TOTAL / 10 + Math.floor(bytes.length * 1.5));
  const [first, second] = [await presign(store.files, "a.pdf", bytes), await presign(store.files, "b.pdf", bytes)];
  const waiting = sending(first.url, bytes);
  const body = Buffer.from(await waiting.arrayBuffer());
  let goOn = () => {};
  const halted = new Promise<void>((resolve) => {
    goOn = resolve;
  });
  const slow = Readable.from(
    (async function* () {
      yield body.subarray(0, 400);
      await halted;
      yield body.subarray(400);
    })(),
  );
  const running = put(
    store,
    new Request(first.url, {
      method: "PUT",
      headers: waiting.headers,
      body: Readable.toWeb(slow) as ReadableStream,
      duplex: "half",
    } as RequestInit),
  );
  await expect.poll(() => store.onDisk().length).toBe(1);
  expect(await put(store, sending(second.url, bytes))).toMatchObject({ status: 507 });
  goOn();
  expect(await running).toMatchObject({ status: 200 });
  expect(await put(store, sending(second.url, bytes))).toMatchObject({ status: 200 });
});
