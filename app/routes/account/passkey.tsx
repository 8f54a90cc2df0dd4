import { type MetaFunction, redirect } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { ownPath } from "#app/domain/sign-in/rules.ts";
import { addPasskey } from "#app/domain/factor/passkeys.server.ts";
import { newPasskeyInput } from "#app/domain/factor/input.ts";
import { ownFactors } from "#app/domain/factor/queries.server.ts";
import { failed } from "#app/http/answers.server.ts";
import { renew } from "#app/http/door.server.ts";
import { parse } from "#app/http/form.server.ts";
import { freshly } from "#app/http/fresh.server.ts";
import { useFieldErrors } from "#app/ui/field-errors.ts";
import { Button, ErrorSummary, Hidden, TextInput } from "#app/ui/form.tsx";
import { useTexts } from "#app/ui/locale.tsx";
import { Page } from "#app/ui/page.tsx";
import { pageTitle } from "#app/ui/page-title.ts";
import { PasskeyForm } from "#app/ui/passkey-form.tsx";

export const handle = { enhanced: true };

export const loader = freshly(({ url, t }) => {
  const next = url.searchParams.get("next");
  return { next: next ? ownPath(next) : "", title: t.factor.newPasskey.title };
});

export const action = freshly(async ({ ctx, visit, request, form }) => {
  const typed = await form();
  const given = parse(typed, newPasskeyInput);
  if (!given.ok) return failed(typed, given.errors);
  if (!(await addPasskey(ctx, given.value, visit.services.passkeys))) return failed(typed, { passkey: "no-passkey" });
  await renew(visit, request, "strong");
  const next = typed.get("next") ? ownPath(typed.get("next")) : "/account/second-factor?done=factor.added";
  const { codes } = await ownFactors(ctx);
  return redirect(codes === 0 ? `/account/second-factor/codes?next=${encodeURIComponent(next)}` : next, 303);
});

export const meta: MetaFunction<typeof loader> = ({ data, matches }) => pageTitle(matches, data?.title);

export default function PasskeyPage() {
  const { next } = useLoaderData<typeof loader>();
  const refused = useActionData<typeof action>();
  const errors = useFieldErrors(refused?.errors);
  const { newPasskey: t, title } = useTexts().factor;
  return (
    <Page title={t.title} lede={t.lede} width="text" back={{ href: "/account/second-factor", label: title }}>
      <ErrorSummary errors={errors} />
      <PasskeyForm
        act="create"
        challenge="/account/second-factor/passkeys/challenge"
        action="/account/second-factor/passkeys/new"
        button={<Button>{t.button}</Button>}
      >
        <Hidden name="next" value={refused?.typed["next"] ?? next} />
        <TextInput
          name="name"
          label={t.name}
          hint={t.nameHint}
          value={refused?.typed["name"]}
          error={errors["name"]}
          width="long"
        />
      </PasskeyForm>
    </Page>
  );
}
