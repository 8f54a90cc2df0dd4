import { heard } from "./session.ts";

const PATIENCE = 20_000;

/**
 * What a file shows is saved when its writer goes on from the field, so that nobody loses it who presses another button
 * of the page. Without this script, and where it does not reach the portal, the button beside the field saves it.
 */
export function enhanceCaptions(root: ParentNode): void {
  for (const list of root.querySelectorAll<HTMLElement>("[data-orders]"))
    list.addEventListener("focusout", ({ target }) => {
      if (target instanceof HTMLInputElement && isUnsaved(target)) void save(target);
    });
  // What did not reach the portal is kept from being left behind unnoticed.
  addEventListener("beforeunload", (event) => {
    const all = [...root.querySelectorAll<HTMLInputElement>("form[data-saved] input")];
    if (!isSending && all.some(isUnsaved)) event.preventDefault();
  });
  addEventListener("submit", (event) => (isSending ||= !event.defaultPrevented));
  addEventListener("pageshow", () => (isSending = false));
}

let isSending = false;

const isUnsaved = ({ form, value, defaultValue }: HTMLInputElement): boolean =>
  form?.dataset["saved"] !== undefined && value !== defaultValue;

async function save(field: HTMLInputElement): Promise<void> {
  const [form, caption] = [field.form!, field.value];
  const said = form.querySelector("output") ?? form.appendChild(document.createElement("output"));
  const response = await fetch(form.action, {
    method: "POST",
    body: new URLSearchParams({ caption }),
    keepalive: true,
    redirect: "manual",
    signal: AbortSignal.timeout(PATIENCE),
  }).catch(() => null);
  // What was saved leads back to the page; whatever keeps it from being saved answers here.
  const isSaved = response?.type === "opaqueredirect";
  if (isSaved) {
    heard();
    field.defaultValue = caption;
  }
  said.textContent = form.dataset[isSaved ? "saved" : "unsaved"] ?? "";
}
