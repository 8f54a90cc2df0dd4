import { commentField, leftOutField, reasonField, scoreField } from "#app/domain/review/input.ts";
import type { Clash, StoredScore } from "#app/domain/review/rules.ts";
import {
  type Criterion,
  figureOf,
  type Mark,
  NOT_APPLICABLE,
  stepsOf,
  unitsOf,
  writeStep,
} from "#app/domain/rubric/rules.ts";
import { formatClock, formatNumber } from "#app/i18n/format.ts";
import { say } from "#app/i18n/localised.ts";
import { autosaveAttributes, Saved } from "./field-parts.tsx";
import { Button, Buttons, ErrorSummary, Form, TextArea } from "./form.tsx";
import { useLocale, useTexts, useTimeZone } from "./locale.tsx";
import { ScaleInput, TypedScale, useCommenting, useMarks } from "./score.tsx";

export type ScoreFormProps = {
  assignmentId: string;
  criteria: Criterion[];
  scores: StoredScore[];
  comment: string | null;
  notes: string | null;
  version: number | null;
  savedAt: Date | null;
  submitted: boolean;
  /** The others' scores are open: a changed value needs a reason. */
  reasoned: boolean;
  /** Sentences by field. */
  errors?: Record<string, string>;
  /** What was sent and could not be saved. */
  typed?: Record<string, string> | undefined;
  clashes?: Clash[];
};

/**
 * One's own scores: each criterion saves itself with its comment, and the whole sheet goes by its button where scripts
 * do not run.
 */
export function ScoreForm({
  assignmentId,
  criteria,
  scores,
  comment,
  notes,
  version,
  savedAt,
  submitted,
  reasoned,
  errors = {},
  typed = {},
  clashes = [],
}: ScoreFormProps) {
  const [
    {
      review: { sheet: t },
      ui: { colon },
    },
    locale,
  ] = [useTexts(), useLocale()];
  const own = `/judging/assignments/${assignmentId}`;
  // Beside a field its criterion is plain to see; in the list on top it has to be said.
  const named = Object.fromEntries(
    Object.entries(errors).map(([field, sentence]) => {
      const criterion = criteria.find(({ id }) => [scoreField(id), commentField(id), reasonField(id)].includes(field));
      return [field, criterion ? `${say(criterion.name, locale)}${colon}${sentence}` : sentence];
    }),
  );
  const overall = { url: `${own}/comment`, version, at: savedAt };
  return (
    <Form action={own} autosave>
      <ErrorSummary errors={named} />
      {criteria.map((criterion) => (
        <CriterionFields
          key={criterion.id}
          criterion={criterion}
          url={`${own}/scores/${criterion.id}`}
          reasoned={reasoned}
          errors={errors}
          typed={typed}
          score={scores.find(({ criterionId }) => criterionId === criterion.id)}
          clashes={clashes.filter(({ criterionId }) => criterionId === criterion.id)}
        />
      ))}
      <div className="criterion">
        <ClashNote clashes={clashes.filter(({ criterionId }) => criterionId === null)} typed={typed} />
        <TextArea
          name="comment"
          label={t.overall}
          hint={t.overallHint}
          optional
          rows={5}
          value={typed["comment"] ?? comment}
          error={errors["comment"]}
          autosave={overall}
        />
        <TextArea
          name="notes"
          label={t.notes}
          hint={t.notesHint}
          optional
          rows={3}
          value={typed["notes"] ?? notes}
          error={errors["notes"]}
          autosave={overall}
        />
      </div>
      <Buttons>
        {submitted ? (
          <Button>{t.saveChanges}</Button>
        ) : (
          <>
            <Button formAction={`${own}/submission`}>{t.submit}</Button>
            <Button kind="secondary">{t.save}</Button>
          </>
        )}
      </Buttons>
    </Form>
  );
}

type CriterionFieldsProps = {
  criterion: Criterion;
  url: string;
  score: StoredScore | undefined;
  reasoned: boolean;
  errors: Record<string, string>;
  typed: Record<string, string>;
  clashes: Clash[];
};

