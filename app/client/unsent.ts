import { quietly } from "./quietly.ts";
import type { Kept } from "./saver.ts";

/** Where a field's unsent words outlive their page. */
export type Keeping = {
  read(): Kept | null;
  keep(kept: Kept): void;
  forget(): void;
  /**
   * Tells what another page keeps once it has waited for longer than a save takes, or that page is gone, and null when
   * nothing waits.
   */
  watch?(tell: (kept: Kept | null) => void): void;
};

const PREFIX = "kapok:unsent";

/**
 * Words that have not reached the server, kept in this browser for this person. Where the browser refuses to store,
 * they live as long as the page. Each page keeps its own and forgets no other's: a tab that saves a field knows nothing
 * of what another one, which may have crashed, still waits to send. A page that opens takes over whatever waits.
 */
export function unsentOf(person: string, url: string): Keeping {
  const place = `${PREFIX}:${person}:${url}`;
  const own = `${place} ${Math.random()}`;
  let release: (() => void) | null = null;
  let isUnsent = false;
  const forget = () => {
    isUnsent = false;
    quietly(() => localStorage.removeItem(own));
  };
  // A page that holds a name is none that the browser keeps for going back to.
  quietly(() =>
    addEventListener("pagehide", () => {
      if (isUnsent) return;
      release?.();
      release = null;
    }),
  );
  return {
    read: () => quietly(() => takeOver(place, own)) ?? null,
    keep: (kept) => {
      if (!kept.isUnsent) return forget();
      isUnsent = true;
      release ??= hold(own);
      if (!isSigningOut) quietly(() => write(own, { ...kept, at: Date.now() }));
    },
    forget,
    watch: (tell) => watchOthers(place, own, tell),
  };
}

/** Longer than a page keeps what is typed before it sends it, where it reaches the portal. */
const LONG_UNSENT = 7_000;
/** Until a page that has begun to keep words surely holds its name. */
const SURELY_HELD = 1_000;

/** Until it is released, and no longer than the page lives, whether it is closed or crashes. */
function hold(name: string): () => void {
  let release = () => {};
  const released = new Promise<void>((resolve) => (release = resolve));
  void quietly(() => navigator.locks.request(name, () => released));
  return release;
}

/** Once the page that holds a name is gone, and where a browser knows of no such names, never. */
function whenGone(name: string, then: () => void): void {
  void quietly(() => navigator.locks.request(name, then));
}

function watchOthers(place: string, own: string, tell: (kept: Kept | null) => void): void {
  const waiting = () => quietly(() => keptAt(place, (key) => key !== own)[0]) ?? null;
  const asked = new Set<string>();
  let timer: ReturnType<typeof setTimeout> | undefined;
  addEventListener("storage", ({ key }) => {
    if (key !== null && !isAt(place, key)) return;
    if (!waiting()) return look();
    timer ??= setTimeout(look, LONG_UNSENT);
    if (key === null || asked.has(key)) return;
    asked.add(key);
    const gone = () => {
      asked.delete(key);
      look();
    };
    setTimeout(() => whenGone(key, gone), SURELY_HELD);
  });

  function look(): void {
    clearTimeout(timer);
    timer = undefined;
    tell(waiting());
  }
}

type Dated = Kept & { at?: number };

const write = (key: string, dated: Dated) => localStorage.setItem(key, JSON.stringify(dated));

const isAt = (place: string, key: string): boolean => key === place || key.startsWith(`${place} `);
const keysAt = (place: string): string[] => Object.keys(localStorage).filter((key) => isAt(place, key));

/** What pages keep at a place, the latest first. */
function keptAt(place: string, of: (key: string) => boolean = () => true): Dated[] {
  return keysAt(place)
    .filter(of)
    .flatMap((key) => quietly(() => JSON.parse(localStorage.getItem(key) ?? "[]") as Dated) ?? [])
    .sort((one, other) => (other.at ?? 0) - (one.at ?? 0));
}

/** All that waits at a place, the latest first; from now on it is this page's. */
function takeOver(place: string, own: string): Kept | null {
  const [keys, found] = [keysAt(place), keptAt(place)];
  const texts = new Map<string, Kept>();
  for (let kept of found as (Kept | null | undefined)[])
    for (; kept; kept = kept.earlier) if (!texts.has(kept.words)) texts.set(kept.words, kept);
  const all = [...texts.values()].reduceRight<Kept | null>((earlier, kept) => ({ ...kept, earlier }), null);
  quietly(() => {
    if (all) write(own, all);
    for (const key of keys) if (key !== own) localStorage.removeItem(key);
  });
  return all;
}

/** Marks of the words, the version they were written upon, and where in the tab's history they were left. */
export type Left = { marks: string[]; version: string; entry: string };

/** Names where in the tab's history this page stands: the same when one comes back to it, and for no other visit. */
export const historyEntry = (): string => (history.state as { entry?: string } | null)?.entry ?? "";

/** From now on the page can be told from other visits, also where a link has led on within it. */
export function nameHistoryEntry(): void {
  const name = () => historyEntry() || history.replaceState({ entry: String(Math.random()) }, "");
  name();
  addEventListener("hashchange", name);
}

let isSigningOut = false;

/**
 * What a field held when this tab left its page last: what the browser may put back when the page is reloaded or come
 * back to. Whoever comes to the computer next reads marks, not words.
 */
export function leftOf(person: string, place: string): { read(): Left | null; note(left: Left): void } {
  const key = `kapok:left:${person}:${place}`;
  return {
    read: () => quietly(() => JSON.parse(sessionStorage.getItem(key) ?? "null") as Left | null) ?? null,
    note: (left) => isSigningOut || void quietly(() => sessionStorage.setItem(key, JSON.stringify(left))),
  };
}

/**
 * Signing out has removed what this browser kept and noted (`public/clock.js`), and no more is written: the page is
 * left only after the answer has cleared the browser. Who stays after all, and types on, is kept as before.
 */
export function keepNothingAtSignOut(root: ParentNode): void {
  for (const form of root.querySelectorAll<HTMLFormElement>("form[data-sign-out]"))
    form.addEventListener("submit", (event) => (isSigningOut = !event.defaultPrevented));
  for (const sign of ["input", "pageshow"]) addEventListener(sign, () => (isSigningOut = false), true);
}
