import { createHash } from "node:crypto";
import { type Calculation, GivenUp } from "./calculation.ts";
import { type Job, openThread } from "./thread.server.ts";

/** Answers kept: a few rounds at a few stages. */
const MOST_KEPT = 24;

/**
 * Threads of their own, so that a long calculation never keeps the server from answering, nor a search of minutes the
 * figures of a page.
 */
export function openCalculation(): Calculation {
  const kept = new Map<string, Job>();
  const threads = { search: openThread(), figures: openThread() };
  let stopped: { what: string; isMeant(input: never): boolean }[] = [];
  const stopsOf = (what: string, input: unknown) =>
    stopped.filter((each) => each.what === what && each.isMeant(input as never));
  const threadOf = (what: string) => (what === "assignment" ? threads.search : threads.figures);

  const keyOf = (what: string, input: unknown) =>
    createHash("sha256")
      .update(JSON.stringify([what, input]))
      .digest("hex");

  function jobOf(what: string, input: unknown): Job {
    const key = keyOf(what, input);
    const job = kept.get(key) ?? threadOf(what).ask(what, input);
    kept.delete(key);
    kept.set(key, job);
    job.answer.catch(() => kept.get(key) === job && kept.delete(key));
    const [oldest] = kept.keys();
    if (kept.size > MOST_KEPT && oldest) kept.delete(oldest);
    return job;
  }

  async function within(patience: number, what: string, input: unknown) {
    if (stopsOf(what, input).length > 0 && !kept.has(keyOf(what, input))) return { stopped: true };
    const job = jobOf(what, input);
    let timer: NodeJS.Timeout | undefined;
    const over = new Promise<null>((resolve) => {
      timer = setTimeout(resolve, patience, null);
    });
    const gone = (error: Error) => {
      if (error instanceof GivenUp && stopsOf(what, input).length > 0) return { stopped: true };
      throw error;
    };
    const done = await Promise.race([job.answer.then((answer) => ({ answer }), gone), over]).finally(() =>
      clearTimeout(timer),
    );
    return done ?? { told: job.told, milliseconds: performance.now() - job.since };
  }

  const meant = (what: string, isMeant: (input: never) => boolean) => (job: Pick<Job, "what" | "input">) =>
    job.what === what && isMeant(job.input as never);
  const giveUp = (what: string, isMeant: (input: never) => boolean) => threadOf(what).giveUp(meant(what, isMeant));

  return {
    run: (what: string, input: unknown) => jobOf(what, input).answer,
    within,
    giveUp,
    stopping: (what: string, isMeant: (input: never) => boolean) =>
      threadOf(what).isAt(meant(what, isMeant))
        ? () => {
            if (giveUp(what, isMeant)) stopped.push({ what, isMeant });
          }
        : null,
    resuming: (what: string, input: unknown) => {
      const over = stopsOf(what, input);
      return over.length > 0
        ? () => {
            stopped = stopped.filter((each) => !over.includes(each));
          }
        : null;
    },
    close: () => {
      for (const { close } of Object.values(threads)) close();
    },
  } as Calculation;
}
