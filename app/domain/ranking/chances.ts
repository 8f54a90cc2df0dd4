import { createHash } from "node:crypto";
import type { Fit } from "./severity.ts";

/**
 * How often each entry took each rank among draws from the posterior: `counts[at * entries + rank - 1]`, entries in the
 * order of the fit.
 */
export type RankCounts = { ids: string[]; draws: number; counts: Uint32Array };

/** Draws of all entry effects, ranked. Deterministic in the seed. */
export function rankCounts(
  fit: Fit,
  { draws, lowerIsBetter, seed }: { draws: number; lowerIsBetter: boolean; seed: string },
): RankCounts {
  const normal = normals(seed);
  const size = fit.entries.length;
  const counts = new Uint32Array(size * size);
  for (let draw = 0; draw < draws; draw++) {
    const drawn = fit.draw(normal);
    if (!lowerIsBetter) for (let at = 0; at < size; at++) drawn[at] = -drawn[at]!;
    const sorted = drawn.slice().sort();
    for (let at = 0; at < size; at++) counts[at * size + placeIn(sorted, drawn[at]!)]! += 1;
  }
  return { ids: fit.entries.map(({ id }) => id), draws, counts };
}

/** P(rank ≤ top) of each entry. */
export function chancesOf({ ids, draws, counts }: RankCounts, top: number): Map<string, number> {
  return new Map(
    ids.map((id, at) => {
      let within = 0;
      for (let rank = 0; rank < Math.min(top, ids.length); rank++) within += counts[at * ids.length + rank]!;
      return [id, within / draws];
    }),
  );
}

/** The ranks between which an entry lies in 90 of 100 draws. */
export function rankInterval({ ids, draws, counts }: RankCounts, id: string): { low: number; high: number } {
  const at = ids.indexOf(id);
  const rankAt = (share: number) => {
    let sum = 0;
    for (let rank = 0; rank < ids.length; rank++) {
      sum += counts[at * ids.length + rank]!;
      if (sum >= share * draws) return rank + 1;
    }
    return ids.length;
  };
  return { low: rankAt(0.05), high: rankAt(0.95) };
}

function placeIn(sorted: Float64Array, value: number): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle]! < value) low = middle + 1;
    else high = middle;
  }
  return low;
}

/**
 * Standard normal numbers that come out the same for the same seed: sfc32 over the seed's SHA-256, then Marsaglia's
 * polar method.
 */
export function normals(seed: string): () => number {
  const digest = createHash("sha256").update(seed).digest();
  let [a, b, c, counter] = [0, 4, 8, 12].map((at) => digest.readUInt32LE(at)) as [number, number, number, number];
  const uniform = () => {
    const sum = (a + b + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + sum) | 0;
    return (sum >>> 0) / 2 ** 32;
  };
  let spare: number | null = null;
  return () => {
    if (spare !== null) {
      const kept = spare;
      spare = null;
      return kept;
    }
    for (;;) {
      const [x, y] = [2 * uniform() - 1, 2 * uniform() - 1];
      const square = x * x + y * y;
      if (square === 0 || square >= 1) continue;
      const stretch = Math.sqrt((-2 * Math.log(square)) / square);
      spare = y * stretch;
      return x * stretch;
    }
  };
}
