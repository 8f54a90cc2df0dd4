import { type MetaFunction, redirect } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { cast } from "#app/domain/ballot/commands.server.ts";
import { readMarks } from "#app/domain/ballot/input.ts";
import { paperOf } from "#app/domain/ballot/papers.server.ts";
import { askedBy } from "#app/domain/ballot/rules.ts";
import { failed } from "#app/http/answers.server.ts";
import { signedIn } from "#app/http/wrappers.ts";
import { say } from "#app/i18n/localised.ts";
import { BallotPairs } from "#app/ui/ballot-pairs.tsx";
import { BallotPaper } from "#app/ui/ballot-paper.tsx";
import { BallotRule } from "#app/ui/ballot-outcome.tsx";
import { Notice } from "#app/ui/feedback.tsx";
import { useLocale, useTexts } from "#app/ui/locale.tsx";
import { pageTitle } from "#app/ui/page-title.ts";
import { Page } from "#app/ui/page.tsx";
import { Moment } from "#app/ui/time.tsx";

export const loader = signedIn(async ({ ctx, id, t }) => ({
  ...(await paperOf(ctx, id("roundId"))),
  title: t.ballot.paper.title,
}));

export const action = signedIn(async ({ ctx, id, form }) => {
  const { round, ballot, candidates } = await paperOf(ctx, id("roundId"));
  const sent = await form();
  const shown = candidates.map(({ entryId }) => entryId).filter((entryId) => sent.get("shown").includes(entryId));
  const given = readMarks(ballot.method, shown, sent);
  if (!given.ok) return failed(sent, given.errors);
  await cast(ctx, round.id, { shown, marks: given.marks });
  return redirect(`/judging/rounds/${round.id}/ballot`, 303);
});

export default function PaperPage() {
  const { round, ballot, disclosure, voting, candidates, turns, given, own } = useLoaderData<typeof loader>();
  const refused = useActionData<typeof action>();
  const [{ ballot: t, proof, refusals }, locale] = [useTexts(), useLocale()];
  return (
    <Page
      eyebrow={say(round.name, locale)}
      title={t.paper.title}
      lede={voting.allowed ? t.paper.lede : undefined}
      width="text"
      back={{ href: "/judging", label: t.paper.back }}
    >
      {own ? (
        <Notice kind="success" title={t.paper.cast}>
          <p>
            <Moment at={own.castAt} zone={round.cycle.timeZone} />
          </p>
          {voting.allowed ? <p>{t.paper.castText}</p> : null}
          {own.committed ? (
            <p>
              <a href={`/judging/rounds/${round.id}/ballot/receipt`}>{proof.receipt.vote.title}</a>
            </p>
          ) : null}
        </Notice>
      ) : null}
      {voting.allowed ? null : <Notice kind="info">{voting.how === "hidden" ? null : refusals[voting.because]}</Notice>}
      <BallotRule ballot={ballot} zone={round.cycle.timeZone} disclosure={disclosure} />
      {askedBy(ballot.method) === "pairs" ? (
        <BallotPairs
          candidates={candidates}
          turns={turns}
          given={given}
          open={voting.allowed}
          codes={refused?.errors}
        />
      ) : (
        <BallotPaper
          method={ballot.method}
          candidates={candidates}
          marks={own?.marks ?? null}
          open={voting.allowed}
          typed={refused?.typed}
          codes={refused?.errors}
        />
      )}
    </Page>
  );
}

export const meta: MetaFunction<typeof loader> = ({ data, matches }) => pageTitle(matches, data?.title);
