import { eq } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { addAttachment } from "#app/domain/attachment/commands.server.ts";
import { eventsOf } from "#tests/support/audit.ts";
import { startFrom, withdrawEntry } from "#app/domain/entry/commands.server.ts";
import { getDraft } from "#app/domain/entry/queries.server.ts";
import { earlierEntries } from "#app/domain/entry/own-entries.server.ts";
import { NotFound } from "#app/domain/errors.ts";
import type { Db } from "#db/client.server.ts";
import { entries } from "#db/schema/entry.ts";
import { questions } from "#db/schema/question.ts";
import { inTransaction, testDatabase } from "#tests/support/database.ts";
import { aCity, aFile, aMember, anEntry, aStaffMember, COMPLETE, NOW } from "#tests/support/factories.ts";

const { db } = await testDatabase();
const count = async (tx: Db) => (await tx.select({ id: entries.id }).from(entries)).length;

/** An entry of one cycle, and another cycle that is open and asks the same. */
async function twoCycles(tx: Db) {
  const earlier = await anEntry(tx, {
    answers: { ...COMPLETE, population: 1_680_600, summary: "Guides on every corner" },
  });
  const now = (await anEntry(tx)).cycle;
  return { earlier, now, again: () => startFrom(earlier.ctx, { cycleId: now.id, from: earlier.entryId }) };
}

describe("an entry that starts from an earlier one", () => {
  it("begins with the answers that still fit, says where they are from, and leaves the earlier one alone", () =>
    inTransaction(db, async (tx) => {
      const { earlier, now, again } = await twoCycles(tx);
      await addAttachment(earlier.ctx, { entryId: earlier.entryId, questionKey: "documents", file: aFile() });
      const before = await getDraft(earlier.ctx, earlier.entryId);
      await tx
        .update(questions)
        .set({ type: "long-text" })
        .where(eq(questions.id, (await questionOf(tx, now.id, "population")).id));
      const { id } = await again();
      const draft = await getDraft(earlier.ctx, id);
      expect(draft).toMatchObject({
        cityId: earlier.city.id,
        title: before.title,
        submission: null,
        files: [],
        filesLeft: [{ name: "plan.pdf", because: "interrupted" }],
        startedFrom: { id: earlier.entryId, code: earlier.code, title: before.title },
      });
      const asked = before.form.flatMap(({ questions: all }) => all);
      const fitting = Object.entries(before.answers).filter(
        ([key]) =>
          key !== "population" &&
          !["declaration", "files"].includes(asked.find((question) => question.key === key)!.type),
      );
      expect(
        Object.fromEntries(Object.entries(draft.answers).map(([key, { value, version }]) => [key, [value, version]])),
      ).toEqual(Object.fromEntries(fitting.map(([key, { value }]) => [key, [value, 1]])));
      expect(fitting.length).toBe(3);
      const events = await eventsOf(earlier.ctx, id);
      expect(events.filter(({ type }) => type === "entry.started")).toHaveLength(1);
      expect(events.filter(({ type }) => type === "answer.saved")).toHaveLength(fitting.length);
      expect(await getDraft(earlier.ctx, earlier.entryId)).toEqual(before);
    }));

  it("is never begun from somebody else's, by a viewer, in the same call, or when that is closed; nothing is left behind", () =>
    inTransaction(db, async (tx) => {
      const { earlier, now } = await twoCycles(tx);
      const from = { cycleId: now.id, from: earlier.entryId };
      const stranger = await aMember(tx, (await aCity(tx)).id);
      const all = await count(tx);
      for (const actor of [stranger, await aStaffMember(tx, "secretariat")])
        await expect(startFrom({ ...earlier.ctx, actor }, from)).rejects.toBeInstanceOf(NotFound);
      await expect(
        startFrom({ ...earlier.ctx, actor: await aMember(tx, earlier.city.id, "viewer") }, from),
      ).rejects.toMatchObject({ because: "viewers-cannot-edit" });
      await expect(startFrom(earlier.ctx, { ...from, cycleId: earlier.cycle.id })).rejects.toBeInstanceOf(NotFound);
      await expect(
        startFrom({ ...earlier.ctx, now: new Date(now.closesAt.getTime() + 1) }, from),
      ).rejects.toMatchObject({ because: "call-closed" });
      expect(await count(tx)).toBe(all);
      expect(await earlierEntries({ db: tx, actor: stranger, now: NOW }, now.id)).toEqual([]);
      expect(await earlierEntries(earlier.ctx, now.id)).toMatchObject([{ id: earlier.entryId, code: earlier.code }]);
      expect(await earlierEntries(earlier.ctx, earlier.cycle.id)).toEqual([]);
    }));

  it("may be begun from a withdrawn one in the same call, as long as that is open", () =>
    inTransaction(db, async (tx) => {
      const { earlier } = await twoCycles(tx);
      const from = { cycleId: earlier.cycle.id, from: earlier.entryId };
      await withdrawEntry(earlier.ctx, earlier.entryId, "Pressed by mistake");
      expect(await earlierEntries(earlier.ctx, earlier.cycle.id)).toMatchObject([{ id: earlier.entryId }]);
      const { id } = await startFrom(earlier.ctx, from);
      const draft = await getDraft(earlier.ctx, id);
      expect(draft).toMatchObject({ withdrawnAt: null, submission: null, startedFrom: { id: earlier.entryId } });
      expect(draft.answers["summary"]?.value).toBe("Guides on every corner");
      await expect(
        startFrom({ ...earlier.ctx, now: new Date(earlier.cycle.closesAt.getTime() + 1) }, from),
      ).rejects.toMatchObject({ because: "call-closed" });
    }));
});

async function questionOf(tx: Db, cycleId: string, key: string) {
  const all = await tx
    .select({ id: questions.id, key: questions.key })
    .from(questions)
    .where(eq(questions.cycleId, cycleId));
  return all.find((question) => question.key === key)!;
}
