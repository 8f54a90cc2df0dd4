import { createHash } from "node:crypto";
import { serialize } from "node:v8";
import { Packed } from "./compression.server.ts";

/** So many pages of a route are kept: enough for a result in every language and the zones of those who read it. */
const MOST = 100;

/**
 * Pages kept by what they were made of. On the day of a result everybody without an account reads the same page: what
 * it shows is read from the database for each of them, so nothing is ever shown longer than it is public, but it is
 * rendered and packed once. Rendering one is half of its cost.
 */
export function keptPages() {
  const kept = new Map<string, Packed>();
  /**
   * The page made of this, the kept one or a new one. `madeOf` holds all that rendering reads, as data that can be
   * copied.
   */
  return (madeOf: unknown, render: () => string): Packed => {
    const key = keyOf(serialize(madeOf));
    const page = kept.get(key) ?? new Packed(render(), `"${key}"`);
    kept.delete(key);
    kept.set(key, page);
    if (kept.size > MOST) kept.delete(kept.keys().next().value!);
    return page;
  };
}

/** As `keptPages`, for a few large answers that take long to make: whoever asks meanwhile waits for the same one. */
export function keptAnswers(most: number) {
  const kept = new Map<string, Promise<Packed>>();
  return (madeOf: string, make: () => Promise<string>): Promise<Packed> => {
    const key = keyOf(madeOf);
    const answer = kept.get(key) ?? make().then((text) => new Packed(text, `"${key}"`));
    kept.delete(key);
    kept.set(key, answer);
    answer.catch(() => kept.delete(key));
    if (kept.size > most) kept.delete(kept.keys().next().value!);
    return answer;
  };
}

const keyOf = (madeOf: string | Buffer): string => createHash("sha256").update(madeOf).digest("base64url");
