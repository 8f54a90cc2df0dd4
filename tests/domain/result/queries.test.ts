import { eq } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { noteKey } from "#app/domain/commitment/note.ts";
import { NotFound } from "#app/domain/errors.ts";
import { PER_PAGE } from "#app/domain/paging.ts";
import { getPublicCycle } from "#app/domain/result/call.server.ts";
import { cycleResults, getResult } from "#app/domain/result/queries.server.ts";
import { homePage } from "#app/domain/result/home.server.ts";
import { publishedResults } from "#app/domain/result/search.server.ts";
import { readFilter } from "#app/domain/result/rules.ts";
import type { Db } from "#db/client.server.ts";
import { cycles, levels } from "#db/schema/cycle.ts";
import { panelMembers } from "#db/schema/panel.ts";
import { publications } from "#db/schema/result.ts";
import { rounds } from "#db/schema/round.ts";
import { scrutineerKeys } from "#db/schema/scrutiny.ts";
import { inTransaction, testDatabase } from "#tests/support/database.ts";
import { aCycle, anAccount, aRound, aRubric, NOW } from "#tests/support/factories.ts";
import { aPublication, HOUR } from "#tests/support/publishing.ts";
import { countingDatabase } from "#tests/support/statements.ts";

const database = await testDatabase();
const { db } = database;
const at = (tx: Db, now = NOW) => ({ db: tx, now });
const find = (tx: Db, query = "", now = NOW) => publishedResults(at(tx, now), readFilter(new URLSearchParams(query)));
const slugOf = async (tx: Db, cycleId: string) =>
  (await tx.select({ slug: cycles.slug }).from(cycles).where(eq(cycles.id, cycleId)))[0]!.slug;
const names = (page: { results: { cityName: string }[] }) => page.results.map(({ cityName }) => cityName);
const SOON = new Date(NOW.getTime() + HOUR);
const PAST = new Date(NOW.getTime() - HOUR);

describe("what is not public does not exist", () => {
  const WITHDRAWN = {
    publishedAt: new Date(NOW.getTime() - 2 * HOUR),
    withdrawnAt: PAST,
    withdrawalReason: "A score was entered twice.",
  };
  it.each([
    ["under embargo", { publishedAt: SOON }],
    ["one millisecond before its moment", { publishedAt: new Date(NOW.getTime() + 1) }],
    ["withdrawn", WITHDRAWN],
  ])("B63: a result %s is in no list, no search, no count and on no page", (_state, publication) =>
    inTransaction(db, async (tx) => {
      const { results, cycleId } = await aPublication(tx, {
        publication,
        results: [{ cityName: "Canaria", title: "Canary", description: "canary", lat: 1, lon: 2 }],
      });
      await aPublication(tx, { results: [{ cityName: "Kampala" }] });
      await expect(getResult(at(tx), results[0]!.id)).rejects.toThrow(NotFound);
      for (const query of ["", "q=canary", "q=Canaria", "theme=governance", "country=UG"])
        expect(names(await find(tx, query)).filter((name) => name === "Canaria")).toEqual([]);
      const everything = JSON.stringify([
        await find(tx),
        await homePage(at(tx)),
        await getPublicCycle(at(tx), await slugOf(tx, cycleId)),
      ]);
      expect(everything).not.toContain("Canar");
      expect((await find(tx)).total).toBe(1);
      expect((await homePage(at(tx))).archive).toEqual({ results: 1, cities: 1, countries: 1, cycles: 1 });
    }),
  );

  it("appears at its moment, to the millisecond", () =>
    inTransaction(db, async (tx) => {
      const { results } = await aPublication(tx, { publication: { publishedAt: SOON } });
      expect((await getResult(at(tx, SOON), results[0]!.id)).cityName).toBe("Kampala");
      expect((await find(tx, "", SOON)).total).toBe(1);
    }));

  it("says that a result was withdrawn and why, and nothing of what it was", () =>
    inTransaction(db, async (tx) => {
      const { cycleId } = await aPublication(tx, { publication: WITHDRAWN, results: [{ cityName: "Canaria" }] });
      const page = await cycleResults(at(tx), await slugOf(tx, cycleId));
      expect(page.withdrawn?.reason).toBe("A score was entered twice.");
      expect(page.results).toEqual([]);
      expect(JSON.stringify(page)).not.toContain("Canaria");
    }));

  it("does not tell of an embargoed result that was withdrawn before anybody could read it", () =>
    inTransaction(db, async (tx) => {
      const { cycleId } = await aPublication(tx, {
        publication: { publishedAt: SOON, withdrawnAt: PAST, withdrawalReason: "Too early." },
      });
      await expect(cycleResults(at(tx), await slugOf(tx, cycleId))).rejects.toThrow(NotFound);
    }));

  it.each([
    ["nothing published", null],
    ["an embargo", { publishedAt: SOON }],
  ])("has no results page for a cycle with %s", (_state, publication) =>
    inTransaction(db, async (tx) => {
      const cycleId = publication ? (await aPublication(tx, { publication })).cycleId : (await aCycle(tx)).id;
      await expect(cycleResults(at(tx), await slugOf(tx, cycleId))).rejects.toThrow(NotFound);
      await expect(cycleResults(at(tx), "invented")).rejects.toThrow(NotFound);
    }),
  );

  it("shows what stands beside what was withdrawn", () =>
    inTransaction(db, async (tx) => {
      const { cycleId } = await aPublication(tx, { publication: WITHDRAWN, results: [{ cityName: "Canaria" }] });
      await aPublication(tx, { cycleId, results: [{ cityName: "Kampala" }] });
      const page = await cycleResults(at(tx), await slugOf(tx, cycleId));
      expect({ names: names(page), withdrawn: page.withdrawn }).toEqual({ names: ["Kampala"], withdrawn: null });
    }));
});

