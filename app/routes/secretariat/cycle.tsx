import type { MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { canSetUpCycle } from "#app/domain/cycle/policy.ts";
import { mayExtend } from "#app/domain/extension/policy.ts";
import { PER_PAGE } from "#app/domain/paging.ts";
import { cyclePage } from "#app/domain/round/queries.server.ts";
import { ENTRY_STATES } from "#app/domain/entry/rules.ts";
import { receivedInAll } from "#app/domain/screening/rules.ts";
import { pageOf, searchOf } from "#app/http/query.ts";
import { signedIn } from "#app/http/wrappers.ts";
import { say } from "#app/i18n/localised.ts";
import { Tabs } from "#app/ui/data.tsx";
import { Pagination } from "#app/ui/neighbours.tsx";
import { Notice, Tag } from "#app/ui/feedback.tsx";
import { LinkButton } from "#app/ui/form.tsx";
import { EntryList } from "#app/ui/entry-list.tsx";
import { useLocale, useTexts } from "#app/ui/locale.tsx";
import { pageTitle } from "#app/ui/page-title.ts";
import { Page, Section } from "#app/ui/page.tsx";
import { CycleTag, RoundTag } from "#app/ui/states.tsx";
import { ListSearch } from "#app/ui/list-search.tsx";
import { Moment } from "#app/ui/time.tsx";
import { Labelled } from "#app/ui/wording.tsx";

export const loader = signedIn(async ({ ctx, id, url, locale }) => {
  const state = ENTRY_STATES.find((each) => each === url.searchParams.get("state")) ?? "received";
  const filter = { state, search: searchOf(url), page: pageOf(url) };
  const page = await cyclePage(ctx, id("cycleId"), filter);
  return {
    ...page,
    filter,
    mayEdit: canSetUpCycle(ctx.actor).allowed,
    mayExtend: mayExtend(ctx.actor).allowed,
    published: url.searchParams.has("published"),
    saved: url.searchParams.has("saved"),
    title: say(page.cycle.name, locale),
  };
});

export default function CyclePage() {
  const { cycle, mayEdit, published, saved } = useLoaderData<typeof loader>();
  const [texts, locale] = [useTexts(), useLocale()];
  const t = texts.cycle.page;
  return (
    <Page title={say(cycle.name, locale)} back={{ href: "/secretariat", label: t.back }} width="full">
      {published && cycle.publishedAt ? (
        <Notice kind="success">
          <p>
            {t.published} <a href={`/cycles/${cycle.slug}`}>{t.public}</a>
          </p>
        </Notice>
      ) : null}
      {saved && mayEdit ? <Notice kind="success">{texts.cycle.settings.saved}</Notice> : null}
      <Dates />
      {cycle.publishedAt ? null : (
        <Notice kind="info">
          <p>{t.draft}</p>
          {mayEdit ? (
            <p>
              <LinkButton href={`/secretariat/cycles/${cycle.id}/call`}>{t.publish}</LinkButton>
            </p>
          ) : null}
        </Notice>
      )}
      {mayEdit ? (
        <Settings />
      ) : (
        <p>
          <a href={`/secretariat/cycles/${cycle.id}/progress`}>{texts.reminder.progress.link}</a>
        </p>
      )}
      <Rounds />
      <Rubrics />
      <Entries />
    </Page>
  );
}

function Dates() {
  const { cycle } = useLoaderData<typeof loader>();
  const { page: t, draft } = useTexts().cycle;
  return (
    <p className="run-links">
      {cycle.publishedAt ? null : <Tag tone="warning">{draft}</Tag>}
      {!cycle.publishedAt || cycle.state === "closed" ? null : <CycleTag state={cycle.state} />}
      {cycle.state === "upcoming" ? (
        <span>
          <Labelled label={t.opens}>
            <Moment at={cycle.opensAt} zone={cycle.timeZone} />
          </Labelled>
        </span>
      ) : null}
      <span>
        <Labelled label={cycle.state === "closed" ? t.closed : t.closes}>
          <Moment at={cycle.closesAt} zone={cycle.timeZone} />
        </Labelled>
      </span>
    </p>
  );
}

/** Where those who set up the cycle go from here. */
function Settings() {
  const { cycle } = useLoaderData<typeof loader>();
  const texts = useTexts();
  const t = texts.cycle.page;
  return (
    <p className="run-links">
      <a href={`/secretariat/cycles/${cycle.id}/progress`}>{texts.reminder.progress.link}</a>{" "}
      <a href={`/secretariat/cycles/${cycle.id}/settings`}>{t.settings}</a>{" "}
      <a href={`/secretariat/cycles/${cycle.id}/form`}>{t.form}</a>{" "}
      <a href={`/secretariat/cycles/${cycle.id}/translations`}>{texts.translation.link}</a>{" "}
      <a href={`/secretariat/cycles/${cycle.id}/waves`}>{texts.wave.link}</a>{" "}
      <a href={`/secretariat/cycles/${cycle.id}/entering`}>{texts.cycle.entering.link}</a>{" "}
      {cycle.earlyAt ? (
        <>
          <a href={`/secretariat/cycles/${cycle.id}/early`}>{texts.feedback.staff.link}</a>{" "}
        </>
      ) : null}
      {cycle.publishedAt ? (
        <>
          <a href={`/cycles/${cycle.slug}`}>{t.public}</a>{" "}
          <a href={`/secretariat/cycles/${cycle.id}/deadline`}>{t.deadline}</a>{" "}
        </>
      ) : null}
      <a href={`/secretariat/cycles/new?from=${cycle.id}`}>{t.copy}</a>
    </p>
  );
}

function Rounds() {
  const { cycle, rounds, rubrics, mayEdit } = useLoaderData<typeof loader>();
  const [t, locale] = [useTexts().cycle.page, useLocale()];
  return (
    <Section title={t.rounds}>
      {rounds.length === 0 ? (
        <p className="muted">{t.noRounds}</p>
      ) : (
        <ul>
          {rounds.map((round) => (
            <li key={round.id}>
              <a href={`/rounds/${round.id}`}>{say(round.name, locale)}</a> <RoundTag state={round.state} />
            </li>
          ))}
        </ul>
      )}
      {rubrics.length === 0 ? (
        <p className="hint">{t.rubricFirst}</p>
      ) : !mayEdit ? null : (
        <p>
          <LinkButton kind="secondary" href={`/secretariat/cycles/${cycle.id}/rounds/new`}>
            {t.addRound}
          </LinkButton>
        </p>
      )}
    </Section>
  );
}

function Rubrics() {
  const { cycle, rubrics, mayEdit } = useLoaderData<typeof loader>();
  const [t, locale] = [useTexts().cycle.page, useLocale()];
  return (
    <Section title={t.rubrics}>
      {rubrics.length === 0 ? (
        <p className="muted">{t.noRubrics}</p>
      ) : (
        <ul>
          {rubrics.map((rubric) => (
            <li key={rubric.id}>
              <a href={`/secretariat/rubrics/${rubric.id}`}>{say(rubric.name, locale)}</a>{" "}
              <span className="muted">{t.facts(rubric.criteria, rubric.rounds)}</span>
            </li>
          ))}
        </ul>
      )}
      {mayEdit ? (
        <p>
          <LinkButton kind="secondary" href={`/secretariat/cycles/${cycle.id}/rubrics/new`}>
            {t.addRubric}
          </LinkButton>
        </p>
      ) : null}
    </Section>
  );
}

function Entries() {
  const { cycle, counts, matching, rows, filter, mayExtend } = useLoaderData<typeof loader>();
  const {
    screening,
    cycle: { page: t },
  } = useTexts();
  const here = (state: string, page = 1) => {
    const query = {
      state,
      ...(filter.search ? { q: filter.search } : {}),
      ...(page > 1 ? { page: String(page) } : {}),
    };
    return `/secretariat/cycles/${cycle.id}?${new URLSearchParams(query)}`;
  };
  const summary = screening.inAll(
    receivedInAll(counts),
    counts.valid,
    counts.ineligible,
    counts.received,
    counts.withdrawn - counts.withdrawnDrafts,
  );
  return (
    <Section title={t.entries} id="entries">
      <p>
        {summary} <span className="muted">{screening.hidden}</span>
      </p>
      <Tabs
        label={screening.tabsLabel}
        items={ENTRY_STATES.map((state) => ({
          href: here(state),
          label: screening.tabs[state],
          count: matching[state],
          current: state === filter.state,
        }))}
      />
      <ListSearch
        label={screening.list.search}
        button={screening.list.searchButton}
        all={screening.list.all}
        value={filter.search}
        keep={{ state: filter.state }}
      />
      <EntryList rows={rows} state={filter.state} searched={filter.search !== ""} mayExtend={mayExtend} />
      <Pagination
        page={filter.page}
        pages={Math.ceil(matching[filter.state] / PER_PAGE)}
        href={(page) => here(filter.state, page)}
      />
    </Section>
  );
}

export const meta: MetaFunction<typeof loader> = ({ data, matches }) => pageTitle(matches, data?.title);
