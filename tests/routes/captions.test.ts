import { describe, expect, it } from "vitest";
import { addAttachment } from "#app/domain/attachment/commands.server.ts";
import { describeAttachment, saveCaption } from "#app/domain/attachment/details.server.ts";
import { getDraft } from "#app/domain/entry/queries.server.ts";
import { shownOf } from "#app/http/meanwhile.ts";
import { action as caption } from "#app/routes/entrant/attachment-caption.ts";
import { action as details, loader as detailsPage } from "#app/routes/entrant/attachment-details.tsx";
import { inTransaction, testDatabase } from "#tests/support/database.ts";
import { aFile, aMember, anEntry } from "#tests/support/factories.ts";
import { answerOf, visitAs } from "#tests/support/visit.ts";

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
type Scene = Awaited<ReturnType<typeof scene>>;

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
      const all = await scene(db);
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
      const all = await scene(db);
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
      const all = await scene(db);
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
