import type { Verdict } from "#app/domain/verdict.ts";
import { formatNumber } from "#app/i18n/format.ts";
import { Notice } from "./feedback.tsx";
import { useLocale, useTexts } from "./locale.tsx";
import { Moment } from "./time.tsx";
import { Labelled } from "./wording.tsx";

export type EntryBannerProps = {
  entry: { id: string; submission: { number: number; receivedAt: Date } | null; withdrawnAt: Date | null };
  /** What the policy says about changing the entry now. */
  edit: Verdict;
  /** Something was changed after the last submission. */
  unsent: boolean;
  /** Until when this entry can or could be changed. */
  closesAt: Date;
  zone: string;
  contactEmail: string;
  /** Where a withdrawn entry can be begun anew, if it can. */
  again?: string | null;
};

/** Where an entry stands, above everything else: withdrawn, closed, received, or edited since. */
export function EntryBanner({ entry, edit, unsent, closesAt, zone, contactEmail, again }: EntryBannerProps) {
  const {
    entry: { banner: t, start },
    ui: { gap },
  } = useTexts();
  const because = edit.allowed ? null : edit.because;
  if (entry.withdrawnAt)
    return (
      <Notice kind="warning" title={t.withdrawn}>
        <p>
          <Moment at={entry.withdrawnAt} zone={zone} />
        </p>
        <p>{t.withdrawnHint}</p>
        {again ? (
          <p>
            {t.again}
            {gap}
            <a href={again}>{start.again.title}</a>
          </p>
        ) : null}
      </Notice>
    );
  return (
    <>
      {because === "call-closed" ? (
        <Notice kind="info" title={t.closed}>
          <p>
            <Labelled label={start.closedOn}>
              <Moment weekday at={closesAt} zone={zone} />
            </Labelled>
          </p>
          <p>{entry.submission ? t.closedSent : t.closedUnsent}</p>
          <p>
            <Labelled label={start.contact}>
              <a href={`mailto:${contactEmail}`}>{contactEmail}</a>
            </Labelled>
          </p>
        </Notice>
      ) : null}
      {because === "call-not-open" ? <Notice kind="info" title={t.early} /> : null}
      {because === "viewers-cannot-edit" ? <Notice kind="info">{t.viewer}</Notice> : null}
      {entry.submission ? <Sent id={entry.id} submission={entry.submission} zone={zone} /> : null}
      {entry.submission && unsent ? <Unsent id={entry.id} edit={edit} /> : null}
    </>
  );
}

/**
 * Something was changed after the last submission: what that means as long as the entry can be sent again, and after.
 */
export function Unsent({ id, edit }: { id: string; edit: Verdict }) {
  const { banner: t, check } = useTexts().entry;
  return (
    <Notice kind="warning" title={t.unsent}>
      <p>{!edit.allowed && edit.because === "call-closed" ? t.unsentClosed : t.unsentHint}</p>
      {edit.allowed ? (
        <p>
          <a href={`/entries/${id}/check`}>{check.submitAgain}</a>
        </p>
      ) : null}
    </Notice>
  );
}

function Sent({
  id,
  submission,
  zone,
}: {
  id: string;
  submission: { number: number; receivedAt: Date };
  zone: string;
}) {
  const [t, locale] = [useTexts().entry.banner, useLocale()];
  return (
    <Notice kind="success" title={t.sent(formatNumber(submission.number, locale))}>
      <p>
        <Labelled label={t.sentAt}>
          <Moment at={submission.receivedAt} zone={zone} />
        </Labelled>
      </p>
      <p>
        <a href={`/entries/${id}/submission`}>{t.receipt}</a>
      </p>
    </Notice>
  );
}
