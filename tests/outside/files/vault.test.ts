import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import * as disk from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { afterAll, beforeEach, expect, it, vi } from "vitest";
import { openVault } from "#app/outside/files/vault.server.ts";

const { forced } = vi.hoisted(() => ({ forced: [] as string[] }));
vi.mock("node:fs/promises", async (importOriginal) => {
  const actual = await importOriginal<typeof disk>();
  const open: typeof disk.open = async (place, ...how) => {
    const file = await actual.open(place, ...how);
    const sync = file.sync.bind(file);
    return Object.assign(file, { sync: () => { forced.push(String(place)); return sync(); } });
  };
  return { ...actual, open, link: vi.fn(actual.link) };
});

const folder = mkdtempSync(join(tmpdir(), "kapok-vault-"));
afterAll(() => rmSync(folder, { recursive: true }));
beforeEach(() => { forced.length = 0; });
const vault = openVault(folder, { keepFree: 0 });

it.each([["a second name", false], ["a copy, where the disk knows no second names,", true]])("%s is on the disk itself, and so is the folder that lists it", async (_case, isCopy) => {
  const [from, name] = [join(folder, "from"), vault.newName()];
  writeFileSync(from, "bytes");
  const { blob } = await vault.take(from);
  forced.length = 0;
  if (isCopy) vi.mocked(disk.link).mockRejectedValueOnce(Object.assign(new Error("no"), { code: "EPERM" }));
  await vault.link(blob, name);
  expect([readFileSync(vault.path(name), "utf8"), forced.map((place) => basename(place))]).toEqual(["bytes", [name, "files"]]);
});
