import { Fragment, type ReactNode } from "react";
import { baseVersion } from "#app/domain/entry/input.ts";
import type { Comment } from "#app/domain/comment/rules.ts";
import { type CaptionClash, captionName } from "#app/domain/attachment/rules.ts";
import type { EntryFile, StoredAnswer } from "#app/domain/entry/rules.ts";
import type { InputProblem } from "#app/domain/input.ts";
import { controlName, type Fields, writeFields } from "#app/domain/question/input.ts";
import { type FormQuestion, isAnswered, suggestionFor } from "#app/domain/question/rules.ts";
import type { Refusal } from "#app/domain/errors.ts";
import type { Verdict } from "#app/domain/verdict.ts";
import { formatMoment } from "#app/i18n/format.ts";
import { fieldProblem } from "#app/i18n/answer-problems.ts";
import type { Locale } from "#app/i18n/locales.ts";
import { say } from "#app/i18n/localised.ts";
import { AnswerText } from "./answer-text.tsx";
import { BesideField } from "./beside-field.tsx";
import { SummaryList } from "./data.tsx";
import { Notice } from "./feedback.tsx";
import { problemSentence } from "./field-errors.ts";
import { Button, Buttons, ErrorSummary, Form } from "./form.tsx";
import type { Texts } from "#app/i18n/texts.ts";
import { useLocale, useTexts, useTimeZone } from "./locale.tsx";
import { controlsAmiss, firstControl, QuestionField, questionLabel } from "./question-field.tsx";

export type FailedSection = {
  errors: Record<string, InputProblem>;
  /** What a colleague saved meanwhile, by question key. */
  clashes: Record<string, { value: unknown; version: number; at: Date; by: string }>;
  /** The same of what files show, by the id of the file. */
  captions: { errors: Record<string, InputProblem>; clashes: Record<string, CaptionClash> };
  refused: Refusal | null;
  /** Every field exactly as it was sent. */
  typed: Record<string, string[]>;
};

export type AnswerFieldsProps = {
  /** Of the entry: "/entries/…". */
  address: string;
  questions: FormQuestion[];
  answers: Readonly<Record<string, StoredAnswer>>;
  odd: Record<string, string[]>;
  /** What the team says to each other, by question key. */
  comments: Partial<Record<string, Comment[]>>;
  edit: Verdict;
  failed: FailedSection | undefined;
  /** Keys of questions that are not asked as long as another answer of this page stands. */
  unasked: readonly string[];
  /** The question to which somebody wants to add rows. */
  more: string | null;
  /** Of the account of whoever writes, offered where a question asks for it. */
  own: { name: string; email: string };
  /** The questions that are answered with files, in the same form. */
  children: ReactNode;
};

/**
 * The questions of a section. Each field saves itself; the button saves them all, also without JavaScript. Whoever may
 * not write reads.
 */
export function AnswerFields(props: AnswerFieldsProps) {
  const { questions, edit, failed, unasked, more, children } = props;
  const t = useTexts();
  if (!edit.allowed && !failed)
    return (
      <>
        <Notice kind="info">{t.refusals[edit.because]}</Notice>
        {children}
        <ReadAnswers {...props} />
      </>
    );
  return (
    <Form autosave>
      <EnterSaves />
      {children}
      {questions.map((question) => (
        <ShownWhenAsked key={question.key} question={question} isAsked={!unasked.includes(question.key)}>
          <AnswerField {...props} question={question} more={more === question.key} />
          <Beside {...props} question={question} />
        </ShownWhenAsked>
      ))}
      <Buttons>
        <Button>{t.entry.page.save}</Button>
        <Button kind="secondary" name="stay" value="yes">
          {t.entry.page.stay}
        </Button>
      </Buttons>
    </Form>
  );
}

/** Why not everything could be saved, to be read before anything else. */
export function SectionProblems({
  questions,
  files,
  failed,
}: Pick<AnswerFieldsProps, "questions" | "failed"> & { files: EntryFile[] }) {
  const [t, errors] = [useTexts(), useErrors(questions, files, failed)];
  return (
    <>
      {failed?.refused ? (
        <Notice kind="danger" title={t.entry.page.notSaved}>
          <p>{t.refusals[failed.refused]}</p>
          <p>{t.entry.page.kept}</p>
        </Notice>
      ) : null}
      <ErrorSummary errors={errors} />
    </>
  );
}

/** What the Enter key presses in a field: a form's first button, which must not be one that does more than to save. */
function EnterSaves() {
  return (
    <button className="unseen" name="stay" value="yes" tabIndex={-1} aria-hidden="true">
      {useTexts().entry.page.stay}
    </button>
  );
}

