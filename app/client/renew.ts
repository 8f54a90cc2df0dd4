import { heard } from "./session.ts";

/**
 * Puts the server's newest version of one part in its place, so that nothing typed elsewhere on the page is lost. False
 * where that was not possible.
 */
export async function renew(id: string): Promise<boolean> {
  const page = id ? await renewed() : null;
  const [old, now] = [document.getElementById(id), page?.getElementById(id)];
  if (!old || !now) return false;
  putIn(old, now);
  return true;
}

/** The part itself stays: where it is a live region, what changes in it is read out. */
export function putIn(old: HTMLElement, now: HTMLElement): void {
  old.replaceChildren(...[...now.childNodes].map((node) => document.importNode(node, true)));
}

/** This page as the server has it now; null where it does not answer with one. */
export async function renewed(): Promise<Document | null> {
  const response = await fetch(location.href, { headers: { accept: "text/html" } }).catch(() => null);
  // Whoever was signed out is led to another page, which answers too.
  if (response?.ok && !response.redirected) heard();
  return response?.ok ? new DOMParser().parseFromString(await response.text(), "text/html") : null;
}
