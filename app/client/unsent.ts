import type { Words } from "./saver.ts";

export type Unsent = { words: Words; version: string };

const PREFIX = "kapok:unsent";

/** Words that have not reached the server, kept in this browser for this person. Where the browser refuses to store, they live as long as the page. */
export function unsentOf(person: string, url: string) {
  const key = `${PREFIX}:${person}:${url}`;
  return {
    read(): Unsent | null {
      return quietly(() => JSON.parse(localStorage.getItem(key) ?? "null") as Unsent | null) ?? null;
    },
    keep(words: Words | null, version: string): void {
      quietly(() => (words === null ? localStorage.removeItem(key) : localStorage.setItem(key, JSON.stringify({ words, version } satisfies Unsent))));
    },
  };
}

function quietly<Result>(work: () => Result): Result | undefined {
  try {
    return work();
  } catch {
    return undefined;
  }
}
