import type { MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import type { PublicCycle } from "#app/domain/result/queries.server.ts";
import { homePage } from "#app/domain/result/home.server.ts";
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
import { Labelled } from "#app/ui/wording.tsx";
import { pointsOf, WorldMap } from "#app/ui/world-map.tsx";

export const loader = anyone(async ({ ctx, visit, locale }) => ({
  ...(await homePage(ctx, { invented: visit.services.config.demo })),
  now: ctx.now,
  locale,
  here: `${visit.services.config.publicUrl}/`,
}));

export const meta: MetaFunction<typeof loader> = ({ data }) => {
  if (!data) return [];
  const t = textsOf(data.locale).home;
  return publicMeta({ title: t.title, description: t.description, here: data.here, locale: data.locale });
};

export default function HomePage() {
  const { calls, latest, archive, now } = useLoaderData<typeof loader>();
  const [t, locale] = [useTexts().home, useLocale()];
  const open = calls.filter((call) => new Date(call.opensAt) <= now);
  return (
    <Page title={t.title} lede={t.lede} width="full" picture={latest ? <Winners latest={latest} /> : null}>
      <ul className="promises">
        {t.promises.map(({ title, text }) => (
          <li key={title}>
            <h2>{title}</h2>
            <p>{text}</p>
          </li>
        ))}
      </ul>
      {open.length > 0 ? (
        open.map((call) => <Call key={call.slug} call={call} now={now} />)
      ) : (
        <Section title={t.openCall}>
          <Empty title={t.noCall}>{archive.results > 0 ? t.noCallHint : null}</Empty>
        </Section>
      )}
      <Upcoming />
      {latest ? (
        <Section eyebrow={t.latest} title={say(latest.cycle.name, locale)}>
          <ResultList results={latest.results} />
          <p>
            <a href={`/cycles/${latest.cycle.slug}/results`}>{t.allResults}</a>
          </p>
        </Section>
      ) : null}
      {archive.results > 0 ? (
        <Section title={t.archive}>
          <p>{t.archiveText}</p>
          <Counts />
          <p>
            <LinkButton kind="secondary" href="/archive">
              {t.archiveLink}
            </LinkButton>
          </p>
        </Section>
      ) : null}
    </Page>
  );
}

/** Calls that have not opened yet. */
function Upcoming() {
  const { calls, now } = useLoaderData<typeof loader>();
  const [t, locale] = [useTexts().home, useLocale()];
  const upcoming = calls.filter((call) => new Date(call.opensAt) > now);
  return upcoming.length > 0 ? (
    <Section title={t.upcoming}>
      <ul>
        {upcoming.map((call) => (
          <li key={call.slug}>
            <Labelled label={<a href={`/cycles/${call.slug}`}>{say(call.name, locale)}</a>}>
              <Moment at={call.opensAt} zone={call.timeZone} />
            </Labelled>
          </li>
        ))}
      </ul>
    </Section>
  ) : null;
}

/** How much the archive holds. */
function Counts() {
  const { archive } = useLoaderData<typeof loader>();
  const [t, locale] = [useTexts().home.counts, useLocale()];
  return (
    <Facts
      items={(["results", "cities", "countries", "cycles"] as const).map((what) => ({
        label: t[what],
        value: formatNumber(archive[what], locale),
      }))}
    />
  );
}

/** Where the last winners are; the list below leads to each of them too. */
function Winners({ latest }: { latest: NonNullable<ReturnType<typeof useLoaderData<typeof loader>>["latest"]> }) {
  const [t, locale] = [useTexts().home, useLocale()];
  const points = pointsOf(latest.results);
  return points.length > 0 ? <WorldMap points={points} caption={t.map(say(latest.cycle.name, locale))} /> : null;
}

function Call({ call, now }: { call: PublicCycle; now: Date }) {
  const [t, locale] = [useTexts().home, useLocale()];
  return (
    <Section eyebrow={t.openCall} title={say(call.name, locale)}>
      <p className="muted">{say(call.programme.name, locale)}</p>
      <p>
        <span className="unseen">
          <Labelled label={t.closes}>{null}</Labelled>
        </span>
        <Deadline at={call.closesAt} zone={call.timeZone} now={now} />
      </p>
      <Buttons>
        <LinkButton href={`/cycles/${call.slug}/start`}>{t.start}</LinkButton>
        <LinkButton kind="secondary" href={`/cycles/${call.slug}`}>
          {t.readCall}
        </LinkButton>
      </Buttons>
    </Section>
  );
}
