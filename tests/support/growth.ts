/** Below so many microseconds of work nothing can be compared. */
const MEASURABLE = 2_000;
const LONGEST = 1 << 13;
const TRIES = 5;
/** From here on it is looked at twice more: what grows does so each time, what other work has disturbed does not. */
const SUSPECT = 2.5;

/**
 * By how much the work grows when a text becomes twice as long: about 2 for whoever reads it once, 4 for the square of
 * its length, far more for what doubles with each letter. 1 where even long texts take no time worth measuring. What is
 * counted is the processor's work for this process, the least of several tries, not the time that passes.
 */
export function growth(read: (text: string) => unknown, textOf: (length: number) => string): number {
  const work = (length: number, tries: number): number => {
    const text = textOf(length);
    let least = Number.POSITIVE_INFINITY;
    for (let index = 0; index < tries; index += 1) {
      const before = process.cpuUsage();
      read(text);
      const { user, system } = process.cpuUsage(before);
      least = Math.min(least, user + system);
    }
    return least;
  };
  // By small steps: what doubles with each letter would not come to an end.
  for (let length = 16; length <= LONGEST; length = Math.ceil(length * 1.25)) {
    if (work(length, 1) < MEASURABLE || work(length, TRIES) < MEASURABLE) continue;
    const ratio = () => work(length, TRIES) / Math.max(1, work(Math.ceil(length / 2), TRIES));
    const first = ratio();
    return first < SUSPECT ? first : Math.min(first, ratio(), ratio());
  }
  return 1;
}
