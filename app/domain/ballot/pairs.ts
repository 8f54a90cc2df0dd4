import { sha256 } from "../audit/rules.ts";
import { askedBy, type BallotMethod } from "./rules.ts";

const NONE = "";

export type Pair = readonly [first: string, second: string];

/**
 * Every pair of some entries, a turn after the other, by the circle method: each turn has every entry at most once, so
 * that whoever stops early has compared all of them about equally often. Each entry stands first as often as second, to
 * within one. `seed` draws who meets whom when; voters begin at different turns by their `number`, and what stands
 * first for one stands second for the next.
 */
export function turnsOf(entryIds: readonly string[], { seed, number }: { seed: string; number: number }): Pair[][] {
  const lot = (id: string) => sha256(`${seed}\n${id}`);
  const drawn = [...entryIds].sort((a, b) => (lot(a) < lot(b) ? -1 : 1));
  // Among an odd number somebody rests each turn: whoever meets the one that is none.
  const [fixed, ...others] = drawn.length % 2 === 0 ? drawn : [...drawn, NONE];
  const orient = ([first, second]: Pair): Pair => (number % 2 === 0 ? [first, second] : [second, first]);
  return others.map((_, turn) => {
    const shift = turn + number;
    const ring = others.map((_each, at) => others[(at + shift) % others.length]!);
    const alone: Pair = (shift % others.length) % 2 === 0 ? [fixed!, ring[0]!] : [ring[0]!, fixed!];
    const met = ring.slice(1, (ring.length + 1) / 2).map((each, at): Pair => [each, ring[ring.length - 1 - at]!]);
    return [alone, ...met].filter((pair) => !pair.includes(NONE)).map(orient);
  });
}

export const PAIR = "pair-";
/** How a pair is called on a form, whichever of the two comes first. */
export const pairName = (a: string, b: string): string => PAIR + [a, b].sort().join("-");
/** What is sent of a pair about which somebody says nothing. */
export const NO_ANSWER = "none";

/** The most pairs that stand on a page of a paper, unless a single turn has more. */
const PAIRS_A_PAGE = 8;

/** The pairs of a paper, page after page: whole turns, as many as one looks through without losing one's place. */
export function pagesOf(turns: readonly Pair[][]): Pair[][] {
  const pages: Pair[][] = [];
  for (const turn of turns) {
    const last = pages.at(-1);
    if (last && last.length + turn.length <= PAIRS_A_PAGE) last.push(...turn);
    else pages.push([...turn]);
  }
  return pages;
}

/** In how many parts a paper on so many entries is handed in. */
export const pagesOn = (method: BallotMethod, entries: number): number =>
  askedBy(method) === "pairs"
    ? pagesOf(
        turnsOf(
          Array.from({ length: entries }, (_, at) => String(at)),
          { seed: "", number: 0 },
        ),
      ).length
    : 1;

/**
 * Which page is opened, from 1: the one `asked` for, or else the first on which nothing is answered yet, or the first.
 * Null for one that there is not.
 */
export function pageAsked(pages: readonly Pair[][], given: readonly Pair[], asked: string | null): number | null {
  if (asked !== null) return pages.findIndex((_, at) => String(at + 1) === asked) + 1 || null;
  const answered = new Set(given.map((pair) => pairName(...pair)));
  return (
    1 +
    Math.max(
      0,
      pages.findIndex((page) => !page.some((pair) => answered.has(pairName(...pair)))),
    )
  );
}
