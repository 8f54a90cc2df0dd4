import { type MetaFunction, redirect } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { emailChange } from "#app/domain/account/input.ts";
import { requestEmailChange } from "#app/domain/address/commands.server.ts";
import { evenly, failed, unlessBusy } from "#app/http/answers.server.ts";
import { parse } from "#app/http/form.server.ts";
import { ownAttempt } from "#app/http/fresh.server.ts";
import { signedIn } from "#app/http/wrappers.ts";
import { useFieldErrors } from "#app/ui/field-errors.ts";
import { Button, Buttons, ErrorSummary, Form, TextInput } from "#app/ui/form.tsx";
import { useTexts } from "#app/ui/locale.tsx";
import { Page } from "#app/ui/page.tsx";
import { CurrentPassword } from "#app/ui/account-fields.tsx";
import { pageTitle } from "#app/ui/page-title.ts";
import { Addressed } from "#app/ui/wording.tsx";

export const loader = signedIn(({ ctx, t, url }) => ({
  email: ctx.actor.email,
  sent: url.searchParams.has("sent"),
  title: t.account.email.title,
}));

export const action = signedIn(async ({ ctx, visit, form }) => {
  const typed = await form();
  const given = parse(typed, emailChange);
  if (!given.ok) return failed(typed, given.errors);
  const { limits, passwords, config } = visit.services;
  if (!(await limits.attempt(ownAttempt(ctx, visit.ip))))
    return failed(typed, { currentPassword: "too-many-attempts" }, 429);
  if (!(await limits.mayMail(given.value.email, visit.ip, ctx.actor.id)))
    return failed(typed, { email: "too-many-attempts" }, 429);
  const asked = await unlessBusy(evenly(100, requestEmailChange(ctx, given.value, passwords, config.publicUrl)));
  if (asked === "busy") return failed(typed, { currentPassword: "busy" }, 429);
  return asked ? redirect("/account/email?sent", 303) : failed(typed, { currentPassword: "not-current-password" });
});

export const meta: MetaFunction<typeof loader> = ({ data, matches }) => pageTitle(matches, data?.title);

export default function EmailPage() {
  const { email, sent } = useLoaderData<typeof loader>();
  const refused = useActionData<typeof action>();
  const {
    account: { email: t, fields },
    ui,
  } = useTexts();
  const errors = useFieldErrors(refused?.errors, { ...fields, email: t.field });
  const back = { href: "/account", label: ui.back };
  if (sent)
    return (
      <Page title={t.sentTitle} lede={t.sent} width="text" back={back}>
        <p className="hint">{t.sentNothing}</p>
      </Page>
    );
  return (
    <Page
      title={t.title}
      lede={
        <p>
          <Addressed>{t.lede(email)}</Addressed>
        </p>
      }
      width="text"
      back={back}
    >
      <ErrorSummary errors={errors} />
      <Form>
        <TextInput
          name="email"
          type="email"
          label={t.field}
          autoComplete="email"
          value={refused?.typed["email"]}
          error={errors["email"]}
          width="long"
        />
        <CurrentPassword error={errors["currentPassword"]} />
        <Buttons>
          <Button>{t.button}</Button>
        </Buttons>
      </Form>
    </Page>
  );
}
