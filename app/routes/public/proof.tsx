import { revokedKeys } from "#app/domain/commitment/keys.server.ts";
import { trustedKeys } from "#app/domain/commitment/note.ts";
import { acceptedLosses, acceptedLostEvents } from "#app/domain/commitment/losses.server.ts";
import type { MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { countersignaturesTold } from "#app/domain/countersignature/queries.server.ts";
import { attestedOf } from "#app/domain/attestation/queries.server.ts";
import { getProof, timestampsOf } from "#app/domain/proof/queries.server.ts";
import { scrutinyTold, signaturesTold } from "#app/domain/scrutiny/queries.server.ts";
import { whoWatches } from "#app/domain/witness/queries.server.ts";
import { anyone } from "#app/http/wrappers.ts";
import { formatMoment, formatNumber } from "#app/i18n/format.ts";
import { say } from "#app/i18n/localised.ts";
import { textsOf } from "#app/i18n/texts.ts";
import { Notice } from "#app/ui/feedback.tsx";
import { LinkButton } from "#app/ui/form.tsx";
import { useLocale, useTexts, useTimeZone } from "#app/ui/locale.tsx";
import { LogKeys } from "#app/ui/log-keys.tsx";
import { OfVersion } from "#app/ui/of-version.tsx";
import { Page, Section } from "#app/ui/page.tsx";
import { publicMeta } from "#app/ui/public-meta.ts";
import { LostSaves, RestoredLog, RevokedKeys } from "#app/ui/restored-log.tsx";
import { Timestamps } from "#app/ui/timestamp-table.tsx";
import { WitnessTable } from "#app/ui/witness-table.tsx";
import { Sentences } from "#app/ui/wording.tsx";

export const handle = { shared: true };

export const loader = anyone(async ({ ctx, id, locale, visit: { services } }) => {
  const { round, cycle, disclosure, withheld, method, voted } = await getProof(ctx, id("roundId"));
  const scrutiny = await scrutinyTold(ctx, id("roundId"));
  return {
    attested: await attestedOf(ctx, id("roundId")),
    losses: await acceptedLosses(ctx),
    lostSaves: await acceptedLostEvents(ctx),
    revoked: await revokedKeys(ctx),
    witnesses: await whoWatches(ctx),
    timestamps: await timestampsOf(ctx, id("roundId")),
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
    nextKey: services.logKey.ring?.next() ?? null,
    trusted: trustedKeys(services.logKey),
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
  const { round, cycle, key, nextKey, trusted, timestamps, losses, lostSaves, revoked } =
    useLoaderData<typeof loader>();
  const [t, locale] = [useTexts().proof.page, useLocale()];
  return (
    <Page
      title={t.title}
      lede={t.lede(say(round, locale), say(cycle.name, locale))}
      back={{ href: `/cycles/${cycle.slug}/results`, label: t.back }}
      width="text"
    >
      <RestoredLog losses={losses} />
      <LostSaves losses={lostSaves} />
      <RevokedKeys keys={revoked} />
      <Sealed />
      <Disclosed />
      <Scrutinised />
      <Countersigned />
      <Steps />
      <Section title={t.receipt}>
        <p>{t.receiptText}</p>
        <p>
          <LinkButton kind="secondary" href="/receipts">
            {t.receiptLink}
          </LinkButton>
        </p>
      </Section>
      <Witnessed />
      <Timestamps timestamps={timestamps} />
      <Section title={t.not}>
        <p>{t.notText}</p>
      </Section>
      <LogKeys now={key} next={nextKey} trusted={trusted} />
    </Page>
  );
}

/** How the round was sealed. */
function Sealed() {
  const { disclosure, method, attested } = useLoaderData<typeof loader>();
  const [{ page: t, confirming }, locale] = [useTexts().proof, useLocale()];
  const ranking = disclosure === 2 || (disclosure === 1 && method === "mean");
  return (
    <Section title={t.how}>
      <ul>
        {[...t.sentences, ...(ranking ? [t.again] : [])].map((sentence) => (
          <li key={sentence}>{sentence}</li>
        ))}
      </ul>
      {attested.of > 0 ? (
        <p>{confirming.counted(formatNumber(attested.given, locale), formatNumber(attested.of, locale))}</p>
      ) : null}
    </Section>
  );
}

/** How much of the scores and votes anybody can read. */
function Disclosed() {
  const { disclosure, withheld, method, voted } = useLoaderData<typeof loader>();
  const {
    proof: { page: t },
    ballot,
  } = useTexts();
  return (
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
  );
}

/** Who opened the scores without names, and whose signature says that everything holds. */
function Scrutinised() {
  const {
    scrutiny: { takenAt, scrutineers, left, leftByTwo },
    signatures,
  } = useLoaderData<typeof loader>();
  const [t, locale, timeZone] = [useTexts().proof.page.scrutiny, useLocale(), useTimeZone()];
  return (
    <Section title={t.title}>
      <p>{t.what}</p>
      <p>{takenAt ? t.taken(formatMoment(takenAt, locale, timeZone)) : scrutineers > 0 ? t.appointed : t.none}</p>
      {signatures.length === 0 ? <p>{t.unkeyed}</p> : null}
      {signatures.map(({ key, name, version, checkedAt }) => (
        <OfKey of={key} key={`${version} ${key}`} version={version}>
          {name && checkedAt ? t.signed(name, formatMoment(checkedAt, locale, timeZone)) : t.unsigned}
        </OfKey>
      ))}
      {signatures.some(({ checkedAt }) => checkedAt) ? (
        <div className="hint">
          {t.demand} <code>{'"scrutineers": ["…"]'}</code>
        </div>
      ) : null}
      {left > 0 ? <p>{t.left(formatNumber(left, locale))}</p> : null}
      {leftByTwo > 0 ? <p>{t.leftByTwo(formatNumber(leftByTwo, locale))}</p> : null}
    </Section>
  );
}

/** Who of the secretariat signed with a key of their own. */
function Countersigned() {
  const {
    countersigned: { signatures, versions },
  } = useLoaderData<typeof loader>();
  const [t, locale, timeZone] = [useTexts().countersignature, useLocale(), useTimeZone()];
  const signedLast = signatures.some(({ version }) => version === versions);
  return (
    <Section title={t.told}>
      {signatures.map(({ key, name, version, signedAt }) => (
        <OfKey of={key} key={`${version} ${key}`} version={version}>
          {t.signed(name, formatMoment(signedAt, locale, timeZone))}
        </OfKey>
      ))}
      {signedLast ? null : (
        <p>
          <OfVersion {...{ version: versions, versions }}>{t.none}</OfVersion>
        </p>
      )}
      {signatures.length > 0 ? (
        <div className="hint">
          {t.demand} <code>{'"secretariat": ["…"]'}</code>
          <br />
          {t.newest}
        </div>
      ) : null}
    </Section>
  );
}

function OfKey({ of: key, version, children }: { of: string; version: number; children: string }) {
  const {
    countersigned: { versions },
  } = useLoaderData<typeof loader>();
  return (
    <p>
      <OfVersion {...{ version, versions }}>{children}</OfVersion>
      <br />
      <code className="hash">{key}</code>
    </p>
  );
}

/** What a reader takes, and what checks it. */
function Steps() {
  const { roundId } = useLoaderData<typeof loader>();
  const t = useTexts().proof.page;
  return (
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
          <a href="/log/leaves" download="leaves.json">
            {t.leaves}
          </a>
          <div className="hint">
            {t.leavesHint}
            <br />
            <code dir="ltr">--log leaves.json</code>
          </div>
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
  );
}

function Witnessed() {
  const { witnesses } = useLoaderData<typeof loader>();
  const t = useTexts().proof.witnesses;
  return (
    <Section title={t.title}>
      <p>
        <Sentences>
          {t.text}
          {t.quorum}
        </Sentences>
      </p>
      <WitnessTable witnesses={witnesses} />
      <p>
        <a href="/open-data#witnesses">{t.watch}</a>
      </p>
    </Section>
  );
}
