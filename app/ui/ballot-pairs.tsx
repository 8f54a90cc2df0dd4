import { NO_ANSWER, pairName, type Pair } from "#app/domain/ballot/pairs.ts";
import { formatList, formatNumber } from "#app/i18n/format.ts";
import { CandidateName, type PaperProps } from "./ballot-paper.tsx";
import { Radios } from "./choices.tsx";
import { Meter, SummaryList } from "./data.tsx";
import { Neighbours } from "./neighbours.tsx";
import { useFieldErrors } from "./field-errors.ts";
import { Button, Buttons, ErrorSummary, Form } from "./form.tsx";
import { useLocale, useTexts } from "./locale.tsx";
import { Section } from "./page.tsx";

type Given = readonly (readonly [better: string, other: string])[];
type PairsProps = Pick<PaperProps, "candidates" | "open" | "codes"> & {
  pages: readonly Pair[][];
  /** From 1. */
  page: number;
  given: Given;
};

/** A ballot paper that asks of two entries at a time which is better, page by page, and what was answered so far. */
export function BallotPairs({ candidates, pages, page, given, open, codes }: PairsProps) {
  const [{ paper: t }, locale] = [useTexts().ballot, useLocale()];
  const number = (value: number) => formatNumber(value, locale);
  const answers = <Answers given={given} candidates={candidates} />;
  if (!open) return given.length === 0 ? null : answers;
  return (
    <>
      <p>{t.pairs(number(pages.flat().length))}</p>
      <Section title={t.page(number(page), number(pages.length))} id="page">
        <Meter value={given.length} max={pages.flat().length} label={t.answered} />
        <PairsForm candidates={candidates} pages={pages} page={page} given={given} codes={codes} />
        <Neighbours
          label={t.pages}
          previous={
            page > 1 && { href: `?page=${page - 1}#page`, label: t.page(number(page - 1), number(pages.length)) }
          }
          next={
            page < pages.length && {
              href: `?page=${page + 1}#page`,
              label: t.page(number(page + 1), number(pages.length)),
            }
          }
        />
      </Section>
      {given.length > 0 ? (
        <details>
          <summary>{t.soFar}</summary>
          {answers}
        </details>
      ) : null}
    </>
  );
}

/** The pairs of one page. */
function PairsForm({ candidates, pages, page, given, codes }: Omit<PairsProps, "open">) {
  const { paper: t } = useTexts().ballot;
  const pairs = pages[page - 1] ?? [];
  // What is wrong with all pairs is told at the first: there one begins.
  const first = pairs[0] ? pairName(...pairs[0]) : "";
  const errors = useFieldErrors(codes?.["pairs"] ? { [first]: codes["pairs"] } : undefined, { [first]: t.pair });
  const better = new Map(given.map(([winner, other]) => [pairName(winner, other), winner]));
  const names = new Map(candidates.map((each) => [each.entryId, <CandidateName key={each.entryId} of={each} />]));
  return (
    <Form>
      <ErrorSummary errors={errors} />
      {pairs.map(([one, other]) => {
        const name = pairName(one, other);
        return (
          <Radios
            key={name}
            name={name}
            legend={t.pair}
            options={[
              { value: one, label: names.get(one)! },
              { value: other, label: names.get(other)! },
              { value: NO_ANSWER, label: t.noAnswer },
            ]}
            value={better.get(name) ?? NO_ANSWER}
            error={errors[name]}
          />
        );
      })}
      <input type="hidden" name="page" value={page} />
      <input type="hidden" name="shown" value={candidates.map(({ entryId }) => entryId).join(" ")} />
      <Buttons>
        <Button>{page < pages.length ? t.onward : given.length > 0 ? t.again : t.button}</Button>
      </Buttons>
    </Form>
  );
}

/** What was answered, entry by entry. */
function Answers({ candidates, given }: Pick<PairsProps, "candidates" | "given">) {
  return (
    <SummaryList
      rows={candidates.map((each) => ({
        key: each.entryId,
        label: <CandidateName of={each} />,
        value: <BetterThan id={each.entryId} given={given} candidates={candidates} />,
      }))}
    />
  );
}

/** Of which others a voter said that this one is better, or that they compared it with none. */
export function BetterThan({
  id,
  given,
  candidates,
}: {
  id: string;
  given: Given;
  candidates: readonly { entryId: string; title: string }[];
}) {
  const [
    {
      ballot: { paper: t },
      entry: { untitled },
    },
    locale,
  ] = [useTexts(), useLocale()];
  const titles = new Map(candidates.map(({ entryId, title }) => [entryId, title]));
  if (!given.some((pair) => pair.includes(id))) return t.noAnswer;
  const others = given.flatMap(([winner, other]) => (winner === id ? [titles.get(other) || untitled] : []));
  return <bdi>{others.length === 0 ? t.betterThanNone : t.betterThan(formatList(others, locale))}</bdi>;
}
