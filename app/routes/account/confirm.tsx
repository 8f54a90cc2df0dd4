import { data, type MetaFunction, redirect } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { confirmEmail } from "#app/domain/account/commands.server.ts";
import { getLink } from "#app/domain/account/queries.server.ts";
import { orNothing } from "#app/http/answers.server.ts";
import { anyone } from "#app/http/wrappers.ts";
import { Button, Buttons, Form } from "#app/ui/form.tsx";
import { LinkGone } from "#app/ui/link-gone.tsx";
import { useTexts } from "#app/ui/locale.tsx";
import { Page } from "#app/ui/page.tsx";
import { pageTitle } from "#app/ui/page-title.ts";

/** Opening the link changes nothing, because mail scanners open links too. */
export const loader = anyone(async ({ ctx, param, t }) => {
  const link = await orNothing(getLink(ctx, param("token"), "confirm-email"));
  return data({ email: link?.email ?? null, title: link ? t.account.confirm.title : t.account.linkGone.title }, { status: link ? 200 : 404 });
});

export const action = anyone(async ({ ctx, param }) => {
  await confirmEmail(ctx, param("token"));
  return redirect(ctx.actor.id ? "/account" : "/sign-in?done=confirmed", 303);
});

export const meta: MetaFunction<typeof loader> = ({ data, matches }) => pageTitle(matches, data?.title);

export default function ConfirmPage() {
  const { email } = useLoaderData<typeof loader>();
  const { confirm: t } = useTexts().account;
  if (email === null) return <LinkGone />;
  return (
    <Page title={t.title} width="text">
      <p>{t.body(email)}</p>
      <Form><Buttons><Button>{t.button}</Button></Buttons></Form>
    </Page>
  );
}
