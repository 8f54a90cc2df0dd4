import type { MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { getCycle } from "#app/domain/cycle/queries.server.ts";
import { NotFound } from "#app/domain/errors.ts";
import { earlyEntries } from "#app/domain/feedback/queries.server.ts";
import { PER_PAGE } from "#app/domain/paging.ts";
import { pageOf } from "#app/http/query.ts";
import { signedIn } from "#app/http/wrappers.ts";
import { formatMoment } from "#app/i18n/format.ts";
import { say } from "#app/i18n/localised.ts";
import { DataTable, Th } from "#app/ui/data.tsx";
import { Pagination } from "#app/ui/neighbours.tsx";
import { Empty, Notice, Tag } from "#app/ui/feedback.tsx";
import { useLocale, useTexts } from "#app/ui/locale.tsx";
import { pageTitle } from "#app/ui/page-title.ts";
import { Page } from "#app/ui/page.tsx";
import { Moment } from "#app/ui/time.tsx";
import { Code, EntryTitle, Place } from "#app/ui/wording.tsx";

export const loader = signedIn(async ({ ctx, id, url, t, locale }) => {
  const { earlyAt, name, timeZone } = await getCycle(ctx, id("cycleId"));
  if (!earlyAt) throw new NotFound();
  const page = pageOf(url);
  const rows = await earlyEntries(ctx, id("cycleId"), page);
  return {
    title: t.feedback.staff.title,
    cycle: { id: id("cycleId"), name: say(name, locale), timeZone, earlyAt },
    rows: rows.slice(0, PER_PAGE),
    page,
    more: rows.length > PER_PAGE,
    passed: earlyAt < ctx.now,
  };
});

export const meta: MetaFunction<typeof loader> = ({ matches, data }) => pageTitle(matches, data?.title);

export default function EarlyEntriesPage() {
  const { title, cycle, rows, page, more, passed } = useLoaderData<typeof loader>();
  const [t, locale] = [useTexts().feedback.staff, useLocale()];
  return (
    <Page
      title={title}
      width="full"
      lede={t.lede(formatMoment(cycle.earlyAt, locale, cycle.timeZone))}
      back={{ href: `/secretariat/cycles/${cycle.id}`, label: cycle.name }}
    >
      {!passed ? <Notice kind="info">{t.before}</Notice> : rows.length === 0 ? <Empty title={t.none} /> : <Entries />}
      <Pagination page={page} more={more} href={(to) => `/secretariat/cycles/${cycle.id}/early?page=${to}`} />
    </Page>
  );
}

/** What was received early, and what its team was told. */
function Entries() {
  const { cycle, rows } = useLoaderData<typeof loader>();
  const t = useTexts().feedback.staff;
  return (
    <DataTable
      stacked
      caption={t.caption}
      captionHidden
      head={
        <>
          <Th>{t.entry}</Th>
          <Th>{t.city}</Th>
          <Th>{t.received}</Th>
          <Th>{t.told}</Th>
        </>
      }
    >
      {rows.map((row) => (
        <tr key={row.id}>
          <th scope="row">
            <a href={`/secretariat/entries/${row.id}/feedback`}>
              <Code>{row.code}</Code>
            </a>{" "}
            <EntryTitle title={row.title} />
          </th>
          <td>
            <Place of={row} />
          </td>
          <td>
            <Moment at={row.receivedAt} zone={cycle.timeZone} />
          </td>
          <td>
            {row.withdrawnAt ? (
              <Tag>{t.withdrawn}</Tag>
            ) : row.told ? (
              <Moment at={row.told} zone={cycle.timeZone} />
            ) : (
              <Tag tone="warning">{t.untold}</Tag>
            )}
          </td>
        </tr>
      ))}
    </DataTable>
  );
}
