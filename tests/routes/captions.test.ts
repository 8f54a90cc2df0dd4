import { describe, expect, it } from "vitest";
import { describeAttachment, saveCaption } from "#app/domain/attachment/details.server.ts";
import { shownOf } from "#app/http/meanwhile.ts";
import { action as caption } from "#app/routes/entrant/attachment-caption.ts";
import { action as details, loader as detailsPage } from "#app/routes/entrant/attachment-details.tsx";
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

  it("comes back from the small form, whose writer sees both texts, and is saved when it is sent again", () =>
    inTransaction(database, async (db) => {
      const all = await aSharedPicture(db);
      const { ctx, colleague, owner, id, stands } = all;
      await saveCaption(colleague, id, { caption: "A bench", baseVersion: 1 });
      const refused = await send(all, db, { caption: "An old man", [`version:caption-${id}`]: "1" });
      expect(refused).toMatchObject({
        status: 422,
        data: { errors: { caption: "changed-meanwhile" }, typed: { caption: "An old man" } },
      });
      const page = await answerOf(
        detailsPage(
          await visitAs(db, owner, `/attachments/${id}/details`, { params: { attachmentId: id }, now: ctx.now }),
        ),
      );
      expect(page).toMatchObject({ data: { file: { caption: "A bench" } } });
      expect(await stands()).toMatchObject({ caption: "A bench" });
    }));

  it("saves itself, and answers a clash as an answer does: 409 with the text that stands", () =>
    inTransaction(database, async (db) => {
      const all = await aSharedPicture(db);
      expect(await send(all, db, { caption: "A bench", version: "1" }, caption)).toMatchObject({
        data: { version: 2, saved: expect.stringMatching(/^Saved/) },
      });
      expect(await send(all, db, { caption: "Rain", version: "1" }, caption)).toMatchObject({
        status: 409,
        data: { theirs: { text: "A bench", version: 2, by: all.owner.name } },
      });
      expect(await send(all, db, { caption: "x".repeat(501), version: "2" }, caption)).toMatchObject({ status: 422 });
    }));
});
