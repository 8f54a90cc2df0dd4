import { type MetaFunction, redirect } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { cast } from "#app/domain/ballot/commands.server.ts";
import { leftOut, readMarks, readPairs } from "#app/domain/ballot/input.ts";
import { pageAsked, pairName } from "#app/domain/ballot/pairs.ts";
import { paperOf } from "#app/domain/ballot/papers.server.ts";
import { askedBy } from "#app/domain/ballot/rules.ts";
import { NotFound, Stale } from "#app/domain/errors.ts";
import { pairMark } from "#app/domain/proof/rules.ts";
import { failed } from "#app/http/answers.server.ts";
import { noticeOf } from "#app/http/query.ts";
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

export const loader = signedIn(async ({ ctx, id, t, url }) => {
  const paper = await paperOf(ctx, id("roundId"));
  const page = pageAsked(paper.pages, paper.given, url.searchParams.get("page"));
  if (page === null) throw new NotFound();
  return { ...paper, page, notice: noticeOf(url, t.ballot.paper.left, "left"), title: t.ballot.paper.title };
});

export const action = signedIn(async ({ ctx, id, form }) => {
  const { round, ballot, candidates, pages, given } = await paperOf(ctx, id("roundId"));
  const sent = await form();
  const here = `/judging/rounds/${round.id}/ballot`;
  const shown = candidates.map(({ entryId }) => entryId).filter((entryId) => sent.get("shown").includes(entryId));
  if (askedBy(ballot.method) !== "pairs") {
    const read = readMarks(ballot.method, shown, sent);
    if (!read.ok) return failed(sent, read.errors);
    await cast(ctx, round.id, { shown, marks: read.marks });
    return redirect(here, 303);
  }
  const page = pageAsked(pages, given, sent.get("page")) ?? 1;
  // Conflicts that come or go move pairs to other pages: what counts is what was sent, not from which page.
  const asked = pages.flat().filter((pair) => sent.get(pairName(...pair)) !== "");
  if (asked.length === 0) throw new Stale("none of the pairs that were shown is on the paper any more");
  const marks = readPairs(asked, sent);
  const about = asked.flatMap(([a, b]) => [pairMark(a, b), pairMark(b, a)]);
  if (Object.keys(marks).length === 0 && given.every((pair) => about.includes(pairMark(...pair))))
    return failed(sent, { pairs: "not-a-choice" });
  await cast(ctx, round.id, { shown, marks, about });
  const to = new URLSearchParams({
    ...(page < pages.length ? { page: String(page + 1) } : {}),
    ...(leftOut(pages.flat(), sent.lists()) ? { left: "conflict" } : {}),
  });
  return redirect(`${here}?${to}${to.has("page") && !to.has("left") ? "#page" : ""}`, 303);
});

export default function PaperPage() {
  const { round, ballot, disclosure, voting, candidates, pages, page, given, own, notice } =
    useLoaderData<typeof loader>();
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
      {notice ? <Notice kind="warning">{notice}</Notice> : null}
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
          pages={pages}
          page={page}
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