describe("the archive", () => {
  const several = async (tx: Db) => {
    const cycle = await aCycle(tx, { archived: true, slug: "award-2016", year: 2016 });
    await tx.insert(levels).values([
      { cycleId: cycle.id, key: "winner", name: { en: "Winner" }, position: 1 },
      { cycleId: cycle.id, key: "shortlisted", name: { en: "Shortlisted" }, position: 2 },
    ]);
    await aPublication(tx, {
      cycleId: cycle.id,
      results: [
        {
          cityName: "Medellín",
          country: "CO",
          region: "Latin America and Caribbean",
          levelKey: "shortlisted",
          title: "Recycling in the hills",
          sdgs: [11, 13],
          theme: "resilience",
        },
        {
          cityName: "La Paz",
          country: "BO",
          region: "Latin America and Caribbean",
          levelKey: "winner",
          title: "Zebras",
          honours: [{ en: "Online Popular City" }],
          sdgs: [3],
          theme: "governance",
          lat: -16.5,
          lon: -68.1,
        },
        {
          cityName: "Yiwu",
          country: "CN",
          region: "Asia-Pacific",
          levelKey: null,
          title: "",
          description: "",
          honours: [{ en: "Special Mention Initiative" }],
          theme: "",
        },
      ],
    });
  };

  it.each([
    ["", ["La Paz", "Medellín", "Yiwu"]],
    ["level=winner", ["La Paz"]],
    ["level=distinction", ["Yiwu"]],
    ["region=Asia-Pacific", ["Yiwu"]],
    ["country=CO", ["Medellín"]],
    ["theme=resilience", ["Medellín"]],
    ["sdg=11", ["Medellín"]],
    ["cycle=award-2016", ["La Paz", "Medellín", "Yiwu"]],
    ["cycle=award-2012", []],
    ["q=medellin", ["Medellín"]],
    ["q=recycle", ["Medellín"]],
    ["q=popular", ["La Paz"]],
    ["q=%E4%B9%89%E4%B9%8C%E5%B8%82", ["Yiwu"]],
    ["q=%E7%8E%BB%E5%88%A9%E7%BB%B4%E4%BA%9A", ["La Paz"]],
    ["q=colombia", ["Medellín"]],
    ["q=zebras&level=shortlisted", []],
    ["q=%25", []],
    ["q=')%20or%201=1--", []],
    ["q=a%00b", ["La Paz", "Medellín", "Yiwu"]],
    ["sdg=99&page=-3", ["La Paz", "Medellín", "Yiwu"]],
  ])("finds by %s", (query, expected) =>
    inTransaction(db, async (tx) => {
      await several(tx);
      expect(names(await find(tx, query))).toEqual(expected);
    }),
  );

  it("offers what there is to narrow down to, with counts", () =>
    inTransaction(db, async (tx) => {
      await several(tx);
      const { facets } = await find(tx, "level=winner");
      const told = Object.fromEntries(
        Object.entries(facets).map(([name, list]) => [name, list.map(({ value, count }) => [value, count])]),
      );
      expect(told).toEqual({
        cycles: [["award-2016", 3]],
        levels: [
          ["winner", 1],
          ["shortlisted", 1],
          ["distinction", 1],
        ],
        regions: [
          ["Asia-Pacific", 1],
          ["Latin America and Caribbean", 2],
        ],
        countries: [
          ["BO", 1],
          ["CN", 1],
          ["CO", 1],
        ],
        themes: [
          ["governance", 1],
          ["resilience", 1],
        ],
        sizes: [],
      });
    }));

  it("shows fifty a page and all that match on the map", () =>
    inTransaction(db, async (tx) => {
      await aPublication(tx, {
        results: Array.from({ length: 53 }, (_none, index) => ({
          cityName: `City ${String(index).padStart(2, "0")}`,
          lat: 1,
          lon: index,
        })),
      });
      const [first, second] = [await find(tx), await find(tx, "page=2")];
      expect([first.total, first.results.length, first.points.length, names(second)]).toEqual([
        53,
        PER_PAGE,
        53,
        ["City 50", "City 51", "City 52"],
      ]);
    }));

  it("lists a level alphabetically, accents apart", () =>
    inTransaction(db, async (tx) => {
      await aPublication(tx, { results: ["Zürich", "Östersund", "Oslo", "Ankara"].map((cityName) => ({ cityName })) });
      expect(names(await find(tx))).toEqual(["Ankara", "Oslo", "Östersund", "Zürich"]);
    }));
});

