import type { SealedEntry } from "#app/domain/entry/rules.ts";
import type { ReadingSection } from "#app/domain/question/rules.ts";
import { say } from "#app/i18n/localised.ts";
import { AnswerText } from "./answer-text.tsx";
import { AttachmentList } from "./attachment-list.tsx";
import { useLocale, useTexts } from "./locale.tsx";
import { Section } from "./page.tsx";
import { questionLabel } from "./question-field.tsx";

export type SealedSectionsProps = {
  form: ReadingSection[];
  sealed: Pick<SealedEntry, "answers" | "files">;
  /** Keys of questions to leave out, heading and all. */
  without?: readonly string[] | undefined;
};

/** Everything a submission holds, section by section, files opened in place. What the reader may not see must not be in `sealed` at all. */
export function SealedSections({ form, sealed, without = [] }: SealedSectionsProps) {
  const [t, locale] = [useTexts(), useLocale()];
  return (
    <>
      {form.map((section) => {
        const questions = section.questions.filter(({ key }) => !without.includes(key));
        return questions.length === 0 ? null : (
          <Section title={say(section.title, locale)} id={section.key} key={section.key}>
            {questions.map((question) => (
              <div className="reading" key={question.key}>
                <h3>{questionLabel(question, t, locale)}</h3>
                {question.type === "files"
                  ? <SealedFiles files={sealed.files.filter(({ questionKey }) => questionKey === question.key)} />
                  : (question.key in sealed.answers ? <AnswerText question={question} value={sealed.answers[question.key]} /> : <p className="muted">{t.entry.reading.noAnswer}</p>)}
              </div>
            ))}
          </Section>
        );
      })}
    </>
  );
}

/** Files of a submission; pictures are shown smaller than they are. */
export function SealedFiles({ files }: { files: SealedEntry["files"] }) {
  return (
    <AttachmentList items={files.map(({ attachmentId, name, size, contentType, caption }) => ({
      id: attachmentId, name, size, contentType, caption, status: "ready", href: `/attachments/${attachmentId}`,
      previewHref: contentType.startsWith("image/") ? `/attachments/${attachmentId}/preview` : undefined,
    }))} />
  );
}
