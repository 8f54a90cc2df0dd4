import { type BallotMethod, isRanked } from "#app/domain/ballot/rules.ts";
import type { NamedCity } from "#app/domain/entry/rules.ts";
import { formatNumber } from "#app/i18n/format.ts";
import { useFieldErrors } from "./field-errors.ts";
import { Button, Buttons, ErrorSummary, Form } from "./form.tsx";
import { Checkboxes, Radios, Select } from "./choices.tsx";
import { useLocale, useTexts } from "./locale.tsx";
import { Code, EntryTitle, Place, Together } from "./wording.tsx";

type Candidate = {
  entryId: string;
  title: string;
  code: string;
  cityName: string | null;
  country: string | null;
  coApplicants: readonly NamedCity[];
};
export type PaperProps = {
  method: BallotMethod;
  candidates: readonly Candidate[];
  marks: Readonly<Record<string, number>> | null;
  open: boolean;
  typed: Record<string, string> | undefined;
  codes: Record<string, string> | undefined;
};

/** What a voter gave an entry: a place, approval, yes or no. */
export function BallotMark({ method, mark }: { method: BallotMethod; mark: number | undefined }) {
  const [
    {
      ballot: { paper: t },
    },
    locale,
  ] = [useTexts(), useLocale()];
  if (mark === undefined) return t.unranked;
  if (isRanked(method)) return formatNumber(mark, locale);
  // A box left empty is no vote against an entry.
  if (method === "approval") return mark === 1 ? t.approved : t.notApproved;
  return mark === 1 ? t.yes : t.no;
}

/** A ballot paper: boxes to tick, a yes or no for each, or a place for each. Once it is closed, what was given. */
export function BallotPaper({ method, candidates, marks, open, typed, codes }: PaperProps) {
  const t = useTexts().ballot;
  const errors = useFieldErrors(
    codes,
    Object.fromEntries(candidates.map(({ entryId, title }) => [`mark-${entryId}`, title])),
  );
  if (!open)
    return marks ? (
      <dl className="given-scores">
        {candidates.map((each) => (
          <div key={each.entryId}>
            <dt>
              <CandidateName of={each} />
            </dt>
            <dd>
              <BallotMark method={method} mark={marks[each.entryId]} />
            </dd>
          </div>
        ))}
      </dl>
    ) : null;
  return (
    <Form>
      <ErrorSummary errors={errors} />
      {isRanked(method) ? <p className="hint">{t.paper.best}</p> : null}
      {method === "approval" ? (
        <Checkboxes
          name="approve"
          legend={t.paper.approve}
          options={candidates.map((each) => ({ value: each.entryId, label: <CandidateName of={each} /> }))}
          values={candidates.filter(({ entryId }) => marks?.[entryId] === 1).map(({ entryId }) => entryId)}
        />
      ) : (
        candidates.map((each) => (
          <MarkField
            key={each.entryId}
            method={method}
            candidate={each}
            places={candidates.length}
            mark={marks?.[each.entryId]}
            typed={typed}
            error={errors[`mark-${each.entryId}`]}
          />
        ))
      )}
      <input type="hidden" name="shown" value={candidates.map(({ entryId }) => entryId).join(" ")} />
      <Buttons>
        <Button>{marks ? t.paper.again : t.paper.button}</Button>
      </Buttons>
    </Form>
  );
}

/** Where one entry is given its place, a yes or a no. */
function MarkField({
  method,
  candidate,
  places,
  mark,
  typed,
  error,
}: Pick<PaperProps, "method" | "typed"> & {
  candidate: Candidate;
  places: number;
  mark: number | undefined;
  error: string | undefined;
}) {
  const [{ paper: t }, locale] = [useTexts().ballot, useLocale()];
  const name = `mark-${candidate.entryId}`;
  const value = (standing: string) => typed?.[name] ?? (typed ? "" : standing);
  if (isRanked(method))
    return (
      <Select
        name={name}
        label={<CandidateName of={candidate} />}
        options={Array.from({ length: places }, (_none, index) => ({
          value: String(index + 1),
          label: formatNumber(index + 1, locale),
        }))}
        empty={t.unranked}
        value={value(mark === undefined ? "" : String(mark))}
        error={error}
      />
    );
  return (
    <Radios
      name={name}
      legend={<CandidateName of={candidate} />}
      inline
      options={[
        { value: "yes", label: t.yes },
        { value: "no", label: t.no },
      ]}
      value={value(mark === undefined ? "" : mark === 1 ? "yes" : "no")}
      error={error}
    />
  );
}

/** An entry on the paper: its title, and below it whose it is. */
export function CandidateName({ of: { title, code, coApplicants, ...city } }: { of: Candidate }) {
  return (
    <>
      <EntryTitle title={title} /> <br />
      <span className="muted">
        <Code>{code}</Code>
        {city.cityName ? (
          <>
            {" "}
            ·{" "}
            <span>
              <Place of={city} />
            </span>
            <Together of={coApplicants} />
          </>
        ) : null}
      </span>
    </>
  );
}
