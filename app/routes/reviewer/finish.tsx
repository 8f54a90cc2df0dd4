import { type MetaFunction, redirect } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { canAttest } from "#app/domain/attestation/policy.ts";
import { attestationFacts, contactOf, ownAttestation } from "#app/domain/attestation/queries.server.ts";
import { ownDigest } from "#app/domain/proof/own-reviews.server.ts";
import { newestCheckpoint } from "#app/domain/witness/queries.server.ts";
import { finishRound } from "#app/domain/review/commands.server.ts";
import { canFinish } from "#app/domain/review/policy.ts";
import { ownScores } from "#app/domain/review/own-scores.server.ts";
import { getJudging } from "#app/domain/review/tasks.server.ts";
import { readSort, sortScores } from "#app/domain/review/rules.ts";
import { signedIn } from "#app/http/wrappers.ts";
import { formatNumber } from "#app/i18n/format.ts";
import { say } from "#app/i18n/localised.ts";
import { Empty, Notice } from "#app/ui/feedback.tsx";
import { SummaryList } from "#app/ui/data.tsx";
import { Button, Buttons, Form, LinkButton } from "#app/ui/form.tsx";
import { useLocale, useTexts } from "#app/ui/locale.tsx";
import { ConfirmScores } from "#app/ui/score-confirmation.tsx";
import { Distribution, ScoreTable, Totals } from "#app/ui/score-table.tsx";
import { pageTitle } from "#app/ui/page-title.ts";
import { Page, Section } from "#app/ui/page.tsx";

export const loader = signedIn(async ({ ctx, id, url, locale, t, visit }) => {
  const round = await getJudging(ctx, id("roundId"));
  const { criteria, rows } = await ownScores(ctx, round.id);
  const sort = readSort(url.searchParams.get("sort"), url.searchParams.get("order"), criteria.length);
  const finishing = canFinish(ctx.actor, round, { assigned: round.assigned, submitted: round.submitted.length });
  const attestation = await attestationFacts(ctx, round.id);
  return {
    round,
    confirming: {
      verdict: canAttest(ctx.actor, attestation),
      attested: attestation.attestedAt !== null,
      receipt: await ownAttestation(ctx, visit.services.logKey, round.id),
      contact: await contactOf(ctx, round.id),
    },
    criteria,
    rows: sortScores(rows, sort.key, sort.descending, locale),
    sort,
    finishing,
    own: { ...(await ownDigest(ctx, round.id)), checkpoint: await newestCheckpoint(ctx) },
    title: t.review.finish.title,
  };
});

export const action = signedIn(async ({ ctx, id }) => {
  await finishRound(ctx, id("roundId"));
  return redirect(`/judging/rounds/${id("roundId")}/finish`, 303);
});

export default function FinishPage() {
  const { round, criteria, rows, sort, finishing, confirming } = useLoaderData<typeof loader>();
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
      <ConfirmScores roundId={round.id} own={confirming} />
      <OwnReviews />
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

/** What a reviewer keeps, to show later that a score of theirs was changed or left out. */
function OwnReviews() {
  const { own, round } = useLoaderData<typeof loader>();
  const [t, locale] = [useTexts().proof.receipt.ownReviews, useLocale()];
  if (own.digest === null) return null;
  return (
    <Section title={t.keep} id="keep">
      <p>{t.text}</p>
      <SummaryList
        rows={[
          { key: "reviews", label: t.counted, value: formatNumber(own.reviews, locale) },
          { key: "digest", label: t.digest, value: <code className="hash">{own.digest}</code> },
          ...(own.checkpoint
            ? [
                {
                  key: "state",
                  label: t.state,
                  value: (
                    <pre className="receipt" tabIndex={0}>
                      {own.checkpoint}
                    </pre>
                  ),
                },
              ]
            : []),
        ]}
      />
      <p className="hint">{t.digestHint}</p>
      <p>
        <LinkButton kind="secondary" href={`/judging/rounds/${round.id}/reviews.json`}>
          {t.file}
        </LinkButton>
      </p>
    </Section>
  );
}

export const meta: MetaFunction<typeof loader> = ({ data, matches }) => pageTitle(matches, data?.title);
