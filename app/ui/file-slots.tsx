import { acceptOf, type Slot } from "#app/domain/attachment/rules.ts";
import type { Comment } from "#app/domain/comment/rules.ts";
import { type EntryFile, needsDescription } from "#app/domain/entry/rules.ts";
import type { FormQuestion } from "#app/domain/question/rules.ts";
import type { Verdict } from "#app/domain/verdict.ts";
import { formatBytes, formatList, formatNumber } from "#app/i18n/format.ts";
import { say } from "#app/i18n/localised.ts";
import type { Texts } from "#app/i18n/texts.ts";
import { kindsOf } from "#app/outside/files/files.ts";
import { AttachmentList, FileSaid, namesOf, STATUS } from "./attachment-list.tsx";
import { BesideField } from "./beside-field.tsx";
import { autosaveAttributes, Saved } from "./field-parts.tsx";
import { Button, ErrorSummary, FileInput } from "./form.tsx";
import { useLocale, useTexts } from "./locale.tsx";
import { Section } from "./page.tsx";
import { About } from "./wording.tsx";
import { Writer } from "./writer.tsx";

export type UploadProblem = keyof Texts["question"]["problems"];

const PROBLEMS: Record<UploadProblem, true> = {
  "wrong-type": true,
  "too-big": true,
  empty: true,
  broken: true,
  "password-protected": true,
  "too-many-pixels": true,
  macros: true,
  embedded: true,
  "archive-bomb": true,
  "too-complex": true,
  "no-room": true,
  missing: true,
  interrupted: true,
};

export function isUploadProblem(code: string | null): code is UploadProblem {
  return code !== null && Object.hasOwn(PROBLEMS, code);
}

export type FileSlotsProps = {
  entryId: string;
  sectionKey: string;
  questions: FormQuestion[];
  files: EntryFile[];
  comments: Partial<Record<string, Comment[]>>;
  edit: Verdict;
  /** What became of the file that was just sent without JavaScript. */
  failed: { problem: UploadProblem; question: string; file: string } | null;
  /** Keys of questions that are not asked, by other answers: their files are kept, and none is added. */
  unasked: readonly string[];
};

/** The questions of a section that are answered with files, each with a form of its own. */
export function FileSlots({ entryId, sectionKey, questions, files, comments, edit, failed, unasked }: FileSlotsProps) {
  const t = useTexts();
  const errors = failed
    ? {
        [`file.${failed.question}`]: `${failed.file ? `${failed.file}${t.ui.colon}` : ""}${t.question.problems[failed.problem]}`,
      }
    : null;
  return (
    <>
      <ErrorSummary errors={errors} />
      {questions
        .filter(({ type }) => type === "files")
        .map((question) => (
          <FileSlot
            key={question.key}
            entryId={entryId}
            sectionKey={sectionKey}
            question={question}
            comments={comments}
            edit={edit}
            isAsked={!unasked.includes(question.key)}
            files={files.filter(({ questionKey }) => questionKey === question.key)}
            error={errors?.[`file.${question.key}`]}
          />
        ))}
    </>
  );
}

type FileSlotProps = Pick<FileSlotsProps, "entryId" | "sectionKey" | "files" | "comments" | "edit"> & {
  question: FormQuestion;
  isAsked: boolean;
  error: string | undefined;
};

function FileSlot({ entryId, sectionKey, question, isAsked, files, comments, edit, error }: FileSlotProps) {
  const [t, locale] = [useTexts(), useLocale()];
  const slot = question.settings.files;
  if (!slot) return null;
  const described = `described.${question.key}`;
  const said = { "data-autosave-texts": JSON.stringify({ ...t.ui.autosave, refused: t.attachment.captionUnsaved }) };
  const items = files.map((file, index) => ({
    id: file.id,
    name: file.name,
    size: file.size,
    contentType: file.contentType,
    status: STATUS[file.scan],
    scanned: file.scan !== "off",
    caption: (
      <>
        {file.active ? <p className="field-warning">{t.attachment.active}</p> : null}
        <FileSaid file={file} caption={edit.allowed ? "" : file.caption} names={namesOf(files)} />
        {edit.allowed ? (
          <FileForms
            file={file}
            asked={needsDescription(question, file.contentType) ? described : undefined}
            isFirst={index === 0}
            isLast={index === files.length - 1}
          />
        ) : null}
      </>
    ),
    problem: file.scan === "infected" ? t.attachment.infected : file.cleaned ? undefined : t.attachment.uncopied,
    href: `/attachments/${file.id}`,
    previewHref: file.hasPreview ? `/attachments/${file.id}/preview` : undefined,
    removeAction: edit.allowed ? `/attachments/${file.id}/removal` : undefined,
  }));
  return (
    <Section title={say(question.label, locale)} id={`slot.${question.key}`}>
      {question.hint ? <p className="hint">{say(question.hint, locale)}</p> : null}
      {isAsked ? null : <p className="field-warning">{t.attachment.unasked}</p>}
      {slot.described ? (
        <p className="hint" id={described}>
          {t.attachment.described}
        </p>
      ) : null}
      <div id={`files.${question.key}`} {...(edit.allowed ? { "data-orders": "", ...said } : {})}>
        {files.some(({ scan }) => scan === "waiting") ? <p className="hint">{t.attachment.checkingHint}</p> : null}
        <AttachmentList items={items} />
      </div>
      {!edit.allowed || !isAsked ? null : files.length >= slot.maxCount ? (
        <p className="muted">{t.entry.files.full}</p>
      ) : (
        <UploadForm
          {...{ entryId, sectionKey, slot, error }}
          questionKey={question.key}
          name={say(question.label, locale)}
        />
      )}
      <BesideField
        address={`/entries/${entryId}`}
        questionKey={question.key}
        label={say(question.label, locale)}
        comments={comments[question.key] ?? []}
        version={0}
      />
    </Section>
  );
}

