import { eq } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { addAttachment } from "#app/domain/attachment/commands.server.ts";
import { getFile } from "#app/domain/attachment/queries.server.ts";
import { PORTAL } from "#app/domain/context.ts";
import { getDraft } from "#app/domain/entry/queries.server.ts";
import { getSealedEntry } from "#app/domain/entry/sealed.server.ts";
import { NotFound } from "#app/domain/errors.ts";
import { recordScan } from "#app/domain/scan/commands.server.ts";
import { nextToScan } from "#app/domain/scan/queries.server.ts";
import { submitEntry } from "#app/domain/submission/commands.server.ts";
import { notifications } from "#db/schema/notification.ts";
import { PUBLIC_URL } from "#tests/support/address.ts";
import { eventsOf } from "#tests/support/audit.ts";
import { inTransaction, testDatabase } from "#tests/support/database.ts";
import { aFile, aMember, anEntry, aStaffMember, COMPLETE, type EntryScene } from "#tests/support/factories.ts";

const { db: database } = await testDatabase();
const tx = <T>(work: (db: typeof database) => Promise<T>) => inTransaction(database, work);
const afterDeadline = ({ cycle }: EntryScene) => new Date(cycle.closesAt.getTime() + 1);

describe("scanning for viruses", () => {
  const submitted = async (db: typeof database) => {
    const scene = await anEntry(db, { answers: COMPLETE });
    const id = await addAttachment(scene.ctx, {
      entryId: scene.entryId,
      questionKey: "documents",
      file: aFile(),
      scan: "waiting",
    });
    await submitEntry(scene.ctx, scene.entryId, PUBLIC_URL);
    const after = { ...scene.ctx, now: afterDeadline(scene) };
    return {
      scene,
      id,
      team: after,
      others: { ...after, actor: await aStaffMember(db) },
      portal: { db, actor: PORTAL, now: scene.ctx.now },
    };
  };

  it("B46: while a file waits it can be submitted, and the team alone reads it", () =>
    tx(async (db) => {
      const { id, team, others, scene } = await submitted(db);
      expect((await getFile(team, id)).original.name).toBe("plan.pdf");
      await expect(getFile(others, id)).rejects.toBeInstanceOf(NotFound);
      expect((await getSealedEntry(others, scene.entryId)).sealed.files).toMatchObject([
        { attachmentId: id, scan: "waiting" },
      ]);
    }));

  it("a clean file opens to those who may read it", () =>
    tx(async (db) => {
      const { id, others, portal, scene } = await submitted(db);
      await recordScan(portal, id, "clean", PUBLIC_URL);
      expect((await getFile(others, id)).original.name).toBe("plan.pdf");
      expect((await eventsOf({ db }, scene.entryId)).at(-1)).toMatchObject({
        type: "attachment.scanned",
        actorId: null,
      });
    }));

  it("B45: an infected file is shut away from everybody, and the team is told once", () =>
    tx(async (db) => {
      const { id, team, others, portal, scene } = await submitted(db);
      await aMember(db, scene.city.id, "viewer");
      await recordScan(portal, id, "infected", "https://portal.example");
      await recordScan(portal, id, "clean", PUBLIC_URL);
      for (const ctx of [team, others]) await expect(getFile(ctx, id)).rejects.toBeInstanceOf(NotFound);
      const letters = await db.select().from(notifications).where(eq(notifications.kind, "attachment-infected"));
      expect(letters).toMatchObject([
        {
          accountId: scene.owner.id,
          params: { code: scene.code, file: "plan.pdf", link: `https://portal.example/entries/${scene.entryId}` },
        },
      ]);
      expect((await getDraft(scene.ctx, scene.entryId)).files).toMatchObject([{ scan: "infected" }]);
    }));

  it("is noted by the portal alone, for files that wait", () =>
    tx(async (db) => {
      const { id, others, portal } = await submitted(db);
      await expect(recordScan(others as never, id, "clean", PUBLIC_URL)).rejects.toBeInstanceOf(NotFound);
      expect(await nextToScan({ db })).toMatchObject({ id });
      await recordScan(portal, id, "clean", PUBLIC_URL);
      expect(await nextToScan({ db })).toBeNull();
    }));
});
