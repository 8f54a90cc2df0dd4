import { type MetaFunction, redirect } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { handInSignature } from "#app/domain/scrutiny/commands.server.ts";
import { scrutinySignatureInput } from "#app/domain/scrutiny/input.ts";
import { scrutinyOf } from "#app/domain/scrutiny/queries.server.ts";
import { authorise } from "#app/domain/verdict.ts";
import { errorsOf, failed } from "#app/http/answers.server.ts";
import { parse } from "#app/http/form.server.ts";
import { signedIn } from "#app/http/wrappers.ts";
import { formatNumber } from "#app/i18n/format.ts";
import { say } from "#app/i18n/localised.ts";
import { useFieldErrors } from "#app/ui/field-errors.ts";
import { ErrorSummary } from "#app/ui/form.tsx";
import { PrintedForm } from "#app/ui/signing.tsx";
import { useLocale, useTexts } from "#app/ui/locale.tsx";
import { pageTitle } from "#app/ui/page-title.ts";
import { Page } from "#app/ui/page.tsx";

export const loader = signedIn(async ({ ctx, id, t }) => {
  const { round, signing, key, versions } = await scrutinyOf(ctx, id("roundId"));
  authorise(signing);
  return {
    round: { id: round.id, name: round.name, cycle: round.cycle.name },
    key,
    versions,
    title: t.scrutiny.signature,
  };
});

/** Takes what a scrutineer signed under the result. */
export const action = signedIn(async ({ ctx, id, form, visit }) => {
  const roundId = id("roundId");
  const sent = await form();
  const given = parse(sent, scrutinySignatureInput);
  if (!given.ok) return failed(sent, given.errors);
  const errors = await errorsOf(handInSignature(ctx, roundId, given.value.signature, visit.services.logKey));
  return errors ? failed(sent, errors) : redirect(`/judging/rounds/${roundId}/scrutiny`, 303);
});

export default function ScrutinySignaturePage() {
  const { round, key, versions, title } = useLoaderData<typeof loader>();
  const refused = useActionData<typeof action>();
  const [{ scrutiny: t, correction }, locale] = [useTexts(), useLocale()];
  const errors = useFieldErrors(refused?.errors, { signature: t.signatureLabel });
  return (
    <Page
      title={title}
      lede={t.signHint}
      eyebrow={`${say(round.name, locale)} – ${say(round.cycle, locale)}`}
      width="text"
      back={{ href: `/judging/rounds/${round.id}/scrutiny`, label: t.title }}
    >
      <ErrorSummary errors={errors} />
      {versions > 1 ? <p>{correction.signAnew(formatNumber(versions, locale))}</p> : null}
      <p>{t.keyStated}</p>
      <p>
        <code className="hash">{key}</code>
      </p>
      <p>{t.sign}</p>
      <pre className="receipt">node scrutineer.mjs sign bundle.json openings.json</pre>
      <PrintedForm
        name="signature"
        label={t.signatureLabel}
        hint={t.signatureHint}
        button={t.signatureButton}
        rows={12}
        refused={refused}
        errors={errors}
      />
    </Page>
  );
}

export const meta: MetaFunction<typeof loader> = ({ data, matches }) => pageTitle(matches, data?.title);
