import { expect, it } from "vitest";
import { addAttachment } from "#app/domain/attachment/commands.server.ts";
import { saveAnswer } from "#app/domain/entry/answers.server.ts";
import { getDraft } from "#app/domain/entry/queries.server.ts";
import { sealedOf } from "#app/domain/entry/sealed.ts";
import type { FormDefinition } from "#app/domain/question/rules.ts";
import { admit } from "#app/http/uploads.server.ts";
import { loader as section } from "#app/routes/entrant/section.tsx";
import { inTransaction, testDatabase } from "#tests/support/database.ts";
import { aCycle, aFile, aForm, anEntry } from "#tests/support/factories.ts";
import { answerOf, visitAs } from "#tests/support/visit.ts";

const { db } = await testDatabase();

/** Of unions alone their statutes are asked. */
const FORM: FormDefinition = [
  {
    key: "about",
    title: { en: "About" },
    questions: [
      { key: "title", type: "short-text", label: { en: "Title" } },
      {
        key: "applicant",
        type: "choice",
        label: { en: "Who enters?" },
        settings: { options: ["city", "union"].map((value) => ({ value, label: { en: value } })) },
      },
      {
        key: "statutes",
        type: "files",
        label: { en: "Statutes" },
        settings: {
          when: { question: "applicant", is: ["union"] },
          files: { types: ["application/pdf"], maxBytes: 1_000_000, maxCount: 2 },
        },
      },
    ],
  },
];

it("files are taken where their question is asked, and announced no more once another answer took it away", () =>
  inTransaction(db, async (tx) => {
    const cycle = await aCycle(tx);
    await aForm(tx, cycle.id, FORM);
    const { ctx, entryId, owner } = await anEntry(tx, { cycle });
    const place = { entryId, questionKey: "statutes" };
    const announce = () => admit(ctx, place, { files: 1, bytes: 1_000 });
    const answer = (value: string, baseVersion: number | null) =>
      saveAnswer(ctx, { entryId, questionKey: "applicant", value, baseVersion });
    await expect(announce()).rejects.toMatchObject({ because: "question-not-asked", how: "not-now" });
    await answer("union", null);
    expect(await announce()).toMatchObject({ left: 2 });
    const announced = aFile({ name: "Statutes.pdf" });

    await answer("city", 1);
    await expect(announce()).rejects.toMatchObject({ because: "question-not-asked" });
    // What was announced in time is kept as it arrives, and not sent.
    await addAttachment(ctx, { ...place, file: announced });
    expect(sealedOf(await getDraft(ctx, entryId)).files).toEqual([]);
    const params = { entryId, sectionKey: "about" };
    const shown = await answerOf(section(await visitAs(tx, owner, "/", { params, now: ctx.now })));
    expect(shown).toMatchObject({
      data: { unasked: ["statutes"], files: [{ name: "Statutes.pdf" }] },
    });

    await answer("union", 2);
    expect(sealedOf(await getDraft(ctx, entryId)).files).toMatchObject([{ name: "Statutes.pdf" }]);
  }));
