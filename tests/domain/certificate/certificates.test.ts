import { eq } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { sha256 } from "#app/domain/audit/rules.ts";
import { certifyPublished } from "#app/domain/certificate/commands.server.ts";
import {
  certificatesOf,
  certifiedList,
  codeOfCertificate,
  getCertificate,
  type Issued,
} from "#app/domain/certificate/queries.server.ts";
import { PORTAL } from "#app/domain/context.ts";
import { NotFound } from "#app/domain/errors.ts";
import { action as lookUp } from "#app/routes/public/certificates.tsx";
import type { Db } from "#db/client.server.ts";
import { certificates } from "#db/schema/certificate.ts";
import { publications, results } from "#db/schema/result.ts";
import { eventsOf } from "#tests/support/audit.ts";
import { inTransaction, testDatabase } from "#tests/support/database.ts";
import { NOW } from "#tests/support/factories.ts";
import { aPublication, HOUR } from "#tests/support/publishing.ts";
import { answerOf, visitAs } from "#tests/support/visit.ts";

const { db } = await testDatabase();
const at = (tx: Db, now = NOW) => ({ db: tx, now });
const certify = (tx: Db, now = NOW) => certifyPublished({ db: tx, actor: PORTAL, now });
const SOON = new Date(NOW.getTime() + HOUR);
const LATER = new Date(NOW.getTime() + 2 * HOUR);
const PLACES = [
  {
    cityName: "La Paz",
    country: "BO",
    coApplicants: [{ cityName: "Kampala", country: "UG" }],
    levelKey: "winner",
    honours: [{ en: "Online Popular City" }],
    title: "Zebras",
  },
  { cityName: "Yiwu", country: "CN", levelKey: null, honours: [{ en: "Special Mention Initiative" }], title: "" },
];
const codesOf = async (tx: Db, resultId: string) =>
  (
    await tx
      .select({ code: certificates.code, version: certificates.version })
      .from(certificates)
      .where(eq(certificates.resultId, resultId))
      .orderBy(certificates.version)
  ).map(({ code }) => code);
const change = (tx: Db, id: string, given: Partial<typeof publications.$inferInsert>) =>
  tx.update(publications).set(given).where(eq(publications.id, id));

describe("certifying", () => {
  it("gives every place of a public list one certificate, distinctions without a level too, and says so in the audit trail", () =>
    inTransaction(db, async (tx) => {
      const {
        publication,
        results: [winner, mention],
      } = await aPublication(tx, { results: PLACES });
      expect(await certify(tx)).toBe(2);
      expect((await eventsOf({ db: tx }, publication.id)).map(({ type }) => type)).toEqual(["certificate.issued"]);
      const [code] = await codesOf(tx, winner!.id);
      expect(await getCertificate(at(tx), code!)).toMatchObject({
        state: "standing",
        certified: {
          city: "La Paz",
          coApplicants: PLACES[0]!.coApplicants,
          level: "winner",
          honours: ["Online Popular City"],
          title: "Zebras",
          version: 1,
          published: publication.publishedAt.toISOString(),
        },
        newest: null,
      });
      const [alone] = await codesOf(tx, mention!.id);
      expect(await certificatesOf(at(tx), { resultId: mention!.id })).toEqual([
        { code: alone, level: null, honours: PLACES[1]!.honours },
      ]);
      expect(((await getCertificate(at(tx), alone!)) as Issued).certified).not.toHaveProperty("coApplicants");
    }));

  it("is found by its code as somebody types it, and by no other", () =>
    inTransaction(db, async (tx) => {
      const {
        results: [winner],
      } = await aPublication(tx, { results: PLACES });
      await certify(tx);
      const code = (await codesOf(tx, winner!.id))[0]!;
      const typed = code.toLowerCase().replace(/.{4}/g, "$& - ");
      expect(
        await Promise.all(
          [typed, "0000-0000-0000-0000", "not a code", ""].map((text) => codeOfCertificate(at(tx), text)),
        ),
      ).toEqual([code, null, null, null]);
      const send = (certificate: string) =>
        visitAs(tx, null, "/certificates", { form: { certificate }, now: NOW }).then((visit) =>
          answerOf(lookUp(visit)),
        );
      expect(await send(typed)).toMatchObject({ status: 303, location: `/certificates/${code}` });
      expect(await send("0000-0000-0000-0000")).toMatchObject({
        status: 422,
        data: { errors: { certificate: "no-such-certificate" }, typed: { certificate: "0000-0000-0000-0000" } },
      });
      expect(await send(" ")).toMatchObject({ status: 422, data: { errors: { certificate: "required" } } });
    }));

  it("again changes nothing and leaves no event", () =>
    inTransaction(db, async (tx) => {
      const { publication } = await aPublication(tx, { results: PLACES });
      await certify(tx);
      expect(await certify(tx, LATER)).toBe(0);
      expect(await eventsOf({ db: tx }, publication.id)).toHaveLength(1);
    }));

  it.each([
    ["under embargo", { publishedAt: SOON }],
    ["taken back before its moment", { publishedAt: SOON, withdrawnAt: NOW, withdrawalReason: "Too early." }],
    ["taken back", { withdrawnAt: NOW, withdrawalReason: "A mistake." }],
  ])("does not certify what is %s", (_state, publication) =>
    inTransaction(db, async (tx) => {
      const {
        results: [first],
      } = await aPublication(tx, { publication, results: PLACES });
      expect(await certify(tx)).toBe(0);
      expect(await tx.select().from(certificates)).toEqual([]);
      expect(await certificatesOf(at(tx), { resultId: first!.id })).toEqual([]);
    }),
  );

  it("certifies at the moment an embargo ends", () =>
    inTransaction(db, async (tx) => {
      await aPublication(tx, { publication: { publishedAt: SOON } });
      expect(await certify(tx, SOON)).toBe(1);
    }));

  it("what was certified can neither be changed nor taken away", () =>
    inTransaction(db, async (tx) => {
      await aPublication(tx);
      await certify(tx);
      await expect(tx.transaction((inner) => inner.update(certificates).set({ record: "{}" }))).rejects.toThrow();
      await expect(tx.transaction((inner) => inner.delete(certificates))).rejects.toThrow();
    }));
});

