import { type MetaFunction, redirect } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { disableAccount } from "#app/domain/account/commands.server.ts";
import { getPerson } from "#app/domain/account/queries.server.ts";
import { reasonInput } from "#app/domain/proposal/input.ts";
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
  const person = await getPerson(ctx, id("accountId"));
  authorise(person.disabling);
  return { person: { id: person.id, name: person.name }, title: t.admin.disabling.title(person.name) };
});

export const action = signedIn(async ({ ctx, id, form }) => {
  const typed = await form();
  const given = parse(typed, reasonInput);
  if (!given.ok) return failed(typed, given.errors);
  await disableAccount(ctx, id("accountId"), given.value.reason);
  return redirect(`/admin/people/${id("accountId")}?done=disabled`, 303);
});

export const meta: MetaFunction<typeof loader> = ({ data, matches }) => pageTitle(matches, data?.title);

export default function DisablingPage() {
  const { person, title } = useLoaderData<typeof loader>();
  const refused = useActionData<typeof action>();
  const { disabling: t } = useTexts().admin;
  const errors = useFieldErrors(refused?.errors, t);
  return (
    <Page title={title} lede={t.lede} width="text" back={{ href: `/admin/people/${person.id}`, label: person.name }}>
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
          <Button kind="danger">{t.button}</Button>
          <LinkButton kind="quiet" href={`/admin/people/${person.id}`}>
            {t.cancel}
          </LinkButton>
        </Buttons>
      </Form>
    </Page>
  );
}
