import { type Content, questionsOf, valuesOf } from "#app/domain/entry/rules.ts";
import { askedOf, type FormQuestion, isAnswered } from "#app/domain/question/rules.ts";
import { formatBytes } from "#app/i18n/format.ts";
import { say } from "#app/i18n/localised.ts";
import { AnswerText } from "./answer-text.tsx";
import { SummaryList } from "./data.tsx";
import { useLocale, useTexts } from "./locale.tsx";
import { Section } from "./page.tsx";
import { firstControl, questionLabel } from "./question-field.tsx";

/**
 * All questions with what was answered; with `address` each has a link to change it. Skipped questions are shown too;
 * those that are not asked, only where an answer is kept, and it says that this one is not sent.
 */
export function AnswerSummary({ form, answers, files, address }: Content & { address: string | null }) {
  const [t, locale] = [useTexts(), useLocale()];
  const asked = questionsOf(askedOf(form, valuesOf(answers))).map(({ key }) => key);
  const isKept = ({ key, type }: FormQuestion) =>
    type === "files" ? files.some(({ questionKey }) => questionKey === key) : isAnswered(answers[key]?.value);
  const shown = form
    .map((section) => ({
      ...section,
      questions: section.questions.filter((question) => asked.includes(question.key) || isKept(question)),
    }))
    .filter(({ questions }) => questions.length > 0);
  return (
    <>
      {shown.map((section) => (
        <Section title={say(section.title, locale)} key={section.key}>
          <SummaryList
            rows={section.questions.map((question) => ({
              key: question.key,
              label: questionLabel(question, t, locale),
              value: asked.includes(question.key) ? (
                answerTo(question)
              ) : (
                <>
                  {answerTo(question)}
                  <p className="field-warning">{t.question.unasked}</p>
                </>
              ),
              change:
                address && asked.includes(question.key)
                  ? {
                      href: `${address}/sections/${section.key}#${question.type === "files" ? `slot.${question.key}` : firstControl(question)}`,
                      label: questionLabel(question, t, locale),
                    }
                  : undefined,
            }))}
          />
        </Section>
      ))}
    </>
  );

  function answerTo(question: FormQuestion) {
    if (question.type === "files") return fileList(question);
    return isAnswered(answers[question.key]?.value) ? (
      <AnswerText question={question} value={answers[question.key]?.value} />
    ) : null;
  }

  function fileList({ key }: FormQuestion) {
    const own = files.filter(({ questionKey }) => questionKey === key);
    return own.length === 0 ? null : (
      <ul>
        {own.map(({ id, name, size }) => (
          <li key={id}>
            <bdi>{name}</bdi> <span className="muted">({formatBytes(size, locale)})</span>
          </li>
        ))}
      </ul>
    );
  }
}
