/**
 * Puts the server's newest version of one part in its place, so that nothing typed elsewhere on the page is lost. False
 * where that was not possible.
 */
export async function renew(id: string): Promise<boolean> {
  const response = id ? await fetch(location.href, { headers: { accept: "text/html" } }).catch(() => null) : null;
  const page = response?.ok ? new DOMParser().parseFromString(await response.text(), "text/html") : null;
  const [old, renewed] = [document.getElementById(id), page?.getElementById(id)];
  if (!old || !renewed) return false;
  // The part itself stays: where it is a live region, what changes in it is read out.
  old.replaceChildren(...[...renewed.childNodes].map((node) => document.importNode(node, true)));
  return true;
}
