import type { Told } from "./along.ts";
import { whenLastPageGoes } from "./last-page.ts";
import { AWAY, type Away, ELSEWHERE, OPEN, type State } from "./offline-terms.ts";
import { records } from "./offline-records.ts";
import {
  countUnsent,
  dropEntry,
  forget,
  getCopy,
  hasCopy,
  isSettled,
  keep,
  keptFor,
  luggage,
  putCopy,
} from "./offline-store.ts";
import type { Kept } from "./saver.ts";

/** What the portal's types do not know of a service worker, as far as it is used here. */
type Lasting = Event & { waitUntil(work: Promise<unknown>): void };
type Fetching = Lasting & { request: Request; respondWith(answer: Promise<Response>): void };
type Spoken = Lasting & {
  data: Partial<Record<string, unknown>> & { ask?: "state" | "key" | "kept" };
  ports: readonly MessagePort[];
};
type Tab = { postMessage(message: unknown, transfer?: Transferable[]): void };
type Worker = {
  clients: {
    claim(): Promise<void>;
    matchAll(options: { type: "window"; includeUncontrolled: true }): Promise<Tab[]>;
  };
  skipWaiting(): Promise<void>;
  addEventListener<E extends Event>(type: string, listener: (event: E) => void): void;
};

/** Files of an entry, which pages from the store show from it. */
const FILES = `${ELSEWHERE}attachments/`;
const SINCE = "away";
const PATIENCE = 8_000;
const ANSWERS_WITHIN = 2_000;

const worker = self as unknown as Worker;
let key: CryptoKey | null = null;
/** Until somebody gives the passphrase: what a page said just before it heard of the lock still bears the key. */
let isLocked = false;
/** What is being written; whoever reads waits for it. */
let writing: Promise<unknown> = Promise.resolve();

worker.addEventListener<Lasting>("install", (event) => event.waitUntil(worker.skipWaiting()));
worker.addEventListener<Lasting>("activate", (event) => event.waitUntil(worker.clients.claim()));

worker.addEventListener<Fetching>("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (origin !== location.origin) return;
  if (request.mode === "navigate" || pathname.startsWith(FILES))
    event.respondWith(request.method === "GET" ? page(request) : form(event));
  else if (request.method === "GET" && /^\/(assets\/|clock\.js|along\.js|favicon)/.test(pathname))
    event.respondWith(openFile(request));
});

worker.addEventListener<Spoken>("message", (event) => {
  const {
    data,
    ports: [port],
  } = event;
  if (data.ask) {
    event.waitUntil(answer(data.ask).then((said) => port?.postMessage(said)));
    return;
  }
  writing = writing.then(() => hear(data as unknown as Told & { key: CryptoKey | null })).catch(notKept);
  event.waitUntil("leaving" in data ? writing.then(forgetWithLastPage) : writing);
});

/** Every page of the portal: those outside of this worker's reach hold the key too. */
const openTabs = () => worker.clients.matchAll({ type: "window", includeUncontrolled: true });

/** The key that a page left here as it went is forgotten where it was the last. */
const forgetWithLastPage = whenLastPageGoes(
  async () => (await openTabs()).length,
  () => {
    key = null;
  },
);

async function answer(ask: "state" | "key" | "kept"): Promise<unknown> {
  await writing;
  if (ask === "state") return state();
  return ask === "key" ? currentKey() : keptFor(records, (await currentKey())!);
}

async function hear(told: Told & { key: CryptoKey | null }): Promise<void> {
  const tabs = await openTabs();
  const isUnlocking = Object.keys(told).every((name) => name === "key") && told.key !== null;
  isLocked = "lock" in told || (isLocked && !isUnlocking);
  key = isLocked || "arriving" in told ? null : (told.key ?? key);
  if ("lock" in told) for (const tab of tabs) tab.postMessage({ lock: true });
  if ("keep" in told && (await luggage(records))) await keep(records, (told.key ?? (await currentKey()))!, told.keep);
  if ("forget" in told) await forget(records, told.forget);
  if ("away" in told) await setAway(true);
  if ("back" in told) await setAway(false);
  const now = await state();
  for (const tab of tabs) tab.postMessage({ state: now });
}

