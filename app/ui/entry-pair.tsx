import type { ReactNode } from "react";
import { isGiven, type SealedEntry } from "#app/domain/entry/sealed.ts";
import type { ReadingSection } from "#app/domain/question/rules.ts";
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
import { Code, EntryTitle } from "./wording.tsx";

export type Side = {
  id: string;
  entry: { code: string; title: string };
  sealed: Pick<SealedEntry, "answers" | "files">;
  scores: Given[];
  comment: string | null;
  total: number | null;
};
type Question = ReadingSection["questions"][number];

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
  const t = useTexts().review.pair;
  // Not a component of its own: cards on a phone take their words from the children of `Th`.
  const heads = sides.map(({ id, entry }) => (
    <Th key={id}>
      <a href={`/judging/assignments/${id}`}>
        <EntryTitle title={entry.title} />
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
              <EntryTitle title={entry.title} />
            </a>
          </li>
        ))}
      </ul>
      {form.map((section) => (
        <PairedAnswers key={section.key} section={section} sides={sides} heads={heads} labels={labels} />
      ))}
      <Section title={t.scores}>
        <PairScores criteria={criteria} sides={sides} heads={heads} labels={labels} />
      </Section>
    </div>
  );
}

type Columns = { sides: readonly Side[]; heads: ReactNode; labels: readonly string[] };

function PairedAnswers({ section, sides, heads, labels }: Columns & { section: ReadingSection }) {
  const [t, locale] = [useTexts(), useLocale()];
  const title = say(section.title, locale);
  const questions = section.questions.filter(
    (question) => question.key !== "title" && sides.some((side) => isGiven(side.sealed, question)),
  );
  if (questions.length === 0) return null;
  return (
    <Section title={title}>
      <DataTable
        stacked
        labels={labels}
        caption={title}
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
                <GivenAnswer side={side} question={question} />
              </td>
            ))}
          </tr>
        ))}
      </DataTable>
    </Section>
  );
}

function GivenAnswer({ side, question }: { side: Side; question: Question }) {
  const t = useTexts().ui;
  const { answers, files } = side.sealed;
  if (!isGiven(side.sealed, question)) return <span className="muted">{t.notProvided}</span>;
  if (question.type === "files")
    return <SealedFiles files={files.filter(({ questionKey }) => questionKey === question.key)} />;
  return <AnswerText question={question} value={answers[question.key]} />;
}

function PairScores({ criteria, sides, heads, labels }: Columns & { criteria: Criterion[] }) {
  const [{ review: t }, locale] = [useTexts(), useLocale()];
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
          {sides.map(({ id, scores }) => (
            <td key={id}>
              <Score criterion={criterion} given={scores.find(({ criterionId }) => criterionId === criterion.id)} />
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

/** What was given to one criterion, and why. */
function Score({ criterion, given }: { criterion: Criterion; given: Given | undefined }) {
  const [t, markOf] = [useTexts().review.sheet, useMarks()];
  const mark = given?.value ?? null;
  return (
    <>
      {mark === null ? <span className="muted">{t.noScore}</span> : <strong>{markOf(criterion, mark)}</strong>}
      {given?.comment ? (
        <p className="written" dir="auto">
          {given.comment}
        </p>
      ) : null}
    </>
  );
}
