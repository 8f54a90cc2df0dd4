import fs, { mkdtempSync, promises as disk, readFileSync, rmSync, writeFileSync } from "node:fs";
import { syncBuiltinESMExports } from "node:module";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { Readable } from "node:stream";
import { afterAll, afterEach, beforeEach, expect, it, vi } from "vitest";
import { isStoreAway } from "#app/outside/files/files.ts";
import { digests, openVault } from "#app/outside/files/vault.server.ts";

const folder = mkdtempSync(join(tmpdir(), "kapok-vault-"));
const vault = openVault(folder, { keepFree: 0 });
const forced: string[] = [];

// Files share a process, so the vault may hold these functions already: they are changed where it looks them up.
beforeEach(() => {
  const { open } = disk;
  vi.spyOn(disk, "open").mockImplementation(async (place, ...how) => {
    const file = await open(place, ...how);
    const sync = file.sync.bind(file);
    return Object.assign(file, {
      sync: () => {
        forced.push(String(place));
        return sync();
      },
    });
  });
  vi.spyOn(disk, "link");
  syncBuiltinESMExports();
});
afterEach(() => {
  vi.restoreAllMocks();
  syncBuiltinESMExports();
});
afterAll(() => rmSync(folder, { recursive: true }));

it.each([
  ["a second name", false],
  ["a copy, where the disk knows no second names,", true],
])("%s is on the disk itself, and so is the folder that lists it", async (_case, isCopy) => {
  const [from, name] = [join(folder, "from"), vault.newName()];
  writeFileSync(from, "bytes");
  const { blob } = await vault.take(from);
  forced.length = 0;
  if (isCopy) vi.mocked(disk.link).mockRejectedValueOnce(Object.assign(new Error("no"), { code: "EPERM" }));
  await vault.link(blob, name);
  expect([readFileSync(vault.path(name), "utf8"), forced.map((place) => basename(place))]).toEqual([
    "bytes",
    [name, "files"],
  ]);
});

it.each([
  ["EIO", true],
  ["ESTALE", true],
  ["EACCES", false],
  ["ENOENT", false],
])("a disk that answers %s is away: %s", async (code, isAway) => {
  vi.spyOn(fs, "createReadStream").mockImplementationOnce(
    () =>
      new Readable({
        read() {
          this.destroy(Object.assign(new Error(code), { code }));
        },
      }) as fs.ReadStream,
  );
  syncBuiltinESMExports();
  const error = await digests("x").catch((reason: unknown) => reason);
  expect([error, isStoreAway(error)]).toEqual([expect.any(Error), isAway]);
});
