import { putIn, renewed } from "./renew.ts";
import { watchTouch } from "./session.ts";

const EVERY = 4_000;

/**
 * Looks again every few seconds while somebody looks at the page, and puts in place what has changed of its parts. Left
 * untouched it stops, and says so; a projector, which a whole room looks at and nobody touches, goes on for as long as
 * its session. A page that the server does not show any more gives way to what it shows instead.
 */
export function enhanceLive(): void {
  const touched = watchTouch();
  const paused = document.querySelector<HTMLElement>("[data-paused]");
  setInterval(() => {
    const here = touched();
    const isPaused = !here && !document.querySelector("[data-steady]");
    if (paused) paused.hidden = !isPaused;
    if (!isPaused && !document.hidden) void look(here).then((isShown) => isShown || location.reload());
  }, EVERY);
}

/** Whether the server shows this page still. */
async function look(touched: boolean): Promise<boolean> {
  const page = await renewed({ touched });
  const parts = [...document.querySelectorAll<HTMLElement>("[data-live]")];
  for (const part of parts) {
    const now = page?.getElementById(part.id);
    if (now && ownOf(now) !== ownOf(part)) putIn(part, now);
  }
  return page === null || parts.length === 0 || parts.some(({ id }) => page.getElementById(id));
}

/** What a part holds but for live parts within it: where only those change, the button beside them keeps its focus. */
function ownOf(part: HTMLElement): string {
  const copy = part.cloneNode(true) as HTMLElement;
  for (const inner of copy.querySelectorAll("[data-live]")) inner.replaceChildren();
  return copy.innerHTML;
}
