import { type MetaFunction, redirect } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { reopenScreening } from "#app/domain/screening/commands.server.ts";
import { reopeningInput } from "#app/domain/screening/input.ts";
import { canReopen } from "#app/domain/screening/policy.ts";
import { screeningFacts } from "#app/domain/screening/queries.server.ts";
import { authorise } from "#app/domain/verdict.ts";
import { failed } from "#app/http/answers.server.ts";
import { parse } from "#app/http/form.server.ts";
import { signedIn } from "#app/http/wrappers.ts";
import { useFieldErrors } from "#app/ui/field-errors.ts";
import { Button, ErrorSummary, Form, TextArea } from "#app/ui/form.tsx";
import { useTexts } from "#app/ui/locale.tsx";
import { pageTitle } from "#app/ui/page-title.ts";
import { Page } from "#app/ui/page.tsx";

export const loader = signedIn(async ({ ctx, id, t }) => {
  const entry = await screeningFacts(ctx, id("entryId"));
  authorise(canReopen(ctx.actor, entry, ctx.now));
  return { id: entry.id, code: entry.code, title: t.screening.reopening.title };
});

export const action = signedIn(async ({ ctx, id, form }) => {
  const sent = await form();
  const given = parse(sent, reopeningInput);
  if (!given.ok) return failed(sent, given.errors);
  await reopenScreening(ctx, id("entryId"), given.value.reason);
  return redirect(`/secretariat/entries/${id("entryId")}`, 303);
});

export default function ReopeningPage() {
  const { id, code } = useLoaderData<typeof loader>();
  const failed = useActionData<typeof action>();
  const t = useTexts().screening.reopening;
  const errors = useFieldErrors(failed?.errors, t);
  return (
    <Page title={t.title} lede={t.lede} width="text" back={{ href: `/secretariat/entries/${id}`, label: code }}>
      <ErrorSummary errors={errors} />
      <Form>
        <TextArea name="reason" label={t.reason} value={failed?.typed["reason"]} error={errors["reason"]} rows={4} />
        <Button>{t.button}</Button>
      </Form>
    </Page>
  );
}

export const meta: MetaFunction<typeof loader> = ({ data, matches }) => pageTitle(matches, data?.title);
