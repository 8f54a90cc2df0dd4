import { describe, expect, it } from "vitest";
import { addAttachment } from "#app/domain/attachment/commands.server.ts";
import { saveCaption } from "#app/domain/attachment/details.server.ts";
import { getDraft } from "#app/domain/entry/queries.server.ts";
import { Stale } from "#app/domain/errors.ts";
import { eventsOf } from "#tests/support/audit.ts";
import { inTransaction, testDatabase } from "#tests/support/database.ts";
import { aFile, aMember, anEntry } from "#tests/support/factories.ts";

const { db: database } = await testDatabase();

/** A picture of a draft, and a colleague who writes too. */
async function scene(db: typeof database) {
  const entry = await anEntry(db);
  const file = aFile({ name: "Bench.png", contentType: "image/png" });
  const id = await addAttachment(entry.ctx, { entryId: entry.entryId, questionKey: "pictures", file });
  const colleague = { ...entry.ctx, actor: await aMember(db, entry.city.id, "editor") };
  const stands = async () => (await getDraft(entry.ctx, entry.entryId)).files[0]!;
  return { ...entry, id, colleague, stands };
}

describe("what is typed beside a file by two at once", () => {
  it("is refused to whoever wrote upon an older text, with what stands and whose it is", () =>
    inTransaction(database, async (db) => {
      const { ctx, colleague, id, stands, entryId } = await scene(db);
      expect(await saveCaption(ctx, id, { caption: "A bench", baseVersion: 1 })).toMatchObject({ version: 2 });
      const late = saveCaption(colleague, id, { caption: "An old man", baseVersion: 1 });
      await expect(late).rejects.toBeInstanceOf(Stale);
      await expect(late).rejects.toMatchObject({
        theirs: { value: "A bench", version: 2, at: ctx.now, by: ctx.actor.name },
      });
      expect(await stands()).toMatchObject({ caption: "A bench", captionVersion: 2 });
      expect(await saveCaption(colleague, id, { caption: "Both", baseVersion: 2 })).toMatchObject({ version: 3 });
      const described = (await eventsOf({ db }, entryId)).filter(({ type }) => type === "attachment.described");
      expect(described).toHaveLength(2);
    }));

  it("that arrives twice, or says what stands, is no conflict and leaves no second trace", () =>
    inTransaction(database, async (db) => {
      const { ctx, colleague, id, entryId } = await scene(db);
      for (const who of [ctx, ctx, colleague])
        expect(await saveCaption(who, id, { caption: "A bench", baseVersion: 1 })).toMatchObject({ version: 2 });
      const described = (await eventsOf({ db }, entryId)).filter(({ type }) => type === "attachment.described");
      expect(described).toHaveLength(1);
    }));
});
