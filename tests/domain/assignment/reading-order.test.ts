import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Pair, type Placed, placed } from "#app/domain/assignment/rules.ts";

describe("reading order", () => {
  const crossed = (entries: number, readers: number): Pair[] =>
    Array.from({ length: entries * readers }, (_none, index) => ({
      entryId: `e${index % entries}`,
      reviewerId: `r${Math.floor(index / entries)}`,
    }));
  /** Of each reader: the entries in the order they are read. */
  const listsOf = (places: Placed[]) =>
    [...new Set(places.map(({ reviewerId }) => reviewerId))].map((reader) =>
      places
        .filter(({ reviewerId }) => reviewerId === reader)
        .sort((a, b) => a.readingOrder - b.readingOrder)
        .map(({ entryId }) => entryId),
    );
  /** By entry: its mean place among those who read it, 0 the first and 1 the last of a list. */
  function meansOf(places: Placed[]): number[] {
    const lists = listsOf(places);
    return [...new Set(places.map(({ entryId }) => entryId))].map((entry) => {
      const found = lists.filter((list) => list.includes(entry)).map((list) => list.indexOf(entry) / (list.length - 1));
      return found.reduce((sum, at) => sum + at, 0) / found.length;
    });
  }
  const spread = (means: number[]) => Math.max(...means) - Math.min(...means);
  const size = { entries: fc.integer({ min: 2, max: 40 }), readers: fc.integer({ min: 1, max: 12 }), round: fc.uuid() };

  it("where all read all, every entry stands as early as late: mean places are equal for an even panel, and for an odd one one reader's list apart", () => {
    fc.assert(
      fc.property(fc.record(size), ({ entries, readers, round }) => {
        expect(spread(meansOf(placed(round, crossed(entries, readers), [])))).toBeLessThan(
          (readers % 2 === 0 ? 0 : 1 / readers) + 1e-9,
        );
      }),
    );
  });

  it("does not depend on the order in which pairs come, and differs between rounds", () => {
    fc.assert(
      fc.property(
        fc.record(size),
        fc.infiniteStream(fc.double({ min: 0, max: 1, noNaN: true })),
        ({ entries, readers, round }, draws) => {
          const pairs = crossed(entries, readers);
          const mixed = pairs
            .map((pair) => ({ pair, at: draws.next().value as number }))
            .sort((a, b) => a.at - b.at)
            .map(({ pair }) => pair);
          const texts = (places: Placed[]) => places.map((place) => JSON.stringify(place)).sort();
          expect(texts(placed(round, mixed, []))).toEqual(texts(placed(round, pairs, [])));
        },
      ),
    );
    expect(placed("one", crossed(20, 2), [])).not.toEqual(placed("other", crossed(20, 2), []));
  });

  it("each of eleven has an order of their own", () => {
    expect(new Set(listsOf(placed("round", crossed(30, 11), [])).map((list) => list.join())).size).toBe(11);
  });

  it("also where each entry has three of eleven readers: no entry is read much earlier or later than others", () => {
    const pairs = crossed(66, 11).filter(({ entryId, reviewerId }) =>
      [0, 3, 4].includes((Number(reviewerId.slice(1)) + Number(entryId.slice(1))) % 11),
    );
    expect(spread(meansOf(placed("round", pairs, [])))).toBeLessThan(0.3);
  });

  it("what stands stays; what comes later is put opposite to where the others read it", () => {
    const standing = [
      { entryId: "e1", reviewerId: "r1", readingOrder: 1 },
      { entryId: "e2", reviewerId: "r1", readingOrder: 2_000_000_000 },
    ];
    const [late, early] = ["e1", "e2"].map(
      (entryId) => placed("round", [{ entryId, reviewerId: "r2" }], standing)[0]!.readingOrder,
    );
    expect(early).toBeLessThan(2 ** 29);
    expect(late).toBeGreaterThan(3 * 2 ** 29);
    expect(
      placed(
        "round",
        [
          { entryId: "e1", reviewerId: "r2" },
          { entryId: "e2", reviewerId: "r2" },
        ],
        standing,
      ).map(({ entryId }) => entryId),
    ).toEqual(["e2", "e1"]);
  });

  it("fits the database's integer", () => {
    const place = fc.integer({ min: 0, max: 2_147_483_647 });
    fc.assert(
      fc.property(
        fc.uuid(),
        fc.array(place, { maxLength: 5 }),
        fc.integer({ min: 1, max: 30 }),
        (round, others, entries) => {
          const standing = others.map((readingOrder, index) => ({
            entryId: "e0",
            reviewerId: `s${index}`,
            readingOrder,
          }));
          for (const { readingOrder } of placed(round, crossed(entries, 3), standing))
            expect(readingOrder >= 0 && readingOrder <= 2_147_483_647 && Number.isInteger(readingOrder)).toBe(true);
        },
      ),
    );
  });
});
