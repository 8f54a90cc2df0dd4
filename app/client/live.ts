import { putIn, renewed } from "./renew.ts";
import { watchTouch } from "./session.ts";

const EVERY = 4_000;
/** A projector is looked at by a whole room, and touched by nobody: it goes on for as long as a meeting may last. */
const MEETING = 12 * 3_600_000;

/**
 * Looks again every few seconds while somebody looks at the page, and puts in place what has changed of its parts. Left
 * untouched it stops, and says so; a steady part keeps it going.
 */
export function enhanceLive(): void {
  const touched = watchTouch(() => (document.querySelector("[data-steady]") ? MEETING : undefined));
  const paused = document.querySelector<HTMLElement>("[data-paused]");
  setInterval(() => {
    const going = touched();
    if (paused) paused.hidden = going;
    if (going && !document.hidden) void look();
  }, EVERY);
}

async function look(): Promise<void> {
  const page = await renewed();
  for (const part of document.querySelectorAll<HTMLElement>("[data-live]")) {
    const now = page?.getElementById(part.id);
    if (now && ownOf(now) !== ownOf(part)) putIn(part, now);
  }
}

/** What a part holds but for live parts within it: where only those change, the button beside them keeps its focus. */
function ownOf(part: HTMLElement): string {
  const copy = part.cloneNode(true) as HTMLElement;
  for (const inner of copy.querySelectorAll("[data-live]")) inner.replaceChildren();
  return copy.innerHTML;
}
