import { type MetaFunction, redirect } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { answerInquiry } from "#app/domain/inquiry/commands.server.ts";
import { answerInput } from "#app/domain/inquiry/input.ts";
import { canAnswer } from "#app/domain/inquiry/policy.ts";
import { getAsked } from "#app/domain/inquiry/queries.server.ts";
import { Refused } from "#app/domain/errors.ts";
import { authorise } from "#app/domain/verdict.ts";
import { failed, orRefusal } from "#app/http/answers.server.ts";
import { parse } from "#app/http/form.server.ts";
import { signedIn } from "#app/http/wrappers.ts";
import { useFieldErrors } from "#app/ui/field-errors.ts";
import { Notice } from "#app/ui/feedback.tsx";
import { Button, ErrorSummary, Form, TextArea } from "#app/ui/form.tsx";
import { useTexts } from "#app/ui/locale.tsx";
import { pageTitle } from "#app/ui/page-title.ts";
import { Page, Section } from "#app/ui/page.tsx";
import { Paragraphs } from "#app/ui/paragraphs.tsx";
import { Deadline, Moment } from "#app/ui/time.tsx";
import { Labelled, Within } from "#app/ui/wording.tsx";

export const loader = signedIn(async ({ ctx, id, t }) => {
  const asked = await getAsked(ctx, id("inquiryId"));
  const {
    entryId,
    code,
    title,
    question,
    answer,
    state,
    dueAt,
    cycle: { timeZone },
  } = asked;
  return {
    title: t.inquiry.team.title,
    entry: { id: entryId, code, title },
    question,
    answer,
    state,
    dueAt: dueAt!,
    zone: timeZone,
    now: ctx.now,
    may: canAnswer(ctx.actor, asked),
  };
});

/** What comes too late is shown again, so that nobody loses it: it can still be sent by mail. */
export const action = signedIn(async ({ ctx, id, form, visit }) => {
  const may = canAnswer(ctx.actor, await getAsked(ctx, id("inquiryId")));
  if (!may.allowed && may.how === "never") authorise(may);
  const typed = await form();
  const given = parse(typed, answerInput);
  if (!given.ok) return failed(typed, given.errors);
  const outcome = await orRefusal(
    answerInquiry(ctx, id("inquiryId"), given.value.answer, visit.services.config.publicUrl),
  );
  return outcome instanceof Refused ? failed(typed, {}, 409) : redirect(`/inquiries/${id("inquiryId")}`, 303);
});

export const meta: MetaFunction<typeof loader> = ({ matches, data }) =>
  pageTitle(matches, data && `${data.title} – ${data.entry.code}`);

export default function InquiryPage() {
  const { title, entry, question, answer, state, dueAt, zone, now, may } = useLoaderData<typeof loader>();
  const refused = useActionData<typeof action>();
  const {
    inquiry: { team: t },
    entry: texts,
    refusals,
  } = useTexts();
  const errors = useFieldErrors(refused?.errors, t);
  const unsent = refused?.typed["answer"];
  return (
    <Page
      title={title}
      eyebrow={<Within title={entry.title || texts.untitled}>{texts.tasks.code(entry.code)}</Within>}
      back={{ href: `/entries/${entry.id}`, label: t.back }}
      width="text"
    >
      <ErrorSummary errors={errors} />
      <blockquote dir="auto">
        <Paragraphs text={question} />
      </blockquote>
      <p>
        <Labelled label={t.until}>
          {state === "open" ? <Deadline at={dueAt} zone={zone} now={now} /> : <Moment weekday at={dueAt} zone={zone} />}
        </Labelled>
      </p>
      {answer ? (
        <Section title={t.sent}>
          <div className="answer" dir="auto">
            <Paragraphs text={answer} />
          </div>
        </Section>
      ) : null}
      {state === "over" ? (
        <Notice kind="info" title={t.state.over}>
          {t.over}
        </Notice>
      ) : null}
      {state === "open" && may.allowed ? (
        <Form>
          <TextArea
            name="answer"
            label={t.answer}
            hint={t.answerHint}
            rows={8}
            value={unsent}
            error={errors["answer"]}
          />
          <Button>{t.button}</Button>
        </Form>
      ) : state === "open" && !may.allowed ? (
        <Notice kind="info">{refusals[may.because]}</Notice>
      ) : unsent ? (
        <TextArea name="answer" label={t.answer} rows={8} value={unsent} readOnly />
      ) : null}
    </Page>
  );
}
