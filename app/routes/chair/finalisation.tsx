import { type MetaFunction, redirect } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { ballotIn } from "#app/domain/ballot/queries.server.ts";
import { canTakeProof } from "#app/domain/countersignature/policy.ts";
import { countersignatureFacts } from "#app/domain/countersignature/queries.server.ts";
import { canPublish } from "#app/domain/result/policy.ts";
import { standingOf } from "#app/domain/result/publishing.server.ts";
import { proposeShortlist } from "#app/domain/shortlist/commands.server.ts";
import { signatureInput } from "#app/domain/shortlist/input.ts";
import { signingOf } from "#app/domain/shortlist/queries.server.ts";
import { failed } from "#app/http/answers.server.ts";
import { parse } from "#app/http/form.server.ts";
import { signedIn } from "#app/http/wrappers.ts";
import { formatNumber } from "#app/i18n/format.ts";
import { say } from "#app/i18n/localised.ts";
import { SummaryList } from "#app/ui/data.tsx";
import { Notice } from "#app/ui/feedback.tsx";
import { Button, Buttons, Form, Hidden, LinkButton } from "#app/ui/form.tsx";
import { useLocale, useTexts } from "#app/ui/locale.tsx";
import { pageTitle } from "#app/ui/page-title.ts";
import { Page, Section } from "#app/ui/page.tsx";
import { PanelWords } from "#app/ui/panel-words.tsx";
import { SelectionTable } from "#app/ui/selection-table.tsx";
import { Moment } from "#app/ui/time.tsx";

export const loader = signedIn(async ({ ctx, id, t }) => {
  const signing = await signingOf(ctx, id("roundId"));
  const publishing = canPublish(ctx.actor, {
    roundId: signing.round.id,
    finalised: signing.facts.approved,
    publication: "none",
  });
  const { publication, facts } = await standingOf(ctx, signing.round.id);
  return {
    ...signing,
    publishing,
    ballot: (await ballotIn(ctx, signing.round.id))?.method,
    countersigning: canTakeProof(ctx.actor, await countersignatureFacts(ctx, signing.round.id)).allowed,
    published:
      facts.publication === "standing" && publication
        ? publication.publishedAt <= ctx.now
          ? ("published" as const)
          : ("embargo" as const)
        : null,
    title: t.shortlist.finalise.title,
  };
});

export const action = signedIn(async ({ ctx, id, form }) => {
  const { proposing } = await signingOf(ctx, id("roundId"));
  const sent = await form();
  const given = parse(sent, signatureInput);
  if (!given.ok && proposing.allowed) return failed(sent, given.errors);
  await proposeShortlist(ctx, id("roundId"), given.ok ? given.value.list : undefined);
  return redirect(`/rounds/${id("roundId")}/finalisation`, 303);
});

export default function FinalisationPage() {
  const {
    round,
    freeze,
    proposal,
    listSha256,
    awarded,
    against,
    list,
    cited,
    ballot,
    partial,
    changedSince,
    proposing,
    approving,
    publishing,
    published,
    reviews,
    countersigning,
    facts,
  } = useLoaderData<typeof loader>();
  const [texts, locale] = [useTexts(), useLocale()];
  const t = texts.shortlist.finalise;
  const zone = round.cycle.timeZone;
  const signed = (at: Date, name: string) => (
    <>
      <Moment at={at} zone={zone} /> {t.by(name)}
    </>
  );
  const rows = [
    ...(freeze
      ? [
          { key: "frozen", label: t.frozen, value: signed(freeze.at, freeze.by) },
          ...(freeze.reviews === null
            ? []
            : [{ key: "reviews", label: t.reviews, value: formatNumber(freeze.reviews, locale) }]),
        ]
      : []),
    ...(partial
      ? []
      : [
          { key: "awarded", label: t.awarded, value: formatNumber(awarded, locale) },
          { key: "against", label: t.against, value: formatNumber(against, locale) },
        ]),
    { key: "fingerprint", label: t.fingerprint, value: <code className="fingerprint">{listSha256}</code> },
    ...(proposal
      ? [{ key: "proposed", label: t.proposedBy, value: signed(proposal.proposedAt, proposal.proposedByName) }]
      : []),
    ...(proposal?.approvedAt
      ? [{ key: "approved", label: t.approved, value: signed(proposal.approvedAt, proposal.approvedByName ?? "") }]
      : []),
  ];
  const mayTell = publishing.allowed || publishing.how === "not-now";
  return (
    <Page
      eyebrow={say(round.name, locale)}
      title={t.title}
      lede={t.lede}
      back={{ href: `/rounds/${round.id}/selection`, label: t.cancel }}
    >
      {facts.approved ? (
        <Notice kind="success" title={t.approved}>
          {t.approvedText}
        </Notice>
      ) : null}
      {partial && !facts.approved ? <Notice kind="warning">{t.conflicted}</Notice> : null}
      {changedSince && !facts.approved ? <Notice kind="warning">{t.changed}</Notice> : null}
      <SummaryList rows={rows} />
      {partial ? null : (
        <Section title={texts.shortlist.caption}>
          {list.length > 0 ? (
            <SelectionTable roundId={round.id} lines={list} levels={round.levels} reviews={reviews} ballot={ballot} />
          ) : (
            <p>{t.none}</p>
          )}
        </Section>
      )}
      {cited.length > 0 ? (
        <Section title={texts.citation.public}>
          {cited.map((words) => (
            <div key={words.entryId}>
              <h3>{words.title}</h3>
              <PanelWords words={words} />
            </div>
          ))}
        </Section>
      ) : null}
      {facts.approved && !partial ? (
        <p>
          <a href={`/rounds/${round.id}/report.docx`}>{texts.report.link}</a>
        </p>
      ) : null}
      {facts.approved && mayTell ? (
        <p>
          <a href={`/rounds/${round.id}/appraisals`}>{texts.appraisal.desk.link}</a>
        </p>
      ) : null}
      {countersigning ? (
        <p>
          <a href={`/rounds/${round.id}/publication/countersignature`}>{texts.countersignature.link}</a>
        </p>
      ) : null}
      {published ? <p>{texts.publication[published]}</p> : null}
      {published === "published" ? (
        <p>
          <a href={`/cycles/${round.cycle.slug}/results`}>{texts.publication.see}</a>
        </p>
      ) : null}
      {published ? (
        publishing.allowed ? (
          <p>
            <a href={`/rounds/${round.id}/publication`}>{texts.publication.link}</a>
          </p>
        ) : null
      ) : facts.approved ? (
        <p>
          {publishing.allowed ? (
            <LinkButton href={`/rounds/${round.id}/publication`}>{t.toPublication}</LinkButton>
          ) : (
            texts.refusals[publishing.because]
          )}
        </p>
      ) : proposal && !changedSince ? (
        <Section title={t.approve}>
          <p>{t.approveText}</p>
          <Form action={`/rounds/${round.id}/finalisation/approval`}>
            <Hidden name="list" value={listSha256} />
            <Buttons>
              <Button verdict={approving}>{t.approve}</Button>
            </Buttons>
          </Form>
        </Section>
      ) : (
        <Section title={t.propose}>
          <p>{t.proposeText}</p>
          <Form>
            <Hidden name="list" value={listSha256} />
            <Buttons>
              <Button verdict={proposing}>{t.propose}</Button>
            </Buttons>
          </Form>
        </Section>
      )}
    </Page>
  );
}

export const meta: MetaFunction<typeof loader> = ({ data, matches }) => pageTitle(matches, data?.title);
