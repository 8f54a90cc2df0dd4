import { bandsOf, distributionOf, reviewStatus, type SortKey } from "#app/domain/review/rules.ts";
import { type Criterion, type Mark, partsOf } from "#app/domain/rubric/rules.ts";
import { formatList, formatNumber, formatPoints } from "#app/i18n/format.ts";
import { say } from "#app/i18n/localised.ts";
import { DataTable, Num, type Sort, Th } from "./data.tsx";
import { Tag, type Tone } from "./feedback.tsx";
import { useLocale, useTexts } from "./locale.tsx";
import { ScaleBar, useMarks } from "./score.tsx";
import { Labelled, Titled } from "./wording.tsx";

export type ScoreRow = {
  id: string;
  place: number;
  code: string;
  title: string;
  version: number | null;
  submittedAt: Date | null;
  total: number | null;
  values: (Mark | null)[];
};
export type Sorting = { key: SortKey; descending: boolean };

const TONES: Record<string, Tone> = { submitted: "done", "in-progress": "progress", "not-started": "neutral" };

/**
 * All of one's own scores, sorted by the column whose heading was followed last. What is not given yet stays empty, so
 * that a card on a phone leaves it out.
 */
export function ScoreTable({
  criteria,
  rows,
  sort,
  here,
  opens,
}: {
  criteria: Criterion[];
  rows: ScoreRow[];
  sort: Sorting;
  here: string;
  opens: boolean;
}) {
  const [t, locale, markOf] = [useTexts().review, useLocale(), useMarks()];
  const by = (key: SortKey): Sort => ({
    href: `${here}?sort=${key}&order=${sort.key === key && !sort.descending ? "down" : "up"}`,
    direction: sort.key === key ? (sort.descending ? "descending" : "ascending") : undefined,
  });
  const head = (
    <>
      <Th sort={by("title")}>{t.finish.columns.title}</Th>
      <Th numeric sort={by("order")}>
        {t.finish.columns.order}
      </Th>
      {criteria.map(({ id, name }, index) => (
        <Th key={id} numeric sort={by(`criterion-${index}`)}>
          {say(name, locale)}
        </Th>
      ))}
      <Th numeric sort={by("points")}>
        {t.finish.columns.points}
      </Th>
      <Th sort={by("status")}>{t.finish.columns.status}</Th>
    </>
  );
  return (
    <DataTable stacked caption={t.finish.caption} captionHidden head={head}>
      {rows.map((row) => {
        const status = reviewStatus(row);
        return (
          <tr key={row.id}>
            <th scope="row">
              <Titled of={row} href={opens ? `/judging/assignments/${row.id}` : undefined} />
            </th>
            <Num>{formatNumber(row.place, locale)}</Num>
            {row.values.map((value, index) => (
              <Num key={index}>{value === null ? null : markOf(criteria[index]!, value)}</Num>
            ))}
            <Num>{row.total === null ? null : formatPoints(row.total / partsOf(criteria)!, locale)}</Num>
            <td className="state">
              <Tag tone={TONES[status]}>{t.tasks.status[status]}</Tag>
            </td>
          </tr>
        );
      })}
    </DataTable>
  );
}

/** How one's totals lie on the scale: as bars, each with its figure. Drafts have no total yet. */
export function Totals({ criteria, rows }: { criteria: Criterion[]; rows: ScoreRow[] }) {
  const [t, locale] = [useTexts().review.finish, useLocale()];
  const totals = rows.flatMap(({ total }) => (total === null ? [] : [total / partsOf(criteria)!]));
  if (totals.length === 0) return <p className="muted">{t.noTotals}</p>;
  const bands = bandsOf(criteria, totals);
  const most = Math.max(...bands.map(({ times }) => times));
  const points = (value: number) => formatPoints(value, locale);
  return (
    <>
      <p>
        {t.totals({
          reviews: formatNumber(totals.length, locale),
          mean: points(totals.reduce((sum, total) => sum + total, 0) / totals.length),
          least: points(Math.min(...totals)),
          most: points(Math.max(...totals)),
        })}
      </p>
      <DataTable
        caption={t.totalsCaption}
        captionHidden
        head={
          <>
            <Th>{t.columns.points}</Th>
            <Th>{t.entries}</Th>
          </>
        }
      >
        {bands.map(({ from, to, times }) => (
          <tr key={from}>
            <th scope="row">
              <bdi>
                {points(from)}–{points(to)}
              </bdi>
            </th>
            <td>
              <ScaleBar value={times} label={formatNumber(times, locale)} max={most} />
            </td>
          </tr>
        ))}
      </DataTable>
    </>
  );
}

/**
 * How often each step of each scale was used, or each point of a fine one. Criteria whose steps read alike share a
 * table.
 */
export function Distribution({ criteria, rows }: { criteria: Criterion[]; rows: ScoreRow[] }) {
  const [t, locale, markOf] = [useTexts().review.finish, useLocale(), useMarks()];
  const alike = new Map<string, { criterion: Criterion; steps: { label: string; times: number }[] }[]>();
  for (const [index, criterion] of criteria.entries()) {
    const read = ({ from, to }: { from: number; to: number }) =>
      from === to ? markOf(criterion, from) : `${markOf(criterion, from)}–${markOf(criterion, to)}`;
    const steps = distributionOf(
      criterion,
      rows.map(({ values }) => values[index] ?? null),
    ).map((step) => ({ label: read(step), times: step.times }));
    const key = steps.map(({ label }) => label).join();
    alike.set(key, [...(alike.get(key) ?? []), { criterion, steps }]);
  }
  return (
    <>
      {[...alike].map(([key, group]) => (
        <DataTable
          key={key}
          stacked
          caption={
            alike.size > 1 ? (
              <Labelled label={t.distributionCaption}>
                {formatList(
                  group.map(({ criterion }) => say(criterion.name, locale)),
                  locale,
                )}
              </Labelled>
            ) : (
              t.distributionCaption
            )
          }
          head={
            <>
              <Th>{t.criterion}</Th>
              {group[0]!.steps.map(({ label }) => (
                <Th key={label} numeric>
                  <bdi>{label}</bdi>
                </Th>
              ))}
            </>
          }
        >
          {group.map(({ criterion, steps }) => (
            <tr key={criterion.id}>
              <th scope="row">{say(criterion.name, locale)}</th>
              {steps.map(({ label, times }) => (
                <Num key={label}>{formatNumber(times, locale)}</Num>
              ))}
            </tr>
          ))}
        </DataTable>
      ))}
    </>
  );
}
