import { askedOrGiven, isGiven, type SealedEntry } from "#app/domain/entry/sealed.ts";
import type { ReadingSection } from "#app/domain/question/rules.ts";
import { formatList } from "#app/i18n/format.ts";
import { say } from "#app/i18n/localised.ts";
import { AnswerText } from "./answer-text.tsx";
import { AttachmentList, FileSaid, namesOf, STATUS } from "./attachment-list.tsx";
import { useLocale, useTexts } from "./locale.tsx";
import { Section } from "./page.tsx";
import { questionLabel } from "./question-field.tsx";
import { Moment } from "./time.tsx";
import { Labelled } from "./wording.tsx";

export type SealedSectionsProps = {
  form: ReadingSection[];
  sealed: Pick<SealedEntry, "answers" | "files">;
  /** Keys of questions to leave out, heading and all. */
  without?: readonly string[] | undefined;
  /** Documents open beside the answers: for those who judge. */
  inPlace?: boolean;
};

/**
 * Everything a submission holds, section by section, with its files; what was left out is named in one line. What the
 * reader may not see must not be in `sealed` at all.
 */
export function SealedSections({ form, sealed, without = [], inPlace = false }: SealedSectionsProps) {
  const [t, locale] = [useTexts(), useLocale()];
  return (
    <>
      {askedOrGiven(form, sealed).map((section) => {
        const questions = section.questions.filter(({ key }) => !without.includes(key));
        const given = questions.filter((question) => isGiven(sealed, question));
        const missing = questions
          .filter((question) => !given.includes(question))
          .map((question) => questionLabel(question, t, locale));
        return questions.length === 0 ? null : (
          <Section title={say(section.title, locale)} id={section.key} key={section.key}>
            {given.map((question) => (
              <div className="reading" key={question.key}>
                <h3>{questionLabel(question, t, locale)}</h3>
                {question.type === "files" ? (
                  <SealedFiles
                    files={sealed.files.filter(({ questionKey }) => questionKey === question.key)}
                    inPlace={inPlace}
                  />
                ) : (
                  <AnswerText question={question} value={sealed.answers[question.key]} />
                )}
              </div>
            ))}
            {missing.length > 0 ? (
              <p className="muted">
                <Labelled label={t.ui.notProvided}>{formatList(missing, locale)}</Labelled>
              </p>
            ) : null}
          </Section>
        );
      })}
    </>
  );
}

/** When a submission was received, and which version it is: an early one, as long as another may come. */
export function Received({
  submission: { receivedAt, number },
  isFinal,
  zone,
}: {
  submission: { receivedAt: Date; number: number };
  isFinal: boolean;
  zone: string;
}) {
  const { screening, ui } = useTexts();
  const t = screening.entry;
  return (
    <>
      <Moment at={receivedAt} zone={zone} />
      {ui.comma}
      {(isFinal ? t.version : t.earlyVersion)(number)}
    </>
  );
}

/** Files of a submission; pictures are shown smaller than they are. */
export function SealedFiles({ files, inPlace = false }: { files: SealedEntry["files"]; inPlace?: boolean }) {
  const t = useTexts().attachment;
  const names = namesOf(files.map(({ attachmentId, name }) => ({ id: attachmentId, name })));
  return (
    <AttachmentList
      inPlace={inPlace}
      items={files.map(({ attachmentId, name, size, contentType, caption, scan = "off", withheld, ...said }) => ({
        id: attachmentId,
        name,
        size,
        contentType,
        alt: caption || undefined,
        caption: <FileSaid file={said} caption={caption} names={names} />,
        status: withheld === "here" ? "refused" : STATUS[scan],
        scanned: scan !== "off",
        href: `/attachments/${attachmentId}`,
        problem:
          scan === "infected" ? t.infectedOther : withheld === "here" ? t.withheld : withheld ? t.uncopied : undefined,
        previewHref: contentType.startsWith("image/") ? `/attachments/${attachmentId}/preview` : undefined,
      }))}
    />
  );
}
