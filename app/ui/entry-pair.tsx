import type { ReactNode } from "react";
import type { SealedEntry } from "#app/domain/entry/sealed.ts";
import { isAnswered, type ReadingSection } from "#app/domain/question/rules.ts";
import type { Given } from "#app/domain/review/rules.ts";
import { type Criterion, partsOf } from "#app/domain/rubric/rules.ts";
import { formatPoints } from "#app/i18n/format.ts";
import { say } from "#app/i18n/localised.ts";
import { AnswerText } from "./answer-text.tsx";
import { DataTable, Th } from "./data.tsx";
import { useLocale, useTexts } from "./locale.tsx";
import { Section } from "./page.tsx";
import { questionLabel } from "./question-field.tsx";
import { useMarks } from "./score.tsx";
import { SealedFiles } from "./sealed-entry.tsx";
import { Code } from "./wording.tsx";

export type Side = {
  id: string;
  entry: { code: string; title: string };
  sealed: Pick<SealedEntry, "answers" | "files">;
  scores: Given[];
  comment: string | null;
  total: number | null;
};
type Question = ReadingSection["questions"][number];

const isGiven = ({ sealed }: Side, { key, type }: Question) =>
  type === "files" ? sealed.files.some(({ questionKey }) => questionKey === key) : isAnswered(sealed.answers[key]);

/**
 * Two entries answer by answer, and what one gave to each: in columns headed by the way to their sheets, on a phone one
 * below the other. What neither answers is left out.
 */
export function EntryPair({
  form,
  criteria,
  sides,
}: {
  form: ReadingSection[];
  criteria: Criterion[];
  sides: readonly Side[];
}) {
  const [t, locale] = [useTexts(), useLocale()];
  // Not a component of its own: cards on a phone take their words from the children of `Th`.
  const heads = sides.map(({ id, entry }) => (
    <Th key={id}>
      <a href={`/judging/assignments/${id}`}>
        <bdi>{entry.title}</bdi>
      </a>
    </Th>
  ));
  // A title with each answer would be longer than many answers: on a phone entries go by their reference there.
  const labels = ["", ...sides.map(({ entry }) => entry.code)];
  return (
    <div className="entry-pair">
      <ul>
        {sides.map(({ id, entry }) => (
          <li key={id}>
            <Code>{entry.code}</Code>{" "}
            <a href={`/judging/assignments/${id}`}>
              <bdi>{entry.title}</bdi>
            </a>
          </li>
        ))}
      </ul>
      {form.map((section) => {
        const questions = section.questions.filter(
          (question) => question.key !== "title" && sides.some((side) => isGiven(side, question)),
        );
        return questions.length === 0 ? null : (
          <Section title={say(section.title, locale)} key={section.key}>
            <DataTable
              stacked
              labels={labels}
              caption={say(section.title, locale)}
              captionHidden
              head={
                <>
                  <Th>{t.review.pair.question}</Th>
                  {heads}
                </>
              }
            >
              {questions.map((question) => (
                <tr key={question.key}>
                  <th scope="row">{questionLabel(question, t, locale)}</th>
                  {sides.map((side) => (
                    <td key={side.id}>
                      {isGiven(side, question) ? (
                        <Answer side={side} question={question} />
                      ) : (
                        <span className="muted">{t.ui.notProvided}</span>
                      )}
                    </td>
                  ))}
                </tr>
              ))}
            </DataTable>
          </Section>
        );
      })}
      <Section title={t.review.pair.scores}>
        <PairScores criteria={criteria} sides={sides} heads={heads} labels={labels} />
      </Section>
    </div>
  );
}

function Answer({ side: { sealed }, question }: { side: Side; question: Question }) {
  if (question.type === "files")
    return <SealedFiles files={sealed.files.filter(({ questionKey }) => questionKey === question.key)} />;
  return <AnswerText question={question} value={sealed.answers[question.key]} />;
}

function PairScores({
  criteria,
  sides,
  heads,
  labels,
}: {
  criteria: Criterion[];
  sides: readonly Side[];
  heads: ReactNode;
  labels: readonly string[];
}) {
  const [{ review: t }, locale, markOf] = [useTexts(), useLocale(), useMarks()];
  const given = (side: Side, criterion: Criterion) =>
    side.scores.find(({ criterionId }) => criterionId === criterion.id);
  const shown = (side: Side, criterion: Criterion) => {
    const mark = given(side, criterion)?.value ?? null;
    return mark === null ? (
      <span className="muted">{t.sheet.noScore}</span>
    ) : (
      <strong>{markOf(criterion, mark)}</strong>
    );
  };
  return (
    <DataTable
      stacked
      labels={labels}
      caption={t.pair.scores}
      captionHidden
      head={
        <>
          <Th>{t.pair.criterion}</Th>
          {heads}
        </>
      }
    >
      {criteria.map((criterion) => (
        <tr key={criterion.id}>
          <th scope="row">{say(criterion.name, locale)}</th>
          {sides.map((side) => (
            <td key={side.id}>
              {shown(side, criterion)}
              {given(side, criterion)?.comment ? (
                <p className="written" dir="auto">
                  {given(side, criterion)!.comment}
                </p>
              ) : null}
            </td>
          ))}
        </tr>
      ))}
      <tr>
        <th scope="row">{t.finish.columns.points}</th>
        {sides.map(({ id, total }) => (
          <td key={id}>{total === null ? "–" : formatPoints(total / partsOf(criteria)!, locale)}</td>
        ))}
      </tr>
      <tr>
        <th scope="row">{t.sheet.overall}</th>
        {sides.map(({ id, comment }) => (
          <td key={id} className="written" dir="auto">
            {comment || "–"}
          </td>
        ))}
      </tr>
    </DataTable>
  );
}
