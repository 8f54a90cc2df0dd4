import path from "node:path";
import { Worker } from "node:worker_threads";
import { GivenUp } from "./calculation.ts";

type Message = { id: number; answer?: unknown; error?: string; told?: unknown };
export type Job = { what: string; input: unknown; since: number; told: unknown; answer: Promise<unknown> };
type Waiting = Job & { resolve(answer: unknown): void; reject(error: Error): void };

const PROGRAM = path.join(import.meta.dirname, "calculator.mjs");

/** A thread, started when first needed, that does one job after another. */
export function openThread() {
  const waiting = new Map<number, Waiting>();
  let worker: Worker | null = null;
  let last = 0;

  function start(): Worker {
    const started = new Worker(PROGRAM, { execArgv: [] });
    started.on("message", (message: Message) => {
      if (worker !== started) return;
      hear(message, waiting);
      if (waiting.size === 0) started.unref();
    });
    const gone = () => {
      if (worker !== started) return;
      worker = null;
      for (const { reject } of waiting.values()) reject(new Error("the calculating thread ended"));
      waiting.clear();
    };
    started.on("error", gone);
    started.on("exit", gone);
    return started;
  }

  function send(id: number, { what, input }: Pick<Job, "what" | "input">): void {
    worker ??= start();
    worker.ref();
    worker.postMessage({ id, what, input });
  }

  return {
    ask(what: string, input: unknown): Job {
      const { promise: answer, resolve, reject } = promised();
      const job: Waiting = { what, input, since: performance.now(), told: null, answer, resolve, reject };
      last += 1;
      waiting.set(last, job);
      send(last, job);
      return job;
    },
    isAt: (isMeant: (job: Job) => boolean): boolean => [...waiting.values()].some(isMeant),
    /** A solver hears nothing while it works, so its thread is ended; what waited behind it begins anew on another. */
    giveUp(isMeant: (job: Job) => boolean): boolean {
      const meant = [...waiting].filter(([, job]) => isMeant(job));
      if (meant.length === 0) return false;
      void worker?.terminate();
      worker = null;
      for (const [id, { reject }] of meant) {
        waiting.delete(id);
        reject(new GivenUp());
      }
      for (const [id, job] of waiting) send(id, job);
      return true;
    },
    close: () => void worker?.terminate(),
  };
}

/** Passes on what was told of a job, or its outcome, with which it waits no longer. */
function hear({ id, answer, error, told }: Message, waiting: Map<number, Waiting>): void {
  const job = waiting.get(id);
  if (!job) return;
  if (told !== undefined) {
    job.told = told;
    return;
  }
  waiting.delete(id);
  if (error === undefined) job.resolve(answer);
  else job.reject(new Error(`a calculation failed: ${error}`));
}

function promised() {
  let [resolve, reject]: [(answer: unknown) => void, (error: Error) => void] = [() => {}, () => {}];
  const promise = new Promise<unknown>((yes, no) => {
    [resolve, reject] = [yes, no];
  });
  return { promise, resolve, reject };
}
