import { createHash } from "node:crypto";

/** Chance that comes out the same every time: a number from 0 up to 1 for these words. */
export function chance(...words: (string | number)[]): number {
  return createHash("sha256").update(words.join("|")).digest().readUInt32BE(0) / 2 ** 32;
}

/** A value around 0 that is more than `spread` away in a third of all cases. */
export function deviation(spread: number, ...words: (string | number)[]): number {
  const radius = Math.sqrt(-2 * Math.log(1 - chance(...words, "radius")));
  return spread * radius * Math.cos(2 * Math.PI * chance(...words, "angle"));
}

/** Works through a list with so many at once; stops at the first failure. */
export async function inLanes<T>(
  lanes: number,
  items: readonly T[],
  work: (item: T, index: number) => Promise<void>,
): Promise<void> {
  let next = 0;
  const lane = async () => {
    while (next < items.length) {
      const index = next++;
      try {
        await work(items[index]!, index);
      } catch (error) {
        next = items.length;
        throw error;
      }
    }
  };
  await Promise.all(Array.from({ length: lanes }, lane));
}
