import type { CriterionSummary } from "#app/domain/ranking/rules.ts";
import type { ScoreChange } from "#app/domain/review/rules.ts";
import { type Criterion, type Mark, partsOf } from "#app/domain/rubric/rules.ts";
import { formatNumber, formatPoints } from "#app/i18n/format.ts";
import { say } from "#app/i18n/localised.ts";
import { DataTable, Num, Th } from "./data.tsx";
import { useLocale, useTexts, useTimeZone } from "./locale.tsx";
import { useMarks } from "./score.tsx";
import { Moment } from "./time.tsx";

export type ReviewRow = {
  id: string;
  reviewer: string;
  submittedAt: Date | null;
  total: number | null;
  comment: string;
  scores: { criterionId: string; value: Mark | null; comment: string }[];
  changes: ScoreChange[];
};
/**
 * Every review of one entry by its reviewer; under it the mean of each criterion and how far the reviewers are apart.
 */
export function ReviewTable({
  criteria,
  reviews,
  summary,
}: {
  criteria: Criterion[];
  reviews: ReviewRow[];
  summary: CriterionSummary[];
}) {
  const [t, locale, markOf] = [useTexts().ranking.reviewed, useLocale(), useMarks()];
  const of = (review: ReviewRow, id: string) =>
    review.scores.find(({ criterionId }) => criterionId === id)?.value ?? null;
  // Where criteria are divided, a total is over those that its reviewer reads.
  const readBy = (review: ReviewRow) => criteria.filter(({ id }) => of(review, id) !== null);
  return (
    <DataTable
      caption={t.caption}
      captionHidden
      head={
        <>
          <Th>{t.reviewer}</Th>
          {criteria.map(({ id, name }) => (
            <Th key={id} numeric>
              {say(name, locale)}
            </Th>
          ))}
          <Th numeric>{t.points}</Th>
        </>
      }
      foot={<Summary criteria={criteria} summary={summary} />}
    >
      {reviews.map((review) => (
        <tr key={review.id}>
          <th scope="row">
            <bdi>{review.reviewer}</bdi>
            {review.submittedAt ? null : <span className="count">{t.waiting}</span>}
          </th>
          {criteria.map((criterion) => (
            <Num key={criterion.id}>
              {of(review, criterion.id) === null ? "–" : markOf(criterion, of(review, criterion.id)!)}
            </Num>
          ))}
          <Num>{review.total === null ? "–" : formatPoints(review.total / partsOf(readBy(review))!, locale)}</Num>
        </tr>
      ))}
    </DataTable>
  );
}

/** The mean of each criterion, and how far the reviewers are apart. */
function Summary({ criteria, summary }: { criteria: Criterion[]; summary: CriterionSummary[] }) {
  const [t, locale] = [useTexts().ranking.reviewed, useLocale()];
  const two = (value: number | null) =>
    value === null ? "–" : formatNumber(value, locale, { minimumFractionDigits: 2, maximumFractionDigits: 2 });
  const line = (label: string, value: (row: CriterionSummary) => string) => (
    <tr>
      <th scope="row">{label}</th>
      {criteria.map(({ id }) => (
        <Num key={id}>
          <bdi>{value(summary.find(({ criterionId }) => criterionId === id)!)}</bdi>
        </Num>
      ))}
      <Num>{null}</Num>
    </tr>
  );
  return (
    <>
      {line(t.mean, ({ mean }) => two(mean))}
      {line(t.spread, ({ spread }) => two(spread))}
      {line(t.range, ({ least, most }) =>
        least === null || most === null ? "–" : `${formatNumber(least, locale)}–${formatNumber(most, locale)}`,
      )}
    </>
  );
}

/**
 * What each reviewer wrote, as a whole and to single criteria, and why they changed scores once the others' were open
 * to them.
 */
export function ReviewComments({ criteria, reviews }: { criteria: Criterion[]; reviews: ReviewRow[] }) {
  const [t, locale] = [useTexts().ranking.reviewed, useLocale()];
  const nameOf = (id: string) => say(criteria.find((criterion) => criterion.id === id)?.name ?? { en: "" }, locale);
  const written = reviews
    .map((review) => ({ ...review, scores: review.scores.filter(({ comment }) => comment) }))
    .filter(({ comment, scores, changes }) => comment || scores.length > 0 || changes.length > 0);
  if (written.length === 0) return <p className="muted">{t.noComments}</p>;
  return (
    <>
      {written.map(({ id, reviewer, comment, scores, changes }) => (
        <div className="reading" key={id}>
          <h3>
            <bdi>{reviewer}</bdi>
          </h3>
          {comment ? (
            <p dir="auto" className="written">
              {comment}
            </p>
          ) : null}
          {scores.length > 0 ? (
            <dl>
              {scores.map((score) => (
                <div key={score.criterionId}>
                  <dt>{nameOf(score.criterionId)}</dt>
                  <dd dir="auto" className="written">
                    {score.comment}
                  </dd>
                </div>
              ))}
            </dl>
          ) : null}
          {changes.length > 0 ? <ScoreChanges changes={changes} criteria={criteria} /> : null}
        </div>
      ))}
    </>
  );
}

function ScoreChanges({ changes, criteria }: { changes: ScoreChange[]; criteria: Criterion[] }) {
  const [t, locale, timeZone, markOf] = [useTexts().ranking.reviewed, useLocale(), useTimeZone(), useMarks()];
  const said = (criterion: Criterion, mark: Mark | null) => (mark === null ? "–" : markOf(criterion, mark));
  return (
    <>
      <h4>{t.changes}</h4>
      <dl>
        {changes.map(({ criterionId, from, to, reasons, at }) => {
          const criterion = criteria.find(({ id }) => id === criterionId)!;
          return (
            <div key={`${criterionId} ${at}`}>
              <dt>
                {t.changed(say(criterion.name, locale), said(criterion, from), said(criterion, to))}{" "}
                <span className="count">
                  <Moment at={at} zone={timeZone} />
                </span>
              </dt>
              {reasons.map((reason) => (
                <dd key={reason} dir="auto" className="written">
                  {reason}
                </dd>
              ))}
            </div>
          );
        })}
      </dl>
    </>
  );
}
