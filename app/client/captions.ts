import { heard } from "./session.ts";

const PATIENCE = 20_000;

/**
 * What a file shows is saved when its writer goes on from the field, so that nobody loses it who presses another button
 * of the page. Without this script, and where it does not reach the portal, the button beside the field saves it.
 */
export function enhanceCaptions(root: ParentNode): void {
  for (const list of root.querySelectorAll<HTMLElement>("[data-orders]"))
    list.addEventListener("change", ({ target }) => {
      if (target instanceof HTMLInputElement && target.form?.dataset["caption"]) void save(target, target.form);
    });
  // What did not reach the portal is kept from being left behind unnoticed.
  addEventListener("beforeunload", (event) => {
    if (!isSending && unsaved(root)) event.preventDefault();
  });
  document.addEventListener("submit", () => (isSending = true), true);
  addEventListener("pageshow", () => (isSending = false));
}

let isSending = false;

const unsaved = (root: ParentNode): boolean =>
  [...root.querySelectorAll<HTMLInputElement>("form[data-caption] input")].some(
    ({ value, defaultValue }) => value !== defaultValue,
  );

async function save(field: HTMLInputElement, form: HTMLFormElement): Promise<void> {
  const caption = field.value;
  const said = form.querySelector("output") ?? form.appendChild(document.createElement("output"));
  const response = await fetch(form.action, {
    method: "POST",
    body: new URLSearchParams({ caption }),
    keepalive: true,
    redirect: "manual",
    signal: AbortSignal.timeout(PATIENCE),
    headers: { accept: "application/json", "x-requested-with": "autosave" },
  }).catch(() => null);
  if (!response?.ok) return;
  heard();
  field.defaultValue = caption;
  said.textContent = form.dataset["caption"] ?? "";
}
