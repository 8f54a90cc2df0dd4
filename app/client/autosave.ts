import { type AutosaveTexts, announce, hideBanner, showAway, showConflict, showNotes, showRestored, showSaved, showSignedOut } from "./autosave-messages.ts";
import { readable, restoreWords, takeValue, wordsNow, wordsServed } from "./field-words.ts";
import { renew } from "./renew.ts";
import { makeSaver, type Outcome, type Saver, type State, type Theirs, type Words } from "./saver.ts";
import { unsentOf } from "./unsent.ts";

type Answer = { version?: number; saved?: string; notes?: string[]; theirs?: Theirs; message?: string };

const QUIET = 700;
const PATIENCE = 20_000;
/** Browsers let only small requests outlive their page; longer words wait in this browser for the next visit. */
const OUTLIVES_PAGE = 20_000;
/** A single request lost is no news; a line that is down is. */
const LOST_IN_A_ROW = 2;

/** Makes every field that has an address save itself. Forms go on working as they do without. */
export function enhanceAutosave(root: ParentNode): void {
  const savers: Saver[] = [];
  for (const form of root.querySelectorAll<HTMLFormElement>("form[data-autosave-texts]")) {
    const texts = JSON.parse(form.dataset["autosaveTexts"] ?? "{}") as AutosaveTexts;
    const own = [...form.querySelectorAll<HTMLElement>("[data-autosave]")].map((wrapper) => watch(wrapper, texts));
    sendByHandAfterwards(form, own, texts);
    savers.push(...own);
  }
  if (savers.length > 0) watchPage(savers);
}

function watch(wrapper: HTMLElement, texts: AutosaveTexts): Saver {
  const url = wrapper.dataset["autosave"] ?? "";
  const unsent = unsentOf(document.body.dataset["person"] ?? "", url);
  const kept = unsent.read();
  const served = wordsServed(wrapper);
  const isKept = kept !== null && kept.words !== served;
  const words = isKept ? kept.words : served;
  const saver = makeSaver({
    stored: wrapper.dataset["unsaved"] === undefined ? served : null,
    version: (isKept ? kept.version : wrapper.dataset["version"]) ?? "",
    read: () => wordsNow(wrapper),
    send: (words, version) => send(url, words, version),
    show: (state) => show(wrapper, state, saver, texts),
    keep: unsent.keep,
  });
  // Browsers put back what a field held when its page was left, which may be older than what the server holds: before scripts run, or after.
  if (wordsNow(wrapper) !== words) restoreWords(wrapper, words);
  if (isKept) showRestored(wrapper, texts.restored);
  let isTouched = false;
  addEventListener("pageshow", () => !isTouched && wordsNow(wrapper) !== words && restoreWords(wrapper, words), { once: true });
  for (const sign of ["input", "change"]) wrapper.addEventListener(sign, ({ isTrusted }) => (isTouched ||= isTrusted));
  wrapper.addEventListener("input", () => saver.touched(QUIET));
  wrapper.addEventListener("change", () => saver.touched(0));
  wrapper.addEventListener("focusout", () => saver.isUnsent() && saver.touched(0));
  if (saver.isUnsent()) saver.touched(0);
  else unsent.keep(null, "");
  return saver;
}

async function send(url: string, words: Words, version: string): Promise<Outcome> {
  const body = new FormData();
  for (const [name, value] of new URLSearchParams(words)) body.append(name, value);
  body.append("version", version);
  const response = await fetch(url, {
    method: "POST", body, keepalive: words.length < OUTLIVES_PAGE, redirect: "manual", signal: AbortSignal.timeout(PATIENCE),
    headers: { accept: "application/json", "x-requested-with": "autosave" },
  });
  return understand(response, await response.json().catch(() => ({})) as Answer);
}

/** What the server's answer means for the field. */
function understand({ ok, status, type }: Response, { version, saved = "", notes, theirs, message }: Answer): Outcome {
  if (ok && version !== undefined) return { kind: "saved", version, saved, notes };
  if (status === 401 || type === "opaqueredirect") return { kind: "signed-out" };
  if (status === 409 && theirs) return { kind: "conflict", theirs, message: message ?? null };
  return ok || status >= 500 || status === 429 || status === 408 ? { kind: "unreachable" } : { kind: "refused", message: message ?? null };
}

