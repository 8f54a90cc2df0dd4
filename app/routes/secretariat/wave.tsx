import type { MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { getWave } from "#app/domain/wave/queries.server.ts";
import { pageOf } from "#app/http/query.ts";
import { signedIn } from "#app/http/wrappers.ts";
import { formatMoment } from "#app/i18n/format.ts";
import { say } from "#app/i18n/localised.ts";
import { LOCALE_NAMES, LOCALES } from "#app/i18n/locales.ts";
import { SummaryList } from "#app/ui/data.tsx";
import { Deliveries, deliveriesShown } from "#app/ui/deliveries.tsx";
import { Button, Form } from "#app/ui/form.tsx";
import { useLocale, useTexts, useTimeZone } from "#app/ui/locale.tsx";
import { pageTitle } from "#app/ui/page-title.ts";
import { Page, Section } from "#app/ui/page.tsx";

export const loader = signedIn(async ({ ctx, id, url, locale }) => {
  const page = pageOf(url);
  const { wave, log, retry } = await getWave(ctx, id("waveId"), page);
  return {
    wave,
    retry,
    ...deliveriesShown(log, page),
    title: say(wave.subject, locale),
  };
});

export default function WavePage() {
  const { wave, retry, rows, page, more } = useLoaderData<typeof loader>();
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
      {retry ? (
        <Form action={`${here}/retry`}>
          <Button kind="secondary">{t.retry}</Button>
        </Form>
      ) : null}
      <Deliveries rows={rows} page={page} more={more} here={here} />
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
  const to = wave.level ? t.ofRound(t.audiences.listed, say(wave.level, locale)) : t.audiences[wave.key];
  return (
    <SummaryList
      rows={[
        { key: "to", label: list.to, value: to },
        { key: "sent", label: list.sent, value: formatMoment(wave.sentAt, locale, zone) },
        { key: "by", label: list.by, value: <bdi>{wave.by}</bdi> },
        { key: "letters", label: list.letters, value: wave.letters },
        { key: "delivered", label: list.delivered, value: wave.delivered },
        { key: "failed", label: list.failed, value: wave.failed },
      ]}
    />
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
