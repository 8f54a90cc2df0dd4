import type { MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { recordView, viewed } from "#app/domain/audit/access.server.ts";
import { canSeeReviews } from "#app/domain/ranking/policy.ts";
import { cutOf } from "#app/domain/ranking/cut.server.ts";
import { numberOf } from "#app/http/query.ts";
import { signedIn } from "#app/http/wrappers.ts";
import { say } from "#app/i18n/localised.ts";
import { Notice } from "#app/ui/feedback.tsx";
import { useLocale, useTexts } from "#app/ui/locale.tsx";
import { pageTitle } from "#app/ui/page-title.ts";
import { Page } from "#app/ui/page.tsx";
import { CutChanges, CutFacts, CutReads, CutTable, LineForm } from "#app/ui/ranking-cut.tsx";
import { RankBand } from "#app/ui/ranking-band.tsx";
import { Sentences } from "#app/ui/wording.tsx";

const MOST_DRAWN = 80;

export const loader = signedIn(async ({ ctx, id, url, visit, t }) => {
  const { round, lines, line, cut } = await cutOf(
    ctx,
    visit.services.calculation.run,
    id("roundId"),
    numberOf(url, "line"),
  );
  await recordView(ctx, viewed.ranking(round.id));
  const reviews = canSeeReviews(ctx.actor, { roundId: round.id, frozen: round.frozenAt !== null }).allowed;
  const plain = cut && { ...cut, rows: Object.fromEntries(cut.rows), names: Object.fromEntries(cut.names) };
  return {
    round: {
      id: round.id,
      name: round.name,
      levels: round.levels,
      divided: round.divided,
    },
    lines,
    line,
    all: url.searchParams.get("all") === "yes",
    cut: plain,
    reviews,
    title: t.cut.title,
  };
});

export default function CutPage() {
  const { round, lines, line, all, cut, reviews } = useLoaderData<typeof loader>();
  const [{ cut: t, ranking }, locale] = [useTexts(), useLocale()];
  const open = cut?.entries.filter(({ band }) => band === "near-tie") ?? [];
  return (
    <Page
      width="full"
      eyebrow={say(round.name, locale)}
      title={t.title}
      lede={t.lede}
      back={{ href: `/rounds/${round.id}/ranking`, label: ranking.title }}
    >
      {cut === null ? (
        <Notice kind="warning">{round.divided ? ranking.divided : t.partial}</Notice>
      ) : cut.total < 2 ? (
        <Notice kind="info">{t.none}</Notice>
      ) : (
        <>
          <LineForm line={line} most={cut.total - 1} lines={lines} levels={round.levels} />
          {cut.tie > 0 ? <Notice kind="warning">{t.tie(cut.tie)}</Notice> : null}
          {cut.expectedHits === null ? (
            <Notice kind="warning" title={ranking.refused.title}>
              <Sentences>
                {cut.why ? ranking.refused[cut.why] : null}
                {t.noChances}
              </Sentences>
            </Notice>
          ) : (
            <>
              <CutFacts line={line} hits={cut.expectedHits} entries={cut.entries} />
              {open.length > 0 ? (
                <RankBand
                  line={line}
                  rows={open.slice(0, MOST_DRAWN).map((entry) => ({ ...entry, above: entry.place <= line }))}
                />
              ) : null}
              <CutTable
                roundId={round.id}
                line={line}
                entries={cut.entries}
                rows={cut.rows}
                reviews={reviews}
                all={all}
              />
              <CutReads roundId={round.id} line={line} extra={cut.extra} refused={cut.refused} rows={cut.rows} />
            </>
          )}
          <CutChanges
            changes={cut.changes}
            unchanged={cut.unchanged}
            rows={cut.rows}
            names={cut.names}
            criteria={cut.criteria}
          />
        </>
      )}
    </Page>
  );
}

export const meta: MetaFunction<typeof loader> = ({ data, matches }) => pageTitle(matches, data?.title);
