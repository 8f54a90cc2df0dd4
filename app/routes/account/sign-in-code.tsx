import { data, type MetaFunction, redirect } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { landingOf, ownPath } from "#app/domain/sign-in/rules.ts";
import { finishSignIn, whoseStep } from "#app/domain/factor/commands.server.ts";
import { signInCode } from "#app/domain/factor/input.ts";
import { dropStep, stepIn, welcome } from "#app/http/door.server.ts";
import { parse } from "#app/http/form.server.ts";
import { anyone } from "#app/http/wrappers.ts";
import { useFieldErrors } from "#app/ui/field-errors.ts";
import { Button, Buttons, ErrorSummary, Form, Hidden, TextInput } from "#app/ui/form.tsx";
import { useTexts } from "#app/ui/locale.tsx";
import { Page } from "#app/ui/page.tsx";
import { pageTitle } from "#app/ui/page-title.ts";

export const loader = anyone(async ({ ctx, request, url, t, visit }) => {
  const next = ownPath(url.searchParams.get("next") ?? "/sign-in");
  if (ctx.actor.id) throw redirect(landingOf(ctx.actor));
  if (!(await whoseStep(ctx, stepIn(visit, request))))
    throw redirect(`/sign-in?done=ended&next=${encodeURIComponent(next)}`);
  return { next, title: t.factor.signIn.title };
});

export const action = anyone(async ({ ctx, visit, request, form }) => {
  if (ctx.actor.id) throw redirect(landingOf(ctx.actor));
  const typed = await form();
  const step = stepIn(visit, request);
  const next = ownPath(typed.get("next") || "/sign-in");
  const accountId = await whoseStep(ctx, step);
  if (!accountId) return redirect(`/sign-in?done=ended&next=${encodeURIComponent(next)}`, 303);
  const refused = (code: string, status: number) => data({ errors: { code }, next }, { status });
  const given = parse(typed, signInCode);
  if (!given.ok) return refused(given.errors["code"] ?? "required", 422);
  const { limits, seal } = visit.services;
  if (!(await limits.mayGuess(accountId))) return refused("too-many-attempts", 429);
  const who = await finishSignIn(ctx, step, given.value.code, seal);
  if (!who) return refused("wrong-code", 422);
  dropStep(visit);
  await welcome(visit, request, who, "strong");
  return redirect(next, 303);
});

export const meta: MetaFunction<typeof loader> = ({ data, matches }) => pageTitle(matches, data?.title);

export default function SignInCodePage() {
  const { next } = useLoaderData<typeof loader>();
  const refused = useActionData<typeof action>();
  const errors = useFieldErrors(refused?.errors);
  const { signIn: t } = useTexts().factor;
  const query = `?next=${encodeURIComponent(next)}`;
  return (
    <Page title={t.title} lede={t.lede} width="text">
      <ErrorSummary errors={errors} />
      <Form action={`/sign-in/second-factor${query}`}>
        <Hidden name="next" value={next} />
        <TextInput
          name="code"
          label={t.code}
          hint={t.codeHint}
          autoComplete="one-time-code"
          error={errors["code"]}
          width="medium"
        />
        <Buttons>
          <Button>{t.button}</Button>
        </Buttons>
      </Form>
      <p>
        <a href={`/sign-in/passkey${query}`}>{t.passkey}</a>
      </p>
      <p>
        <a href="/sign-in">{t.other}</a>
      </p>
      <p className="hint">{t.lost}</p>
    </Page>
  );
}
