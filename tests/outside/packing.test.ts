import { mkdtempSync, rmSync } from "node:fs";
import { type FileHandle, open } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { afterAll, expect, it } from "vitest";
import { type Packed, packed } from "#app/outside/packing.server.ts";
import { onDisk } from "#tests/support/samples.ts";
import { filesIn } from "#tests/support/zip.ts";

const folder = mkdtempSync(path.join(os.tmpdir(), "kapok-packing-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const AT = new Date("2027-05-01T08:00:00Z");
const LARGE = Buffer.alloc(3_000_000, "kapok ");

it("a ZIP is made as it is read: no file is opened before the one ahead of it was taken, and nobody who goes away leaves one open", async () => {
  const whole = await onDisk(folder, LARGE, "large");
  const opened: string[] = [];
  const handles: FileHandle[] = [];
  async function* parts(): AsyncGenerator<Packed> {
    for (const name of ["木棉.pdf", "b", "c"]) {
      const file = await open(whole);
      opened.push(name);
      handles.push(file);
      yield { name, at: AT, file };
    }
  }
  const reader = packed(parts()).getReader();
  await reader.read();
  await reader.read();
  expect(opened).toEqual(["木棉.pdf"]);
  expect(handles[0]!.fd).toBeGreaterThan(0);
  await reader.cancel();
  await expect.poll(() => handles[0]!.fd).toBe(-1);
  const zip = Buffer.from(await new Response(packed(parts())).arrayBuffer());
  const files = filesIn(zip);
  expect([...files].map(([name, bytes]) => [name, bytes.equals(LARGE)])).toEqual([
    ["木棉.pdf", true],
    ["b", true],
    ["c", true],
  ]);
  await expect.poll(() => handles.map(({ fd }) => fd)).toEqual([-1, -1, -1, -1]);
});
