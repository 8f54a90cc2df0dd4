import { recordView, viewed } from "#app/domain/audit/access.server.ts";
import type { MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { diagnosisOf } from "#app/domain/ranking/diagnosis.server.ts";
import { signedIn } from "#app/http/wrappers.ts";
import { say } from "#app/i18n/localised.ts";
import { Notice } from "#app/ui/feedback.tsx";
import { useLocale, useTexts } from "#app/ui/locale.tsx";
import { pageTitle } from "#app/ui/page-title.ts";
import { Page } from "#app/ui/page.tsx";
import { ScoreSpread } from "#app/ui/ranking-band.tsx";
import { Disputed, Reliability, Severities, Spreads } from "#app/ui/ranking-diagnostics.tsx";

export const loader = signedIn(async ({ ctx, id, visit, t }) => {
  const { round, diagnosis } = await diagnosisOf(ctx, visit.services.calculation.run, id("roundId"));
  await recordView(ctx, viewed.diagnostics(round.id));
  return {
    round: { id: round.id, name: round.name, divided: round.divided },
    diagnosis,
    title: t.cut.diagnostics.title,
  };
});

export default function DiagnosticsPage() {
  const { round, diagnosis } = useLoaderData<typeof loader>();
  const [
    {
      cut: { diagnostics: t, partial },
      ranking,
    },
    locale,
  ] = [useTexts(), useLocale()];
  return (
    <Page
      width="full"
      eyebrow={say(round.name, locale)}
      title={t.title}
      lede={t.lede}
      back={{ href: `/rounds/${round.id}/ranking`, label: ranking.title }}
    >
      {diagnosis === null ? (
        <Notice kind="warning">{round.divided ? ranking.divided : partial}</Notice>
      ) : !diagnosis.reliability ? (
        <Notice kind="warning" title={ranking.refused.title}>
          {diagnosis.why ? ranking.refused[diagnosis.why] : null}
        </Notice>
      ) : (
        <>
          {diagnosis.why ? <Notice kind="info">{ranking.refused[diagnosis.why]}</Notice> : null}
          <Reliability {...diagnosis.reliability} />
          <Severities reviewers={diagnosis.reviewers} />
          <ScoreSpread
            rows={diagnosis.reviewers}
            scale={[
              Math.min(...diagnosis.reviewers.map(({ spread }) => spread[0])),
              Math.max(...diagnosis.reviewers.map(({ spread }) => spread[4])),
            ]}
          />
          <Spreads rows={diagnosis.reviewers} />
          <Disputed roundId={round.id} entries={diagnosis.disputed} />
        </>
      )}
    </Page>
  );
}

export const meta: MetaFunction<typeof loader> = ({ data, matches }) => pageTitle(matches, data?.title);
