import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { eq } from "drizzle-orm";
import { expect, it } from "vitest";
import { getFile } from "#app/domain/attachment/queries.server.ts";
import { NotFound } from "#app/domain/errors.ts";
import { keepReceived } from "#app/http/uploads.server.ts";
import { scanFiles } from "#app/jobs/scan-files.server.ts";
import { ScannerAway } from "#app/outside/files/scanner.server.ts";
import { attachments } from "#db/schema/attachment.ts";
import { testDatabase } from "#tests/support/database.ts";
import { anEntry } from "#tests/support/factories.ts";
import { EICAR, fakeClamd } from "#tests/support/fake-clamd.ts";
import { samplePdf } from "#tests/support/samples.ts";
import { testServices } from "#tests/support/visit.ts";

const { db } = await testDatabase();
const clamd = await fakeClamd();
const services = testServices(db, { CLAMD_ADDRESS: clamd.address });

/** A document of an entry, with this text in it, that the scanner has not seen. */
async function arrive({ ctx, entryId }: Awaited<ReturnType<typeof anEntry>>, name: string, text: string) {
  const path = join(services.config.dataDir, name);
  await writeFile(path, Buffer.concat([await samplePdf("A garden"), Buffer.from(`\n%${text}\n%%EOF\n`)]));
  const place = { entryId, questionKey: "documents" };
  expect(await keepReceived(services, ctx, place, [{ file: { path, name, type: "" } }])).toBeNull();
}

it("B45 B46: what arrives waits for the scanner, also while that is away; then each file gets its answer", async () => {
  const scene = await anEntry(db);
  const states = async () =>
    (await db.select({ name: attachments.name, scan: attachments.scan, id: attachments.id }).from(attachments)).sort(
      (a, b) => (a.name < b.name ? -1 : 1),
    );
  await arrive(scene, "bad.pdf", EICAR);
  await arrive(scene, "good.pdf", "roses");
  clamd.mood = "hanging-up";
  await expect(scanFiles(services)).rejects.toBeInstanceOf(ScannerAway);
  expect((await states()).map(({ scan }) => scan)).toEqual(["waiting", "waiting"]);
  clamd.mood = "awake";
  expect(await scanFiles(services)).toBe(2);
  const [bad, good] = await states();
  expect([bad!.scan, good!.scan]).toEqual(["infected", "clean"]);
  await expect(getFile(scene.ctx, bad!.id)).rejects.toBeInstanceOf(NotFound);
  expect((await getFile(scene.ctx, good!.id)).original.name).toBe("good.pdf");
});

it("B46: a file longer than the scanner takes waits on, and keeps no other from being scanned", async () => {
  const scene = await anEntry(db);
  await arrive(scene, "long.pdf", "r".repeat(600));
  await arrive(scene, "short.pdf", "roses");
  clamd.most = (await samplePdf("A garden")).length + 300;
  for (const _run of [1, 2]) {
    await expect(scanFiles(services)).rejects.toBeInstanceOf(ScannerAway);
    const files = await db.select().from(attachments).where(eq(attachments.entryId, scene.entryId));
    expect(Object.fromEntries(files.map(({ name, scan }) => [name, scan]))).toEqual({
      "long.pdf": "waiting",
      "short.pdf": "clean",
    });
  }
  clamd.most = Number.POSITIVE_INFINITY;
  expect(await scanFiles(services)).toBe(1);
});