/** Words that could not be kept must not pass for kept: pages say so. */
async function notKept(): Promise<void> {
  for (const tab of await openTabs()) tab.postMessage({ notKept: true });
}

async function state(): Promise<State> {
  return {
    unlocked: (await currentKey()) !== null,
    unsent: await countUnsent(records),
    away: (await records.get<number>(SINCE)) ?? null,
    person: (await luggage(records))?.person ?? null,
  };
}

async function setAway(isAway: boolean): Promise<void> {
  if (!isAway) await records.drop(SINCE);
  else if ((await records.get(SINCE)) === undefined) await records.put(SINCE, Date.now());
}

/**
 * The key this worker holds, or one that an open page still holds: browsers stop a worker after half a minute of quiet.
 */
async function currentKey(): Promise<CryptoKey | null> {
  if (key || isLocked) return key;
  const tabs = await openTabs();
  const asked = tabs.map(
    (tab) =>
      new Promise<CryptoKey>((resolve, reject) => {
        const { port1, port2 } = new MessageChannel();
        port1.onmessage = ({ data }) => (data ? resolve(data as CryptoKey) : reject(new Error("locked")));
        setTimeout(reject, ANSWERS_WITHIN);
        tab.postMessage({ ask: "key" }, [port2]);
      }),
  );
  key = await Promise.any(asked).catch(() => null);
  return key;
}

/**
 * Pages differ by their address, and a list by which part of it is asked for; nothing else of a query changes what was
 * taken along.
 */
function placeOf(address: string): string {
  const { pathname, searchParams } = new URL(address);
  return searchParams.has("page") ? `${pathname}?page=${searchParams.get("page")}` : pathname;
}

async function page(request: Request): Promise<Response> {
  const place = placeOf(request.url);
  // The page one comes from is still open while the next is asked for: where there is none, the last page of the portal
  // was closed.
  if ((await openTabs()).length === 0) key = null;
  if (place.startsWith(FILES)) return fromStore(`/attachments/${place.slice(FILES.length)}`);
  if (place.startsWith(ELSEWHERE)) return elsewhere(request);
  await writing;
  const isSheet = /^\/judging\/assignments\/[^/]+$/.test(place);
  // Of one round there is one state on this device: a sheet opened beside the store would make its copy old unnoticed.
  if (isSheet && (await hasCopy(records, place)) && !(await currentKey())) return away("locked");
  const isTaken = await hasCopy(records, place);
  const began = Date.now();
  const answered = fetch(request).catch(() => null);
  const response = await (isTaken ? Promise.race([answered, late()]) : answered);
  await setAway(response === null);
  if (!response) return fromStore(place);
  return isTaken ? fresh(place, response, began) : response;
}

/** Leads on to a page outside of this worker's reach once the portal answers. */
async function elsewhere(request: Request): Promise<Response> {
  const { origin, pathname, search } = new URL(request.url);
  const answered = await fetch(location.pathname, { method: "HEAD", cache: "no-store" }).catch(() => null);
  await setAway(answered === null);
  return answered
    ? Response.redirect(`${origin}/${pathname.slice(ELSEWHERE.length)}${search}`, 302)
    : away("elsewhere");
}

