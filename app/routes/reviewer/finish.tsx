import { type MetaFunction, redirect } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { finishRound } from "#app/domain/review/commands.server.ts";
import { canFinish } from "#app/domain/review/policy.ts";
import { ownScores } from "#app/domain/review/own-scores.server.ts";
import { getJudging } from "#app/domain/review/tasks.server.ts";
import { readSort, sortScores } from "#app/domain/review/rules.ts";
import { signedIn } from "#app/http/wrappers.ts";
import { say } from "#app/i18n/localised.ts";
import { Empty, Notice } from "#app/ui/feedback.tsx";
import { Button, Buttons, Form } from "#app/ui/form.tsx";
import { useLocale, useTexts } from "#app/ui/locale.tsx";
import { Distribution, ScoreTable, Totals } from "#app/ui/score-table.tsx";
import { pageTitle } from "#app/ui/page-title.ts";
import { Page, Section } from "#app/ui/page.tsx";

export const loader = signedIn(async ({ ctx, id, url, locale, t }) => {
  const round = await getJudging(ctx, id("roundId"));
  const { criteria, rows } = await ownScores(ctx, round.id);
  const sort = readSort(url.searchParams.get("sort"), url.searchParams.get("order"), criteria.length);
  const finishing = canFinish(ctx.actor, round, { assigned: round.assigned, submitted: round.submitted.length });
  return {
    round,
    criteria,
    rows: sortScores(rows, sort.key, sort.descending, locale),
    sort,
    finishing,
    title: t.review.finish.title,
  };
});

export const action = signedIn(async ({ ctx, id }) => {
  await finishRound(ctx, id("roundId"));
  return redirect(`/judging/rounds/${id("roundId")}/finish`, 303);
});

export default function FinishPage() {
  const { round, criteria, rows, sort, finishing } = useLoaderData<typeof loader>();
  const [{ finish: t, tasks }, locale] = [useTexts().review, useLocale()];
  return (
    <Page
      eyebrow={say(round.name, locale)}
      title={t.title}
      lede={round.state === "open" ? t.lede : tasks.state[round.state]}
      width="full"
      back={{ href: `/judging/rounds/${round.id}`, label: say(round.name, locale) }}
    >
      {round.finishedAt ? (
        <Notice kind="success" title={t.finishedAt}>
          {round.state === "open" ? t.again : null}
        </Notice>
      ) : null}
      {rows.length === 0 ? (
        <Empty title={t.none} />
      ) : (
        <>
          <ScoreTable
            criteria={criteria}
            rows={rows}
            sort={sort}
            here={`/judging/rounds/${round.id}/finish`}
            opens={round.state !== "planned"}
          />
          {rows.filter(({ opened }) => opened).length > 1 && round.state !== "planned" ? (
            <p>
              <a href={`/judging/rounds/${round.id}/pair`}>{t.pair}</a>
            </p>
          ) : null}
          <Section title={t.totalsTitle}>
            <Totals criteria={criteria} rows={rows} />
          </Section>
          <Section title={t.distribution}>
            <Distribution criteria={criteria} rows={rows} />
          </Section>
        </>
      )}
      {round.finishedAt ? null : (
        <Form>
          <Buttons>
            <Button verdict={finishing}>{t.button}</Button>
          </Buttons>
        </Form>
      )}
    </Page>
  );
}

export const meta: MetaFunction<typeof loader> = ({ data, matches }) => pageTitle(matches, data?.title);
