import { eq } from "drizzle-orm";
import { beforeAll, describe, expect, it } from "vitest";
import { certifyPublished } from "#app/domain/certificate/commands.server.ts";
import { PORTAL } from "#app/domain/context.ts";
import { loader as archive } from "#app/routes/public/archive.tsx";
import { loader as cycle } from "#app/routes/public/cycle.tsx";
import { loader as help } from "#app/routes/public/help.tsx";
import { loader as home } from "#app/routes/public/home.tsx";
import { loader as initiative } from "#app/routes/public/initiative.tsx";
import { loader as nothing } from "#app/routes/public/not-found.tsx";
import { loader as results } from "#app/routes/public/results.tsx";
import type { Db } from "#db/client.server.ts";
import { cycles } from "#db/schema/cycle.ts";
import { publications } from "#db/schema/result.ts";
import { inTransaction, testDatabase } from "#tests/support/database.ts";
import { aCycle, aStaffMember, NOW } from "#tests/support/factories.ts";
import { openPortal } from "#tests/support/portal.ts";
import { aPublication, HOUR } from "#tests/support/publishing.ts";
import { answerOf, visitAs } from "#tests/support/visit.ts";

const { db } = await testDatabase();
const INVENTED = "6f1c1f6e-3b0e-4c52-9d29-3f3b7f8f9a10";
const SOON = new Date(NOW.getTime() + HOUR);
type Loader = (args: Awaited<ReturnType<typeof visitAs>>) => Promise<unknown>;
const visit = async (loader: Loader, tx: Db, url: string, params: Record<string, string> = {}) =>
  answerOf(loader(await visitAs(tx, null, url, { params, now: NOW })));
const slugOf = async (tx: Db, cycleId: string) =>
  (await tx.select({ slug: cycles.slug }).from(cycles).where(eq(cycles.id, cycleId)))[0]!.slug;

const portal = await openPortal();
const hour = (hours: number) => new Date(Date.now() + hours * HOUR);
const embargoed = await aPublication(portal.db, {
  publication: { publishedAt: hour(1) },
  results: [{ cityName: "Canaria" }],
});
const withdrawn = await aPublication(portal.db, {
  publication: { publishedAt: hour(-2), withdrawnAt: hour(-1), withdrawalReason: "A score was entered twice." },
  results: [{ cityName: "Canaria" }],
});
const unpublished = await aCycle(portal.db);
const standing = await aPublication(portal.db, {
  publication: { publishedAt: hour(-1), note: { en: "Names known so far." } },
  results: [
    {
      cityName: "La Paz",
      country: "BO",
      honours: [{ en: "Online Popular City" }],
      rank: 1,
      reviews: 3,
      total: 1000,
      reason: "Chosen over a higher mean.",
      lat: -16.5,
      lon: -68.1,
    },
    { title: "", description: "" },
  ],
});

/** A page with its own address taken out, for comparing. */
const read = async (path: string) => {
  const { status, text } = await portal.knock(path);
  return { status, text: text.replaceAll(path, "HERE").replaceAll(encodeURIComponent(path), "HERE") };
};

describe("public pages", () => {
  it.each([
    ["/", home],
    ["/archive?level=winner", archive],
    ["/help", help],
  ] as [string, Loader][])("%s is there for everybody", (url, loader) =>
    inTransaction(db, async (tx) => {
      expect((await visit(loader, tx, url)).status).toBe(200);
    }),
  );

  it("answers the same for a hidden result as for an invented one, whoever asks", () =>
    inTransaction(db, async (tx) => {
      const {
        results: [hidden],
        cycleId,
      } = await aPublication(tx, { publication: { publishedAt: SOON } });
      const slug = await slugOf(tx, cycleId);
      const staff = await aStaffMember(tx);
      for (const person of [null, staff]) {
        const ask = async (loader: Loader, params: Record<string, string>) =>
          answerOf(loader(await visitAs(tx, person, "/x", { params, now: NOW })));
        const invented = await ask(initiative, { resultId: INVENTED });
        expect([invented.status, invented.data]).toEqual([404, { because: "not-found" }]);
        expect(await ask(initiative, { resultId: hidden!.id })).toEqual(invented);
        expect(await ask(initiative, { resultId: "not-a-uuid" })).toEqual(invented);
        expect(await ask(results, { slug })).toEqual(invented);
        expect(await ask(results, { slug: "invented" })).toEqual(invented);
        expect(await ask(cycle, { slug: "invented" })).toEqual(invented);
        expect(await ask(nothing, {})).toEqual(invented);
      }
    }));

  it("gives every page a full address without a language", () =>
    inTransaction(db, async (tx) => {
      const { slug } = await aCycle(tx);
      const { data } = await visit(cycle, tx, `/cycles/${slug}?lang=zh-Hans`, { slug });
      expect(data).toMatchObject({ here: `http://portal.example:3000/cycles/${slug}`, locale: "zh-Hans" });
    }));
});

