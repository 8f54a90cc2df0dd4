import { recordView, viewed } from "#app/domain/audit/access.server.ts";
import { type MetaFunction, redirect } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { closesAtFor, isLate } from "#app/domain/cycle/rules.ts";
import { mayExtend } from "#app/domain/extension/policy.ts";
import { screenEntry } from "#app/domain/screening/commands.server.ts";
import {
  findingField,
  findingProblems,
  findingsFrom,
  reasonField,
  screeningInput,
} from "#app/domain/screening/input.ts";
import { canConfirm, canReopen, canScreen } from "#app/domain/screening/policy.ts";
import { getScreenedEntry, screeningFacts } from "#app/domain/screening/queries.server.ts";
import { entryState } from "#app/domain/entry/rules.ts";
import { allPass, checklistOf } from "#app/domain/screening/rules.ts";
import { failed } from "#app/http/answers.server.ts";
import { parse } from "#app/http/form.server.ts";
import { signedIn } from "#app/http/wrappers.ts";
import { say } from "#app/i18n/localised.ts";
import { SummaryList } from "#app/ui/data.tsx";
import { Checklist } from "#app/ui/checklist.tsx";
import { Notice, Tag } from "#app/ui/feedback.tsx";
import { EverTogether } from "#app/ui/ever-together.tsx";
import { useFieldErrors } from "#app/ui/field-errors.ts";
import { SealedSignOff } from "#app/ui/endorsement-state.tsx";
import { Button, ErrorSummary, Form, Hidden, LinkButton } from "#app/ui/form.tsx";
import { useLocale, useTexts } from "#app/ui/locale.tsx";
import { pageTitle } from "#app/ui/page-title.ts";
import { Page } from "#app/ui/page.tsx";
import { Code, Place, togetherRow } from "#app/ui/wording.tsx";
import { Received, SealedSections } from "#app/ui/sealed-entry.tsx";
import { Moment } from "#app/ui/time.tsx";

export const loader = signedIn(async ({ ctx, id, t }) => {
  const { facts, submission, sealed, form } = await getScreenedEntry(ctx, id("entryId"));
  await recordView(ctx, viewed.entry(facts.id), facts.viewed);
  const may = {
    screen: canScreen(ctx.actor, facts, ctx.now),
    confirm: canConfirm(ctx.actor, facts, ctx.now),
    reopen: canReopen(ctx.actor, facts, ctx.now),
    extend: mayExtend(ctx.actor),
  };
  const screening = {
    state: entryState(facts),
    outcome: facts.screening?.outcome ?? null,
    reason: facts.reason,
    by: facts.byName,
    at: facts.at,
    points: checklistOf(facts),
    findings: facts.findings,
    seen: facts.seen,
  };
  return {
    id: facts.id,
    cycle: facts.cycle,
    together: facts.together,
    submission,
    isFinal: isLate(ctx.now, closesAtFor(facts.cycle, facts)),
    sealed,
    form,
    may,
    screening,
    title: sealed.title || t.screening.list.untitled,
  };
});

export const action = signedIn(async ({ ctx, id, form }) => {
  const sent = await form();
  const entry = await screeningFacts(ctx, id("entryId"));
  const points = checklistOf(entry);
  const given = parse(sent, screeningInput(points));
  const everything = sent.get("all") === "pass";
  if (!everything && !given.ok) return failed(sent, given.errors);
  const findings = everything || !given.ok ? allPass(points) : findingsFrom(points, given.value);
  const problems = findingProblems(findings);
  if (problems) return failed(sent, problems);
  await screenEntry(ctx, entry.id, findings);
  return redirect(`/secretariat/entries/${entry.id}`, 303);
});

export default function StaffEntryPage() {
  const { id, cycle, sealed, form, title } = useLoaderData<typeof loader>();
  const [{ screening, documents, inquiry }, locale] = [useTexts(), useLocale()];
  const t = screening.entry;
  return (
    <Page
      title={<bdi>{title}</bdi>}
      eyebrow={say(cycle.name, locale)}
      width="full"
      back={{ href: `/secretariat/cycles/${cycle.id}`, label: t.back }}
    >
      <div className="sheet">
        <div id="entry" className="stack">
          <Facts />
          <p>
            <a href={`/entries/${id}/copy.pdf`}>{documents.copy.link}</a>
          </p>
          <p>
            <a href={`/secretariat/entries/${id}/inquiries`}>{inquiry.staff.link}</a>
          </p>
          <SealedSections form={form} sealed={sealed} inPlace />
        </div>
        <Check />
      </div>
      <p className="sheet-jump">
        <a href="#entry">{t.toEntry}</a>
        <a href="#check">{t.toCheck}</a>
      </p>
    </Page>
  );
}

