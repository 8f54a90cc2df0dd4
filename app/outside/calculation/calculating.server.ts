import { createHash } from "node:crypto";
import type { Calculation } from "./calculation.ts";
import { type Job, openThread } from "./thread.server.ts";

/** Answers kept: a few rounds at a few stages. */
const MOST_KEPT = 24;

/** Threads of their own, so that a long calculation never keeps the server from answering, nor a search of minutes the figures of a page. */
export function openCalculation(): Calculation {
  const kept = new Map<string, Job>();
  const threads = { search: openThread(), figures: openThread() };
  const threadOf = (what: string) => (what === "assignment" ? threads.search : threads.figures);

  function jobOf(what: string, input: unknown): Job {
    const key = createHash("sha256").update(JSON.stringify([what, input])).digest("hex");
    const job = kept.get(key) ?? threadOf(what).ask(what, input);
    kept.delete(key);
    kept.set(key, job);
    job.answer.catch(() => kept.get(key) === job && kept.delete(key));
    const [oldest] = kept.keys();
    if (kept.size > MOST_KEPT && oldest) kept.delete(oldest);
    return job;
  }

  async function within(patience: number, what: string, input: unknown) {
    const job = jobOf(what, input);
    let timer: NodeJS.Timeout | undefined;
    const over = new Promise<null>((resolve) => { timer = setTimeout(resolve, patience, null); });
    const done = await Promise.race([job.answer.then((answer) => ({ answer })), over]).finally(() => clearTimeout(timer));
    return done ?? { told: job.told, milliseconds: performance.now() - job.since };
  }

  return {
    run: (what: string, input: unknown) => jobOf(what, input).answer,
    within,
    stop: (what: string, isMeant: (input: never) => boolean) => threadOf(what).stop((job) => job.what === what && isMeant(job.input as never)),
    close: () => { for (const { close } of Object.values(threads)) close(); },
  } as Calculation;
}