describe("whether a certificate stands", () => {
  it("after a correction the old one says what it said, what the list says now, and which certificate stands", () =>
    inTransaction(db, async (tx) => {
      const {
        publication,
        results: [winner, mention],
      } = await aPublication(tx, { results: PLACES });
      await certify(tx);
      await change(tx, publication.id, { version: 2, revisedAt: SOON });
      await tx.update(results).set({ levelKey: "shortlisted" }).where(eq(results.id, winner!.id));
      const [[first], [other]] = [await codesOf(tx, winner!.id), await codesOf(tx, mention!.id)];
      expect(await getCertificate(at(tx, SOON), first!)).toMatchObject({ state: "revised", newest: null });
      await certify(tx, LATER);
      const [, second] = await codesOf(tx, winner!.id);
      const before = (await getCertificate(at(tx, LATER), first!)) as Issued;
      expect(before).toMatchObject({
        state: "revised",
        certified: { level: "winner", version: 1 },
        newest: { code: second, same: false },
      });
      expect(await getCertificate(at(tx, LATER), other!)).toMatchObject({ state: "revised", newest: { same: true } });
      const now = (await getCertificate(at(tx, LATER), second!)) as Issued;
      expect(now).toMatchObject({
        state: "standing",
        certified: { level: "shortlisted", version: 2, published: SOON.toISOString() },
      });
      expect(now.fingerprint).not.toBe(before.fingerprint);
      expect(await certificatesOf(at(tx, LATER), { resultId: winner!.id })).toEqual([
        { code: second, level: null, honours: PLACES[0]!.honours },
      ]);
    }));

  it("B63: once the list is taken back it says that and why, and nothing of what it was; the list is gone", () =>
    inTransaction(db, async (tx) => {
      const {
        publication,
        results: [winner],
      } = await aPublication(tx, {
        results: [{ ...PLACES[0]!, cityName: "Canaria", title: "Canary", honours: [{ en: "Canary of the year" }] }],
      });
      await certify(tx);
      const [code] = await codesOf(tx, winner!.id);
      await change(tx, publication.id, { withdrawnAt: SOON, withdrawalReason: "A score was entered twice." });
      const page = await getCertificate(at(tx, SOON), code!);
      expect(page).toMatchObject({ state: "withdrawn", reason: "A score was entered twice." });
      expect(JSON.stringify(page)).not.toContain("Canar");
      await expect(certifiedList(at(tx, SOON), code!)).rejects.toThrow(NotFound);
      expect(await certificatesOf(at(tx, SOON), { resultId: winner!.id })).toEqual([]);
    }));

  it("while the list waits under a new embargo, its certificates are like invented ones", () =>
    inTransaction(db, async (tx) => {
      const {
        publication,
        results: [winner],
      } = await aPublication(tx);
      await certify(tx);
      const [code] = await codesOf(tx, winner!.id);
      await change(tx, publication.id, { publishedAt: LATER, version: 2, revisedAt: LATER });
      for (const ask of [getCertificate, certifiedList])
        for (const typed of [code!, "0000000000000000", "not a code", ""])
          await expect(ask(at(tx), typed)).rejects.toThrow(NotFound);
      expect(await certify(tx)).toBe(0);
    }));
});

it("the fingerprint is the SHA-256 of the list as it can be downloaded, of its own version and its own publication", () =>
  inTransaction(db, async (tx) => {
    const {
      publication,
      results: [winner],
    } = await aPublication(tx, { results: PLACES });
    await aPublication(tx, { results: [{ cityName: "Elsewhere" }] });
    await certify(tx);
    await change(tx, publication.id, { version: 2, revisedAt: SOON });
    await tx.update(results).set({ title: "Zebras of La Paz" }).where(eq(results.id, winner!.id));
    await certify(tx, LATER);
    const lists = [];
    for (const code of await codesOf(tx, winner!.id)) {
      const list = await certifiedList(at(tx, LATER), code.toLowerCase());
      expect(sha256(list)).toBe(((await getCertificate(at(tx, LATER), code)) as Issued).fingerprint);
      expect(list.trimEnd().split("\n")).toHaveLength(2);
      lists.push(list);
    }
    expect(lists.map((list) => list.includes("Zebras of La Paz"))).toEqual([false, true]);
    expect(lists.join()).not.toContain("Elsewhere");
  }));
