import { type MetaFunction, redirect } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { recordView, viewed } from "#app/domain/audit/access.server.ts";
import { closesAtFor, isLate } from "#app/domain/cycle/rules.ts";
import { getSealedEntry } from "#app/domain/entry/sealed.server.ts";
import { giveFeedback } from "#app/domain/feedback/commands.server.ts";
import { feedbackInput } from "#app/domain/feedback/input.ts";
import { canGiveFeedback, mayGiveFeedback } from "#app/domain/feedback/policy.ts";
import { feedbackOn } from "#app/domain/feedback/queries.server.ts";
import { formOf } from "#app/domain/question/queries.server.ts";
import { forReading } from "#app/domain/question/rules.ts";
import { authorise } from "#app/domain/verdict.ts";
import { failed } from "#app/http/answers.server.ts";
import { parse } from "#app/http/form.server.ts";
import { signedIn } from "#app/http/wrappers.ts";
import { say } from "#app/i18n/localised.ts";
import { SummaryList } from "#app/ui/data.tsx";
import { useFieldErrors } from "#app/ui/field-errors.ts";
import { Button, ErrorSummary, Form, TextArea } from "#app/ui/form.tsx";
import { GivenFeedback } from "#app/ui/given-feedback.tsx";
import { useLocale, useTexts } from "#app/ui/locale.tsx";
import { pageTitle } from "#app/ui/page-title.ts";
import { Page } from "#app/ui/page.tsx";
import { Received, SealedSections } from "#app/ui/sealed-entry.tsx";
import { Code, Place, togetherRow } from "#app/ui/wording.tsx";

export const loader = signedIn(async ({ ctx, id, t }) => {
  const { entry, given } = await feedbackOn(ctx, id("entryId"));
  const { sealed, submission } = await getSealedEntry(ctx, entry.id);
  await recordView(ctx, viewed.entry(entry.id));
  const form = forReading(await formOf(ctx, entry.cycle.id));
  return {
    title: sealed.title || t.entry.untitled,
    kind: t.feedback.staff.one,
    id: entry.id,
    cycle: entry.cycle,
    given,
    may: canGiveFeedback(ctx.actor, entry, ctx.now),
    form,
    sealed,
    submission,
    isFinal: isLate(ctx.now, closesAtFor(entry.cycle, entry)),
  };
});

export const action = signedIn(async ({ ctx, id, form, visit }) => {
  authorise(mayGiveFeedback(ctx.actor));
  await feedbackOn(ctx, id("entryId"));
  const typed = await form();
  const given = parse(typed, feedbackInput);
  if (!given.ok) return failed(typed, given.errors);
  await giveFeedback(ctx, id("entryId"), given.value.text, visit.services.config.publicUrl);
  return redirect(`/secretariat/entries/${id("entryId")}/feedback#write`, 303);
});

export const meta: MetaFunction<typeof loader> = ({ matches, data }) =>
  pageTitle(matches, data && `${data.kind} – ${data.title}`);

export default function FeedbackPage() {
  const { title, id, cycle, form, sealed } = useLoaderData<typeof loader>();
  const [{ feedback, screening, documents }, locale] = [useTexts(), useLocale()];
  const t = feedback.staff;
  return (
    <Page
      title={<bdi>{title}</bdi>}
      eyebrow={`${t.one} · ${say(cycle.name, locale)}`}
      width="full"
      back={{ href: `/secretariat/cycles/${cycle.id}/early`, label: t.title }}
    >
      <div className="sheet">
        <div id="entry" className="stack">
          <Facts />
          <p>
            <a href={`/entries/${id}/copy.pdf`}>{documents.copy.link}</a>
          </p>
          <SealedSections form={form} sealed={sealed} inPlace />
        </div>
        <Writing />
      </div>
      <p className="sheet-jump">
        <a href="#entry">{screening.entry.toEntry}</a>
        <a href="#write">{t.write}</a>
      </p>
    </Page>
  );
}

/** Whose entry it is, and which version of it was received when. */
function Facts() {
  const { cycle, sealed, submission, isFinal } = useLoaderData<typeof loader>();
  const { screening, coApplicant } = useTexts();
  const t = screening.entry;
  return (
    <SummaryList
      rows={[
        { key: "code", label: t.code, value: <Code>{sealed.code}</Code> },
        { key: "city", label: t.city, value: <Place of={sealed} /> },
        togetherRow(coApplicant, sealed.coApplicants),
        {
          key: "received",
          label: t.received,
          value: <Received submission={submission} isFinal={isFinal} zone={cycle.timeZone} />,
        },
      ]}
    />
  );
}

/** What was told the team before, and what more there is to tell. */
function Writing() {
  const { cycle, given, may } = useLoaderData<typeof loader>();
  const refused = useActionData<typeof action>();
  const t = useTexts().feedback.staff;
  const errors = useFieldErrors(refused?.errors, t);
  return (
    <section className="sheet-panel" id="write" aria-labelledby="write-title">
      <h2 id="write-title">{t.write}</h2>
      <ErrorSummary errors={errors} />
      {given.length > 0 ? (
        <>
          <h3>{t.given}</h3>
          <GivenFeedback given={given} zone={cycle.timeZone} />
        </>
      ) : null}
      <Form>
        <TextArea
          name="text"
          label={t.text}
          hint={t.textHint}
          rows={10}
          value={refused?.typed["text"]}
          error={errors["text"]}
        />
        <Button verdict={may}>{t.button}</Button>
      </Form>
    </section>
  );
}