/** Whose entry it is, and what was received when. */
function Facts() {
  const { cycle, together, submission, isFinal, sealed } = useLoaderData<typeof loader>();
  const { screening, coApplicant, entry, endorsement } = useTexts();
  const [t, zone] = [screening.entry, cycle.timeZone];
  return (
    <SummaryList
      rows={[
        { key: "code", label: t.code, value: <Code>{sealed.code}</Code> },
        { key: "city", label: t.city, value: <Place of={sealed} /> },
        togetherRow(coApplicant, sealed.coApplicants),
        together.length > 0 && {
          key: "ever",
          label: coApplicant.ever,
          value: (
            <>
              <EverTogether of={together} zone={zone} />
              <p className="hint">{coApplicant.leftBefore}</p>
            </>
          ),
        },
        {
          key: "received",
          label: t.received,
          value: <Received submission={submission} isFinal={isFinal} zone={zone} />,
        },
        submission.acceptedAt && {
          key: "accepted",
          label: entry.receipt.accepted,
          value: <Moment at={submission.acceptedAt} zone={zone} />,
        },
        sealed.endorsement && {
          key: "endorsement",
          label: endorsement.title,
          value: <SealedSignOff {...sealed.endorsement} zone={zone} />,
        },
        { key: "sha256", label: t.sha256, value: <code>{submission.sha256}</code> },
      ]}
    />
  );
}

/** The formal check: where it stands, and its points to go through or as they were found. */
function Check() {
  const { may, screening } = useLoaderData<typeof loader>();
  const refused = useActionData<typeof action>();
  const [t, locale] = [useTexts().screening.entry, useLocale()];
  const errors = useFieldErrors(
    refused?.errors,
    Object.fromEntries(
      screening.points.flatMap(({ key, text }) =>
        [findingField(key), reasonField(key)].map((field) => [field, say(text, locale)]),
      ),
    ),
  );
  return (
    <section className="sheet-panel" id="check" aria-labelledby="check-title">
      <h2 id="check-title">{t.screening}</h2>
      <ErrorSummary errors={errors} />
      <Outcome />
      {screening.outcome === null && may.screen.allowed ? (
        <Checklist points={screening.points} findings={screening.findings} typed={refused?.typed} errors={errors} />
      ) : screening.findings ? (
        <Findings />
      ) : null}
    </section>
  );
}

/** Where the check stands, by whom, and what may be done about it. */
function Outcome() {
  const { id, screening, may } = useLoaderData<typeof loader>();
  const texts = useTexts().screening;
  const t = texts.entry;
  const here = `/secretariat/entries/${id}`;
  const proposed = screening.state === "received" && screening.outcome === "ineligible";
  return (
    <>
      <p>
        <Tag tone={screening.state === "valid" ? "done" : screening.state === "ineligible" ? "danger" : "neutral"}>
          {texts.states[screening.state]}
        </Tag>
      </p>
      <CheckedBy />
      {screening.state === "received" && screening.outcome === null && may.extend.allowed ? (
        <p>
          <LinkButton kind="quiet" href={`${here}/extension`}>
            {t.extend}
          </LinkButton>
        </p>
      ) : null}
      {proposed ? <Notice kind="warning">{t.proposed}</Notice> : null}
      {proposed && (may.confirm.allowed || ["needs-second-person", "proposer-left"].includes(may.confirm.because)) ? (
        <Form action={`${here}/confirmation`}>
          <Hidden name="seen" value={screening.seen ?? ""} />
          <p className="hint">{t.confirmHint}</p>
          <Button kind="danger" verdict={may.confirm}>
            {t.confirm}
          </Button>
        </Form>
      ) : null}
      {may.reopen.allowed ? (
        <p>
          <LinkButton kind="quiet" href={`${here}/reopening`}>
            {t.reopen}
          </LinkButton>
        </p>
      ) : null}
    </>
  );
}

/** Who checked it when; what it waits for while nobody has. */
function CheckedBy() {
  const { id, cycle, screening } = useLoaderData<typeof loader>();
  const {
    screening: { entry: t },
    inquiry,
    ui,
  } = useTexts();
  const open = screening.outcome === null && screening.findings?.find(({ finding }) => finding === "ask");
  if (screening.at && screening.by)
    return (
      <p>
        {t.by(screening.by)}
        {ui.comma}
        <Moment at={screening.at} zone={cycle.timeZone} />
      </p>
    );
  if (!open) return <p>{t.waiting}</p>;
  return (
    <Notice kind="info">
      <p>{t.open}</p>
      <p>
        <a href={`/secretariat/entries/${id}/inquiries?point=${open.key}`}>{inquiry.staff.ask}</a>
      </p>
    </Notice>
  );
}

/** What was found, point by point. */
function Findings() {
  const {
    screening: { points, findings },
  } = useLoaderData<typeof loader>();
  const [t, locale] = [useTexts().screening, useLocale()];
  const tones = { pass: "done", fail: "danger", ask: "warning" } as const;
  return (
    <ol className="checklist">
      {points.map(({ key, text }) => {
        const found = findings?.find((each) => each.key === key);
        return (
          <li key={key}>
            {say(text, locale)} {found ? <Tag tone={tones[found.finding]}>{t.findings[found.finding]}</Tag> : null}
            {found?.reason ? (
              <p>
                <bdi>{found.reason}</bdi>
              </p>
            ) : null}
          </li>
        );
      })}
    </ol>
  );
}

export const meta: MetaFunction<typeof loader> = ({ data, matches }) => pageTitle(matches, data?.title);
