import { intlLocale, localeOr } from "#app/i18n/locales.ts";
import { heldKey, hold, isAlong, keptHere, tell } from "./along.ts";
import { element, hideBanner, showBanner, showError } from "./autosave-messages.ts";
import { LINE_IS_AWAY, LINE_IS_BACK } from "./autosave.ts";
import { lookWhenBack } from "./line-return.ts";
import { copyPage, followRounds, portalWith } from "./offline-copying.ts";
import { records } from "./offline-records.ts";
import { handIn, isHandingIn, sendAll } from "./offline-sending.ts";
import { type KeptWords, luggage, unlock } from "./offline-store.ts";
import { OPEN, SCOPE, type State } from "./offline-terms.ts";
import workerAddress from "./offline-worker.ts?worker&url";
import { send } from "./save-request.ts";

/** The worker that belongs to this build. */
export const WORKER = workerAddress;

export type OfflineTexts = Record<
  "away" | "unsent" | "seeUnsent" | "incomplete" | "leaving" | "wrong" | "full" | "inProgress" | "handsIn",
  string
>;

const IDLE = 30 * 60_000;
const LOOK = 30_000;
const ACTIVE = "kapok:active";
/** In the tabs in which it was open: only they ask for the key on pages outside of judging. */
const ALONG = "kapok:along";
/** What whoever signs out is asked first: read by the script of every page. */
const SURE = "sure";

let isWatching = false;
/** Signed out, here or in another tab: this page is about to go. */
let isLeaving = false;

/** What every page of judging does in a browser that has taken a round along. */
export async function enhanceOffline(): Promise<void> {
  const worker = navigator.serviceWorker;
  if (!worker?.controller || isWatching) return;
  isWatching = true;
  void worker.register(WORKER, { scope: SCOPE }).catch(() => null); // a newer one takes the place of the old
  const texts = JSON.parse(
    document.querySelector<HTMLElement>("[data-offline]")?.dataset["offline"] ?? "{}",
  ) as OfflineTexts;
  worker.addEventListener(
    "message",
    ({ data, ports: [port] }: MessageEvent<{ ask?: "key"; lock?: true; notKept?: true; state?: State }>) => {
      if (data.ask) port?.postMessage(isFresh() ? heldKey() : null);
      else if (data.lock) lock();
      else if (data.notKept) showBanner(texts.full, "alert");
      else if (data.state) void showState(data.state, texts);
    },
  );
  hold(heldKey() ?? (await ask<CryptoKey | null>("key")));
  if (heldKey()) sessionStorage.setItem(ALONG, "1");
  if (isAlong() && !heldKey()) lock(); // nobody types where nothing could be kept
  enhanceUnlocking(texts);
  lockWhenIdle();
  removeAtSignOut();
  leaveWithOtherTabs();
  for (const notice of document.querySelectorAll<HTMLElement>("[data-handed-in]"))
    notice.hidden = !(`${location.pathname}/submission` in keptHere());
  await showState(await ask<State>("state"), texts);
  void showKeptTasks(texts);
  addEventListener(LINE_IS_AWAY, () => tell({ away: true }));
  addEventListener(LINE_IS_BACK, () => void contact(texts));
  addEventListener("online", () => void contact(texts));
  lookWhenBack({ page: window, shown: document }, () => lookForLine(texts));
  addEventListener("pageshow", (event) => event.persisted && void comeBack());
  // The worker may have slept, and the next page of the portal asks it.
  addEventListener("pagehide", () => heldKey() && tell(isFresh() ? { leaving: true } : { lock: true }));
  setInterval(() => void lookForLine(texts), LOOK);
  await contact(texts);
}

export function ask<Answer>(what: "state" | "key" | "kept"): Promise<Answer> {
  const { port1, port2 } = new MessageChannel();
  return new Promise((resolve) => {
    port1.onmessage = ({ data }) => resolve(data as Answer);
    navigator.serviceWorker.controller?.postMessage({ ask: what }, [port2]);
  });
}

/**
 * The portal may answer again: what is kept goes out, then what is no longer one's own is forgotten and
 * what has changed of a round's window is learnt. Only as whom the entries were taken along.
 */
async function contact(texts: OfflineTexts): Promise<void> {
  const state = await ask<State>("state");
  if (!state.person || state.person !== document.body.dataset["person"] || !heldKey()) return;
  if ((await sendKept(texts)) && document.querySelector("[data-offline-hub]"))
    await followRounds(records, portalWith(heldKey()!));
}

/** Lines come back without a word. Whether there is nothing to look for any more. */
async function lookForLine(texts: OfflineTexts): Promise<boolean> {
  const { away } = await ask<State>("state");
  if (away === null) return true;
  const isBack = await fetch("/healthz", { cache: "no-store" }).then(
    ({ ok }) => ok,
    () => false,
  );
  if (!isBack) return false;
  tell({ back: true });
  await contact(texts);
  return true;
}

/**
 * Sends what waits; false when the portal did not answer or did not know who asks. One page at a time does this.
 */
export async function sendKept(texts: OfflineTexts, again = false): Promise<boolean> {
  return navigator.locks.request("kapok-offline", { ifAvailable: true }, async (lock) => {
    if (!lock) return false;
    const waiting = (await ask<KeptWords[]>("kept")).filter(
      ({ isUnsent, refusal }) => isUnsent && (again || refusal === null),
    );
    return sendAll(waiting, {
      post: send,
      handIn,
      copy: (sheet) => copyPage(heldKey()!, sheet).catch(() => false),
      keep: (kept) => tell({ keep: kept }),
      forget: (url) => {
        tell({ forget: url });
        showHandedIn(url);
      },
      answered: () => tell({ back: true }),
      incomplete: texts.incomplete,
    });
  });
}

