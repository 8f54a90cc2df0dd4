import { data, type MetaFunction, redirect } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { assign } from "#app/domain/assignment/commands.server.ts";
import { pairInput } from "#app/domain/assignment/input.ts";
import { canAssign, mayAssign } from "#app/domain/assignment/policy.ts";
import { entriesWithReviewers, entryProgress } from "#app/domain/assignment/queries.server.ts";
import { runsOf } from "#app/domain/assignment/certificates.server.ts";
import { Refused } from "#app/domain/errors.ts";
import { PER_PAGE } from "#app/domain/paging.ts";
import { panelOf } from "#app/domain/panel/queries.server.ts";
import { canSeeRanking } from "#app/domain/ranking/policy.ts";
import { canSetUpRound } from "#app/domain/round/policy.ts";
import { canListEntries } from "#app/domain/screening/policy.ts";
import { getRound } from "#app/domain/round/queries.server.ts";
import { authorise } from "#app/domain/verdict.ts";
import { orRefusal } from "#app/http/answers.server.ts";
import { parse } from "#app/http/form.server.ts";
import { pageOf, searchOf } from "#app/http/query.ts";
import { signedIn } from "#app/http/wrappers.ts";
import { formatList } from "#app/i18n/format.ts";
import { say } from "#app/i18n/localised.ts";
import { AssignmentTable } from "#app/ui/assignment-table.tsx";
import { Pagination } from "#app/ui/neighbours.tsx";
import { useFieldErrors } from "#app/ui/field-errors.ts";
import { Notice } from "#app/ui/feedback.tsx";
import { Button, ErrorSummary, Form, LinkButton } from "#app/ui/form.tsx";
import { Select } from "#app/ui/choices.tsx";
import { ListSearch } from "#app/ui/list-search.tsx";
import { useLocale, useTexts } from "#app/ui/locale.tsx";
import { pageTitle } from "#app/ui/page-title.ts";
import { Page, Section } from "#app/ui/page.tsx";
import { useRoundBack } from "#app/ui/round-back.ts";
import { RoundTabs } from "#app/ui/round-tabs.tsx";
import { Moment } from "#app/ui/time.tsx";

export const loader = signedIn(async ({ ctx, id, url, t }) => {
  const {
    id: roundId,
    name,
    blind,
    cycle,
    cycleId,
    frozenAt,
    state,
    reviewsPerEntry,
  } = await getRound(ctx, id("roundId"));
  const filter = { search: searchOf(url), page: pageOf(url), missing: url.searchParams.get("missing") === "yes" };
  const { rows, total } = await entriesWithReviewers(ctx, { id: roundId, blind }, filter);
  const runs = await runsOf(ctx, roundId);
  const reviewers = (await panelOf(ctx, roundId))
    .filter(({ roles, shut }) => roles.includes("reviewer") && !shut)
    .map(({ accountId, name: person }) => ({ id: accountId, name: person }));
  const frozen = frozenAt !== null;
  const assigning = canAssign(ctx.actor, { id: roundId, state });
  const may = {
    desk: canListEntries(ctx.actor).allowed,
    assign: assigning.allowed,
    end: mayAssign(ctx.actor, roundId).allowed && !frozen,
    settings: canSetUpRound(ctx.actor, roundId).allowed,
    ranking: canSeeRanking(ctx.actor, { roundId, frozen }).allowed,
  };
  const lacking = (await entryProgress(ctx, { id: roundId })).some(({ assigned }) => assigned < (reviewsPerEntry ?? 1));
  return {
    due: may.assign && lacking,
    refused: may.end && !assigning.allowed ? assigning.because : null,
    round: { id: roundId, name, cycleId, cycleName: cycle.name, zone: cycle.timeZone },
    rows,
    runs,
    pages: Math.ceil(total / PER_PAGE),
    reviewers,
    filter,
    may,
    title: t.assignment.title,
  };
});

export const action = signedIn(async ({ ctx, id, form }) => {
  const sent = await form();
  const roundId = id("roundId");
  authorise(mayAssign(ctx.actor, roundId));
  const given = parse(sent, pairInput);
  if (!given.ok) return data({ errors: given.errors, refused: null, typed: sent.typed() }, { status: 422 });
  const done = await orRefusal(assign(ctx, { roundId, ...given.value }));
  if (done instanceof Refused) return data({ errors: {}, refused: done.because, typed: sent.typed() }, { status: 409 });
  return redirect(`/rounds/${roundId}/assignments`, 303);
});

