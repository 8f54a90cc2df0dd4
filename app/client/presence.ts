import { heard, watchTouch } from "./session.ts";

const EVERY = 30_000;

/** Says every half minute that somebody is in this section, and shows who else is. */
export function enhancePresence(root: ParentNode): void {
  const line = root.querySelector<HTMLElement>("[data-presence]");
  if (!line) return;
  const touched = watchTouch();
  setInterval(() => {
    if (!document.hidden && touched()) void here(line);
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
