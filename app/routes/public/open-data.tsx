import { revokedKeys } from "#app/domain/commitment/keys.server.ts";
import { printedKeys } from "#app/domain/commitment/note.ts";
import { acceptedLosses, acceptedLostEvents } from "#app/domain/commitment/losses.server.ts";
import type { MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { Fragment } from "react";
import { editions } from "#app/domain/dataset/queries.server.ts";
import { CORRECTION_FIELDS, FIELDS } from "#app/domain/dataset/rules.ts";
import { listTimestamps } from "#app/domain/timestamp/queries.server.ts";
import { whoWatches } from "#app/domain/witness/queries.server.ts";
import { anyone } from "#app/http/wrappers.ts";
import { formatDate, formatNumber } from "#app/i18n/format.ts";
import { say } from "#app/i18n/localised.ts";
import { textsOf } from "#app/i18n/texts.ts";
import { DataTable, Num, Th } from "#app/ui/data.tsx";
import { useLocale, useTexts } from "#app/ui/locale.tsx";
import { Page, Section } from "#app/ui/page.tsx";
import { publicMeta } from "#app/ui/public-meta.ts";
import { LostSaves, RestoredLog, RevokedKeys } from "#app/ui/restored-log.tsx";
import { Timestamps } from "#app/ui/timestamp-table.tsx";
import { WitnessTable } from "#app/ui/witness-table.tsx";

export const handle = { shared: true };

export const loader = anyone(
  async ({
    ctx,
    visit: {
      services: {
        config: { publicUrl },
        logKey,
      },
    },
    locale,
  }) => ({
    cycles: await editions(ctx),
    losses: await acceptedLosses(ctx),
    lostSaves: await acceptedLostEvents(ctx),
    revoked: await revokedKeys(ctx),
    witnesses: await whoWatches(ctx),
    timestamps: await listTimestamps(ctx),
    logKey: printedKeys(logKey),
    portal: publicUrl,
    locale,
    here: `${publicUrl}/open-data`,
  }),
);

export const meta: MetaFunction<typeof loader> = ({ data }) => {
  if (!data) return [];
  const t = textsOf(data.locale).dataset;
  return publicMeta({ title: t.title, description: t.lede, here: data.here, locale: data.locale });
};

export default function OpenDataPage() {
  const { witnesses, timestamps, losses, lostSaves, revoked } = useLoaderData<typeof loader>();
  const {
    dataset: t,
    proof: { witnesses: w },
  } = useTexts();
  return (
    <Page title={t.title} lede={t.lede}>
      <Section title={t.cycles}>
        <Editions />
        <ul>
          {t.rules.map((rule) => (
            <li key={rule}>{rule}</li>
          ))}
        </ul>
      </Section>
      <Section title={t.news}>
        <p>{t.newsText}</p>
        <p>
          <a href="/feed.atom">{t.newsLink}</a>
        </p>
      </Section>
      <Section title={w.title} id="witnesses">
        <RestoredLog losses={losses} />
        <LostSaves losses={lostSaves} />
        <RevokedKeys keys={revoked} />
        <p>{w.text}</p>
        <WitnessTable witnesses={witnesses} />
        <BecomeWitness />
      </Section>
      <Timestamps timestamps={timestamps} />
      <Section title={t.fields}>
        <Fields caption={t.fields} fields={FIELDS} meanings={t.meanings} />
      </Section>
      <Section title={t.correctionFields}>
        <Fields
          caption={t.correctionFields}
          fields={CORRECTION_FIELDS}
          meanings={{ ...t.meanings, ...t.correctionMeanings }}
        />
      </Section>
    </Page>
  );
}

/** The newest dataset of each published cycle. */
function Editions() {
  const { cycles } = useLoaderData<typeof loader>();
  const [t, locale] = [useTexts().dataset, useLocale()];
  if (cycles.length === 0) return <p className="muted">{t.none}</p>;
  return (
    <DataTable
      stacked
      caption={t.cycles}
      captionHidden
      head={
        <>
          <Th>{t.cycle}</Th>
          <Th numeric>{t.version}</Th>
          <Th>{t.updated}</Th>
          <Th>{t.files}</Th>
        </>
      }
    >
      {cycles.map(({ slug, name, version, updatedAt, timeZone }) => (
        <tr key={slug}>
          <th scope="row">
            <a href={`/cycles/${slug}/results`}>{say(name, locale)}</a>
          </th>
          <Num>{formatNumber(version, locale)}</Num>
          <td>{formatDate(updatedAt, locale, timeZone)}</td>
          <td>
            <div className="run-links">
              <a href={`/cycles/${slug}/results.csv`} download>
                CSV<span className="unseen"> {say(name, locale)}</span>
              </a>
              <a href={`/cycles/${slug}/results.json`}>
                JSON<span className="unseen"> {say(name, locale)}</span>
              </a>
            </div>
          </td>
        </tr>
      ))}
    </DataTable>
  );
}

/** How anybody watches the log: the programs, a key, and what runs daily. */
function BecomeWitness() {
  const { logKey, portal } = useLoaderData<typeof loader>();
  const { page, witnesses: t } = useTexts().proof;
  return (
    <details>
      <summary>{t.watch}</summary>
      <ol>
        <li>
          <a href="/witness.mjs" download="witness.mjs">
            {t.program}
          </a>
          <br />
          <a href="/verify.mjs" download="verify.mjs">
            {page.file}
          </a>
          <div className="hint">{t.programHint}</div>
        </li>
        <li>
          {t.make}
          <pre className="receipt">{`node witness.mjs key YOUR-NAME ${logKey}`}</pre>
          <div className="hint">{t.makeHint}</div>
        </li>
        <li>{t.register}</li>
        <li>
          {t.daily}
          <pre className="receipt">{`node witness.mjs cosign ${portal}`}</pre>
        </li>
      </ol>
    </details>
  );
}

type Described<F extends string> = { caption: string; fields: readonly F[]; meanings: Record<F, string> };

/** What each field of a file means. */
function Fields<F extends string>({ caption, fields, meanings }: Described<F>) {
  const t = useTexts().dataset;
  return (
    <DataTable
      caption={caption}
      captionHidden
      head={
        <>
          <Th>{t.field}</Th>
          <Th>{t.meaning}</Th>
        </>
      }
    >
      {fields.map((field) => (
        <tr key={field}>
          <th scope="row">
            <code>
              {field.split("_").map((part, index) => (
                <Fragment key={part}>
                  {index > 0 ? (
                    <>
                      _<wbr />
                    </>
                  ) : null}
                  {part}
                </Fragment>
              ))}
            </code>
          </th>
          <td>{meanings[field]}</td>
        </tr>
      ))}
    </DataTable>
  );
}
