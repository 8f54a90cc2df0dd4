import { formatNumber } from "#app/i18n/format.ts";
import { DataTable, Th } from "./data.tsx";
import { useLocale, useTexts } from "./locale.tsx";
import { Section } from "./page.tsx";
import { Moment } from "./time.tsx";

type Stamp = { id: string; size: number; authority: string; stampedAt: Date | string };

/** Which authorities stamped which states of the public log, with the files that show it, and how they are checked. */
export function Timestamps({ timestamps }: { timestamps: readonly Stamp[] }) {
  const t = useTexts().proof.timestamps;
  return (
    <Section title={t.title} id="timestamps">
      <p>{t.text}</p>
      <TimestampTable timestamps={timestamps} />
      {timestamps.length > 0 ? (
        <div className="hint">
          {t.hint}
          <pre className="receipt">node verify.mjs bundle.json trust.json --tsa root.pem</pre>
          {t.by}
          <pre className="receipt">--result-by 2026-12-31</pre>
          {t.again}
          <pre className="receipt">{"openssl ts -verify -data checkpoint.txt -in checkpoint.tsr -CAfile root.pem"}</pre>
        </div>
      ) : null}
    </Section>
  );
}

function TimestampTable({ timestamps }: { timestamps: readonly Stamp[] }) {
  const [{ timestamps: t, witnesses }, locale] = [useTexts().proof, useLocale()];
  if (timestamps.length === 0) return <p className="muted">{t.none}</p>;
  return (
    <DataTable
      stacked
      caption={t.caption}
      captionHidden
      head={
        <>
          <Th>{t.at}</Th>
          <Th>{t.authority}</Th>
          <Th>{t.leaves}</Th>
          <Th>{t.files}</Th>
        </>
      }
    >
      {timestamps.map(({ id, size, authority, stampedAt }) => (
        <tr key={id}>
          <th scope="row">
            <Moment at={stampedAt} zone="UTC" />
          </th>
          <td>
            <bdi>{authority}</bdi>
          </td>
          <td>{witnesses.leaves(formatNumber(size, locale))}</td>
          <td>
            <div className="run-links">
              <a href={`/log/timestamps/${id}`} download={`checkpoint-${size}.tsr`}>
                {t.stamp}
              </a>
              <a href={`/log/checkpoints/${size}`} download={`checkpoint-${size}.txt`}>
                {t.note}
              </a>
            </div>
          </td>
        </tr>
      ))}
    </DataTable>
  );
}
