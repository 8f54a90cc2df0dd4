import type { Balanced, Report } from "#app/domain/shortlist/balance.ts";
import { sayBound } from "#app/i18n/balance-bound.ts";
import { formatNumber } from "#app/i18n/format.ts";
import { DataTable, Facts, Num, Th } from "./data.tsx";
import { Notice, Tag } from "./feedback.tsx";
import { useLocale, useTexts } from "./locale.tsx";
import { Section } from "./page.tsx";
import { EntryName } from "./wording.tsx";

type Names = Record<string, { code: string; title: string; rank: number | null }>;
type Bound = Pick<Report["bounds"][number], "dimension" | "group" | "least" | "most" | "limit">;

function useBoundText(): (bound: Bound) => string {
  const [t, locale] = [useTexts(), useLocale()];
  return (bound) => sayBound(bound, t, locale);
}

/** What the balanced list changes and what that costs: the report that is kept with it. */
export function BalanceReport({ report, names, line }: { report: Report; names: Names; line: number }) {
  const [t, locale, points] = [useTexts().balance.report, useLocale(), usePoints()];
  return (
    <>
      <Section title={t.title}>
        <Facts
          items={[
            { label: t.moved, value: formatNumber(report.in.length, locale) },
            {
              label: t.price,
              value: points(report.price.perPlace),
              note: t.share(formatNumber(report.price.share, locale, { style: "percent", maximumFractionDigits: 1 })),
            },
            ...(report.lostHits === null ? [] : [{ label: t.lostHits, value: points(report.lostHits) }]),
            ...(report.deepest === null
              ? []
              : [{ label: t.deepest, value: formatNumber(report.deepest, locale), note: t.deepestNote(line) }]),
          ]}
        />
        {report.in.length === 0 ? <p>{t.nothing}</p> : <Moves of={report} names={names} />}
        <Lists of={report} names={names} />
      </Section>
      <BindingRules bounds={report.bounds} />
    </>
  );
}

function usePoints(): (value: number) => string {
  const locale = useLocale();
  return (value) => formatNumber(value, locale, { minimumFractionDigits: 2, maximumFractionDigits: 3 });
}

/** Who comes in, each beside whoever leaves. */
function Moves({ of: report, names }: { of: Report; names: Names }) {
  const t = useTexts().balance.report;
  return (
    <DataTable
      stacked
      caption={t.pairs}
      head={
        <>
          <Th>{t.in}</Th>
          <Th>{t.out}</Th>
        </>
      }
    >
      {report.in.map((id, at) => (
        <tr key={id}>
          <td>
            <RankedEntry of={names[id]} />
          </td>
          <td>
            <RankedEntry of={names[report.out[at]!]} />
          </td>
        </tr>
      ))}
    </DataTable>
  );
}

/** The whole list by the ranking beside the whole balanced one. */
function Lists({ of: { merit, chosen }, names }: { of: Report; names: Names }) {
  const [{ balance, cut }, locale] = [useTexts(), useLocale()];
  const t = balance.report;
  return (
    <details>
      <summary>{t.lists}</summary>
      <DataTable
        caption={t.lists}
        captionHidden
        head={
          <>
            <Th numeric>{cut.place}</Th>
            <Th>{t.byMerit}</Th>
            <Th>{t.byRules}</Th>
          </>
        }
      >
        {merit.map((id, at) => (
          <tr key={id}>
            <th scope="row">{formatNumber(at + 1, locale)}</th>
            <td>
              <RankedEntry of={names[id]} />
            </td>
            <td>
              <RankedEntry of={names[chosen[at]!]} />
            </td>
          </tr>
        ))}
      </DataTable>
    </details>
  );
}

/** Every rule: those that cost something or could not be kept, and behind them the others. */
function BindingRules({ bounds }: Pick<Report, "bounds">) {
  const binding = bounds.filter(({ price, met }) => price > 0 || !met);
  const free = bounds.filter((bound) => !binding.includes(bound));
  const t = useTexts().balance.report;
  return (
    <Section title={t.rules}>
      {binding.length === 0 ? <p>{t.free}</p> : <RuleTable caption={t.rulesCaption} bounds={binding} />}
      {free.length > 0 ? (
        <details>
          <summary>{t.freeRules(free.length)}</summary>
          <RuleTable caption={t.freeRules(free.length)} captionHidden bounds={free} />
        </details>
      ) : null}
      <p className="hint">{t.rulesNote}</p>
    </Section>
  );
}

/** Rules, each with how many the list has, what it costs, and whether it is kept. */
function RuleTable({ bounds, ...named }: Pick<Report, "bounds"> & { caption: string; captionHidden?: boolean }) {
  const [t, locale, points, boundText] = [useTexts().balance.report, useLocale(), usePoints(), useBoundText()];
  return (
    <DataTable
      stacked
      {...named}
      head={
        <>
          <Th>{t.rule}</Th>
          <Th numeric>{t.count}</Th>
          <Th numeric>{t.rulePrice}</Th>
          <Th>{t.kept}</Th>
        </>
      }
    >
      {bounds.map((bound) => (
        <tr key={JSON.stringify([bound.dimension, bound.group, bound.least, bound.most, bound.rule])}>
          <th scope="row">{boundText(bound)}</th>
          <Num>{formatNumber(bound.count, locale)}</Num>
          <Num>{points(bound.price)}</Num>
          <td>{bound.met ? <Tag tone="done">{t.met}</Tag> : <Tag tone="warning">{t.missed}</Tag>}</td>
        </tr>
      ))}
    </DataTable>
  );
}

function RankedEntry({ of }: { of: Names[string] | undefined }) {
  const locale = useLocale();
  return of ? (
    <>
      <EntryName of={of} />
      {of.rank === null ? null : <span className="count"> {formatNumber(of.rank, locale)}</span>}
    </>
  ) : (
    <>–</>
  );
}

/** Which rules cannot be kept, instead of a list. */
export function BalanceUnmet({ unmet }: { unmet: Extract<Balanced, { feasible: false }>["unmet"] }) {
  const t = useTexts().balance;
  const boundText = useBoundText();
  return (
    <Notice kind="warning" title={t.unmet}>
      <ul>
        {unmet.map(({ bound, short }) => (
          <li key={JSON.stringify(bound)}>{t.short(boundText(bound), short)}</li>
        ))}
      </ul>
      <p>{t.unmetHint}</p>
    </Notice>
  );
}