/** A page whose links out of this worker's reach ask it first. */
const leadingHere = (text: string): string =>
  text.replace(/(<a [^>]*href=")\/(?!judging\b|attachments\/)/g, `$1${ELSEWHERE}`);

/** Whoever has a copy does not wait for a line that hardly moves. */
const late = () => new Promise<null>((resolve) => setTimeout(() => resolve(null), PATIENCE));

/**
 * A page just read from the portal takes the place of its copy. What the portal no longer shows to whom it was shown is
 * forgotten here too.
 */
async function fresh(place: string, response: Response, began: number): Promise<Response> {
  const holder = await currentKey();
  const owner = (await luggage(records))?.person;
  if (!holder || !owner || !(response.headers.get("content-type") ?? "").startsWith("text/html")) return response;
  const text = await response.text();
  const head = { status: response.status, headers: response.headers };
  if (!text.includes(`data-person="${owner}"`)) return new Response(text, head);
  const [, assignmentId] = /^\/judging\/assignments\/([^/]+)$/.exec(place) ?? [];
  if (response.status === 404 && assignmentId) await dropEntry(records, assignmentId);
  if (!response.ok) return new Response(text, head);
  await putCopy(records, holder, place, response.headers, new TextEncoder().encode(text));
  for (const kept of await keptFor(records, holder, `${place}/`))
    if (isSettled(kept) && kept.at < began) await forget(records, kept.url);
  return new Response(await withKept(text, place, holder), head);
}

async function fromStore(place: string): Promise<Response> {
  const holder = await currentKey();
  if (!holder) return away("locked");
  const copy = await getCopy(records, holder, place).catch(() => null);
  if (!copy) return away("absent");
  if (!copy.head.get("content-type")?.startsWith("text/html")) return new Response(copy.body, { headers: copy.head });
  const text = new TextDecoder()
    .decode(copy.body)
    .replaceAll('="/attachments/', `="${FILES}`)
    .replaceAll(' download=""', "");
  return new Response(await withKept(text, place, holder), { headers: copy.head });
}

/** Writes the words that are kept for a page on its body, where the script that saves fields finds them. */
async function withKept(text: string, place: string, holder: CryptoKey): Promise<string> {
  const kept = await keptFor(records, holder, `${place}/`);
  const words = Object.fromEntries(
    kept.map(({ url, words, version, doubtful, isUnsent, earlier }): [string, Kept] => [
      url,
      { words, version, doubtful, isUnsent, earlier },
    ]),
  );
  const written = JSON.stringify(words).replaceAll("&", "&amp;").replaceAll('"', "&quot;").replaceAll("<", "&lt;");
  return leadingHere(text).replace("<body", () => `<body data-kept="${written}"`);
}

/**
 * A form sent by its button. Every word of it is kept already; that a review is handed in is kept here when there is no
 * line.
 */
async function form(event: Fetching): Promise<Response> {
  const { request } = event;
  const place = placeOf(request.url);
  const [, sheet, act] = /^(\/judging\/assignments\/[^/]+)(\/submission)?$/.exec(place) ?? [];
  if (!sheet || !(await hasCopy(records, sheet))) return fetch(request);
  const began = Date.now();
  const response = await fetch(request).catch(() => null);
  if (response) {
    const isIn = act !== undefined && response.type === "opaqueredirect";
    event.waitUntil(renew(sheet, began).then((isNew) => (isIn && !isNew ? keepHandingIn(place, began) : undefined)));
    return response;
  }
  if (act && !(await keepHandingIn(place, began))) return away("locked");
  await setAway(true);
  return Response.redirect(sheet, 303);
}

/** Keeps for the next contact that a review is handed in; false without the key. */
async function keepHandingIn(url: string, at: number): Promise<boolean> {
  await writing;
  const holder = await currentKey();
  if (!holder) return false;
  await keep(records, holder, {
    ...{ url, at, words: "", version: "", doubtful: null, isUnsent: true },
    ...{ entry: "", field: "", text: "", refusal: null },
  });
  return true;
}

/** Reads a sheet anew; false where the portal did not show it. */
async function renew(sheet: string, began: number): Promise<boolean> {
  const response = await fetch(sheet, { headers: { accept: "text/html" }, redirect: "manual" }).catch(() => null);
  if (response) await fresh(sheet, response, began);
  return response?.ok === true;
}

/** One of the pages that wait here for when there is no line. They hold nothing of anybody. */
async function away(which: Away): Promise<Response> {
  // Copied before there was a page of this kind, a device has the others.
  const found = (await caches.match(`${AWAY}?${which}`)) ?? (await caches.match(`${AWAY}?absent`));
  return found ? new Response(leadingHere(await found.text()), { headers: found.headers }) : Response.error();
}

/** What has its content's hash in its name is right for ever once it was fetched; of the rest the newest is. */
async function openFile(request: Request): Promise<Response> {
  const found = await caches.match(request, { ignoreVary: true });
  if (found && new URL(request.url).pathname.startsWith("/assets/")) return found;
  const response = await fetch(request).catch((error: unknown) => found ?? Promise.reject(error));
  if (response.ok && response !== found && (await luggage(records)))
    await (await caches.open(OPEN)).put(request, response.clone());
  return response;
}
