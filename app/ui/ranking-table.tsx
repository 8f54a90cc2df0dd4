import type { ReactNode } from "react";
import type { NamedCity } from "#app/domain/entry/rules.ts";
import type { Adjusted } from "#app/domain/ranking/adjusted.ts";
import { type Lack, meanOf, type Ranked, type Tallied } from "#app/domain/ranking/rules.ts";
import { levelName, type RankingMethod, type TieRule } from "#app/domain/round/rules.ts";
import { alike, formatNumber } from "#app/i18n/format.ts";
import type { Localised } from "#app/i18n/localised.ts";
import { DataTable, Num, Th } from "./data.tsx";
import { Tag } from "./feedback.tsx";
import { useLackText } from "./lacking.ts";
import { useWorking } from "./ranking-workings.tsx";
import { useLocale, useTexts } from "./locale.tsx";
import { Place, Titled, Together } from "./wording.tsx";

export type RankingRow = Ranked<Tallied> & {
  title: string;
  cityName: string | null;
  country: string | null;
  coApplicants: readonly NamedCity[];
  /** Reviews that are in, and expected. */
  given: number;
  assigned: number;
  adjusted: Adjusted | null;
  parts: number;
  /** Where criteria are divided: for what it has no value. */
  lacks?: Lack | undefined;
  /** Shares its rank across a line. */
  atLine: boolean;
};

export type RankingTableProps = {
  rows: RankingRow[];
  /** How many rows stand on the pages before. */
  first: number;
  lines: { after: number; levelKey: string }[];
  levels: { levelKey: string; name: Localised }[];
  partial: boolean;
  /** Null or not `corrected`: no column of adjusted scores. */
  adjustment: { corrected: boolean } | null;
  deciding: RankingMethod;
  /** Where the reviews of an entry are read, for those who may. */
  reviewsAt?: ((entryId: string) => string) | undefined;
};

/**
 * A ranking with the lines drawn in it. Where entries are hidden, first-column figures are places among those shown.
 */
export function RankingTable(props: RankingTableProps) {
  const { rows, first, lines, levels, partial, adjustment, deciding, reviewsAt } = props;
  const [t, locale] = [useTexts().ranking, useLocale()];
  const columns = columnsOf(adjustment, deciding);
  const lineAfter = (index: number) => lines.find(({ after }) => after === first + index + 1);
  const nameOf = (key: string) => levelName(levels, key, locale);
  const meanText = useMeans(rows);
  const working = useWorking();
  const cell: Record<Column, (row: RankingRow) => ReactNode> = {
    mean: (row) => (row.rank === null ? "–" : meanText(row)),
    correction: ({ adjusted }) => (adjusted ? working(adjusted.correction) : "–"),
    shrinkage: ({ adjusted }) => (adjusted ? working(adjusted.shrinkage) : "–"),
    adjusted: ({ adjusted }) => (adjusted ? formatNumber(adjusted.billionths / 1e9, locale, SHOWN) : "–"),
  };
  return (
    <DataTable
      stacked
      caption={t.caption}
      captionHidden
      head={
        <>
          <Th numeric>{partial ? t.partialRank : t.rank}</Th>
          <Th>{t.entry}</Th>
          <Th>{t.city}</Th>
          {columns.map((column) => (
            <Th numeric key={column}>
              {t[column]}
            </Th>
          ))}
          <Th numeric>{t.reviews}</Th>
          <Th>{t.status}</Th>
        </>
      }
    >
      {rows.map((row, index) => {
        const line = lineAfter(index);
        return (
          <tr key={row.entryId} className={line ? "cut" : undefined}>
            <Num>
              <Rank of={row} />
            </Num>
            <th scope="row">
              <Titled of={row} href={reviewsAt?.(row.entryId)} />
            </th>
            <td>
              <Place of={row} />
              <Together of={row.coApplicants} />
            </td>
            {columns.map((column) => (
              <Num key={column}>{cell[column](row)}</Num>
            ))}
            <Num>{t.reviewsOf(formatNumber(row.given, locale), formatNumber(row.assigned, locale))}</Num>
            <td>
              <Marks of={row} />
              {line ? <p className="hint">{t.line(nameOf(line.levelKey))}</p> : null}
            </td>
          </tr>
        );
      })}
    </DataTable>
  );
}

const SHOWN = { minimumFractionDigits: 2, maximumFractionDigits: 2 };
type Column = "mean" | "correction" | "shrinkage" | "adjusted";

/** The scores that are shown, those that decide first, and between them what makes the adjusted score of the mean. */
function columnsOf(adjustment: RankingTableProps["adjustment"], deciding: RankingMethod): Column[] {
  if (!adjustment?.corrected) return ["mean"];
  return deciding === "mean"
    ? ["mean", "correction", "shrinkage", "adjusted"]
    : ["adjusted", "mean", "correction", "shrinkage"];
}

type Placed = { rank: number | null; tied?: boolean; brokenBy?: TieRule | undefined };

/** A place in the ranking, "–" without one; whether it is shared, and what told it from its neighbour. */
export function Rank({ of: { rank, tied, brokenBy } }: { of: Placed }) {
  const [t, locale] = [useTexts().ranking, useLocale()];
  return (
    <>
      {rank === null ? "–" : formatNumber(rank, locale)}
      {tied ? <span className="count"> {t.tied}</span> : null}
      {brokenBy ? <span className="count"> {t.brokenBy[brokenBy]}</span> : null}
    </>
  );
}

/** What is to be known of a row: without a rank, with reviews missing, tied across a line. */
function Marks({ of: { rank, given, assigned, atLine, lacks } }: { of: RankingRow }) {
  const [t, lackText] = [useTexts().ranking, useLackText()];
  return (
    <>
      {lacks ? (
        lackText(lacks).map((text) => (
          <Tag tone="danger" key={text}>
            {text}
          </Tag>
        ))
      ) : rank === null ? (
        <Tag tone="danger">{t.unranked}</Tag>
      ) : given < assigned ? (
        <Tag tone="warning">{t.missing}</Tag>
      ) : null}
      {atLine ? <Tag tone="warning">{t.tie}</Tag> : null}
    </>
  );
}

type Averaged = Parameters<typeof meanOf>[0];

/** How the means of a column are told, the exact fraction of each as its title. */
export function useMeans(rows: readonly Averaged[]): (of: Averaged) => ReactNode {
  const told = alike(
    rows.map((row) => Number(meanOf(row)?.decimal ?? 0)),
    useLocale(),
    6,
  );
  return (of) => {
    const mean = meanOf(of);
    return mean ? <span title={mean.fraction}>{told(Number(mean.decimal))}</span> : "–";
  };
}
