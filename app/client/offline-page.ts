import { intlLocale, localeOr } from "#app/i18n/locales.ts";
import { heldKey } from "./along.ts";
import { element } from "./autosave-messages.ts";
import { ask, enhanceOffline, opened, type OfflineTexts, removeAll, sendKept, WORKER } from "./offline.ts";
import { copyRound, type Listed, listOf, type Progress } from "./offline-copying.ts";
import { records } from "./offline-records.ts";
import { begin, type KeptWords, luggage } from "./offline-store.ts";
import { SCOPE, type State } from "./offline-terms.ts";

type Texts = OfflineTexts & Record<"progress" | "ready" | "broken" | "short" | "differ" | "waits" | "here", string>;

const SHORTEST = 12;
const REDRAW = 300;

/** The page on which a round is taken along: what is on this device, and what the server has not got. */
export async function enhanceOfflinePage(root: HTMLElement): Promise<void> {
  if (!("serviceWorker" in navigator) || !window.isSecureContext) return;
  const texts = JSON.parse(root.dataset["offline"] ?? "{}") as Texts;
  const roundId = root.dataset["round"] ?? "";
  const say = (sentence: string) => root.querySelector("[data-said]")!.replaceChildren(sentence);
  let isDrawing = false;
  const on = (name: string, act: () => Promise<void>) => {
    for (const button of root.querySelectorAll(`[data-act=${name}]`))
      button.addEventListener("click", () => void act());
  };

  root.querySelector<HTMLFormElement>("form[data-take]")?.addEventListener("submit", (event) => {
    event.preventDefault();
    void takeWith(event.currentTarget as HTMLFormElement);
  });
  on("update", take);
  on("remove", async () => {
    const { unsent } = await ask<State>("state");
    if (unsent > 0 && !confirm(texts.leaving.replace("{n}", String(unsent)))) return;
    await removeAll();
    location.reload();
  });
  on("send", async () => void (await sendKept(texts, true)));
  on("save", saveAsFile);
  navigator.serviceWorker.addEventListener(
    "message",
    ({ data }: MessageEvent<{ state?: State }>) => data.state && showSoon(),
  );
  if (navigator.serviceWorker.controller) await show();
  else part("new");

  async function takeWith(form: HTMLFormElement): Promise<void> {
    const [passphrase, again] = [...form.querySelectorAll<HTMLInputElement>("input[type=password]")].map(
      ({ value }) => value,
    );
    if (passphrase!.length < SHORTEST) return say(texts.short);
    if (passphrase !== again) return say(texts.differ);
    const registered = await navigator.serviceWorker.register(WORKER, { scope: SCOPE }).catch(() => null);
    if (!registered) return part("none");
    await controlled();
    opened(await begin(records, document.body.dataset["person"] ?? "", passphrase!));
    await enhanceOffline();
    await navigator.storage?.persist?.();
    await take();
  }

  /** Takes everything along that is not here yet, and reads every page anew. */
  async function take(): Promise<void> {
    try {
      const response = await fetch(listOf(roundId), { headers: { accept: "application/json" } });
      if (!response.ok) throw new TypeError("no list");
      await copyRound(heldKey()!, roundId, (await response.json()) as Listed, progress);
      say(texts.ready);
    } catch (error) {
      say((error as Error).name === "QuotaExceededError" ? texts.full : texts.broken);
    }
    await show();
  }

  function progress({ done, all, bytes }: Progress): void {
    say(
      texts.progress
        .replace("{done}", String(done))
        .replace("{all}", String(all))
        .replace("{size}", `${(bytes / 1e6).toFixed(1)} MB`),
    );
  }

  async function show(): Promise<void> {
    const [found, state] = [await luggage(records), await ask<State>("state")];
    const own = found?.person === document.body.dataset["person"];
    part(!found ? "new" : !own ? "other" : state.unlocked ? "here" : "locked");
    const round = found?.rounds[roundId];
    if (round && own)
      root.querySelector("[data-taken]")!.replaceChildren(
        texts.here
          .replace(
            "{at}",
            new Date(round.at).toLocaleString(intlLocale(localeOr(document.documentElement.lang)), {
              dateStyle: "long",
              timeStyle: "short",
            }),
          )
          .replace("{n}", String(Object.keys(round.entries).length)),
      );
    if (own && state.unlocked) listKept(await unsent());
  }

  /** However many changes go out one after the other, the list is drawn now and then. */
  function showSoon(): void {
    if (isDrawing) return;
    isDrawing = true;
    setTimeout(() => {
      isDrawing = false;
      void show();
    }, REDRAW);
  }

  function part(which: string): void {
    for (const each of root.querySelectorAll<HTMLElement>("[data-part]")) each.hidden = each.dataset["part"] !== which;
  }

  function listKept(kept: KeptWords[]): void {
    root.querySelector<HTMLElement>("[data-kept-list]")!.hidden = kept.length === 0;
    root
      .querySelector("[data-kept-list] tbody")!
      .replaceChildren(
        ...kept.map(({ url, entry, field, text, refusal }) =>
          element(
            "tr",
            {},
            element(
              "th",
              { scope: "row" },
              element("a", { href: url.split("/").slice(0, 4).join("/"), textContent: entry, dir: "auto" }),
            ),
            element("td", { textContent: field }),
            element("td", { textContent: text, dir: "auto" }),
            element("td", { textContent: refusal ?? texts.waits }),
          ),
        ),
      );
  }

  async function saveAsFile(): Promise<void> {
    const lines = (await unsent()).map(({ entry, field, text, refusal }) =>
      [entry, field, text, refusal ?? texts.waits].join("\n"),
    );
    const address = URL.createObjectURL(new Blob([lines.join("\n\n")], { type: "text/plain" }));
    element("a", { href: address, download: "kapok.txt" }).click();
    URL.revokeObjectURL(address);
  }
}

const unsent = async (): Promise<KeptWords[]> => (await ask<KeptWords[]>("kept")).filter(({ isUnsent }) => isUnsent);

/** Resolves when the worker answers for this page. */
function controlled(): Promise<void> {
  if (navigator.serviceWorker.controller) return Promise.resolve();
  return new Promise((resolve) =>
    navigator.serviceWorker.addEventListener("controllerchange", () => resolve(), { once: true }),
  );
}
