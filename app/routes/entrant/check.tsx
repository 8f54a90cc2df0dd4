import type { MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { closesAtFor } from "#app/domain/cycle/rules.ts";
import { canEdit } from "#app/domain/entry/policy.ts";
import { fitsLimits } from "#app/domain/submission/policy.ts";
import { limitsOf } from "#app/domain/submission/rules.ts";
import { getDraft } from "#app/domain/entry/queries.server.ts";
import { contentHash, endorsementState } from "#app/domain/endorsement/rules.ts";
import { oddities, readiness, valuesOf } from "#app/domain/entry/rules.ts";
import { signedIn } from "#app/http/wrappers.ts";
import { warningText } from "#app/i18n/warnings.ts";
import { AnswerSummary } from "#app/ui/answer-summary.tsx";
import { EntryBanner } from "#app/ui/entry-banner.tsx";
import { EntryLimits } from "#app/ui/entry-limits.tsx";
import { SummaryList } from "#app/ui/data.tsx";
import { EndorsementNotice } from "#app/ui/endorsement-state.tsx";
import { Notice } from "#app/ui/feedback.tsx";
import { Button, Form, ProblemSummary } from "#app/ui/form.tsx";
import { useLocale, useTexts } from "#app/ui/locale.tsx";
import { pageTitle } from "#app/ui/page-title.ts";
import { Page, Section } from "#app/ui/page.tsx";
import { firstControl, questionLabel } from "#app/ui/question-field.tsx";
import { Closing } from "#app/ui/time.tsx";
import { Cities, Labelled, Sentences, Within } from "#app/ui/wording.tsx";

export const loader = signedIn(async ({ ctx, id, locale, t, url }) => {
  const draft = await getDraft(ctx, id("entryId"));
  const { form, answers, files, submission, withdrawnAt, unsent, cycle, coApplicants } = draft;
  const odd = Object.entries(oddities(draft, locale, ctx.now.getUTCFullYear())).map(([key, found]) => ({
    key,
    notes: found.map((warning) => warningText(warning, locale)),
  }));
  const submit = canEdit(ctx.actor, draft, ctx.now);
  const refused = submit.allowed && url.searchParams.has("refused");
  return {
    title: submit.allowed ? t.entry.check.title : t.entry.tasks.read,
    now: ctx.now,
    entry: { id: draft.id, code: draft.code, title: draft.title, submission, withdrawnAt },
    form,
    answers,
    files,
    coApplicants,
    odd,
    unsent,
    refused: refused ? t.ui.errorPrefix : "",
    endorsement: {
      state: endorsementState(draft.endorsement, contentHash(draft), ctx.now),
      last: draft.endorsement,
      rule: cycle.endorsement,
    },
    missing: submit.allowed ? readiness(draft) : [],
    limits: limitsOf(draft, valuesOf(answers)),
    submit,
    closesAt: closesAtFor(cycle, draft),
    zone: cycle.timeZone,
    contactEmail: draft.programme.contactEmail,
    autoSubmit: cycle.autoSubmit,
  };
});

export const meta: MetaFunction<typeof loader> = ({ matches, data }) =>
  pageTitle(matches, data && `${data.title} – ${data.entry.code}`, data?.refused);

export default function CheckPage() {
  const { title, entry, endorsement, form, answers, files, submit, limits, unsent, closesAt, zone, contactEmail, now } =
    useLoaderData<typeof loader>();
  const t = useTexts().entry;
  const address = `/entries/${entry.id}`;
  return (
    <Page
      title={title}
      eyebrow={<Within title={entry.title || t.untitled}>{t.tasks.code(entry.code)}</Within>}
      lede={submit.allowed ? (entry.submission ? t.check.ledeSent : t.check.lede) : undefined}
      back={{ href: address, label: t.check.back }}
      aside={<Closing at={closesAt} zone={zone} now={now} />}
    >
      <WhyRefused />
      <EntryBanner
        entry={entry}
        edit={submit}
        unsent={unsent}
        closesAt={closesAt}
        zone={zone}
        contactEmail={contactEmail}
      />
      {endorsement.rule === "off" ? null : (
        <EndorsementNotice {...endorsement} open={submit.allowed} zone={zone} href={`${address}/endorsement`} />
      )}
      {submit.allowed ? <EntryLimits limits={limits} /> : null}
      <Missing />
      <Oddities />
      <Together />
      <AnswerSummary form={form} answers={answers} files={files} address={submit.allowed ? address : null} />
      <Submit />
    </Page>
  );
}

function useQuestion() {
  const { form, entry } = useLoaderData<typeof loader>();
  const [t, locale] = [useTexts(), useLocale()];
  return (key: string, file?: string) => {
    const section = form.find(({ questions }) => questions.some((question) => question.key === key))!;
    const question = section.questions.find((each) => each.key === key)!;
    return {
      label: questionLabel(question, t, locale),
      href: `/entries/${entry.id}/sections/${section.key}#${file ? `caption-${file}` : question.type === "files" ? `slot.${key}` : firstControl(question)}`,
    };
  };
}

/** What is missing, each with the way to its field. */
function useMissing() {
  const { missing } = useLoaderData<typeof loader>();
  const { issues } = useTexts().entry;
  const question = useQuestion();
  return missing.map(({ questionKey, code, file }) => {
    const { href, label } = question(questionKey, file);
    return { href, sentence: issues[code](label) };
  });
}

/** After the button was pressed: every reason why it was not sent. */
function WhyRefused() {
  const { entry, refused, endorsement, limits } = useLoaderData<typeof loader>();
  const { ui, entry: t, endorsement: signOff, refusals } = useTexts();
  const missing = useMissing();
  if (!refused) return null;
  const unsigned = endorsement.rule === "required" && endorsement.state !== "endorsed";
  const fits = fitsLimits(limits);
  return (
    <ProblemSummary
      title={missing.length > 0 ? t.check.refused : ui.problemTitle}
      problems={[
        ...missing,
        ...(unsigned ? [{ href: `/entries/${entry.id}/endorsement`, sentence: signOff.needed }] : []),
        ...(fits.allowed ? [] : [{ href: null, sentence: refusals[fits.because] }]),
      ]}
    />
  );
}

function Missing() {
  const { refused } = useLoaderData<typeof loader>();
  const t = useTexts().entry.check;
  const missing = useMissing();
  if (missing.length === 0) return null;
  if (refused) return <p className="hint">{t.missingHint}</p>;
  return (
    <Notice kind="warning" title={t.missing}>
      <ul>
        {missing.map(({ href, sentence }) => (
          <li key={`${href} ${sentence}`}>
            <a href={href}>{sentence}</a>
          </li>
        ))}
      </ul>
      <p>{t.missingHint}</p>
    </Notice>
  );
}

function Oddities() {
  const { odd } = useLoaderData<typeof loader>();
  const t = useTexts().entry.check;
  const question = useQuestion();
  if (odd.length === 0) return null;
  return (
    <Section title={t.oddities}>
      <p className="hint">{t.odditiesHint}</p>
      <ul>
        {odd.map(({ key, notes }) => (
          <li key={key}>
            <Labelled label={<a href={question(key).href}>{question(key).label}</a>}>
              <Sentences>{notes}</Sentences>
            </Labelled>
          </li>
        ))}
      </ul>
    </Section>
  );
}

/** The cities that are named in what is sent now, and those that are not because they have not answered. */
function Together() {
  const { entry, coApplicants, submit } = useLoaderData<typeof loader>();
  const t = useTexts().coApplicant;
  if (coApplicants.length === 0) return null;
  const [named, open] = [
    coApplicants.filter(({ accepted }) => accepted),
    coApplicants.filter(({ accepted }) => !accepted),
  ];
  const change = submit.allowed ? { href: `/entries/${entry.id}/co-applicants`, label: t.title } : undefined;
  return (
    <Section title={t.title}>
      <SummaryList
        rows={[
          ...(named.length > 0 ? [{ key: "named", label: t.named, value: <Cities of={named} />, change }] : []),
          ...(open.length > 0
            ? [
                {
                  key: "open",
                  label: t.check.open,
                  value: (
                    <>
                      <Cities of={open} />
                      {submit.allowed ? <p className="hint">{t.check.openHint}</p> : null}
                    </>
                  ),
                  change,
                },
              ]
            : []),
        ]}
      />
    </Section>
  );
}

/** The button that sends it: the server checks again, and keeps on record what kept an entry from being submitted. */
function Submit() {
  const { entry, submit, unsent, missing, autoSubmit } = useLoaderData<typeof loader>();
  const t = useTexts().entry.check;
  if (submit.allowed && entry.submission && !unsent)
    return (
      <p className="muted">
        <Sentences>
          {t.unchanged}
          {t.until}
        </Sentences>
      </p>
    );
  const isOver = !submit.allowed && ["call-closed", "entry-withdrawn"].includes(submit.because);
  return (
    <Form action={`/entries/${entry.id}/submission`}>
      {isOver ? null : <Button verdict={submit}>{entry.submission ? t.submitAgain : t.submit}</Button>}
      {submit.allowed && missing.length === 0 ? <p className="hint">{t.until}</p> : null}
      {submit.allowed && autoSubmit && !entry.submission ? <p className="hint">{t.atTheBell}</p> : null}
      <p>
        <a href={`/entries/${entry.id}/history#submissions`}>{t.attempts}</a>
      </p>
    </Form>
  );
}
