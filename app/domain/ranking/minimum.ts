type Surface = (first: number, second: number) => number;

/**
 * How narrow the search gets: enough for seven digits of what it is for, or only to see whether a place is worth a
 * closer look.
 */
const FINE = 1e-7;
const COARSE = 1e-2;
const NEAR = 1e-3;
/** A coarse search is off by far less than this. */
const CLEARLY_WORSE = 1;
/** So far above the best, the foot of a curve is not reached by moving along it. */
const FAR_WORSE = 50;
/** Below this a difference of the criterion is noise, and the simpler answer is taken. */
const NOISE = 1e-7;
/** Scores without any error would be fitted best at infinity; here they are fitted as well as double numbers can. */
const MOST = 1000;

/**
 * The two non-negative numbers at which a smooth surface is lowest, by Nelder and Mead from (1, 0.5). Each is also
 * tried at exactly zero, where a search from inside only ever gets close: on a level with the best, zero wins. With
 * `near`, where the answer of almost the same question lies, the search begins there and stops at three digits, and
 * zero is only tried where it might win.
 */
export function minimise(surface: Surface, near?: readonly [number, number]): [number, number] {
  const start = near ? near.map((value) => Math.max(value, 0.05)) : [1, 0.5];
  const inside = simplex((point) => surface(inRange(point[0]!), inRange(point[1]!)), start, near ? NEAR : FINE).map(
    inRange,
  ) as [number, number];
  const height = ([first, second]: [number, number]) => surface(first, second);
  const worst = height(inside) + CLEARLY_WORSE;
  const foot = (curve: (at: number) => number, from: number) =>
    near && curve(from) > worst + FAR_WORSE ? from : along(curve, from, worst);
  const candidates: [number, number][] = [
    inside,
    [foot((theta) => surface(theta, 0), inside[0]), 0],
    [0, foot((theta) => surface(0, theta), inside[1])],
    [0, 0],
  ];
  return candidates.reduce((best, next) => (height(next) <= height(best) + NOISE ? next : best));
}

/** The lowest place of a curve; only roughly where that lies above `worst`. */
function along(curve: (at: number) => number, from: number, worst: number): number {
  const search = (start: number, width: number) =>
    inRange(simplex((point) => curve(inRange(point[0]!)), [start], width)[0]!);
  const roughly = search(Math.max(from, 0.1), COARSE);
  return curve(roughly) > worst ? roughly : search(Math.max(roughly, 0.1), FINE);
}

const inRange = (theta: number): number => Math.min(Math.abs(theta), MOST);

/** Nelder and Mead (1965) with their own constants, until the corners lie within `narrow`. */
function simplex(surface: (point: number[]) => number, start: number[], narrow: number): number[] {
  const measured = (point: number[]) => ({ point, height: surface(point) });
  let corners = [
    start,
    ...start.map((_, axis) => start.map((value, at) => (at === axis ? value * 1.2 + 0.05 : value))),
  ].map(measured);
  for (let step = 0; step < 500; step++) {
    corners.sort((a, b) => a.height - b.height);
    const [best, worst] = [corners[0]!, corners.at(-1)!];
    const width = Math.max(
      ...corners.map(({ point }) => Math.max(...point.map((value, at) => Math.abs(value - best.point[at]!)))),
    );
    if (width < narrow) break;
    const centre = start.map(
      (_, at) => corners.slice(0, -1).reduce((sum, { point }) => sum + point[at]!, 0) / (corners.length - 1),
    );
    const moved = (by: number) => measured(centre.map((value, at) => value + by * (worst.point[at]! - value)));
    const reflected = moved(-1);
    const second = corners.at(-2)!.height;
    let next = reflected;
    if (reflected.height < best.height) {
      const expanded = moved(-2);
      if (expanded.height < reflected.height) next = expanded;
    } else if (reflected.height >= second) {
      next = reflected.height < worst.height ? moved(-0.5) : moved(0.5);
      if (next.height >= Math.min(reflected.height, worst.height)) {
        corners = corners.map(({ point }) => measured(point.map((value, at) => (value + best.point[at]!) / 2)));
        continue;
      }
    }
    corners[corners.length - 1] = next;
  }
  return corners.sort((a, b) => a.height - b.height)[0]!.point;
}
