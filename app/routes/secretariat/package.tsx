import type { MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { recordView, viewed } from "#app/domain/audit/access.server.ts";
import { getPackage } from "#app/domain/package/queries.server.ts";
import { formOf } from "#app/domain/question/queries.server.ts";
import { signedIn } from "#app/http/wrappers.ts";
import { formatNumber } from "#app/i18n/format.ts";
import { SummaryList } from "#app/ui/data.tsx";
import { Notice } from "#app/ui/feedback.tsx";
import { Button, Buttons } from "#app/ui/form.tsx";
import { useLocale, useTexts } from "#app/ui/locale.tsx";
import { PackedSaves } from "#app/ui/packed-saves.tsx";
import { pageTitle } from "#app/ui/page-title.ts";
import { Page } from "#app/ui/page.tsx";
import { Moment } from "#app/ui/time.tsx";
import { togetherRow } from "#app/ui/wording.tsx";
import { Writer } from "#app/ui/writer.tsx";

export const loader = signedIn(async ({ ctx, id, t, visit }) => {
  const found = await getPackage(ctx, visit.services.logKey, id("packageId"));
  await recordView(ctx, viewed.entry(found.entryId));
  return { ...found, form: await formOf(ctx, found.cycle.id), title: t.cycle.signedPackage.acceptance.one };
});

export const meta: MetaFunction<typeof loader> = ({ data, matches }) => pageTitle(matches, data?.title);

export default function PackagePage() {
  const { title, proposal, told, cycle, saves, overLimit, form, refusal } = useLoaderData<typeof loader>();
  const [t, locale] = [useTexts().cycle.signedPackage, useLocale()];
  const missing = saves.filter(({ stored }) => !stored).length;
  return (
    <Page
      title={title}
      lede={t.acceptance.lede(proposal.byName, proposal.code)}
      width="text"
      back={{ href: "/secretariat/packages", label: t.title }}
    >
      <Facts />
      {told ? (
        <p>{missing === 0 ? t.whole : t.missing(formatNumber(missing, locale), formatNumber(saves.length, locale))}</p>
      ) : null}
      {told?.revoked ? <Notice kind="warning">{t.revoked}</Notice> : null}
      {overLimit ? <p>{t.acceptance.overLimit}</p> : null}
      {refusal.allowed ? <Decision /> : null}
      <PackedSaves saves={saves} form={form} zone={cycle.timeZone} />
    </Page>
  );
}

/** What the package tells, and who proposed it why. */
function Facts() {
  const {
    proposal,
    told,
    cycle: { timeZone: zone },
    closesAt,
  } = useLoaderData<typeof loader>();
  const { cycle, coApplicant, admin, ui } = useTexts();
  const [{ rows }, { proposals }] = [cycle.signedPackage, admin];
  return (
    <SummaryList
      rows={[
        {
          key: "code",
          label: rows.code,
          value: (
            <>
              {proposal.code} · <bdi>{told?.city ?? proposal.cityName}</bdi>
            </>
          ),
        },
        togetherRow(coApplicant, told?.together),
        told && { key: "saved", label: rows.saved, value: <Moment at={told.saved} zone={zone} /> },
        { key: "closes", label: rows.closes, value: <Moment at={closesAt} zone={zone} /> },
        told && { key: "made", label: rows.made, value: <Moment at={told.made} zone={zone} /> },
        told && { key: "sha256", label: rows.sha256, value: <code className="hash">{told.sha256}</code> },
        {
          key: "by",
          label: proposals.by,
          value: (
            <>
              <bdi>{proposal.byName}</bdi>
              {ui.comma}
              <Moment at={proposal.at} zone={zone} />
            </>
          ),
        },
        { key: "reason", label: proposals.reason, value: <bdi>{proposal.reason}</bdi> },
        { key: "state", label: proposals.state, value: <State /> },
      ]}
    />
  );
}

/** Open, or decided by whom and when. */
function State() {
  const {
    proposal: { outcome, decidedAt, decidedByName },
    cycle,
  } = useLoaderData<typeof loader>();
  const { proposals: t } = useTexts().admin;
  return outcome ? (
    <>
      {t.outcomes[outcome]} <bdi>{decidedByName}</bdi>{" "}
      {decidedAt ? <Moment at={decidedAt} zone={cycle.timeZone} /> : null}
    </>
  ) : (
    t.open
  );
}

/** What the reader may do about it: whoever proposed it takes it back, everybody else decides. */
function Decision() {
  const {
    proposal: { id },
    isOwn,
    confirmation,
  } = useLoaderData<typeof loader>();
  const {
    cycle: {
      signedPackage: { acceptance: t },
    },
    conflict: { waiver },
    admin: { proposals },
    refusals,
  } = useTexts();
  const here = `/secretariat/packages/${id}`;
  return (
    <>
      {confirmation.allowed ? (
        <p>{t.text}</p>
      ) : confirmation.because === "needs-second-person" ? (
        <Notice kind="info">{waiver.waits}</Notice>
      ) : (
        <Notice kind="warning">
          {t.refused} {refusals[confirmation.because]}
        </Notice>
      )}
      <Buttons>
        {confirmation.allowed ? (
          <form method="post" action={`${here}/confirmation`}>
            <Button>{proposals.confirm}</Button>
            <Writer />
          </form>
        ) : null}
        <form method="post" action={`${here}/refusal`}>
          <Button kind="secondary">{isOwn ? proposals.withdraw : proposals.decline}</Button>
          <Writer />
        </form>
      </Buttons>
    </>
  );
}
