import type { MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { PER_PAGE } from "#app/domain/paging.ts";
import { getWave } from "#app/domain/wave/queries.server.ts";
import type { AudienceKey, Delivery } from "#app/domain/wave/rules.ts";
import { pageOf } from "#app/http/query.ts";
import { signedIn } from "#app/http/wrappers.ts";
import { formatMoment } from "#app/i18n/format.ts";
import { say } from "#app/i18n/localised.ts";
import { LOCALE_NAMES, LOCALES, localeOr } from "#app/i18n/locales.ts";
import { DataTable, Pagination, SummaryList, Th } from "#app/ui/data.tsx";
import { Tag, type Tone } from "#app/ui/feedback.tsx";
import { Button, Form } from "#app/ui/form.tsx";
import { useLocale, useTexts, useTimeZone } from "#app/ui/locale.tsx";
import { pageTitle } from "#app/ui/page-title.ts";
import { Page, Section } from "#app/ui/page.tsx";

export const loader = signedIn(async ({ ctx, id, url, locale }) => {
  const page = pageOf(url);
  const { wave, log } = await getWave(ctx, id("waveId"), page);
  const rows = log.slice(0, PER_PAGE).map((row) => ({
    id: row.id,
    email: row.email,
    name: row.name,
    language: localeOr(row.locale),
    state: row.state,
    at: row.sentAt ?? row.failedAt ?? row.dueAt,
    fault: row.lastError,
  }));
  return {
    wave: { ...wave, audience: wave.audience as AudienceKey },
    rows,
    page,
    pages: log.length > PER_PAGE ? page + 1 : page,
    title: say(wave.subject, locale),
  };
});

const TONES: Record<Delivery, Tone> = { queued: "neutral", trying: "warning", sent: "done", failed: "danger" };

export default function WavePage() {
  const { wave, rows, page, pages } = useLoaderData<typeof loader>();
  const [t, locale] = [useTexts().wave, useLocale()];
  const here = `/secretariat/waves/${wave.id}`;
  return (
    <Page
      title={<bdi>{say(wave.subject, locale)}</bdi>}
      eyebrow={say(wave.cycle, locale)}
      width="full"
      back={{ href: `/secretariat/cycles/${wave.cycleId}/waves`, label: t.back }}
    >
      <Facts />
      {wave.failed > 0 ? (
        <Form action={`${here}/retry`}>
          <Button kind="secondary">{t.retry}</Button>
        </Form>
      ) : null}
      <Section title={t.logTitle}>
        <p className="hint">{t.bounces}</p>
        {rows.length === 0 ? <p>{t.noRows}</p> : <Deliveries />}
        <Pagination page={page} pages={pages} href={(to) => `${here}?page=${to}`} />
      </Section>
      <Section title={t.text}>
        <Letter />
      </Section>
    </Page>
  );
}

/** To whom it went, by whom and when, and how many arrived. */
function Facts() {
  const { wave } = useLoaderData<typeof loader>();
  const [t, locale, zone] = [useTexts().wave, useLocale(), useTimeZone()];
  const { list } = t;
  return (
    <SummaryList
      rows={[
        { key: "to", label: list.to, value: t.audiences[wave.audience] },
        { key: "sent", label: list.sent, value: formatMoment(wave.sentAt, locale, zone) },
        { key: "by", label: list.by, value: <bdi>{wave.by}</bdi> },
        { key: "letters", label: list.letters, value: wave.letters },
        { key: "delivered", label: list.delivered, value: wave.delivered },
        { key: "failed", label: list.failed, value: wave.failed },
      ]}
    />
  );
}

/** What became of each letter. */
function Deliveries() {
  const { rows } = useLoaderData<typeof loader>();
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

/** Its words in each language; the reader's stands open. */
function Letter() {
  const { wave } = useLoaderData<typeof loader>();
  const locale = useLocale();
  return LOCALES.filter((language) => wave.body[language]).map((language) => (
    <details key={language} open={language === locale}>
      <summary>{LOCALE_NAMES[language]}</summary>
      <p lang={language} dir="auto">
        <strong>{wave.subject[language]}</strong>
      </p>
      <pre className="letter" lang={language} dir="auto">
        {wave.body[language]}
      </pre>
    </details>
  ));
}

export const meta: MetaFunction<typeof loader> = ({ data, matches }) => pageTitle(matches, data?.title);
