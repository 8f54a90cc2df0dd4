// package-lock.json as every machine needs it. Run it after every `npm install`; with --check it only reports.
//
// npm leaves out the binaries of other platforms where it could not see them. Then `npm ci` fails with npm 11, and with
// npm 10 it installs a tree without native parts on macOS, Windows or ARM. The addresses of registries are left out as
// well: npm asks its own registry for what it does not find in the lock.
import fs from "node:fs";
import { pathToFileURL } from "node:url";

const SYSTEMS = [
  "android",
  "darwin",
  "linux",
  "win32",
  "windows",
  "freebsd",
  "openbsd",
  "netbsd",
  "sunos",
  "aix",
  "openharmony",
];
const PROCESSORS = ["arm64", "x64", "ia32", "riscv64", "loong64", "ppc64", "s390x", "mips64el", "wasm32", "arm"];

/** Completes the lock in place and returns what was changed, one sentence each. */
export function completeLock(lock) {
  const changes = [];
  for (const [at, entry] of Object.entries(lock.packages)) {
    if (entry.resolved && !entry.link) {
      delete entry.resolved;
      changes.push(`${at} named a registry`);
    }
    for (const [name, range] of Object.entries(entry.optionalDependencies ?? {})) {
      if (isPresent(lock.packages, at, name)) continue;
      if (!/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(range)) continue; // only exact versions are platform binaries
      const top = `node_modules/${name}`;
      lock.packages[lock.packages[top] ? `${at}/${top}` : top] = platformEntry(name, range, entry.dev === true);
      changes.push(`${name}@${range} was missing`);
    }
  }
  lock.packages = Object.fromEntries(Object.entries(lock.packages).sort(([a], [b]) => (a < b ? -1 : 1)));
  return changes;
}

/** What no completing can mend: the lock disagrees with package.json or with itself. One sentence each. */
export function findFaults(lock, manifest) {
  const faults = [];
  for (const kind of ["dependencies", "devDependencies", "optionalDependencies"]) {
    const [wanted, locked] = [manifest[kind] ?? {}, lock.packages[""]?.[kind] ?? {}];
    for (const name of new Set([...Object.keys(wanted), ...Object.keys(locked)])) {
      if (wanted[name] !== locked[name])
        faults.push(`${name} is ${wanted[name] ?? "not"} in package.json and ${locked[name] ?? "not"} in the lock`);
    }
  }
  for (const [at, entry] of Object.entries(lock.packages)) {
    for (const name of Object.keys(entry.dependencies ?? {})) {
      if (!isPresent(lock.packages, at, name)) faults.push(`${name}, which ${at || "the portal"} needs, is missing`);
    }
  }
  return faults;
}

/** Looks where Node would: in the package's own folder, then in every folder above it. */
function isPresent(packages, at, name) {
  for (let base = at; ; base = base.slice(0, Math.max(0, base.lastIndexOf("/node_modules/")))) {
    if (packages[`${base ? `${base}/` : ""}node_modules/${name}`]) return true;
    if (!base) return false;
  }
}

/** Platform binaries carry their platform in their name. */
function platformEntry(name, version, dev) {
  const tail = name.split("/").pop();
  const system = SYSTEMS.find((each) => tail.includes(each));
  const processor = PROCESSORS.find((each) => tail.includes(each)) ?? (/x86_64|amd64/.test(tail) ? "x64" : undefined);
  const libc = tail.includes("musl") ? "musl" : system === "linux" && tail.includes("gnu") ? "glibc" : undefined;
  return {
    version,
    ...(processor && { cpu: [processor] }),
    ...(dev && { dev: true }),
    ...(libc && { libc: [libc] }),
    license: "SEE PACKAGE",
    optional: true,
    ...(system && { os: [system === "windows" ? "win32" : system] }),
  };
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const read = (name) => JSON.parse(fs.readFileSync(new URL(`../../${name}`, import.meta.url), "utf8"));
  const lock = read("package-lock.json");
  const faults = findFaults(lock, read("package.json"));
  const changes = completeLock(lock);
  if (process.argv.includes("--check")) {
    for (const line of [...faults, ...changes]) console.error(`package-lock.json: ${line}.`);
    if (faults.length > 0) console.error("Delete package-lock.json and run: npm install --package-lock-only");
    if (faults.length + changes.length > 0) console.error("Run: node app/cli/lockfile.mjs");
    process.exitCode = faults.length + changes.length > 0 ? 1 : 0;
  } else {
    fs.writeFileSync(new URL("../../package-lock.json", import.meta.url), `${JSON.stringify(lock, null, 2)}\n`);
    console.log(changes.length > 0 ? changes.join("\n") : "package-lock.json is complete.");
  }
}
