import { intlLocale, localeOr } from "#app/i18n/locales.ts";
import { heldKey } from "./along.ts";
import { element, showError } from "./autosave-messages.ts";
import { ask, enhanceOffline, opened, type OfflineTexts, removeAll, sendKept, WORKER } from "./offline.ts";
import { copyRound, type Listed, listOf, type Progress } from "./offline-copying.ts";
import { records } from "./offline-records.ts";
import { begin, type KeptWords, type Luggage, luggage } from "./offline-store.ts";
import { SCOPE, type State } from "./offline-terms.ts";

type Texts = OfflineTexts & Record<"progress" | "ready" | "broken" | "short" | "differ" | "waits" | "here", string>;

const SHORTEST = 12;
const REDRAW = 300;

type Page = { root: HTMLElement; texts: Texts; roundId: string };

/** The page on which a round is taken along: what is on this device, and what the server has not got. */
export async function enhanceOfflinePage(root: HTMLElement): Promise<void> {
  if (!("serviceWorker" in navigator) || !window.isSecureContext) return;
  const texts = JSON.parse(root.dataset["offline"] ?? "{}") as Texts;
  const page = { root, texts, roundId: root.dataset["round"] ?? "" };
  const on = (name: string, act: () => Promise<void>) => {
    for (const button of root.querySelectorAll(`[data-act=${name}]`))
      button.addEventListener("click", () => void act());
  };

  root.querySelector<HTMLFormElement>("form[data-take]")?.addEventListener("submit", (event) => {
    event.preventDefault();
    void takeWith(page, event.currentTarget as HTMLFormElement);
  });
  on("update", () => take(page));
  on("remove", () => remove(texts));
  on("send", async () => void (await sendKept(texts, true)));
  on("save", () => saveAsFile(texts));
  const showSoon = nowAndThen(() => show(page));
  navigator.serviceWorker.addEventListener(
    "message",
    ({ data }: MessageEvent<{ state?: State }>) => data.state && showSoon(),
  );
  if (navigator.serviceWorker.controller) await show(page);
  else part(page, "new");
}

async function takeWith(page: Page, form: HTMLFormElement): Promise<void> {
  const [chosen, again] = [...form.querySelectorAll<HTMLInputElement>("input[type=password]")];
  const passphrase = chosen!.value;
  showError(again!, passphrase === again!.value ? "" : page.texts.differ);
  showError(chosen!, passphrase.length < SHORTEST ? page.texts.short : "");
  if (form.querySelector(".in-error")) return;
  const registered = await navigator.serviceWorker.register(WORKER, { scope: SCOPE }).catch(() => null);
  if (!registered) return part(page, "none");
  await controlled();
  opened(await begin(records, document.body.dataset["person"] ?? "", passphrase));
  await enhanceOffline();
  await navigator.storage?.persist?.();
  await take(page);
}

/** Takes everything along that is not here yet, and reads every page anew. */
async function take(page: Page): Promise<void> {
  const { roundId, texts } = page;
  try {
    const response = await fetch(listOf(roundId), { headers: { accept: "application/json" } });
    if (!response.ok) throw new TypeError("no list");
    const listed = (await response.json()) as Listed;
    await copyRound(heldKey()!, roundId, listed, (progress) => say(page, progressSentence(texts, progress)));
    say(page, texts.ready);
  } catch (error) {
    say(page, (error as Error).name === "QuotaExceededError" ? texts.full : texts.broken);
  }
  await show(page);
}

async function remove(texts: Texts): Promise<void> {
  const { unsent } = await ask<State>("state");
  if (unsent > 0 && !confirm(texts.leaving.replace("{n}", String(unsent)))) return;
  await removeAll();
  location.reload();
}

async function show(page: Page): Promise<void> {
  const found = await luggage(records);
  const state = await ask<State>("state");
  const own = found?.person === document.body.dataset["person"];
  part(page, !found ? "new" : !own ? "other" : state.unlocked ? "here" : "locked");
  const round = found?.rounds[page.roundId];
  if (round && own) page.root.querySelector("[data-taken]")!.replaceChildren(takenSentence(page.texts, round));
  if (own && state.unlocked) listKept(page, await unsent());
}

/** However many changes go out one after the other, the list is drawn now and then. */
function nowAndThen(draw: () => Promise<void>): () => void {
  let isDrawing = false;
  return () => {
    if (isDrawing) return;
    isDrawing = true;
    setTimeout(() => {
      isDrawing = false;
      void draw();
    }, REDRAW);
  };
}

const say = ({ root }: Page, sentence: string) => root.querySelector("[data-said]")!.replaceChildren(sentence);

function part({ root }: Page, which: string): void {
  for (const each of root.querySelectorAll<HTMLElement>("[data-part]")) each.hidden = each.dataset["part"] !== which;
}

const progressSentence = (texts: Texts, { done, all, bytes }: Progress): string =>
  texts.progress
    .replace("{done}", String(done))
    .replace("{all}", String(all))
    .replace("{size}", `${(bytes / 1e6).toFixed(1)} MB`);

function takenSentence(texts: Texts, { at, entries }: Luggage["rounds"][string]): string {
  const locale = intlLocale(localeOr(document.documentElement.lang));
  return texts.here
    .replace("{at}", new Date(at).toLocaleString(locale, { dateStyle: "long", timeStyle: "short" }))
    .replace("{n}", String(Object.keys(entries).length));
}

function listKept({ root, texts }: Page, kept: KeptWords[]): void {
  root.querySelector<HTMLElement>("[data-kept-list]")!.hidden = kept.length === 0;
  root.querySelector("[data-kept-list] tbody")!.replaceChildren(
    ...kept.map(({ url, entry, field, text, refusal }) => {
      const link = element("a", { href: url.split("/").slice(0, 4).join("/"), textContent: entry, dir: "auto" });
      return element(
        "tr",
        {},
        element("th", { scope: "row" }, link),
        element("td", { textContent: field }),
        element("td", { textContent: text, dir: "auto" }),
        element("td", { textContent: refusal ?? texts.waits }),
      );
    }),
  );
}

async function saveAsFile(texts: Texts): Promise<void> {
  const lines = (await unsent()).map(({ entry, field, text, refusal }) =>
    [entry, field, text, refusal ?? texts.waits].join("\n"),
  );
  const address = URL.createObjectURL(new Blob([lines.join("\n\n")], { type: "text/plain" }));
  element("a", { href: address, download: "kapok.txt" }).click();
  URL.revokeObjectURL(address);
}

const unsent = async (): Promise<KeptWords[]> => (await ask<KeptWords[]>("kept")).filter(({ isUnsent }) => isUnsent);

/** Resolves when the worker answers for this page. */
function controlled(): Promise<void> {
  if (navigator.serviceWorker.controller) return Promise.resolve();
  return new Promise((resolve) =>
    navigator.serviceWorker.addEventListener("controllerchange", () => resolve(), { once: true }),
  );
}
