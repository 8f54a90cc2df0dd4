import { createHash } from "node:crypto";
import path from "node:path";
import { Worker } from "node:worker_threads";
import type { Calculate, Calculation } from "./calculation.ts";

type Answer = { id: number; answer?: unknown; error?: string };
type Asked = { resolve(answer: never): void; reject(error: Error): void };

const PROGRAM = path.join(import.meta.dirname, "calculator.mjs");
/** Answers kept: a few rounds at a few stages. */
const MOST_KEPT = 24;

/** One thread of its own, started when first needed, so that a long calculation never keeps the server from answering. */
export function openCalculation({ program = PROGRAM } = {}): Calculation {
  const kept = new Map<string, Promise<unknown>>();
  const waiting = new Map<number, Asked>();
  let thread: Worker | null = null;
  let last = 0;

  function start(): Worker {
    const started = new Worker(program, { execArgv: [] });
    started.on("message", ({ id, answer, error }: Answer) => {
      const asked = waiting.get(id);
      waiting.delete(id);
      if (waiting.size === 0) started.unref();
      if (error === undefined) asked?.resolve(answer as never);
      else asked?.reject(new Error(`a calculation failed: ${error}`));
    });
    started.on("error", () => gone(started));
    started.on("exit", () => gone(started));
    return started;
  }

  function gone(ended: Worker): void {
    if (thread !== ended) return;
    thread = null;
    for (const { reject } of waiting.values()) reject(new Error("the calculating thread ended"));
    waiting.clear();
  }

  function ask(what: string, input: unknown): Promise<unknown> {
    thread ??= start();
    thread.ref();
    const id = ++last;
    return new Promise((resolve, reject) => {
      waiting.set(id, { resolve, reject });
      thread!.postMessage({ id, what, input });
    });
  }

  const run = (what: string, input: unknown) => {
    const key = createHash("sha256").update(JSON.stringify([what, input])).digest("hex");
    const answer = kept.get(key) ?? ask(what, input);
    kept.delete(key);
    kept.set(key, answer);
    answer.catch(() => kept.delete(key));
    const [oldest] = kept.keys();
    if (kept.size > MOST_KEPT && oldest) kept.delete(oldest);
    return answer;
  };

  return { run: run as Calculate, close: () => { void thread?.terminate(); } };
}
