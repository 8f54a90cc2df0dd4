import type { MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { certificateOf, CERTIFIED_PER_PAGE } from "#app/domain/assignment/certificates.server.ts";
import { getRound } from "#app/domain/round/queries.server.ts";
import { pageOf } from "#app/http/query.ts";
import { signedIn } from "#app/http/wrappers.ts";
import { formatList, formatNumber } from "#app/i18n/format.ts";
import { say } from "#app/i18n/localised.ts";
import { Brought } from "#app/ui/assignment-brought.tsx";
import { AtCap, Connected, Loads, Percentiles, Unserved, Why, Worst } from "#app/ui/assignment-certificate.tsx";
import { RulesKept } from "#app/ui/assignment-rules.tsx";
import { Facts, SummaryList } from "#app/ui/data.tsx";
import { Pagination } from "#app/ui/neighbours.tsx";
import { Notice } from "#app/ui/feedback.tsx";
import { useLocale, useTexts } from "#app/ui/locale.tsx";
import { pageTitle } from "#app/ui/page-title.ts";
import { Page, Section } from "#app/ui/page.tsx";
import { Moment } from "#app/ui/time.tsx";
import { Sentences } from "#app/ui/wording.tsx";

export const loader = signedIn(async ({ ctx, id, url, t }) => {
  const round = await getRound(ctx, id("roundId"));
  const page = pageOf(url);
  const run = await certificateOf(ctx, round, id("runId"), page);
  return {
    round: { id: round.id, name: round.name, zone: round.cycle.timeZone },
    runId: id("runId"),
    run,
    page,
    pages: Math.ceil(run.count / CERTIFIED_PER_PAGE),
    title: t.assignment.certificate.title,
  };
});

export default function CertificatePage() {
  const { round, runId, run, page, pages } = useLoaderData<typeof loader>();
  const [{ assignment: texts, ui }, locale] = [useTexts(), useLocale()];
  const t = texts.certificate;
  const weighted = run.rules.breadth > 0;
  return (
    <Page
      width="full"
      eyebrow={say(round.name, locale)}
      title={t.title}
      back={{ href: `/rounds/${round.id}/assignments`, label: texts.title }}
      lede={
        <p>
          <Sentences>
            {t.by(run.byName)}
            <Moment at={run.at} zone={round.zone} />
          </Sentences>
        </p>
      }
    >
      {run.criteria ? (
        <p>
          <strong>
            {t.criteria}
            {ui.colon}
            {formatList(
              run.criteria.map((name) => say(name, locale)),
              locale,
            )}
          </strong>
        </p>
      ) : null}
      {run.isBrought ? <Brought brought={run.brought} worth={run.figures} weighted={weighted} /> : <Proved />}
      {run.moved > 0 && !run.isBrought ? (
        <p>
          <Sentences>
            {texts.plan.moved(run.moved)}
            {texts.plan.price}
          </Sentences>
        </p>
      ) : null}
      {run.whole ? null : <Notice kind="info">{t.partial}</Notice>}
      {run.isBrought ? null : <Figures />}
      <Worst rows={run.worst} weighted={weighted} />
      <AtCap rows={run.atCap} />
      <Percentiles rows={run.percentiles} weighted={weighted} />
      <Unserved rows={run.unserved} />
      <RulesKept rules={run.rules} unkept={run.unkept} calibration={run.calibration} />
      <Loads rows={run.loads} />
      <Connected {...run.connected} />
      <Why rows={run.rows} themes={run.themes} text={run.isBrought ? t.brought.whyText : t.whyText} />
      <Pagination
        page={page}
        pages={pages}
        href={(to) => `/rounds/${round.id}/assignments/certificates/${runId}?page=${to}`}
      />
      {run.isBrought ? null : <Made />}
    </Page>
  );
}

/** Whether the plan is proved to be the best. */
function Proved() {
  const { run } = useLoaderData<typeof loader>();
  const { certificate: t, weighted } = useTexts().assignment;
  return (
    <Notice kind={run.proved ? "success" : "warning"} title={run.proved ? t.proved : t.open}>
      {run.settled ? (
        <>
          {run.proved ? null : <p>{t.openText}</p>}
          <p>{t.means}</p>
          <p>{run.rules.breadth > 0 ? weighted.order : t.order}</p>
        </>
      ) : (
        <p>{t.unsettled}</p>
      )}
    </Notice>
  );
}

/** What makes the same plan again. */
function Made() {
  const { run } = useLoaderData<typeof loader>();
  const t = useTexts().assignment.certificate;
  return (
    <Section title={t.made}>
      <SummaryList
        rows={[
          { key: "solver", label: t.solver, value: run.solver },
          { key: "seed", label: t.seed, value: <span className="fingerprint">{run.seed}</span> },
          { key: "hash", label: t.hash, value: <span className="fingerprint">{run.sha256}</span> },
        ]}
      />
      <p className="hint">{t.again}</p>
    </Section>
  );
}

function Figures() {
  const {
    run: { figures, count, reviewsPerEntry, rules },
  } = useLoaderData<typeof loader>();
  const [texts, locale] = [useTexts().assignment, useLocale()];
  const t = { ...texts.certificate.figures, ...(rules.breadth > 0 ? texts.weighted : {}) };
  const number = (value: number) => formatNumber(value, locale);
  return (
    <Facts
      items={[
        ...(figures
          ? [{ label: t.floor, value: number(figures.floor), note: t.most(number(figures.floorBound)) }]
          : []),
        ...(figures?.capped
          ? [{ label: t.capped, value: number(figures.capped.floor), note: t.most(number(figures.capped.floorBound)) }]
          : []),
        ...(figures
          ? [{ label: t.total, value: number(figures.total), note: t.most(number(figures.totalBound)) }]
          : []),
        { label: t.entries, value: number(count) },
        { label: t.each, value: reviewsPerEntry === null ? t.everybody : number(reviewsPerEntry) },
      ]}
    />
  );
}

export const meta: MetaFunction<typeof loader> = ({ data, matches }) => pageTitle(matches, data?.title);
