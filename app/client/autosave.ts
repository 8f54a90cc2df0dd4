import { intlLocale, localeOr } from "#app/i18n/locales.ts";
import { isAlong, keptAlong } from "./along.ts";
import {
  type AutosaveTexts,
  announce,
  dropError,
  hideBanner,
  isServedWith,
  showAway,
  showConflict,
  showElsewhere,
  showNotes,
  showRestored,
  showSaved,
  showSignedOut,
  showTwoTexts,
} from "./autosave-messages.ts";
import { readable, readableOf, restoreWords, takeValue, wordsNow, wordsServed } from "./field-words.ts";
import { RENEWED, renew } from "./renew.ts";
import { send } from "./save-request.ts";
import { makeSaver, type Saver, type State, type Theirs } from "./saver.ts";
import { historyEntry, keepNothingAtSignOut, leftOf, nameHistoryEntry, unsentOf } from "./unsent.ts";
import { marksOf, whichWords } from "./which-words.ts";

const QUIET = 700;
/** A single request lost is no news; a line that is down is. */
const LOST_IN_A_ROW = 2;

/** Makes every field that has an address save itself. Forms go on working as they do without. */
export function enhanceAutosave(root: ParentNode): void {
  const watched = new Map<HTMLElement, Saver>();
  const within = (part: Node) => [...watched].flatMap(([wrapper, saver]) => (part.contains(wrapper) ? saver : []));
  nameHistoryEntry();
  const parts = root.querySelectorAll<HTMLElement>("[data-autosave-texts]");
  for (const part of parts) {
    const texts = JSON.parse(part.dataset["autosaveTexts"] ?? "{}") as AutosaveTexts;
    const watchAll = () => {
      for (const wrapper of part.querySelectorAll<HTMLElement>("[data-autosave]"))
        if (!watched.has(wrapper) && wrapper.closest("[data-autosave-texts]") === part)
          watched.set(wrapper, watch(wrapper, texts));
    };
    watchAll();
    part.addEventListener(RENEWED, watchAll);
    sendByHandAfterwards(part, () => within(part), texts);
  }
  if (parts.length > 0) watchPage(() => within(document));
  // Not before it is true: on a poor line this script comes late, or not at all.
  for (const said of root.querySelectorAll<HTMLElement>("[data-autosaves]"))
    said.textContent = said.dataset["autosaves"] ?? "";
  keepNothingAtSignOut(root);
}

function watch(wrapper: HTMLElement, texts: AutosaveTexts): Saver {
  const url = wrapper.dataset["autosave"] ?? "";
  // Two fields may be saved at one address: the comment and the notes of a review.
  const place = `${url}#${wrapper.querySelector<HTMLInputElement>("[name]")?.name}`;
  const keeping = isAlong() ? keptAlong(wrapper, place) : unsentOf(document.body.dataset["person"] ?? "", place);
  const served = wordsServed(wrapper);
  const leaving = leftOf(document.body.dataset["person"] ?? "", place);
  const { words, isTyped, kept, earlier, version, doubtful } = whichWords({
    served,
    version: wrapper.dataset["version"] ?? "",
    now: wordsNow(wrapper),
    kept: keeping.read(),
    left: leaving.read(),
    visit: visitType(),
    entry: historyEntry(),
    hasRows: wrapper.querySelector("[data-row]") !== null,
  });
  if (kept && !kept.isUnsent) settle(wrapper, kept.version);
  const saver = makeSaver({
    stored: wrapper.dataset["unsaved"] !== undefined ? null : kept && !kept.isUnsent ? words : served,
    version,
    doubtful,
    earlier,
    read: () => wordsNow(wrapper),
    send: (words, version) => send(url, words, version),
    show: (state) => show(wrapper, state, saver, texts),
    keep: keeping.keep,
  });
  if (!isTyped && wordsNow(wrapper) !== words) restoreWords(wrapper, words);
  if (earlier) show(wrapper, { kind: "two-texts", earlier }, saver, texts);
  else if (kept && !isAlong()) showRestored(wrapper, texts.restored);
  let isTouched = isTyped || Boolean(earlier);
  addEventListener("pageshow", () => !isTouched && wordsNow(wrapper) !== words && restoreWords(wrapper, words), {
    once: true,
  });
  for (const sign of ["input", "change"]) wrapper.addEventListener(sign, ({ isTrusted }) => (isTouched ||= isTrusted));
  if (!isAlong())
    addEventListener("pagehide", () =>
      leaving.note({
        marks: marksOf(wordsNow(wrapper)),
        version: wrapper.dataset["version"] ?? "",
        entry: historyEntry(),
      }),
    );
  wrapper.addEventListener("input", () => saver.touched(QUIET));
  wrapper.addEventListener("change", () => saver.touched(0));
  wrapper.addEventListener("focusout", () => saver.isUnsent() && saver.touched(0));
  if (saver.isUnsent()) saver.touched(0);
  else if (!kept) keeping.forget();
  keeping.watch?.((other) => {
    const text = other && other.words !== wordsNow(wrapper) ? readableOf(wrapper, other.words) : null;
    showElsewhere(wrapper, text, texts);
  });
  return saver;
}