describe("the call", () => {
  it("shows open calls first, then those to come, and no closed or archived ones", () =>
    inTransaction(db, async (tx) => {
      await tx.delete(publications);
      await aCycle(tx, { slug: "later", opensAt: SOON });
      await aCycle(tx, { slug: "now" });
      await aCycle(tx, { slug: "over", closesAt: new Date(NOW.getTime() - 1) });
      await aCycle(tx, { slug: "old", archived: true });
      expect((await homePage(at(tx))).calls.map(({ slug }) => slug)).toEqual(["now", "later"]);
    }));

  it("publishes the criteria of its rounds, and of no rubric that is still being written", () =>
    inTransaction(db, async (tx) => {
      const cycle = await aCycle(tx);
      await aRubric(tx, cycle.id);
      expect((await getPublicCycle(at(tx), cycle.slug)).rubrics).toEqual([]);
      await aRound(tx, { cycleId: cycle.id });
      const [rubric] = (await getPublicCycle(at(tx), cycle.slug)).rubrics;
      expect(rubric!.criteria.reduce((sum, { weight }) => sum + weight, 0)).toBe(100);
      for (const discussion of ["off", "after-own", "after-freeze"] as const) {
        await tx.update(rounds).set({ discussion }).where(eq(rounds.cycleId, cycle.id));
        expect((await getPublicCycle(at(tx), cycle.slug)).rubrics[0]!.rounds).toMatchObject([
          { discussion, method: "mean", disclosure: expect.any(Number) as number },
        ]);
      }
    }));

  it("shows the keys of those who scrutinise its open rounds: no round before it opens, nobody who was taken off", () =>
    inTransaction(db, async (tx) => {
      const cycle = await aCycle(tx);
      const [open, planned] = [
        await aRound(tx, { cycleId: cycle.id, opensAt: NOW }),
        await aRound(tx, { cycleId: cycle.id, opensAt: new Date(NOW.getTime() + 1) }),
      ];
      const stated = async (roundId: string, byte: number, role: "scrutineer" | "reviewer" | null) => {
        const [{ id }, { bare, verifier }] = [
          await anAccount(tx),
          noteKey(`scrutineer.example/${byte}`, Buffer.alloc(32, byte)),
        ];
        if (role) await tx.insert(panelMembers).values({ roundId, accountId: id, role, joinedAt: NOW });
        await tx.insert(scrutineerKeys).values({ roundId, accountId: id, key: verifier, bare, at: NOW });
        return verifier;
      };
      const key = await stated(open.id, 1, "scrutineer");
      await stated(open.id, 2, null);
      await stated(open.id, 3, "reviewer");
      await stated(planned.id, 4, "scrutineer");
      await stated((await aRound(tx, { opensAt: NOW })).id, 5, "scrutineer");
      expect((await getPublicCycle(at(tx), cycle.slug)).keys).toEqual([
        { key, at: expect.any(String) as string, round: open.name },
      ]);
    }));

  it("is not there under an invented address", () =>
    inTransaction(db, async (tx) => {
      await expect(getPublicCycle(at(tx), "invented")).rejects.toThrow(NotFound);
    }));
});

it("asks the database once a page, for one result as for three", async () => {
  const counting = countingDatabase(database);
  const single = await aPublication(db, { results: [{}] });
  const slug = await slugOf(db, single.cycleId);
  const pages = async () => [
    await counting.during(() => publishedResults(at(counting.db), readFilter(new URLSearchParams()))),
    await counting.during(() => cycleResults(at(counting.db), slug)),
    await counting.during(() => getResult(at(counting.db), single.results[0]!.id)),
    await counting.during(() => homePage(at(counting.db))),
    await counting.during(() => getPublicCycle(at(counting.db), slug)),
  ];
  expect(await pages()).toEqual([1, 1, 1, 1, 1]);
  await aPublication(db, { cycleId: single.cycleId, results: [{}, {}] });
  expect(await pages()).toEqual([1, 1, 1, 1, 1]);
  expect((await cycleResults(at(db), slug)).results).toHaveLength(3);
});
