import { setTimeout as pause } from "node:timers/promises";

export type Typist = { cookie: string; entryId: string };

const WARM_SECONDS = 3;
const SECONDS = 10;

/**
 * Everybody types into an entry of their own at once, and their field saves itself again `pauseMs` after each answer. Says how many saves a second
 * were taken and how long the slowest hundredth waited, as the browser sees it: client, portal and database share the machine. Who is turned away (503, no connection to the database within its five seconds) tries again, as the page does.
 */
export async function typing(origin: string, typists: readonly Typist[], pauseMs: number, versions: Map<string, number>): Promise<{ perSecond: number; p99: number; turnedAway: number }> {
  const [begin, end] = [Date.now() + WARM_SECONDS * 1000, Date.now() + (WARM_SECONDS + SECONDS) * 1000];
  const waits: number[] = [];
  let turnedAway = 0;
  const type = async ({ cookie, entryId }: Typist) => {
    await pause(Math.random() * pauseMs);
    for (let version = versions.get(entryId) ?? 0; Date.now() < end; await pause(pauseMs)) {
      const sent = performance.now();
      const response = await fetch(`${origin}/entries/${entryId}/answers/summary`, {
        method: "POST", body: new URLSearchParams({ "q.summary": `A summary, ${version % 10}.`, version: String(version) }),
        headers: { cookie, accept: "application/json", "sec-fetch-site": "same-origin", "x-requested-with": "autosave" },
      });
      const answer = (await response.json()) as { version?: number };
      if (response.status === 503) {
        turnedAway += 1;
        continue;
      }
      if (answer.version !== version + 1) throw new Error(`A save was not taken: ${response.status} ${JSON.stringify(answer)}`);
      version = answer.version;
      versions.set(entryId, version);
      if (Date.now() >= begin && Date.now() < end) waits.push(performance.now() - sent);
    }
  };
  await Promise.all(typists.map(type));
  waits.sort((a, b) => a - b);
  return { perSecond: waits.length / SECONDS, p99: waits[Math.floor(waits.length * 0.99)] ?? Number.NaN, turnedAway };
}
