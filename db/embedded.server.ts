import { type ChildProcess, type SpawnOptions, spawn } from "node:child_process";
import crypto from "node:crypto";
import fs from "node:fs";
import net from "node:net";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { type Disguise, findBinaries, MAJOR, tieToParent, unprivileged } from "./postgres-binaries.server.ts";
import { findPostmaster, readPostmaster, readText, signal, stopPostmaster } from "./postmaster.server.ts";

export type EmbeddedOptions = {
  /** Holds the cluster, its password and its log. */
  dir: string;
  /** Off only for tests: a power cut may then lose everything. */
  fsync?: boolean;
  /**
   * The server ends with this process, even after kill -9 (Linux). Otherwise it outlives us and the next start adopts
   * it.
   */
  tied?: boolean;
  /** The port to use if it is free, so that connections find a restarted server again. */
  port?: number;
};
export type Embedded = {
  url(database?: string): string;
  pid: number;
  port: number;
  adopted: boolean;
  stop(): Promise<void>;
};

const USER = "kapok";
const START_SECONDS = 120;

/**
 * Starts the Postgres that came with the dependencies, on 127.0.0.1 and a free port; adopts one that still runs. Makes
 * the cluster at the first start.
 */
export async function startEmbedded({
  dir,
  fsync = true,
  tied = false,
  port: wanted,
}: EmbeddedOptions): Promise<Embedded> {
  const home = path.resolve(dir);
  const data = path.join(home, "pg");
  const binaries = await findBinaries();
  const disguise = unprivileged(home);
  if (!fs.existsSync(path.join(data, "PG_VERSION"))) await createCluster(binaries.initdb, home, disguise, fsync);
  checkVersion(data);
  const running = await adoptEmbedded(home);
  if (running) return running;
  // The process this file names is gone or somebody else's. Postgres itself still refuses to start beside a live server
  // of this directory.
  fs.rmSync(path.join(data, "postmaster.pid"), { force: true });
  const { pid, port } = await startServer(binaries.postgres, home, disguise, fsync, tied ? tieToParent() : [], wanted);
  if (tied) process.once("exit", () => signal(pid, "SIGINT"));
  return reach(home, pid, port, false);
}

/** The server that already runs in this directory, or null. */
export async function adoptEmbedded(dir: string): Promise<Embedded | null> {
  const home = path.resolve(dir);
  const found = await findPostmaster(path.join(home, "pg"));
  return found && reach(home, found.pid, found.port, true);
}

function reach(home: string, pid: number, port: number, adopted: boolean): Embedded {
  const password = fs.readFileSync(path.join(home, "pg-password"), "utf8").trim();
  const url = (database = "postgres") => `postgres://${USER}:${password}@127.0.0.1:${port}/${database}`;
  return { url, pid, port, adopted, stop: () => stopPostmaster(pid) };
}

async function createCluster(initdb: string, home: string, disguise: Disguise, fsync: boolean): Promise<void> {
  const passwordFile = path.join(home, "pg-password");
  fs.rmSync(passwordFile, { force: true });
  fs.writeFileSync(passwordFile, `${crypto.randomBytes(24).toString("base64url")}\n`, { mode: 0o600 });
  if (disguise.uid !== undefined && disguise.gid !== undefined) fs.chownSync(passwordFile, disguise.uid, disguise.gid);
  const draft = path.join(home, "pg.init");
  fs.rmSync(draft, { recursive: true, force: true });
  fs.rmSync(path.join(home, "pg"), { recursive: true, force: true });
  const child = run(
    initdb,
    disguise,
    [],
    [
      "-D",
      draft,
      "-U",
      USER,
      "-A",
      "scram-sha-256",
      `--pwfile=${passwordFile}`,
      "-E",
      "UTF8",
      "--data-checksums",
      "--locale-provider=builtin",
      "--builtin-locale=C.UTF-8",
      "--locale=C",
      "--no-instructions",
      ...(fsync ? [] : ["-N"]),
    ],
    { stdio: ["ignore", "pipe", "pipe"] },
  );
  let said = "";
  child.stdout?.on("data", (text) => {
    said += text;
  });
  child.stderr?.on("data", (text) => {
    said += text;
  });
  const status = await new Promise((resolve, reject) => {
    child.once("error", (error) => reject(cannotRun(initdb, error)));
    child.once("close", resolve);
  });
  if (status !== 0) throw new Error(`The database could not be created in ${home}: ${said.trim()}`);
  fs.renameSync(draft, path.join(home, "pg")); // last, so that an interrupted start leaves no half cluster
}

