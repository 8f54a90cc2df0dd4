import { type MetaFunction, redirect } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { requestPasswordReset } from "#app/domain/sign-in/commands.server.ts";
import { resetRequest } from "#app/domain/sign-in/input.ts";
import { evenly, failed } from "#app/http/answers.server.ts";
import { parse } from "#app/http/form.server.ts";
import { anyone } from "#app/http/wrappers.ts";
import { useFieldErrors } from "#app/ui/field-errors.ts";
import { Button, Buttons, ErrorSummary, Form, TextInput } from "#app/ui/form.tsx";
import { useTexts } from "#app/ui/locale.tsx";
import { Page } from "#app/ui/page.tsx";
import { pageTitle } from "#app/ui/page-title.ts";

export const loader = anyone(({ ctx, url, t }) => {
  if (ctx.actor.id) throw redirect("/account/password");
  const sent = url.searchParams.has("sent");
  return { sent, title: sent ? t.account.reset.sentTitle : t.account.reset.title };
});

export const action = anyone(async ({ ctx, visit, form }) => {
  if (ctx.actor.id) throw redirect("/account/password");
  const typed = await form();
  const given = parse(typed, resetRequest);
  if (!given.ok) return failed(typed, given.errors);
  const { limits, config } = visit.services;
  if (!(await limits.mayMail(given.value.email, visit.ip))) return failed(typed, { email: "too-many-attempts" }, 429);
  await evenly(100, requestPasswordReset(ctx, given.value.email, config.publicUrl));
  return redirect("/reset?sent", 303);
});

export const meta: MetaFunction<typeof loader> = ({ data, matches }) => pageTitle(matches, data?.title);

export default function ResetPage() {
  const { sent } = useLoaderData<typeof loader>();
  const refused = useActionData<typeof action>();
  const {
    account: { reset: t, fields, register, signIn },
    ui,
  } = useTexts();
  const errors = useFieldErrors(refused?.errors, fields);
  if (sent && !refused)
    return (
      <Page title={t.sentTitle} width="text">
        <p>{t.sent}</p>
        <p className="hint">{register.sentNothing}</p>
        <p>
          <a href="/sign-in">{signIn.title}</a>
        </p>
      </Page>
    );
  return (
    <Page title={t.title} lede={t.lede} width="text" back={{ href: "/sign-in", label: ui.back }}>
      <ErrorSummary errors={errors} />
      <Form action="/reset">
        <TextInput
          name="email"
          type="email"
          label={fields.email}
          autoComplete="username"
          value={refused?.typed["email"]}
          error={errors["email"]}
          width="long"
        />
        <Buttons>
          <Button>{t.button}</Button>
        </Buttons>
      </Form>
    </Page>
  );
}
