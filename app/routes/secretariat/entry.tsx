import type { MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { mayExtend } from "#app/domain/extension/policy.ts";
import { canConfirm, canReopen, canScreen } from "#app/domain/screening/policy.ts";
import { getScreenedEntry } from "#app/domain/screening/queries.server.ts";
import { stateOf } from "#app/domain/screening/rules.ts";
import { signedIn } from "#app/http/wrappers.ts";
import { say } from "#app/i18n/localised.ts";
import { SummaryList } from "#app/ui/data.tsx";
import { Notice, Tag } from "#app/ui/feedback.tsx";
import { Button, Form, LinkButton } from "#app/ui/form.tsx";
import { useLocale, useTexts } from "#app/ui/locale.tsx";
import { pageTitle } from "#app/ui/page-title.ts";
import { Page, Section } from "#app/ui/page.tsx";
import { Code, Labelled, Place } from "#app/ui/wording.tsx";
import { SealedSections } from "#app/ui/sealed-entry.tsx";
import { Moment } from "#app/ui/time.tsx";

export const loader = signedIn(async ({ ctx, id, t }) => {
  const { facts, submission, sealed, form } = await getScreenedEntry(ctx, id("entryId"));
  const may = { screen: canScreen(ctx.actor, facts, ctx.now), confirm: canConfirm(ctx.actor, facts, ctx.now), reopen: canReopen(ctx.actor, facts, ctx.now), extend: mayExtend(ctx.actor) };
  const screening = { state: stateOf(facts), outcome: facts.screening?.outcome ?? null, reason: facts.reason, by: facts.byName, at: facts.at };
  return { id: facts.id, cycle: facts.cycle, submission, sealed, form, may, screening, title: sealed.title || t.screening.list.untitled };
});

export default function StaffEntryPage() {
  const { id, cycle, submission, sealed, form, may, screening, title } = useLoaderData<typeof loader>();
  const [{ screening: texts, documents, ui: { comma } }, locale] = [useTexts(), useLocale()];
  const t = texts.entry;
  return (
    <Page title={<bdi>{title}</bdi>} eyebrow={say(cycle.name, locale)} back={{ href: `/secretariat/cycles/${cycle.id}`, label: t.back }} aside={<Screening id={id} screening={screening} may={may} zone={cycle.timeZone} />}>
      <SummaryList rows={[
        { key: "code", label: t.code, value: <Code>{sealed.code}</Code> },
        { key: "city", label: t.city, value: <Place of={sealed} /> },
        { key: "received", label: t.received, value: <><Moment at={submission.receivedAt} zone={cycle.timeZone} />{comma}{t.version(submission.number)}</> },
        { key: "sha256", label: t.sha256, value: <code>{submission.sha256}</code> },
      ]} />
      <p><a href={`/entries/${id}/copy.pdf`}>{documents.copy.link}</a></p>
      <SealedSections form={form} sealed={sealed} inPlace />
    </Page>
  );
}

type Data = ReturnType<typeof useLoaderData<typeof loader>>;

function Screening({ id, screening, may, zone }: { id: string; screening: Data["screening"]; may: Data["may"]; zone: string }) {
  const { screening: texts, ui: { comma } } = useTexts();
  const t = texts.entry;
  const here = `/secretariat/entries/${id}`;
  const proposed = screening.state === "received" && screening.outcome === "ineligible";
  return (
    <Section title={t.screening}>
      <p><Tag tone={screening.state === "valid" ? "done" : screening.state === "ineligible" ? "danger" : "neutral"}>{texts.states[screening.state]}</Tag></p>
      {screening.at && screening.by ? <p>{t.by(screening.by)}{comma}<Moment at={screening.at} zone={zone} /></p> : <p>{t.waiting}</p>}
      {screening.reason ? <p><Labelled label={t.reason}><bdi>{screening.reason}</bdi></Labelled></p> : null}
      {screening.outcome === null && may.screen.allowed ? <p><LinkButton href={`${here}/screening`}>{t.screenLink}</LinkButton></p> : null}
      {screening.state === "received" && screening.outcome === null && may.extend.allowed ? <p><LinkButton kind="quiet" href={`${here}/extension`}>{t.extend}</LinkButton></p> : null}
      {proposed ? <Notice kind="warning">{t.proposed}</Notice> : null}
      {proposed && (may.confirm.allowed || may.confirm.because === "needs-second-person")
        ? <Form action={`${here}/confirmation`}><p className="hint">{t.confirmHint}</p><Button kind="danger" verdict={may.confirm}>{t.confirm}</Button></Form> : null}
      {may.reopen.allowed ? <p><LinkButton kind="quiet" href={`${here}/reopening`}>{t.reopen}</LinkButton></p> : null}
    </Section>
  );
}

export const meta: MetaFunction<typeof loader> = ({ data, matches }) => pageTitle(matches, data?.title);
