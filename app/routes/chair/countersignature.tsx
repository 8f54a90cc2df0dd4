import { type MetaFunction, redirect } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { keysWithEnds } from "#app/domain/commitment/note.ts";
import { countersign } from "#app/domain/countersignature/commands.server.ts";
import { countersignatureInput } from "#app/domain/countersignature/input.ts";
import { countersigningOf } from "#app/domain/countersignature/queries.server.ts";
import { errorsOf, failed } from "#app/http/answers.server.ts";
import { parse } from "#app/http/form.server.ts";
import { signedIn } from "#app/http/wrappers.ts";
import { formatMoment, formatNumber } from "#app/i18n/format.ts";
import { say } from "#app/i18n/localised.ts";
import { useFieldErrors } from "#app/ui/field-errors.ts";
import { Button, ErrorSummary } from "#app/ui/form.tsx";
import { KeySteps, PrintedForm } from "#app/ui/signing.tsx";
import { useLocale, useTexts } from "#app/ui/locale.tsx";
import { OfVersion } from "#app/ui/of-version.tsx";
import { pageTitle } from "#app/ui/page-title.ts";
import { Page, Section } from "#app/ui/page.tsx";
import { Writer } from "#app/ui/writer.tsx";

export const loader = signedIn(async ({ ctx, id, t, visit }) => {
  const { round, signing, signatures, versions } = await countersigningOf(ctx, id("roundId"));
  return {
    round: { id: round.id, name: round.name, zone: round.cycle.timeZone },
    maySign: signing.allowed,
    signatures,
    versions,
    logKey: keysWithEnds(visit.services.logKey),
    title: t.countersignature.title,
  };
});

/** Takes what somebody of the secretariat signed under the result. */
export const action = signedIn(async ({ ctx, id, form, visit }) => {
  const roundId = id("roundId");
  await countersigningOf(ctx, roundId);
  const sent = await form();
  const given = parse(sent, countersignatureInput);
  if (!given.ok) return failed(sent, given.errors);
  const errors = await errorsOf(countersign(ctx, roundId, given.value.signature, visit.services.logKey));
  return errors ? failed(sent, errors) : redirect(`/rounds/${roundId}/publication/countersignature`, 303);
});

export default function CountersignaturePage() {
  const { round, maySign, signatures, versions, title } = useLoaderData<typeof loader>();
  const [{ countersignature: t, shortlist, correction }, locale] = [useTexts(), useLocale()];
  return (
    <Page
      title={title}
      lede={t.lede}
      eyebrow={say(round.name, locale)}
      width="text"
      back={{ href: `/rounds/${round.id}/finalisation`, label: shortlist.finalise.title }}
    >
      {signatures.map(({ key, name, version, signedAt }) => (
        <p key={`${version} ${key}`}>
          <OfVersion {...{ version, versions }}>{t.signed(name, formatMoment(signedAt, locale, round.zone))}</OfVersion>
          <br />
          <code className="hash">{key}</code>
        </p>
      ))}
      {maySign && versions > 1 ? <p>{correction.signAnew(formatNumber(versions, locale))}</p> : null}
      {maySign ? <Sign /> : null}
    </Page>
  );
}

function Sign() {
  const { round, logKey } = useLoaderData<typeof loader>();
  const refused = useActionData<typeof action>();
  const { countersignature: t, scrutiny } = useTexts();
  const errors = useFieldErrors(refused?.errors, { signature: scrutiny.signatureLabel });
  return (
    <Section title={t.how}>
      <ErrorSummary errors={errors} />
      <ol className="stack">
        <KeySteps program={t.program} logKey={logKey}>
          {t.keyHint}
        </KeySteps>
        <li>
          {t.proof}
          <form method="post" action={`/rounds/${round.id}/publication/proof`}>
            <Button kind="secondary">{t.download}</Button>
            <Writer />
          </form>
          <div className="hint">{t.proofHint}</div>
        </li>
        <li>
          {t.sign}
          <pre className="receipt">node scrutineer.mjs countersign bundle.json</pre>
        </li>
      </ol>
      <PrintedForm
        name="signature"
        label={scrutiny.signatureLabel}
        hint={t.signatureHint}
        button={scrutiny.signatureButton}
        rows={12}
        refused={refused}
        errors={errors}
      />
    </Section>
  );
}

export const meta: MetaFunction<typeof loader> = ({ data, matches }) => pageTitle(matches, data?.title);
