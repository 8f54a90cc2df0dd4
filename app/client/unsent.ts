import type { Kept } from "./saver.ts";

/** Where a field's unsent words outlive their page. */
export type Keeping = { read(): Kept | null; keep(kept: Kept): void; forget(): void };

const PREFIX = "kapok:unsent";

/**
 * Words that have not reached the server, kept in this browser for this person. Where the browser refuses to store,
 * they live as long as the page.
 */
export function unsentOf(person: string, url: string): Keeping {
  const key = `${PREFIX}:${person}:${url}`;
  const forget = () => void quietly(() => localStorage.removeItem(key));
  return {
    read: () => quietly(() => JSON.parse(localStorage.getItem(key) ?? "null") as Kept | null) ?? null,
    keep: (kept) => (kept.isUnsent ? void quietly(() => localStorage.setItem(key, JSON.stringify(kept))) : forget()),
    forget,
  };
}

export type Left = Pick<Kept, "words" | "version">;

/** What a field held when this tab left its page last: what the browser may put back when the page is reloaded. */
export function leftOf(person: string, place: string): { read(): Left | null; note(left: Left): void } {
  const key = `kapok:left:${person}:${place}`;
  return {
    read: () => quietly(() => JSON.parse(sessionStorage.getItem(key) ?? "null") as Left | null) ?? null,
    note: (left) => void quietly(() => sessionStorage.setItem(key, JSON.stringify(left))),
  };
}

function quietly<Result>(work: () => Result): Result | undefined {
  try {
    return work();
  } catch {
    return undefined;
  }
}