describe("as the browser gets it", () => {
  it("B61: pages that may not be read yet are, byte for byte, those that never were", async () => {
    const [page, list] = [await read(`/initiatives/${INVENTED}`), await read("/cycles/invented/results")];
    expect([page.status, list.status]).toEqual([404, 404]);
    for (const { results: hidden } of [embargoed, withdrawn])
      expect(await read(`/initiatives/${hidden[0]!.id}`)).toEqual(page);
    expect(await read(`/cycles/${await slugOf(portal.db, embargoed.cycleId)}/results`)).toEqual(list);
    expect(await read(`/cycles/${unpublished.slug}/results`)).toEqual(list);
  });

  it("says why a result was withdrawn, and not what it was", async () => {
    const { status, text } = await read(`/cycles/${await slugOf(portal.db, withdrawn.cycleId)}/results`);
    expect(status).toBe(200);
    expect(text).toContain("A score was entered twice.");
    expect(text).not.toContain("Canaria");
  });

  it("shows a standing result with its mean, honours, note and the reason for a departure", async () => {
    const { text } = await read(`/cycles/${await slugOf(portal.db, standing.cycleId)}/results`);
    for (const shown of [
      "La Paz",
      "Online Popular City",
      "3.3333",
      "Names known so far.",
      "Chosen over a higher mean.",
      "Title not recorded",
    ])
      expect(text).toContain(shown);
  });

  it("says in its file what its page says, and nothing of what is hidden", async () => {
    const slug = await slugOf(portal.db, standing.cycleId);
    const [csv, json] = [
      await portal.knock(`/cycles/${slug}/results.csv`),
      await portal.knock(`/cycles/${slug}/results.json`),
    ];
    expect([
      csv.headers.get("content-type"),
      csv.headers.get("content-disposition"),
      json.headers.get("content-type"),
    ]).toEqual(["text/csv; charset=utf-8", `attachment; filename="${slug}.csv"`, "application/json"]);
    for (const { text } of [csv, json])
      for (const shown of ["La Paz", "Online Popular City", "Chosen over a higher mean."])
        expect(text).toContain(shown);
    expect(JSON.parse(json.text)).toMatchObject({ version: 1, results: [{ city: "Kampala" }, { city: "La Paz" }] });
    const nothing = await portal.knock("/cycles/invented/results.csv");
    for (const { cycleId } of [embargoed, { cycleId: unpublished.id }]) {
      const hidden = await slugOf(portal.db, cycleId);
      for (const ending of ["csv", "json"])
        expect((await portal.knock(`/cycles/${hidden}/results.${ending}`)).status).toBe(nothing.status);
    }
    for (const path of [
      `/cycles/${await slugOf(portal.db, withdrawn.cycleId)}/results.csv`,
      "/feed.atom",
      "/sitemap.xml",
      "/open-data",
    ])
      expect((await portal.knock(path)).text).not.toContain("Canaria");
  });

  it("tells search engines in schema.org what the page tells people; no title breaks out of it", async () => {
    const {
      results: [shown],
    } = await aPublication(portal.db, {
      publication: { publishedAt: hour(-1) },
      results: [{ title: "</script><script src=//evil.example>", lat: 0.3, lon: 32.6, sdgs: [11] }],
    });
    const { text } = await portal.knock(`/initiatives/${shown!.id}`);
    const [, data] = /<script type="application\/ld\+json">(.*?)<\/script>/.exec(text)!;
    expect(JSON.parse(data!)).toMatchObject({
      "@type": "CreativeWork",
      name: shown!.title,
      contentLocation: { geo: { latitude: 0.3 } },
      about: ["11 Sustainable cities and communities"],
    });
    expect(text.match(/<script[^>]*>/g)).toEqual([
      '<script type="application/ld+json">',
      '<script src="/clock.js" defer="">',
    ]);
    const list = await portal.knock(`/cycles/${await slugOf(portal.db, standing.cycleId)}/results`);
    expect(JSON.parse(/<script type="application\/ld\+json">(.*?)<\/script>/.exec(list.text)![1]!)).toMatchObject({
      "@type": "Dataset",
      distribution: [{ encodingFormat: "text/csv" }, {}],
      hasPart: [{ name: "Kampala" }, { name: "Boda boda guides" }],
    });
  });

  it.each([
    "/",
    "/archive",
    "/open-data",
    "/archive?q=paz&sdg=11&level=winner&page=7",
    "/help",
    "/accessibility",
    "/about",
    "/privacy",
  ])("%s is whole in both languages, small, and brings no code to run but the clock", async (path) => {
    for (const lang of ["en", "zh-Hans"]) {
      const { status, text } = await portal.knock(`${path}${path.includes("?") ? "&" : "?"}lang=${lang}`);
      expect(status).toBe(200);
      expect(text).toContain(`<html lang="${lang}" `);
      expect(text.match(/<title>[^<]+ – Kapok<\/title>/g)).toHaveLength(1);
      expect(text.match(/rel="canonical"/g)).toHaveLength(1);
      expect(text.match(/<script[^>]*>/g)).toEqual(['<script src="/clock.js" defer="">']);
    }
  });
});

