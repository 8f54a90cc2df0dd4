/**
 * Puts the server's newest version of one part in its place, so that nothing typed elsewhere on the page is lost. False
 * where that was not possible.
 */
export async function renew(id: string): Promise<boolean> {
  const page = id ? await renewed() : null;
  const [old, now] = [document.getElementById(id), page?.getElementById(id)];
  if (!old || !now) return false;
  // The part itself stays: where it is a live region, what changes in it is read out.
  old.replaceChildren(...[...now.childNodes].map((node) => document.importNode(node, true)));
  return true;
}

/** This page as the server has it now; null where it does not answer with one. */
export async function renewed(): Promise<Document | null> {
  const response = await fetch(location.href, { headers: { accept: "text/html" } }).catch(() => null);
  return response?.ok ? new DOMParser().parseFromString(await response.text(), "text/html") : null;
}
