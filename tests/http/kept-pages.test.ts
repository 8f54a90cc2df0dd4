import { eq } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { keptPages } from "#app/http/kept-pages.server.ts";
import { cycles } from "#db/schema/cycle.ts";
import { publications } from "#db/schema/result.ts";
import { anAccount } from "#tests/support/factories.ts";
import { openPortal } from "#tests/support/portal.ts";
import { aProvedRound } from "#tests/support/proved-round.ts";
import { aPublication, HOUR } from "#tests/support/publishing.ts";

const portal = await openPortal();
const hoursAgo = (hours: number) => new Date(Date.now() - hours * HOUR);
const published = async () => {
  const {
    results: [result],
    publication,
    cycleId,
  } = await aPublication(portal.db, {
    publication: { publishedAt: hoursAgo(1) },
    results: [{ cityName: "La Paz", country: "BO", rank: 1, reviews: 3, total: 1000 }],
  });
  const [cycle] = await portal.db.select({ slug: cycles.slug }).from(cycles).where(eq(cycles.id, cycleId));
  return {
    publicationId: publication.id,
    list: `/cycles/${cycle!.slug}/results`,
    initiative: `/initiatives/${result!.id}`,
    statistics: `/cycles/${cycle!.slug}/statistics`,
  };
};
const first = await published();
const proved = await aProvedRound(portal.db, { entries: 2, reviewers: 1, against: false });
await portal.db
  .update(publications)
  .set({ publishedAt: hoursAgo(1) })
  .where(eq(publications.roundId, proved.round.id));

describe("pages that are the same for everybody", () => {
  it.each([first.list, first.initiative, first.statistics, "/archive", "/open-data", `/proofs/${proved.round.id}`])(
    "%s is not sent again to a browser that has it",
    async (path) => {
      const { status, headers, text } = await portal.knock(path);
      expect([status, headers.get("cache-control"), headers.get("vary")]).toEqual([
        200,
        "private, no-cache",
        "Cookie, Accept-Language, Accept-Encoding",
      ]);
      const tag = headers.get("etag")!;
      expect(text.length).toBeGreaterThan(1000);
      const again = await portal.knock(path, { headers: { "if-none-match": `"another", ${tag}` } });
      expect([again.status, again.text, again.headers.get("etag")]).toEqual([304, "", tag]);
    },
  );

  it("are read anew for everybody: what was taken back is shown to nobody from that moment on", async () => {
    const { list, publicationId } = await published();
    const before = await portal.knock(list);
    await portal.db
      .update(publications)
      .set({ withdrawnAt: hoursAgo(0), withdrawalReason: "A score was entered twice." })
      .where(eq(publications.id, publicationId));
    const after = await portal.knock(list, { headers: { "if-none-match": before.headers.get("etag")! } });
    expect(before.text).toContain("La Paz");
    expect([after.status, after.text.includes("La Paz"), after.text.includes("A score was entered twice.")]).toEqual([
      200,
      false,
      true,
    ]);
  });

  it("are another page in another language, in another place of the same list and for whoever is signed in", async () => {
    const person = await anAccount(portal.db, { name: "Grace Nakato" });
    const pages = [
      await portal.knock("/archive"),
      await portal.knock("/archive?lang=fr"),
      await portal.knock("/archive", { headers: { cookie: "lang=ar" } }),
      await portal.knock("/archive?level=winner"),
    ];
    expect(new Set(pages.map(({ headers }) => headers.get("etag"))).size).toBe(pages.length);
    expect(pages.map(({ text }) => /<html lang="([^"]+)"/.exec(text)![1])).toEqual(["en", "fr", "ar", "en"]);
    const own = await portal.knock("/archive", {
      as: person.id,
      headers: { "if-none-match": pages[0]!.headers.get("etag")! },
    });
    expect([
      own.status,
      own.headers.get("etag"),
      own.headers.get("cache-control"),
      own.text.includes("Grace Nakato"),
    ]).toEqual([200, null, "private, no-store", true]);
    expect((await portal.knock("/archive")).text).toBe(pages[0]!.text);
  });
});

describe("keeping pages", () => {
  it("renders what was made of the same once, and what differs in anything that data can hold anew", () => {
    const keep = keptPages();
    const made = () => [
      { a: 1 },
      { a: "1" },
      { a: new Date(1) },
      { a: new Date(2) },
      { a: new Map([[1, 2]]) },
      { a: new Map([[1, 3]]) },
      { a: undefined },
      {},
      [1n],
      [1],
    ];
    let rendered = 0;
    const pages = [...made(), ...made()].map((each) => keep(each, () => `page ${rendered++}`));
    expect(rendered).toBe(made().length);
    expect(pages.slice(made().length)).toEqual(pages.slice(0, made().length));
  });

  it("forgets the page that was asked for longest ago", () => {
    const keep = keptPages();
    const rendered: number[] = [];
    const ask = (made: number) => keep(made, () => String(rendered.push(made)));
    for (let made = 0; made <= 99; made++) ask(made);
    for (const made of [0, 100, 0, 1]) ask(made);
    expect(rendered.slice(100)).toEqual([100, 1]);
  });
});
