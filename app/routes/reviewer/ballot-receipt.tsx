import type { MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { ownVote } from "#app/domain/ballot/papers.server.ts";
import { askedBy } from "#app/domain/ballot/rules.ts";
import { signedIn } from "#app/http/wrappers.ts";
import { formatNumber } from "#app/i18n/format.ts";
import { say } from "#app/i18n/localised.ts";
import { BetterThan } from "#app/ui/ballot-pairs.tsx";
import { BallotMark } from "#app/ui/ballot-paper.tsx";
import { SummaryList } from "#app/ui/data.tsx";
import { useLocale, useTexts } from "#app/ui/locale.tsx";
import { pageTitle } from "#app/ui/page-title.ts";
import { Page, Section } from "#app/ui/page.tsx";
import { EntryTitle } from "#app/ui/wording.tsx";

export const loader = signedIn(async ({ ctx, id, t, visit }) => ({
  ...(await ownVote(ctx, visit.services.logKey, id("roundId"))),
  title: t.proof.receipt.vote.title,
}));

export default function VoteReceiptPage() {
  const { round, text, proof, counted, title } = useLoaderData<typeof loader>();
  const [{ vote: t, review: r }, locale] = [useTexts().proof.receipt, useLocale()];
  return (
    <Page
      eyebrow={say(round.name, locale)}
      title={title}
      lede={t.lede}
      width="text"
      back={{ href: `/judging/rounds/${round.id}/ballot`, label: t.back }}
    >
      <Own />
      <Count />
      <Section title={r.text}>
        <p>
          {t.keep}
          {counted?.opened && counted.entries > 0 ? ` ${t.verifier}` : ""}
        </p>
        <pre className="receipt" tabIndex={0}>
          {text}
        </pre>
      </Section>
      <Section title={r.proof}>
        <p>{proof ? t.proofText : counted ? t.entered : t.waiting}</p>
        {proof ? (
          <pre className="receipt" tabIndex={0}>
            {proof}
          </pre>
        ) : null}
      </Section>
    </Page>
  );
}

/** What one gave, entry by entry. */
function Own() {
  const { method, marks, given, at } = useLoaderData<typeof loader>();
  const t = useTexts().proof.receipt.vote;
  const own = marks.map(({ entryId, title, hash, mark }) => ({
    key: entryId,
    label: <EntryTitle title={title} />,
    value: (
      <>
        <strong>
          {askedBy(method) === "pairs" ? (
            <BetterThan id={entryId} given={given} candidates={marks} />
          ) : (
            <BallotMark method={method} mark={mark} />
          )}
        </strong>
        <div className="hint">{hash}</div>
      </>
    ),
  }));
  return <SummaryList rows={[...own, { key: "at", label: t.at, value: <time dateTime={at}>{at}</time> }]} />;
}

/** Whether and how one's vote was counted. */
function Count() {
  const { method, named, counted } = useLoaderData<typeof loader>();
  const [t, locale] = [useTexts().proof.receipt.vote, useLocale()];
  const number = (value: number) => formatNumber(value, locale);
  return (
    <Section title={t.count}>
      <p>
        {counted === null
          ? t.notYet
          : counted.entries === 0
            ? t.keptOut
            : counted.entries < named
              ? (askedBy(method) === "pairs" ? t.partlyPairs : t.partly)(number(counted.entries), number(named))
              : t.counted}
      </p>
      {counted && counted.entries > 0 ? <p>{counted.opened ? t.opened : t.closed}</p> : null}
    </Section>
  );
}

export const meta: MetaFunction<typeof loader> = ({ data, matches }) => pageTitle(matches, data?.title);
