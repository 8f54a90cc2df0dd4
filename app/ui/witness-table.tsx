import type { ReactNode } from "react";
import { formatNumber } from "#app/i18n/format.ts";
import { DataTable, Th } from "./data.tsx";
import { Tag } from "./feedback.tsx";
import { useLocale, useTexts } from "./locale.tsx";
import { Moment } from "./time.tsx";

export type Watching = {
  id: string;
  name: string;
  key: string;
  endedAt: Date | string | null;
  seen: number | null;
  seenAt: Date | string | null;
};

/** Who watches the public log, and how far each has signed it. `act` is what can be done about one who still does. */
export function WitnessTable({
  witnesses,
  act,
}: {
  witnesses: readonly Watching[];
  act?: ((witness: Watching) => ReactNode) | undefined;
}) {
  const [t, locale] = [useTexts().proof.witnesses, useLocale()];
  if (witnesses.length === 0) return <p className="muted">{t.none}</p>;
  return (
    <DataTable
      stacked
      caption={t.caption}
      captionHidden
      head={
        <>
          <Th>{t.name}</Th>
          <Th>{t.seen}</Th>
          <Th>{t.key}</Th>
        </>
      }
    >
      {witnesses.map((witness) => (
        <tr key={witness.id}>
          <th scope="row">
            <bdi>{witness.name}</bdi>
            {witness.endedAt ? (
              <>
                {" "}
                <Tag>{t.ended}</Tag>
              </>
            ) : (
              act?.(witness)
            )}
          </th>
          <td>
            {witness.seen === null ? (
              t.never
            ) : (
              <>
                {t.leaves(formatNumber(witness.seen, locale))}
                <br />
                <Moment at={witness.seenAt!} zone="UTC" />
              </>
            )}
          </td>
          <td>
            <code className="hash">{witness.key}</code>
          </td>
        </tr>
      ))}
    </DataTable>
  );
}