/** A sheet that said it waits for the line says now that it is in, unless somebody is writing in it. */
function showHandedIn(url: string): void {
  if (url === `${location.pathname}/submission` && !document.activeElement?.matches("input, textarea"))
    location.reload();
}

async function showState({ away, unsent }: State, texts: OfflineTexts): Promise<void> {
  if (unsent > 0) localStorage.setItem(SURE, texts.leaving.replace("{n}", String(unsent)));
  else localStorage.removeItem(SURE);
  const shown = document.getElementById("autosave-banner");
  if (shown?.role === "alert") return;
  const at = new Date(away ?? 0).toLocaleString(intlLocale(localeOr(document.documentElement.lang)), {
    dateStyle: "long",
    timeStyle: "short",
  });
  if (away !== null && document.querySelector("[data-offline]"))
    showBanner(texts.away.replace("{at}", at).replace("{n}", String(unsent)), "status");
  else if (unsent > 0 && !document.querySelector("[data-kept-list]")) {
    const [roundId] = Object.keys((await luggage(records))?.rounds ?? {});
    showBanner(
      texts.unsent.replace("{n}", String(unsent)),
      "status",
      " ",
      element("a", { href: `/judging/rounds/${roundId}/offline`, textContent: texts.seeUnsent }),
    );
  } else hideBanner();
}

/**
 * In a list of entries the portal's word for each stands as it was copied. What is kept here since tells how far its
 * review is.
 */
async function showKeptTasks(texts: OfflineTexts): Promise<void> {
  const links = [...document.querySelectorAll<HTMLAnchorElement>(".task-list a[href^='/judging/assignments/']")];
  if (links.length === 0 || !heldKey()) return;
  const unsent = (await ask<KeptWords[]>("kept")).filter(({ isUnsent }) => isUnsent);
  for (const link of links) {
    const own = unsent.filter(({ url }) => url.startsWith(`${link.pathname}/`));
    const status = document.getElementById(link.getAttribute("aria-describedby") ?? "")?.querySelector(".tag");
    if (own.length === 0 || !status || status.matches(".tag-done")) continue;
    status.className = "tag tag-progress";
    status.textContent = own.some(isHandingIn) ? texts.handsIn : texts.inProgress;
  }
}

function enhanceUnlocking(texts: OfflineTexts): void {
  for (const form of document.querySelectorAll<HTMLFormElement>("form[data-unlock]")) {
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      const field = form.querySelector<HTMLInputElement>("input[type=password]")!;
      const key = await unlock(records, field.value);
      if (!key) return showError(field, texts.wrong);
      opened(key);
      location.reload();
    });
    form.hidden = false;
  }
}

export function opened(key: CryptoKey): void {
  hold(key);
  sessionStorage.setItem(ALONG, "1");
  localStorage.setItem(ACTIVE, String(Date.now()));
  tell({ key });
}

/** Whether somebody was at the portal within half an hour, by a clock that goes on while the device sleeps. */
const isFresh = (): boolean => Math.abs(Date.now() - Number(localStorage.getItem(ACTIVE))) <= IDLE;

/** Half an hour without anybody at any of its pages, sleep included, and the key is forgotten everywhere. */
function lockWhenIdle(): void {
  const look = () => {
    if (heldKey() && !isFresh()) tell({ lock: true });
  };
  // The first touch after a sleep comes too late: it finds the key forgotten.
  const touch = () => (isFresh() ? localStorage.setItem(ACTIVE, String(Date.now())) : look());
  look();
  if (heldKey()) touch();
  for (const sign of ["pointerdown", "keydown", "scroll"]) addEventListener(sign, touch, { passive: true });
  for (const sign of ["focus", "visibilitychange"]) addEventListener(sign, look);
  setInterval(look, LOOK);
}

/** A page that the browser had put aside may show what has been locked since. */
async function comeBack(): Promise<void> {
  if (!(await ask<State>("state")).unlocked) lock();
}

/** Every page forgets the key, and those that show an entry are gone from the screen. */
function lock(): void {
  hold(null);
  if (isAlong() && !isLeaving) location.reload();
}

/**
 * The script of every page has asked whether what was not sent may be lost. The answer clears the browser too, so that
 * signing out waits: two that remove the same get in each other's way.
 */
function removeAtSignOut(): void {
  for (const form of document.querySelectorAll<HTMLFormElement>("[data-sign-out]")) {
    form.addEventListener("submit", (event) => {
      if (event.defaultPrevented) return;
      event.preventDefault();
      isLeaving = true;
      void removeAll()
        .catch(() => null)
        .then(() => form.submit());
    });
  }
}

/**
 * Signing out empties what the browser keeps of the portal: other tabs forget the key at that very moment, and show
 * nothing any more that it has opened.
 */
function leaveWithOtherTabs(): void {
  addEventListener("storage", ({ key }) => {
    if (key !== null || !heldKey()) return;
    isLeaving = true;
    tell({ lock: true });
    hold(null);
    if (isAlong()) location.replace("/sign-in?done=out");
  });
}

/** Everything that was taken along, and the worker with it. */
export async function removeAll(): Promise<void> {
  await records.clear();
  await caches.delete(OPEN);
  for (const registration of await navigator.serviceWorker.getRegistrations())
    if (new URL(registration.scope).pathname === SCOPE) await registration.unregister();
}
