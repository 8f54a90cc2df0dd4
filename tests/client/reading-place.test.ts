import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { enhanceReadingPlace } from "#app/client/reading-place.ts";

/** A window 800 high over a page of two parts: the entry on top, the sheet 3,000 below it. */
const PARTS: Record<string, number> = { "#entry": 200, "#sheet": 3_200 };
class Link extends EventTarget {
  constructor(readonly hash: string) {
    super();
  }
}
const scrolled = {
  scrollY: 0,
  innerHeight: 800,
  scrollTo: ({ top }: { top: number }) => void Object.assign(scrolled, { scrollY: top }),
};
let links: Link[];

beforeEach(() => {
  scrolled.scrollY = 0;
  vi.stubGlobal("window", scrolled);
  vi.stubGlobal("document", {
    querySelector: (hash: string) =>
      hash in PARTS ? { getBoundingClientRect: () => ({ top: PARTS[hash]! - scrolled.scrollY }) } : null,
  });
  links = ["#sheet", "#entry", "#gone"].map((hash) => new Link(hash));
  enhanceReadingPlace(links as unknown as HTMLAnchorElement[]);
});
afterEach(() => void vi.unstubAllGlobals());

/** Follows a link as a browser does, unless the page does it; `detail` is 0 by keyboard. Tells where one is then. */
function follow(hash: string, detail = 1): number {
  const click = Object.assign(new Event("click", { cancelable: true }), { detail });
  if (links.find((link) => link.hash === hash)!.dispatchEvent(click))
    scrolled.scrollY = PARTS[hash] ?? scrolled.scrollY;
  return scrolled.scrollY;
}

it("leads to the top of a part at first, and afterwards back to where one was in it, either way", () => {
  scrolled.scrollY = 1_450;
  expect(follow("#sheet")).toBe(3_200);
  scrolled.scrollY = 3_600;
  expect(follow("#entry")).toBe(1_450);
  expect(follow("#sheet")).toBe(3_600);
  scrolled.scrollY = 3_900;
  expect(follow("#entry")).toBe(1_450);
});

it("takes the part that has passed the middle of the window for the one where one is", () => {
  scrolled.scrollY = 2_790;
  follow("#sheet");
  expect(follow("#entry")).toBe(2_790);
  scrolled.scrollY = 2_810;
  expect(follow("#entry")).toBe(2_790);
  expect(follow("#sheet")).toBe(2_810);
});

it("within the part where one is leads to its top, and remembers nothing", () => {
  scrolled.scrollY = 1_450;
  expect(follow("#entry")).toBe(200);
  follow("#sheet");
  expect(follow("#entry")).toBe(200);
});

it("by keyboard lets the browser follow the link, so that the focus goes along", () => {
  scrolled.scrollY = 1_450;
  follow("#sheet", 0);
  expect(follow("#entry", 0)).toBe(200);
  // Where one was is known all the same, for whoever presses next.
  expect(follow("#sheet")).toBe(3_200);
});

it("does nothing where a part is not on the page", () => {
  scrolled.scrollY = 1_450;
  expect(follow("#gone")).toBe(1_450);
});
