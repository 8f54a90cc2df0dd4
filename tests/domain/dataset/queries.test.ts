import { eq } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { addresses, datasetOf, editions, news } from "#app/domain/dataset/queries.server.ts";
import { NotFound } from "#app/domain/errors.ts";
import type { Db } from "#db/client.server.ts";
import { cycles } from "#db/schema/cycle.ts";
import { publications } from "#db/schema/result.ts";
import { inTransaction, testDatabase } from "#tests/support/database.ts";
import { aCycle, NOW } from "#tests/support/factories.ts";
import { aPublication, HOUR } from "#tests/support/publishing.ts";
import { countingDatabase } from "#tests/support/statements.ts";

const counting = countingDatabase(await testDatabase());
const { db } = counting;
const at = (tx: Db, hours = 0) => ({ db: tx, now: new Date(NOW.getTime() + hours * HOUR) });
const slugOf = async (tx: Db, cycleId: string) =>
  (await tx.select({ slug: cycles.slug }).from(cycles).where(eq(cycles.id, cycleId)))[0]!.slug;

describe("a file of results is there as long as their page", () => {
  it("not before its moment, nor in lists, feed and sitemap", () =>
    inTransaction(db, async (tx) => {
      const { cycleId, results } = await aPublication(tx, {
        publication: { publishedAt: new Date(NOW.getTime() + HOUR) },
        results: [{ cityName: "Canaria" }],
      });
      const slug = await slugOf(tx, cycleId);
      await expect(datasetOf(at(tx), slug)).rejects.toThrow(NotFound);
      await expect(datasetOf(at(tx), "invented")).rejects.toThrow(NotFound);
      const told = JSON.stringify([await editions(at(tx)), await news(at(tx)), await addresses(at(tx))]);
      for (const secret of ["Canaria", results[0]!.id, `${slug}/results`]) expect(told).not.toContain(secret);
      expect((await datasetOf(at(tx, 1), slug)).results.map(({ cityName }) => cityName)).toEqual(["Canaria"]);
      const later = [await editions(at(tx, 1)), await news(at(tx, 1)), await addresses(at(tx, 1))];
      for (const each of later) expect(JSON.stringify(each)).toContain(slug);
      expect(later[2]).toEqual(expect.arrayContaining([`/initiatives/${results[0]!.id}`, `/cycles/${slug}/results`]));
    }));

  it("after a withdrawal it says so and why, without a row", () =>
    inTransaction(db, async (tx) => {
      const { cycleId } = await aPublication(tx, {
        publication: { withdrawnAt: NOW, withdrawalReason: "A score was entered twice." },
      });
      expect(await datasetOf(at(tx), await slugOf(tx, cycleId))).toMatchObject({
        publishedAt: null,
        withdrawn: { reason: "A score was entered twice." },
        results: [],
      });
      expect(await editions(at(tx))).toEqual([]);
    }));

  it("counts versions, and is as new as the last change", () =>
    inTransaction(db, async (tx) => {
      const { cycleId, publication } = await aPublication(tx);
      const slug = await slugOf(tx, cycleId);
      expect(await datasetOf(at(tx), slug)).toMatchObject({ version: 1 });
      await tx.update(publications).set({ version: 2, revisedAt: NOW }).where(eq(publications.id, publication.id));
      const { version, updatedAt } = await datasetOf(at(tx), slug);
      expect([version, new Date(updatedAt!)]).toEqual([2, NOW]);
      expect((await editions(at(tx))).map((each) => [each.version, new Date(each.updatedAt)])).toEqual([[2, NOW]]);
    }));

  it("is one statement, with one result and with three", () =>
    inTransaction(db, async (tx) => {
      for (const results of [[{}], [{}, {}, {}]]) {
        const slug = await slugOf(tx, (await aPublication(tx, { results })).cycleId);
        expect(await counting.during(() => datasetOf(at(tx), slug))).toBe(1);
      }
    }));
});

it("calls are news once they are public; drafts are not, nor in the sitemap", () =>
  inTransaction(db, async (tx) => {
    const [draft, call] = [await aCycle(tx, { publishedAt: null }), await aCycle(tx)];
    expect((await news(at(tx))).map(({ kind, slug }) => [kind, slug])).toEqual([["call", call.slug]]);
    expect(await addresses(at(tx))).toContain(`/cycles/${call.slug}`);
    expect(await addresses(at(tx))).not.toContain(`/cycles/${draft.slug}`);
  }));
