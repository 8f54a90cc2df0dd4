import { type MetaFunction, redirect } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { waiveConflict } from "#app/domain/conflict/commands.server.ts";
import { waiverInput } from "#app/domain/conflict/input.ts";
import { getWaivable } from "#app/domain/conflict/queries.server.ts";
import { failed } from "#app/http/answers.server.ts";
import { parse } from "#app/http/form.server.ts";
import { signedIn } from "#app/http/wrappers.ts";
import { useFieldErrors } from "#app/ui/field-errors.ts";
import { Button, Buttons, ErrorSummary, Form, LinkButton, TextArea } from "#app/ui/form.tsx";
import { useTexts } from "#app/ui/locale.tsx";
import { pageTitle } from "#app/ui/page-title.ts";
import { Page } from "#app/ui/page.tsx";

export const loader = signedIn(async ({ ctx, id, t }) => {
  const conflict = await getWaivable(ctx, { roundId: id("roundId"), entryId: id("entryId"), accountId: id("accountId") });
  return { roundId: id("roundId"), ...conflict, title: t.conflict.waiver.title };
});

export const action = signedIn(async ({ ctx, id, form }) => {
  const sent = await form();
  const which = { roundId: id("roundId"), entryId: id("entryId"), accountId: id("accountId") };
  await getWaivable(ctx, which);
  const given = parse(sent, waiverInput);
  if (!given.ok) return failed(sent, given.errors);
  await waiveConflict(ctx, { ...which, reason: given.value.reason });
  return redirect(`/rounds/${id("roundId")}/conflicts`, 303);
});

export default function WaiverPage() {
  const { roundId, person, code } = useLoaderData<typeof loader>();
  const failed = useActionData<typeof action>();
  const { conflict: texts, ui: { cancel } } = useTexts();
  const t = texts.waiver;
  const errors = useFieldErrors(failed?.errors, t);
  return (
    <Page title={t.title} lede={t.lede(person, code)} width="text" back={{ href: `/rounds/${roundId}/conflicts`, label: texts.title }}>
      <ErrorSummary errors={errors} />
      <Form>
        <TextArea name="reason" label={t.reason} hint={t.record} value={failed?.typed["reason"]} error={errors["reason"]} rows={4} />
        <Buttons><Button kind="danger">{t.button}</Button><LinkButton kind="secondary" href={`/rounds/${roundId}/conflicts`}>{cancel}</LinkButton></Buttons>
      </Form>
    </Page>
  );
}

export const meta: MetaFunction<typeof loader> = ({ data, matches }) => pageTitle(matches, data?.title);
