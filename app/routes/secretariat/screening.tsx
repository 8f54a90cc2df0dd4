import { type MetaFunction, redirect } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { screenEntry } from "#app/domain/screening/commands.server.ts";
import { screeningInput, screeningProblems } from "#app/domain/screening/input.ts";
import { canScreen } from "#app/domain/screening/policy.ts";
import { screeningFacts } from "#app/domain/screening/queries.server.ts";
import { authorise } from "#app/domain/verdict.ts";
import { failed } from "#app/http/answers.server.ts";
import { parse } from "#app/http/form.server.ts";
import { signedIn } from "#app/http/wrappers.ts";
import { useFieldErrors } from "#app/ui/field-errors.ts";
import { Button, ErrorSummary, Form, Radios, TextArea } from "#app/ui/form.tsx";
import { useTexts } from "#app/ui/locale.tsx";
import { pageTitle } from "#app/ui/page-title.ts";
import { Page } from "#app/ui/page.tsx";

export const loader = signedIn(async ({ ctx, id, t }) => {
  const entry = await screeningFacts(ctx, id("entryId"));
  authorise(canScreen(ctx.actor, entry, ctx.now));
  return { id: entry.id, code: entry.code, entryTitle: entry.title, title: t.screening.form.title };
});

export const action = signedIn(async ({ ctx, id, form }) => {
  const sent = await form();
  const entry = await screeningFacts(ctx, id("entryId"));
  authorise(canScreen(ctx.actor, entry, ctx.now));
  const given = parse(sent, screeningInput);
  if (!given.ok) return failed(sent, given.errors);
  const problems = screeningProblems(given.value);
  if (problems) return failed(sent, problems);
  await screenEntry(ctx, entry.id, given.value);
  return redirect(`/secretariat/entries/${entry.id}`, 303);
});

export default function ScreeningPage() {
  const { id, code, entryTitle } = useLoaderData<typeof loader>();
  const failed = useActionData<typeof action>();
  const t = useTexts().screening.form;
  const errors = useFieldErrors(failed?.errors, t);
  const typed: Record<string, string> = failed?.typed ?? {};
  return (
    <Page title={t.title} lede={<p>{t.lede(code)} <bdi>{entryTitle}</bdi></p>} width="text" back={{ href: `/secretariat/entries/${id}`, label: code }}>
      <ErrorSummary errors={errors} />
      <Form>
        <Radios name="outcome" legend={t.outcome} value={typed["outcome"]} error={errors["outcome"]}
          options={[{ value: "valid", label: t.valid, hint: t.validHint }, { value: "ineligible", label: t.ineligible, hint: t.ineligibleHint }]} />
        <TextArea name="reason" label={t.reason} hint={t.reasonHint} value={typed["reason"]} error={errors["reason"]} rows={4} />
        <Button>{t.button}</Button>
      </Form>
    </Page>
  );
}

export const meta: MetaFunction<typeof loader> = ({ data, matches }) => pageTitle(matches, data?.title);