it("whoever is to watch the log from the start finds whole commands on a page that stands from the start", async () => {
  const { text } = await portal.knock("/open-data");
  expect(text.match(/<pre[^>]*>.*?<\/pre>/g)!.map((each) => each.replace(/<[^>]*>/g, ""))).toEqual([
    `node witness.mjs key YOUR-NAME ${portal.services.logKey.verifier}`,
    `node witness.mjs cosign ${portal.url}`,
  ]);
});

describe("a certificate", () => {
  const CERTIFICATE = /certificates\/([0-9A-Z]{16})"/;
  beforeAll(async () => {
    await certifyPublished({ db: portal.db, actor: PORTAL, now: new Date() });
  });

  it("is found from the initiative's page, says that it stands, and is there as a PDF in the reader's language", async () => {
    const code = CERTIFICATE.exec((await portal.knock(`/initiatives/${standing.results[0]!.id}`)).text)![1]!;
    const { status, text } = await portal.knock(`/certificates/${code}`);
    expect([
      status,
      text.includes("This certificate stands"),
      text.includes("La Paz"),
      text.includes("Online Popular City"),
    ]).toEqual([200, true, true, true]);
    const pdf = await portal.knock(`/certificates/${code}/certificate.pdf?lang=fr`);
    expect([pdf.status, pdf.headers.get("content-type"), pdf.headers.get("content-disposition")]).toEqual([
      200,
      "application/pdf",
      expect.stringContaining("La-Paz.pdf"),
    ]);
    expect((await portal.knock(`/certificates/${code}/list.txt`)).text).toContain('"city":"La Paz"');
  });

  it("of a list that was taken back says so; its files, invented codes and nonsense are the same 404", async () => {
    const {
      publication,
      results: [result],
    } = await aPublication(portal.db, { publication: { publishedAt: hour(-3) }, results: [{ cityName: "Canaria" }] });
    await certifyPublished({ db: portal.db, actor: PORTAL, now: new Date() });
    const code = CERTIFICATE.exec((await portal.knock(`/initiatives/${result!.id}`)).text)![1]!;
    await portal.db
      .update(publications)
      .set({ withdrawnAt: new Date(), withdrawalReason: "Counted twice." })
      .where(eq(publications.id, publication.id));
    const { status, text } = await portal.knock(`/certificates/${code}`);
    expect([
      status,
      text.includes("no longer stands"),
      text.includes("Counted twice."),
      text.includes("Canaria"),
    ]).toEqual([200, true, true, false]);
    for (const path of ["/certificate.pdf", "/list.txt"])
      expect((await portal.knock(`/certificates/${code}${path}`)).status).toBe(404);
    const invented = await read("/certificates/0000000000000000");
    expect(invented.status).toBe(404);
    expect(await read("/certificates/nonsense")).toEqual(invented);
  });
});

it("a twenty-first search at once from one place is told that there are too many", () =>
  inTransaction(db, async (tx) => {
    const args = await visitAs(tx, null, "/archive?q=water", { now: NOW });
    const { limits } = args.context.services;
    let release = () => {};
    const waits = new Promise<void>((resolve) => (release = resolve));
    const others = Array.from({ length: 20 }, () => limits.searching(args.context.ip, () => waits));
    expect(await answerOf(archive(args))).toMatchObject({ status: 429, data: { because: "searches-busy" } });
    release();
    await Promise.all(others);
    expect(await answerOf(archive(args))).toMatchObject({ status: 200 });
  }));
