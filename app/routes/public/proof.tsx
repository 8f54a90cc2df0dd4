import type { MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { countersignaturesTold } from "#app/domain/countersignature/queries.server.ts";
import { getProof } from "#app/domain/proof/queries.server.ts";
import { scrutinyTold, signaturesTold } from "#app/domain/scrutiny/queries.server.ts";
import { whoWatches } from "#app/domain/witness/queries.server.ts";
import { anyone } from "#app/http/wrappers.ts";
import { formatMoment, formatNumber } from "#app/i18n/format.ts";
import { say } from "#app/i18n/localised.ts";
import { textsOf } from "#app/i18n/texts.ts";
import { Notice } from "#app/ui/feedback.tsx";
import { LinkButton } from "#app/ui/form.tsx";
import { useLocale, useTexts, useTimeZone } from "#app/ui/locale.tsx";
import { Page, Section } from "#app/ui/page.tsx";
import { publicMeta } from "#app/ui/public-meta.ts";
import { WitnessTable } from "#app/ui/witness-table.tsx";
import { Sentences } from "#app/ui/wording.tsx";

export const handle = { shared: true };

export const loader = anyone(async ({ ctx, id, locale, visit: { services } }) => {
  const { round, cycle, disclosure, withheld, method, voted } = await getProof(ctx, id("roundId"));
  const scrutiny = await scrutinyTold(ctx, id("roundId"));
  return {
    witnesses: await whoWatches(ctx),
    scrutiny,
    signatures: await signaturesTold(ctx, id("roundId")),
    countersigned: await countersignaturesTold(ctx, id("roundId")),
    roundId: id("roundId"),
    round,
    cycle,
    disclosure,
    withheld,
    method,
    voted,
    key: services.logKey.verifier,
    locale,
    here: `${services.config.publicUrl}/proofs/${id("roundId")}`,
  };
});

export const meta: MetaFunction<typeof loader> = ({ data }) => {
  if (!data) return [];
  const { proof: t, ui } = textsOf(data.locale);
  return publicMeta({
    title: `${t.page.title}${ui.colon}${say(data.cycle.name, data.locale)}`,
    description: t.checkHint,
    here: data.here,
    locale: data.locale,
  });
};

export default function ProofPage() {
  const { roundId, scrutiny, signatures, round, cycle, disclosure, withheld, method, voted, key, witnesses } =
    useLoaderData<typeof loader>();
  const [
    {
      proof: { page: t, witnesses: w },
      ballot,
    },
    locale,
  ] = [useTexts(), useLocale()];
  const timeZone = useTimeZone();
  const ranking = disclosure === 2 || (disclosure === 1 && method === "mean");
  return (
    <Page
      title={t.title}
      lede={t.lede(say(round, locale), say(cycle.name, locale))}
      back={{ href: `/cycles/${cycle.slug}/results`, label: t.back }}
      width="text"
    >
      <Section title={t.how}>
        <ul>
          {[...t.sentences, ...(ranking ? [t.again] : [])].map((sentence) => (
            <li key={sentence}>{sentence}</li>
          ))}
        </ul>
      </Section>
      <Notice kind="info">
        <p>
          <Sentences>
            {t.levels[disclosure]}
            {t.withheld[withheld]}
          </Sentences>
        </p>
        {method === "adjusted" ? <p>{disclosure === 2 ? t.adjusted.disclosed : t.adjusted.sealed}</p> : null}
        {voted ? (
          <p>
            <Sentences>
              {ballot.decided(ballot.methods[voted.method].name)}
              {ballot.opened[voted.withheld]}
            </Sentences>
          </p>
        ) : null}
      </Notice>
      <Section title={t.scrutiny.title}>
        <p>{t.scrutiny.what}</p>
        <p>
          {scrutiny.takenAt
            ? t.scrutiny.taken(formatMoment(scrutiny.takenAt, locale, timeZone))
            : scrutiny.scrutineers > 0
              ? t.scrutiny.appointed
              : t.scrutiny.none}
        </p>
        {signatures.length === 0 ? <p>{t.scrutiny.unkeyed}</p> : null}
        {signatures.map(({ key: stated, name, checkedAt }) => (
          <p key={stated}>
            {name && checkedAt
              ? t.scrutiny.signed(name, formatMoment(checkedAt, locale, timeZone))
              : t.scrutiny.unsigned}
            <br />
            <code className="hash">{stated}</code>
          </p>
        ))}
        {signatures.some(({ checkedAt }) => checkedAt) ? (
          <div className="hint">
            {t.scrutiny.demand} <code>{'"scrutineers": ["…"]'}</code>
          </div>
        ) : null}
        {scrutiny.left > 0 ? <p>{t.scrutiny.left(formatNumber(scrutiny.left, locale))}</p> : null}
        {scrutiny.leftByTwo > 0 ? <p>{t.scrutiny.leftByTwo(formatNumber(scrutiny.leftByTwo, locale))}</p> : null}
      </Section>
      <Countersigned />
      <Section title={t.steps}>
        <ol>
          <li>
            <a href={`/proofs/${roundId}/bundle.json`} download="bundle.json">
              {t.bundle}
            </a>
            <div className="hint">{t.bundleHint}</div>
          </li>
          <li>
            <a href="/trust.json" download="trust.json">
              {t.trust}
            </a>
            <div className="hint">{t.trustHint}</div>
          </li>
          <li>
            <a href="/verify.html">{t.page}</a>
            <div className="hint">{t.pageHint}</div>
          </li>
        </ol>
        <p>
          <a href="/verify.mjs" download="verify.mjs">
            {t.file}
          </a>
        </p>
        <div className="hint">
          {t.fileHint} <code>{t.command}</code>
        </div>
      </Section>
      <Section title={t.receipt}>
        <p>{t.receiptText}</p>
        <p>
          <LinkButton kind="secondary" href="/receipts">
            {t.receiptLink}
          </LinkButton>
        </p>
      </Section>
      <Section title={w.title}>
        <p>
          <Sentences>
            {w.text}
            {w.quorum}
          </Sentences>
        </p>
        <WitnessTable witnesses={witnesses} />
        <p>
          <a href="/open-data#witnesses">{w.watch}</a>
        </p>
      </Section>
      <Section title={t.not}>
        <p>{t.notText}</p>
      </Section>
      <Section title={t.key}>
        <p>
          <code className="hash">{key}</code>
        </p>
        <p className="hint">{t.keyHint}</p>
      </Section>
    </Page>
  );
}

/** Who of the secretariat signed with a key of their own. */
function Countersigned() {
  const { countersigned } = useLoaderData<typeof loader>();
  const [t, locale, timeZone] = [useTexts().countersignature, useLocale(), useTimeZone()];
  return (
    <Section title={t.told}>
      {countersigned.length === 0 ? <p>{t.none}</p> : null}
      {countersigned.map(({ key, name, signedAt }) => (
        <p key={key}>
          {t.signed(name, formatMoment(signedAt, locale, timeZone))}
          <br />
          <code className="hash">{key}</code>
        </p>
      ))}
      {countersigned.length > 0 ? (
        <div className="hint">
          {t.demand} <code>{'"secretariat": ["…"]'}</code>
          <br />
          {t.newest}
        </div>
      ) : null}
    </Section>
  );
}
