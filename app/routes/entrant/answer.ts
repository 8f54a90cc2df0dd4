import { baseVersion } from "#app/domain/entry/input.ts";
import { saveTypedAnswer } from "#app/domain/entry/answers.server.ts";
import { getDraft, notesOn } from "#app/domain/entry/queries.server.ts";
import { questionsOf } from "#app/domain/entry/rules.ts";
import { DomainError, Invalid, Stale } from "#app/domain/errors.ts";
import type { InputProblem } from "#app/domain/input.ts";
import { controlName, isReadAnew } from "#app/domain/question/input.ts";
import { controlText } from "#app/domain/question/answer-text.ts";
import { savedJson, savingProblem } from "#app/http/saving.server.ts";
import { signedIn } from "#app/http/wrappers.ts";
import { fieldProblem } from "#app/i18n/answer-problems.ts";
import { formatNumber } from "#app/i18n/format.ts";
import { warningText } from "#app/i18n/warnings.ts";
import { questionLabel } from "#app/ui/question-field.tsx";

/** A field saves itself. Answers JSON, also when it refuses. */
export const action = signedIn(async (ask) => {
  const { ctx, id, param, form, locale, t } = ask;
  const entryId = id("entryId");
  const fields = await form();
  try {
    const saved = await saveTypedAnswer(ctx, {
      entryId,
      questionKey: param("questionKey"),
      fields,
      baseVersion: baseVersion(fields.get("version")),
    });
    const odd = (await notesOn(ctx, entryId, saved, locale)).map((warning) => warningText(warning, locale));
    return savedJson(
      ask,
      saved,
      isReadAnew(saved, fields.get(controlName(saved.question.key)))
        ? [t.question.understood(formatNumber(saved.value as number, locale, { maximumFractionDigits: 6 })), ...odd]
        : odd,
    );
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    const question =
      error instanceof Stale || error instanceof Invalid
        ? questionsOf((await getDraft(ctx, entryId)).form).find(({ key }) => key === param("questionKey"))
        : undefined;
    const code = question && error instanceof Invalid ? (error.fields[question.key] as InputProblem | undefined) : null;
    if (question && code) {
      const message = fieldProblem(t, code, question, questionLabel(question, t, locale), locale);
      return Response.json({ message }, { status: 422 });
    }
    return savingProblem(ask, error, question && ((value) => controlText(question, value, locale)));
  }
});
