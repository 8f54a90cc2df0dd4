import type { EntryState } from "#app/domain/entry/rules.ts";
import type { ListedEntry } from "#app/domain/screening/rules.ts";
import { formatMoment } from "#app/i18n/format.ts";
import { DataTable, Num, Th } from "./data.tsx";
import { Empty, Tag } from "./feedback.tsx";
import { useLocale, useTexts, useTimeZone } from "./locale.tsx";
import { Labelled, Place } from "./wording.tsx";

/** Entries in one state, as staff see them: drafts by how far they are, never by what they say. */
export function EntryList({
  rows,
  state,
  searched,
  mayExtend,
}: {
  rows: ListedEntry[];
  state: EntryState;
  searched: boolean;
  mayExtend: boolean;
}) {
  const [t, locale, timeZone] = [useTexts().screening.list, useLocale(), useTimeZone()];
  if (rows.length === 0) return <Empty title={searched ? t.nothingFound : t.nothing} />;
  const draft = state === "draft";
  return (
    <DataTable
      stacked
      caption={t.caption}
      captionHidden
      head={
        <>
          <Th>{t.code}</Th>
          <Th>{t.city}</Th>
          {draft ? <Th numeric>{t.complete}</Th> : <Th>{t.title}</Th>}
          <Th>{t.saved}</Th>
        </>
      }
    >
      {rows.map((row) => (
        <tr key={row.id}>
          <th scope="row" className="code">
            {row.title === null ? row.code : <a href={`/secretariat/entries/${row.id}`}>{row.code}</a>}
          </th>
          <td>
            <Place of={row} />
          </td>
          {draft ? (
            <Num>{t.completeOf(row.answered, row.required)}</Num>
          ) : (
            <td>
              <Title of={row} />
            </td>
          )}
          <td>
            {formatMoment(row.savedAt, locale, timeZone)}
            {mayExtend && row.title === null && row.state !== "withdrawn" ? (
              <>
                {" "}
                <a href={`/secretariat/entries/${row.id}/extension`} aria-label={t.extendNamed(row.code)}>
                  {t.extend}
                </a>
              </>
            ) : null}
          </td>
        </tr>
      ))}
    </DataTable>
  );
}

/** The title as far as it may be read, and whether the entry waits for the secretariat. */
function Title({ of: row }: { of: ListedEntry }) {
  const t = useTexts().screening.list;
  return (
    <>
      {row.title === null ? (
        <span className="muted">{t.closed}</span>
      ) : row.title ? (
        <bdi>{row.title}</bdi>
      ) : (
        <span className="muted">{t.untitled}</span>
      )}{" "}
      {row.state === "received" && row.outcome === "ineligible" ? (
        <Tag tone="warning">{t.proposed}</Tag>
      ) : row.asked ? (
        <Tag tone="warning">{t.asked}</Tag>
      ) : null}
      {row.framework ? (
        <div className="hint">
          <Labelled label={t.framework}>
            <a href={`?${new URLSearchParams({ state: row.state, q: row.framework })}#entries`}>
              <bdi>{row.framework}</bdi>
            </a>
          </Labelled>
        </div>
      ) : null}
    </>
  );
}
