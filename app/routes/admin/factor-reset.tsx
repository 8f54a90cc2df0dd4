import { type MetaFunction, redirect } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { getPerson } from "#app/domain/account/queries.server.ts";
import { resetFactors } from "#app/domain/proposal/commands.server.ts";
import { reasonInput } from "#app/domain/proposal/input.ts";
import { canProposeReset } from "#app/domain/proposal/policy.ts";
import { authorise } from "#app/domain/verdict.ts";
import { failed } from "#app/http/answers.server.ts";
import { parse } from "#app/http/form.server.ts";
import { signedIn } from "#app/http/wrappers.ts";
import { useFieldErrors } from "#app/ui/field-errors.ts";
import { Button, Buttons, ErrorSummary, Form, LinkButton, TextArea } from "#app/ui/form.tsx";
import { useTexts } from "#app/ui/locale.tsx";
import { Page } from "#app/ui/page.tsx";
import { pageTitle } from "#app/ui/page-title.ts";

export const loader = signedIn(async ({ ctx, id, t }) => {
  authorise(canProposeReset(ctx.actor, id("accountId")));
  const { id: accountId, name, roles, panels } = await getPerson(ctx, id("accountId"));
  return { person: { id: accountId, name }, byTwo: roles.length > 0 || panels > 0, title: t.admin.reset.title(name) };
});

export const action = signedIn(async ({ ctx, id, form, visit }) => {
  const typed = await form();
  const given = parse(typed, reasonInput);
  if (!given.ok) return failed(typed, given.errors);
  const happened = await resetFactors(ctx, id("accountId"), given.value.reason, visit.services.config.publicUrl);
  return redirect(`/admin/people/${id("accountId")}?done=${happened ? "reset" : "proposed"}`, 303);
});

export const meta: MetaFunction<typeof loader> = ({ data, matches }) => pageTitle(matches, data?.title);

export default function FactorResetPage() {
  const { person, byTwo, title } = useLoaderData<typeof loader>();
  const refused = useActionData<typeof action>();
  const { reset: t, disabling } = useTexts().admin;
  const errors = useFieldErrors(refused?.errors, t);
  return (
    <Page title={title} lede={t.lede} width="text" back={{ href: `/admin/people/${person.id}`, label: person.name }}>
      {byTwo ? <p>{t.byTwo}</p> : null}
      <ErrorSummary errors={errors} />
      <Form>
        <TextArea
          name="reason"
          label={t.reason}
          hint={t.reasonHint}
          rows={3}
          value={refused?.typed["reason"]}
          error={errors["reason"]}
        />
        <Buttons>
          <Button kind="danger">{byTwo ? t.propose : t.button}</Button>
          <LinkButton kind="quiet" href={`/admin/people/${person.id}`}>
            {disabling.cancel}
          </LinkButton>
        </Buttons>
      </Form>
    </Page>
  );
}
