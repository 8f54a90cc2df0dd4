import { conditionField } from "#app/domain/question/editing.ts";
import { labelText } from "#app/domain/question/answer-text.ts";
import { decidingAnswers, type FormQuestion } from "#app/domain/question/rules.ts";
import { say } from "#app/i18n/localised.ts";
import { Checkboxes } from "./choices.tsx";
import { useLocale, useTexts } from "./locale.tsx";

type ConditionFieldsProps = {
  /** The questions that come before, with answers to choose from. */
  deciding: FormQuestion[];
  ticked: Readonly<Record<string, string[]>>;
  errors: Record<string, string>;
};

/** Of whom a question or a section is asked: the answers that earlier questions offer, to tick those of one of them. */
export function ConditionFields({ deciding, ticked, errors }: ConditionFieldsProps) {
  const [t, locale] = [useTexts().question, useLocale()];
  if (deciding.length === 0) return <p className="hint">{t.editor.askedOfAll}</p>;
  return (
    <div className="form">
      <p className="hint">{t.editor.hints.when}</p>
      {deciding.map((question) => {
        const name = conditionField(question.key);
        const labels = new Map((question.settings.options ?? []).map(({ value, label }) => [value, label]));
        return (
          <Checkboxes
            key={name}
            name={name}
            legend={labelText(question, locale)}
            values={ticked[name] ?? []}
            error={errors[name]}
            options={decidingAnswers(question).map((value) => ({
              value,
              label: labels.has(value) ? say(labels.get(value)!, locale) : t.declared,
            }))}
          />
        );
      })}
    </div>
  );
}
