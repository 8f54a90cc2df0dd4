import type { MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { getProposal } from "#app/domain/proposal/queries.server.ts";
import { subjectOf } from "#app/domain/proposal/rules.ts";
import { signedIn } from "#app/http/wrappers.ts";
import { say } from "#app/i18n/localised.ts";
import { SummaryList } from "#app/ui/data.tsx";
import { Notice } from "#app/ui/feedback.tsx";
import { Button } from "#app/ui/form.tsx";
import { useLocale, useTexts, useTimeZone } from "#app/ui/locale.tsx";
import { Labelled } from "#app/ui/wording.tsx";
import { Page } from "#app/ui/page.tsx";
import { pageTitle } from "#app/ui/page-title.ts";
import { Moment } from "#app/ui/time.tsx";
import { Writer } from "#app/ui/writer.tsx";

export const loader = signedIn(async ({ ctx, id, t }) => ({
  proposal: await getProposal(ctx, id("proposalId")),
  title: t.admin.proposals.one,
}));

export const meta: MetaFunction<typeof loader> = ({ data, matches }) => pageTitle(matches, data?.title);

export default function ProposalPage() {
  const { proposal } = useLoaderData<typeof loader>();
  const { admin, ui } = useTexts();
  const t = admin.proposals;
  const [zone, locale] = [useTimeZone(), useLocale()];
  const { id, accountId, name, email, round, reason, byName, at, outcome, decidedAt, decidedByName } = proposal;
  const what = t.subjects[subjectOf(proposal)];
  return (
    <Page
      title={t.one}
      lede={t.question(byName, name ?? email ?? "", what)}
      width="text"
      back={{ href: "/admin/proposals", label: t.title }}
    >
      <SummaryList
        rows={[
          {
            key: "about",
            label: t.about,
            value: accountId ? (
              <a href={`/admin/people/${accountId}`}>
                <bdi>{name}</bdi> (<bdi>{email}</bdi>)
              </a>
            ) : (
              <bdi>{email}</bdi>
            ),
          },
          {
            key: "what",
            label: t.what,
            value: round ? <Labelled label={what}>{say(round, locale)}</Labelled> : what,
          },
          { key: "reason", label: t.reason, value: <bdi>{reason}</bdi> },
          {
            key: "by",
            label: t.by,
            value: (
              <>
                <bdi>{byName}</bdi>
                {ui.comma}
                <Moment at={at} zone={zone} />
              </>
            ),
          },
          {
            key: "state",
            label: t.state,
            value: outcome ? (
              <>
                {t.outcomes[outcome]} {decidedByName ? <bdi>{decidedByName}</bdi> : null}{" "}
                {decidedAt ? <Moment at={decidedAt} zone={zone} /> : null}
              </>
            ) : (
              t.open
            ),
          },
        ]}
      />
      {outcome ? null : <Decision id={id} />}
    </Page>
  );
}

function Decision({ id }: { id: string }) {
  const {
    proposal: { confirmation, refusal, withdrawal, kind },
  } = useLoaderData<typeof loader>();
  const { proposals: t } = useTexts().admin;
  if (withdrawal.allowed) {
    return (
      <>
        <Notice kind="info">{t.waits}</Notice>
        <form method="post" action={`/admin/proposals/${id}/withdrawal`}>
          <Button kind="secondary">{t.withdraw}</Button>
          <Writer />
        </form>
      </>
    );
  }
  return (
    <>
      {kind === "factor-reset" ? <Notice kind="warning">{t.checkPerson}</Notice> : null}
      <div className="buttons">
        <form method="post" action={`/admin/proposals/${id}/confirmation`}>
          <Button verdict={confirmation}>{t.confirm}</Button>
          <Writer />
        </form>
        {refusal.allowed ? (
          <form method="post" action={`/admin/proposals/${id}/refusal`}>
            <Button kind="secondary">{t.decline}</Button>
            <Writer />
          </form>
        ) : null}
      </div>
    </>
  );
}
