import type { MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { certificatesOf } from "#app/domain/certificate/queries.server.ts";
import { getResult, type Initiative } from "#app/domain/result/queries.server.ts";
import { ANSWERS_AMONG_FACTS, meanOf } from "#app/domain/result/rules.ts";
import { anyone } from "#app/http/wrappers.ts";
import { formatDate, formatNumber } from "#app/i18n/format.ts";
import { say } from "#app/i18n/localised.ts";
import type { Locale } from "#app/i18n/locales.ts";
import { type Texts, textsOf } from "#app/i18n/texts.ts";
import { type SummaryRow, SummaryList } from "#app/ui/data.tsx";
import { initiativeData } from "#app/ui/linked-data.ts";
import { LinkButton } from "#app/ui/form.tsx";
import { useLocale, useTexts } from "#app/ui/locale.tsx";
import { Page, Section } from "#app/ui/page.tsx";
import { Picture } from "#app/ui/pictures.tsx";
import { PanelWords } from "#app/ui/panel-words.tsx";
import { Paragraphs } from "#app/ui/paragraphs.tsx";
import { publicMeta } from "#app/ui/public-meta.ts";
import { Awards, InitiativeTitle, nameOfRegion, nameOfTheme } from "#app/ui/results.tsx";
import { Bracketed, Cities, Place } from "#app/ui/wording.tsx";
import { WorldMap } from "#app/ui/world-map.tsx";

export const handle = { shared: true };

export const loader = anyone(async ({ ctx, id, visit, locale }) => {
  const initiative = await getResult(ctx, id("resultId"));
  const [certificate] = await certificatesOf(ctx, { resultId: initiative.id });
  return {
    initiative,
    certificate: certificate?.code,
    locale,
    here: `${visit.services.config.publicUrl}/initiatives/${initiative.id}`,
  };
});

export const meta: MetaFunction<typeof loader> = ({ data }) => {
  if (!data) return [];
  const { initiative, here, locale } = data;
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
  const { initiative, certificate } = useLoaderData<typeof loader>();
  const [t, locale] = [useTexts(), useLocale()];
  const { id, cityName, lat, lon, description, others } = initiative;
  const [first, ...pictures] = initiative.pictures;
  const srcOf = (picture: { id: string }) => `/initiatives/${id}/pictures/${picture.id}`;
  const answers = initiative.answers.filter(({ key }) => !ANSWERS_AMONG_FACTS.includes(key));
  const [short, long] = [answers.filter(isShort), answers.filter((answer) => !isShort(answer))];
  const cycle = say(initiative.cycle.name, locale);
  return (
    <Page
      eyebrow={<Place of={initiative} />}
      title={
        initiative.title ? <bdi lang="en">{initiative.title}</bdi> : <span className="muted">{t.result.untitled}</span>
      }
      lede={
        <p className="result-facts">
          <Awards result={initiative} /> <a href={`/cycles/${initiative.cycle.slug}/results`}>{cycle}</a>
        </p>
      }
      picture={first ? <Picture of={first} src={srcOf(first)} soon /> : undefined}
    >
      {description ? <Paragraphs text={description} lang="en" /> : <p className="muted">{t.result.undescribed}</p>}
      <SummaryList
        rows={[
          ...facts(initiative, t, locale),
          ...short.map(({ key, label, text }) => ({ key, label: say(label, locale), value: <bdi>{text}</bdi> })),
        ]}
      />
      {initiative.words?.statement || initiative.words?.citation ? (
        <Section title={t.citation.public}>
          <PanelWords words={initiative.words} />
          {initiative.words.reason ? (
            <p className="hint">
              {t.citation.corrected(
                formatNumber(initiative.words.version, locale),
                formatDate(initiative.words.at, locale),
              )}{" "}
              <span dir="auto">{initiative.words.reason}</span>
            </p>
          ) : null}
        </Section>
      ) : null}
      {long.map((answer) => (
        <Section key={answer.key} title={say(answer.label, locale)}>
          <Paragraphs text={answer.text} />
        </Section>
      ))}
      {pictures.length > 0 ? (
        <Section title={t.result.pictures}>
          <div className="pictures">
            {pictures.map((picture) => (
              <Picture key={picture.id} of={picture} src={srcOf(picture)} />
            ))}
          </div>
        </Section>
      ) : null}
      {initiative.reason ? (
        <Section title={t.result.reason}>
          <Paragraphs text={initiative.reason} />
        </Section>
      ) : null}
      {lat === null || lon === null ? null : (
        <Section title={t.result.where}>
          <WorldMap points={[{ id, lat, lon, label: cityName, href: `/initiatives/${id}` }]} caption={`${cityName}.`} />
        </Section>
      )}
      {initiative.sourceUrl ? (
        <Section title={t.result.source}>
          <p>{t.result.sourceText}</p>
          <p>
            <a href={initiative.sourceUrl} rel="noreferrer">
              {initiative.sourceUrl}
            </a>
          </p>
        </Section>
      ) : null}
      {certificate ? (
        <Section title={t.certificate.heading}>
          <p>{t.certificate.hint}</p>
          <p>
            <LinkButton kind="secondary" href={`/certificates/${certificate}`}>
              {t.certificate.open}
            </LinkButton>
          </p>
        </Section>
      ) : null}
      {others.length > 0 ? (
        <Section title={t.result.others}>
          <ul>
            {others.map((other) => (
              <li key={other.id}>
                <a href={`/initiatives/${other.id}`}>
                  <InitiativeTitle title={other.title} />
                </a>
                {t.ui.comma}
                {say(other.cycle, locale)}
              </li>
            ))}
          </ul>
        </Section>
      ) : null}
      <Section title={t.result.aboutAward}>
        <p>{say(initiative.programme.name, locale)}</p>
        <Paragraphs text={say(initiative.programme.about, locale)} />
      </Section>
    </Page>
  );
}

const isShort = ({ text }: { text: string }) => text.length <= 100 && !text.includes("\n");

function facts(initiative: Initiative, t: Texts, locale: Locale): SummaryRow[] {
  const { theme, themes, sdgs, population, region, rank, reviews } = initiative;
  const mean = meanOf(initiative);
  const number = (value: number, digits = 0) => formatNumber(value, locale, { maximumFractionDigits: digits });
  const row = (key: "theme" | "sdgs" | "region" | "population" | "mean", value: SummaryRow["value"]) =>
    value ? [{ key, label: t.result[key], value }] : [];
  return [
    ...(initiative.coApplicants.length > 0
      ? [{ key: "together", label: t.coApplicant.named, value: <Cities of={initiative.coApplicants} /> }]
      : []),
    ...row("theme", nameOfTheme(theme, themes, locale)),
    ...row("sdgs", sdgs.length > 0 ? sdgs.map((goal) => `${goal} ${t.archive.goals[goal - 1] ?? ""}`).join("\n") : ""),
    ...row("region", nameOfRegion(region, t)),
    ...row(
      "population",
      population === null ? (
        ""
      ) : (
        <>
          {number(population)}
          <span className="hint">
            <Bracketed>{t.result.populationNote}</Bracketed>
          </span>
        </>
      ),
    ),
    ...row(
      "mean",
      mean === null || rank === null ? (
        ""
      ) : (
        <>
          {number(mean, 4)}
          <Bracketed>{t.result.rankOf(number(rank), number(reviews ?? 0))}</Bracketed>
        </>
      ),
    ),
  ];
}
