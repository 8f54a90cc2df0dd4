import type { Page } from "@playwright/test";

/** Addresses that are not pages: files, downloads, and what signs one out of the walk. */
const NOT_PAGES =
  /^\/(attachments|assets|log\/leaves|api|demo\/outbox|source)\b|\.(csv|js|css|svg|pdf|docx|json|jpg|tgz|mjs|txt|atom|tlog-proof)$/;
/**
 * Kinds that look different from one to the next, because rounds, cycles and entries are in different states: so many
 * are opened, and fewer where a page is of two things.
 */
const OPENED = [30, 8] as const;
const MANY = /^\/(rounds|secretariat\/cycles|judging\/rounds|cycles|entries)\//;

/** "/entries/0f…/check?x=1" → "/entries/:id/check": what kind of page an address is. */
export function kindOf(path: string): string {
  return path
    .split(/[?#]/)[0]!
    .replace(/[0-9a-f]{8}-[0-9a-f-]{27}/g, ":id")
    .replace(/^\/cycles\/[^/]+/, "/cycles/:slug")
    .replace(/^\/certificates\/[^/]+/, "/certificates/:code")
    .replace(/\/(sections|comments|questions)\/(?!new$)[^/]+/, "/$1/:key");
}

/**
 * Follows the links from `start` as the person who is signed in, and gives the addresses of each kind of page, at most
 * `most` of a kind.
 */
export async function pagesFrom(page: Page, start: string[], most = 1): Promise<{ paths: string[]; broken: string[] }> {
  const found = new Map<string, string[]>();
  const broken: string[] = [];
  const queue = start.map((path) => ({ path, from: "the walk's start" }));
  for (let next = queue.shift(); next; next = queue.shift()) {
    const { path, from } = next;
    const kind = kindOf(path);
    const known = found.get(kind) ?? [];
    if (
      NOT_PAGES.test(path) ||
      known.includes(path) ||
      known.length >= (MANY.test(path) ? OPENED[kind.split(":").length > 2 ? 1 : 0] : 1)
    )
      continue;
    const answer = await page.request.get(path, { headers: { accept: "text/html" } });
    found.set(kind, [...known, path]);
    if (!answer.ok()) broken.push(`${path} answers ${answer.status()}; linked from ${from}`);
    const here = answer.url();
    for (const [, href = ""] of (await answer.text()).matchAll(/<a [^>]*?href="([^"]+)"/g)) {
      const { origin, pathname, search } = new URL(href.replaceAll("&amp;", "&"), here);
      if (origin === new URL(here).origin)
        queue.push({ path: /^\?state=\w+$/.test(search) ? pathname + search : pathname, from: path });
    }
  }
  return { paths: [...found.values()].flatMap((paths) => paths.slice(0, most)), broken };
}
