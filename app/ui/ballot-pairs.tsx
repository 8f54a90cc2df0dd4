import { pairName, type Pair } from "#app/domain/ballot/pairs.ts";
import { formatList, formatNumber } from "#app/i18n/format.ts";
import { CandidateName, type PaperProps } from "./ballot-paper.tsx";
import { Radios } from "./choices.tsx";
import { SummaryList } from "./data.tsx";
import { useFieldErrors } from "./field-errors.ts";
import { Button, Buttons, ErrorSummary, Form } from "./form.tsx";
import { useLocale, useTexts } from "./locale.tsx";
import { Section } from "./page.tsx";

type Given = readonly (readonly [better: string, other: string])[];
type PairsProps = Pick<PaperProps, "candidates" | "open" | "codes"> & { turns: readonly Pair[][]; given: Given };

const NO_ANSWER = "none";

/** A ballot paper that asks of two entries at a time which is better. Once it is closed, what was answered. */
export function BallotPairs({ candidates, turns, given, open, codes }: PairsProps) {
  const [{ paper: t }, locale] = [useTexts().ballot, useLocale()];
  const pairs = turns.flat();
  // What is wrong with all pairs is told at the first: there one begins.
  const first = pairs[0] ? pairName(...pairs[0]) : "";
  const errors = useFieldErrors(codes?.["pairs"] ? { [first]: codes["pairs"] } : undefined, { [first]: t.pair });
  if (!open)
    return given.length === 0 ? null : (
      <SummaryList
        rows={candidates.map((each) => ({
          key: each.entryId,
          label: <CandidateName of={each} />,
          value: <BetterThan id={each.entryId} given={given} candidates={candidates} />,
        }))}
      />
    );
  const better = new Map(given.map(([winner, other]) => [pairName(winner, other), winner]));
  const names = new Map(candidates.map((each) => [each.entryId, <CandidateName key={each.entryId} of={each} />]));
  const number = (value: number) => formatNumber(value, locale);
  return (
    <Form>
      <ErrorSummary errors={errors} />
      <p className="hint">{t.pairs(number(pairs.length))}</p>
      {turns.map((turn, at) => (
        <Section key={turn.join()} title={t.turn(number(at + 1), number(turns.length))}>
          {turn.map(([first, second]) => {
            const name = pairName(first, second);
            return (
              <Radios
                key={name}
                name={name}
                legend={t.pair}
                options={[
                  { value: first, label: names.get(first)! },
                  { value: second, label: names.get(second)! },
                  { value: NO_ANSWER, label: t.noAnswer },
                ]}
                value={better.get(name) ?? NO_ANSWER}
                error={errors[name]}
              />
            );
          })}
        </Section>
      ))}
      <input type="hidden" name="shown" value={candidates.map(({ entryId }) => entryId).join(" ")} />
      <Buttons>
        <Button>{given.length > 0 ? t.again : t.button}</Button>
      </Buttons>
    </Form>
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
  const [{ paper: t }, locale] = [useTexts().ballot, useLocale()];
  const titles = new Map(candidates.map(({ entryId, title }) => [entryId, title]));
  if (!given.some((pair) => pair.includes(id))) return t.noAnswer;
  const others = given.flatMap(([winner, other]) => (winner === id ? [titles.get(other) ?? ""] : []));
  return <bdi>{others.length === 0 ? t.betterThanNone : t.betterThan(formatList(others, locale))}</bdi>;
}
