import { type Content, questionsOf, valuesOf } from "#app/domain/entry/rules.ts";
import { askedOf, type FormQuestion, isAnswered } from "#app/domain/question/rules.ts";
import { formatBytes } from "#app/i18n/format.ts";
import { say } from "#app/i18n/localised.ts";
import { AnswerText } from "./answer-text.tsx";
import { SummaryList } from "./data.tsx";
import { useLocale, useTexts } from "./locale.tsx";
import { Section } from "./page.tsx";
import { firstControl, questionLabel } from "./question-field.tsx";
import { Bracketed } from "./wording.tsx";

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
              value: (
                <>
                  <AnswerTo question={question} answers={answers} files={files} />
                  {asked.includes(question.key) ? null : (
                    <p className="field-warning">
                      {question.type === "files" ? t.attachment.unasked : t.question.unasked}
                    </p>
                  )}
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
}

/** What was answered to a question: nothing, words or files. */
function AnswerTo({ question, answers, files }: Pick<Content, "answers" | "files"> & { question: FormQuestion }) {
  const [t, locale] = [useTexts().ui, useLocale()];
  const { key, type } = question;
  const own = files.filter(({ questionKey }) => questionKey === key);
  if (type === "files" && own.length > 0)
    return (
      <ul>
        {own.map(({ id, name, size }) => (
          <li key={id}>
            <bdi>{name}</bdi>
            <span className="muted">
              <Bracketed>{formatBytes(size, locale)}</Bracketed>
            </span>
          </li>
        ))}
      </ul>
    );
  if (type !== "files" && isAnswered(answers[key]?.value))
    return <AnswerText question={question} value={answers[key]?.value} />;
  return <span className="muted">{t.notProvided}</span>;
}