/** What keeps what was typed from being saved, by the first control of each. */
function useErrors(
  questions: FormQuestion[],
  files: EntryFile[],
  failed: FailedSection | undefined,
): Record<string, string> {
  const [t, locale] = [useTexts(), useLocale()];
  const asked = (key: string) => questions.find((question) => question.key === key)!;
  const label = (key: string) => questionLabel(asked(key), t, locale);
  const sent: Fields = { all: (name) => failed?.typed[name] ?? [] };
  const amiss = (question: FormQuestion) => controlsAmiss(question, sent)[0] ?? firstControl(question);
  const ofFile = (id: string, sentence: string) => {
    const name = files.find((file) => file.id === id)?.name ?? "";
    return [captionName(id), `${headed(name, t)}${sentence}`] as const;
  };
  const { errors: captions = {}, clashes = {} } = failed?.captions ?? {};
  return Object.fromEntries([
    ...Object.entries(captions).map(([id, code]) => ofFile(id, problemSentence(t, code))),
    ...Object.keys(clashes).map((id) => ofFile(id, t.entry.page.conflict)),
    ...Object.entries(failed?.errors ?? {}).map(
      ([key, code]) => [amiss(asked(key)), summed(t, code, asked(key), label(key), locale)] as const,
    ),
    ...Object.keys(failed?.clashes ?? {}).map(
      (key) => [firstControl(asked(key)), `${headed(label(key), t)}${t.entry.page.conflict}`] as const,
    ),
  ]);
}

/** Answers as they stand. */
function ReadAnswers(props: AnswerFieldsProps) {
  const { questions, answers, unasked } = props;
  const [t, locale] = [useTexts(), useLocale()];
  return (
    <SummaryList
      rows={questions
        .filter(({ key }) => !unasked.includes(key))
        .map((question) => ({
          key: question.key,
          label: say(question.label, locale),
          value: (
            <>
              {isAnswered(answers[question.key]?.value) ? (
                <AnswerText question={question} value={answers[question.key]?.value} />
              ) : (
                <span className="muted">{t.ui.notProvided}</span>
              )}
              <Beside {...props} question={question} />
            </>
          ),
        }))}
    />
  );
}

type BesideProps = Pick<AnswerFieldsProps, "address" | "answers" | "comments"> & { question: FormQuestion };

function Beside({ address, question, answers, comments }: BesideProps) {
  const [t, locale] = [useTexts(), useLocale()];
  return (
    <BesideField
      address={address}
      questionKey={question.key}
      label={questionLabel(question, t, locale)}
      comments={comments[question.key] ?? []}
      version={answers[question.key]?.version ?? 0}
    />
  );
}

/** The sentence of a field on top of the page: under the field's name, where it does not hold that. */
function summed(t: Texts, code: InputProblem, question: FormQuestion, label: string, locale: Locale): string {
  const sentence = fieldProblem(t, code, question, label, locale);
  return sentence === t.problemsNamed[code]?.(label) ? sentence : `${headed(label, t)}${sentence}`;
}

/** The name of a question before what is said of it. One that is a question ends as it does. */
const headed = (label: string, { ui }: Texts): string => (/[?？؟]$/.test(label) ? `${label} ` : `${label}${ui.colon}`);

/**
 * A question that depends on another of the same page is there from the start, out of sight, and comes up when the
 * other is answered so.
 */
function ShownWhenAsked({
  question: {
    settings: { when },
  },
  isAsked,
  children,
}: {
  question: FormQuestion;
  isAsked: boolean;
  children: ReactNode;
}) {
  if (!when) return <Fragment>{children}</Fragment>;
  return (
    <div className="depends" data-when={controlName(when.question)} data-is={JSON.stringify(when.is)} hidden={!isAsked}>
      {children}
    </div>
  );
}

function AnswerField({
  address,
  question,
  answers,
  odd,
  failed,
  own,
  more,
}: Pick<AnswerFieldsProps, "address" | "answers" | "odd" | "failed" | "own"> & {
  question: FormQuestion;
  more: boolean;
}) {
  const [t, locale, zone] = [useTexts(), useLocale(), useTimeZone()];
  const { key } = question;
  const stored = answers[key];
  const clash = failed?.clashes[key];
  const code = failed?.errors[key];
  const since = baseVersion(failed?.typed[`version:${controlName(key)}`]?.[0] ?? "");
  const unsaved = failed && (clash || code || failed.refused) ? { since } : undefined;
  // What was saved or left alone shows what stands now: sent again, it must not undo what a colleague wrote meanwhile.
  const fields = unsaved ? { all: (name: string) => failed?.typed[name] ?? [] } : writeFields(question, stored?.value);
  const notes: ReactNode[] = (failed ? [] : (odd[key] ?? [])).map((note) => <p key={note}>{note}</p>);
  const theirs = clash ? (
    <div className="conflict">
      <p className="conflict-title">{t.entry.page.conflictTheirs(clash.by, formatMoment(clash.at, locale, zone))}</p>
      <AnswerText question={question} value={clash.value} />
      <p>{t.entry.page.conflictHint}</p>
    </div>
  ) : null;
  return (
    <QuestionField
      question={question}
      fields={fields}
      more={more}
      suggestion={suggestionFor(question, own)}
      warning={theirs ?? (notes.length > 0 ? notes : undefined)}
      error={
        clash
          ? t.entry.page.conflict
          : code
            ? fieldProblem(t, code, question, questionLabel(question, t, locale), locale)
            : undefined
      }
      autosave={{
        url: `${address}/answers/${key}`,
        version: clash?.version ?? (unsaved ? since : (stored?.version ?? null)),
        at: failed ? null : stored?.savedAt,
        unsaved,
      }}
    />
  );
}
