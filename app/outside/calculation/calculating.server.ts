import { createHash } from "node:crypto";
import { type Calculation, GivenUp, isGivenUp } from "./calculation.ts";
import { openQueues } from "../queue.ts";
import { type Job, openThread } from "./thread.server.ts";

/** Answers kept: a few rounds at a few stages. */
const MOST_KEPT = 24;

/**
 * Threads of their own, so that a long calculation never keeps the server from answering, nor a search of minutes the
 * figures of a page.
 */
export function openCalculation(): Calculation {
  const threads = { search: openThread(), figures: openThread() };
  const threadOf = (what: string) => (what === "assignment" ? threads.search : threads.figures);
  const jobs = keptJobs((what, input) => threadOf(what).ask(what, input));
  const stops = openStops();

  function wantedJob(what: string, input: unknown): Job {
    const job = jobs.of(what, input);
    job.wanted = true;
    return job;
  }

  const isStopped = (what: string, input: unknown) => stops.has(what, input) && !jobs.has(what, input);

  function run(what: string, input: unknown): Promise<unknown> {
    const job = wantedJob(what, input);
    job.answer.catch(() => jobs.heard(job));
    return job.answer;
  }

  async function within(patience: number, what: string, input: unknown) {
    if (isStopped(what, input)) return { stopped: true };
    const job = wantedJob(what, input);
    const gone = (error: Error) => {
      jobs.heard(job);
      if (error instanceof GivenUp && stops.has(what, input)) return { stopped: true };
      throw error;
    };
    const done = await inTime(
      patience,
      job.answer.then((answer) => ({ answer })),
    ).catch(gone);
    return done ?? { told: job.told, milliseconds: performance.now() - job.since };
  }

  async function attempt(patience: number, what: string, input: unknown) {
    if (isStopped(what, input)) return null;
    const job = jobs.of(what, input);
    job.attempts += 1;
    try {
      return await inTime(patience, job.answer);
    } catch (error) {
      jobs.heard(job);
      throw error;
    } finally {
      job.attempts -= 1;
      if (!job.wanted && job.attempts === 0) threadOf(what).giveUp((each) => each === job);
    }
  }

  const giveUp = (what: string, isMeant: IsMeant) => threadOf(what).giveUp(meant(what, isMeant));

  return {
    run,
    within,
    attempt,
    giveUp,
    stopping: (what: string, isMeant: IsMeant) =>
      threadOf(what).isAt(meant(what, isMeant))
        ? () => {
            if (giveUp(what, isMeant)) stops.add(what, isMeant);
          }
        : null,
    resuming: stops.resuming,
    inTurn: openQueues(),
    close: () => {
      for (const { close } of Object.values(threads)) close();
    },
  } as Calculation;
}

/** Jobs by their question, the latest asked for: the same is worked out once. */
function keptJobs(ask: (what: string, input: unknown) => Job) {
  const kept = new Map<string, Job>();
  const forget = (job: Job) => {
    for (const [key, each] of kept) if (each === job) kept.delete(key);
  };
  return {
    has: (what: string, input: unknown): boolean => kept.has(keyOf(what, input)),
    of(what: string, input: unknown): Job {
      const key = keyOf(what, input);
      const job = kept.get(key) ?? ask(what, input);
      kept.delete(key);
      kept.set(key, job);
      job.answer.catch((error: unknown) => isGivenUp(error) && forget(job));
      const [oldest] = kept.keys();
      if (kept.size > MOST_KEPT && oldest) kept.delete(oldest);
      return job;
    },
    /** What failed is forgotten once somebody has heard of it: whoever asks after that has it worked out anew. */
    heard: forget,
  };
}

/** What is there within so many milliseconds, else null. */
function inTime<T>(patience: number, coming: Promise<T>): Promise<T | null> {
  let timer: NodeJS.Timeout | undefined;
  const over = new Promise<null>((resolve) => {
    timer = setTimeout(resolve, patience, null);
  });
  return Promise.race([coming, over]).finally(() => clearTimeout(timer));
}

const keyOf = (what: string, input: unknown): string =>
  createHash("sha256")
    .update(JSON.stringify([what, input]))
    .digest("hex");

const meant = (what: string, isMeant: IsMeant) => (job: Pick<Job, "what" | "input">) =>
  job.what === what && isMeant(job.input as never);

type IsMeant = (input: never) => boolean;

/** What somebody has stopped, until it is resumed. */
function openStops() {
  let stopped: { what: string; isMeant: IsMeant }[] = [];
  const of = (what: string, input: unknown) =>
    stopped.filter((each) => each.what === what && each.isMeant(input as never));

  return {
    has: (what: string, input: unknown): boolean => of(what, input).length > 0,
    add: (what: string, isMeant: IsMeant): void => void stopped.push({ what, isMeant }),

    /** What lets it be begun again; null where nobody has stopped it. */
    resuming(what: string, input: unknown): (() => void) | null {
      const over = of(what, input);
      if (over.length === 0) return null;
      return () => {
        stopped = stopped.filter((each) => !over.includes(each));
      };
    },
  };
}
