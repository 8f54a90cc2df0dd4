/**
 * Where the sheet stands below its entry, links at the foot of the page lead from one to the other: back to where one
 * was, not to its top. Whoever leaves a part by its link comes back to the same place of it.
 */
export function enhanceReadingPlace(links: Iterable<HTMLAnchorElement>): void {
  const places = new Map<string, number>();
  const jumps = [...links];
  for (const link of jumps) {
    link.addEventListener("click", (event) => {
      const here = jumps
        .filter(({ hash }) => topOf(hash) <= window.innerHeight / 2)
        .toSorted((a, b) => topOf(b.hash) - topOf(a.hash))[0];
      if (here === undefined || here === link) return;
      places.set(here.hash, window.scrollY);
      const place = places.get(link.hash);
      // By keyboard the focus has to follow, which only the link itself does.
      if (place === undefined || event.detail === 0) return;
      event.preventDefault();
      window.scrollTo({ top: place });
    });
  }
}

/** Where a part begins, from the upper edge of the window. */
const topOf = (hash: string): number => document.querySelector(hash)?.getBoundingClientRect().top ?? Infinity;
