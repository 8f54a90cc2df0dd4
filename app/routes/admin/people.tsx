import type { MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { PEOPLE_PER_PAGE, people } from "#app/domain/account/queries.server.ts";
import { signedIn } from "#app/http/wrappers.ts";
import { formatList, formatNumber } from "#app/i18n/format.ts";
import { pageOf } from "#app/http/paging.ts";
import { DataTable, Num, Pagination, Th } from "#app/ui/data.tsx";
import { Empty, Tag } from "#app/ui/feedback.tsx";
import { Button, Buttons, Form, TextInput } from "#app/ui/form.tsx";
import { useLocale, useTexts } from "#app/ui/locale.tsx";
import { Page } from "#app/ui/page.tsx";
import { pageTitle } from "#app/ui/page-title.ts";

export const loader = signedIn(async ({ ctx, url, t }) => {
  const [page, search] = [pageOf(url), (url.searchParams.get("q") ?? "").slice(0, 100)];
  const found = await people(ctx, { search, page });
  return { people: found.slice(0, PEOPLE_PER_PAGE), page, pages: found.length > PEOPLE_PER_PAGE ? page + 1 : page, search, title: t.admin.people.title };
});

export const meta: MetaFunction<typeof loader> = ({ data, matches }) => pageTitle(matches, data?.title);

export default function PeoplePage() {
  const { people: shown, page, pages, search } = useLoaderData<typeof loader>();
  const { people: t } = useTexts().admin;
  return (
    <Page title={t.title} lede={t.lede} width="full">
      <Form method="get">
        <TextInput name="q" type="search" label={t.search} value={search} width="long" />
        <Buttons><Button kind="secondary">{t.find}</Button></Buttons>
      </Form>
      {shown.length === 0 ? <Empty title={t.none} /> : (
        <DataTable stacked caption={t.caption} captionHidden head={<><Th>{t.person}</Th><Th>{t.address}</Th><Th>{t.rights}</Th><Th>{t.teams}</Th><Th numeric>{t.panels}</Th></>}>
          {shown.map((person) => <Row key={person.id} {...person} />)}
        </DataTable>
      )}
      <Pagination page={page} pages={pages} href={(to) => `/admin/people?${new URLSearchParams({ q: search, page: String(to) })}`} />
    </Page>
  );
}

function Row({ id, name, email, emailConfirmed, roles, cities, panels }: ReturnType<typeof useLoaderData<typeof loader>>["people"][number]) {
  const [{ admin: t }, locale] = [useTexts(), useLocale()];
  return (
    <tr>
      <th scope="row">
        <a href={`/admin/people/${id}`}><bdi>{name}</bdi></a>
      </th>
      <td><bdi>{email}</bdi> {emailConfirmed ? null : <Tag tone="warning">{t.people.notConfirmed}</Tag>}</td>
      <td>{formatList(roles.map((role) => t.roles[role]), locale)}</td>
      <td><bdi>{formatList(cities, locale)}</bdi></td>
      <Num>{panels ? formatNumber(panels, locale) : null}</Num>
    </tr>
  );
}
