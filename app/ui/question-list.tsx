import type { FormSection } from "#app/domain/question/rules.ts";
import { onlyIf } from "#app/domain/question/answer-text.ts";
import { formatNumber } from "#app/i18n/format.ts";
import { say } from "#app/i18n/localised.ts";
import { useLocale, useTexts } from "./locale.tsx";
import { Bracketed } from "./wording.tsx";

/** All the questions of a form, to read before one starts. */
export function QuestionList({ form }: { form: FormSection[] }) {
  const [t, locale] = [useTexts(), useLocale()];
  return (
    <>
      {form.map((section) => (
        <details key={section.key}>
          <summary>{say(section.title, locale)}</summary>
          {section.when ? <p>{onlyIf(section.when, form, locale)}</p> : null}
          <ul>
            {section.questions.map(({ key, label, required, settings: { limit, when } }) => {
              const most = limit && t.ui.limit[limit.unit](formatNumber(limit.count, locale));
              return (
                <li key={key}>
                  {say(label, locale)}
                  <span className="muted">
                    <Bracketed>{required ? t.entry.start.required : t.ui.optional}</Bracketed>
                    {most ? t.ui.gap + most : null}
                  </span>
                  {when ? <div className="hint">{onlyIf(when, form, locale)}</div> : null}
                </li>
              );
            })}
          </ul>
        </details>
      ))}
    </>
  );
}
