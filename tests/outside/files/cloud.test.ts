import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import sharp from "sharp";
import { afterAll, describe, expect, it } from "vitest";
import { isStoreAway } from "#app/outside/files/files.ts";
import { openRegistry } from "#app/outside/files/registry.server.ts";
import type { Files } from "#app/outside/files/storage.server.ts";
import { testDatabase } from "#tests/support/database.ts";
import { openFakeUploadThing } from "#tests/support/fake-uploadthing.ts";
import { listenWith } from "#tests/support/listener.ts";
import { onDisk, sampleJpegWithGps, samplePdf } from "#tests/support/samples.ts";
import { openUploadStore, presign, SENDER, sending, SLOT } from "#tests/support/upload-store.ts";

const { db } = await testDatabase();
const registry = openRegistry(db);
const cloud = await openFakeUploadThing();
const pdf = await samplePdf();
const folder = mkdtempSync(join(tmpdir(), "kapok-cloud-"));
afterAll(async () => {
  rmSync(folder, { recursive: true });
  await cloud.close();
});

type Answer = () => Response;
/** Bytes that end before they are all there. */
const brokenOff = () =>
  new ReadableStream({
    start: (controller) => controller.enqueue(pdf.subarray(0, 9)),
    pull: () => Promise.reject(new Error("cut off")),
  });

/** The portal with its files in the cloud, reachable for the cloud's callbacks. */
async function openCloudStore(isDev: boolean) {
  let files: Files | undefined;
  const portal = await listenWith(async (request) =>
    files ? files.route(request) : new Response(null, { status: 503 }),
  );
  const store = openUploadStore(db, {
    token: cloud.token,
    publicUrl: portal.url,
    cloud: { ...cloud.addresses, isDev },
  });
  files = store.files;
  afterAll(() => portal.close());
  return { ...store, here: portal.url };
}

describe.each([
  ["by a signed callback", false],
  ["in development, by a stream", true],
])("files in the cloud, %s", (_case, isDev) => {
  it("an upload goes from a signed address of the cloud to the portal's answer", async () => {
    const { files, finished, here } = await openCloudStore(isDev);
    const { url, key } = await presign(files, "规划.pdf", pdf, here);
    expect(url.startsWith(`${cloud.url}/${key}?`)).toBe(true);
    const response = await fetch(sending(url, pdf));
    expect(await response.json()).toMatchObject({ serverData: { attachmentId: expect.any(String), problem: null } });
    expect(finished).toMatchObject([
      { key, store: "uploadthing", name: "规划.pdf", size: pdf.length, contentType: "application/pdf", problem: null },
    ]);
    expect(cloud.files.get(key)).toMatchObject({ name: "规划.pdf", disposition: "inline" });
    expect((await registry.find(key))?.store).toBe("uploadthing");
  });

  it("what is not as it claims is deleted from the cloud", async () => {
    const { files, here, dataDir } = await openCloudStore(isDev);
    const page = Buffer.from("<!doctype html><script>1</script>");
    const { url, key } = await presign(files, "a.pdf", page, here);
    expect(await (await fetch(sending(url, page))).json()).toMatchObject({
      serverData: { attachmentId: null, problem: "wrong-type" },
    });
    expect(cloud.files.has(key)).toBe(false);
    expect(readdirSync(join(dataDir, "files-scratch"))).toEqual([]);
  });
});

const { files, finished, here } = await openCloudStore(false);

