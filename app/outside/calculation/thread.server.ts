import path from "node:path";
import { Worker } from "node:worker_threads";
import { CalculationFailed, GivenUp, ThreadGone } from "./calculation.ts";

type Message = { id: number; answer?: unknown; error?: string; told?: unknown };
/** `wanted`: somebody waits for it whatever it takes; `attempts`: so many others wait for a while. */
export type Job = {
  what: string;
  input: unknown;
  since: number;
  told: unknown;
  answer: Promise<unknown>;
  wanted: boolean;
  attempts: number;
};
type Waiting = Job & { resolve(answer: unknown): void; reject(error: Error): void };

const PROGRAM = path.join(import.meta.dirname, "calculator.mjs");

/** A thread, started when first needed, that does one job after another. With it fails what it is at, and no other. */
export function openThread() {
  const waiting = new Map<number, Waiting>();
  let worker: Worker | null = null;
  let last = 0;
  /** What the thread is at: it is handed the next only then, so that what waits can be given up in peace. */
  let current: number | null = null;

  function start(): Worker {
    const started = new Worker(PROGRAM, { execArgv: [] });
    started.on("message", (message: Message) => {
      if (worker !== started) return;
      hear(message, waiting);
      if (message.told === undefined) current = null;
      if (waiting.size === 0) started.unref();
      else next();
    });
    const gone = () => {
      if (worker !== started) return;
      const failed = current === null ? undefined : waiting.get(current);
      if (current !== null) waiting.delete(current);
      [worker, current] = [null, null];
      failed?.reject(new ThreadGone("the calculating thread ended"));
      next();
    };
    started.on("error", gone);
    started.on("exit", gone);
    return started;
  }

  function next(): void {
    const [first] = waiting;
    if (current !== null || !first) return;
    const [id, { what, input }] = first;
    worker ??= start();
    worker.ref();
    current = id;
    worker.postMessage({ id, what, input });
  }

  return {
    ask(what: string, input: unknown): Job {
      const { promise: answer, resolve, reject } = promised();
      const asked = { since: performance.now(), told: null, wanted: false, attempts: 0 };
      const job: Waiting = { what, input, ...asked, answer, resolve, reject };
      last += 1;
      waiting.set(last, job);
      next();
      return job;
    },
    isAt: (isMeant: (job: Job) => boolean): boolean => [...waiting.values()].some(isMeant),
    /** A solver hears nothing while it works, so its thread is ended; what waited behind it begins on another. */
    giveUp(isMeant: (job: Job) => boolean): boolean {
      const meant = [...waiting].filter(([, job]) => isMeant(job));
      if (meant.length === 0) return false;
      for (const [id, { reject }] of meant) {
        waiting.delete(id);
        reject(new GivenUp());
      }
      if (current !== null && !waiting.has(current)) {
        void worker?.terminate();
        [worker, current] = [null, null];
      }
      next();
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
  else job.reject(new CalculationFailed(error));
}

function promised() {
  let [resolve, reject]: [(answer: unknown) => void, (error: Error) => void] = [() => {}, () => {}];
  const promise = new Promise<unknown>((yes, no) => {
    [resolve, reject] = [yes, no];
  });
  return { promise, resolve, reject };
}