const visitType = () => (performance.getEntriesByType("navigation") as PerformanceNavigationTiming[])[0]?.type;

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
    trouble(isAlong() ? texts.kept : texts.trying, "waiting");
    if (isAlong()) dispatchEvent(new Event(LINE_IS_AWAY));
    else if (state.tries >= LOST_IN_A_ROW || !navigator.onLine) showAway(texts);
  } else if (state.kind === "signed-out") {
    trouble(texts.trying, "waiting");
    showSignedOut(texts);
  } else if (state.kind === "refused") trouble(state.message ?? texts.refused, "refused");
  else if (state.kind === "conflict") {
    dropError(wrapper); // what the page was served with says the same
    trouble(state.message ?? texts.conflict, "refused");
    showConflict(wrapper, readable(wrapper), state.theirs, texts, saver.keepMine, () =>
      takeTheirs(wrapper, state.theirs, saver),
    );
  } else if (state.kind === "two-texts") {
    trouble(texts.twoTexts, "refused");
    const { words } = state.earlier;
    showTwoTexts(wrapper, readable(wrapper), readableOf(wrapper, words), texts, saver.keepLater, () => {
      restoreWords(wrapper, words);
      saver.tookEarlier();
    });
  } else if (hadTrouble) showSaved(wrapper, "", "saved");
  if (state.kind === "saved" || state.kind === "unchanged") {
    delete wrapper.dataset["trouble"];
    dropError(wrapper);
  }

  function trouble(sentence: string, kind: "waiting" | "refused"): void {
    showSaved(wrapper, isServedWith(wrapper, sentence) ? "" : sentence, kind);
    if (wrapper.dataset["trouble"] !== sentence) announce(sentence);
    wrapper.dataset["trouble"] = sentence;
  }
}

/** For a save whose answer was lost: by the browser's own clock. */
function savedNow(texts: AutosaveTexts): string {
  return texts.savedNow.replace(
    "{clock}",
    new Date().toLocaleTimeString(intlLocale(localeOr(document.documentElement.lang)), { hourCycle: "h23" }),
  );
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

/** A form sent by hand carries its words itself; it only waits for what is under way, so that versions agree. */
function sendByHandAfterwards(part: HTMLElement, savers: () => Saver[], texts: AutosaveTexts): void {
  let state: "idle" | "waiting" | "answered" = "idle";
  part.addEventListener("submit", (event) => {
    leaving = true;
    if (state === "answered") return;
    event.preventDefault();
    if (state === "waiting") return;
    state = "waiting";
    const [form, { submitter }] = [event.target as HTMLFormElement, event];
    const answered = Promise.all(savers().map((saver) => saver.flush()));
    const stay = () => {
      state = "idle";
      leaving = false;
    };
    const send = () => {
      // The list it stood in was put in anew meanwhile: whoever sees it anew decides anew.
      if (!(submitter ?? form).isConnected) return stay();
      // The browser's own page about a missing line would take the place of what was typed.
      if (!isAlong() && !navigator.onLine && savers().some((saver) => saver.isAway())) {
        stay();
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
export const LINE_IS_BACK = "line-is-back";
export const LINE_IS_AWAY = "line-is-away";

function watchPage(savers: () => Saver[]): void {
  const retry = () => {
    for (const saver of savers()) if (saver.isUnsent()) void saver.flush();
  };
  for (const sign of ["online", "focus", "visibilitychange", LINE_IS_BACK]) addEventListener(sign, retry);
  addEventListener("pagehide", () => leaving || retry());
  addEventListener("pageshow", () => (leaving = false));
  addEventListener("beforeunload", (event) => {
    if (!leaving && !isAlong() && savers().some((saver) => saver.isUnsent())) event.preventDefault();
  });
}
