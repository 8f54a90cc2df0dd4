import { heard } from "./save-request.ts";

const EVERY = 30_000;
/**
 * Whoever has touched nothing for so long has gone for tea; saying "here" for them would also keep their session open.
 */
const IDLE = 5 * 60_000;

/** Says every half minute that somebody is in this section, and shows who else is. */
export function enhancePresence(root: ParentNode): void {
  const line = root.querySelector<HTMLElement>("[data-presence]");
  if (!line) return;
  let touched = Date.now();
  for (const sign of ["pointermove", "keydown", "touchstart", "focus"])
    addEventListener(sign, () => (touched = Date.now()), { passive: true });
  setInterval(() => {
    if (!document.hidden && Date.now() - touched < IDLE) void here(line);
  }, EVERY);
}

async function here(line: HTMLElement): Promise<void> {
  const body = new URLSearchParams({ section: line.dataset["section"] ?? "" });
  const answer = await fetch(line.dataset["presence"] ?? "", {
    method: "POST",
    body,
    headers: { accept: "application/json" },
    redirect: "manual",
  }).catch(() => null);
  if (answer?.ok) heard();
  const { sentence } = answer?.ok ? ((await answer.json().catch(() => ({}))) as { sentence?: string }) : {};
  if (sentence !== undefined && sentence !== line.textContent) line.textContent = sentence;
}
