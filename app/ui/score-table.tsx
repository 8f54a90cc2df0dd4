import { distributionOf, reviewStatus, type SortKey } from "#app/domain/review/rules.ts";
import { type Criterion, type Mark, partsOf, stepsOf } from "#app/domain/rubric/rules.ts";
import { formatNumber, formatPoints } from "#app/i18n/format.ts";
import { say } from "#app/i18n/localised.ts";
import { DataTable, Num, type Sort, Th } from "./data.tsx";
import { Tag, type Tone } from "./feedback.tsx";
import { useLocale, useTexts } from "./locale.tsx";
import { useMarks } from "./score.tsx";

export type ScoreRow = { id: string; readingOrder: number; code: string; title: string; version: number | null; submittedAt: Date | null; total: number | null; values: (Mark | null)[] };
export type Sorting = { key: SortKey; descending: boolean };

const TONES: Record<string, Tone> = { submitted: "done", "in-progress": "progress", "not-started": "neutral" };

/** All of one's own scores, sorted by the column whose heading was followed last. */
export function ScoreTable({ criteria, rows, sort, here, opens }: { criteria: Criterion[]; rows: ScoreRow[]; sort: Sorting; here: string; opens: boolean }) {
  const [t, locale, markOf] = [useTexts().review, useLocale(), useMarks()];
  const by = (key: SortKey): Sort => ({
    href: `${here}?sort=${key}&order=${sort.key === key && !sort.descending ? "down" : "up"}`,
    direction: sort.key === key ? (sort.descending ? "descending" : "ascending") : undefined,
  });
  const head = (
    <>
      <Th sort={by("title")}>{t.finish.columns.title}</Th>
      {criteria.map(({ id, name }, index) => <Th key={id} numeric sort={by(`criterion-${index}`)}>{say(name, locale)}</Th>)}
      <Th numeric sort={by("points")}>{t.finish.columns.points}</Th>
      <Th sort={by("order")}>{t.finish.columns.status}</Th>
    </>
  );
  return (
    <DataTable stacked caption={t.finish.caption} captionHidden head={head}>
      {rows.map((row) => {
        const status = reviewStatus(row);
        return (
          <tr key={row.id}>
            <th scope="row">{opens ? <a href={`/judging/assignments/${row.id}`}><bdi>{row.title}</bdi></a> : <bdi>{row.title}</bdi>}<span className="count code">{row.code}</span></th>
            {row.values.map((value, index) => <Num key={index}>{value === null ? "–" : markOf(criteria[index]!, value)}</Num>)}
            <Num>{row.total === null ? "–" : formatPoints(row.total / partsOf(criteria)!, locale)}</Num>
            <td className="state"><Tag tone={TONES[status]}>{t.tasks.status[status]}</Tag></td>
          </tr>
        );
      })}
    </DataTable>
  );
}

/** How often each step of each scale was used. */
export function Distribution({ criteria, rows }: { criteria: Criterion[]; rows: ScoreRow[] }) {
  const [t, locale] = [useTexts().review.finish, useLocale()];
  const steps = [...new Set(criteria.flatMap(stepsOf))].sort((a, b) => a - b);
  return (
    <DataTable caption={t.distributionCaption} head={<><Th>{t.criterion}</Th>{steps.map((step) => <Th key={step} numeric>{formatNumber(step, locale)}</Th>)}</>}>
      {criteria.map((criterion, index) => {
        const used = distributionOf(criterion, rows.map(({ values }) => values[index] ?? null));
        return (
          <tr key={criterion.id}>
            <th scope="row">{say(criterion.name, locale)}</th>
            {steps.map((step) => <Num key={step}>{formatNumber(used.find(({ value }) => value === step)?.times ?? 0, locale)}</Num>)}
          </tr>
        );
      })}
    </DataTable>
  );
}