function CriterionFields({ criterion, url, score, reasoned, errors, typed, clashes }: CriterionFieldsProps) {
  const [
    {
      review: { sheet: t },
      rubric,
    },
    locale,
    markOf,
    commenting,
  ] = [useTexts(), useLocale(), useMarks(), useCommenting()];
  const { id, anchors, notApplicable, commentRule } = criterion;
  const [scoreName, commentName, reasonName] = [scoreField(id), commentField(id), reasonField(id)];
  const standing = score?.value == null ? null : String(score.value);
  const autosave = { url, version: score?.version ?? null, at: score?.savedAt };
  const anchorOf = (value: number) => anchors.find((anchor) => anchor.value === value);
  const asked = {
    name: scoreName,
    legend: say(criterion.name, locale),
    description: say(criterion.description, locale) || undefined,
    weightLabel: t.weight(formatNumber(criterion.weight, locale)),
    value: typed[scoreName] ?? standing,
    error: errors[scoreName],
  };
  const steps = stepsOf(criterion).map((value) => ({
    value: String(value),
    label: markOf(criterion, value),
    anchor: anchorOf(value) && say(anchorOf(value)!.text, locale),
    shortcut: figureOf(criterion, value),
  }));
  const written = typeof score?.value === "number" ? writeStep(criterion, score.value) : "";
  const isLeftOut = scoreName in typed ? leftOutField(id) in typed : score?.value === NOT_APPLICABLE;
  const options = [
    ...steps,
    ...(notApplicable ? [{ value: NOT_APPLICABLE, label: "–", anchor: rubric.marks.notApplicableWhy }] : []),
  ];
  return (
    <div className="criterion" {...autosaveAttributes(autosave)}>
      {criterion.scale === "tenths" ? (
        <TypedScale
          {...asked}
          value={typed[scoreName] ?? written}
          standing={(typed[scoreName] ?? written) === written && isLeftOut === (score?.value === NOT_APPLICABLE)}
          scale={criterion}
          anchors={anchors.map(({ value, text }) => ({ label: markOf(criterion, value), anchor: say(text, locale) }))}
          leavingOut={
            notApplicable
              ? { name: leftOutField(id), label: rubric.marks.notApplicableWhy, checked: isLeftOut }
              : undefined
          }
        />
      ) : (
        <ScaleInput {...asked} options={options} standing={standing} />
      )}
      {reasoned ? (
        <div className="change-reason">
          <TextArea
            name={reasonName}
            label={t.change}
            hint={t.changeHint}
            rows={2}
            value={typed[reasonName]}
            error={errors[reasonName]}
          />
        </div>
      ) : null}
      <TextArea
        name={commentName}
        label={t.comment}
        hint={commenting(criterion)}
        optional={commentRule === "optional"}
        rows={2}
        value={typed[commentName] ?? score?.comment}
        error={errors[commentName]}
      />
      <ClashNote clashes={clashes} typed={typed} criterion={criterion} />
      <Saved name={id} autosave={autosave} />
    </div>
  );
}

/** Both texts of a field that two windows changed; the field itself holds what was sent just now. */
function ClashNote({
  clashes,
  typed,
  criterion,
}: {
  clashes: Clash[];
  typed: Record<string, string>;
  criterion?: Criterion;
}) {
  const [t, locale, timeZone, markOf] = [useTexts().review.sheet, useLocale(), useTimeZone(), useMarks()];
  if (clashes.length === 0) return null;
  const isMark = (field: string) => criterion !== undefined && field === scoreField(criterion.id);
  const sent = (field: string) =>
    typed[field] === NOT_APPLICABLE || leftOutField(criterion!.id) in typed
      ? NOT_APPLICABLE
      : Math.round(Number(typed[field]?.replace(",", ".")) * unitsOf(criterion!));
  return (
    <div className="conflict" role="group" aria-label={t.clash}>
      <p>{t.clash}</p>
      {clashes.map(({ field, theirs }) => (
        <div key={field}>
          <p className="conflict-title">{t.clashTheirs(theirs.at ? formatClock(theirs.at, locale, timeZone) : "")}</p>
          <pre dir="auto">
            {theirs.value === null
              ? t.noScore
              : isMark(field)
                ? markOf(criterion!, theirs.value as Mark)
                : theirs.value}
          </pre>
          <p className="conflict-title">{t.clashMine}</p>
          <pre dir="auto">{isMark(field) ? markOf(criterion!, sent(field)) : typed[field]}</pre>
        </div>
      ))}
    </div>
  );
}
