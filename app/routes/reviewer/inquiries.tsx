import { type MetaFunction, redirect } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { proposeInquiry } from "#app/domain/inquiry/commands.server.ts";
import { proposalInput } from "#app/domain/inquiry/input.ts";
import { getAskingAssignment, readByReviewer } from "#app/domain/inquiry/queries.server.ts";
import { failed } from "#app/http/answers.server.ts";
import { parse } from "#app/http/form.server.ts";
import { signedIn } from "#app/http/wrappers.ts";
import { useFieldErrors } from "#app/ui/field-errors.ts";
import { Tag } from "#app/ui/feedback.tsx";
import { Button, ErrorSummary, Form, TextArea } from "#app/ui/form.tsx";
import { INQUIRY_TONES } from "#app/ui/inquiry-tones.ts";
import { useTexts } from "#app/ui/locale.tsx";
import { pageTitle } from "#app/ui/page-title.ts";
import { Page, Section } from "#app/ui/page.tsx";
import { Paragraphs } from "#app/ui/paragraphs.tsx";
import { EntryName, Labelled } from "#app/ui/wording.tsx";

export const loader = signedIn(async ({ ctx, id, t }) => {
  const { code, title, entryId, withdrawn, frozen, closed } = await getAskingAssignment(ctx, id("assignmentId"));
  const asked = (await readByReviewer(ctx, { entryId })).map(({ id, text, own, answer, declineReason, state }) => ({
    id,
    text,
    own,
    answer,
    declineReason,
    state,
  }));
  return {
    title: t.inquiry.reviewer.title,
    assignmentId: id("assignmentId"),
    entry: { code, title },
    asked,
    open: !withdrawn && !frozen && !closed,
  };
});

export const action = signedIn(async ({ ctx, id, form }) => {
  await getAskingAssignment(ctx, id("assignmentId"));
  const typed = await form();
  const given = parse(typed, proposalInput);
  if (!given.ok) return failed(typed, given.errors);
  await proposeInquiry(ctx, id("assignmentId"), given.value.question);
  return redirect(`/judging/assignments/${id("assignmentId")}/inquiries`, 303);
});

export const meta: MetaFunction<typeof loader> = ({ matches, data }) =>
  pageTitle(matches, data && `${data.title} – ${data.entry.code}`);

export default function ReviewerInquiriesPage() {
  const { title, assignmentId, entry, asked, open } = useLoaderData<typeof loader>();
  const refused = useActionData<typeof action>();
  const t = useTexts().inquiry.reviewer;
  const errors = useFieldErrors(refused?.errors, t);
  return (
    <Page
      title={title}
      eyebrow={<EntryName of={entry} />}
      lede={t.lede}
      width="text"
      back={{ href: `/judging/assignments/${assignmentId}`, label: t.back }}
    >
      <ErrorSummary errors={errors} />
      {asked.length === 0 ? <p className="muted">{t.none}</p> : null}
      {asked.map(({ id, text, own, answer, declineReason, state }) => (
        <Section key={id} title={own ? t.own : t.others}>
          <blockquote dir="auto">
            <Paragraphs text={text} />
          </blockquote>
          <p>
            <Tag tone={INQUIRY_TONES[state]}>{t.state[state]}</Tag>
          </p>
          {declineReason ? (
            <p>
              <Labelled label={t.reason}>
                <bdi>{declineReason}</bdi>
              </Labelled>
            </p>
          ) : null}
          {answer ? (
            <>
              <h3>{t.answer}</h3>
              <div className="answer" dir="auto">
                <Paragraphs text={answer} />
              </div>
            </>
          ) : null}
        </Section>
      ))}
      {open ? (
        <Form>
          <TextArea
            name="question"
            label={t.question}
            rows={4}
            value={refused?.typed["question"]}
            error={errors["question"]}
          />
          <Button>{t.button}</Button>
        </Form>
      ) : null}
    </Page>
  );
}
