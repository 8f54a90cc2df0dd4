import type { Texts } from "#app/i18n/texts.ts";
import type { Theirs } from "./saver.ts";

export type AutosaveTexts = Texts["ui"]["autosave"];

/** The line under the field: when it was saved, or why not yet. */
export function showSaved(
  wrapper: HTMLElement,
  sentence: string,
  state: "saved" | "saving" | "waiting" | "refused",
): void {
  const line = wrapper.querySelector<HTMLElement>("[data-saved]");
  if (!line) return;
  line.textContent = sentence;
  line.dataset["state"] = state;
  tellRefusal(wrapper, line, state === "refused");
}

/** What whoever comes back to a field hears of it: that its words were refused, and why; nothing once they hold. */
function tellRefusal(wrapper: HTMLElement, line: HTMLElement, isRefused: boolean): void {
  const controls = wrapper.querySelectorAll("input:not([type=hidden]), textarea, select");
  const described = wrapper.matches("fieldset") ? wrapper : (wrapper.querySelector("fieldset") ?? controls[0]);
  if (!described) return;
  line.id ||= `saved-${controls[0]?.id}`;
  const ids = (described.getAttribute("aria-describedby") ?? "").split(" ").filter((id) => id && id !== line.id);
  if (isRefused) ids.push(line.id);
  if (ids.length > 0) described.setAttribute("aria-describedby", ids.join(" "));
  else described.removeAttribute("aria-describedby");
  if (isRefused && controls.length === 1) controls[0]!.setAttribute("aria-invalid", "true");
}

/** Whether the page was served with this very sentence against a field. */
export const isServedWith = (wrapper: HTMLElement, sentence: string): boolean =>
  wrapper.querySelector(".field-error")?.textContent?.endsWith(sentence) ?? false;

/** Takes away what the page was served with against a field: it holds no more. */
export function dropError(wrapper: HTMLElement): void {
  wrapper.querySelector(".field-error")?.remove();
  wrapper.classList.remove("in-error");
  for (const control of wrapper.querySelectorAll("[aria-invalid]")) control.removeAttribute("aria-invalid");
}

/** Says beside a field why its words do not do, and leads there; an empty sentence takes an earlier one away. */
export function showError(input: HTMLInputElement, sentence: string): void {
  const field = input.closest<HTMLElement>(".field");
  if (!field) return;
  dropError(field);
  const id = `${input.name}-error`;
  const described = (input.getAttribute("aria-describedby") ?? "").split(" ").filter((each) => each && each !== id);
  if (sentence) {
    field.classList.add("in-error");
    input.before(element("p", { id, className: "field-error", textContent: sentence, role: "alert" }));
    input.setAttribute("aria-invalid", "true");
    input.focus();
  }
  const ids = [...described, ...(sentence ? [id] : [])].join(" ");
  if (ids) input.setAttribute("aria-describedby", ids);
  else input.removeAttribute("aria-describedby");
}

/** Second looks at what was saved; an empty list takes earlier ones away. */
export function showNotes(wrapper: HTMLElement, notes: string[]): void {
  const old = wrapper.querySelector(".field-warning");
  if (notes.length === 0) {
    old?.remove();
    return;
  }
  const box = old ?? element("div", { className: "field-warning" });
  box.replaceChildren(...notes.map((note) => element("p", { textContent: note })));
  if (!old) wrapper.querySelector("[data-saved]")?.before(box);
}

/** Says that the field shows words from an earlier visit. */
export function showRestored(wrapper: HTMLElement, sentence: string): void {
  wrapper.append(element("p", { className: "hint", textContent: sentence }));
  announce(sentence);
}

/** Shows what another tab holds of a field and could not send; takes it away again when that has arrived. */
export function showElsewhere(wrapper: HTMLElement, text: string | null, texts: AutosaveTexts): void {
  wrapper.querySelector(".elsewhere")?.remove();
  if (text === null) return;
  const panel = element(
    "div",
    { className: "conflict elsewhere" },
    element("p", { className: "conflict-title", textContent: texts.elsewhere }),
    element("pre", { textContent: text, dir: "auto", tabIndex: 0 }),
    element("p", { textContent: texts.elsewhereHint }),
  );
  wrapper.append(panel);
  announce(texts.elsewhere);
}

