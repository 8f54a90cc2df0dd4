import { type Records, records } from "./offline-records.ts";
import { dropEntry, hasCopy, luggage, putCopy, sheetOf, writeLuggage } from "./offline-store.ts";
import { AWAY, AWAY_PAGES, OPEN } from "./offline-terms.ts";

/** What there is to take along of a round, as the portal lists it. Files by address, sizes in bytes. */
export type Listed = {
  window: string;
  lists: string[];
  entries: { id: string; files: { path: string; size: number }[] }[];
};
export type Progress = { done: number; all: number; bytes: number };

const AT_ONCE = 4;

export const listOf = (roundId: string): string => `/judging/rounds/${roundId}/offline/list`;

/** Copies a page; false where it is not there for this person. Rejects without a line. */
export async function copyPage(key: CryptoKey, path: string): Promise<boolean> {
  const response = await fetch(path, { headers: { accept: "text/html" }, redirect: "manual" });
  if (!response.ok) return false;
  await putCopy(records, key, path, response.headers, await response.arrayBuffer());
  return true;
}

/**
 * Takes a round along: its lists, the sheets and files of its entries, and what any page needs to look and work as it
 * does. Files never change, so those that are here already stay, and a copying that broke off goes on where it was.
 * Tells how much there is before anything has come: on a poor line that takes a while, and nobody is to leave before.
 */
export async function copyRound(
  key: CryptoKey,
  roundId: string,
  listed: Listed,
  tell: (progress: Progress) => void,
): Promise<void> {
  const pages = [...listed.lists, ...listed.entries.map(({ id }) => sheetOf(id))].map((path) => ({
    path,
    size: 0,
    copy: copyPage,
  }));
  const waiting = [
    ...pages,
    ...listed.entries.flatMap(({ files }) => files).map((file) => ({ ...file, copy: copyFile })),
  ];
  const progress = { done: 0, all: waiting.length, bytes: 0 };
  tell(progress);
  await copyOpenFiles();
  const found = (await luggage(records))!;
  const entries = Object.fromEntries(listed.entries.map(({ id, files }) => [id, files.map(({ path }) => path)]));
  await writeLuggage(records, {
    ...found,
    rounds: { ...found.rounds, [roundId]: { at: Date.now(), window: listed.window, entries } },
  });
  const work = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      await next.copy(key, next.path);
      progress.done += 1;
      progress.bytes += next.size;
      tell(progress);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
}

async function copyFile(key: CryptoKey, path: string): Promise<void> {
  if (await hasCopy(records, path)) return;
  const response = await fetch(path);
  if (response.ok) await putCopy(records, key, path, response.headers, await response.arrayBuffer());
}

/**
 * Everything the script of a page can load, found by the names that builds write into it; and the pages for when
 * there is no line, as nobody's.
 */
async function copyOpenFiles(): Promise<void> {
  const open = await caches.open(OPEN);
  for (const which of AWAY_PAGES) {
    const address = `${AWAY}?${which}`;
    const response = await fetch(`${address}&lang=${document.documentElement.lang}`, {
      credentials: "omit",
      headers: { accept: "text/html" },
    });
    if (!response.ok) throw new TypeError("no answer");
    await open.put(address, response);
  }
  const own = [
    ...document.querySelectorAll<HTMLScriptElement | HTMLLinkElement>("head script[src], head link[href]"),
  ].map((each) => ("src" in each ? each.src : each.href));
  const waiting = ["/along.js", ...own.map((address) => new URL(address).pathname)];
  const seen = new Set<string>();
  for (let path = waiting.pop(); path; path = waiting.pop()) {
    if (seen.has(path)) continue;
    seen.add(path);
    const response = (await open.match(path, { ignoreVary: true })) ?? (await fetch(path));
    if (!response.ok) continue;
    await open.put(path, response.clone());
    if (path.endsWith(".js"))
      waiting.push(
        ...[...(await response.text()).matchAll(/["'`](?:\.\/|\/?assets\/)([\w.-]+\.(?:js|css))["'`]/g)].map(
          ([, name]) => `/assets/${name}`,
        ),
      );
  }
}

/**
 * What of the portal `followRounds` asks. A list is null where the round is no longer one's own, undefined without an
 * answer.
 */
export type Portal = {
  list(roundId: string): Promise<Listed | null | undefined>;
  copy(path: string): Promise<unknown>;
};

export const portalWith = (key: CryptoKey): Portal => ({
  async list(roundId) {
    const response = await fetch(listOf(roundId), { headers: { accept: "application/json" } }).catch(() => null);
    if (response?.ok) return (await response.json()) as Listed;
    return response?.status === 404 ? null : undefined;
  },
  copy: (path) => copyPage(key, path),
});

/**
 * Forgets the entries that are no longer one's own: taken off the round, or in conflict. Where the round was locked,
 * unlocked or its end moved, its pages are read anew. Without an answer everything stays.
 */
export async function followRounds(store: Records, portal: Portal): Promise<void> {
  const found = await luggage(store);
  for (const [roundId, round] of Object.entries(found?.rounds ?? {})) {
    const listed = await portal.list(roundId);
    if (listed === undefined) continue;
    const still = listed?.entries.filter(({ id }) => id in round.entries) ?? [];
    const entries = Object.fromEntries(still.map(({ id }) => [id, round.entries[id]!]));
    const ended = Object.keys(round.entries).filter((id) => !(id in entries));
    for (const id of ended) await dropEntry(store, id);
    const isNew = listed !== null && listed.window !== round.window && (await copyAnew(portal, listed, still));
    if (!isNew && ended.length === 0) continue;
    const now = (await luggage(store))!;
    const taken = { ...round, entries, ...(isNew ? { window: listed.window } : {}) };
    await writeLuggage(store, { ...now, rounds: { ...now.rounds, [roundId]: taken } });
  }
}

/** Reads lists and sheets anew; false when the line broke meanwhile, so that the next contact does it. */
async function copyAnew(portal: Portal, { lists }: Listed, entries: Listed["entries"]): Promise<boolean> {
  try {
    for (const path of [...lists, ...entries.map(({ id }) => sheetOf(id))]) await portal.copy(path);
    return true;
  } catch {
    return false;
  }
}
