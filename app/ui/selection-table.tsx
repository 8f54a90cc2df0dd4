import type { Lack } from "#app/domain/ranking/rules.ts";
import { Fragment, type ReactNode } from "react";
import type { BallotMethod } from "#app/domain/ballot/rules.ts";
import type { NamedCity } from "#app/domain/entry/rules.ts";
import { levelName, type TieRule } from "#app/domain/round/rules.ts";
import { departs, isListed, levelOf, type Line } from "#app/domain/shortlist/rules.ts";
import { formatNumber } from "#app/i18n/format.ts";
import type { Localised } from "#app/i18n/localised.ts";
import { Votes } from "./ballot-outcome.tsx";
import { DataTable, Num, Th } from "./data.tsx";
import { Tag } from "./feedback.tsx";
import { useLackText } from "./lacking.ts";
import { useLocale, useTexts } from "./locale.tsx";
import { Rank, useMeans } from "./ranking-table.tsx";
import { Honours } from "./results.tsx";
import { About, EntryTitle, Place, Titled, Together } from "./wording.tsx";

type Level = { levelKey: string; name: Localised };
export type SelectionLine = Line & {
  brokenBy?: TieRule | undefined;
  lacks?: Lack | undefined;
  parts: number;
  code: string;
  title: string;
  cityName: string | null;
  country: string | null;
  coApplicants: readonly NamedCity[];
  chosen: { levelKey: string | null; reason: string; byName?: string } | null;
};

/** Says in words what the ranking alone would give. */
export function useProposalText(
  levels: readonly Level[],
): (of: Pick<SelectionLine, "proposal" | "lacks">) => ReactNode {
  const [t, locale, lackText] = [useTexts().shortlist, useLocale(), useLackText()];
  return ({ proposal, lacks }) => {
    if (proposal.kind === "no-reviews" && lacks)
      return lackText(lacks).map((text, at) => (
        <Fragment key={text}>
          {at > 0 ? <br /> : null}
          {text}
        </Fragment>
      ));
    if (proposal.kind !== "level") return t.proposals[proposal.kind];
    return proposal.levelKey === null ? t.noLevel : levelName(levels, proposal.levelKey, locale);
  };
}

type Texts = ReturnType<typeof useTexts>;
type TableProps = {
  roundId: string;
  lines: SelectionLine[];
  levels: readonly Level[];
  partial?: boolean;
  changeable?: boolean;
  /** The reader writes what the panel says of the entries. */
  words?: boolean;
  /** The reader may read the single reviews. */
  reviews: boolean;
  /** How the panel votes, where it does. */
  ballot: BallotMethod | undefined;
};

/** What the ranking or the ballot proposes beside what people decided, with reasons. */
export function SelectionTable({
  partial = false,
  changeable = false,
  words = false,
  roundId,
  lines,
  levels,
  reviews,
  ballot,
}: TableProps) {
  const t = useTexts().shortlist;
  const proposalText = useProposalText(levels);
  const meanText = useMeans(lines);
  const voted = !partial && lines.some((line) => line.voted !== null);
  const adjusted = !partial && lines.some((line) => line.adjusted !== null);
  const head = headOf(useTexts(), { partial, adjusted, voted, words, changeable });
  return (
    <DataTable stacked caption={t.caption} captionHidden head={head}>
      {lines.map((line) => (
        <tr key={line.entryId}>
          {partial ? null : (
            <Num>
              <Rank of={line} />
            </Num>
          )}
          <th scope="row">
            <ListedEntry of={line} roundId={roundId} reviews={reviews} />
          </th>
          {adjusted ? (
            <Num>
              <Adjusted of={line} />
            </Num>
          ) : null}
          <Num>{meanText(line)}</Num>
          {voted ? (
            <td>
              <Voted of={line} ballot={ballot} />
            </td>
          ) : null}
          <td>{proposalText(line)}</td>
          <td>
            <Decision line={line} levels={levels} />
            <GivenHonours of={line} />
          </td>
          {words ? <td>{changeable || isListed(line) ? <Words of={line} roundId={roundId} /> : null}</td> : null}
          {changeable ? (
            <td>
              <a href={`/rounds/${roundId}/selection/${line.entryId}`}>
                {t.change}
                <About>
                  <EntryTitle title={line.title} />
                </About>
              </a>
            </td>
          ) : null}
        </tr>
      ))}
    </DataTable>
  );
}

