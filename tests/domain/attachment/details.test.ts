import { describe, expect, it } from "vitest";
import { saveCaption } from "#app/domain/attachment/details.server.ts";
import { Stale } from "#app/domain/errors.ts";
import { eventsOf } from "#tests/support/audit.ts";
import { inTransaction, testDatabase } from "#tests/support/database.ts";
import { aSharedPicture } from "#tests/support/shared-picture.ts";

const { db: database } = await testDatabase();

describe("what is typed beside a file by two at once", () => {
  it("is refused to whoever wrote upon an older text, with what stands and whose it is", () =>
    inTransaction(database, async (db) => {
      const { ctx, colleague, id, stands, entryId } = await aSharedPicture(db);
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
      const { ctx, colleague, id, entryId } = await aSharedPicture(db);
      for (const who of [ctx, ctx, colleague])
        expect(await saveCaption(who, id, { caption: "A bench", baseVersion: 1 })).toMatchObject({ version: 2 });
      const described = (await eventsOf({ db }, entryId)).filter(({ type }) => type === "attachment.described");
      expect(described).toHaveLength(1);
    }));
});
