import { data, type MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import type { ReactNode } from "react";
import { certificatesOf } from "#app/domain/certificate/queries.server.ts";
import { departureOf } from "#app/domain/result/earlier.server.ts";
import { getResult, type Initiative } from "#app/domain/result/queries.server.ts";
import { ANSWERS_AMONG_FACTS, meanOf } from "#app/domain/result/rules.ts";
import { orNothing } from "#app/http/answers.server.ts";
import { anyone } from "#app/http/wrappers.ts";
import { formatDate, formatNumber } from "#app/i18n/format.ts";
import { say } from "#app/i18n/localised.ts";
import type { Locale } from "#app/i18n/locales.ts";
import { type Texts, textsOf } from "#app/i18n/texts.ts";
import { SummaryList, type SummaryRows } from "#app/ui/data.tsx";
import { initiativeData } from "#app/ui/linked-data.ts";
import { LinkButton } from "#app/ui/form.tsx";
import { useLocale, useTexts } from "#app/ui/locale.tsx";
import { pageTitle } from "#app/ui/page-title.ts";
import { Page, Section } from "#app/ui/page.tsx";
import { Picture } from "#app/ui/pictures.tsx";
import { PanelWords } from "#app/ui/panel-words.tsx";
import { Paragraphs } from "#app/ui/paragraphs.tsx";
import { publicMeta } from "#app/ui/public-meta.ts";
import { Awards, InitiativeTitle, nameOfRegion, nameOfTheme } from "#app/ui/results.tsx";
import { Bracketed, Place, togetherRow } from "#app/ui/wording.tsx";
import { pointsOf, WorldMap } from "#app/ui/world-map.tsx";

export const handle = { shared: true };

export const loader = anyone(async ({ ctx, id, visit, locale }) => {
  const initiative = await orNothing(getResult(ctx, id("resultId")));
  if (!initiative) return data({ departed: await departureOf(ctx, id("resultId")), locale }, { status: 410 });
  const [certificate] = await certificatesOf(ctx, { resultId: initiative.id });
  return {
    initiative,
    certificate: certificate?.code,
    locale,
    here: `${visit.services.config.publicUrl}/initiatives/${initiative.id}`,
  };
});

export const meta: MetaFunction<typeof loader> = ({ data: loaded }) => {
  if (!loaded) return [];
  if ("departed" in loaded) return pageTitle([], textsOf(loaded.locale).correction.gone);
  const { initiative, here, locale } = loaded;
  const {
    result: { untitled },
    archive: { goals },
    ui,
  } = textsOf(locale);
  const title = `${initiative.cityName}${ui.colon}${initiative.title || untitled}`;
  return publicMeta({
    title,
    description: initiative.description.slice(0, 200) || title,
    here,
    locale,
    picture: initiative.pictures[0] && `${here}/pictures/${initiative.pictures[0].id}`,
    data: initiativeData(initiative, { here, locale, untitled, goals }),
  });
};

export default function InitiativePage() {
  const loaded = useLoaderData<typeof loader>();
  return "departed" in loaded ? <Departed of={loaded.departed} /> : <Standing />;
}

type Loaded = ReturnType<typeof useLoaderData<typeof loader>>;
const useShown = () => useLoaderData<typeof loader>() as Extract<Loaded, { initiative: unknown }>;

/** Nothing of the initiative: that it came off its list, when and why, and where the list is. */
function Departed({ of: { cycle, at, reason } }: { of: Extract<Loaded, { departed: unknown }>["departed"] }) {
  const [t, locale] = [useTexts().correction, useLocale()];
  const list = `/cycles/${cycle.slug}/results`;
  return (
    <Page title={t.gone} width="text" back={{ href: list, label: say(cycle.name, locale) }}>
      <p>{t.goneText(formatDate(at, locale, cycle.timeZone))}</p>
      <p>{t.why}</p>
      <Paragraphs text={reason} />
      <p>
        <LinkButton href={list}>{t.stands}</LinkButton>
      </p>
    </Page>
  );
}

function Standing() {
  const { initiative } = useShown();
  const [t, locale] = [useTexts(), useLocale()];
  const { title, description, reason, programme } = initiative;
  const [first, ...pictures] = initiative.pictures;
  const answers = initiative.answers
    .filter(({ key }) => !ANSWERS_AMONG_FACTS.includes(key))
    .map(({ key, label, text, read }) => ({ key, label: say(label, locale), text: read?.[locale] ?? text }));
  const [short, long] = [answers.filter(isShort), answers.filter((answer) => !isShort(answer))];
  return (
    <Page
      eyebrow={<Place of={initiative} />}
      title={title ? <bdi lang="en">{title}</bdi> : <span className="muted">{t.result.untitled}</span>}
      lede={
        <p className="result-facts">
          <Awards result={initiative} />{" "}
          <a href={`/cycles/${initiative.cycle.slug}/results`}>{say(initiative.cycle.name, locale)}</a>
        </p>
      }
      picture={first ? <Shown picture={first} soon /> : undefined}
    >
      {description ? <Paragraphs text={description} lang="en" /> : <p className="muted">{t.result.undescribed}</p>}
      <SummaryList
        rows={[
          ...facts(initiative, t, locale),
          ...short.map(({ key, label, text }) => ({ key, label, value: <bdi>{text}</bdi> })),
        ]}
      />
      <Words />
      {long.map((answer) => (
        <Section key={answer.key} title={answer.label}>
          <Paragraphs text={answer.text} />
        </Section>
      ))}
      {pictures.length > 0 ? (
        <Section title={t.result.pictures}>
          <div className="pictures">
            {pictures.map((picture) => (
              <Shown key={picture.id} picture={picture} />
            ))}
          </div>
        </Section>
      ) : null}
      {reason ? (
        <Section title={t.result.reason}>
          <Paragraphs text={reason} />
        </Section>
      ) : null}
      <Where />
      <Source />
      <Certified />
      <Others />
      <Section title={t.result.aboutAward}>
        <p>{say(programme.name, locale)}</p>
        <Paragraphs text={say(programme.about, locale)} />
      </Section>
    </Page>
  );
}

const isShort = ({ text }: { text: string }) => text.length <= 100 && !text.includes("\n");

function Shown({ picture, soon = false }: { picture: Initiative["pictures"][number]; soon?: boolean }) {
  const { initiative } = useShown();
  return (
    <Picture
      of={picture}
      title={initiative.title}
      src={`/initiatives/${initiative.id}/pictures/${picture.id}`}
      soon={soon}
    />
  );
}

/** What the panel says of it. */
function Words() {
  const { words, timeZone } = useShown().initiative;
  const [t, locale] = [useTexts().citation, useLocale()];
  return words?.statement || words?.citation ? (
    <Section title={t.public}>
      <PanelWords words={words} />
      {words.reason ? (
        <p className="hint">
          {t.corrected(formatNumber(words.version, locale), formatDate(words.at, locale, timeZone))}{" "}
          <span dir="auto">{words.reason}</span>
        </p>
      ) : null}
    </Section>
  ) : null;
}

function Where() {
  const { initiative } = useShown();
  const t = useTexts().result;
  const points = pointsOf([initiative]);
  return points.length > 0 ? (
    <Section title={t.where}>
      <WorldMap points={points} caption={initiative.cityName} />
    </Section>
  ) : null;
}

function Source() {
  const { sourceUrl } = useShown().initiative;
  const t = useTexts().result;
  return sourceUrl ? (
    <Section title={t.source}>
      <p>{t.sourceText}</p>
      <p>
        <a href={sourceUrl} rel="noreferrer">
          {sourceUrl}
        </a>
      </p>
    </Section>
  ) : null;
}

function Certified() {
  const { certificate } = useShown();
  const t = useTexts().certificate;
  return certificate ? (
    <Section title={t.heading}>
      <p>{t.hint}</p>
      <p>
        <LinkButton kind="secondary" href={`/certificates/${certificate}`}>
          {t.open}
        </LinkButton>
      </p>
    </Section>
  ) : null;
}

/** Other initiatives of the same city. */
function Others() {
  const { others } = useShown().initiative;
  const [{ result: t, ui }, locale] = [useTexts(), useLocale()];
  return others.length > 0 ? (
    <Section title={t.others}>
      <ul>
        {others.map((other) => (
          <li key={other.id}>
            <a href={`/initiatives/${other.id}`}>
              <InitiativeTitle title={other.title} />
            </a>
            {ui.comma}
            {say(other.cycle, locale)}
          </li>
        ))}
      </ul>
    </Section>
  ) : null;
}

function facts(initiative: Initiative, t: Texts, locale: Locale): SummaryRows {
  const { theme, themes, sdgs, population, region, rank, reviews } = initiative;
  const mean = meanOf(initiative);
  const number = (value: number, digits = 0) => formatNumber(value, locale, { maximumFractionDigits: digits });
  const row = (key: "theme" | "sdgs" | "region" | "population" | "mean", value: ReactNode) =>
    value ? { key, label: t.result[key], value } : null;
  return [
    togetherRow(t.coApplicant, initiative.coApplicants),
    row("theme", nameOfTheme(theme, themes, locale)),
    row("sdgs", sdgs.map((goal) => `${goal} ${t.archive.goals[goal - 1] ?? ""}`).join("\n")),
    row("region", nameOfRegion(region, t)),
    row(
      "population",
      population !== null && (
        <>
          {number(population)}
          <span className="hint">
            <Bracketed>{t.result.populationNote}</Bracketed>
          </span>
        </>
      ),
    ),
    row(
      "mean",
      mean !== null && rank !== null && (
        <>
          {number(mean, 4)}
          <Bracketed>{t.result.rankOf(number(rank), number(reviews ?? 0))}</Bracketed>
        </>
      ),
    ),
  ];
}
