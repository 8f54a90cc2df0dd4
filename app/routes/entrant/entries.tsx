import type { MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { jointEntries } from "#app/domain/co-applicant/queries.server.ts";
import { publicCycles } from "#app/domain/cycle/queries.server.ts";
import { closesAtFor, cycleState } from "#app/domain/cycle/rules.ts";
import { canListOwnEntries } from "#app/domain/entry/policy.ts";
import { teamEntries } from "#app/domain/entry/own-entries.server.ts";
import { type EntryState, entryState } from "#app/domain/entry/rules.ts";
import { PER_PAGE } from "#app/domain/paging.ts";
import { authorise } from "#app/domain/verdict.ts";
import { signedIn } from "#app/http/wrappers.ts";
import { say } from "#app/i18n/localised.ts";
import { DataTable, Th } from "#app/ui/data.tsx";
import { Pagination } from "#app/ui/neighbours.tsx";
import { Empty, Notice, SavedAt, Tag, type Tone } from "#app/ui/feedback.tsx";
import { LinkButton } from "#app/ui/form.tsx";
import { useLocale, useTexts } from "#app/ui/locale.tsx";
import { pageTitle } from "#app/ui/page-title.ts";
import { Page, Section } from "#app/ui/page.tsx";
import { noticeOf, pageOf } from "#app/http/query.ts";
import { Deadline } from "#app/ui/time.tsx";

export const loader = signedIn(async ({ ctx, url, t }) => {
  authorise(canListOwnEntries(ctx.actor));
  const page = pageOf(url);
  const rows = await teamEntries(ctx, page);
  const open = (await publicCycles(ctx))
    .filter((cycle) => !cycle.archived && cycleState(cycle, ctx.now) === "open")
    .map(({ slug, name }) => ({ slug, name }));
  const entries = rows.slice(0, PER_PAGE).map(({ screening, ...entry }) => ({
    ...entry,
    status: entryState({ submitted: entry.submittedAt !== null, withdrawn: entry.withdrawnAt !== null, screening }),
    closesAt: closesAtFor(entry.cycle, entry),
  }));
  return {
    title: t.entry.list.title,
    notice: noticeOf(url, { left: t.coApplicant.list.left }),
    joint: await jointEntries(ctx),
    now: ctx.now,
    page,
    more: rows.length > PER_PAGE,
    hasTeam: ctx.actor.teams.length > 0,
    entries,
    open,
  };
});

export const meta: MetaFunction<typeof loader> = ({ matches, data }) => pageTitle(matches, data?.title);

const TONES: Record<EntryState, Tone> = {
  draft: "progress",
  received: "done",
  valid: "done",
  ineligible: "danger",
  withdrawn: "neutral",
};

export default function EntriesPage() {
  const { title, notice, joint, page, more, hasTeam, entries, open } = useLoaderData<typeof loader>();
  const [t, locale] = [useTexts().entry.list, useLocale()];
  return (
    <Page title={title}>
      {notice ? <Notice kind="success">{notice}</Notice> : null}
      {hasTeam ? null : (
        <Empty title={t.noTeam}>
          <p>{t.noTeamHint}</p>
          <p>
            <LinkButton href="/cities/new">{t.makeTeam}</LinkButton>
          </p>
        </Empty>
      )}
      {hasTeam && entries.length === 0 ? <Empty title={t.none} /> : null}
      {entries.length > 0 ? <EntryTable /> : null}
      <Pagination page={page} more={more} href={(other) => `/entries?page=${other}`} />
      {joint.length > 0 ? <JointEntries /> : null}
      {hasTeam && open.length > 0 ? (
        <Section title={t.open}>
          {open.map(({ slug, name }) => (
            <p key={slug}>
              <LinkButton kind={entries.length > 0 ? "secondary" : "primary"} href={`/cycles/${slug}/start`}>
                {t.startFor(say(name, locale))}
              </LinkButton>
            </p>
          ))}
        </Section>
      ) : null}
    </Page>
  );
}

function EntryTable() {
  const { entries, now } = useLoaderData<typeof loader>();
  const [t, locale] = [useTexts().entry, useLocale()];
  const { columns } = t.list;
  const head = [columns.entry, columns.status, columns.deadline, columns.city, columns.call, columns.saved].map(
    (label) => <Th key={label}>{label}</Th>,
  );
  return (
    <DataTable stacked caption={t.list.caption} captionHidden head={head}>
      {entries.map((entry) => (
        <tr key={entry.id}>
          <th scope="row">
            <a href={`/entries/${entry.id}`}>
              <bdi>{entry.title || t.untitled}</bdi>
            </a>
            <span className="count code">{entry.code}</span>
          </th>
          <td>
            <Tag tone={TONES[entry.status]}>{t.status[entry.status]}</Tag>
          </td>
          <td>
            <Deadline at={entry.closesAt} zone={entry.cycle.timeZone} now={now} />
          </td>
          <td>
            <bdi>{entry.cityName}</bdi>
          </td>
          <td>{say(entry.cycle.name, locale)}</td>
          <td>
            <SavedAt at={entry.savedAt} />
          </td>
        </tr>
      ))}
    </DataTable>
  );
}

/** Entries of other cities that one's own was asked to enter together, or does. */
function JointEntries() {
  const { joint } = useLoaderData<typeof loader>();
  const [
    {
      coApplicant: t,
      entry: {
        untitled,
        list: { columns },
      },
    },
    locale,
  ] = [useTexts(), useLocale()];
  return (
    <Section title={t.list.title}>
      <DataTable
        stacked
        caption={t.list.caption}
        captionHidden
        head={
          <>
            <Th>{columns.entry}</Th>
            <Th>{columns.status}</Th>
            <Th>{t.list.lead}</Th>
            <Th>{t.list.city}</Th>
            <Th>{columns.call}</Th>
          </>
        }
      >
        {joint.map(({ id, entryId, code, title, state, leadName, cityName, cycleName }) => (
          <tr key={id}>
            <th scope="row">
              <a href={state === "accepted" ? `/entries/${entryId}` : `/joint-entries/${id}`}>
                <bdi>{title || untitled}</bdi>
              </a>
              <span className="count code">{code}</span>
            </th>
            <td>
              <Tag tone={state === "accepted" ? "done" : "progress"}>{t.status[state]}</Tag>
            </td>
            <td>
              <bdi>{leadName}</bdi>
            </td>
            <td>
              <bdi>{cityName}</bdi>
            </td>
            <td>{say(cycleName, locale)}</td>
          </tr>
        ))}
      </DataTable>
    </Section>
  );
}
