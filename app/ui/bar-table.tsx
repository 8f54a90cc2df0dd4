import { formatNumber } from "#app/i18n/format.ts";
import { Bar, DataTable, Num, Th } from "./data.tsx";
import { useLocale, useTexts } from "./locale.tsx";

export type BarRow = { key: string; label: string; values: (number | null)[] };

/**
 * Counts as a table with a bar for the last column, as a share of `of`. Null = not told. The numbers say everything;
 * the bars are decoration.
 */
export function BarTable({
  caption,
  group,
  columns,
  rows,
  of,
}: {
  caption: string;
  group: string;
  columns: string[];
  rows: BarRow[];
  of: number;
}) {
  const [t, locale] = [useTexts().statistics, useLocale()];
  return (
    <DataTable
      caption={caption}
      captionHidden
      head={
        <>
          <Th>{group}</Th>
          {columns.map((column) => (
            <Th key={column} numeric>
              {column}
            </Th>
          ))}
          <Th unseen>{t.share}</Th>
        </>
      }
    >
      {rows.map(({ key, label, values }) => (
        <tr key={key}>
          <th scope="row">{label}</th>
          {values.map((value, index) => (
            <Num key={columns[index]}>
              {value === null ? (
                <>
                  <span aria-hidden="true">–</span>
                  <span className="unseen">{t.notTold}</span>
                </>
              ) : (
                formatNumber(value, locale)
              )}
            </Num>
          ))}
          <td className="bar-cell">
            <Bar share={of > 0 ? (values.at(-1) ?? 0) / of : 0} />
          </td>
        </tr>
      ))}
    </DataTable>
  );
}
