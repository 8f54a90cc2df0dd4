import type { MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { ballotIn } from "#app/domain/ballot/queries.server.ts";
import { PER_PAGE } from "#app/domain/paging.ts";
import { levelName } from "#app/domain/round/rules.ts";
import { maySelect } from "#app/domain/shortlist/policy.ts";
import { selectionOf } from "#app/domain/shortlist/queries.server.ts";
import { pageOf } from "#app/http/query.ts";
import { signedIn } from "#app/http/wrappers.ts";
import { formatNumber } from "#app/i18n/format.ts";
import { say } from "#app/i18n/localised.ts";
import { Facts } from "#app/ui/data.tsx";
import { Pagination } from "#app/ui/neighbours.tsx";
import { Notice } from "#app/ui/feedback.tsx";
import { Buttons, LinkButton } from "#app/ui/form.tsx";
import { useLocale, useTexts } from "#app/ui/locale.tsx";
import { pageTitle } from "#app/ui/page-title.ts";
import { Page } from "#app/ui/page.tsx";
import { SelectionTable } from "#app/ui/selection-table.tsx";

export const loader = signedIn(async ({ ctx, id, url, t }) => {
  const { lines, ...selection } = await selectionOf(ctx, id("roundId"));
  const ballot = await ballotIn(ctx, selection.round.id);
  const page = pageOf(url);
  const shown = lines.slice((page - 1) * PER_PAGE, page * PER_PAGE);
  return {
    ...selection,
    lines: shown,
    ballot: ballot?.method,
    // Once a list was proposed without a vote, no ballot can be opened: its page would be empty.
    voting: ballot !== null || selection.facts.proposedBy === null,
    page,
    pages: Math.ceil(lines.length / PER_PAGE),
    choosing: maySelect(ctx.actor, selection.facts),
    citing: maySelect(ctx.actor, { ...selection.facts, approved: false }).allowed,
    title: t.shortlist.title,
  };
});

export default function SelectionPage() {
  const { round, lines, partial, page, pages, choosing, citing, reviews, ballot } = useLoaderData<typeof loader>();
  const [t, locale] = [useTexts().shortlist, useLocale()];
  return (
    <Page
      width="full"
      eyebrow={say(round.name, locale)}
      title={t.title}
      lede={t.lede}
      back={{ href: `/rounds/${round.id}/ranking`, label: t.toRanking }}
    >
      <State />
      {partial ? <Notice kind="warning">{t.partial}</Notice> : null}
      <Places />
      <Obstacles />
      <SelectionTable
        roundId={round.id}
        lines={lines}
        levels={round.levels}
        partial={partial}
        changeable={choosing.allowed}
        words={citing}
        reviews={reviews}
        ballot={ballot}
      />
      <Pagination page={page} pages={pages} href={(other) => `/rounds/${round.id}/selection?page=${other}`} />
      <Ways />
    </Page>
  );
}

/** Where to go from here, the next step first: to signing the list, unless something stands in its way. */
function Ways() {
  const { round, facts, obstacles, partial, voting } = useLoaderData<typeof loader>();
  const { shortlist: t, ballot, meeting } = useTexts();
  const votes = !facts.approved && obstacles.includes("ballot-open");
  const blocked = !facts.approved && obstacles.length > 0;
  const toBallot = voting ? (
    <LinkButton kind={votes ? "primary" : "secondary"} href={`/rounds/${round.id}/ballot`}>
      {ballot.link}
    </LinkButton>
  ) : null;
  return (
    <Buttons>
      {votes ? toBallot : null}
      <LinkButton kind={blocked ? "secondary" : "primary"} href={`/rounds/${round.id}/finalisation`}>
        {t.toFinalisation}
      </LinkButton>
      {votes ? null : toBallot}
      <LinkButton kind="secondary" href={`/rounds/${round.id}/meetings`}>
        {meeting.title}
      </LinkButton>
      {partial ? null : (
        <LinkButton kind="secondary" href={`/rounds/${round.id}/balance`}>
          {t.toBalance}
        </LinkButton>
      )}
    </Buttons>
  );
}

function State() {
  const { facts, proposal, outdated } = useLoaderData<typeof loader>();
  const { shortlist: t, refusals } = useTexts();
  if (facts.approved) return <Notice kind="success">{t.final}</Notice>;
  if (outdated) return <Notice kind="warning">{refusals[outdated]}</Notice>;
  return proposal ? <Notice kind="info">{t.proposed(proposal.proposedByName)}</Notice> : null;
}

/** How many places of each level are taken. */
function Places() {
  const { round, places } = useLoaderData<typeof loader>();
  const [t, locale] = [useTexts().shortlist, useLocale()];
  return places.length > 0 ? (
    <>
      <Facts
        items={places.map(({ levelKey, places: most, taken }) => ({
          label: levelName(round.levels, levelKey, locale),
          value: t.placesOf(formatNumber(taken, locale), formatNumber(most, locale)),
        }))}
      />
      <p className="hint">{t.placesNote}</p>
    </>
  ) : null;
}

/** What is in the way of proposing the list. */
function Obstacles() {
  const { facts, obstacles, proposal, partial } = useLoaderData<typeof loader>();
  const { shortlist: t, refusals } = useTexts();
  if (facts.approved) return null;
  if (obstacles.length > 0)
    return (
      <Notice kind="warning" title={t.obstacles}>
        <ul>
          {obstacles.map((code) => (
            <li key={code}>{refusals[code]}</li>
          ))}
        </ul>
      </Notice>
    );
  return proposal || partial ? null : <Notice kind="info">{t.ready}</Notice>;
}

export const meta: MetaFunction<typeof loader> = ({ data, matches }) => pageTitle(matches, data?.title);
