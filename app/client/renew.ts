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

/**
 * The part itself stays: where it is a live region, what changes in it is read out. Fields that save themselves stay
 * too, with all that was typed into them, and whoever is in one of its fields.
 */
export function putIn(old: HTMLElement, now: HTMLElement): void {
  const focused = old.contains(document.activeElement) ? document.activeElement!.id : "";
  const fresh = document.importNode(now, true);
  const coming = savingIn(fresh);
  for (const [address, field] of savingIn(old)) coming.get(address)?.replaceWith(field);
  old.replaceChildren(...fresh.childNodes);
  if (focused) document.getElementById(focused)?.focus();
  old.dispatchEvent(new Event(RENEWED));
}

/** What a part says of itself when it was put in anew. */
export const RENEWED = "renewed";

const savingIn = (part: HTMLElement): Map<string | undefined, HTMLElement> =>
  new Map(
    [...part.querySelectorAll<HTMLElement>("[data-autosave]")].map((field) => [field.dataset["autosave"], field]),
  );

/**
 * This page as the server has it now; null where it does not answer with one. Asked for a page that nobody touches, it
 * keeps no session open.
 */
export async function renewed({ touched } = { touched: true }): Promise<Document | null> {
  const headers = { accept: "text/html", ...(touched ? {} : { "x-untouched": "yes" }) };
  const response = await fetch(location.href, { headers }).catch(() => null);
  // Whoever was signed out is led to another page, which answers too.
  if (touched && response?.ok && !response.redirected) heard();
  return response?.ok ? new DOMParser().parseFromString(await response.text(), "text/html") : null;
}
