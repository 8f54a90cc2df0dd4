import type { MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { people } from "#app/domain/account/queries.server.ts";
import { isStaff } from "#app/domain/context.ts";
import { PER_PAGE } from "#app/domain/paging.ts";
import { signedIn } from "#app/http/wrappers.ts";
import { formatList, formatNumber } from "#app/i18n/format.ts";
import type { Locale } from "#app/i18n/locales.ts";
import type { Texts } from "#app/i18n/texts.ts";
import { pageOf, searchOf } from "#app/http/query.ts";
import { DataTable, Num, Th } from "#app/ui/data.tsx";
import { Pagination } from "#app/ui/neighbours.tsx";
import { Empty, Tag } from "#app/ui/feedback.tsx";
import { ListSearch } from "#app/ui/list-search.tsx";
import { useLocale, useTexts } from "#app/ui/locale.tsx";
import { Page } from "#app/ui/page.tsx";
import { pageTitle } from "#app/ui/page-title.ts";

export const loader = signedIn(async ({ ctx, url, visit, t }) => {
  const [page, search] = [pageOf(url), searchOf(url)];
  const found = await people(ctx, { search, page });
  return {
    people: found.slice(0, PER_PAGE),
    page,
    more: found.length > PER_PAGE,
    search,
    register: isStaff(ctx.actor, "administrator") ? `${visit.services.config.publicUrl}/register` : null,
    title: t.admin.people.title,
  };
});

export const meta: MetaFunction<typeof loader> = ({ data, matches }) => pageTitle(matches, data?.title);

export default function PeoplePage() {
  const { people: shown, page, more, search, register } = useLoaderData<typeof loader>();
  const [texts, locale] = [useTexts().admin, useLocale()];
  const t = texts.people;
  return (
    <Page title={t.title} lede={t.lede} width="full">
      {register ? (
        <>
          <p>{t.joining}</p>
          <p>
            <a href="/register">
              <bdi>{register}</bdi>
            </a>
          </p>
        </>
      ) : null}
      <p>
        <a href="/admin/proposals">{texts.proposals.link}</a>
      </p>
      <ListSearch label={t.search} button={t.find} all={t.everybody} value={search} />
      {shown.length === 0 ? (
        <Empty title={t.none} />
      ) : (
        <DataTable
          stacked
          caption={t.caption}
          captionHidden
          head={
            <>
              <Th>{t.person}</Th>
              <Th>{t.address}</Th>
              <Th>{t.rights}</Th>
              <Th>{t.teams}</Th>
              <Th numeric>{t.panels}</Th>
            </>
          }
        >
          {shown.map((person) => row(person, texts, locale))}
        </DataTable>
      )}
      <Pagination
        page={page}
        more={more}
        href={(to) => `/admin/people?${new URLSearchParams({ q: search, page: String(to) })}`}
      />
    </Page>
  );
}

type Person = ReturnType<typeof useLoaderData<typeof loader>>["people"][number];

function row(
  { id, name, email, emailConfirmed, roles, cities, panels, disabledAt }: Person,
  t: Texts["admin"],
  locale: Locale,
) {
  return (
    <tr key={id}>
      <th scope="row">
        <a href={`/admin/people/${id}`}>
          <bdi>{name}</bdi>
        </a>
      </th>
      <td>
        <bdi>{email}</bdi> {emailConfirmed ? null : <Tag tone="warning">{t.people.notConfirmed}</Tag>}{" "}
        {disabledAt ? <Tag tone="danger">{t.people.disabled}</Tag> : null}
      </td>
      <td>
        {formatList(
          roles.map((role) => t.roles[role]),
          locale,
        )}
      </td>
      <td>{cities.length > 0 ? <bdi>{formatList(cities, locale)}</bdi> : null}</td>
      <Num>{panels ? formatNumber(panels, locale) : null}</Num>
    </tr>
  );
}