export default function AssignmentsPage() {
  const { round, rows, runs, pages, reviewers, filter, may, refused } = useLoaderData<typeof loader>();
  const [t, locale, errors] = [useTexts().assignment, useLocale(), useErrors()];
  const { refusals } = useTexts();
  const here = `/rounds/${round.id}/assignments`;
  const back = useRoundBack({ cycleId: round.cycleId, cycleName: round.cycleName, desk: may.desk });
  return (
    <Page title={say(round.name, locale)} eyebrow={say(round.cycleName, locale)} width="full" back={back}>
      <RoundTabs roundId={round.id} current="assignments" settings={may.settings} ranking={may.ranking} />
      <ErrorSummary errors={errors} />
      {may.assign ? <Balanced /> : null}
      {refused ? <Notice kind="info">{refusals[refused]}</Notice> : null}
      <ListSearch label={t.search} button={t.searchButton} all={t.all} value={filter.search} />
      <p>
        {filter.missing ? (
          <>
            {t.lacking} <a href={here}>{t.all}</a>
          </>
        ) : (
          <a href={`${here}?missing=yes`}>{t.showLacking}</a>
        )}
      </p>
      <AssignmentTable rows={rows} roundId={round.id} mayEnd={may.end} />
      <Pagination page={filter.page} pages={pages} href={(page) => `${here}?${queryOf(filter, page)}`} />
      {may.assign && rows.length > 0 && reviewers.length > 0 ? <ByHand /> : null}
      {runs.length > 0 ? <Certificates /> : null}
    </Page>
  );
}

const queryOf = ({ search, missing }: { search: string; missing: boolean }, page: number) =>
  new URLSearchParams({
    ...(search ? { q: search } : {}),
    ...(missing ? { missing: "yes" } : {}),
    page: String(page),
  });

function useErrors(): Record<string, string> {
  const failed = useActionData<typeof action>();
  const { assignment: t, refusals } = useTexts();
  return {
    ...useFieldErrors(failed?.errors, { entryId: t.handEntry, reviewerId: t.handReviewer }),
    ...(failed?.refused ? { reviewerId: refusals[failed.refused] } : {}),
  };
}

/**
 * The ways to a plan that the portal works out, or that is brought from elsewhere: the next step while an entry lacks
 * readers who could still read it.
 */
function Balanced() {
  const { round, runs, due } = useLoaderData<typeof loader>();
  const t = useTexts().assignment;
  const here = `/rounds/${round.id}/assignments`;
  return (
    <>
      {due ? (
        <p>
          <LinkButton href={`${here}/balanced`}>{t.balanced}</LinkButton>
        </p>
      ) : null}
      <p className="hint">
        {t.balancedHint} <a href={`${here}/rules`}>{t.rules.title}</a>
      </p>
      <p className="run-links">
        {due ? null : <a href={`${here}/balanced`}>{t.balanced}</a>}
        {runs.length > 0 ? <a href={`${here}/balanced?again=yes`}>{t.plan.againTitle}</a> : null}
        <a href={`${here}/file`}>{t.file.title}</a>
      </p>
    </>
  );
}

/** One entry for one reviewer. */
function ByHand() {
  const { rows, reviewers } = useLoaderData<typeof loader>();
  const failed = useActionData<typeof action>();
  const [{ assignment: t, entry, ui }, errors] = [useTexts(), useErrors()];
  return (
    <Section title={t.hand}>
      <p className="hint">{t.handHint}</p>
      <Form>
        <Select
          name="entryId"
          label={t.handEntry}
          value={failed?.typed["entryId"]}
          error={errors["entryId"]}
          options={rows.map(({ id, code, cityName, title }) => ({
            value: id,
            label: `${[code, cityName].filter(Boolean).join(ui.comma)}${ui.colon}${title || entry.untitled}`,
          }))}
        />
        <Select
          name="reviewerId"
          label={t.handReviewer}
          value={failed?.typed["reviewerId"]}
          error={errors["reviewerId"]}
          options={reviewers.map(({ id, name }) => ({ value: id, label: name }))}
        />
        <Button>{t.handButton}</Button>
      </Form>
    </Section>
  );
}

/** What is kept of plans that were carried out. */
function Certificates() {
  const { round, runs } = useLoaderData<typeof loader>();
  const [{ assignment: t, ui }, locale] = [useTexts(), useLocale()];
  return (
    <Section title={t.certificates}>
      <p className="hint">{t.certificatesHint}</p>
      <ul>
        {runs.map(({ id, at, byName, criteria }) => (
          <li key={id}>
            <a href={`/rounds/${round.id}/assignments/certificates/${id}`}>
              <Moment at={at} zone={round.zone} />
            </a>{" "}
            {t.carriedOut(byName)}
            {criteria
              ? `${ui.colon}${formatList(
                  criteria.map((name) => say(name, locale)),
                  locale,
                )}`
              : null}
          </li>
        ))}
      </ul>
    </Section>
  );
}

export const meta: MetaFunction<typeof loader> = ({ data, matches }) => pageTitle(matches, data?.title);
