import { setTimeout as pause } from "node:timers/promises";

/** Somebody who is signed in, and the draft they work on. */
export type Typist = { cookie: string; entryId: string };

const WARM_SECONDS = 3;
const SECONDS = 10;

/**
 * Everybody types into an entry of their own at once, and their field saves itself again `pauseMs` after each answer.
 * Says how many saves a second were taken and how long the slowest hundredth waited, as the browser sees it: client,
 * portal and database share the machine. Who is turned away (503, no connection to the database within its five
 * seconds) tries again, as the page does.
 */
export async function typing(
  origin: string,
  typists: readonly Typist[],
  pauseMs: number,
  versions: Map<string, number>,
): Promise<{ perSecond: number; p99: number; turnedAway: number }> {
  const [begin, end] = [Date.now() + WARM_SECONDS * 1000, Date.now() + (WARM_SECONDS + SECONDS) * 1000];
  const waits: number[] = [];
  let turnedAway = 0;
  const type = async ({ cookie, entryId }: Typist) => {
    await pause(Math.random() * pauseMs);
    for (let version = versions.get(entryId) ?? 0; Date.now() < end; await pause(pauseMs)) {
      const sent = performance.now();
      const response = await fetch(`${origin}/entries/${entryId}/answers/summary`, {
        method: "POST",
        body: new URLSearchParams({ "q.summary": `A summary, ${version % 10}.`, version: String(version) }),
        headers: {
          cookie,
          accept: "application/json",
          "sec-fetch-site": "same-origin",
          "x-requested-with": "autosave",
        },
      });
      const answer = (await response.json()) as { version?: number };
      if (response.status === 503) {
        turnedAway += 1;
        continue;
      }
      if (answer.version !== version + 1)
        throw new Error(`A save was not taken: ${response.status} ${JSON.stringify(answer)}`);
      version = answer.version;
      versions.set(entryId, version);
      if (Date.now() >= begin && Date.now() < end) waits.push(performance.now() - sent);
    }
  };
  await Promise.all(typists.map(type));
  return { perSecond: waits.length / SECONDS, p99: quantile(waits, 0.99), turnedAway };
}

/**
 * Cities press the button in groups: so many a group, so long between two of them; the next group begins when the last
 * has its receipts.
 */
export type Rush = { group: number; gapMs: number };

/**
 * Everybody submits a complete entry of their own. Answers how long each waited, in ms: from sending what the button
 * sends until the last byte of the receipt page it leads to, as the browser sees it.
 */
export async function submitting(
  origin: string,
  senders: readonly Typist[],
  { group, gapMs }: Rush,
): Promise<number[]> {
  const submit = async ({ cookie, entryId }: Typist, place: number): Promise<number> => {
    await pause(place * gapMs);
    const sent = performance.now();
    const response = await fetch(`${origin}/entries/${entryId}/submission`, {
      method: "POST",
      headers: { cookie, accept: "text/html", "sec-fetch-site": "same-origin" },
    });
    const page = await response.text();
    const wait = performance.now() - sent;
    if (!response.ok || !response.url.endsWith("/submission") || !page.includes('class="hash"'))
      throw new Error(`An entry was not submitted: ${response.status} ${response.url} ${page.slice(0, 300)}`);
    return wait;
  };
  const waits: number[] = [];
  for (let from = 0; from < senders.length; from += group)
    waits.push(...(await Promise.all(senders.slice(from, from + group).map(submit))));
  return waits;
}

/** The wait that the given share of all did not exceed; the longest where there are too few to tell. */
export function quantile(waits: readonly number[], share: number): number {
  return waits.toSorted((a, b) => a - b)[Math.floor(waits.length * share)] ?? Number.NaN;
}
