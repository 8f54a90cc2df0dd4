import type { NamedCity } from "#app/domain/entry/rules.ts";
import { formatNumber } from "#app/i18n/format.ts";
import { SummaryList } from "./data.tsx";
import { EntryOutcome, type Outcome } from "./entry-outcome.tsx";
import { Notice } from "./feedback.tsx";
import { useLocale, useTexts } from "./locale.tsx";
import { Page, Section } from "./page.tsx";
import { SealedSections, type SealedSectionsProps } from "./sealed-entry.tsx";
import { Deadline, Moment } from "./time.tsx";
import { Cities, Labelled } from "./wording.tsx";

export type EntryReadingProps = Pick<SealedSectionsProps, "form" | "sealed"> & {
  entry: { id: string; code: string; title: string; cityName: string; coApplicants: NamedCity[] };
  submission: { number: number; receivedAt: Date } | null;
  /** How the reader's own city enters together with it. */
  own: {
    part: string;
    outcome: Outcome;
    unsent: boolean;
    withdrawnAt: Date | null;
    closesAt: Date;
    zone: string;
    now: Date;
  } | null;
};

/**
 * What those outside the team read: once the call has closed, and from their acceptance on those who enter together.
 */
export function EntryReading({ entry, submission, form, sealed, own }: EntryReadingProps) {
  const [{ entry: t, coApplicant, documents }, locale] = [useTexts(), useLocale()];
  return (
    <Page
      title={<bdi>{entry.title || t.untitled}</bdi>}
      eyebrow={
        <>
          {entry.cityName ? <bdi>{entry.cityName}</bdi> : t.reading.anonymous} · {entry.code}
        </>
      }
      back={own ? { href: "/entries", label: t.tasks.back } : undefined}
    >
      {own ? <OwnPart id={entry.id} lead={entry.cityName} sent={submission !== null} {...own} /> : null}
      {submission ? (
        <p className="muted">
          {t.reading.submission(formatNumber(submission.number, locale))} ·{" "}
          <Labelled label={t.reading.received}>
            <Moment at={submission.receivedAt} zone="UTC" />
          </Labelled>
        </p>
      ) : null}
      {submission ? (
        <p>
          <a href={`/entries/${entry.id}/copy.pdf`}>{documents.copy.link}</a>
        </p>
      ) : null}
      {entry.coApplicants.length > 0 ? (
        <SummaryList
          rows={[{ key: "together", label: coApplicant.named, value: <Cities of={entry.coApplicants} /> }]}
        />
      ) : null}
      {form.every(({ questions }) => questions.length === 0) ? (
        <Section title={t.reading.files}>
          <p>{t.reading.noAnswer}</p>
        </Section>
      ) : (
        <SealedSections form={form} sealed={sealed} />
      )}
    </Page>
  );
}

function OwnPart({
  id,
  lead,
  sent,
  part,
  outcome,
  unsent,
  withdrawnAt,
  closesAt,
  zone,
  now,
}: { id: string; lead: string; sent: boolean } & NonNullable<EntryReadingProps["own"]>) {
  const {
    coApplicant: { reading: t },
    entry,
  } = useTexts();
  return (
    <Notice kind={withdrawnAt ? "warning" : "info"} title={withdrawnAt ? entry.banner.withdrawn : t.title(lead)}>
      {sent && !unsent ? null : <p>{sent ? t.unsent : t.draft}</p>}
      <p>
        <Labelled label={entry.tasks.closes}>
          <Deadline at={closesAt} zone={zone} now={now} />
        </Labelled>
      </p>
      <ul>
        <li>
          <a href={`/joint-entries/${part}`}>{t.own}</a>
        </li>
        <EntryOutcome id={id} {...outcome} />
      </ul>
    </Notice>
  );
}
