import { type BallotMethod, isModelled, type Outcome } from "#app/domain/ballot/rules.ts";
import { formatList, formatNumber } from "#app/i18n/format.ts";
import { DataTable, Num, SummaryList, Th } from "./data.tsx";
import { useLocale, useTexts } from "./locale.tsx";
import { Section } from "./page.tsx";
import { Moment } from "./time.tsx";
import { Bracketed, EntryTitle, Labelled, Titled } from "./wording.tsx";

type Ballot = { method: BallotMethod; seats: number | null; closesAt: Date; countedAt: Date | null };

/** Who votes on what, and who can count it again. Of one method what is so by it; before a method is chosen, of all. */
export function BallotConditions({ method, disclosure }: { method?: BallotMethod; disclosure: number }) {
  const { ballot: t, ui } = useTexts();
  const by = (...methods: BallotMethod[]) => !method || methods.includes(method);
  const { never, open, rankings, pairs, recognised, lot } = t.recount;
  const published = [
    open,
    by("borda", "plackett-luce") && rankings,
    by("bradley-terry") && pairs,
    by("borda", "stv", "plackett-luce") && recognised,
    by("stv", "plackett-luce", "bradley-terry") && lot,
  ];
  const sentences = [
    method !== "stv" && t.conflicts,
    by("stv") && t.transferable,
    ...(disclosure === 0 ? [never] : published),
  ];
  return <p className="hint">{sentences.filter(Boolean).join(ui.gap)}</p>;
}

/** The rule of a ballot: how it is counted, how long it is open, and who can count it again. */
export function BallotRule({ ballot, zone, disclosure }: { ballot: Ballot; zone: string; disclosure: number }) {
  const [t, locale] = [useTexts().ballot, useLocale()];
  const { name, hint } = t.methods[ballot.method];
  return (
    <>
      <SummaryList
        rows={[
          {
            key: "method",
            label: t.open.method,
            value: (
              <>
                {name}
                <div className="hint">{hint}</div>
              </>
            ),
          },
          ...(ballot.seats === null
            ? []
            : [{ key: "seats", label: t.open.seats, value: formatNumber(ballot.seats, locale) }]),
          { key: "until", label: t.until, value: <Moment at={ballot.closesAt} zone={zone} /> },
          ...(ballot.countedAt
            ? [{ key: "counted", label: t.counted, value: <Moment at={ballot.countedAt} zone={zone} /> }]
            : []),
        ]}
      />
      <BallotConditions method={ballot.method} disclosure={disclosure} />
    </>
  );
}

/** "7/11" as a number, for reading. */
function numberOf(votes: string): number {
  const [top, bottom = "1"] = votes.split("/");
  return Number(top) / Number(bottom);
}

/** An exact number of votes, or a share of them, as people read it, with the fraction behind it. */
export function Votes({ votes, method }: { votes: string; method?: BallotMethod | undefined }) {
  const locale = useLocale();
  if (method === "stv") return <>{formatNumber(numberOf(votes), locale, { maximumFractionDigits: 2 })}</>;
  return (
    <>
      {formatNumber(numberOf(votes), locale, { style: "percent", maximumFractionDigits: 1 })}
      {votes.includes("/") ? <Bracketed>{votes}</Bracketed> : null}
    </>
  );
}

/** Those with most votes first; equal ones as they stand. */
const mostFirst = <T,>(all: readonly T[], votes: (each: T) => string): T[] =>
  [...all].sort((a, b) => numberOf(votes(b)) - numberOf(votes(a)));

/** By place; those without one by their votes. */
const asRead = (counted: Outcome["candidates"]) => [
  ...counted.filter(({ place }) => place !== null),
  ...mostFirst(
    counted.filter(({ place }) => place === null),
    ({ votes }) => votes,
  ),
];

type Candidate = { entryId: string; title: string; code: string };
type Candidates = ReadonlyMap<string, Candidate>;

/** What came of a ballot, the first place first; and how transferable votes went from stage to stage. */
export function BallotOutcome({
  method,
  outcome,
  candidates,
}: {
  method: BallotMethod;
  outcome: Outcome;
  candidates: readonly Candidate[];
}) {
  const [{ ballot: t, ranking }, locale] = [useTexts(), useLocale()];
  const number = (value: number) => formatNumber(value, locale);
  const percent = (votes: string) =>
    formatNumber(numberOf(votes), locale, { style: "percent", maximumFractionDigits: 0 });
  const entries: Candidates = new Map(candidates.map((each) => [each.entryId, each]));
  return (
    <Section title={t.result}>
      <p>
        {t.papers(outcome.papers)}
        {isModelled(method) ? (
          <>
            {" "}
            <span className="hint">{t.interval}</span>
          </>
        ) : null}
      </p>
      <DataTable
        stacked
        caption={t.result}
        captionHidden
        head={
          <>
            <Th numeric>{t.place}</Th>
            <Th>{t.entry}</Th>
            <Th numeric>{method === "stv" ? t.votes : isModelled(method) ? t.chance : t.share}</Th>
            <Th numeric>{t.voters}</Th>
          </>
        }
      >
        {asRead(outcome.candidates).map(({ id, place, votes, voters, between, byLot }) => (
          <tr key={id}>
            <Num>
              {place === null ? t.notChosen : number(place)}
              {byLot ? <div className="count">{ranking.brokenBy.lot}</div> : null}
            </Num>
            <th scope="row">
              <Titled of={entries.get(id)} />
            </th>
            <Num>
              <Votes votes={votes} method={method} />
              {between ? <Bracketed>{t.between(percent(between[0]), percent(between[1]))}</Bracketed> : null}
            </Num>
            <Num>{number(voters)}</Num>
          </tr>
        ))}
      </DataTable>
      {outcome.stages.length > 0 ? <Stages of={outcome} entries={entries} /> : null}
    </Section>
  );
}

/** How transferable votes went, and who was elected or passed over at each stage. */
function Stages({ of: { stages, quota }, entries }: { of: Outcome; entries: Candidates }) {
  const [
    {
      ballot: t,
      entry: { untitled },
    },
    locale,
  ] = [useTexts(), useLocale()];
  const titles = (ids: string[]) =>
    formatList(
      ids.map((id) => entries.get(id)?.title || untitled),
      locale,
    );
  return (
    <details>
      <summary>{t.stages}</summary>
      <p>{t.quota(formatNumber(quota ?? 0, locale))}</p>
      <ol>
        {stages.map(({ votes, elected, passed }, index) => (
          <li key={index}>
            <ul>
              {mostFirst(Object.entries(votes), ([, value]) => value).map(([id, value]) => (
                <li key={id}>
                  <Labelled label={<EntryTitle title={entries.get(id)?.title} />}>
                    <Votes votes={value} method="stv" />
                  </Labelled>
                </li>
              ))}
            </ul>
            {elected.length > 0 ? <p>{t.elected(titles(elected))}</p> : null}
            {passed ? <p>{t.passed[passed.because](titles([passed.id]))}</p> : null}
          </li>
        ))}
      </ol>
    </details>
  );
}
