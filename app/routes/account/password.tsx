import { type MetaFunction, redirect } from "@remix-run/node";
import { useActionData } from "@remix-run/react";
import { changePassword } from "#app/domain/sign-in/commands.server.ts";
import { passwordChange } from "#app/domain/sign-in/input.ts";
import { failed, unlessBusy } from "#app/http/answers.server.ts";
import { renewProven } from "#app/http/door.server.ts";
import { parse } from "#app/http/form.server.ts";
import { ownAttempt } from "#app/http/fresh.server.ts";
import { signedIn } from "#app/http/wrappers.ts";
import { useFieldErrors } from "#app/ui/field-errors.ts";
import { Button, Buttons, ErrorSummary, Form } from "#app/ui/form.tsx";
import { useTexts } from "#app/ui/locale.tsx";
import { Page } from "#app/ui/page.tsx";
import { CurrentPassword, NewPassword } from "#app/ui/account-fields.tsx";
import { pageTitle } from "#app/ui/page-title.ts";

export const loader = signedIn(({ t }) => ({ title: t.account.password.title }));

export const action = signedIn(async ({ ctx, visit, request, form }) => {
  const typed = await form();
  const given = parse(typed, passwordChange);
  if (!given.ok) return failed(typed, given.errors);
  const { limits, passwords } = visit.services;
  if (!(await limits.attempt(ownAttempt(ctx, visit.ip))))
    return failed(typed, { currentPassword: "too-many-attempts" }, 429);
  const changed = await unlessBusy(changePassword(ctx, given.value, passwords));
  if (changed === "busy") return failed(typed, { password: "busy" }, 429);
  if (!changed) return failed(typed, { currentPassword: "not-current-password" });
  await renewProven(visit, request);
  return redirect("/account?saved=password", 303);
});

export const meta: MetaFunction<typeof loader> = ({ data, matches }) => pageTitle(matches, data?.title);

export default function PasswordPage() {
  const refused = useActionData<typeof action>();
  const {
    account: { password: t, fields },
    ui,
  } = useTexts();
  const errors = useFieldErrors(refused?.errors, {
    currentPassword: fields.currentPassword,
    password: fields.newPassword,
  });
  return (
    <Page title={t.title} lede={t.lede} width="text" back={{ href: "/account", label: ui.back }}>
      <ErrorSummary errors={errors} />
      <Form>
        <CurrentPassword error={errors["currentPassword"]} />
        <NewPassword label="newPassword" error={errors["password"]} />
        <Buttons>
          <Button>{t.button}</Button>
        </Buttons>
      </Form>
    </Page>
  );
}
