import type { MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { discussionsOf } from "#app/domain/discussion/queries.server.ts";
import { PER_PAGE } from "#app/domain/paging.ts";
import { pageOf } from "#app/http/query.ts";
import { signedIn } from "#app/http/wrappers.ts";
import { formatNumber } from "#app/i18n/format.ts";
import { say } from "#app/i18n/localised.ts";
import { DataTable, Num, Th } from "#app/ui/data.tsx";
import { Pagination } from "#app/ui/neighbours.tsx";
import { Empty } from "#app/ui/feedback.tsx";
import { useLocale, useTexts } from "#app/ui/locale.tsx";
import { pageTitle } from "#app/ui/page-title.ts";
import { Page } from "#app/ui/page.tsx";
import { Moment } from "#app/ui/time.tsx";
import { Code } from "#app/ui/wording.tsx";

export const loader = signedIn(async ({ ctx, id, url, t }) => {
  const page = pageOf(url);
  const { round, judges, discussions } = await discussionsOf(ctx, id("roundId"), page);
  return {
    round,
    judges,
    discussions: discussions.slice(0, PER_PAGE),
    page,
    more: discussions.length > PER_PAGE,
    title: t.discussion.list,
  };
});

export default function DiscussionsPage() {
  const { round, judges, discussions, page, more, title } = useLoaderData<typeof loader>();
  const [t, locale] = [useTexts().discussion, useLocale()];
  const back = {
    href: judges ? `/judging/rounds/${round.id}` : `/rounds/${round.id}/ranking`,
    label: say(round.name, locale),
  };
  return (
    <Page eyebrow={say(round.name, locale)} title={title} lede={t.listLede} back={back}>
      {discussions.length === 0 ? (
        <Empty title={t.none}>{t.listNoneHint}</Empty>
      ) : (
        <DataTable
          stacked
          caption={t.caption}
          captionHidden
          head={
            <>
              <Th>{t.entry}</Th>
              <Th numeric>{t.messages}</Th>
              <Th numeric>{t.unreadColumn}</Th>
              <Th>{t.last}</Th>
            </>
          }
        >
          {discussions.map(({ id, code, title: name, messages, unread, at }) => (
            <tr key={id}>
              <th scope="row">
                <Code>{code}</Code>{" "}
                <a href={`/rounds/${round.id}/entries/${id}/discussion`}>
                  <bdi>{name}</bdi>
                </a>
              </th>
              <Num>{formatNumber(messages, locale)}</Num>
              <Num>{unread > 0 ? <strong>{formatNumber(unread, locale)}</strong> : formatNumber(0, locale)}</Num>
              <td>{at ? <Moment at={at} zone={round.timeZone} /> : null}</td>
            </tr>
          ))}
        </DataTable>
      )}
      <Pagination page={page} more={more} href={(other) => `/rounds/${round.id}/discussions?page=${other}`} />
    </Page>
  );
}

export const meta: MetaFunction<typeof loader> = ({ data, matches }) => pageTitle(matches, data?.title);
