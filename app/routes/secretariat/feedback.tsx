import { type MetaFunction, redirect } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
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
import { SealedSections } from "#app/ui/sealed-entry.tsx";
import { Moment } from "#app/ui/time.tsx";
import { Cities, Code, Place } from "#app/ui/wording.tsx";

export const loader = signedIn(async ({ ctx, id, t }) => {
  const { entry, given } = await feedbackOn(ctx, id("entryId"));
  const { sealed, submission } = await getSealedEntry(ctx, entry.id);
  const form = forReading(await formOf(ctx, entry.cycle.id));
  return {
    title: sealed.title || t.entry.untitled,
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

export const meta: MetaFunction<typeof loader> = ({ matches, data }) => pageTitle(matches, data?.title);

export default function FeedbackPage() {
  const { title, id, cycle, given, may, form, sealed, submission, isFinal } = useLoaderData<typeof loader>();
  const refused = useActionData<typeof action>();
  const [
    {
      feedback: { staff: t },
      screening: { entry: facts },
      coApplicant,
      documents,
      ui: { comma },
    },
    locale,
  ] = [useTexts(), useLocale()];
  const errors = useFieldErrors(refused?.errors, t);
  return (
    <Page
      title={<bdi>{title}</bdi>}
      eyebrow={`${t.one} · ${say(cycle.name, locale)}`}
      width="full"
      back={{ href: `/secretariat/cycles/${cycle.id}/early`, label: t.title }}
    >
      <div className="sheet">
        <div id="entry" className="stack">
          <SummaryList
            rows={[
              { key: "code", label: facts.code, value: <Code>{sealed.code}</Code> },
              { key: "city", label: facts.city, value: <Place of={sealed} /> },
              ...(sealed.coApplicants
                ? [{ key: "together", label: coApplicant.named, value: <Cities of={sealed.coApplicants} /> }]
                : []),
              {
                key: "received",
                label: facts.received,
                value: (
                  <>
                    <Moment at={submission.receivedAt} zone={cycle.timeZone} />
                    {comma}
                    {(isFinal ? facts.version : facts.earlyVersion)(submission.number)}
                  </>
                ),
              },
            ]}
          />
          <p>
            <a href={`/entries/${id}/copy.pdf`}>{documents.copy.link}</a>
          </p>
          <SealedSections form={form} sealed={sealed} inPlace />
        </div>
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
      </div>
      <p className="sheet-jump">
        <a href="#entry">{facts.toEntry}</a>
        <a href="#write">{t.write}</a>
      </p>
    </Page>
  );
}
