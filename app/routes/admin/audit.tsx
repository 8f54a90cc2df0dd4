import type { MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { auditTrail, lastVerified } from "#app/domain/audit/queries.server.ts";
import { filterOf, queryOf } from "#app/domain/audit/input.ts";
import type { EventType } from "#app/domain/audit/rules.ts";
import { isStaff } from "#app/domain/context.ts";
import { PER_PAGE } from "#app/domain/paging.ts";
import { pageOf } from "#app/http/query.ts";
import { signedIn } from "#app/http/wrappers.ts";
import { AuditDetails } from "#app/ui/audit-details.tsx";
import { AuditFilterForm } from "#app/ui/audit-filter.tsx";
import { DataTable, Th } from "#app/ui/data.tsx";
import { Pagination } from "#app/ui/neighbours.tsx";
import { Empty, Notice } from "#app/ui/feedback.tsx";
import { useTexts } from "#app/ui/locale.tsx";
import type { Texts } from "#app/i18n/texts.ts";
import { Page } from "#app/ui/page.tsx";
import { pageTitle } from "#app/ui/page-title.ts";
import { Code, Labelled } from "#app/ui/wording.tsx";

export const loader = signedIn(async ({ ctx, url, t }) => {
  const [page, filter] = [pageOf(url), filterOf(url)];
  const found = await auditTrail(ctx, filter, { limit: PER_PAGE + 1, offset: (page - 1) * PER_PAGE });
  const events = found.slice(0, PER_PAGE).map(({ hash: _hash, ...event }) => event);
  return {
    events,
    page,
    more: found.length > PER_PAGE,
    filter,
    verified: await lastVerified(ctx),
    systemOnly: !isStaff(ctx.actor, "secretariat", "observer"),
    title: t.audit.title,
  };
});

export const meta: MetaFunction<typeof loader> = ({ data, matches }) => pageTitle(matches, data?.title);

export default function AuditPage() {
  const { events, page, more, filter, verified, systemOnly } = useLoaderData<typeof loader>();
  const { audit: t } = useTexts();
  const narrowed = queryOf(filter);
  return (
    <Page title={t.title} lede={t.lede} width="full">
      {systemOnly ? <p>{t.systemOnly}</p> : null}
      <p className="run-links">
        <a href="/audit/verification">{t.verify.link}</a> <a href="/audit/log">{t.publicLog.title}</a>{" "}
        <a href={`/audit.csv?${narrowed}`} download>
          {t.csv}
        </a>
      </p>
      <Verified last={verified} />
      <AuditFilterForm filter={filter} narrowed={narrowed !== ""} systemOnly={systemOnly} />
      {filter.subjectId || filter.actorId ? (
        <Notice kind="info">
          <p>
            {filter.subjectId ? `${t.filtered.subject} ${filter.subjectId} ` : null}
            {filter.actorId ? `${t.filtered.actor} ${filter.actorId} ` : null}
            <a href="/audit">{t.all}</a>
          </p>
        </Notice>
      ) : null}
      {events.length === 0 ? (
        <Empty title={t.none} />
      ) : (
        <DataTable
          stacked
          caption={t.caption}
          captionHidden
          head={
            <>
              <Th>{t.at}</Th>
              <Th>{t.what}</Th>
              <Th>{t.who}</Th>
              <Th>{t.about}</Th>
              <Th>{t.details}</Th>
              <Th>{t.link}</Th>
            </>
          }
        >
          {events.map((event) => row(event, t))}
        </DataTable>
      )}
      <Pagination page={page} more={more} href={(to) => `/audit?${queryOf(filter, to)}`} />
    </Page>
  );
}

/** What the portal itself found when it recomputed the chain last. */
function Verified({ last }: { last: { at: string | Date; faults: number } | null }) {
  const { verify: t, at } = useTexts().audit;
  if (!last) return null;
  if (last.faults > 0)
    return (
      <Notice kind="danger" title={t.nightlyBroken}>
        <p>
          <Labelled label={at}>
            <Stamp at={last.at} />
          </Labelled>
        </p>
        <p>
          <a href="/audit/verification">{t.where}</a>
        </p>
      </Notice>
    );
  return (
    <p className="hint">
      <Labelled label={t.nightly}>
        <Stamp at={last.at} />
      </Labelled>
    </p>
  );
}

const Stamp = ({ at }: { at: Date | string }) => (
  <time dateTime={new Date(at).toISOString()} dir="ltr">
    {sortable(at)}
  </time>
);

/** "2026-11-23 15:59:59": the same in every language, and in the order of time. */
const sortable = (at: Date | string): string => new Date(at).toISOString().slice(0, 19).replace("T", " ");

type Event = ReturnType<typeof useLoaderData<typeof loader>>["events"][number];

function row({ at, type, actorId, actorName, subjectId, details, stream, seq }: Event, t: Texts["audit"]) {
  return (
    <tr key={`${stream} ${seq}`}>
      <td>
        <Stamp at={at} />
      </td>
      <th scope="row">{t.events[type as EventType] ?? type}</th>
      <td>
        {actorId ? (
          <a href={`/audit?actor=${actorId}`}>
            <bdi>{actorName ?? actorId}</bdi>
          </a>
        ) : (
          t.portal
        )}
      </td>
      <td>
        {subjectId ? (
          <a href={`/audit?subject=${subjectId}`} aria-label={`${t.only} ${subjectId}`}>
            <code className="code">{subjectId.slice(0, 8)}</code>
          </a>
        ) : null}
      </td>
      <td>
        <AuditDetails details={details} />
      </td>
      <td className="muted">
        <Code>
          {stream.split(":")[0]} {seq}
        </Code>
      </td>
    </tr>
  );
}
