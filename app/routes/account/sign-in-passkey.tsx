import { type MetaFunction, redirect } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { landingOf, ownPath } from "#app/domain/sign-in/rules.ts";
import { signInWithPasskey } from "#app/domain/factor/passkeys.server.ts";
import { passkeyInput } from "#app/domain/factor/input.ts";
import { failed } from "#app/http/answers.server.ts";
import { dropStep, welcome } from "#app/http/door.server.ts";
import { parse } from "#app/http/form.server.ts";
import { anyone } from "#app/http/wrappers.ts";
import { useFieldErrors } from "#app/ui/field-errors.ts";
import { Button, ErrorSummary, Hidden } from "#app/ui/form.tsx";
import { useTexts } from "#app/ui/locale.tsx";
import { Page } from "#app/ui/page.tsx";
import { pageTitle } from "#app/ui/page-title.ts";
import { PasskeyForm } from "#app/ui/passkey-form.tsx";

export const handle = { enhanced: true };

export const loader = anyone(({ ctx, url, t }) => {
  if (ctx.actor.id) throw redirect(landingOf(ctx.actor));
  return { next: ownPath(url.searchParams.get("next") ?? "/sign-in"), title: t.factor.signInPasskey.title };
});

export const action = anyone(async ({ ctx, visit, request, form }) => {
  if (ctx.actor.id) throw redirect(landingOf(ctx.actor));
  const typed = await form();
  const given = parse(typed, passkeyInput);
  if (!given.ok) return failed(typed, given.errors);
  if (!(await visit.services.limits.mayTry(visit.ip))) return failed(typed, { passkey: "too-many-attempts" }, 429);
  const who = await signInWithPasskey(ctx, given.value.passkey, visit.services.passkeys);
  if (!who) return failed(typed, { passkey: "no-passkey" });
  dropStep(visit);
  await welcome(visit, request, who, "strong");
  return redirect(ownPath(typed.get("next") || "/sign-in"), 303);
});

export const meta: MetaFunction<typeof loader> = ({ data, matches }) => pageTitle(matches, data?.title);

export default function SignInPasskeyPage() {
  const { next } = useLoaderData<typeof loader>();
  const errors = useFieldErrors(useActionData<typeof action>()?.errors);
  const { signInPasskey: t } = useTexts().factor;
  return (
    <Page title={t.title} lede={t.lede} width="text">
      <ErrorSummary errors={errors} />
      <PasskeyForm
        act="get"
        challenge="/sign-in/passkey/challenge"
        action="/sign-in/passkey"
        button={<Button>{t.button}</Button>}
      >
        <Hidden name="next" value={next} />
      </PasskeyForm>
      <p>
        <a href={`/sign-in?next=${encodeURIComponent(next)}`}>{t.withPassword}</a>
      </p>
    </Page>
  );
}
