import { type BallotMethod, isRanked } from "#app/domain/ballot/rules.ts";
import type { NamedCity } from "#app/domain/entry/rules.ts";
import { formatNumber } from "#app/i18n/format.ts";
import { SummaryList } from "./data.tsx";
import { useFieldErrors } from "./field-errors.ts";
import { Button, Buttons, ErrorSummary, Form } from "./form.tsx";
import { Checkboxes, Radios, Select } from "./choices.tsx";
import { useLocale, useTexts } from "./locale.tsx";
import { Code, Together } from "./wording.tsx";

type Candidate = {
  entryId: string;
  title: string;
  code: string;
  cityName: string | null;
  coApplicants: readonly NamedCity[];
};
type PaperProps = {
  method: BallotMethod;
  candidates: readonly Candidate[];
  marks: Readonly<Record<string, number>> | null;
  open: boolean;
  typed: Record<string, string> | undefined;
  codes: Record<string, string> | undefined;
};

/** What a voter gave an entry: a place, yes or no. */
export function BallotMark({ method, mark }: { method: BallotMethod; mark: number | undefined }) {
  const [
    {
      ballot: { paper: t },
    },
    locale,
  ] = [useTexts(), useLocale()];
  return (
    <>{mark === undefined ? t.unranked : isRanked(method) ? formatNumber(mark, locale) : mark === 1 ? t.yes : t.no}</>
  );
}

/** A ballot paper: boxes to tick, a yes or no for each, or a place for each. Once it is closed, what was given. */
export function BallotPaper({ method, candidates, marks, open, typed, codes }: PaperProps) {
  const [t, locale] = [useTexts().ballot, useLocale()];
  const errors = useFieldErrors(
    codes,
    Object.fromEntries(candidates.map(({ entryId, title }) => [`mark-${entryId}`, title])),
  );
  const number = (value: number) => formatNumber(value, locale);
  const named = ({ title, code, cityName, coApplicants }: Candidate) => (
    <>
      <bdi>{title}</bdi> <br />
      <span className="muted">
        <Code>{code}</Code>
        {cityName ? (
          <>
            {" "}
            · <bdi>{cityName}</bdi>
            <Together of={coApplicants} />
          </>
        ) : null}
      </span>
    </>
  );
  if (!open)
    return marks ? (
      <SummaryList
        rows={candidates.map((each) => ({
          key: each.entryId,
          label: named(each),
          value: <BallotMark method={method} mark={marks[each.entryId]} />,
        }))}
      />
    ) : null;
  const value = (id: string, standing: string) => typed?.[`mark-${id}`] ?? (typed ? "" : standing);
  const places = candidates.map((_each, index) => ({ value: String(index + 1), label: number(index + 1) }));
  return (
    <Form>
      <ErrorSummary errors={errors} />
      {isRanked(method) ? <p className="hint">{t.paper.best}</p> : null}
      {method === "approval" ? (
        <Checkboxes
          name="approve"
          legend={t.paper.approve}
          options={candidates.map((each) => ({ value: each.entryId, label: named(each) }))}
          values={candidates.filter(({ entryId }) => marks?.[entryId] === 1).map(({ entryId }) => entryId)}
        />
      ) : (
        candidates.map((each) => {
          const [name, mark] = [`mark-${each.entryId}`, marks?.[each.entryId]];
          return isRanked(method) ? (
            <Select
              key={name}
              name={name}
              label={named(each)}
              options={places}
              empty={t.paper.unranked}
              value={value(each.entryId, mark === undefined ? "" : String(mark))}
              error={errors[name]}
            />
          ) : (
            <Radios
              key={name}
              name={name}
              legend={named(each)}
              inline
              options={[
                { value: "yes", label: t.paper.yes },
                { value: "no", label: t.paper.no },
              ]}
              value={value(each.entryId, mark === undefined ? "" : mark === 1 ? "yes" : "no")}
              error={errors[name]}
            />
          );
        })
      )}
      <input type="hidden" name="shown" value={candidates.map(({ entryId }) => entryId).join(" ")} />
      <Buttons>
        <Button>{marks ? t.paper.again : t.paper.button}</Button>
      </Buttons>
    </Form>
  );
}
