import { spawn } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, expect, test } from "vitest";
import { claim, tryClaim } from "#app/cli/ownership.ts";

const home = fs.mkdtempSync(path.join(os.tmpdir(), "kapok-claim-"));
afterAll(() => fs.rmSync(home, { recursive: true, force: true }));

test("one process at a time has a data directory, and what a killed one left behind is no obstacle", async () => {
  const dir = path.join(home, "data");
  const first = await claim(dir, 1);
  expect(tryClaim(dir)).toEqual({ heldBy: process.pid });
  await expect(claim(dir, 0.2)).rejects.toThrow(`Process ${process.pid} already uses ${dir}`);
  first.release();

  const gone = spawn(process.execPath, ["-e", ""]);
  await new Promise((resolve) => gone.once("close", resolve));
  fs.writeFileSync(path.join(dir, "portal.pid"), `${gone.pid} 12345`);
  (await claim(dir, 1)).release();
  fs.writeFileSync(path.join(dir, "portal.pid"), "");
  (await claim(dir, 1)).release();
  expect(fs.existsSync(path.join(dir, "portal.pid"))).toBe(false);
});

test.runIf(process.platform === "linux")(
  "a process that merely has the number of the one that was killed does not count",
  async () => {
    const dir = path.join(home, "reused");
    fs.mkdirSync(dir);
    fs.writeFileSync(path.join(dir, "portal.pid"), `${process.pid} 1`);
    const mine = await claim(dir, 0);
    expect(fs.readFileSync(path.join(dir, "portal.pid"), "utf8")).toMatch(new RegExp(`^${process.pid} \\d{2,}$`));
    mine.release();
  },
);