/** One quiet voice for the whole page. */
export function announce(sentence: string): void {
  let voice = document.getElementById("autosave-voice");
  if (!voice) {
    voice = element("div", { id: "autosave-voice", className: "unseen", role: "status" });
    document.body.append(voice);
  }
  voice.textContent = sentence;
}

/** The server does not answer: said once for the whole page, until something is saved again. */
export function showAway({ away }: AutosaveTexts): void {
  showBanner(away, "alert");
}

export function showSignedOut({ signedOut, signIn }: AutosaveTexts): void {
  const next = encodeURIComponent(location.pathname + location.search);
  showBanner(
    signedOut,
    "alert",
    " ",
    element("a", { href: `/sign-in?next=${next}`, target: "_blank", rel: "noopener", textContent: signIn }),
  );
}

/** The one line at the foot of the page; a new sentence takes the place of the old. */
export function showBanner(sentence: string, role: "alert" | "status", ...more: (Node | string)[]): void {
  const shown = document.getElementById("autosave-banner");
  if (shown?.textContent?.startsWith(sentence)) return;
  shown?.remove();
  const foot = document.querySelector(".banners") ?? document.body;
  foot.append(element("div", { id: "autosave-banner", className: "banner", role }, sentence, ...more));
}

export function hideBanner(): void {
  document.getElementById("autosave-banner")?.remove();
}

export function showConflict(
  wrapper: HTMLElement,
  mine: string,
  theirs: Theirs,
  texts: AutosaveTexts,
  keepMine: () => void,
  useTheirs: () => void,
): void {
  const title = texts.theirs.replace("{by}", theirs.by ?? texts.someone).replace("{at}", theirs.at);
  showChoice(wrapper, texts.conflict, [
    { title: texts.mine, text: mine, label: texts.keepMine, choose: keepMine },
    { title, text: theirs.text, label: texts.useTheirs, choose: useTheirs },
  ]);
}

/** Two texts of the same person: what waited from an earlier visit, and what was typed before a script knew of it. */
export function showTwoTexts(
  wrapper: HTMLElement,
  later: string,
  earlier: string,
  texts: AutosaveTexts,
  keepLater: () => void,
  useEarlier: () => void,
): void {
  showChoice(wrapper, texts.twoTexts, [
    { title: texts.later, text: later, label: texts.keepLater, choose: keepLater },
    { title: texts.earlier, text: earlier, label: texts.useEarlier, choose: useEarlier },
  ]);
}

type Choice = { title: string; text: string; label: string; choose: () => void };

/** Both texts side by side; nothing happens to either until somebody chooses. */
function showChoice(wrapper: HTMLElement, ariaLabel: string, choices: Choice[]): void {
  const served = wrapper.querySelector(".conflict");
  (served?.closest(".field-warning") ?? served)?.remove();
  const chosen = (choose: () => void) => () => {
    panel.remove();
    choose();
    wrapper.querySelector<HTMLElement>("input:not([type=hidden]), textarea, select")?.focus();
  };
  const panel = element(
    "div",
    { className: "conflict", role: "group", ariaLabel },
    ...choices.flatMap(({ title, text }) => [
      element("p", { className: "conflict-title", textContent: title }),
      element("pre", { textContent: text, dir: "auto", tabIndex: 0 }),
    ]),
    element("div", { className: "buttons" }, ...choices.map(({ label, choose }) => button(label, chosen(choose)))),
  );
  wrapper.append(panel);
}

function button(label: string, onClick: () => void): HTMLButtonElement {
  const made = element("button", { type: "button", className: "button button-secondary", textContent: label });
  made.addEventListener("click", onClick);
  return made;
}

export function element<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  properties: Partial<HTMLElementTagNameMap[Tag]>,
  ...children: (Node | string)[]
): HTMLElementTagNameMap[Tag] {
  const made = Object.assign(document.createElement(tag), properties);
  made.append(...children);
  return made;
}
