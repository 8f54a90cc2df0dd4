import { data, type MetaFunction, redirect } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { confirmation } from "#app/domain/account/input.ts";
import { confirmEmail, disownAddress } from "#app/domain/address/commands.server.ts";
import { getUnconfirmed } from "#app/domain/address/queries.server.ts";
import { failed, orNothing } from "#app/http/answers.server.ts";
import { parse } from "#app/http/form.server.ts";
import { anyone } from "#app/http/wrappers.ts";
import { formatDate } from "#app/i18n/format.ts";
import { SummaryList } from "#app/ui/data.tsx";
import { Button, Buttons, Form } from "#app/ui/form.tsx";
import { LinkGone } from "#app/ui/link-gone.tsx";
import { useLocale, useTexts, useTimeZone } from "#app/ui/locale.tsx";
import { Page, Section } from "#app/ui/page.tsx";
import { pageTitle } from "#app/ui/page-title.ts";
import { Addressed } from "#app/ui/wording.tsx";

/**
 * Opening the link changes nothing, because mail scanners open links too. It works without a session, on any device: so
 * the page says whose account it is.
 */
export const loader = anyone(async ({ ctx, param, t }) => {
  const found = await orNothing(getUnconfirmed(ctx, param("token")));
  const opened = found && { email: found.email, name: found.name, openedAt: found.openedAt };
  return data(
    { opened, signedIn: ctx.actor.id !== null, title: opened ? t.account.confirm.title : t.account.linkGone.title },
    { status: opened ? 200 : 404 },
  );
});

export const action = anyone(async ({ ctx, param, form }) => {
  const sent = await form();
  const given = parse(sent, confirmation);
  if (!given.ok) return failed(sent, given.errors);
  if (given.value.answer === "not-mine") {
    await disownAddress(ctx, param("token"));
    return redirect("/sign-in?done=disowned", 303);
  }
  await confirmEmail(ctx, param("token"));
  return redirect(ctx.actor.id ? "/account" : "/sign-in?done=confirmed", 303);
});

export const meta: MetaFunction<typeof loader> = ({ data, matches }) => pageTitle(matches, data?.title);

export default function ConfirmPage() {
  const { opened, signedIn } = useLoaderData<typeof loader>();
  const [{ confirm: t, fields, own }, locale, zone] = [useTexts().account, useLocale(), useTimeZone()];
  if (!opened) return <LinkGone of="account" signedIn={signedIn} />;
  return (
    <Page
      title={t.title}
      lede={
        <p>
          <Addressed>{t.body(opened.email)}</Addressed>
        </p>
      }
      width="text"
    >
      <SummaryList
        rows={[
          { key: "name", label: fields.name, value: <bdi>{opened.name}</bdi> },
          { key: "email", label: fields.email, value: <bdi>{opened.email}</bdi> },
          { key: "since", label: own.since, value: formatDate(opened.openedAt, locale, zone) },
        ]}
      />
      <Form>
        <Buttons>
          <Button>{t.button}</Button>
        </Buttons>
      </Form>
      <Section title={t.notMine}>
        <p>{t.notMineText}</p>
        <Form>
          <input type="hidden" name="answer" value="not-mine" />
          <Buttons>
            <Button kind="danger">{t.notMineButton}</Button>
          </Buttons>
        </Form>
      </Section>
    </Page>
  );
}
