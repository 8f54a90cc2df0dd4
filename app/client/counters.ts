import { countText, type CountUnit } from "#app/domain/question/counting.ts";
import { counterText } from "#app/ui/counter-text.ts";

/** Keeps every counter in step with its text, by the server's own rule. */
export function enhanceCounters(root: ParentNode): void {
  for (const counter of root.querySelectorAll<HTMLElement>("[data-counts]")) {
    const control = document.getElementById(counter.dataset.counts ?? "");
    if (!(control instanceof HTMLTextAreaElement)) continue;
    control.addEventListener("input", () => update(counter, control));
    if (control.value !== control.defaultValue) update(counter, control); // typed before this script came
  }
}

function update(counter: HTMLElement, { value }: HTMLTextAreaElement): void {
  const { limit = "", unit = "words", language = "en", textWithin = "", textOver = "" } = counter.dataset;
  const count = { used: countText(value, unit as CountUnit, language), limit: Number(limit) };
  counter.classList.toggle("over", count.used > count.limit);
  counter.textContent = counterText(count, { within: textWithin, over: textOver }, document.documentElement.lang);
}
