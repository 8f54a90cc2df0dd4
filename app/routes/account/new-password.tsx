import { data, type MetaFunction, redirect } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { resetPassword } from "#app/domain/sign-in/commands.server.ts";
import { passwordReset } from "#app/domain/sign-in/input.ts";
import { getLink } from "#app/domain/link/queries.server.ts";
import { failed, orNothing, unlessBusy } from "#app/http/answers.server.ts";
import { leave } from "#app/http/door.server.ts";
import { parse } from "#app/http/form.server.ts";
import { anyone } from "#app/http/wrappers.ts";
import { useFieldErrors } from "#app/ui/field-errors.ts";
import { Button, Buttons, ErrorSummary, Form } from "#app/ui/form.tsx";
import { LinkGone } from "#app/ui/link-gone.tsx";
import { useTexts } from "#app/ui/locale.tsx";
import { Page } from "#app/ui/page.tsx";
import { NewPassword } from "#app/ui/account-fields.tsx";
import { pageTitle } from "#app/ui/page-title.ts";

/** Where the factors that the new password left as they are can be removed, behind one of them. */
const LOOK_THROUGH = "/account/second-factor?after=reset";

export const loader = anyone(async ({ ctx, param, t }) => {
  const link = await orNothing(getLink(ctx, param("token"), "reset-password"));
  return data(
    {
      holds: link !== null,
      signedIn: ctx.actor.id !== null,
      title: link ? t.account.reset.chooseTitle : t.account.linkGone.title,
    },
    { status: link ? 200 : 404 },
  );
});

export const action = anyone(async ({ ctx, param, visit, form }) => {
  await getLink(ctx, param("token"), "reset-password");
  const typed = await form();
  const given = parse(typed, passwordReset);
  if (!given.ok) return failed(typed, given.errors);
  const passwordHash = await unlessBusy(visit.services.passwords.hash(given.value.password));
  if (passwordHash === "busy") return failed(typed, { password: "busy" }, 429);
  const factors = await resetPassword(ctx, param("token"), passwordHash);
  await leave(visit);
  return redirect(`/sign-in?done=password${factors ? `&next=${encodeURIComponent(LOOK_THROUGH)}` : ""}`, 303);
});

export const meta: MetaFunction<typeof loader> = ({ data, matches }) => pageTitle(matches, data?.title);

export default function NewPasswordPage() {
  const { holds, signedIn } = useLoaderData<typeof loader>();
  const refused = useActionData<typeof action>();
  const { reset: t, fields } = useTexts().account;
  const errors = useFieldErrors(refused?.errors, { password: fields.newPassword });
  if (!holds) return <LinkGone of="account" signedIn={signedIn} />;
  return (
    <Page title={t.chooseTitle} lede={t.chooseLede} width="text">
      <ErrorSummary errors={errors} />
      <Form>
        <NewPassword label="newPassword" error={errors["password"]} />
        <Buttons>
          <Button>{t.chooseButton}</Button>
        </Buttons>
      </Form>
    </Page>
  );
}
