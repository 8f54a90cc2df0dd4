/**
 * Single keys on the score sheet, for who reads seventy-five entries: from one entry and criterion to the next, a
 * figure for a score, and to its comment. Where one writes only Escape acts, which leads back to the scale. They leave
 * every key with a modifier alone, and are not on the page of whoever has turned them off.
 */
export function enhanceShortcuts(root: Document): void {
  const list = root.querySelector<HTMLElement>("[data-shortcuts]");
  const scales = [...root.querySelectorAll<HTMLElement>("fieldset.scale")];
  if (!list) return;
  list.hidden = false;
  const acts: Record<string, () => void> = {
    n: () => follow(root, "next"),
    p: () => follow(root, "prev"),
    j: () => goTo(scales[at(root, scales) + 1]),
    k: () => goTo(scales[at(root, scales) - 1]),
    c: () =>
      criterionOf(scales[Math.max(0, at(root, scales))])
        ?.querySelector("textarea")
        ?.focus(),
  };
  root.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return;
    // From the overall comment, which has no scale, to the last one.
    if (event.key === "Escape" && isWriting(event.target)) goTo(scales.at(at(root, scales)));
    if (isWriting(event.target)) return;
    const act =
      acts[event.key.toLowerCase()] ??
      (/^\d$/.test(event.key) && !isNumber(event.target)
        ? () => choose(scales[Math.max(0, at(root, scales))], event.key)
        : undefined);
    if (!act) return;
    event.preventDefault();
    act();
  });
}

/**
 * Where one writes or chooses from a list, keys are letters. A field for a number takes none of those that act, but its
 * figures.
 */
const isWriting = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement &&
  (target.isContentEditable ||
    target.matches("textarea, select, input:not([type=radio], [type=checkbox], [type=number])"));
const isNumber = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && target.matches("[type=number]");

function follow(root: Document, rel: "next" | "prev"): void {
  root.querySelector<HTMLAnchorElement>(`main a[rel=${rel}]`)?.click();
}

/** The place of the criterion one is at, its comment included; -1 before the first. */
const at = (root: Document, scales: HTMLElement[]): number =>
  scales.findIndex((scale) => criterionOf(scale)?.contains(root.activeElement));

const criterionOf = (scale: HTMLElement | undefined): HTMLElement | undefined =>
  scale?.closest<HTMLElement>(".criterion") ?? scale;

function goTo(scale: HTMLElement | undefined): void {
  const control = scale?.querySelector<HTMLInputElement>("input:checked") ?? scale?.querySelector("input");
  control?.focus();
  // As by Tab: a number that is typed takes the place of the one that stands.
  control?.select();
  scale?.scrollIntoView({ block: "nearest" });
}

function choose(scale: HTMLElement | undefined, figure: string): void {
  const step = scale?.querySelector<HTMLInputElement>(`input[data-key="${figure}"]`);
  if (!step) return;
  step.focus();
  step.click();
}
