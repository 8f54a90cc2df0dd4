import { type MetaFunction, redirect } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { passkeyInput } from "#app/domain/factor/input.ts";
import { isOwnPasskey } from "#app/domain/factor/passkeys.server.ts";
import { ownFactors } from "#app/domain/factor/queries.server.ts";
import { ownProof } from "#app/domain/sign-in/input.ts";
import { ownPath } from "#app/domain/sign-in/rules.ts";
import { failed } from "#app/http/answers.server.ts";
import { renewProven } from "#app/http/door.server.ts";
import { parse } from "#app/http/form.server.ts";
import { isProven, passwordProblem } from "#app/http/fresh.server.ts";
import { signedIn } from "#app/http/wrappers.ts";
import { useFieldErrors } from "#app/ui/field-errors.ts";
import { Button, Buttons, ErrorSummary, Form, Hidden } from "#app/ui/form.tsx";
import { useTexts } from "#app/ui/locale.tsx";
import { Page, Section } from "#app/ui/page.tsx";
import { CurrentPassword } from "#app/ui/account-fields.tsx";
import { pageTitle } from "#app/ui/page-title.ts";
import { PasskeyForm } from "#app/ui/passkey-form.tsx";

export const handle = { enhanced: true };

const LIST = "/account/second-factor";
const nextOf = (next: string | null) => (next ? ownPath(next) : LIST);

export const loader = signedIn(async (ask) => {
  const { ctx, url, t } = ask;
  const next = nextOf(url.searchParams.get("next"));
  if (await isProven(ask)) throw redirect(next);
  return { next, passkeys: (await ownFactors(ctx)).passkeys.length, title: t.factor.again.title };
});

/** The current password, or a passkey of one's own. */
export const action = signedIn(async (ask) => {
  const { ctx, visit, request } = ask;
  const typed = await ask.form();
  if (typed.has("passkey")) {
    const given = parse(typed, passkeyInput);
    if (!given.ok) return failed(typed, given.errors);
    if (!(await visit.services.limits.mayTry(visit.ip))) return failed(typed, { passkey: "too-many-attempts" }, 429);
    if (!(await isOwnPasskey(ctx, given.value.passkey, visit.services.passkeys)))
      return failed(typed, { passkey: "no-passkey" });
  } else {
    const given = parse(typed, ownProof);
    if (!given.ok) return failed(typed, given.errors);
    const problem = await passwordProblem(ask, given.value.currentPassword);
    if (problem) return failed(typed, { currentPassword: problem }, problem === "not-current-password" ? 422 : 429);
  }
  await renewProven(visit, request);
  return redirect(nextOf(typed.get("next")), 303);
});

export const meta: MetaFunction<typeof loader> = ({ data, matches }) => pageTitle(matches, data?.title);

export default function OwnPasswordPage() {
  const { next, passkeys } = useLoaderData<typeof loader>();
  const refused = useActionData<typeof action>();
  const {
    factor: { again: t, signInPasskey, goOn, title },
    account: { fields },
  } = useTexts();
  const errors = useFieldErrors(refused?.errors, fields);
  const way = refused?.typed["next"] ?? next;
  return (
    <Page title={t.title} lede={t.lede} width="text" back={{ href: LIST, label: title }}>
      <ErrorSummary errors={errors} />
      <Form action={`${LIST}/password`}>
        <Hidden name="next" value={way} />
        <CurrentPassword error={errors["currentPassword"]} />
        <Buttons>
          <Button>{goOn}</Button>
        </Buttons>
      </Form>
      {passkeys > 0 ? (
        <Section title={t.passkey}>
          <PasskeyForm
            act="get"
            challenge="/sign-in/passkey/challenge"
            action={`${LIST}/password`}
            button={<Button kind="secondary">{signInPasskey.button}</Button>}
          >
            <Hidden name="next" value={way} />
          </PasskeyForm>
        </Section>
      ) : null}
    </Page>
  );
}
