import type { MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { conflictsOf } from "#app/domain/conflict/queries.server.ts";
import { warnedOf } from "#app/domain/conflict/warned.server.ts";
import { PER_PAGE } from "#app/domain/paging.ts";
import { canSeeRanking } from "#app/domain/ranking/policy.ts";
import { canSetUpRound } from "#app/domain/round/policy.ts";
import { canListEntries } from "#app/domain/screening/policy.ts";
import { getRound } from "#app/domain/round/queries.server.ts";
import { pageOf } from "#app/http/query.ts";
import { signedIn } from "#app/http/wrappers.ts";
import { formatList, formatNumber } from "#app/i18n/format.ts";
import { say } from "#app/i18n/localised.ts";
import { DataTable, Th } from "#app/ui/data.tsx";
import { Pagination } from "#app/ui/neighbours.tsx";
import { EverTogether } from "#app/ui/ever-together.tsx";
import { Empty, Tag } from "#app/ui/feedback.tsx";
import { useLocale, useTexts } from "#app/ui/locale.tsx";
import { pageTitle } from "#app/ui/page-title.ts";
import { Page } from "#app/ui/page.tsx";
import { useRoundBack } from "#app/ui/round-back.ts";
import { RoundTabs } from "#app/ui/round-tabs.tsx";
import { EntryName, Labelled, Place } from "#app/ui/wording.tsx";

export const loader = signedIn(async ({ ctx, id, url, t }) => {
  const page = pageOf(url);
  const { id: roundId, name, blind, conflictRules, cycle, cycleId, frozenAt } = await getRound(ctx, id("roundId"));
  const found = await conflictsOf(ctx, { id: roundId, blind }, page);
  const may = {
    desk: canListEntries(ctx.actor).allowed,
    settings: canSetUpRound(ctx.actor, roundId).allowed,
    ranking: canSeeRanking(ctx.actor, { roundId, frozen: frozenAt !== null }).allowed,
  };
  return {
    round: { id: roundId, name, cycleId, cycleName: cycle.name, timeZone: cycle.timeZone },
    rows: found.slice(0, PER_PAGE),
    warned: await warnedOf(ctx, { id: roundId, blind, conflictRules }),
    page,
    more: found.length > PER_PAGE,
    may,
    title: t.conflict.title,
  };
});

export default function ConflictsPage() {
  const { round, rows, warned, page, more, may } = useLoaderData<typeof loader>();
  const [{ conflict: t, coApplicant }, locale] = [useTexts(), useLocale()];
  const back = useRoundBack({ cycleId: round.cycleId, cycleName: round.cycleName, desk: may.desk });
  return (
    <Page title={say(round.name, locale)} eyebrow={say(round.cycleName, locale)} width="full" back={back}>
      <RoundTabs roundId={round.id} current="conflicts" settings={may.settings} ranking={may.ranking} />
      <p>{t.lede}</p>
      {warned.warned > 0 ? (
        <p>{t.warned(formatNumber(warned.warned, locale), formatNumber(warned.cleared, locale))}</p>
      ) : null}
      {rows.some(({ coApplicants }) => coApplicants.some(({ endedAt }) => endedAt)) ? (
        <p>{coApplicant.leftBefore}</p>
      ) : null}
      {rows.length === 0 ? <Empty title={t.none}>{t.noneHint}</Empty> : <Conflicts />}
      <Pagination page={page} more={more} href={(to) => `/rounds/${round.id}/conflicts?page=${to}`} />
    </Page>
  );
}

function Conflicts() {
  const { round, rows } = useLoaderData<typeof loader>();
  const t = useTexts().conflict;
  const mayWaive = rows.some((row) => row.mayWaive);
  return (
    <DataTable
      stacked
      caption={t.caption}
      captionHidden
      head={
        <>
          <Th>{t.person}</Th>
          <Th>{t.entry}</Th>
          <Th>{t.city}</Th>
          <Th>{t.why}</Th>
          <Th>{t.said}</Th>
          {mayWaive ? <Th unseen>{t.waive}</Th> : null}
        </>
      }
    >
      {rows.map((row) => (
        <tr key={`${row.entryId}:${row.accountId}`}>
          <th scope="row">{row.person}</th>
          <td>
            <EntryName of={row} />
          </td>
          <td>
            <Whose row={row} />
          </td>
          <td>
            <Why row={row} />
          </td>
          <td>
            {row.confirmedBy ? (
              <>
                <bdi>{row.waiverReason}</bdi>{" "}
                <span className="muted">{t.liftedBy(row.proposedBy ?? "", row.confirmedBy)}</span>
              </>
            ) : row.reason ? (
              <bdi>{row.reason}</bdi>
            ) : null}
          </td>
          {mayWaive ? (
            <td>
              {row.mayWaive ? (
                <a
                  href={`/rounds/${round.id}/conflicts/${row.entryId}/${row.accountId}/waiver`}
                  aria-label={t.waiveNamed(row.person, row.code)}
                >
                  {row.proposedBy && !row.confirmedBy ? t.decide : t.waive}
                </a>
              ) : null}
            </td>
          ) : null}
        </tr>
      ))}
    </DataTable>
  );
}

type Row = ReturnType<typeof useLoaderData<typeof loader>>["rows"][number];

/** The city of an entry, and those that have ever entered together with it. */
function Whose({ row }: { row: Row }) {
  const { round } = useLoaderData<typeof loader>();
  const t = useTexts().coApplicant;
  return (
    <>
      <Place of={row} />
      {row.coApplicants.length > 0 ? (
        <div className="hint">
          <Labelled label={t.ever}>
            <EverTogether of={row.coApplicants} zone={round.timeZone} />
          </Labelled>
        </div>
      ) : null}
    </>
  );
}

function Why({ row: { proposedBy, confirmedBy, kinds } }: { row: Row }) {
  const [t, locale] = [useTexts().conflict, useLocale()];
  if (kinds.length === 0) return <Tag tone="done">{t.waived}</Tag>;
  return (
    <>
      {formatList(
        kinds.map((kind) => t.kinds[kind]),
        locale,
      )}{" "}
      {proposedBy && !confirmedBy ? <Tag tone="warning">{t.proposed}</Tag> : null}
    </>
  );
}

export const meta: MetaFunction<typeof loader> = ({ data, matches }) => pageTitle(matches, data?.title);
