import type { MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { type CameOff, getCertificate, type Issued, type Withdrawn } from "#app/domain/certificate/queries.server.ts";
import { honoursOf, spacedCode } from "#app/domain/certificate/rules.ts";
import { anyone } from "#app/http/wrappers.ts";
import { formatDate, formatNumber } from "#app/i18n/format.ts";
import { say } from "#app/i18n/localised.ts";
import { textsOf } from "#app/i18n/texts.ts";
import { SummaryList } from "#app/ui/data.tsx";
import { Notice } from "#app/ui/feedback.tsx";
import { LinkButton } from "#app/ui/form.tsx";
import { useLocale, useTexts } from "#app/ui/locale.tsx";
import { Page, Section } from "#app/ui/page.tsx";
import { Paragraphs } from "#app/ui/paragraphs.tsx";
import { publicMeta } from "#app/ui/public-meta.ts";
import { InitiativeTitle } from "#app/ui/results.tsx";
import { Code, Place, togetherRow } from "#app/ui/wording.tsx";

export const loader = anyone(async ({ ctx, param, locale, visit }) => {
  const found = await getCertificate(ctx, param("code"));
  return {
    found,
    shown: spacedCode(found.code),
    locale,
    here: `${visit.services.config.publicUrl}/certificates/${found.code}`,
  };
});

export const meta: MetaFunction<typeof loader> = ({ data }) => {
  if (!data) return [];
  const t = textsOf(data.locale).certificate;
  return publicMeta({ title: t.title(data.shown), description: t.description, here: data.here, locale: data.locale });
};

export default function CertificatePage() {
  const { found, shown } = useLoaderData<typeof loader>();
  const [t, locale] = [useTexts().certificate, useLocale()];
  const { cycle } = found;
  return (
    <Page
      title={t.heading}
      eyebrow={say(found.programme, locale)}
      lede={
        <p>
          <Code>{shown}</Code>
        </p>
      }
      back={{ href: `/cycles/${cycle.slug}/results`, label: say(cycle.name, locale) }}
      width="text"
    >
      {found.state === "withdrawn" || found.state === "off" ? <NoMore gone={found} /> : <Standing issued={found} />}
    </Page>
  );
}

function NoMore({ gone: { state, at, reason, timeZone } }: { gone: Withdrawn | CameOff }) {
  const [{ certificate: t, correction }, locale] = [useTexts(), useLocale()];
  return (
    <Notice kind="danger" title={t.withdrawn}>
      <p>{(state === "off" ? t.cameOff : t.withdrawnText)(formatDate(at, locale, timeZone))}</p>
      <p>{state === "off" ? correction.why : t.withdrawnWhy}</p>
      <Paragraphs text={reason} />
    </Notice>
  );
}

function Standing({ issued }: { issued: Issued }) {
  const { certificate: t } = useTexts();
  const { state, code, roundId, newest } = issued;
  return (
    <>
      {state === "standing" ? (
        <Notice kind="success" title={t.standing}>
          {t.standingText}
        </Notice>
      ) : (
        <Notice kind="warning" title={t.revised}>
          <p>{newest ? (newest.same ? t.same : t.differs) : t.pending}</p>
          {newest ? (
            <p>
              <a href={`/certificates/${newest.code}`}>{t.newest}</a>
            </p>
          ) : null}
        </Notice>
      )}
      <Certified issued={issued} />
      <p>{t.compare}</p>
      {state === "standing" ? (
        <p>
          <LinkButton href={`/certificates/${code}/certificate.pdf`}>{t.pdf}</LinkButton>
        </p>
      ) : null}
      <Section title={t.check}>
        <p>
          <a href={`/certificates/${code}/list.txt`} download>
            {t.list}
          </a>
        </p>
        <p className="hint">{t.listHint}</p>
        {roundId ? (
          <p>
            <a href={`/proofs/${roundId}`}>{t.recompute}</a>
          </p>
        ) : null}
      </Section>
    </>
  );
}

/** What the portal certifies, word for word. */
function Certified({ issued: { certified, level, cycle, timeZone, fingerprint } }: { issued: Issued }) {
  const [{ certificate, coApplicant, result }, locale] = [useTexts(), useLocale()];
  const t = certificate.rows;
  const given = [...(level ? [level] : []), ...honoursOf(certified)].map((name) => say(name, locale));
  return (
    <SummaryList
      rows={[
        { key: "city", label: t.city, value: <Place of={{ ...certified, cityName: certified.city }} /> },
        togetherRow(coApplicant, certified.coApplicants),
        { key: "award", label: t.award, value: <bdi>{given.join("\n") || result.distinction}</bdi> },
        {
          key: "cycle",
          label: t.cycle,
          value: <a href={`/cycles/${cycle.slug}/results`}>{say(cycle.name, locale)}</a>,
        },
        {
          key: "initiative",
          label: t.initiative,
          value: (
            <a href={`/initiatives/${certified.result}`}>
              <InitiativeTitle title={certified.title} />
            </a>
          ),
        },
        { key: "published", label: t.published, value: formatDate(certified.published, locale, timeZone) },
        { key: "version", label: t.version, value: formatNumber(certified.version, locale) },
        { key: "fingerprint", label: t.fingerprint, value: <code className="hash">{fingerprint}</code> },
      ]}
    />
  );
}
