import type { MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { cycleResults } from "#app/domain/result/queries.server.ts";
import { byLevel, meanOf, type RankedResult } from "#app/domain/result/rules.ts";
import { anyone } from "#app/http/wrappers.ts";
import { alike, formatDate, formatNumber } from "#app/i18n/format.ts";
import { say } from "#app/i18n/localised.ts";
import { textsOf } from "#app/i18n/texts.ts";
import { Changes } from "#app/ui/corrections.tsx";
import { DataTable, Num, Th } from "#app/ui/data.tsx";
import { Notice } from "#app/ui/feedback.tsx";
import { LinkButton } from "#app/ui/form.tsx";
import { datasetData } from "#app/ui/linked-data.ts";
import { useLocale, useTexts } from "#app/ui/locale.tsx";
import { Page, Section } from "#app/ui/page.tsx";
import { Paragraphs } from "#app/ui/paragraphs.tsx";
import { publicMeta } from "#app/ui/public-meta.ts";
import { Awards, InitiativeTitle, ResultList } from "#app/ui/results.tsx";
import { Sentences, Together } from "#app/ui/wording.tsx";
import { pointsOf, WorldMap } from "#app/ui/world-map.tsx";

export const handle = { shared: true };

export const loader = anyone(async ({ ctx, param, visit, locale }) => ({
  ...(await cycleResults(ctx, param("slug"))),
  locale,
  here: `${visit.services.config.publicUrl}/cycles/${param("slug")}/results`,
}));

export const meta: MetaFunction<typeof loader> = ({ data }) => {
  if (!data) return [];
  const [t, name] = [textsOf(data.locale).result, say(data.cycle.name, data.locale)];
  const about = { title: t.title(name), description: t.description(name), here: data.here, locale: data.locale };
  return publicMeta({ ...about, ...(data.withdrawn ? {} : { data: datasetData(data, about) }) });
};

export default function ResultsPage() {
  const { cycle, publications, withdrawn } = useLoaderData<typeof loader>();
  const [{ result: t, certificate, ui }, locale] = [useTexts(), useLocale()];
  const notes = publications.flatMap(({ note }) => (note ? [say(note, locale)] : []));
  const date = (at: string) => formatDate(at, locale, cycle.timeZone);
  return (
    <Page
      eyebrow={say(cycle.programme.name, locale)}
      title={t.title(say(cycle.name, locale))}
      back={{ href: `/cycles/${cycle.slug}`, label: t.call }}
      lede={
        cycle.archived ? undefined : publications.map(({ publishedAt }) => t.published(date(publishedAt))).join(ui.gap)
      }
    >
      {notes.map((note) => (
        <Notice kind="info" key={note}>
          {note}
        </Notice>
      ))}
      {withdrawn ? (
        <Notice kind="warning" title={t.withdrawn}>
          <p>
            <Sentences>
              {t.withdrawnAt(date(withdrawn.at))}
              {t.withdrawnWhy}
            </Sentences>
          </p>
          <Paragraphs text={withdrawn.reason} />
        </Notice>
      ) : (
        <Levels />
      )}
      <Corrections />
      <Proofs />
      {withdrawn ? null : <Figures />}
      <p>
        <a href="/certificates">{certificate.lookUp.title}</a>
      </p>
      <Section title={t.aboutAward}>
        <Paragraphs text={say(cycle.programme.about, locale)} />
      </Section>
    </Page>
  );
}

/** Which versions of the lists there were: since when, why, and what became of which entries. */
function Corrections() {
  const { cycle, corrections } = useLoaderData<typeof loader>();
  const [t, locale] = [useTexts().correction, useLocale()];
  return corrections.length > 0 ? (
    <Section title={t.public}>
      <p>{t.publicLede}</p>
      {corrections.map(({ id, replaces, version, at, reason, changes }) => (
        <div key={id}>
          <h3>{t.version(formatNumber(version, locale), formatDate(at, locale, cycle.timeZone))}</h3>
          <Paragraphs text={reason} />
          <Changes changes={changes} levels={cycle.levels} />
          {replaces ? (
            <p>
              <a href={`/cycles/${cycle.slug}/results/before/${id}`}>{t.before(formatNumber(version - 1, locale))}</a>
            </p>
          ) : (
            <p>{t.untold}</p>
          )}
        </div>
      ))}
    </Section>
  ) : null;
}

/** How each round of the cycle can be checked. */
function Proofs() {
  const { proofs } = useLoaderData<typeof loader>();
  const [{ proof: t, ui }, locale] = [useTexts(), useLocale()];
  return proofs.map(({ roundId, round }) => (
    <Section key={roundId} title={proofs.length > 1 ? `${t.check}${ui.colon}${say(round, locale)}` : t.check}>
      <p>{t.checkHint}</p>
      <p>
        <LinkButton kind="secondary" href={`/proofs/${roundId}`}>
          {t.check}
        </LinkButton>
      </p>
    </Section>
  ));
}

/** What the cycle amounted to, and its results as a file. */
function Figures() {
  const { cycle, corrections } = useLoaderData<typeof loader>();
  const { statistics, dataset, correction, ui } = useTexts();
  return (
    <>
      <Section title={statistics.title}>
        <p>{statistics.lede}</p>
        <p>
          <LinkButton kind="secondary" href={`/cycles/${cycle.slug}/statistics`}>
            {statistics.title}
          </LinkButton>
        </p>
      </Section>
      <Section title={dataset.link}>
        <p className="run-links">
          <a href={`/cycles/${cycle.slug}/results.csv`} download>
            CSV
          </a>
          <a href={`/cycles/${cycle.slug}/results.json`}>JSON</a>
          {corrections.length > 0 ? (
            <a href={`/cycles/${cycle.slug}/corrections.csv`} download>
              {`CSV${ui.colon}${correction.public}`}
            </a>
          ) : null}
        </p>
        <p>
          <a href="/open-data">{dataset.title}</a>
        </p>
      </Section>
    </>
  );
}

function Levels() {
  const { results } = useLoaderData<typeof loader>();
  const [t, locale] = [useTexts().result, useLocale()];
  const placed = pointsOf(results);
  const deviating = results.filter(({ reason }) => reason);
  return (
    <>
      {byLevel(results).map(({ level, results: own }) => (
        <Section
          key={level?.key ?? ""}
          title={
            <>
              {level ? say(level.name, locale) : t.distinction}{" "}
              <span className="count">{formatNumber(own.length, locale)}</span>
            </>
          }
        >
          <ResultList results={own} levelShown={false} />
        </Section>
      ))}
      <p className="hint">{t.alphabetical}</p>
      {placed.length > 0 ? (
        <Section title={t.mapTitle}>
          <WorldMap points={placed} caption={t.map} />
        </Section>
      ) : null}
      <Ranked />
      {deviating.length > 0 ? (
        <Section title={t.deviations}>
          <dl className="summary-list">
            {deviating.map((result) => (
              <div key={result.id}>
                <dt>
                  <bdi>{result.cityName}</bdi>
                  <Together of={result.coApplicants} />
                </dt>
                <dd dir="auto">{result.reason}</dd>
              </div>
            ))}
          </dl>
        </Section>
      ) : null}
    </>
  );
}

/** The ranks and means that are disclosed, what decided, and of which rounds nothing is. */
function Ranked() {
  const { results, proofs } = useLoaderData<typeof loader>();
  const [{ result: t, proof, ballot, ui }, locale] = [useTexts(), useLocale()];
  const ranked = results.filter(({ rank }) => rank !== null);
  const untold = proofs.filter(({ disclosure }) => disclosure === 0);
  if (ranked.length === 0 && untold.length === 0) return null;
  const [adjusted, voted] = [proofs.some((each) => each.adjusted), proofs.find((each) => each.voted)?.voted];
  return (
    <Section title={t.ranking}>
      {ranked.length > 0 ? (
        <p>
          <Sentences>
            {adjusted ? t.rankingAdjusted : t.rankingText}
            {adjusted && ranked.every((each) => each.adjusted === null) ? t.adjustedSealed : null}
          </Sentences>
        </p>
      ) : null}
      {voted ? <p>{ballot.decided(ballot.methods[voted].name)}</p> : null}
      {untold.map(({ roundId, round, withheld }) => (
        <p key={roundId}>
          {proofs.length > 1 ? `${say(round, locale)}${ui.colon}` : null}
          <Sentences>
            {t.undisclosed}
            {proof.page.withheld[withheld]}
          </Sentences>
        </p>
      ))}
      {ranked.length > 0 ? <Ranking results={ranked} /> : null}
    </Section>
  );
}

function Ranking({ results }: { results: RankedResult[] }) {
  const [t, locale] = [useTexts().result, useLocale()];
  const inOrder = [...results].sort((a, b) => a.rank! - b.rank!);
  const adjusted = results.some((result) => result.adjusted !== null);
  const points = alike(
    results.map((result) => meanOf(result) ?? 0),
    locale,
    4,
  );
  return (
    <DataTable
      stacked
      caption={t.ranking}
      captionHidden
      head={
        <>
          <Th numeric>{t.rank}</Th>
          <Th>{t.city}</Th>
          <Th>{t.initiative}</Th>
          <Th>{t.level}</Th>
          <Th numeric>{t.reviews}</Th>
          <Th numeric>{t.mean}</Th>
          {adjusted ? <Th numeric>{t.adjusted}</Th> : null}
        </>
      }
    >
      {inOrder.map((result) => (
        <tr key={result.id}>
          <Num>{formatNumber(result.rank!, locale)}</Num>
          <th scope="row">
            <bdi>{result.cityName}</bdi>
            <Together of={result.coApplicants} />
          </th>
          <td>
            <a href={`/initiatives/${result.id}`}>
              <InitiativeTitle title={result.title} />
            </a>
          </td>
          <td>
            <Awards result={result} />
          </td>
          <Num>{formatNumber(result.reviews ?? 0, locale)}</Num>
          <Num>{meanOf(result) === null ? "–" : points(meanOf(result)!)}</Num>
          {adjusted ? <Num>{result.adjusted === null ? "–" : points(result.adjusted / 1e9)}</Num> : null}
        </tr>
      ))}
    </DataTable>
  );
}
