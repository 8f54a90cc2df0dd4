import type { MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { recordView, viewed } from "#app/domain/audit/access.server.ts";
import { canFreeze } from "#app/domain/shortlist/policy.ts";
import { lackingIn } from "#app/domain/ranking/missing.server.ts";
import { canSeeReviews } from "#app/domain/ranking/policy.ts";
import { rankingOf } from "#app/domain/ranking/queries.server.ts";
import { cutLines, propose } from "#app/domain/ranking/rules.ts";
import { PER_PAGE } from "#app/domain/paging.ts";
import { signedIn } from "#app/http/wrappers.ts";
import { say } from "#app/i18n/localised.ts";
import { Pagination } from "#app/ui/neighbours.tsx";
import { Empty, Notice } from "#app/ui/feedback.tsx";
import { Buttons, LinkButton } from "#app/ui/form.tsx";
import { useLocale, useTexts } from "#app/ui/locale.tsx";
import { pageTitle } from "#app/ui/page-title.ts";
import { Page } from "#app/ui/page.tsx";
import { AdjustmentWorkings, HowToRedo } from "#app/ui/ranking-workings.tsx";
import { RankingTable } from "#app/ui/ranking-table.tsx";
import { pageOf } from "#app/http/query.ts";
import { Moment } from "#app/ui/time.tsx";

export const loader = signedIn(async ({ ctx, id, url, t }) => {
  const { round, partial, rows, adjustment } = await rankingOf(ctx, id("roundId"));
  await recordView(ctx, viewed.ranking(round.id));
  const page = pageOf(url);
  const ties = new Set(
    [...propose(rows, round.levels)].filter(([, { kind }]) => kind === "tie").map(([entryId]) => entryId),
  );
  const lacking = await lackingIn(ctx, round);
  const shown = rows.slice((page - 1) * PER_PAGE, page * PER_PAGE).map((row) => ({
    ...row,
    lacks: lacking.get(row.entryId),
    atLine: !partial && ties.has(row.entryId),
  }));
  return {
    round,
    partial,
    adjustment,
    page,
    pages: Math.ceil(rows.length / PER_PAGE),
    rows: shown,
    first: (page - 1) * PER_PAGE,
    reviews: canSeeReviews(ctx.actor, { roundId: round.id, frozen: round.frozenAt !== null }).allowed,
    freezing: canFreeze(ctx.actor, { roundId: round.id, state: round.state }),
    title: t.ranking.title,
  };
});

export default function RankingPage() {
  const { round, partial, adjustment, page, pages, rows, first, reviews } = useLoaderData<typeof loader>();
  const [t, locale] = [useTexts().ranking, useLocale()];
  const deciding = round.method === "adjusted" && adjustment?.corrected ? "adjusted" : "mean";
  const here = `/rounds/${round.id}/ranking`;
  return (
    <Page
      eyebrow={say(round.name, locale)}
      title={t.title}
      lede={round.divided ? t.divided : t.lede[deciding]}
      back={{ href: `/rounds/${round.id}`, label: t.toRound }}
      width="full"
    >
      {round.frozenAt ? (
        <p>
          {t.frozen} <Moment at={round.frozenAt} zone={round.cycle.timeZone} />
        </p>
      ) : (
        <Notice kind="info">{t.notFrozen}</Notice>
      )}
      {partial ? <Notice kind="warning">{t.partial}</Notice> : null}
      {rows.length > 0 ? <Unadjusted /> : null}
      {rows.length > 0 && adjustment?.corrected ? <HowToRedo intercept={adjustment.intercept} /> : null}
      {rows.length === 0 ? (
        <Empty title={t.none}>{t.noneText}</Empty>
      ) : (
        <RankingTable
          rows={rows}
          adjustment={adjustment}
          deciding={deciding}
          first={first}
          lines={partial ? [] : cutLines(round.levels)}
          levels={round.levels}
          partial={partial}
          reviewsAt={reviews ? (entryId) => `/rounds/${round.id}/entries/${entryId}` : undefined}
        />
      )}
      <Pagination page={page} pages={pages} href={(other) => `${here}?page=${other}`} />
      {adjustment?.corrected ? <AdjustmentWorkings adjustment={adjustment} /> : null}
      <Ways />
    </Page>
  );
}

/** Why scores are not adjusted, or not all of them. */
function Unadjusted() {
  const { adjustment } = useLoaderData<typeof loader>();
  const t = useTexts().ranking.refused;
  if (!adjustment?.why) return null;
  return adjustment.corrected ? (
    <Notice kind="info">{t[adjustment.why]}</Notice>
  ) : (
    <Notice kind="warning" title={t.title}>
      {t[adjustment.why]} {t.means}
    </Notice>
  );
}

/** Where a ranking leads: the freeze or the selection, and what its order rests on. */
function Ways() {
  const { round, partial, rows, reviews, freezing } = useLoaderData<typeof loader>();
  const t = useTexts().ranking;
  const here = `/rounds/${round.id}`;
  const whole = !partial && !round.divided && rows.length > 0;
  return (
    <Buttons>
      {freezing.allowed ? <LinkButton href={`${here}/freeze`}>{t.toFreeze}</LinkButton> : null}
      {round.frozenAt ? <LinkButton href={`${here}/selection`}>{t.toSelection}</LinkButton> : null}
      {whole ? (
        <LinkButton kind="secondary" href={`${here}/cut`}>
          {t.toCut}
        </LinkButton>
      ) : null}
      {whole && reviews ? (
        <LinkButton kind="secondary" href={`${here}/diagnostics`}>
          {t.toDiagnostics}
        </LinkButton>
      ) : null}
      <LinkButton kind="secondary" href={`${here}/ranking.csv`} download>
        {t.csv}
      </LinkButton>
    </Buttons>
  );
}

export const meta: MetaFunction<typeof loader> = ({ data, matches }) => pageTitle(matches, data?.title);
