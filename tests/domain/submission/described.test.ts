import { eq } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { addAttachment } from "#app/domain/attachment/commands.server.ts";
import { describeAttachment } from "#app/domain/attachment/details.server.ts";
import type { LetterParams } from "#app/domain/notification/rules.ts";
import { LOCALES } from "#app/i18n/locales.ts";
import { textsOf } from "#app/i18n/texts.ts";
import { loader as receipt } from "#app/routes/entrant/submission.tsx";
import { notifications } from "#db/schema/notification.ts";
import { PORTAL } from "#app/domain/context.ts";
import { submitCompleteDrafts, submitEntry } from "#app/domain/submission/commands.server.ts";
import { submissionHistory } from "#app/domain/submission/queries.server.ts";
import type { Db } from "#db/client.server.ts";
import type { FormDefinition } from "#app/domain/question/rules.ts";
import { answerOf, visitAs } from "#tests/support/visit.ts";
import { PUBLIC_URL } from "#tests/support/address.ts";
import { inTransaction, testDatabase } from "#tests/support/database.ts";
import { aCycle, aFile, aForm, anEntry, COMPLETE, SMALL_FORM } from "#tests/support/factories.ts";

const { db } = await testDatabase();

/** The small form, whose pictures must be described. */
const DESCRIBED: FormDefinition = SMALL_FORM.map((section) => ({
  ...section,
  questions: section.questions.map((question) =>
    question.key === "pictures"
      ? { ...question, settings: { files: { ...question.settings!.files!, described: true } } }
      : question,
  ),
}));

/** A draft that is complete but for the description of its picture. */
async function aDraft(tx: Db) {
  const cycle = await aCycle(tx, { autoSubmit: true });
  await aForm(tx, cycle.id, DESCRIBED);
  const scene = await anEntry(tx, { cycle, answers: COMPLETE });
  const file = aFile({ name: "Bench.png", contentType: "image/png" });
  return {
    ...scene,
    picture: await addAttachment(scene.ctx, { entryId: scene.entryId, questionKey: "pictures", file }),
  };
}

describe("E13: a picture that must be described", () => {
  it("is taken without words, and its entry is sent once it has some", () =>
    inTransaction(db, async (tx) => {
      const { ctx, entryId, picture } = await aDraft(tx);
      await expect(submitEntry(ctx, entryId, PUBLIC_URL)).rejects.toMatchObject({ because: "entry-incomplete" });
      expect((await submissionHistory(ctx, entryId)).refused).toMatchObject([
        { issues: [{ questionKey: "pictures", code: "undescribed" }] },
      ]);
      await describeAttachment(ctx, picture, { caption: "A bench in the rain" });
      expect(await submitEntry(ctx, entryId, PUBLIC_URL)).toMatchObject({ number: 1 });
    }));

  it("keeps no entry back at the bell, when nobody can describe it any more", () =>
    inTransaction(db, async (tx) => {
      const { cycle } = await aDraft(tx);
      const now = new Date(cycle.closesAt.getTime() + 181_000);
      expect(await submitCompleteDrafts({ db: tx, actor: PORTAL, now }, PUBLIC_URL)).toBe(1);
    }));

  it("is named to its team where it was sealed without words, in the letter and on the page of the receipt", () =>
    inTransaction(db, async (tx) => {
      const { cycle, owner, entryId, picture } = await aDraft(tx);
      const now = new Date(cycle.closesAt.getTime() + 181_000);
      await submitCompleteDrafts({ db: tx, actor: PORTAL, now }, PUBLIC_URL);
      const [letter] = await tx.select().from(notifications).where(eq(notifications.kind, "entry-submitted"));
      const params = letter!.params as LetterParams["entry-submitted"];
      expect(params).toMatchObject({ bare: "Bench.png" });
      for (const locale of LOCALES) {
        expect(textsOf(locale).mail.letters["entry-submitted"](params).body).toContain("Bench.png");
        expect(textsOf(locale).mail.letters["entry-submitted"]({ ...params, bare: "" }).body).not.toMatch(
          /undefined|:\s*\./,
        );
      }
      const page = await answerOf(receipt(await visitAs(tx, owner, "/", { params: { entryId }, now })));
      expect(page).toMatchObject({ data: { bare: [{ id: picture, name: "Bench.png" }], edit: { allowed: false } } });
    }));
});
