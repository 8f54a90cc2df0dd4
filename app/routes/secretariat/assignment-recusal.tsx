import { type MetaFunction, redirect } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { recuse } from "#app/domain/assignment/commands.server.ts";
import { recusalInput } from "#app/domain/assignment/input.ts";
import { mayAssign } from "#app/domain/assignment/policy.ts";
import { getAssignmentToEnd } from "#app/domain/assignment/queries.server.ts";
import { authorise } from "#app/domain/verdict.ts";
import { failed } from "#app/http/answers.server.ts";
import { parse } from "#app/http/form.server.ts";
import { signedIn } from "#app/http/wrappers.ts";
import { useFieldErrors } from "#app/ui/field-errors.ts";
import { Notice } from "#app/ui/feedback.tsx";
import { Button, ErrorSummary, Form, TextArea } from "#app/ui/form.tsx";
import { useTexts } from "#app/ui/locale.tsx";
import { pageTitle } from "#app/ui/page-title.ts";
import { Page } from "#app/ui/page.tsx";

export const loader = signedIn(async ({ ctx, id, t }) => {
  authorise(mayAssign(ctx.actor, id("roundId")));
  const { reviewer, code, reviewedAt } = await getAssignmentToEnd(ctx, id("roundId"), id("assignmentId"));
  return { roundId: id("roundId"), reviewer, code, submitted: reviewedAt !== null, title: t.assignment.recusal.title };
});

export const action = signedIn(async ({ ctx, id, form }) => {
  const sent = await form();
  authorise(mayAssign(ctx.actor, id("roundId")));
  const assignment = await getAssignmentToEnd(ctx, id("roundId"), id("assignmentId"));
  const given = parse(sent, recusalInput);
  if (!given.ok) return failed(sent, given.errors);
  await recuse(ctx, assignment.id, given.value.reason);
  return redirect(`/rounds/${id("roundId")}/assignments`, 303);
});

export default function AssignmentRecusalPage() {
  const { roundId, reviewer, code, submitted } = useLoaderData<typeof loader>();
  const failed = useActionData<typeof action>();
  const texts = useTexts().assignment;
  const t = texts.recusal;
  const errors = useFieldErrors(failed?.errors, t);
  return (
    <Page
      title={t.title}
      lede={t.lede(reviewer, code)}
      width="text"
      back={{ href: `/rounds/${roundId}/assignments`, label: texts.title }}
    >
      <ErrorSummary errors={errors} />
      {submitted ? <Notice kind="warning">{t.submitted}</Notice> : null}
      <Form>
        <TextArea name="reason" label={t.reason} value={failed?.typed["reason"]} error={errors["reason"]} rows={3} />
        <Button kind="danger">{t.button}</Button>
      </Form>
    </Page>
  );
}

export const meta: MetaFunction<typeof loader> = ({ data, matches }) => pageTitle(matches, data?.title);
