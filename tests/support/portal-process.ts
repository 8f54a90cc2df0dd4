import { type ChildProcess, spawn } from "node:child_process";
import fs from "node:fs";
import net from "node:net";
import os from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll } from "vitest";
import { isRunning, readPostmaster, signal } from "#db/postmaster.server.ts";

export type Ended = { status: number | null; out: string; err: string };
export type Running = { child: ChildProcess; ended: Promise<Ended> };

/**
 * The real thing in processes of its own over an empty data directory, as `npm start` and `npm run portal` run it. No
 * setting of this machine reaches it. Whatever still runs at the end of the file is killed and the directory removed.
 */
export async function portalProcesses(settings: { DEMO: "0" | "1" }) {
  const dataDir = fs.mkdtempSync(path.join(os.tmpdir(), "kapok-process-"));
  const port = await freePort();
  const origin = `http://localhost:${port}`;
  // VITEST: it would build without Remix
  const outside = Object.entries(process.env).filter(([name]) => !name.startsWith("VITEST") && name !== "DATABASE_URL");
  const env = {
    ...Object.fromEntries(outside),
    NODE_ENV: "production",
    DATA_DIR: dataDir,
    PORT: String(port),
    PUBLIC_URL: origin,
    ...settings,
  } as NodeJS.ProcessEnv;
  const running = new Set<ChildProcess>();
  /** The process id of the embedded Postgres, 0 before its first start. */
  const postmaster = () => readPostmaster(path.join(dataDir, "pg"))?.pid ?? 0;

  afterAll(async () => {
    for (const child of running) child.kill("SIGKILL");
    if (postmaster() && isRunning(postmaster())) signal(postmaster(), "SIGQUIT");
    await sleep(200);
    fs.rmSync(dataDir, { recursive: true, force: true });
  });

  /** One npm script, such as `run("portal", "verify-audit")`. */
  function run(...args: string[]): Running {
    const child = spawn(process.execPath, ["app/cli/bootstrap.mjs", ...args], {
      env,
      stdio: ["ignore", "pipe", "pipe"],
    });
    running.add(child);
    const said = { out: "", err: "" };
    child.stdout.on("data", (text) => {
      said.out += text;
    });
    child.stderr.on("data", (text) => {
      said.err += text;
    });
    const ended = new Promise<Ended>((resolve) =>
      child.once("close", (status) => {
        running.delete(child);
        resolve({ status, ...said });
      }),
    );
    return { child, ended };
  }

  /** Starts the portal and waits until it answers. Throws what it said when it ends instead. */
  async function start(): Promise<Running> {
    const portal = run("start");
    let over: Ended | undefined;
    void portal.ended.then((ended) => {
      over = ended;
    });
    for (;;) {
      if (over) throw new Error(over.out + over.err);
      if (
        (await fetch(`${origin}/healthz`).then(
          ({ status }) => status,
          () => 0,
        )) === 200
      )
        return portal;
      await sleep(50);
    }
  }

  return { dataDir, port, origin, postmaster, run, start };
}

/** A port of the loopback that nobody listens on. */
export async function freePort(): Promise<number> {
  const probe = net.createServer();
  await new Promise<void>((resolve) => probe.listen(0, "127.0.0.1", resolve));
  const { port } = probe.address() as net.AddressInfo;
  await new Promise((resolve) => probe.close(resolve));
  return port;
}
