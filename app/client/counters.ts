import { countText, type CountUnit } from "#app/domain/question/counting.ts";

/** Keeps every counter in step with its text, by the server's own rule. */
export function enhanceCounters(root: ParentNode): void {
  for (const counter of root.querySelectorAll<HTMLElement>("[data-counts]")) {
    const control = document.getElementById(counter.dataset.counts ?? "");
    if (control instanceof HTMLTextAreaElement) control.addEventListener("input", () => update(counter, control));
  }
}

function update(counter: HTMLElement, { value }: HTMLTextAreaElement): void {
  const { limit = "", unit, language = "en", textWithin = "", textOver = "" } = counter.dataset;
  const used = countText(value, unit as CountUnit, language);
  const over = used - Number(limit);
  const numbers: Record<string, number> = { used, limit: Number(limit), over };
  const format = new Intl.NumberFormat(document.documentElement.lang || "en");
  counter.classList.toggle("over", over > 0);
  counter.textContent = (over > 0 ? textOver : textWithin).replace(/\{(\w+)\}/g, (_all, key: string) => format.format(numbers[key] ?? 0));
}
