import type { MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { scrutinyOf } from "#app/domain/scrutiny/queries.server.ts";
import { signedIn } from "#app/http/wrappers.ts";
import { formatMoment, formatNumber } from "#app/i18n/format.ts";
import { say } from "#app/i18n/localised.ts";
import { Notice } from "#app/ui/feedback.tsx";
import { Button, LinkButton } from "#app/ui/form.tsx";
import { useLocale, useTexts } from "#app/ui/locale.tsx";
import { OfVersion } from "#app/ui/of-version.tsx";
import { pageTitle } from "#app/ui/page-title.ts";
import { Page, Section } from "#app/ui/page.tsx";
import { Moment } from "#app/ui/time.tsx";
import { Writer } from "#app/ui/writer.tsx";

export const loader = signedIn(async ({ ctx, id, t }) => {
  const { round, taking, stating, signing, opening, ...standing } = await scrutinyOf(ctx, id("roundId"));
  return {
    round: { id: round.id, name: round.name, cycle: { name: round.cycle.name, timeZone: round.cycle.timeZone } },
    refused: taking.allowed ? null : (taking.because as keyof typeof t.scrutiny.refused),
    mayState: stating.allowed,
    maySign: signing.allowed,
    mayOpen: opening.allowed,
    barred: !opening.allowed && opening.how === "never",
    frozen: round.frozenAt !== null,
    ...standing,
    title: t.scrutiny.title,
  };
});

export default function ScrutinyPage() {
  const { round, refused, title } = useLoaderData<typeof loader>();
  const [{ scrutiny: t, review }, locale] = [useTexts(), useLocale()];
  return (
    <Page
      title={title}
      lede={t.lede}
      eyebrow={`${say(round.name, locale)} – ${say(round.cycle.name, locale)}`}
      width="text"
      back={{ href: "/judging", label: review.home.title }}
    >
      {refused ? (
        <Notice kind="info">
          <p>{t.refused[refused]}</p>
        </Notice>
      ) : null}
      <Key />
      <Seed />
      {refused ? null : (
        <>
          <Openings />
          <Result />
          <How />
          <Signature />
        </>
      )}
    </Page>
  );
}

/** The key that signs: stated, to be stated while that is possible, or missing for good. */
function Key() {
  const { round, refused, key, mayState, signatures } = useLoaderData<typeof loader>();
  const t = useTexts().scrutiny;
  if (key)
    return (
      <Section title={t.key}>
        <p>{t.keyStated}</p>
        <p>
          <code className="hash">{key}</code>
        </p>
        {signatures.length > 0 ? null : <p>{t.keyTell}</p>}
      </Section>
    );
  if (!mayState) return refused ? null : <Notice kind="info">{t.keyLate}</Notice>;
  return (
    <Section title={t.key}>
      <p>{t.keyText}</p>
      <LinkButton href={`/judging/rounds/${round.id}/scrutiny/key`}>{t.keyLink}</LinkButton>
    </Section>
  );
}

/** The seed of lots that goes with the key: to be opened, opened, or missed. */
function Seed() {
  const { round, seed, mayOpen, barred, frozen, ruledWithFreeze } = useLoaderData<typeof loader>();
  const t = useTexts().scrutiny;
  if (seed === null) return null;
  const closed = frozen ? (ruledWithFreeze ? t.seedNever : t.seedMissed) : barred ? t.seedBarred : t.seedText;
  return (
    <Section title={t.seed}>
      <p>{seed === "opened" ? t.seedOpened : closed}</p>
      {mayOpen ? <LinkButton href={`/judging/rounds/${round.id}/scrutiny/seed`}>{t.seedLink}</LinkButton> : null}
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
        <Writer />
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

/** The proof of a result that may not be public yet. */
function Result() {
  const { round, stated } = useLoaderData<typeof loader>();
  const t = useTexts().scrutiny;
  if (!stated) return null;
  return (
    <Section title={t.result}>
      <p>{t.resultHint}</p>
      <form method="post" action={`/judging/rounds/${round.id}/scrutiny/proof`}>
        <Button kind="secondary">{t.resultButton}</Button>
        <Writer />
      </form>
    </Section>
  );
}

function How() {
  const { round, published, contactEmail } = useLoaderData<typeof loader>();
  const t = useTexts().scrutiny;
  return (
    <Section title={t.how}>
      <ol className="stack">
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

/** What was signed of which version, and the way to where it is handed in while the one that stands is not. */
function Signature() {
  const { round, signatures, versions, maySign } = useLoaderData<typeof loader>();
  const [{ scrutiny: t, correction }, locale] = [useTexts(), useLocale()];
  if (signatures.length === 0 && !maySign) return null;
  return (
    <Section title={t.signature}>
      {signatures.map(({ note, checkedAt, version }) => (
        <div key={version}>
          <p>
            <OfVersion {...{ version, versions }}>
              {t.signed(formatMoment(checkedAt, locale, round.cycle.timeZone))}
            </OfVersion>
          </p>
          <pre className="receipt" tabIndex={0}>
            {note}
          </pre>
        </div>
      ))}
      {maySign ? (
        <>
          {versions > 1 ? <p>{correction.signAnew(formatNumber(versions, locale))}</p> : null}
          <p>{t.signHint}</p>
          <LinkButton href={`/judging/rounds/${round.id}/scrutiny/signature`}>{t.signatureLink}</LinkButton>
        </>
      ) : null}
    </Section>
  );
}

export const meta: MetaFunction<typeof loader> = ({ data, matches }) => pageTitle(matches, data?.title);
