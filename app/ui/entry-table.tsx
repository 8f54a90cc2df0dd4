import type { ReactNode } from "react";
import { DataTable, Th } from "./data.tsx";
import { useTexts } from "./locale.tsx";
import { EntryName, Place } from "./wording.tsx";

export type Entry = { id: string; code: string; title: string; cityName: string | null; country: string | null };

/** A table of entries and where each is from; `head` and `cells` are the columns after these two. */
export function EntryTable<Row extends Entry>({
  caption,
  rows,
  head,
  cells,
}: {
  caption: string;
  rows: readonly Row[];
  head: ReactNode;
  cells: (row: Row) => ReactNode;
}) {
  const t = useTexts().assignment;
  return (
    <DataTable
      stacked
      caption={caption}
      captionHidden
      head={
        <>
          <Th>{t.entry}</Th>
          <Th>{t.city}</Th>
          {head}
        </>
      }
    >
      {rows.map((row) => (
        <tr key={row.id}>
          <th scope="row">
            <EntryName of={row} />
          </th>
          <td>
            <Place of={row} />
          </td>
          {cells(row)}
        </tr>
      ))}
    </DataTable>
  );
}
