import fs from "node:fs";
import { expect, test } from "vitest";
import { completeLock, findFaults } from "#app/cli/lockfile.mjs";

const manifest = { dependencies: { builder: "1.0.0" } };
const lock = () => ({
  packages: {
    "": { dependencies: { builder: "1.0.0" } },
    "node_modules/builder": {
      version: "1.0.0",
      resolved: "https://registry.invalid/builder.tgz",
      dependencies: { helper: "^2.0.0" },
      optionalDependencies: {
        "@builder/linux-x64-gnu": "1.0.0",
        "@builder/linux-arm64-musl": "1.0.0",
        "@builder/win32-x64": "1.0.0",
        fsevents: "~2.3.3",
      },
    },
    "node_modules/@builder/linux-x64-gnu": { version: "1.0.0" },
    "node_modules/builder/node_modules/helper": { version: "2.1.0" },
  } as Record<string, Record<string, unknown>>,
});

test("binaries of other platforms are added, addresses of registries removed, and that is all", () => {
  const given = lock();
  expect(completeLock(given)).toEqual([
    "node_modules/builder named a registry",
    "@builder/linux-arm64-musl@1.0.0 was missing",
    "@builder/win32-x64@1.0.0 was missing",
  ]);
  expect(given.packages["node_modules/@builder/linux-arm64-musl"]).toEqual({
    version: "1.0.0",
    cpu: ["arm64"],
    libc: ["musl"],
    license: "SEE PACKAGE",
    optional: true,
    os: ["linux"],
  });
  expect(given.packages["node_modules/@builder/win32-x64"]).toEqual({
    version: "1.0.0",
    cpu: ["x64"],
    license: "SEE PACKAGE",
    optional: true,
    os: ["win32"],
  });
  expect(completeLock(given)).toEqual([]);
});

test("a lock that lacks a dependency or differs from package.json is found out", () => {
  expect(findFaults(lock(), manifest)).toEqual([]);
  const broken = lock();
  delete broken.packages["node_modules/builder/node_modules/helper"];
  expect(findFaults(broken, { dependencies: { builder: "1.1.0" } })).toEqual([
    "builder is 1.1.0 in package.json and 1.0.0 in the lock",
    "helper, which node_modules/builder needs, is missing",
  ]);
});

test("our own lock names no registry", () => {
  expect(fs.readFileSync("package-lock.json", "utf8")).not.toMatch(/"resolved"/);
});
