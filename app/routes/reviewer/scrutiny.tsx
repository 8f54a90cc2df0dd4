import { type MetaFunction, redirect } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { handInSignature, stateKey } from "#app/domain/scrutiny/commands.server.ts";
import { scrutineerKeyInput, scrutinySignatureInput } from "#app/domain/scrutiny/input.ts";
import { canScrutinise } from "#app/domain/scrutiny/policy.ts";
import { scrutinyOf } from "#app/domain/scrutiny/queries.server.ts";
import { authorise } from "#app/domain/verdict.ts";
import { errorsOf, failed } from "#app/http/answers.server.ts";
import { type Parsed, parse } from "#app/http/form.server.ts";
import { signedIn } from "#app/http/wrappers.ts";
import { formatMoment } from "#app/i18n/format.ts";
import { say } from "#app/i18n/localised.ts";
import { Notice } from "#app/ui/feedback.tsx";
import { useFieldErrors } from "#app/ui/field-errors.ts";
import { Button, Buttons, ErrorSummary, Form, TextArea, TextInput } from "#app/ui/form.tsx";
import { useLocale, useTexts } from "#app/ui/locale.tsx";
import { pageTitle } from "#app/ui/page-title.ts";
import { Page, Section } from "#app/ui/page.tsx";
import { Moment } from "#app/ui/time.tsx";

export const loader = signedIn(async ({ ctx, id, t, visit }) => {
  const {
    round: { id: roundId, name, cycle },
    taking,
    stating,
    signing,
    ...standing
  } = await scrutinyOf(ctx, id("roundId"));
  return {
    round: { id: roundId, name, cycle: { name: cycle.name, timeZone: cycle.timeZone } },
    refused: taking.allowed ? null : (taking.because as keyof typeof t.scrutiny.refused),
    mayState: stating.allowed,
    maySign: signing.allowed,
    logKey: visit.services.logKey.verifier,
    ...standing,
    title: t.scrutiny.title,
  };
});

/** States the scrutineer's key, or takes what they signed with it. */
export const action = signedIn(async ({ ctx, id, form, visit }) => {
  const roundId = id("roundId");
  authorise(canScrutinise(ctx.actor, roundId));
  const [sent, { logKey }] = [await form(), visit.services];
  const errors = sent.has("signature")
    ? await orErrors(parse(sent, scrutinySignatureInput), ({ signature }) =>
        handInSignature(ctx, roundId, signature, logKey),
      )
    : await orErrors(parse(sent, scrutineerKeyInput), ({ key }) => stateKey(ctx, roundId, key, logKey));
  if (errors) return failed(sent, errors);
  return redirect(`/judging/rounds/${roundId}/scrutiny`, 303);
});

const orErrors = <T,>(given: Parsed<T>, work: (value: T) => Promise<void>) =>
  given.ok ? errorsOf(work(given.value)) : given.errors;

export default function ScrutinyPage() {
  const { round, refused, title } = useLoaderData<typeof loader>();
  const errors = useFieldErrors(useActionData<typeof action>()?.errors);
  const [{ scrutiny: t, review }, locale] = [useTexts(), useLocale()];
  return (
    <Page
      title={title}
      lede={t.lede}
      eyebrow={`${say(round.name, locale)} – ${say(round.cycle.name, locale)}`}
      width="text"
      back={{ href: "/judging", label: review.home.title }}
    >
      <ErrorSummary errors={errors} />
      {refused ? (
        <Notice kind="info">
          <p>{t.refused[refused]}</p>
        </Notice>
      ) : null}
      <Key error={errors["key"]} />
      {refused ? null : (
        <>
          <Openings />
          <How />
          <Signature error={errors["signature"]} />
        </>
      )}
    </Page>
  );
}

