import { commentField, leftOutField, reasonField, scoreField } from "#app/domain/review/input.ts";
import type { Clash, StoredScore } from "#app/domain/review/rules.ts";
import {
  type Criterion,
  figureOf,
  type Mark,
  NOT_APPLICABLE,
  readStep,
  stepsOf,
  writeStep,
} from "#app/domain/rubric/rules.ts";
import { formatClock, formatNumber } from "#app/i18n/format.ts";
import { say } from "#app/i18n/localised.ts";
import { type Autosave, autosaveAttributes, Saved } from "./field-parts.tsx";
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
  const [t, named] = [useTexts().review.sheet, useNamed(errors, criteria)];
  const own = `/judging/assignments/${assignmentId}`;
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
      <Overall
        autosave={{ url: `${own}/comment`, version, at: savedAt }}
        standing={{ comment, notes }}
        errors={errors}
        typed={typed}
        clashes={clashes.filter(({ criterionId }) => criterionId === null)}
      />
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

/** Beside a field its criterion is plain to see; in the list on top it has to be said. */
function useNamed(errors: Record<string, string>, criteria: Criterion[]): Record<string, string> {
  const [{ colon }, locale] = [useTexts().ui, useLocale()];
  return Object.fromEntries(
    Object.entries(errors).map(([field, sentence]) => {
      const criterion = criteria.find(({ id }) => [scoreField(id), commentField(id), reasonField(id)].includes(field));
      return [field, criterion ? `${say(criterion.name, locale)}${colon}${sentence}` : sentence];
    }),
  );
}

type OverallProps = {
  autosave: Autosave;
  standing: Record<"comment" | "notes", string | null>;
  errors: Record<string, string>;
  typed: Record<string, string>;
  clashes: Clash[];
};

/** What is said of an entry as a whole, and what one notes for oneself. */
function Overall({ autosave, standing, errors, typed, clashes }: OverallProps) {
  const t = useTexts().review.sheet;
  const field = (name: "comment" | "notes") => ({
    name,
    value: typed[name] ?? standing[name],
    error: errors[name],
    autosave,
  });
  return (
    <div className="criterion">
      <ClashNote clashes={clashes} typed={typed} />
      <TextArea {...field("comment")} label={t.overall} hint={t.overallHint} optional rows={5} />
      <TextArea {...field("notes")} label={t.notes} hint={t.notesHint} optional rows={3} />
    </div>
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
  const [t, commenting] = [useTexts().review.sheet, useCommenting()];
  const { id, commentRule } = criterion;
  const [commentName, reasonName] = [commentField(id), reasonField(id)];
  const autosave = { url, version: score?.version ?? null, at: score?.savedAt };
  return (
    <div className="criterion" {...autosaveAttributes(autosave)}>
      <CriterionScale criterion={criterion} score={score} typed={typed} error={errors[scoreField(id)]} />
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

type CriterionScaleProps = Pick<CriterionFieldsProps, "criterion" | "score" | "typed"> & { error: string | undefined };

/** The scale of a criterion: its steps to choose among, or a number to type where they are many. */
function CriterionScale({ criterion, score, typed, error }: CriterionScaleProps) {
  const [{ review, rubric }, locale, markOf] = [useTexts(), useLocale(), useMarks()];
  const { id, anchors, notApplicable } = criterion;
  const [name, leftOut] = [scoreField(id), leftOutField(id)];
  const standing = score?.value == null ? null : String(score.value);
  const asked = {
    name,
    legend: say(criterion.name, locale),
    description: say(criterion.description, locale) || undefined,
    weightLabel: review.sheet.weight(formatNumber(criterion.weight, locale)),
    error,
  };
  if (criterion.scale === "tenths") {
    const written = typeof score?.value === "number" ? writeStep(criterion, score.value) : "";
    const shown = typed[name] ?? written;
    const checked = name in typed ? leftOut in typed : score?.value === NOT_APPLICABLE;
    return (
      <TypedScale
        {...asked}
        value={shown}
        standing={shown === written && checked === (score?.value === NOT_APPLICABLE)}
        scale={criterion}
        anchors={anchors.map(({ value, text }) => ({ label: markOf(criterion, value), anchor: say(text, locale) }))}
        leavingOut={notApplicable ? { name: leftOut, label: rubric.marks.notApplicableWhy, checked } : undefined}
      />
    );
  }
  const steps = stepsOf(criterion).map((value) => {
    const anchor = anchors.find((each) => each.value === value);
    return {
      value: String(value),
      label: markOf(criterion, value),
      anchor: anchor && say(anchor.text, locale),
      shortcut: figureOf(criterion, value),
    };
  });
  const outside = { value: NOT_APPLICABLE, label: "–", anchor: rubric.marks.notApplicableWhy };
  return (
    <ScaleInput
      {...asked}
      value={typed[name] ?? standing}
      options={notApplicable ? [...steps, outside] : steps}
      standing={standing}
    />
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
  const scaleOf = (field: string) => (criterion && field === scoreField(criterion.id) ? criterion : null);
  const stands = ({ field, theirs: { value } }: Clash) => {
    const scale = scaleOf(field);
    return value === null ? t.noScore : scale ? markOf(scale, value as Mark) : value;
  };
  const sent = ({ field }: Clash) => {
    const [scale, text] = [scaleOf(field), typed[field] ?? ""];
    if (!scale) return text;
    const isLeftOut = text === NOT_APPLICABLE || leftOutField(scale.id) in typed;
    return markOf(scale, isLeftOut ? NOT_APPLICABLE : readStep(scale, text));
  };
  return (
    <div className="conflict" role="group" aria-label={t.clash}>
      <p>{t.clash}</p>
      {clashes.map((clash) => (
        <div key={clash.field}>
          <p className="conflict-title">
            {t.clashTheirs(clash.theirs.at ? formatClock(clash.theirs.at, locale, timeZone) : "")}
          </p>
          <pre dir="auto">{stands(clash)}</pre>
          <p className="conflict-title">{t.clashMine}</p>
          <pre dir="auto">{sent(clash)}</pre>
        </div>
      ))}
    </div>
  );
}
