import { type ChildProcess, fork } from "node:child_process";

/** Starts a program in a process of its own that knows nothing of our settings and does not keep the portal running. */
export function startAside(program: string, execArgv: string[] = []): ChildProcess {
  const started = fork(program, {
    serialization: "advanced",
    env: { NODE_ENV: "production" },
    execArgv,
    stdio: ["ignore", "ignore", "ignore", "ipc"],
  });
  started.unref();
  started.channel?.unref();
  return started;
}
