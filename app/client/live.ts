import { renewed } from "./renew.ts";

const EVERY = 4_000;

/** Looks again every few seconds while somebody looks at the page, and puts in place what has changed of its parts. */
export function enhanceLive(parts: readonly HTMLElement[]): void {
  setInterval(() => {
    if (!document.hidden) void look(parts);
  }, EVERY);
}

async function look(parts: readonly HTMLElement[]): Promise<void> {
  const page = await renewed();
  for (const part of parts) {
    const now = page?.getElementById(part.id);
    // Only what differs: a button under a finger stays where it is.
    if (now && now.innerHTML !== part.innerHTML)
      part.replaceChildren(...[...now.childNodes].map((node) => document.importNode(node, true)));
  }
}
