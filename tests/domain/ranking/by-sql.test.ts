import { sql } from "drizzle-orm";
import fc from "fast-check";
import { expect, it } from "vitest";
import { propose, rank } from "#app/domain/ranking/rules.ts";
import { testDatabase } from "#tests/support/database.ts";

const { db } = await testDatabase();

/** Few different totals and counts, so that ties, also between 2/4 and 1/2, come up all the time. */
const round = fc.record({
  entries: fc.array(
    fc.record({
      reviews: fc.integer({ min: 0, max: 6 }),
      points: fc.integer({ min: 1, max: 4 }),
      more: fc.integer({ min: 0, max: 2 }),
    }),
    { minLength: 1, maxLength: 14 },
  ),
  levels: fc.array(fc.integer({ min: 0, max: 5 }), { minLength: 1, maxLength: 3 }),
});
const ROUNDS = 10_000;

/**
 * Ranks by SQL alone. Means over a common denominator of 1 to 6 reviews are whole numbers, so that it needs no
 * fractions.
 */
function rankedBySql(rounds: unknown[]) {
  return db.execute<{ round: number; entry: string; rank: number | null; sharing: number }>(sql`
    with given as (
      select (r.ordinality - 1)::int as round, e.value->>'entryId' as entry, (e.value->>'reviews')::int as reviews, (e.value->>'total')::bigint * 60 / greatest((e.value->>'reviews')::int, 1) as mean
      from jsonb_array_elements(${JSON.stringify(rounds)}::text::jsonb) with ordinality r(round, ordinality), jsonb_array_elements(r.round) e
    )
    select round, entry, case when reviews > 0 then (rank() over (partition by round, reviews > 0 order by mean desc))::int end as rank,
      (count(*) over (partition by round, reviews > 0, mean))::int as sharing from given`);
}

/** The level of a place, by counting places off one after the other. */
function levelAt(place: number, levels: readonly { levelKey: string; places: number }[]): string | null {
  let left = place;
  for (const { levelKey, places } of levels) {
    left -= places;
    if (left <= 0) return levelKey;
  }
  return null;
}

it(`ranks are those that SQL gives and levels those that counting gives, in ${ROUNDS} random rounds`, async () => {
  const rounds = fc.sample(round, { numRuns: ROUNDS, seed: 20_261_126 }).map(({ entries, levels }) => ({
    levels: levels.map((places, at) => ({ levelKey: `level-${at}`, places })),
    entries: entries.map(({ reviews, points, more }, at) => ({
      entryId: `e${at}`,
      code: `c${at}`,
      reviews,
      total: reviews === 0 ? 0 : reviews * points * 100 + more * 50,
    })),
  }));
  const rows = await rankedBySql(rounds.map(({ entries }) => entries));
  const others = new Map(rows.map((row) => [`${row.round} ${row.entry}`, row]));
  const [found, expected]: [unknown[], unknown[]] = [[], []];
  let [ties, levelled] = [0, 0];
  for (const [at, { entries, levels }] of rounds.entries()) {
    const ranked = rank(entries);
    const proposals = propose(ranked, levels);
    for (const { entryId, rank: place, tied } of ranked) {
      const other = others.get(`${at} ${entryId}`)!;
      const between =
        other.rank === null
          ? []
          : Array.from({ length: other.sharing }, (_none, step) => String(levelAt(other.rank! + step, levels)));
      const proposal = proposals.get(entryId)!;
      const own = proposal.kind === "level" ? [proposal.levelKey] : proposal.kind === "tie" ? proposal.between : [];
      found.push([at, entryId, place, own.map(String).sort().join()]);
      expected.push([at, entryId, other.rank, [...new Set(between)].sort().join()]);
      if (tied) ties += 1;
      if (proposal.kind === "level" && proposal.levelKey !== null) levelled += 1;
    }
  }
  const wrong = found.findIndex((each, at) => String(each) !== String(expected[at]));
  expect(found[wrong]).toEqual(expected[wrong]);
  expect(rows).toHaveLength(found.length);
  expect(ties).toBeGreaterThan(10_000);
  expect(levelled).toBeGreaterThan(10_000);
});
