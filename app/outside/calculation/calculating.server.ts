import { createHash } from "node:crypto";
import { type Calculation, isGivenUp } from "./calculation.ts";
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

  const isStopped = (what: string, input: unknown) => stops.has(what, input) && !jobs.find(what, input);

  function run(what: string, input: unknown): Promise<unknown> {
    const job = jobs.wanted(what, input);
    job.answer.catch(() => jobs.forget(job));
    return job.answer;
  }

  async function attempt(patience: number, what: string, input: unknown) {
    if (isStopped(what, input)) return null;
    const job = jobs.of(what, input);
    job.attempts += 1;
    try {
      return await inTime(patience, job.answer);
    } catch (error) {
      if (!job.wanted) jobs.forget(job);
      throw error;
    } finally {
      job.attempts -= 1;
      if (!job.wanted && job.attempts === 0) threadOf(what).giveUp((each) => each === job);
    }
  }

  const giveUp = (what: string, isMeant: IsMeant) => threadOf(what).giveUp(meant(what, isMeant));

  return {
    run,
    ...lookedAt(jobs, stops),
    attempt,
    giveUp,
    stopping: (what: string, isMeant: IsMeant) =>
      threadOf(what).isAt(meant(what, isMeant))
        ? () => {
            if (giveUp(what, isMeant)) stops.add(what, isMeant);
          }
        : null,
    inTurn: openQueues(),
    close: () => {
      for (const { close } of Object.values(threads)) close();
    },
  } as Calculation;
}

/** Work that somebody begins, and others look at. */
function lookedAt(jobs: ReturnType<typeof keptJobs>, stops: ReturnType<typeof openStops>) {
  async function within(patience: number, what: string, input: unknown) {
    const job = jobs.find(what, input);
    if (!job) return stops.has(what, input) ? { stopped: true } : { begun: false };
    const gone = (error: unknown) => {
      if (!isGivenUp(error)) return { failure: error, isNews: jobs.toldOf(job) };
      if (stops.has(what, input)) return { stopped: true };
      throw error;
    };
    const done = await inTime(
      patience,
      job.answer.then((answer) => ({ answer })),
    ).catch(gone);
    return done ?? { told: job.told, milliseconds: performance.now() - job.since };
  }

  function beginning(what: string, input: unknown): (() => void) | null {
    const job = jobs.find(what, input);
    if (job?.wanted && !jobs.hasFailed(job)) return null;
    return () => {
      stops.lift(what, input);
      if (job && jobs.hasFailed(job)) jobs.forget(job);
      jobs.wanted(what, input);
    };
  }

  return { within, beginning };
}

/**
 * Jobs by their question, the latest asked for: the same is worked out once. What failed is kept for those who only
 * look.
 */
function keptJobs(ask: (what: string, input: unknown) => Job) {
  const kept = new Map<string, Job>();
  const [failed, told] = [new WeakSet<Job>(), new WeakSet<Job>()];
  const forget = (job: Job) => {
    for (const [key, each] of kept) if (each === job) kept.delete(key);
  };
  const keep = (key: string, job: Job): Job => {
    kept.delete(key);
    kept.set(key, job);
    const [oldest] = kept.keys();
    if (kept.size > MOST_KEPT && oldest) kept.delete(oldest);
    return job;
  };
  function begin(what: string, input: unknown): Job {
    const job = ask(what, input);
    job.answer.catch((error: unknown) => (isGivenUp(error) ? forget(job) : failed.add(job)));
    return job;
  }
  function of(what: string, input: unknown): Job {
    const key = keyOf(what, input);
    return keep(key, kept.get(key) ?? begin(what, input));
  }
  return {
    find(what: string, input: unknown): Job | null {
      const key = keyOf(what, input);
      const job = kept.get(key);
      return job ? keep(key, job) : null;
    },
    of,
    /** One that somebody waits for, whatever it takes. */
    wanted(what: string, input: unknown): Job {
      const job = of(what, input);
      job.wanted = true;
      return job;
    },
    hasFailed: (job: Job): boolean => failed.has(job),
    /** Whether nobody was told of its failure before. */
    toldOf(job: Job): boolean {
      const isNews = !told.has(job);
      told.add(job);
      return isNews;
    },
    forget,
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

/** What somebody has stopped, until it is begun again. */
function openStops() {
  let stopped: { what: string; isMeant: IsMeant }[] = [];
  const isOf = (what: string, input: unknown) => (each: (typeof stopped)[number]) =>
    each.what === what && each.isMeant(input as never);
  return {
    has: (what: string, input: unknown): boolean => stopped.some(isOf(what, input)),
    add: (what: string, isMeant: IsMeant): void => void stopped.push({ what, isMeant }),
    lift(what: string, input: unknown): void {
      const isOver = isOf(what, input);
      stopped = stopped.filter((each) => !isOver(each));
    },
  };
}
