import { type MetaFunction, redirect } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { registerAccount } from "#app/domain/account/commands.server.ts";
import { registration } from "#app/domain/account/input.ts";
import { landingOf, ownPath } from "#app/domain/sign-in/rules.ts";
import { evenly, failed, unlessBusy } from "#app/http/answers.server.ts";
import { parse } from "#app/http/form.server.ts";
import { anyone } from "#app/http/wrappers.ts";
import { useFieldErrors } from "#app/ui/field-errors.ts";
import { Button, Buttons, ErrorSummary, Form, Hidden, LinkButton } from "#app/ui/form.tsx";
import { useTexts } from "#app/ui/locale.tsx";
import { Page } from "#app/ui/page.tsx";
import { NewAccount } from "#app/ui/account-fields.tsx";
import { pageTitle } from "#app/ui/page-title.ts";

export const loader = anyone(({ ctx, url, t }) => {
  if (ctx.actor.id) throw redirect(landingOf(ctx.actor));
  const sent = url.searchParams.has("sent");
  const next = url.searchParams.get("next");
  return {
    sent,
    next: next ? ownPath(next) : "",
    title: sent ? t.account.register.sentTitle : t.account.register.title,
  };
});

export const action = anyone(async ({ ctx, visit, locale, form }) => {
  if (ctx.actor.id) throw redirect(landingOf(ctx.actor));
  const typed = await form();
  const given = parse(typed, registration);
  if (!given.ok) return failed(typed, given.errors);
  const { limits, passwords, config } = visit.services;
  const { name, email, password } = given.value;
  if (!(await limits.attempt({ email, ip: visit.ip, device: null })) || !(await limits.mayMail(email, visit.ip)))
    return failed(typed, { email: "too-many-attempts" }, 429);
  const passwordHash = await unlessBusy(passwords.hash(password));
  if (passwordHash === "busy") return failed(typed, { email: "busy" }, 429);
  await evenly(100, registerAccount(ctx, { name, email, locale, passwordHash }, config.publicUrl));
  const next = typed.get("next");
  return redirect(`/register?sent${next ? `&next=${encodeURIComponent(ownPath(next))}` : ""}`, 303);
});

export const meta: MetaFunction<typeof loader> = ({ data, matches }) => pageTitle(matches, data?.title);

export default function RegisterPage() {
  const { sent } = useLoaderData<typeof loader>();
  return sent ? <Sent /> : <Registration />;
}

const signInHref = (next: string) => (next ? `/sign-in?next=${encodeURIComponent(next)}` : "/sign-in");

function Registration() {
  const { next } = useLoaderData<typeof loader>();
  const refused = useActionData<typeof action>();
  const { register: t, fields, signIn } = useTexts().account;
  const errors = useFieldErrors(refused?.errors, fields);
  return (
    <Page title={t.title} lede={t.lede} width="text">
      <ErrorSummary errors={errors} />
      <Form>
        {next ? <Hidden name="next" value={next} /> : null}
        <NewAccount refused={refused} errors={errors} />
        <Buttons>
          <Button>{t.button}</Button>
        </Buttons>
      </Form>
      <p>
        {t.haveAccount} <a href={signInHref(next)}>{signIn.title}</a>
      </p>
    </Page>
  );
}

function Sent() {
  const { next } = useLoaderData<typeof loader>();
  const { register: t, signIn } = useTexts().account;
  return (
    <Page title={t.sentTitle} lede={t.sent} width="text">
      <p>{t.sentGoOn}</p>
      <Buttons>
        <LinkButton href={signInHref(next)}>{signIn.title}</LinkButton>
      </Buttons>
      <p className="hint">{t.sentNothing}</p>
    </Page>
  );
}
