import type { MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { homePage, type PublicCycle } from "#app/domain/result/queries.server.ts";
import { anyone } from "#app/http/wrappers.ts";
import { formatNumber } from "#app/i18n/format.ts";
import { say } from "#app/i18n/localised.ts";
import { textsOf } from "#app/i18n/texts.ts";
import { Facts } from "#app/ui/data.tsx";
import { Empty } from "#app/ui/feedback.tsx";
import { Buttons, LinkButton } from "#app/ui/form.tsx";
import { useLocale, useTexts } from "#app/ui/locale.tsx";
import { Page, Section } from "#app/ui/page.tsx";
import { publicMeta } from "#app/ui/public-meta.ts";
import { ResultList } from "#app/ui/results.tsx";
import { Deadline, Moment } from "#app/ui/time.tsx";

export const loader = anyone(async ({ ctx, visit, locale }) =>
  ({ ...(await homePage(ctx)), now: ctx.now, locale, here: `${visit.services.config.publicUrl}/` }));

export const meta: MetaFunction<typeof loader> = ({ data }) => {
  if (!data) return [];
  const t = textsOf(data.locale).home;
  return publicMeta({ title: t.title, description: t.description, here: data.here, locale: data.locale });
};

export default function HomePage() {
  const { calls, latest, archive, now } = useLoaderData<typeof loader>();
  const [t, locale] = [useTexts().home, useLocale()];
  const open = calls.filter((call) => new Date(call.opensAt) <= now);
  const upcoming = calls.filter((call) => new Date(call.opensAt) > now);
  const count = (n: number) => formatNumber(n, locale);
  return (
    <Page title={t.title} lede={t.lede}>
      <Section title={t.openCall}>
        {open.length > 0 ? <div className="calls">{open.map((call) => <Call key={call.slug} call={call} now={now} />)}</div> : <Empty title={t.noCall}>{t.noCallHint}</Empty>}
      </Section>
      {upcoming.length > 0 ? (
        <Section title={t.upcoming}>
          <ul>{upcoming.map((call) => (
            <li key={call.slug}><a href={`/cycles/${call.slug}`}>{say(call.name, locale)}</a>: <Moment at={call.opensAt} zone={call.timeZone} /></li>
          ))}</ul>
        </Section>
      ) : null}
      {latest ? (
        <Section title={t.latest(say(latest.cycle.name, locale))}>
          <ResultList results={latest.results} />
          <p><a href={`/cycles/${latest.cycle.slug}/results`}>{t.allResults}</a></p>
        </Section>
      ) : null}
      <Section title={t.archive}>
        <p>{t.archiveText}</p>
        <Facts items={[
          { label: t.counts.results, value: count(archive.results) }, { label: t.counts.cities, value: count(archive.cities) },
          { label: t.counts.countries, value: count(archive.countries) }, { label: t.counts.cycles, value: count(archive.cycles) },
        ]} />
        <p><LinkButton kind="secondary" href="/archive">{t.archiveLink}</LinkButton></p>
      </Section>
    </Page>
  );
}

function Call({ call, now }: { call: PublicCycle; now: Date }) {
  const [t, locale] = [useTexts().home, useLocale()];
  return (
    <div className="call">
      <p className="muted">{say(call.programme.name, locale)}</p>
      <h3>{say(call.name, locale)}</h3>
      <p><span className="unseen">{t.closes}: </span><Deadline at={call.closesAt} zone={call.timeZone} now={now} /></p>
      <Buttons>
        <LinkButton href={`/cycles/${call.slug}/start`}>{t.start}</LinkButton>
        <LinkButton kind="secondary" href={`/cycles/${call.slug}`}>{t.readCall}</LinkButton>
      </Buttons>
    </div>
  );
}
