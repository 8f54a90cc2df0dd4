import { type ChildProcess, fork } from "node:child_process";
import type { Socket } from "node:net";

const WATCH = new URL("end-with-portal.mjs", import.meta.url).href;

/**
 * Starts a program in a process of its own that knows nothing of our settings, does not keep the portal running and
 * ends with it, however that ends and whatever the program is busy with.
 */
export function startAside(program: string, execArgv: string[] = []): ChildProcess {
  const started = fork(program, {
    serialization: "advanced",
    env: { NODE_ENV: "production" },
    execArgv: [...execArgv, "--import", WATCH],
    stdio: ["pipe", "ignore", "ignore", "ipc"],
  });
  started.unref();
  started.channel?.unref();
  (started.stdin as Socket | null)?.unref();
  return started;
}
