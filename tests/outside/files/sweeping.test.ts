import { existsSync, readdirSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { eq } from "drizzle-orm";
import { expect, it, vi } from "vitest";
import { openRegistry } from "#app/outside/files/registry.server.ts";
import { storedFiles } from "#db/schema/stored-file.ts";
import { testDatabase } from "#tests/support/database.ts";
import { onDisk, samplePdf } from "#tests/support/samples.ts";
import { openUploadStore, presign, SENDER, sending, SLOT } from "#tests/support/upload-store.ts";

const HOUR = 60 * 60 * 1000;
const { db } = await testDatabase();
const registry = openRegistry(db);
const { files, finished, dataDir } = openUploadStore(db);
const pdf = await samplePdf();
const names = () => readdirSync(join(dataDir, "files"));
const place = (blob: string | null | undefined) => join(dataDir, "files", blob ?? "");
const tomorrow = () => new Date(Date.now() + 25 * HOUR);

it("deletes what was abandoned for a day, and nothing younger", async () => {
  const [asked, half] = [await presign(files, "a.pdf", pdf), await presign(files, "b.pdf", pdf)];
  await files.ingest(sending(half.url, pdf.subarray(0, 100)));
  expect(await files.sweep(new Date(Date.now() + 23 * HOUR))).toBe(0);
  expect(names()).toHaveLength(1);
  expect(await files.sweep(tomorrow())).toBe(2);
  expect(names()).toHaveLength(0);
  expect([await registry.find(asked.key), await registry.find(half.key)]).toEqual([null, null]);
  expect((await files.ingest(sending(half.url, pdf))).status).toBe(403);
});

it("keeps what was finished, and what the server put there", async () => {
  const { url, key } = await presign(files, "c.pdf", pdf);
  await files.ingest(sending(url, pdf));
  const own = await files.put({ path: await onDisk(dataDir, pdf), name: "d.pdf", type: "" });
  for (const name of names()) utimesSync(place(name), new Date(0), new Date(0));
  expect(await files.sweep(tomorrow())).toBe(0);
  for (const kept of [key, own.key]) expect(existsSync(place((await registry.find(kept))?.blob))).toBe(true);
});

it("dates what it knows by the database's clock, whatever this process takes the time to be", async () => {
  vi.useFakeTimers({ toFake: ["Date"], now: 0 });
  const made = async () => {
    await registry.register("announced", "local", "an address", { ...SLOT, accountId: SENDER });
    return (await files.put({ path: await onDisk(dataDir, pdf), name: "own.pdf", type: "" })).key;
  };
  const own = await made().finally(() => vi.useRealTimers());
  const [announced, put] = [await registry.find("announced"), await registry.find(own)];
  for (const at of [announced!.registeredAt, put!.registeredAt, put!.storedAt!])
    expect(Math.abs(at.getTime() - Date.now())).toBeLessThan(HOUR);
  await files.remove([own, "announced"].map((key) => ({ key, store: "local" })));
});

it("forgets a refusal after a day", async () => {
  const page = Buffer.from("<p>no paper");
  const { url, key } = await presign(files, "e.pdf", page);
  await files.ingest(sending(url, page));
  expect((await registry.find(key))?.state).toBe("settled");
  expect(await files.sweep(tomorrow())).toBe(1);
  expect(await registry.find(key)).toBeNull();
});

it.each(["stored", "receiving"] as const)(
  "ends an upload, %s, that a crash cut off after its last byte, once",
  async (state) => {
    const { url, key } = await presign(files, "f.pdf", pdf);
    await files.ingest(sending(url, pdf));
    await db
      .update(storedFiles)
      .set({ state, answer: null, storedAt: new Date(Date.now() - 2 * HOUR) })
      .where(eq(storedFiles.key, key));
    const count = finished.length;
    expect(await files.sweep(new Date())).toBe(1);
    expect(finished.slice(count)).toMatchObject([{ key, name: "f.pdf", size: pdf.length, problem: null }]);
    expect((await registry.find(key))?.answer).toMatchObject({ problem: null });
    expect(await files.sweep(new Date())).toBe(0);
  },
);

it("is not kept from its work by an upload that cannot be ended", async () => {
  const { files: faulty } = openUploadStore(
    db,
    { dataDir },
    {
      finish: async () => {
        throw new TypeError("oh");
      },
    },
  );
  const [{ url, key }, abandoned] = [await presign(faulty, "g.pdf", pdf), await presign(faulty, "h.pdf", pdf)];
  await expect(faulty.ingest(sending(url, pdf))).rejects.toThrow("oh");
  await expect(faulty.sweep(tomorrow())).rejects.toThrow("some uploads could not be ended or deleted");
  expect(await registry.find(abandoned.key)).toBeNull();
  expect((await registry.find(key))?.state).toBe("stored");
  expect(await files.sweep(tomorrow())).toBe(1);
  expect((await registry.find(key))?.state).toBe("settled");
});

it("deletes bytes that no key names after 30 days: a restored database does not know what came since", async () => {
  const [old, young, foreign] = ["0".repeat(32), "1".repeat(32), "readme.txt"];
  const daysAgo = (days: number) => new Date(Date.now() - days * 24 * HOUR);
  for (const [name, days] of [
    [old, 31],
    [young, 29],
    [foreign, 31],
  ] as const) {
    writeFileSync(place(name), "x");
    utimesSync(place(name), daysAgo(days), daysAgo(days));
  }
  expect(await files.sweep(new Date())).toBe(1);
  expect([old, young, foreign].map((name) => existsSync(place(name)))).toEqual([false, true, true]);
});
