import type { StoredAnswer } from "#app/domain/entry/rules.ts";
import type { eligibility } from "#app/domain/question/rules.ts";
import { answerText } from "#app/domain/question/answer-text.ts";
import { say } from "#app/i18n/localised.ts";
import { Notice } from "./feedback.tsx";
import { useLocale, useTexts } from "./locale.tsx";

export type EligibilityAnswerProps = ReturnType<typeof eligibility> & {
  answers: Readonly<Record<string, StoredAnswer>>;
  /** The next page, where this is not it already. */
  next: string | null;
};

/** On the page of these questions the answer follows every save. */
export function EligibilityAnswer(props: EligibilityAnswerProps) {
  return props.next ? (
    <div id="eligibility" aria-live="polite" data-follows-saving="">
      <ClearAnswer {...props} />
    </div>
  ) : (
    <ClearAnswer {...props} />
  );
}

/** The clear answer that the eligibility questions end in. It is never an error, and it stops nobody. */
function ClearAnswer({ verdict, against, answers, next }: EligibilityAnswerProps) {
  const [{ eligibility: t, page }, locale] = [useTexts().entry, useLocale()];
  const onward = next ? (
    <p>
      <a href={next}>{page.goOn}</a>
    </p>
  ) : null;
  if (verdict === "open") return <p className="muted">{t.open}</p>;
  if (verdict === "yes")
    return (
      <Notice kind="success" title={t.yes}>
        <p>{t.yesHint}</p>
        {onward}
      </Notice>
    );
  return (
    <Notice kind="warning" title={t.no}>
      <p>{t.noHint}</p>
      <ul>
        {against.map((question) => (
          <li key={question.key}>
            {say(question.label, locale)} – {answerText(question, answers[question.key]?.value, locale)}
          </li>
        ))}
      </ul>
      <p>{t.noMore}</p>
      {onward}
    </Notice>
  );
}
