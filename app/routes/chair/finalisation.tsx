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
import type { Verdict } from "#app/domain/verdict.ts";
import { isTheirs } from "#app/domain/verdict.ts";
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
import { Paragraphs } from "#app/ui/paragraphs.tsx";
import { PanelWords } from "#app/ui/panel-words.tsx";
import { SelectionTable } from "#app/ui/selection-table.tsx";
import { Moment } from "#app/ui/time.tsx";
import { EntryTitle } from "#app/ui/wording.tsx";

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
  const { round, facts, partial, outdated, countersigning } = useLoaderData<typeof loader>();
  const [{ shortlist, countersignature, refusals }, locale] = [useTexts(), useLocale()];
  const t = shortlist.finalise;
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
      <Correction />
      {partial && !facts.approved ? <Notice kind="warning">{t.conflicted}</Notice> : null}
      {outdated ? <Notice kind="warning">{refusals[outdated]}</Notice> : null}
      <Obstacles />
      <Signatures />
      {partial ? null : <List />}
      <Citations />
      {facts.approved ? <Telling /> : null}
      {countersigning ? (
        <p>
          <a href={`/rounds/${round.id}/publication/countersignature`}>{countersignature.link}</a>
        </p>
      ) : null}
      <NextStep />
    </Page>
  );
}

/** The next version of the list, where one is being prepared, or the way to one. */
function Correction() {
  const { round, correction, facts } = useLoaderData<typeof loader>();
  const [t, locale] = [useTexts().correction, useLocale()];
  const here = `/rounds/${round.id}/correction`;
  if (correction)
    return (
      <Notice kind="info" title={t.underWay(formatNumber(correction.version, locale))}>
        <Paragraphs text={correction.reason} />
        <p>
          <a href={here}>{t.page}</a>
        </p>
      </Notice>
    );
  return facts.approved ? (
    <p>
      <a href={here}>{t.link}</a>
    </p>
  ) : null;
}

/** What is in the way of signing, with the way to it; also where somebody who could not see it has proposed. */
function Obstacles() {
  const { round, facts, proposal, outdated, obstacles } = useLoaderData<typeof loader>();
  const { shortlist: t, ballot, refusals } = useTexts();
  if (facts.approved || obstacles.length === 0) return null;
  const votes = obstacles.includes("ballot-open");
  return (
    <Notice kind="warning" title={t.obstacles}>
      <ul>
        {obstacles.map((code) => (
          <li key={code}>{refusals[code]}</li>
        ))}
      </ul>
      {proposal && !outdated ? <p>{t.finalise.mend}</p> : null}
      <p>
        <a href={`/rounds/${round.id}/${votes ? "ballot" : "selection"}`}>{votes ? ballot.title : t.title}</a>
      </p>
    </Notice>
  );
}

/** What the list is, and who has signed it when. */
function Signatures() {
  const { round, freeze, proposal, listSha256, awarded, honoured, against, partial } = useLoaderData<typeof loader>();
  const [{ shortlist, honour }, locale] = [useTexts(), useLocale()];
  const t = shortlist.finalise;
  const number = (value: number) => formatNumber(value, locale);
  const signed = (at: Date, name: string) => (
    <>
      <Moment at={at} zone={round.cycle.timeZone} /> {t.by(name)}
    </>
  );
  return (
    <SummaryList
      rows={[
        freeze && { key: "frozen", label: t.frozen, value: signed(freeze.at, freeze.by) },
        freeze && freeze.reviews !== null && { key: "reviews", label: t.reviews, value: number(freeze.reviews) },
        !partial && { key: "awarded", label: t.awarded, value: number(awarded) },
        !partial && honoured > 0 && { key: "honoured", label: honour.entries, value: number(honoured) },
        !partial && { key: "against", label: t.against, value: number(against) },
        { key: "fingerprint", label: t.fingerprint, value: <code className="fingerprint">{listSha256}</code> },
        proposal && {
          key: "proposed",
          label: t.proposedBy,
          value: signed(proposal.proposedAt, proposal.proposedByName),
        },
        proposal?.approvedAt && {
          key: "approved",
          label: t.approved,
          value: signed(proposal.approvedAt, proposal.approvedByName ?? ""),
        },
      ]}
    />
  );
}

function List() {
  const { round, list, reviews, ballot } = useLoaderData<typeof loader>();
  const t = useTexts().shortlist;
  return (
    <Section title={t.caption}>
      {list.length > 0 ? (
        <SelectionTable roundId={round.id} lines={list} levels={round.levels} reviews={reviews} ballot={ballot} />
      ) : (
        <p>{t.finalise.none}</p>
      )}
    </Section>
  );
}

function Citations() {
  const { cited } = useLoaderData<typeof loader>();
  const t = useTexts().citation;
  return cited.length > 0 ? (
    <Section title={t.public}>
      {cited.map((words) => (
        <div key={words.entryId}>
          <h3>
            <EntryTitle title={words.title} />
          </h3>
          <PanelWords words={words} />
        </div>
      ))}
    </Section>
  ) : null;
}

/** What is told of a final list apart from its publication: the report, and what teams read. */
function Telling() {
  const { round, partial, publishing } = useLoaderData<typeof loader>();
  const { report, appraisal } = useTexts();
  return (
    <>
      {partial ? null : (
        <p>
          <a href={`/rounds/${round.id}/report.docx`}>{report.link}</a>
        </p>
      )}
      {isTheirs(publishing) ? (
        <p>
          <a href={`/rounds/${round.id}/appraisals`}>{appraisal.desk.link}</a>
        </p>
      ) : null}
    </>
  );
}

/** A proposal, the second signature, publication: the one that is due. */
function NextStep() {
  const { round, correction, published, publishing, facts, proposal, outdated, proposing, approving } =
    useLoaderData<typeof loader>();
  const { shortlist, refusals } = useTexts();
  const t = shortlist.finalise;
  if (published && (facts.approved || !correction)) return <Published state={published} />;
  if (correction && facts.approved) return null;
  if (facts.approved)
    return (
      <p>
        {publishing.allowed ? (
          <LinkButton href={`/rounds/${round.id}/publication`}>{t.toPublication}</LinkButton>
        ) : (
          refusals[publishing.because]
        )}
      </p>
    );
  return proposal && !outdated ? (
    <Signing
      title={t.approve}
      text={t.approveText}
      action={`/rounds/${round.id}/finalisation/approval`}
      verdict={approving}
    />
  ) : (
    <Signing title={t.propose} text={t.proposeText} verdict={proposing} />
  );
}

function Published({ state }: { state: "published" | "embargo" }) {
  const { round, publishing } = useLoaderData<typeof loader>();
  const t = useTexts().publication;
  return (
    <>
      <p>{t[state]}</p>
      {state === "published" ? (
        <p>
          <a href={`/cycles/${round.cycle.slug}/results`}>{t.see}</a>
        </p>
      ) : null}
      {publishing.allowed ? (
        <p>
          <a href={`/rounds/${round.id}/publication`}>{t.link}</a>
        </p>
      ) : null}
    </>
  );
}

/** One signature under the list as it stands here. */
function Signing({ title, text, action, verdict }: { title: string; text: string; action?: string; verdict: Verdict }) {
  const { listSha256 } = useLoaderData<typeof loader>();
  return (
    <Section title={title}>
      <p>{text}</p>
      <Form action={action}>
        <Hidden name="list" value={listSha256} />
        <Buttons>
          <Button verdict={verdict}>{title}</Button>
        </Buttons>
      </Form>
    </Section>
  );
}

export const meta: MetaFunction<typeof loader> = ({ data, matches }) => pageTitle(matches, data?.title);