/**
 * Posts the file as any form does; with JavaScript the file goes at once, with progress, and carries on after a lost
 * line.
 */
function UploadForm({
  entryId,
  sectionKey,
  questionKey,
  name,
  slot,
  error,
}: {
  entryId: string;
  sectionKey: string;
  questionKey: string;
  name: string;
  slot: Slot;
  error: string | undefined;
}) {
  const [t, locale] = [useTexts(), useLocale()];
  const accepted = t.question.files(
    formatList(kindsOf(slot.types), locale),
    formatBytes(slot.maxBytes, locale),
    formatNumber(slot.maxCount, locale),
  );
  const said = Object.fromEntries(
    Object.entries({ ...t.question.problems, ...t.attachment.upload, "sign-in": t.ui.autosave.signIn }).map(
      ([code, sentence]) => [`data-text-${code}`, sentence],
    ),
  );
  return (
    <form
      className="form"
      method="post"
      action={`/entries/${entryId}/attachments?${new URLSearchParams({ question: questionKey, section: sectionKey })}`}
      encType="multipart/form-data"
      noValidate
      data-upload=""
      data-entry={entryId}
      data-question={questionKey}
      data-max={slot.maxBytes}
      data-accept={acceptOf(slot)}
      data-list={`files.${questionKey}`}
      {...said}
    >
      <FileInput
        name={`file.${questionKey}`}
        label={
          <>
            {t.entry.files.add}
            <About>{name}</About>
          </>
        }
        hint={accepted}
        error={error}
        accept={acceptOf(slot)}
        multiple={slot.maxCount > 1}
      />
      <p className="hint" data-by-hand="">
        {t.entry.files.withoutScript(t.entry.files.upload)}
      </p>
      <Button kind="secondary" label={t.attachment.moveNamed(name, t.entry.files.upload)}>
        {t.entry.files.upload}
      </Button>
      <Writer />
    </form>
  );
}

/** What a team does with one of its files: says what it shows, and moves it. */
function FileForms({
  file: { id, name, caption, captionVersion, captionedAt },
  asked,
  isFirst,
  isLast,
}: {
  file: EntryFile;
  /** Where it says why this file needs a description. */
  asked: string | undefined;
  isFirst: boolean;
  isLast: boolean;
}) {
  const t = useTexts().attachment;
  const autosave = { url: `/attachments/${id}/caption`, version: captionVersion, at: captionedAt };
  return (
    <>
      <div {...autosaveAttributes(autosave)}>
        <form method="post" action={`/attachments/${id}/details`} className="inline-form">
          <label htmlFor={`caption-${id}`}>
            {t.caption}
            <span className="unseen"> {name}</span>
          </label>
          <input
            className="input"
            id={`caption-${id}`}
            name="caption"
            defaultValue={caption}
            dir="auto"
            aria-describedby={asked}
          />
          <Button kind="quiet">{t.captionSave}</Button>
          <Saved name={`caption-${id}`} autosave={autosave} />
          <Writer />
        </form>
      </div>
      <div className="attachment-acts">
        <a href={`/attachments/${id}/details`}>
          {t.details}
          <About>{name}</About>
        </a>
        {isFirst && isLast ? null : (
          <form method="post" action={`/attachments/${id}/order`} data-file={id}>
            {isFirst ? null : (
              <button className="plain" name="to" value="up" aria-label={t.moveNamed(name, t.up)}>
                {t.up}
              </button>
            )}
            {isLast ? null : (
              <button className="plain" name="to" value="down" aria-label={t.moveNamed(name, t.down)}>
                {t.down}
              </button>
            )}
            <Writer />
          </form>
        )}
      </div>
    </>
  );
}
