import type { MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { canFreeze } from "#app/domain/shortlist/policy.ts";
import { canSeeReviews } from "#app/domain/ranking/policy.ts";
import { rankingOf } from "#app/domain/ranking/queries.server.ts";
import { cutLines, propose } from "#app/domain/ranking/rules.ts";
import { PER_PAGE } from "#app/domain/paging.ts";
import { signedIn } from "#app/http/wrappers.ts";
import { say } from "#app/i18n/localised.ts";
import { Pagination } from "#app/ui/data.tsx";
import { Empty, Notice } from "#app/ui/feedback.tsx";
import { Buttons, LinkButton } from "#app/ui/form.tsx";
import { useLocale, useTexts } from "#app/ui/locale.tsx";
import { pageTitle } from "#app/ui/page-title.ts";
import { Page } from "#app/ui/page.tsx";
import { AdjustmentWorkings } from "#app/ui/ranking-workings.tsx";
import { RankingTable } from "#app/ui/ranking-table.tsx";
import { pageOf } from "#app/http/query.ts";
import { Moment } from "#app/ui/time.tsx";

export const loader = signedIn(async ({ ctx, id, url, t }) => {
  const { round, partial, rows, adjustment } = await rankingOf(ctx, id("roundId"));
  const page = pageOf(url);
  const ties = new Set(
    [...propose(rows, round.levels)].filter(([, { kind }]) => kind === "tie").map(([entryId]) => entryId),
  );
  const shown = rows
    .slice((page - 1) * PER_PAGE, page * PER_PAGE)
    .map((row) => ({ ...row, atLine: !partial && ties.has(row.entryId) }));
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
  const { round, partial, adjustment, page, pages, rows, first, reviews, freezing } = useLoaderData<typeof loader>();
  const [t, locale] = [useTexts().ranking, useLocale()];
  const deciding = round.method === "adjusted" && adjustment?.corrected ? "adjusted" : "mean";
  const here = `/rounds/${round.id}/ranking`;
  return (
    <Page
      eyebrow={say(round.name, locale)}
      title={t.title}
      lede={t.lede[deciding]}
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
      {adjustment?.why && rows.length > 0 ? (
        <Notice
          kind={adjustment.corrected ? "info" : "warning"}
          title={adjustment.corrected ? undefined : t.refused.title}
        >
          {t.refused[adjustment.why]}
          {adjustment.corrected ? null : ` ${t.refused.means}`}
        </Notice>
      ) : null}
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
      <Buttons>
        {freezing.allowed ? <LinkButton href={`/rounds/${round.id}/freeze`}>{t.toFreeze}</LinkButton> : null}
        {round.frozenAt ? <LinkButton href={`/rounds/${round.id}/selection`}>{t.toSelection}</LinkButton> : null}
        {partial || rows.length === 0 ? null : (
          <LinkButton kind="secondary" href={`/rounds/${round.id}/cut`}>
            {t.toCut}
          </LinkButton>
        )}
        {partial || rows.length === 0 || !reviews ? null : (
          <LinkButton kind="secondary" href={`/rounds/${round.id}/diagnostics`}>
            {t.toDiagnostics}
          </LinkButton>
        )}
        <LinkButton kind="secondary" href={`${here}.csv`} download>
          {t.csv}
        </LinkButton>
      </Buttons>
    </Page>
  );
}

export const meta: MetaFunction<typeof loader> = ({ data, matches }) => pageTitle(matches, data?.title);