describe("the portal in front of the cloud", () => {
  it("B47: callbacks played again change nothing; forged ones and unknown keys are refused", async () => {
    const { url, key } = await presign(files, "a.pdf", pdf, here);
    await fetch(sending(url, pdf));
    const count = finished.length;
    expect(new Set(await Promise.all(Array.from({ length: 20 }, () => cloud.callBack(key))))).toEqual(new Set([200]));
    expect(await cloud.callBack(key, { secret: "another" })).toBe(400);
    expect(await cloud.callBack(key, { key: "AAAAAAAAAAAAAAAAAAAAAAAA" })).toBe(500);
    expect(finished).toHaveLength(count);
  });

  it("forty callbacks at once, for a file not decided yet, make one", async () => {
    const { url, key } = await presign(files, "b.pdf", pdf, here);
    await fetch(sending(url, pdf));
    await registry.forget([key]);
    await registry.register(key, "uploadthing", `?again-${key}`, { ...SLOT, accountId: SENDER });
    const count = finished.length;
    await Promise.all(Array.from({ length: 40 }, () => cloud.callBack(key)));
    expect(finished).toHaveLength(count + 1);
  });

  it("takes no bytes itself", async () => {
    expect((await files.ingest(new Request(`${here}/ut/AAAAAAAAAAAAAAAA`, { method: "PUT", body: "x" }))).status).toBe(
      404,
    );
  });

  it("puts, shows by a short-lived signed address, draws previews and removes", async () => {
    const photo = await files.put({
      path: await onDisk(folder, await sampleJpegWithGps(), "a.jpg"),
      name: "a.jpg",
      type: "",
    });
    expect(photo).toMatchObject({ store: "uploadthing", contentType: "image/jpeg" });
    const shown = await files.serve(new Request(here), { ...photo, contentType: "image/jpeg", inline: true });
    expect([shown.status, shown.headers.get("cache-control")]).toEqual([302, "private, no-store"]);
    const address = shown.headers.get("location") ?? "";
    expect((await fetch(address)).status).toBe(200);
    expect((await fetch(address.replace(/expires=\d+/, "expires=9999999999999"))).status).toBe(403);
    expect(Number(new URL(address).searchParams.get("expires")) - Date.now()).toBeLessThanOrEqual(300_000);

    const preview = await files.preview(photo);
    const drawn = cloud.files.get(preview?.key ?? "");
    const open = await files.serveOpenly(new Request(here), {
      key: preview!.key,
      store: "uploadthing",
      name: "a.webp",
      contentType: "image/webp",
    });
    expect([open.status, Buffer.from(await open.arrayBuffer()).equals(drawn!.bytes)]).toEqual([200, true]);
    expect(await sharp(drawn?.bytes).metadata()).toMatchObject({ format: "webp", width: 1200 });
    const small = (await files.thumbnail(photo))!;
    expect([small.store, cloud.files.has(small.key)]).toEqual(["uploadthing", true]);
    expect(await files.drawings(new Date(Date.now() + 3_600_000))).toEqual([small]);
    expect(await files.drawings(new Date(Date.now() - 3_600_000))).toEqual([]);
    await files.remove([small]);
    expect(cloud.files.has(small.key)).toBe(false);
    expect(await files.drawings(new Date(Date.now() + 3_600_000))).toEqual([]);
    await files.remove([photo, { key: preview?.key ?? "", store: "uploadthing" }]);
    expect([cloud.files.has(photo.key), cloud.files.has(preview?.key ?? "")]).toEqual([false, false]);
  });

  it("says that bytes are not here only where the cloud says so", async () => {
    const file = await files.put({ path: await onDisk(folder, pdf, "whole.pdf"), name: "whole.pdf", type: "" });
    expect([
      await files.isWhole(file),
      await files.isWhole({ ...file, sha256: "0".repeat(64) }),
      await files.isWhole({ ...file, key: "unknown" }),
    ]).toEqual([true, false, false]);
  });

  it.each<[string, boolean, Answer | null]>([
    ["answers that it is down", true, () => new Response(null, { status: 503 })],
    ["refuses connections", true, null],
    ["breaks off", true, () => new Response(brokenOff())],
    ["does not take the portal's signature", false, () => new Response(null, { status: 401 })],
  ])("a cloud that %s is away: %s", async (_case, isAway, answer) => {
    const file = await files.put({ path: await onDisk(folder, pdf, `${_case}.pdf`), name: "away.pdf", type: "" });
    const other = await listenWith(async () => answer?.() ?? new Response());
    if (answer) afterAll(() => other.close());
    else await other.close();
    const { files: cutOff } = openUploadStore(db, {
      token: cloud.token,
      cloud: { ...cloud.addresses, isDev: false, ufsHost: new URL(other.url).host },
    });
    expect(isStoreAway(await cutOff.isWhole(file).catch((error: unknown) => error))).toBe(isAway);
  });

  it("that does not answer keeps the sweep of our own disk from nothing, and is told", async () => {
    const gone = await listenWith(async () => new Response());
    await gone.close();
    const dataDir = join(folder, "sweeping");
    const { files: cutOff } = openUploadStore(db, {
      dataDir,
      token: cloud.token,
      cloud: { ...cloud.addresses, isDev: false, apiUrl: gone.url },
    });
    await registry.register("never-sent", "uploadthing", "?never-sent", { ...SLOT, accountId: SENDER });
    const orphan = join(dataDir, "files", "0".repeat(32));
    const scratch = join(dataDir, "files-scratch", "1".repeat(32));
    for (const place of [orphan, scratch]) {
      mkdirSync(dirname(place), { recursive: true });
      writeFileSync(place, "x");
      utimesSync(place, new Date(0), new Date(0));
    }
    const tomorrow = new Date(Date.now() + 25 * 3_600_000);
    await expect(cutOff.sweep(tomorrow)).rejects.toThrow(AggregateError);
    expect([orphan, scratch].map((place) => existsSync(place))).toEqual([false, false]);
    expect(await registry.find("never-sent")).not.toBeNull();
    await files.sweep(tomorrow);
    expect(await registry.find("never-sent")).toBeNull();
  });

  it("makes drawings and copies when our own disk is nearly full: they are not kept there", async () => {
    const { files: crowded } = openUploadStore(db, {
      token: cloud.token,
      cloud: { ...cloud.addresses, isDev: false },
      keepFree: 0.1,
      space: () => Promise.resolve({ free: 100, total: 1_000 }),
    });
    const photo = await crowded.put({
      path: await onDisk(folder, await sampleJpegWithGps(), "crowded.jpg"),
      name: "crowded.jpg",
      type: "",
    });
    const small = (await crowded.thumbnail(photo))!;
    expect([small.store, cloud.files.has(small.key)]).toEqual(["uploadthing", true]);
    await crowded.remove([small]);
    const paper = await crowded.put({ path: await onDisk(folder, pdf, "crowded.pdf"), name: "crowded.pdf", type: "" });
    expect(await crowded.copy(paper, { contentType: "application/pdf", pages: false })).toMatchObject({
      active: false,
    });
  });

  it("a portal that has lost its token has a fault: waiting helps nobody", async () => {
    const asked = openUploadStore(db).files.isWhole({ key: "x", store: "uploadthing", sha256: "" });
    const error = await asked.catch((reason: unknown) => reason);
    expect([error, isStoreAway(error)]).toEqual([expect.any(Error), false]);
  });

  it("goes on serving files that lie on its own disk", async () => {
    const dataDir = join(folder, "old");
    const local = openUploadStore(db, { dataDir }).files;
    const file = await local.put({ path: await onDisk(folder, pdf, "old.pdf"), name: "old.pdf", type: "" });
    const { files: moved } = openUploadStore(db, {
      dataDir,
      token: cloud.token,
      cloud: { ...cloud.addresses, isDev: false },
    });
    const response = await moved.serve(new Request(here), { ...file, contentType: "application/pdf", inline: false });
    expect(Buffer.from(await response.arrayBuffer()).equals(pdf)).toBe(true);
  });
});
