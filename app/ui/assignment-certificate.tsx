import type { RecordedShortage } from "#app/domain/assignment/rules.ts";
import type { Theme } from "#app/domain/result/rules.ts";
import { formatList, formatNumber } from "#app/i18n/format.ts";
import { DataTable, Num, Th } from "./data.tsx";
import { type Entry, EntryTable } from "./entry-table.tsx";
import { Notice, Tag } from "./feedback.tsx";
import { useLocale, useTexts } from "./locale.tsx";
import { Section } from "./page.tsx";
import { nameOfTheme } from "./results.tsx";
import { EntryName, Labelled } from "./wording.tsx";

type Shortage = RecordedShortage["because"];

/**
 * The entries whose readers fit least: by how many know a theme of theirs or, where how many themes counts as well, by
 * their fit (`weighted`).
 */
export function Worst({
  rows,
  weighted,
}: {
  weighted: boolean;
  rows: (Entry & { score: number; readers: number; missing: number })[];
}) {
  const [{ assignment: texts }, locale] = [useTexts(), useLocale()];
  const t = texts.certificate;
  return (
    <Section title={t.worst}>
      {rows.length === 0 ? (
        <p>{t.none}</p>
      ) : (
        <EntryTable
          caption={t.worst}
          rows={rows}
          head={
            <>
              <Th numeric>{weighted ? texts.weighted.knowing : t.knowing}</Th>
              <Th numeric>{t.readers}</Th>
              <Th numeric>{texts.plan.missing}</Th>
            </>
          }
          cells={({ score, readers, missing }) => (
            <>
              <Num>{formatNumber(score, locale)}</Num>
              <Num>{formatNumber(readers, locale)}</Num>
              <Num>{formatNumber(missing, locale)}</Num>
            </>
          )}
        />
      )}
    </Section>
  );
}

/** Entries that keep the floor down: even alone they could not have readers that fit better. */
export function AtCap({ rows }: { rows: Entry[] }) {
  const t = useTexts().assignment.certificate;
  if (rows.length === 0) return null;
  return (
    <Section title={t.atCap}>
      <p>{t.atCapText}</p>
      <ul>
        {rows.map((row) => (
          <li key={row.id}>
            <EntryName of={row} />
          </li>
        ))}
      </ul>
    </Section>
  );
}

/** How fitting readers are spread over entries. */
export function Percentiles({ rows, weighted }: { weighted: boolean; rows: { percent: number; score: number }[] }) {
  const [texts, locale] = [useTexts().assignment, useLocale()];
  const t = { ...texts.certificate, ...(weighted ? texts.weighted : {}) };
  if (rows.length === 0) return null;
  return (
    <Section title={t.percentiles}>
      <p>{t.percentilesText}</p>
      <DataTable
        caption={t.percentiles}
        captionHidden
        head={
          <>
            <Th>{t.percent}</Th>
            <Th numeric>{t.knowing}</Th>
          </>
        }
      >
        {rows.map(({ percent, score }) => (
          <tr key={percent}>
            <th scope="row">{formatNumber(percent / 100, locale, { style: "percent" })}</th>
            <Num>{formatNumber(score, locale)}</Num>
          </tr>
        ))}
      </DataTable>
    </Section>
  );
}

/** Entries that got fewer readers than wanted, and why. */
export function Unserved({ rows }: { rows: (Entry & { missing: number; because: Shortage | null })[] }) {
  const [{ assignment: texts }, locale] = [useTexts(), useLocale()];
  const t = texts.certificate;
  return (
    <Section title={t.unserved}>
      {rows.length === 0 ? (
        <p>{t.served}</p>
      ) : (
        <EntryTable
          caption={t.unserved}
          rows={rows}
          head={
            <>
              <Th numeric>{texts.plan.missing}</Th>
              <Th>{texts.plan.because}</Th>
            </>
          }
          cells={({ missing, because }) => (
            <>
              <Num>{formatNumber(missing, locale)}</Num>
              <td>{because ? texts.plan.reasons[because] : null}</td>
            </>
          )}
        />
      )}
    </Section>
  );
}

/** How many entries each reviewer had. */
export function Loads({ rows }: { rows: { id: string; name: string; load: number }[] }) {
  const [{ certificate: t, plan }, locale] = [useTexts().assignment, useLocale()];
  return (
    <Section title={t.loads}>
      <DataTable
        caption={t.loads}
        captionHidden
        head={
          <>
            <Th>{plan.reviewer}</Th>
            <Th numeric>{plan.load}</Th>
          </>
        }
      >
        {rows.map(({ id, name, load }) => (
          <tr key={id}>
            <th scope="row">
              <bdi>{name}</bdi>
            </th>
            <Num>{formatNumber(load, locale)}</Num>
          </tr>
        ))}
      </DataTable>
    </Section>
  );
}

/** Whether readers share enough entries for their severity to be told apart from the entries' quality. */
export function Connected({
  components,
  loosely,
}: {
  components: number;
  loosely: { reviewer: string; name: string; others: number }[];
}) {
  const t = useTexts().assignment.certificate;
  return (
    <Section title={t.connected}>
      <p>{t.connectedText}</p>
      {components > 1 ? <Notice kind="warning">{t.components(components)}</Notice> : <p>{t.components(components)}</p>}
      {components === 0 ? null : loosely.length === 0 ? (
        <p>{t.tight}</p>
      ) : (
        <>
          <p>{t.loosely}</p>
          <ul>
            {loosely.map(({ reviewer, name, others }) => (
              <li key={reviewer}>{t.loose(name, others)}</li>
            ))}
          </ul>
        </>
      )}
    </Section>
  );
}

type Reader = { reviewerId: string; name: string; themes: string[]; standing: boolean };

/** Each entry with its readers, and what speaks for each. */
export function Why({
  rows,
  themes,
  text,
}: {
  rows: (Entry & { readers: Reader[] })[];
  themes: readonly Theme[];
  text: string;
}) {
  const [{ assignment: texts }, locale] = [useTexts(), useLocale()];
  const t = texts.certificate;
  const shared = ({ themes: known }: Reader) =>
    known.length === 0 ? (
      <span className="muted">{t.noTheme}</span>
    ) : (
      formatList(
        known.map((theme) => nameOfTheme(theme, themes, locale)),
        locale,
      )
    );
  return (
    <Section title={t.why}>
      <p>{text}</p>
      {rows.length === 0 ? (
        <p>{t.none}</p>
      ) : (
        <EntryTable
          caption={t.why}
          rows={rows}
          head={<Th>{t.because}</Th>}
          cells={({ readers }) => (
            <td>
              {readers.length === 0 ? (
                <span className="muted">{texts.noReaders}</span>
              ) : (
                <ul>
                  {readers.map((reader) => (
                    <li key={reader.reviewerId}>
                      <Labelled label={<bdi>{reader.name}</bdi>}>{shared(reader)}</Labelled>{" "}
                      {reader.standing ? <Tag>{t.stood}</Tag> : null}
                    </li>
                  ))}
                </ul>
              )}
            </td>
          )}
        />
      )}
    </Section>
  );
}
