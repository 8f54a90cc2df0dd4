import type { Content } from "#app/domain/entry/rules.ts";
import type { FormQuestion } from "#app/domain/question/rules.ts";
import { isAnswered } from "#app/domain/question/rules.ts";
import { formatBytes } from "#app/i18n/format.ts";
import { say } from "#app/i18n/localised.ts";
import { AnswerText } from "./answer-text.tsx";
import { SummaryList } from "./data.tsx";
import { useLocale, useTexts } from "./locale.tsx";
import { Section } from "./page.tsx";
import { firstControl, questionLabel } from "./question-field.tsx";

/** All questions with what was answered; with `address` each has a link to change it. Skipped questions are shown too. */
export function AnswerSummary({ form, answers, files, address }: Content & { address: string | null }) {
  const [t, locale] = [useTexts(), useLocale()];
  return (
    <>
      {form.map((section) => (
        <Section title={say(section.title, locale)} key={section.key}>
          <SummaryList rows={section.questions.map((question) => ({
            key: question.key,
            label: questionLabel(question, t, locale),
            value: question.type === "files" ? fileList(question) : isAnswered(question, answers[question.key]?.value) ? <AnswerText question={question} value={answers[question.key]?.value} /> : null,
            change: address ? { href: `${address}/sections/${section.key}#${question.type === "files" ? `slot.${question.key}` : firstControl(question)}`, label: questionLabel(question, t, locale) } : undefined,
          }))} />
        </Section>
      ))}
    </>
  );

  function fileList({ key }: FormQuestion) {
    const own = files.filter(({ questionKey }) => questionKey === key);
    return own.length === 0 ? null : <ul>{own.map(({ id, name, size }) => <li key={id}><bdi>{name}</bdi> <span className="muted">({formatBytes(size, locale)})</span></li>)}</ul>;
  }
}
