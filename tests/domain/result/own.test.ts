import { eq } from "drizzle-orm";
import { expect, it } from "vitest";
import { publicResultOf } from "#app/domain/result/queries.server.ts";
import { withdrawals } from "#db/schema/entry.ts";
import { publications } from "#db/schema/result.ts";
import { inTransaction, testDatabase } from "#tests/support/database.ts";
import { anEntry, aValidEntry, NOW } from "#tests/support/factories.ts";
import { aPublication, HOUR } from "#tests/support/publishing.ts";

const { db } = await testDatabase();

it("leads from an entry that was sent to the result of its call and its own page there, while that is public", () =>
  inTransaction(db, async (tx) => {
    const { cycle, ...draft } = await anEntry(tx);
    const [listed, other, gone] = [
      await aValidEntry(tx, cycle.id),
      await aValidEntry(tx, cycle.id),
      await aValidEntry(tx, cycle.id),
    ];
    await tx.insert(withdrawals).values({ entryId: gone.id, reason: "", at: NOW, by: draft.owner.id });
    const read = async (now = NOW) =>
      Promise.all([listed.id, other.id, gone.id, draft.entryId].map((id) => publicResultOf({ db: tx, now }, id)));
    expect(await read()).toEqual([null, null, null, null]);

    const { publication, results } = await aPublication(tx, { cycleId: cycle.id, results: [{ entryId: listed.id }] });
    const { slug } = cycle;
    const own = { slug, initiatives: [{ id: results[0]!.id, level: null, honours: [] }] };
    expect(await read()).toEqual([own, { slug, initiatives: [] }, null, null]);
    expect(await read(new Date(NOW.getTime() - 2 * HOUR))).toEqual([null, null, null, null]);

    await tx
      .update(publications)
      .set({ withdrawnAt: NOW, withdrawalReason: "A score was entered twice." })
      .where(eq(publications.id, publication.id));
    expect(await read()).toEqual([null, null, null, null]);
  }));
