import { describe, expect, it } from "vitest";
import { removeAttachment } from "#app/domain/attachment/commands.server.ts";
import { describeAttachment, saveCaption } from "#app/domain/attachment/details.server.ts";
import { captionName } from "#app/domain/attachment/rules.ts";
import { shownOf } from "#app/http/meanwhile.ts";
import { action as caption } from "#app/routes/entrant/attachment-caption.ts";
import { action as details } from "#app/routes/entrant/attachment-details.tsx";
import { action as section } from "#app/routes/entrant/section.tsx";
import { inTransaction, testDatabase } from "#tests/support/database.ts";
import { aSharedPicture } from "#tests/support/shared-picture.ts";
import { answerOf, visitAs } from "#tests/support/visit.ts";

const { db: database } = await testDatabase();

type Scene = Awaited<ReturnType<typeof aSharedPicture>>;

const send = (
  { ctx, owner, id }: Scene,
  db: typeof database,
  form: Record<string, string>,
  act: typeof details | typeof caption = details,
) =>
  visitAs(db, owner, `/attachments/${id}/details`, { params: { attachmentId: id }, form, now: ctx.now }).then((it) =>
    answerOf(act(it)),
  );

/** A button of the section that the picture is in. */
const press = ({ ctx, owner, entryId }: Scene, db: typeof database, form: Record<string, string>) =>
  visitAs(db, owner, "/section", { params: { entryId, sectionKey: "materials" }, form, now: ctx.now }).then((it) =>
    answerOf(section(it)),
  );

describe("what is typed beside a file by two at once", () => {
  it("is compared field by field on the page of details: only what both have changed is asked about", () =>
    inTransaction(database, async (db) => {
      const all = await aSharedPicture(db);
      const { colleague, id, stands } = all;
      const shown = shownOf({ caption: "", credit: "", rights: "", language: "", translationOf: "" });
      const form = { shown, caption: "", credit: "", rights: "", language: "", translationOf: "" };
      await describeAttachment(colleague, id, { credit: "City archive", caption: "A bench" });
      expect(await send(all, db, { ...form, rights: "CC BY 4.0" })).toMatchObject({ status: 303 });
      expect(await stands()).toMatchObject({ caption: "A bench", credit: "City archive", rights: "CC BY 4.0" });

      const refused = await send(all, db, { ...form, credit: "Amara", language: "fr" });
      expect(refused).toMatchObject({
        status: 422,
        data: { errors: { credit: "changed-meanwhile" }, typed: { credit: "Amara", language: "fr" } },
      });
      expect(await stands()).toMatchObject({ credit: "City archive", language: "" });
    }));

  it("is saved by whatever button of its section is pressed; its writer sees both texts of a clash, and sends it again", () =>
    inTransaction(database, async (db) => {
      const all = await aSharedPicture(db);
      const { colleague, id, entryId, stands } = all;
      const shown = shownOf({ [captionName(id)]: "" });
      await saveCaption(colleague, id, { caption: "A bench", baseVersion: 1 });
      expect(await press(all, db, { shown, [captionName(id)]: "", attach: "pictures" })).toMatchObject({
        status: 303,
        location: `/entries/${entryId}/attachments?question=pictures`,
      });
      expect(await stands()).toMatchObject({ caption: "A bench" });
      const mine = { shown, [captionName(id)]: "An old man", [`version:${captionName(id)}`]: "1" };
      expect(await press(all, db, { ...mine, file: `removal:${id}` })).toMatchObject({
        status: 409,
        data: {
          captions: { clashes: { [id]: { value: "A bench", version: 2 } } },
          typed: { [captionName(id)]: ["An old man"] },
        },
      });
      expect(await press(all, db, { ...mine, [captionName(id)]: "x".repeat(501), stay: "yes" })).toMatchObject({
        status: 422,
        data: { captions: { errors: { [id]: "too-long" } } },
      });
      expect(await stands()).toMatchObject({ caption: "A bench" });
      const again = { ...mine, [`version:${captionName(id)}`]: "2", file: `removal:${id}` };
      expect(await press(all, db, again)).toMatchObject({ status: 303, location: `/attachments/${id}/removal` });
      expect(await stands()).toMatchObject({ caption: "An old man" });
    }));

  it("goes with a picture that a colleague has removed, and keeps nothing else from being saved", () =>
    inTransaction(database, async (db) => {
      const all = await aSharedPicture(db);
      await removeAttachment(all.colleague, all.id);
      const gone = { [captionName(all.id)]: "A bench", [`version:${captionName(all.id)}`]: "1", stay: "yes" };
      expect(await press(all, db, gone)).toMatchObject({ status: 303 });
    }));

  it("B5: is not said of a picture that is another team's", () =>
    inTransaction(database, async (db) => {
      const [all, theirs] = [await aSharedPicture(db), await aSharedPicture(db)];
      expect(await press(all, db, { [captionName(theirs.id)]: "Ours", stay: "yes" })).toMatchObject({ status: 303 });
      expect(await theirs.stands()).toMatchObject({ caption: "" });
    }));

  it("saves itself, and answers a clash as an answer does: 409 with the text that stands", () =>
    inTransaction(database, async (db) => {
      const all = await aSharedPicture(db);
      expect(await send(all, db, { [captionName(all.id)]: "A bench", version: "1" }, caption)).toMatchObject({
        data: { version: 2, saved: expect.stringMatching(/^Saved/) },
      });
      expect(await send(all, db, { [captionName(all.id)]: "Rain", version: "1" }, caption)).toMatchObject({
        status: 409,
        data: { theirs: { text: "A bench", version: 2, by: all.owner.name } },
      });
      expect(await send(all, db, { [captionName(all.id)]: "x".repeat(501), version: "2" }, caption)).toMatchObject({
        status: 422,
      });
    }));
});