function show(wrapper: HTMLElement, state: State, saver: Saver, texts: AutosaveTexts): void {
  const hadTrouble = wrapper.dataset["trouble"] !== undefined;
  if (state.kind === "saved") {
    settle(wrapper, String(state.version));
    const sentence = state.saved || savedNow(texts);
    showSaved(wrapper, sentence, "saved");
    if (state.notes) showNotes(wrapper, state.notes);
    for (const { id } of document.querySelectorAll("[data-follows-saving]")) void renew(id);
    hideBanner();
    if (hadTrouble) dispatchEvent(new Event(LINE_IS_BACK));
    if (hadTrouble || !wrapper.contains(document.activeElement)) announce(sentence);
  } else if (state.kind === "saving") {
    if (!hadTrouble) showSaved(wrapper, texts.saving, "saving");
    return;
  } else if (state.kind === "unreachable") {
    trouble(texts.trying, "waiting");
    if (state.tries >= LOST_IN_A_ROW || !navigator.onLine) showAway(texts);
  } else if (state.kind === "signed-out") {
    trouble(texts.trying, "waiting");
    showSignedOut(texts);
  } else if (state.kind === "refused") trouble(state.message ?? texts.refused, "refused");
  else if (state.kind === "conflict") {
    trouble(state.message ?? texts.conflict, "refused");
    showConflict(wrapper, readable(wrapper), state.theirs, texts, saver.keepMine, () => takeTheirs(wrapper, state.theirs, saver));
  } else if (hadTrouble) showSaved(wrapper, "", "saved");
  if (state.kind === "saved" || state.kind === "unchanged") delete wrapper.dataset["trouble"];

  function trouble(sentence: string, kind: "waiting" | "refused"): void {
    showSaved(wrapper, sentence, kind);
    if (wrapper.dataset["trouble"] !== sentence) announce(sentence);
    wrapper.dataset["trouble"] = sentence;
  }
}

/** For a save whose answer was lost: by the browser's own clock. */
function savedNow(texts: AutosaveTexts): string {
  return texts.savedNow.replace("{clock}", new Date().toLocaleTimeString(`${document.documentElement.lang}-u-nu-latn`, { hourCycle: "h23" }));
}

/** Notes the version the server holds, for the next save and for the form when it is sent by hand. */
function settle(wrapper: HTMLElement, version: string): void {
  wrapper.dataset["version"] = version;
  const field = wrapper.querySelector<HTMLInputElement>("[data-version-of]");
  if (field) field.value = version;
}

function takeTheirs(wrapper: HTMLElement, theirs: Theirs, saver: Saver): void {
  const taken = takeValue(wrapper, theirs.text);
  if (!taken) restoreWords(wrapper, wordsServed(wrapper));
  saver.tookTheirs();
  settle(wrapper, String(theirs.version));
  if (!taken) location.reload();
}

/** The whole form sent by hand carries every word itself; it only waits for what is under way, so that versions agree. */
function sendByHandAfterwards(form: HTMLFormElement, savers: Saver[], texts: AutosaveTexts): void {
  let state: "idle" | "waiting" | "answered" = "idle";
  form.addEventListener("submit", (event) => {
    leaving = true;
    if (state === "answered") return;
    event.preventDefault();
    if (state === "waiting") return;
    state = "waiting";
    const { submitter } = event;
    const answered = Promise.all(savers.map((saver) => saver.flush()));
    const send = () => {
      // The browser's own page about a missing line would take the place of what was typed.
      if (!navigator.onLine && savers.some((saver) => saver.isAway())) {
        state = "idle";
        leaving = false;
        showAway(texts);
        return;
      }
      state = "answered";
      form.requestSubmit(submitter);
      state = "idle";
    };
    // Not before this event is over: a browser ignores a form that is submitted while it is being submitted.
    void Promise.race([answered, new Promise((resolve) => setTimeout(resolve, 3000))]).then(() => setTimeout(send));
  });
}

let leaving = false;
const LINE_IS_BACK = "line-is-back";

function watchPage(savers: Saver[]): void {
  const retry = () => {
    for (const saver of savers) if (saver.isUnsent()) void saver.flush();
  };
  for (const sign of ["online", "focus", "visibilitychange", LINE_IS_BACK]) addEventListener(sign, retry);
  addEventListener("pagehide", () => leaving || retry());
  addEventListener("pageshow", () => (leaving = false));
  addEventListener("beforeunload", (event) => {
    if (!leaving && savers.some((saver) => saver.isUnsent())) event.preventDefault();
  });
}
