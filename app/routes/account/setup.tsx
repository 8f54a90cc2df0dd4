import { data, type MetaFunction, redirect } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { createFirstAdministrator } from "#app/domain/account/commands.server.ts";
import { registration } from "#app/domain/account/input.ts";
import { getLink } from "#app/domain/link/queries.server.ts";
import { failed, orNothing, unlessBusy } from "#app/http/answers.server.ts";
import { enter } from "#app/http/door.server.ts";
import { parse } from "#app/http/form.server.ts";
import { anyone } from "#app/http/wrappers.ts";
import { useFieldErrors } from "#app/ui/field-errors.ts";
import { Button, Buttons, ErrorSummary, Form } from "#app/ui/form.tsx";
import { LinkGone } from "#app/ui/link-gone.tsx";
import { useTexts } from "#app/ui/locale.tsx";
import { Page } from "#app/ui/page.tsx";
import { NewAccount } from "#app/ui/account-fields.tsx";
import { pageTitle } from "#app/ui/page-title.ts";

export const loader = anyone(async ({ ctx, param, t }) => {
  const link = await orNothing(getLink(ctx, param("token"), "first-administrator"));
  return data(
    {
      holds: link !== null,
      signedIn: ctx.actor.id !== null,
      title: link ? t.account.setup.title : t.account.linkGone.title,
    },
    { status: link ? 200 : 404 },
  );
});

export const action = anyone(async ({ ctx, param, visit, request, form, locale }) => {
  await getLink(ctx, param("token"), "first-administrator");
  const typed = await form();
  const given = parse(typed, registration);
  if (!given.ok) return failed(typed, given.errors);
  const { password, ...person } = given.value;
  const passwordHash = await unlessBusy(visit.services.passwords.hash(password));
  if (passwordHash === "busy") return failed(typed, { password: "busy" }, 429);
  const accountId = await createFirstAdministrator(ctx, param("token"), { ...person, locale, passwordHash });
  if (!accountId) return failed(typed, { email: "email-taken" });
  await enter(visit, request, accountId, "weak");
  return redirect("/admin/people", 303);
});

export const meta: MetaFunction<typeof loader> = ({ data, matches }) => pageTitle(matches, data?.title);

export default function SetupPage() {
  const { holds, signedIn } = useLoaderData<typeof loader>();
  const refused = useActionData<typeof action>();
  const { setup: t, fields } = useTexts().account;
  const errors = useFieldErrors(refused?.errors, fields);
  if (!holds) return <LinkGone of="account" signedIn={signedIn} />;
  return (
    <Page title={t.title} lede={t.lede} width="text">
      <ErrorSummary errors={errors} />
      <Form>
        <NewAccount refused={refused} errors={errors} />
        <Buttons>
          <Button>{t.button}</Button>
        </Buttons>
      </Form>
    </Page>
  );
}
