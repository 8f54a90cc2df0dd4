import { type CaptionClash, captionName } from "#app/domain/attachment/rules.ts";
import type { Comment } from "#app/domain/comment/rules.ts";
import { baseVersion } from "#app/domain/entry/input.ts";
import { type EntryFile, needsDescription } from "#app/domain/entry/rules.ts";
import type { FormQuestion } from "#app/domain/question/rules.ts";
import type { Verdict } from "#app/domain/verdict.ts";
import { shownOf, SHOWN } from "#app/http/meanwhile.ts";
import { formatMoment } from "#app/i18n/format.ts";
import { say } from "#app/i18n/localised.ts";
import type { FailedSection } from "./answer-fields.tsx";
import { AttachmentList, FileSaid, namesOf, STATUS } from "./attachment-list.tsx";
import { BesideField } from "./beside-field.tsx";
import { problemSentence } from "./field-errors.ts";
import { autosaveAttributes, FieldError, Saved } from "./field-parts.tsx";
import { FileUpload } from "./file-upload.tsx";
import { Button, Hidden } from "./form.tsx";
import { useLocale, useTexts, useTimeZone } from "./locale.tsx";
import { Section } from "./page.tsx";
import { About } from "./wording.tsx";

export type FileSlotsProps = {
  entryId: string;
  questions: FormQuestion[];
  files: EntryFile[];
  comments: Partial<Record<string, Comment[]>>;
  edit: Verdict;
  failed: FailedSection | undefined;
  /** Keys of questions that are not asked, by other answers: their files are kept, and none is added. */
  unasked: readonly string[];
};

/**
 * The questions of a section that are answered with files, within its form: whatever is done to a file, what is typed
 * on the page is saved before.
 */
export function FileSlots({ questions, files, edit, failed, unasked, ...rest }: FileSlotsProps) {
  const writable = edit.allowed || failed !== undefined;
  return (
    <>
      {writable && files.length > 0 ? (
        <Hidden name={SHOWN} value={shownOf(Object.fromEntries(files.map((f) => [captionName(f.id), f.caption])))} />
      ) : null}
      {questions
        .filter(({ type }) => type === "files")
        .map((question) => (
          <FileSlot
            {...rest}
            key={question.key}
            question={question}
            edit={edit}
            failed={failed}
            isAsked={!unasked.includes(question.key)}
            files={files.filter(({ questionKey }) => questionKey === question.key)}
          />
        ))}
    </>
  );
}

type FileSlotProps = Pick<FileSlotsProps, "entryId" | "files" | "comments" | "edit" | "failed"> & {
  question: FormQuestion;
  isAsked: boolean;
};

function FileSlot({ entryId, question, isAsked, files, comments, edit, failed }: FileSlotProps) {
  const [t, locale] = [useTexts(), useLocale()];
  const slot = question.settings.files;
  if (!slot) return null;
  const [name, writable] = [say(question.label, locale), edit.allowed || failed !== undefined];
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
        <FileSaid file={file} caption={writable ? "" : file.caption} names={namesOf(files)} />
        {writable ? (
          <Caption
            file={file}
            failed={failed}
            asked={needsDescription(question, file.contentType) ? described : undefined}
          />
        ) : null}
        {edit.allowed ? <FileActs file={file} isFirst={index === 0} isLast={index === files.length - 1} /> : null}
      </>
    ),
    problem: file.scan === "infected" ? t.attachment.infected : file.cleaned ? undefined : t.attachment.uncopied,
    href: `/attachments/${file.id}`,
    previewHref: file.hasPreview ? `/attachments/${file.id}/preview` : undefined,
    removeValue: edit.allowed ? `removal:${file.id}` : undefined,
  }));
  return (
    <Section title={name} id={`slot.${question.key}`}>
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
        <FileUpload {...{ entryId, slot, name }} questionKey={question.key} waits>
          <Button kind="secondary" name="attach" value={question.key}>
            {t.entry.files.add}
            <About>{name}</About>
          </Button>
        </FileUpload>
      )}
      <BesideField
        address={`/entries/${entryId}`}
        questionKey={question.key}
        label={name}
        comments={comments[question.key] ?? []}
        version={0}
      />
    </Section>
  );
}

/** What a file shows: saves itself, and is saved by every button of the page. */
function Caption({
  file: { id, name, caption, captionVersion, captionedAt },
  failed,
  asked,
}: {
  file: EntryFile;
  failed: FailedSection | undefined;
  /** Where it says why this file needs a description. */
  asked: string | undefined;
}) {
  const [t, field] = [useTexts(), captionName(id)];
  const [clash, code] = [failed?.captions.clashes[id], failed?.captions.errors[id]];
  const error = clash ? t.entry.page.conflict : code ? problemSentence(t, code) : undefined;
  const unsaved =
    failed && (error || failed.refused)
      ? { since: baseVersion(failed.typed[`version:${field}`]?.[0] ?? ""), text: failed.typed[field]?.[0] }
      : undefined;
  const autosave = {
    url: `/attachments/${id}/caption`,
    version: clash?.version ?? unsaved?.since ?? captionVersion,
    at: failed ? null : captionedAt,
    unsaved,
  };
  const described = [asked, error && `${field}-error`].filter(Boolean).join(" ");
  return (
    <div {...autosaveAttributes(autosave)} className={error ? "field in-error" : undefined}>
      <FieldError name={field} label="" error={error} />
      <div className="inline-form">
        <label htmlFor={field}>
          {t.attachment.caption}
          <span className="unseen"> {name}</span>
        </label>
        <input
          className="input"
          id={field}
          name={field}
          defaultValue={unsaved?.text ?? caption}
          dir="auto"
          aria-describedby={described || undefined}
          aria-invalid={error ? true : undefined}
        />
        <Button kind="quiet" name="stay" value={field}>
          {t.attachment.captionSave}
        </Button>
        <Saved name={field} autosave={autosave} />
      </div>
      {clash ? <TheirCaption {...clash} /> : null}
    </div>
  );
}

/** What a colleague said of a file meanwhile. */
function TheirCaption({ value, at, by }: CaptionClash) {
  const [{ entry }, locale, zone] = [useTexts(), useLocale(), useTimeZone()];
  return (
    <div className="conflict">
      <p className="conflict-title">{entry.page.conflictTheirs(by, formatMoment(at, locale, zone))}</p>
      <p dir="auto">{String(value)}</p>
      <p>{entry.page.conflictHint}</p>
    </div>
  );
}

/** What else a team does with one of its files: says whose it is, and moves it. */
function FileActs({ file: { id, name }, isFirst, isLast }: { file: EntryFile; isFirst: boolean; isLast: boolean }) {
  const t = useTexts().attachment;
  const act = (value: string) => ({ className: "plain", name: "file", value: `${value}:${id}` });
  return (
    <div className="attachment-acts" data-file={id}>
      <button {...act("details")}>
        {t.details}
        <About>{name}</About>
      </button>
      {isFirst ? null : (
        <button {...act("up")} aria-label={t.moveNamed(name, t.up)}>
          {t.up}
        </button>
      )}
      {isLast ? null : (
        <button {...act("down")} aria-label={t.moveNamed(name, t.down)}>
          {t.down}
        </button>
      )}
    </div>
  );
}
