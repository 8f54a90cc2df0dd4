import { type MetaFunction, redirect } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { signIn } from "#app/domain/sign-in/commands.server.ts";
import { signInInput } from "#app/domain/sign-in/input.ts";
import { landingOf, ownPath } from "#app/domain/sign-in/rules.ts";
import { failed, unlessBusy } from "#app/http/answers.server.ts";
import { knownDevice } from "#app/http/devices.server.ts";
import { holdStep, welcome } from "#app/http/door.server.ts";
import { parse } from "#app/http/form.server.ts";
import { anyone } from "#app/http/wrappers.ts";
import { Notice } from "#app/ui/feedback.tsx";
import { useFieldErrors } from "#app/ui/field-errors.ts";
import { Button, Buttons, ErrorSummary, Form, Hidden, TextInput } from "#app/ui/form.tsx";
import { useTexts } from "#app/ui/locale.tsx";
import { Page } from "#app/ui/page.tsx";
import { noticeOf } from "#app/http/query.ts";
import { pageTitle } from "#app/ui/page-title.ts";

export const loader = anyone(async ({ ctx, visit, url, t }) => {
  const next = url.searchParams.get("next");
  // Who comes back here from there is led on to where their work is.
  if ((await visit.signedIn())?.withheld)
    throw redirect(`/account/second-factor?next=${encodeURIComponent(next ? ownPath(next) : "/sign-in")}`);
  if (ctx.actor.id) throw redirect(next ? ownPath(next) : landingOf(ctx.actor));
  return {
    title: t.account.signIn.title,
    next: next ? ownPath(next) : "",
    notice: noticeOf(url, t.account.signIn.notices),
    ended: url.searchParams.get("done") === "ended",
  };
});

export const action = anyone(async ({ ctx, visit, request, form }) => {
  if (ctx.actor.id) throw redirect(landingOf(ctx.actor));
  const typed = await form();
  const given = parse(typed, signInInput);
  if (!given.ok) return failed(typed, given.errors);
  const { limits, passwords } = visit.services;
  const attempt = { email: given.value.email, ip: visit.ip, device: knownDevice(visit, request, given.value.email) };
  if (!(await limits.attempt(attempt))) return failed(typed, { email: "too-many-attempts" }, 429);
  const who = await unlessBusy(signIn(ctx, given.value, passwords));
  if (who === "busy") return failed(typed, { email: "busy" }, 429);
  if (!who) return failed(typed, { email: "wrong-password" });
  await limits.succeeded(attempt);
  // Without a page to return to, the sign-in page knows with the new rights where somebody's work is.
  const next = typed.get("next") ? ownPath(typed.get("next")) : "/sign-in";
  if (who.step) holdStep(visit, who.step);
  else await welcome(visit, request, { ...who, email: attempt.email }, "weak");
  return redirect(who.step ? `/sign-in/second-factor?next=${encodeURIComponent(next)}` : next, 303);
});

export const meta: MetaFunction<typeof loader> = ({ data, matches }) => pageTitle(matches, data?.title);

export default function SignInPage() {
  const { next, notice, ended } = useLoaderData<typeof loader>();
  const refused = useActionData<typeof action>();
  const { signIn: t, fields } = useTexts().account;
  const errors = useFieldErrors(refused?.errors, fields);
  return (
    <Page title={t.title} width="text">
      {notice && !refused ? <Notice kind={ended ? "warning" : "success"}>{notice}</Notice> : null}
      <ErrorSummary errors={errors} />
      <Form>
        <Hidden name="next" value={refused?.typed["next"] ?? next} />
        <TextInput
          name="email"
          type="email"
          label={fields.email}
          autoComplete="username"
          value={refused?.typed["email"]}
          error={errors["email"]}
          width="long"
        />
        <TextInput
          name="password"
          type="password"
          label={fields.password}
          autoComplete="current-password"
          error={errors["password"]}
          width="long"
        />
        <Buttons>
          <Button>{t.button}</Button>
        </Buttons>
      </Form>
      <p>
        <a href={`/sign-in/passkey${next ? `?next=${encodeURIComponent(next)}` : ""}`}>{t.passkey}</a>
      </p>
      <p>
        <a href="/reset">{t.forgotten}</a>
      </p>
      <p>
        {t.noAccount} <a href={`/register${next ? `?next=${encodeURIComponent(next)}` : ""}`}>{t.register}</a>
      </p>
    </Page>
  );
}