/** The key that signs: stated, to be stated while that is possible, or missing for good. */
function Key({ error }: { error: string | undefined }) {
  const { refused, key, mayState, signature, logKey } = useLoaderData<typeof loader>();
  const [t, typed] = [useTexts().scrutiny, useActionData<typeof action>()?.typed];
  if (key)
    return (
      <Section title={t.key}>
        <p>{t.keyStated}</p>
        <p>
          <code className="hash">{key}</code>
        </p>
        {signature ? null : <p>{t.keyTell}</p>}
      </Section>
    );
  if (!mayState) return refused ? null : <Notice kind="info">{t.keyLate}</Notice>;
  return (
    <Section title={t.key}>
      <p>{t.keyText}</p>
      <ol>
        <li>
          <a href="/scrutineer.mjs" download="scrutineer.mjs">
            {t.program}
          </a>
          <br />
          <a href="/verify.mjs" download="verify.mjs">
            {t.verifier}
          </a>
          <div className="hint">{t.programHint}</div>
        </li>
        <li>
          {t.make}
          <pre className="receipt">{`node scrutineer.mjs key YOUR-NAME ${logKey}`}</pre>
          <div className="hint">{t.makeHint}</div>
        </li>
        <li>{t.keyTell}</li>
      </ol>
      <Form>
        <TextInput name="key" label={t.keyLabel} hint={t.keyHint} value={typed?.["key"]} error={error} />
        <Buttons>
          <Button>{t.keyButton}</Button>
        </Buttons>
      </Form>
    </Section>
  );
}

function Openings() {
  const { round, stated, taken } = useLoaderData<typeof loader>();
  const t = useTexts().scrutiny;
  return (
    <Section title={t.openings}>
      <p>{t.openingsText}</p>
      {stated ? null : <p>{t.early}</p>}
      <form method="post" action={`/judging/rounds/${round.id}/scrutiny/openings`}>
        <Button>{t.download}</Button>
      </form>
      {taken.length === 0 ? null : (
        <>
          <p>{t.taken}</p>
          <ul>
            {taken.map(({ at }) => (
              <li key={at.toISOString()}>
                <Moment at={at} zone={round.cycle.timeZone} />
              </li>
            ))}
          </ul>
        </>
      )}
    </Section>
  );
}

function How() {
  const { round, published, contactEmail } = useLoaderData<typeof loader>();
  const t = useTexts().scrutiny;
  return (
    <Section title={t.how}>
      <ol>
        <li>
          {t.first} {published ? <a href={`/proofs/${round.id}`}>{t.proof}</a> : null}
        </li>
        <li>
          {t.second} <code>{t.command}</code>
        </li>
        <li>
          {t.third} <a href={`mailto:${contactEmail}`}>{contactEmail}</a>
        </li>
      </ol>
      <p>
        <a href="/verify.html">{t.page}</a>
      </p>
    </Section>
  );
}

/** What was signed, or where it is handed in once there is a result. */
function Signature({ error }: { error: string | undefined }) {
  const { round, signature, maySign } = useLoaderData<typeof loader>();
  const [t, locale, typed] = [useTexts().scrutiny, useLocale(), useActionData<typeof action>()?.typed];
  if (signature)
    return (
      <Section title={t.signature}>
        <p>{t.signed(formatMoment(signature.checkedAt, locale, round.cycle.timeZone))}</p>
        <pre className="receipt" tabIndex={0}>
          {signature.note}
        </pre>
      </Section>
    );
  if (!maySign) return null;
  return (
    <Section title={t.signature}>
      <p>{t.sign}</p>
      <pre className="receipt">node scrutineer.mjs sign bundle.json openings.json</pre>
      <p>{t.signHint}</p>
      <Form>
        <TextArea
          name="signature"
          label={t.signatureLabel}
          hint={t.signatureHint}
          value={typed?.["signature"]}
          error={error}
          rows={12}
        />
        <Buttons>
          <Button>{t.signatureButton}</Button>
        </Buttons>
      </Form>
    </Section>
  );
}

export const meta: MetaFunction<typeof loader> = ({ data, matches }) => pageTitle(matches, data?.title);
