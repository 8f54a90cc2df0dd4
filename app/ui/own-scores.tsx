import type { PeerReview, StoredScore } from "#app/domain/review/rules.ts";
import { type Criterion, type Mark, partsOf } from "#app/domain/rubric/rules.ts";
import { formatNumber, formatPoints } from "#app/i18n/format.ts";
import { say } from "#app/i18n/localised.ts";
import { useLocale, useTexts } from "./locale.tsx";
import { Section } from "./page.tsx";
import { Paragraphs } from "./paragraphs.tsx";
import { ScaleBar, useMarks } from "./score.tsx";
import { Labelled } from "./wording.tsx";

/** Scores that can no longer be changed. */
export function OwnScores({
  criteria,
  scores,
  comment,
}: {
  criteria: Criterion[];
  scores: StoredScore[];
  comment: string | null;
}) {
  const t = useTexts().review.sheet;
  return (
    <>
      <p>{t.readOnly}</p>
      <GivenScores criteria={criteria} scores={scores} />
      {comment ? (
        <>
          <h3>{t.overall}</h3>
          <Paragraphs text={comment} />
        </>
      ) : null}
    </>
  );
}

/** What the others gave, each under a letter. */
export function Peers({ criteria, peers }: { criteria: Criterion[]; peers: PeerReview[] }) {
  const [t, locale] = [useTexts().review.peers, useLocale()];
  return (
    <Section title={t.title} id="peers">
      <p className="hint">{t.hint}</p>
      {peers.length === 0 ? <p>{t.none}</p> : null}
      {peers.map(({ letter, total, scores, comment }) => (
        <article className="peer" key={letter}>
          <h3>
            {t.reviewer(letter)}
            {total === null ? null : (
              <span className="count">
                {" "}
                <Labelled label={t.points}>{formatPoints(total / partsOf(criteria)!, locale)}</Labelled>
              </span>
            )}
          </h3>
          <GivenScores criteria={criteria} scores={scores} />
          {comment ? <Paragraphs text={comment} /> : null}
        </article>
      ))}
    </Section>
  );
}

function GivenScores({
  criteria,
  scores,
}: {
  criteria: Criterion[];
  scores: { criterionId: string; value: Mark | null; comment: string }[];
}) {
  const [t, locale, markOf] = [useTexts().review.sheet, useLocale(), useMarks()];
  return (
    <dl className="given-scores">
      {criteria.map((criterion) => {
        const { id, name, min, max, weight } = criterion;
        const given = scores.find(({ criterionId }) => criterionId === id);
        return (
          <div key={id}>
            <dt>
              {say(name, locale)} <span className="weight">{t.weight(formatNumber(weight, locale))}</span>
            </dt>
            <dd>
              {typeof given?.value === "number" ? (
                <ScaleBar value={given.value} label={markOf(criterion, given.value)} min={min} max={max} />
              ) : (
                <span className="muted">{given?.value ? markOf(criterion, given.value) : t.noScore}</span>
              )}
            </dd>
            {given?.comment ? (
              <dd className="written" dir="auto">
                {given.comment}
              </dd>
            ) : null}
          </div>
        );
      })}
    </dl>
  );
}
