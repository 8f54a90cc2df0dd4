import { baseVersion } from "#app/domain/entry/input.ts";
import { saveTypedAnswer } from "#app/domain/entry/commands.server.ts";
import { getDraft, notesOn } from "#app/domain/entry/queries.server.ts";
import { questionsOf } from "#app/domain/entry/rules.ts";
import { DomainError, Stale } from "#app/domain/errors.ts";
import { controlText } from "#app/domain/question/rules.ts";
import { savedJson, savingProblem } from "#app/http/saving.server.ts";
import { signedIn } from "#app/http/wrappers.ts";
import { warningText } from "#app/i18n/warnings.ts";

/** A field saves itself. Answers JSON, also when it refuses. */
export const action = signedIn(async (ask) => {
  const { ctx, id, param, form, locale } = ask;
  const [entryId, fields] = [id("entryId"), await form()];
  try {
    const saved = await saveTypedAnswer(ctx, { entryId, questionKey: param("questionKey"), fields, baseVersion: baseVersion(fields.get("version")) });
    return savedJson(ask, saved, (await notesOn(ctx, entryId, saved, locale)).map((warning) => warningText(warning, locale)));
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    const question = error instanceof Stale ? questionsOf((await getDraft(ctx, entryId)).form).find(({ key }) => key === param("questionKey")) : undefined;
    return savingProblem(ask, error, question && ((value) => controlText(question, value, locale)));
  }
});
