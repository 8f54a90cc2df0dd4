import { type MetaFunction, redirect } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { momentIn } from "#app/domain/cycle/rules.ts";
import { declineInquiry, forwardInquiry } from "#app/domain/inquiry/commands.server.ts";
import { declineInput, inquiryInput } from "#app/domain/inquiry/input.ts";
import { canDecide } from "#app/domain/inquiry/policy.ts";
import { getProposed } from "#app/domain/inquiry/queries.server.ts";
import { authorise } from "#app/domain/verdict.ts";
import { errorsOf, failed } from "#app/http/answers.server.ts";
import { parse } from "#app/http/form.server.ts";
import { signedIn } from "#app/http/wrappers.ts";
import { useFieldErrors } from "#app/ui/field-errors.ts";
import { Button, ErrorSummary, Form, Hidden, TextArea, TextInput } from "#app/ui/form.tsx";
import { useTexts } from "#app/ui/locale.tsx";
import { pageTitle } from "#app/ui/page-title.ts";
import { Page, Section } from "#app/ui/page.tsx";
import { Paragraphs } from "#app/ui/paragraphs.tsx";
import { EntryName } from "#app/ui/wording.tsx";

export const loader = signedIn(async ({ ctx, id, t }) => {
  const { entryId, code, title, askedBy, proposal, state, cycle } = await getProposed(ctx, id("inquiryId"));
  authorise(canDecide(ctx.actor, state));
  return {
    title: t.inquiry.decision.title,
    entry: { id: entryId, code, title },
    askedBy,
    proposal,
    zone: cycle.timeZone,
  };
});

export const action = signedIn(async ({ ctx, id, form, visit }) => {
  const {
    entryId,
    cycle: { timeZone },
  } = await getProposed(ctx, id("inquiryId"));
  const typed = await form();
  const errors = await (typed.get("decision") === "decline" ? decline() : forward());
  return errors ? failed(typed, errors) : redirect(`/secretariat/entries/${entryId}/inquiries`, 303);

  async function decline() {
    const given = parse(typed, declineInput);
    return given.ok ? errorsOf(declineInquiry(ctx, id("inquiryId"), given.value.reason)) : given.errors;
  }
  async function forward() {
    const given = parse(typed, inquiryInput);
    if (!given.ok) return given.errors;
    const dueAt = momentIn(timeZone, given.value.date, "23:59:59");
    return dueAt
      ? errorsOf(
          forwardInquiry(
            ctx,
            id("inquiryId"),
            { question: given.value.question, dueAt },
            visit.services.config.publicUrl,
          ),
        )
      : { date: "not-a-date" };
  }
});

export const meta: MetaFunction<typeof loader> = ({ matches, data }) =>
  pageTitle(matches, data && `${data.title} – ${data.entry.code}`);

export default function DecisionPage() {
  const { title, entry, askedBy, proposal } = useLoaderData<typeof loader>();
  const [{ decision: t, staff }, errors] = [useTexts().inquiry, useErrors()];
  return (
    <Page
      title={title}
      eyebrow={<EntryName of={entry} />}
      lede={
        <p>
          <bdi>{t.lede(askedBy)}</bdi>
        </p>
      }
      width="text"
      back={{ href: `/secretariat/entries/${entry.id}/inquiries`, label: staff.title }}
    >
      <ErrorSummary errors={errors} />
      <blockquote dir="auto">
        <Paragraphs text={proposal} />
      </blockquote>
      <Forward />
      <Decline />
    </Page>
  );
}

const useErrors = () => useFieldErrors(useActionData<typeof action>()?.errors, useTexts().inquiry.decision);

/** To the team, in other words if need be. */
function Forward() {
  const { proposal, zone } = useLoaderData<typeof loader>();
  const refused = useActionData<typeof action>();
  const [{ decision: t, staff }, errors] = [useTexts().inquiry, useErrors()];
  return (
    <Section title={t.forward}>
      <Form>
        <TextArea
          name="question"
          label={t.question}
          hint={t.questionHint}
          rows={4}
          value={refused?.typed["question"] ?? proposal}
          error={errors["question"]}
        />
        <TextInput
          name="date"
          type="date"
          label={t.date}
          hint={staff.dateHint(zone)}
          width="medium"
          value={refused?.typed["date"]}
          error={errors["date"]}
        />
        <Button>{t.forwardButton}</Button>
      </Form>
    </Section>
  );
}

/** Back to the reviewer, with a reason. */
function Decline() {
  const refused = useActionData<typeof action>();
  const [t, errors] = [useTexts().inquiry.decision, useErrors()];
  return (
    <Section title={t.decline}>
      <Form>
        <Hidden name="decision" value="decline" />
        <TextArea
          name="reason"
          label={t.reason}
          hint={t.reasonHint}
          rows={3}
          value={refused?.typed["reason"]}
          error={errors["reason"]}
        />
        <Button kind="secondary">{t.declineButton}</Button>
      </Form>
    </Section>
  );
}
