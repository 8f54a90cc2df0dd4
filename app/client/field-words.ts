import { growTo } from "./rows.ts";
import type { Words } from "./saver.ts";

type Control = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement;

function controlsOf(wrapper: HTMLElement): Control[] {
  const controls = wrapper.querySelectorAll<Control>("input[name], textarea[name], select[name]");
  return [...controls].filter(
    (control) => !control.disabled && control.type !== "file" && !("versionOf" in control.dataset),
  );
}

const isTicked = (control: Control): control is HTMLInputElement =>
  control instanceof HTMLInputElement && /^(radio|checkbox)$/.test(control.type);

/** What the field holds now. */
export function wordsNow(wrapper: HTMLElement): Words {
  return write(controlsOf(wrapper), (control) => (isTicked(control) ? control.checked : true), valuesOf);
}

/** What the server put into the field, whatever the browser has restored since. */
export function wordsServed(wrapper: HTMLElement): Words {
  return write(controlsOf(wrapper), (control) => (isTicked(control) ? control.defaultChecked : true), servedValuesOf);
}

function write(
  controls: Control[],
  counts: (control: Control) => boolean,
  values: (control: Control) => string[],
): Words {
  const words = new URLSearchParams();
  for (const control of controls)
    if (counts(control)) for (const value of values(control)) words.append(control.name, value);
  return words.toString();
}

function valuesOf(control: Control): string[] {
  return control instanceof HTMLSelectElement
    ? [...control.selectedOptions].map(({ value }) => value)
    : [control.value];
}

function servedValuesOf(control: Control): string[] {
  if (isTicked(control)) return [control.value];
  if (!(control instanceof HTMLSelectElement)) return [control.defaultValue.replace(/\r\n?/g, "\n")];
  const chosen = [...control.options].filter(({ defaultSelected }) => defaultSelected);
  return (chosen.length > 0 || control.multiple ? chosen : [...control.options].slice(0, 1)).map(({ value }) => value);
}

/** Puts kept words back into the field. */
export function restoreWords(wrapper: HTMLElement, words: Words): void {
  const kept = new URLSearchParams(words);
  growTo(wrapper, kept.keys());
  const left = new Map([...new Set(kept.keys())].map((name) => [name, kept.getAll(name)]));
  for (const control of controlsOf(wrapper)) {
    const values = left.get(control.name) ?? [];
    if (isTicked(control)) control.checked = values.includes(control.value);
    else if (control instanceof HTMLSelectElement)
      for (const option of control.options) option.selected = values.includes(option.value);
    else control.value = values.shift() ?? "";
    control.dispatchEvent(new Event("input", { bubbles: true }));
  }
}

/**
 * The field's one value as the server knows it; null where it has several, which cannot be compared or exchanged here.
 */
function singleValue(wrapper: HTMLElement): string | null {
  const controls = controlsOf(wrapper);
  const [first] = controls;
  if (first?.type === "radio") return controls.find((control) => isTicked(control) && control.checked)?.value ?? "";
  return first && controls.length === 1 && first.type !== "checkbox" ? first.value : null;
}

/** Puts a value the server sent into the field, and says whether that was possible. */
export function takeValue(wrapper: HTMLElement, value: string): boolean {
  const [first] = controlsOf(wrapper);
  if (!first || singleValue(wrapper) === null) return false;
  restoreWords(wrapper, new URLSearchParams([[first.name, value]]).toString());
  return singleValue(wrapper) === value.replace(/\r\n?/g, "\n");
}

/** What a person sees in the field, in words: the labels of what is chosen. */
export function readable(wrapper: HTMLElement): string {
  const rows = [...wrapper.querySelectorAll<HTMLElement>("[data-row]")];
  if (rows.length > 0)
    return rows
      .map((row) =>
        controlsOf(row)
          .map(({ value }) => value)
          .filter(Boolean)
          .join(" · "),
      )
      .filter(Boolean)
      .join("\n");
  return controlsOf(wrapper)
    .filter((control) => !isTicked(control) || control.checked)
    .map((control) =>
      isTicked(control)
        ? partsOf(control.labels?.[0]) || control.value
        : control instanceof HTMLSelectElement
          ? (control.selectedOptions[0]?.text ?? "")
          : control.value,
    )
    .join("\n");
}

/** What a person would see in the field if it held these words. */
export function readableOf(wrapper: HTMLElement, words: Words): string {
  const copy = wrapper.cloneNode(true) as HTMLElement;
  document.implementation.createHTMLDocument().body.append(copy); // only within a page do labels belong to controls
  restoreWords(copy, words);
  return readable(copy);
}

/** The parts of a label apart: a step of a scale and what it means. */
const partsOf = (label: HTMLElement | undefined): string =>
  [...(label?.childNodes ?? [])]
    .map((part) => part.textContent?.trim())
    .filter(Boolean)
    .join(" ");
