import type { Delivery, DeliveryRow } from "#app/domain/notification/rules.ts";
import { PER_PAGE } from "#app/domain/paging.ts";
import { formatMoment } from "#app/i18n/format.ts";
import { type Locale, LOCALE_NAMES, localeOr } from "#app/i18n/locales.ts";
import { DataTable, Th } from "./data.tsx";
import { Pagination } from "./neighbours.tsx";
import { Tag, type Tone } from "./feedback.tsx";
import { useLocale, useTexts, useTimeZone } from "./locale.tsx";
import { Section } from "./page.tsx";

const TONES: Record<Delivery, Tone> = { queued: "neutral", trying: "warning", sent: "done", failed: "danger" };

type Row = Pick<DeliveryRow, "id" | "email" | "name" | "state"> & {
  language: Locale;
  at: Date | string;
  fault: string | null;
};
type Shown = { rows: Row[]; page: number; more: boolean };

/** One page of what became of letters, from a query that gives one row more where there are more. */
export function deliveriesShown(log: readonly DeliveryRow[], page: number): Shown {
  const rows = log.slice(0, PER_PAGE).map(({ id, email, name, state, locale, sentAt, failedAt, dueAt, lastError }) => ({
    ...{ id, email, name, state },
    language: localeOr(locale),
    at: sentAt ?? failedAt ?? dueAt,
    fault: lastError,
  }));
  return { rows, page, more: log.length > PER_PAGE };
}

/** What became of each letter. */
export function Deliveries({ rows, page, more, here }: Shown & { here: string }) {
  const { wave: t } = useTexts();
  return (
    <Section title={t.logTitle}>
      <p className="hint">{t.bounces}</p>
      {rows.length === 0 ? <p>{t.noRows}</p> : <Rows rows={rows} />}
      <Pagination page={page} more={more} href={(to) => `${here}?page=${to}`} />
    </Section>
  );
}

function Rows({ rows }: Pick<Shown, "rows">) {
  const [t, locale, zone] = [useTexts().wave, useLocale(), useTimeZone()];
  return (
    <DataTable
      caption={t.logTitle}
      captionHidden
      stacked
      head={
        <>
          <Th>{t.recipient}</Th>
          <Th>{t.language}</Th>
          <Th>{t.state}</Th>
          <Th>{t.when}</Th>
        </>
      }
    >
      {rows.map(({ id, email, name, language, state, at, fault }) => (
        <tr key={id}>
          <th scope="row">
            <bdi>{name}</bdi>
            <div className="hint">
              <bdi>{email}</bdi>
            </div>
          </th>
          <td>{LOCALE_NAMES[language]}</td>
          <td>
            <Tag tone={TONES[state]}>{t.states[state]}</Tag>
            {fault && state !== "sent" ? (
              <>
                {" "}
                <code>{fault}</code>
              </>
            ) : null}
          </td>
          <td>{formatMoment(at, locale, zone)}</td>
        </tr>
      ))}
    </DataTable>
  );
}