function checkVersion(data: string): void {
  const version = fs.readFileSync(path.join(data, "PG_VERSION"), "utf8").trim();
  if (version === MAJOR) return;
  throw new Error(
    `${data} was made by Postgres ${version}, and this portal brings Postgres ${MAJOR}. Export it with the old version, or set DATABASE_URL.`,
  );
}

/**
 * Tries again while backends of a killed server are still letting go of their memory, or when somebody took our port.
 */
async function startServer(
  postgres: string,
  home: string,
  disguise: Disguise,
  fsync: boolean,
  tie: string[],
  wanted: number | undefined,
) {
  for (let attempt = 1; ; attempt++) {
    const port = await freePort(attempt === 1 ? wanted : undefined);
    try {
      return { pid: await launch(postgres, home, disguise, fsync, tie, port), port };
    } catch (error) {
      if (attempt === 20 || !/shared memory block|could not bind|Address already in use/.test((error as Error).message))
        throw error;
      await sleep(250);
    }
  }
}

/** Of a database that lies in memory and has many visitors, each with connections of their own. */
const TESTED = { fsync: "off", full_page_writes: "off", synchronous_commit: "off", max_connections: "200" };

async function launch(
  postgres: string,
  home: string,
  disguise: Disguise,
  fsync: boolean,
  tie: string[],
  port: number,
): Promise<number> {
  const data = path.join(home, "pg");
  const logFile = path.join(home, "pg.log");
  const settings = {
    listen_addresses: "127.0.0.1",
    unix_socket_directories: "",
    max_connections: "50",
    shared_buffers: "128MB",
    jit: "off",
    // The portal's tables lie in memory. Held to cost four times as much, look-ups by an index lose to reading a small
    // table from end to end, once for each of 3,000 entries.
    random_page_cost: "1.1",
    max_parallel_workers_per_gather: "0",
    ...(fsync ? {} : TESTED),
  };
  const log = fs.openSync(logFile, "a", 0o600);
  const logged = fs.fstatSync(log).size;
  const child = run(
    postgres,
    disguise,
    tie,
    [
      "-D",
      data,
      "-p",
      String(port),
      ...Object.entries(settings).flatMap(([name, value]) => ["-c", `${name}=${value}`]),
    ],
    {
      stdio: ["ignore", log, log],
      detached: true, // Ctrl-C in a terminal reaches the whole group; the database stops after everything else
    },
  );
  fs.closeSync(log);
  let failure: Error | undefined;
  child.once("error", (error) => {
    failure = cannotRun(postgres, error);
  });
  child.once("exit", (code) => {
    failure ??= new Error(`Postgres ended with ${code}: ${readText(logFile)?.slice(logged).slice(-2000)}`);
  });
  for (const until = Date.now() + START_SECONDS * 1000; Date.now() < until; await sleep(10)) {
    if (failure) throw failure;
    const found = readPostmaster(data);
    if (!found?.ready || found.port !== port) continue;
    child.unref();
    return found.pid;
  }
  throw new Error(`Postgres did not become ready within ${START_SECONDS} seconds; see ${logFile}.`);
}

function run(
  program: string,
  { prefix, ...identity }: Disguise,
  tie: string[],
  args: string[],
  options: SpawnOptions,
): ChildProcess {
  // The tie comes after the change of user: that change would undo it.
  const [command, ...rest] = [...prefix, ...tie, program, ...args];
  return spawn(command as string, rest, {
    ...options,
    ...identity,
    env: { PATH: process.env["PATH"], LC_ALL: "C", TZ: "UTC" } as Partial<NodeJS.ProcessEnv> as NodeJS.ProcessEnv,
  });
}

function cannotRun(program: string, error: NodeJS.ErrnoException): Error {
  if (error.code !== "EACCES") return error;
  return new Error(
    `${program} may not be run by an unprivileged account. Postgres refuses to run as root: start the portal as another user, or make its folder readable for all.`,
    { cause: error },
  );
}

/** A port of 127.0.0.1 that nobody listens on: the wanted one if it is free, else any. */
export function freePort(wanted = 0): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = net.createServer().once("error", (error) => (wanted ? resolve(freePort()) : reject(error)));
    probe.listen(wanted, "127.0.0.1", () => {
      const { port } = probe.address() as net.AddressInfo;
      probe.close(() => resolve(port));
    });
  });
}