type Columns = Record<"partial" | "adjusted" | "voted" | "words" | "changeable", boolean>;

/** Elements and no component, because a stacked table reads its labels from them; so are the rows. */
function headOf({ shortlist: t, citation: c, ballot: b }: Texts, columns: Columns) {
  const { partial, adjusted, voted, words, changeable } = columns;
  return (
    <>
      {partial ? null : <Th numeric>{t.rank}</Th>}
      <Th>{t.entry}</Th>
      {adjusted ? <Th numeric>{t.adjusted}</Th> : null}
      <Th numeric>{t.mean}</Th>
      {voted ? <Th>{b.title}</Th> : null}
      <Th>{t.proposal}</Th>
      <Th>{t.decision}</Th>
      {words ? <Th>{c.link}</Th> : null}
      {changeable ? <Th unseen>{t.change}</Th> : null}
    </>
  );
}

function ListedEntry({ of: line, roundId, reviews }: { of: SelectionLine } & Pick<TableProps, "roundId" | "reviews">) {
  return (
    <>
      <Titled of={line} href={reviews ? `/rounds/${roundId}/entries/${line.entryId}` : undefined} />
      {line.cityName ? (
        <span className="count">
          <Place of={line} />
        </span>
      ) : null}
      <Together of={line.coApplicants} />
    </>
  );
}

function Adjusted({ of: { adjusted } }: { of: SelectionLine }) {
  const locale = useLocale();
  if (adjusted === null) return "–";
  return formatNumber(adjusted / 1e9, locale, { minimumFractionDigits: 2, maximumFractionDigits: 2 });
}

function Voted({ of: { voted }, ballot }: { of: SelectionLine } & Pick<TableProps, "ballot">) {
  const [{ ballot: t, ranking }, locale] = [useTexts(), useLocale()];
  if (!voted) return "–";
  return (
    <>
      {voted.place === null ? t.notChosen : t.placeOf(formatNumber(voted.place, locale))}
      <div className="count">
        <Votes votes={voted.votes} method={ballot} />
      </div>
      {voted.byLot ? <div className="count">{ranking.brokenBy.lot}</div> : null}
    </>
  );
}

/** Where the panel's words about an entry are written, and whether there are any. */
function Words({ of: { entryId, title, words }, roundId }: { of: SelectionLine } & Pick<TableProps, "roundId">) {
  const t = useTexts().citation;
  return (
    <a href={`/rounds/${roundId}/selection/${entryId}/citation`}>
      {words ? t.link : t.missing}
      <About>
        <EntryTitle title={title} />
      </About>
    </a>
  );
}

/** What the panel honours an entry with beside its level, each with its reason. */
function GivenHonours({ of: { honours } }: { of: SelectionLine }) {
  return honours.length > 0 ? (
    <ul>
      {honours.map((honour) => (
        <li key={honour.name.en}>
          <Honours of={{ honours: [honour.name] }} />
          <p dir="auto" className="written">
            {honour.reason}
          </p>
        </li>
      ))}
    </ul>
  ) : null;
}

function Decision({ line, levels }: { line: SelectionLine; levels: readonly Level[] }) {
  const [
    {
      shortlist: t,
      ui: { comma },
    },
    locale,
  ] = [useTexts(), useLocale()];
  const standing = levelOf(line);
  if (!line.chosen && line.proposal.kind === "withheld") return <>{t.proposals.withheld}</>;
  if (standing === undefined) return <Tag tone="danger">{t.open}</Tag>;
  const name = standing === null ? t.noLevel : levelName(levels, standing, locale);
  if (!line.chosen)
    return (
      <>
        {name} <span className="count">{t.asProposed}</span>
      </>
    );
  return (
    <>
      <Tag tone="warning">{name}</Tag>{" "}
      <span className="count">
        {[
          line.proposal.kind === "withheld" ? null : departs(line, standing) ? t.against : t.asProposed,
          line.chosen.byName ? t.decidedBy(line.chosen.byName) : null,
        ]
          .filter(Boolean)
          .join(comma)}
      </span>
      <p dir="auto" className="written">
        {line.chosen.reason}
      </p>
    </>
  );
}
