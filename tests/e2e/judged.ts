import type { Page } from "@playwright/test";
import { contrastProblems } from "./support.ts";

/**
 * What has been put before axe in this process: it judges how a page is built, so what is built of the same parts need
 * not be judged again.
 */
export const judged = new Set<string>();

/** The parts of a page that axe has not been shown. */
export const newParts = async (page: Page): Promise<string[]> =>
  (await partsOf(page)).filter((part) => !judged.has(part));

/**
 * Letters that are hard to read. Colours come from where an element stands in what, so one of each kind is measured,
 * once for each look.
 */
export async function faint(page: Page, look: "light" | "dark"): Promise<string[]> {
  const unknown = (await stylesOf(page)).filter((style) => !judged.has(`${look} ${style}`));
  if (unknown.length === 0) return [];
  for (const style of unknown) judged.add(`${look} ${style}`);
  await page.evaluate((styles) => {
    const wanted = new Set(styles);
    for (const each of document.querySelectorAll<HTMLElement>("[data-style]"))
      if (wanted.delete(each.dataset["style"]!)) each.dataset["measured"] = "";
    for (const each of document.querySelectorAll("[data-style]")) each.removeAttribute("data-style");
  }, unknown);
  return contrastProblems(page, "[data-measured]");
}

/**
 * For each element that shows letters of its own, which is told so to it, what its colours come from: its ancestors'
 * and its own tag and attributes.
 */
function stylesOf(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const ASKED = [
      "class",
      "style",
      "role",
      "lang",
      "type",
      "open",
      "disabled",
      "hidden",
      "aria-current",
      "aria-invalid",
    ];
    const known = new Map<Element | null, string>([[null, ""]]);
    const styles = new Set<string>();
    for (const each of document.querySelectorAll<HTMLElement>("*")) {
      const own = each
        .getAttributeNames()
        .map((name) => (ASKED.includes(name) ? `${name}=${each.getAttribute(name)}` : name));
      const text = `${known.get(each.parentElement)} ${each.tagName} ${own.sort()}`;
      let [a, b] = [5381, 52711]; // a digest: whole, they would weigh more than the page
      for (let at = 0; at < text.length; at++) {
        a = (Math.imul(a, 33) ^ text.charCodeAt(at)) | 0;
        b = (Math.imul(b, 31) + text.charCodeAt(at)) | 0;
      }
      const style = `${a.toString(36)}${b.toString(36)}`;
      known.set(each, style);
      const hasLetters =
        /^(INPUT|SELECT|TEXTAREA)$/.test(each.tagName) ||
        [...each.childNodes].some(({ nodeType, nodeValue }) => nodeType === 3 && nodeValue!.trim());
      if (!hasLetters || !each.checkVisibility()) continue;
      each.dataset["style"] = style;
      styles.add(style);
    }
    return [...styles];
  });
}

/**
 * The elements of a page, by what axe judges them by: where they stand, their attributes (of those that lead to other
 * elements, whether they do), whether they say anything; how headings follow each other; ids given twice. The first
 * rows stand for the rest here as they do for axe.
 */
function partsOf(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const JUDGED = [
      "class",
      "role",
      "lang",
      "dir",
      "type",
      "tabindex",
      "autocomplete",
      "scope",
      "aria-hidden",
      "aria-live",
      "aria-current",
      "aria-expanded",
    ];
    const LEADING = ["for", "aria-labelledby", "aria-describedby", "aria-controls", "aria-owns"];
    const elements = [...document.body.querySelectorAll("*:not(tbody > tr:nth-child(n+6) *, li:nth-child(n+6) *)")];
    const parts = elements.map((each) => {
      const attributes = [...each.attributes].map(({ name, value }) =>
        LEADING.includes(name)
          ? `${name} leads ${value.split(" ").every((id) => document.getElementById(id))}`
          : JUDGED.includes(name)
            ? `${name}=${value}`
            : `${name} ${value.trim() !== ""}`,
      );
      return `${each.parentElement!.tagName} > ${each.tagName} ${attributes.sort()} ${each.textContent!.trim() !== ""}`;
    });
    const headings = [...document.querySelectorAll("h1, h2, h3, h4, h5, h6")].map(({ tagName }) => tagName);
    const ids = elements.map(({ id }) => id).filter((id, at, all) => id && all.indexOf(id) !== at);
    return [
      ...new Set([
        ...parts,
        ...headings.map((each, at) => `${headings[at - 1]} then ${each}`),
        ...ids.map((id) => `${id} twice`),
      ]),
    ];
  });
}
