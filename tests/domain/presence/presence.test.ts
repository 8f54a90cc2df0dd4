import { expect, it } from "vitest";
import { eventsOf } from "#tests/support/audit.ts";
import { NotFound } from "#app/domain/errors.ts";
import { saveAnswer } from "#app/domain/entry/answers.server.ts";
import { getDraft } from "#app/domain/entry/queries.server.ts";
import { markPresent } from "#app/domain/presence/commands.server.ts";
import { presentIn } from "#app/domain/presence/queries.server.ts";
import { PRESENT_FOR } from "#app/domain/presence/rules.ts";
import { inTransaction, testDatabase } from "#tests/support/database.ts";
import { aCity, aMember, anEntry, aStaffMember, NOW } from "#tests/support/factories.ts";

const { db: database } = await testDatabase();
const tx = <T>(work: (db: typeof database) => Promise<T>) => inTransaction(database, work);
const at = (milliseconds: number) => new Date(NOW.getTime() + milliseconds);

it("a colleague is in a section for a minute and a half, in the last one alone, and oneself is not shown", () =>
  tx(async (db) => {
    const { ctx, entryId, city } = await anEntry(db);
    const editor = { ...ctx, actor: await aMember(db, city.id, "editor") };
    await markPresent(editor, { entryId, sectionKey: "initiative" });
    await markPresent(editor, { entryId, sectionKey: "contacts" });
    const seen = [{ name: editor.actor.name, sectionKey: "contacts" }];
    expect(await presentIn(ctx, entryId)).toEqual(seen);
    expect(await presentIn(editor, entryId)).toEqual([]);
    expect(await presentIn({ ...ctx, now: at(PRESENT_FOR - 1) }, entryId)).toEqual(seen);
    expect(await presentIn({ ...ctx, now: at(PRESENT_FOR) }, entryId)).toEqual([]);
  }));

it("a save keeps somebody there", () =>
  tx(async (db) => {
    const { ctx, entryId, city } = await anEntry(db);
    const editor = { ...ctx, actor: await aMember(db, city.id, "editor") };
    await markPresent(editor, { entryId, sectionKey: "initiative" });
    await saveAnswer({ ...editor, now: at(60_000) }, { entryId, questionKey: "title", value: "x", baseVersion: null });
    expect(await presentIn({ ...ctx, now: at(120_000) }, entryId)).toHaveLength(1);
  }));

it("changes nothing about the entry and leaves no event; nobody outside of the team is there or sees who is", () =>
  tx(async (db) => {
    const { ctx, entryId } = await anEntry(db);
    const before = await getDraft(ctx, entryId);
    await markPresent({ ...ctx, now: at(1000) }, { entryId, sectionKey: "initiative" });
    expect(await getDraft(ctx, entryId)).toEqual(before);
    expect((await eventsOf({ db }, entryId)).map(({ type }) => type)).toEqual(["entry.started"]);
    for (const actor of [await aMember(db, (await aCity(db)).id), await aStaffMember(db)]) {
      await expect(markPresent({ ...ctx, actor }, { entryId, sectionKey: "initiative" })).rejects.toBeInstanceOf(
        NotFound,
      );
      expect(await presentIn({ ...ctx, actor, now: at(1000) }, entryId)).toEqual([]);
    }
    await expect(markPresent(ctx, { entryId, sectionKey: "nowhere" })).rejects.toBeInstanceOf(NotFound);
  }));
