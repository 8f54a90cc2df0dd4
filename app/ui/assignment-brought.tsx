import { formatNumber } from "#app/i18n/format.ts";
import type { RecordedBrought } from "#app/domain/assignment/rules.ts";
import { DataTable, Num, Th } from "./data.tsx";
import { Notice } from "./feedback.tsx";
import { useLocale, useTexts } from "./locale.tsx";
import { Section } from "./page.tsx";

type Worth = { total: number; floor: number };

/** That a plan was brought as a table, and how well it keeps what is asked beside the best plan of the portal. */
export function Brought({
  brought,
  worth,
  weighted,
}: {
  /** Null for who does not see the whole plan. */
  brought: RecordedBrought | null;
  worth: Worth | null;
  weighted: boolean;
}) {
  const t = useTexts().assignment.certificate.brought;
  return (
    <>
      <Notice kind="info" title={t.title}>
        {t.text}
      </Notice>
      {brought && worth ? <Compared {...brought} worth={worth} weighted={weighted} /> : null}
    </>
  );
}

function Compared({
  given,
  best,
  failed = false,
  worth,
  weighted,
}: RecordedBrought & { worth: Worth; weighted: boolean }) {
  const [texts, locale] = [useTexts().assignment, useLocale()];
  const t = texts.certificate.brought;
  const figures = { ...texts.certificate.figures, ...(weighted ? texts.weighted : {}) };
  const number = (value: number) => formatNumber(value, locale);
  const rows: [string, (of: RecordedBrought["given"] & Worth) => string][] = [
    [t.missing, ({ missing }) => number(missing)],
    [t.broken, ({ broken }) => number(broken)],
    [t.over, ({ over }) => number(over)],
    [t.range, ({ least, most }) => t.rangeOf(number(least), number(most))],
    [figures.floor, ({ floor }) => number(floor)],
    [figures.total, ({ total }) => number(total)],
  ];
  return (
    <Section title={t.caption}>
      <DataTable
        stacked
        caption={t.caption}
        captionHidden
        head={
          <>
            <Th>{t.what}</Th>
            <Th numeric>{t.given}</Th>
            {best ? <Th numeric>{t.best}</Th> : null}
          </>
        }
      >
        {rows.map(([label, of]) => (
          <tr key={label}>
            <th scope="row">{label}</th>
            <Num>{of({ ...given, ...worth })}</Num>
            {best ? <Num>{of(best)}</Num> : null}
          </tr>
        ))}
      </DataTable>
      {best ? null : <p className="hint">{failed ? t.bestFailed : t.noBest}</p>}
      {best?.settled ? <p className="hint">{t.bounds(number(best.floorBound), number(best.totalBound))}</p> : null}
      {best && !best.settled ? <p className="hint">{t.unsettled}</p> : null}
    </Section>
  );
}
