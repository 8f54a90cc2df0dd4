import { data, type MetaFunction, redirect } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { ownPath } from "#app/domain/sign-in/rules.ts";
import { addApp, beginApp, resumeApp } from "#app/domain/factor/commands.server.ts";
import { appSetup } from "#app/domain/factor/input.ts";
import { appAddress, spaced } from "#app/domain/factor/rules.ts";
import { renew } from "#app/http/door.server.ts";
import { parse } from "#app/http/form.server.ts";
import { freshly } from "#app/http/fresh.server.ts";
import { useFieldErrors } from "#app/ui/field-errors.ts";
import { Button, Buttons, ErrorSummary, Form, Hidden, TextInput } from "#app/ui/form.tsx";
import { useTexts } from "#app/ui/locale.tsx";
import { Page, Section } from "#app/ui/page.tsx";
import { pageTitle } from "#app/ui/page-title.ts";
import { qrPath } from "#app/outside/documents/qr-path.ts";
import { QrCode } from "#app/ui/qr-code.tsx";

/** What the page shows of a set-up under way. */
const shown = ({ secret, setupToken }: { secret: string; setupToken: string }, email: string) => ({
  secret: spaced(secret),
  setupToken,
  qr: qrPath(appAddress(secret, email)),
});

export const loader = freshly(({ ctx, visit, url, t }) => {
  const next = url.searchParams.get("next");
  return {
    setup: shown(beginApp(ctx, visit.services.seal), ctx.actor.email),
    next: next ? ownPath(next) : "",
    title: t.factor.newApp.title,
  };
});

export const action = freshly(async ({ ctx, visit, request, form }) => {
  const typed = await form();
  const { seal } = visit.services;
  const setupToken = typed.get("setupToken");
  const secret = resumeApp(ctx, setupToken, seal);
  const refused = (code: string) =>
    data(
      {
        errors: { code },
        setup: secret ? shown({ secret, setupToken }, ctx.actor.email) : null,
        next: typed.get("next"),
      },
      { status: 422 },
    );
  if (!secret) return refused("step-ended");
  const given = parse(typed, appSetup);
  if (!given.ok) return refused(given.errors["code"] ?? "step-ended");
  if (!(await visit.services.limits.mayGuess(ctx.actor.id))) return refused("too-many-attempts");
  if (!(await addApp(ctx, secret, given.value.code, seal))) return refused("wrong-code");
  await renew(visit, request, "strong");
  return redirect(
    `/account/second-factor/codes?next=${encodeURIComponent(typed.get("next") ? ownPath(typed.get("next")) : "/account/second-factor?done=factor.added")}`,
    303,
  );
});

export const meta: MetaFunction<typeof loader> = ({ data, matches }) => pageTitle(matches, data?.title);

export default function AppPage() {
  const loaded = useLoaderData<typeof loader>();
  const refused = useActionData<typeof action>();
  const errors = useFieldErrors(refused?.errors);
  const [{ secret, setupToken, qr }, next] = [refused?.setup ?? loaded.setup, refused?.next ?? loaded.next];
  const { newApp: t, title } = useTexts().factor;
  return (
    <Page title={t.title} width="text" back={{ href: "/account/second-factor", label: title }}>
      <ErrorSummary errors={errors} />
      <Section title={t.scan} number={1}>
        <QrCode {...qr} label={t.qr} />
        <p>{t.typed}</p>
        <p>
          <code>{secret}</code>
        </p>
      </Section>
      <Section title={t.confirm} number={2}>
        <Form action="/account/second-factor/app">
          <Hidden name="setupToken" value={setupToken} />
          <Hidden name="next" value={next} />
          <TextInput
            name="code"
            label={t.code}
            hint={t.codeHint}
            autoComplete="one-time-code"
            inputMode="numeric"
            error={errors["code"]}
            width="short"
          />
          <Buttons>
            <Button>{t.button}</Button>
          </Buttons>
        </Form>
      </Section>
    </Page>
  );
}
