import type { ChildProcess } from "node:child_process";
import path from "node:path";
import { startAside } from "../process-aside.server.ts";
import { type Document, type Lane, type Sheet, TypesettingBusy, type Watermark } from "./document.ts";
import { inLines } from "./text.ts";

type Order = { template: "report" | "certificate" | "watermark"; document: string; made: number };
type Job = Order & { resolve(pdf: Uint8Array): void; reject(error: Error): void };
type Answer = { id: number; pdf?: Uint8Array; error?: string };

const MOST_WAITING = 12;
const MOST_OF_ANYBODY = 4;
const LONGEST_JOB = 20_000;
/** The process keeps its fonts in memory; without work it goes. */
const IDLE = 60_000;
const PROGRAM = path.join(import.meta.dirname, "typesetter.mjs");

/**
 * A typesetter in a process of its own, started when first needed: one document at a time, a short queue, then
 * TypesettingBusy. What anybody may ask for has a shorter queue of its own, whose turn comes when the other is empty.
 */
export function openTypesetter({
  program = PROGRAM,
  longestJob = LONGEST_JOB,
  mostWaiting = MOST_WAITING,
  idle = IDLE,
} = {}) {
  const waiting: Record<Lane, Job[]> = { known: [], anybody: [] };
  const most: Record<Lane, number> = { known: mostWaiting, anybody: MOST_OF_ANYBODY };
  let child: ChildProcess | null = null;
  let current: { id: number; job: Job; timer: NodeJS.Timeout } | null = null;
  let resting: NodeJS.Timeout | undefined;
  let last = 0;

  function start(): ChildProcess {
    const started = startAside(program);
    started.on("message", (answer: Answer) => settle(answer));
    started.on("exit", () => gone(started));
    started.on("error", () => gone(started));
    return started;
  }

  function next(): void {
    clearTimeout(resting);
    const job = current ? undefined : (waiting.known.shift() ?? waiting.anybody.shift());
    if (!job) {
      if (!current && child) resting = setTimeout(stop, idle).unref();
      return;
    }
    child ??= start();
    child.channel?.ref();
    const id = last + 1;
    last = id;
    current = { id, job, timer: setTimeout(stop, longestJob) };
    child.send({ id, template: job.template, document: job.document, made: job.made }, (error) => error && stop());
  }

  function settle({ id, pdf, error }: Answer): void {
    if (current?.id !== id) return;
    finish((job) => (pdf ? job.resolve(pdf) : job.reject(new Error(`a document was not typeset: ${error}`))));
  }

  function finish(tell: (job: Job) => void): void {
    if (!current) return;
    clearTimeout(current.timer);
    tell(current.job);
    current = null;
    child?.channel?.unref();
    next();
  }

  function gone(who: ChildProcess): void {
    if (child !== who) return;
    child = null;
    finish((job) => job.reject(new TypesettingBusy("the typesetter stopped")));
  }

  function stop(): void {
    const stopped = child;
    stopped?.kill("SIGKILL");
    if (stopped) gone(stopped);
  }

  return {
    pdf: (document: Document | Sheet | Watermark, lane: Lane = "known"): Promise<Uint8Array> =>
      new Promise((resolve, reject) => {
        if (waiting[lane].length >= most[lane]) return reject(new TypesettingBusy());
        waiting[lane].push({ ...orderOf(document), resolve, reject });
        next();
      }),
    close: stop,
  };
}

const orderOf = (document: Document | Sheet | Watermark): Order => ({
  template: "sheet" in document ? document.sheet : "report",
  document: JSON.stringify(inLines(document)),
  made: Math.floor(document.made.getTime() / 1000),
});
