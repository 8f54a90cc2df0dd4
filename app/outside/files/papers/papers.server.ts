import type { ChildProcess } from "node:child_process";
import path from "node:path";
import { startAside } from "../../process-aside.server.ts";
import { openQueue } from "../../queue.ts";
import { NoRoom } from "../files.ts";

/** What a copy is made of, and where it goes. `pages` takes a picture of the first pages of a PDF; null draws none. */
export type CopyJob = { from: string; to: string; contentType: string; pages: string | null };

/** A PDF or picture, and the page that is laid on each of its pages or below it: a PDF too. */
export type WatermarkJob = { from: string; to: string; contentType: string; watermark: Uint8Array };

export type Papers = {
  /**
   * Writes a copy of a PDF, an Office document or a film that tells nothing of its author, machine or program and does
   * nothing when it is opened. `active` says that the original would. Throws PaperUnreadable for what cannot be read or
   * looked into, PaperTooHeavy for what takes too long or too much memory, NoRoom where the disk is full.
   */
  copy(job: CopyJob): Promise<{ active: boolean }>;
  /** Writes a PDF or picture with a watermark on every page, or below it. Throws as `copy` does. */
  watermark(job: WatermarkJob): Promise<void>;
};

export class PaperUnreadable extends Error {}
export class PaperTooHeavy extends Error {}

type Answer = { id: number; active?: boolean; error?: string; code?: string };

const PROGRAM = path.join(import.meta.dirname, "cleaner.mjs");
const LONGEST_JOB = 30_000;
/** Without work the process goes. */
const IDLE = 15_000;
/** Of its heap, in megabytes. */
const MEMORY = 512;

type Limits = { program: string; longestJob: number; idle: number; memory: number };

/**
 * Documents are opened in processes of their own, one for copies and one for watermarks: what is uploaded before a bell
 * does not wait for what reviewers take along.
 */
export function openPapers(limits: Partial<Limits> = {}): Papers {
  const all = { program: PROGRAM, longestJob: LONGEST_JOB, idle: IDLE, memory: MEMORY, ...limits };
  const [copy, watermark] = [openProcess<CopyJob>(all), openProcess<WatermarkJob>(all)];
  return { copy, watermark: async (job) => void (await watermark(job)) };
}

/** Takes one job after the other: a hostile document ends the process and nothing else. */
function openProcess<Job extends object>({ program, longestJob, idle, memory }: Limits) {
  let child: ChildProcess | null = null;
  let resting: NodeJS.Timeout | undefined;
  const inTurn = openQueue();
  let jobs = 0;

  function start(): ChildProcess {
    const started = startAside(program, [`--max-old-space-size=${memory}`]);
    started.on("exit", () => forget(started)).on("error", () => forget(started));
    return started;
  }

  function forget(who: ChildProcess): void {
    if (child === who) child = null;
  }

  function stop(): void {
    child?.kill("SIGKILL");
    child = null;
  }

  async function run(job: Job): Promise<{ active: boolean }> {
    clearTimeout(resting);
    child ??= start();
    jobs += 1;
    const worker = child;
    worker.channel?.ref();
    return answerOf(worker, { id: jobs, ...job }, longestJob, stop).finally(() => {
      worker.channel?.unref();
      resting = setTimeout(stop, idle).unref();
    });
  }

  return (job: Job) => inTurn(() => run(job));
}

/** What a process answers to a job; one that takes too long is stopped. */
function answerOf(
  worker: ChildProcess,
  job: { id: number },
  longest: number,
  stop: () => void,
): Promise<{ active: boolean }> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      fail(new PaperTooHeavy("it took too long"));
      stop();
    }, longest);
    const done = () => {
      clearTimeout(timer);
      worker.off("exit", gone).off("message", heard);
    };
    const fail = (error: Error) => {
      done();
      reject(error);
    };
    const gone = () => fail(new PaperTooHeavy("its process ended"));
    const heard = ({ id, active = false, error, code }: Answer) => {
      if (id !== job.id) return;
      if (code === "ENOSPC") return fail(new NoRoom(error));
      if (error !== undefined) return fail(new PaperUnreadable(error));
      done();
      resolve({ active });
    };
    worker.on("exit", gone).on("message", heard);
    worker.send(job, (fault) => fault && gone());
  });
}
