import { data, type MetaFunction, redirect } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { changeEmail } from "#app/domain/address/commands.server.ts";
import { getOwnChange } from "#app/domain/address/queries.server.ts";
import { orNothing } from "#app/http/answers.server.ts";
import { renew } from "#app/http/door.server.ts";
import { signedIn } from "#app/http/wrappers.ts";
import { Button, Buttons, Form } from "#app/ui/form.tsx";
import { LinkGone } from "#app/ui/link-gone.tsx";
import { useTexts } from "#app/ui/locale.tsx";
import { Page } from "#app/ui/page.tsx";
import { pageTitle } from "#app/ui/page-title.ts";
import { Addressed } from "#app/ui/wording.tsx";

/** Opening the link changes nothing, because mail scanners open links too. */
export const loader = signedIn(async ({ ctx, param, t }) => {
  const change = await orNothing(getOwnChange(ctx, param("token")));
  return data(
    {
      old: ctx.actor.email,
      email: change?.email ?? null,
      title: change ? t.account.email.title : t.account.linkGone.title,
    },
    { status: change ? 200 : 404 },
  );
});

/** Every session ends; this browser gets a new one. */
export const action = signedIn(async ({ ctx, param, visit, request }) => {
  await changeEmail(ctx, param("token"));
  await renew(visit, request);
  return redirect("/account?saved=email", 303);
});

export const meta: MetaFunction<typeof loader> = ({ data, matches }) => pageTitle(matches, data?.title);

export default function EmailChangePage() {
  const { old, email } = useLoaderData<typeof loader>();
  const { email: t } = useTexts().account;
  if (email === null) return <LinkGone of="account" signedIn />;
  return (
    <Page
      title={t.title}
      lede={
        <p>
          <Addressed>{t.confirm(old, email)}</Addressed>
        </p>
      }
      width="text"
    >
      <p>{t.ends}</p>
      <Form>
        <Buttons>
          <Button>{t.use}</Button>
        </Buttons>
      </Form>
    </Page>
  );
}
