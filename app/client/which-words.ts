import type { Kept, Words } from "./saver.ts";
import type { Left } from "./unsent.ts";

/** What is found when the script of a page begins to watch a field. */
export type Found = {
  served: Words;
  /** The version that was served. */
  version: string;
  now: Words;
  kept: Kept | null;
  left: Left | null;
  /** How the page was come to, as browsers call it. */
  visit: string | undefined;
  /** Where in the tab's history the page stands. */
  entry: string;
  /** Whether the field has rows, of which a script may have added some. */
  hasRows: boolean;
};

/** Which words a field goes on with. */
export type Which = {
  /** The words to put into it where nothing was typed. */
  words: Words;
  isTyped: boolean;
  kept: Kept | null;
  earlier: Kept | null | undefined;
  version: string;
  doubtful: Words | null;
};

/** Of what was served, kept, put back by the browser and typed before this script came: the words, and upon what. */
export function whichWords({ served, version, now, visit, entry, hasRows, ...found }: Found): Which {
  const kept = newerThan(served, Number(version), found.kept);
  const words = kept?.words ?? served;
  const isAgain = visit === "reload" || visit === "back_forward";
  // Coming back, a browser puts back what was left at that place of its history: of another visit it says nothing.
  const left = visit === "back_forward" && found.left?.entry !== entry ? null : found.left;
  const isTyped = now !== served && now !== words && isNewText();
  // What was typed on this page was typed upon its version, unless the server has taken the kept words since. On one
  // that was shown again the browser has put back what was left: only where that is what was served is it that version.
  const isUponServed = isTyped && (isAgain ? left !== null && isOf(served, left) : kept?.isUnsent);
  const upon = isAgain && isTyped ? left : null;
  const from: (Pick<Kept, "version"> & Partial<Kept>) | null = isUponServed ? null : (kept ?? upon);
  return {
    words,
    isTyped,
    kept,
    earlier: isTyped ? kept : kept?.earlier,
    version: from?.version ?? version,
    doubtful: from?.doubtful ?? null,
  };

  /**
   * Whether words that were neither served nor kept were typed before this script arrived. Browsers put back what a
   * field held when its page was left, before scripts run or after: on a page come back to it is what was left there,
   * or may be older than anything; on one that was reloaded it is what waits unsent, or what was left.
   */
  function isNewText(): boolean {
    if (!isAgain) return visit === "navigate";
    const before = visit === "reload" && kept?.isUnsent ? { marks: marksOf(kept.words) } : left;
    // Rows that a script had added are not there to be put back. Elsewhere less is what somebody took away.
    return before !== null && !(hasRows ? isWithin(now, before) : isOf(now, before));
  }
}

/** The kept words that are news to this page: of two texts the later one may have reached the server by itself. */
function newerThan(served: Words, version: number, kept: Kept | null): Kept | null {
  if (!kept || (kept.words !== served && (kept.isUnsent || Number(kept.version) > version))) return kept;
  return newerThan(served, version, kept.earlier ?? null);
}

/** By what words are known again without being told: of each value a mark, beside its name. */
export function marksOf(words: Words): string[] {
  return [...new URLSearchParams(words)].map(([name, value]) => `${name}=${value && markOf(value)}`);
}

type Marked = Pick<Left, "marks">;
const isOf = (words: Words, { marks }: Marked): boolean => marksOf(words).join("&") === marks.join("&");

/** Whether each cell holds what it held, and one that was not there holds nothing. */
function isWithin(words: Words, { marks }: Marked): boolean {
  const nameOf = (mark: string) => mark.slice(0, mark.lastIndexOf("="));
  const [all, names] = [new Set(marks), new Set(marks.map(nameOf))];
  return marksOf(words).every((mark) => all.has(mark) || (mark.endsWith("=") && !names.has(nameOf(mark))));
}

/** 53 bits of a text: two multiplying hashes, at once, since a page that is left waits for nothing. */
function markOf(text: string): string {
  let [one, two] = [0xdeadbeef, 0x41c6ce57];
  for (let index = 0; index < text.length; index += 1) {
    const unit = text.charCodeAt(index);
    one = Math.imul(one ^ unit, 2654435761);
    two = Math.imul(two ^ unit, 1597334677);
  }
  one = Math.imul(one ^ (one >>> 16), 2246822507) ^ Math.imul(two ^ (two >>> 13), 3266489909);
  two = Math.imul(two ^ (two >>> 16), 2246822507) ^ Math.imul(one ^ (one >>> 13), 3266489909);
  return (4294967296 * (2097151 & two) + (one >>> 0)).toString(36);
}
