import type { MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { allProposals } from "#app/domain/proposal/queries.server.ts";
import { subjectOf } from "#app/domain/proposal/rules.ts";
import { signedIn } from "#app/http/wrappers.ts";
import { DataTable, Th } from "#app/ui/data.tsx";
import { Empty, Tag } from "#app/ui/feedback.tsx";
import { useTexts, useTimeZone } from "#app/ui/locale.tsx";
import { Page } from "#app/ui/page.tsx";
import { pageTitle } from "#app/ui/page-title.ts";
import { Moment } from "#app/ui/time.tsx";

export const loader = signedIn(async ({ ctx, t }) => ({
  proposals: await allProposals(ctx),
  title: t.admin.proposals.title,
}));

export const meta: MetaFunction<typeof loader> = ({ data, matches }) => pageTitle(matches, data?.title);

export default function ProposalsPage() {
  const { proposals } = useLoaderData<typeof loader>();
  const [{ proposals: t, people }, zone] = [useTexts().admin, useTimeZone()];
  return (
    <Page title={t.title} lede={t.lede} width="full" back={{ href: "/admin/people", label: people.title }}>
      {proposals.length === 0 ? (
        <Empty title={t.none} />
      ) : (
        <DataTable
          stacked
          caption={t.title}
          captionHidden
          head={
            <>
              <Th>{t.about}</Th>
              <Th>{t.what}</Th>
              <Th>{t.by}</Th>
              <Th>{t.at}</Th>
              <Th>{t.state}</Th>
            </>
          }
        >
          {proposals.map(({ id, name, email, kind, role, byName, at, outcome }) => (
            <tr key={id}>
              <th scope="row">
                <a href={`/admin/proposals/${id}`}>
                  <bdi>{name ?? email}</bdi>
                </a>
              </th>
              <td>{t.subjects[subjectOf({ kind, role })]}</td>
              <td>
                <bdi>{byName}</bdi>
              </td>
              <td>
                <Moment at={at} zone={zone} />
              </td>
              <td>
                <Tag tone={outcome ? "neutral" : "progress"}>{outcome ? t.outcomes[outcome] : t.open}</Tag>
              </td>
            </tr>
          ))}
        </DataTable>
      )}
    </Page>
  );
}
