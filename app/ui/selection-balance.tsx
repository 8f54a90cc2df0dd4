import type { Balanced, Report } from "#app/domain/shortlist/balance.ts";
import type { NamedTheme } from "#app/domain/shortlist/rules.ts";
import { sayBound } from "#app/i18n/balance-bound.ts";
import { formatNumber } from "#app/i18n/format.ts";
import { DataTable, Facts, Num, Th } from "./data.tsx";
import { Notice, Tag } from "./feedback.tsx";
import { useLocale, useTexts } from "./locale.tsx";
import { Section } from "./page.tsx";
import { EntryName, Sentences } from "./wording.tsx";

type Names = Record<string, { code: string; title: string; rank: number | null }>;
type Bound = Pick<Report["bounds"][number], "dimension" | "group" | "least" | "most" | "limit">;

function useBoundText(themes: readonly NamedTheme[]): (bound: Bound) => string {
  const [t, locale] = [useTexts(), useLocale()];
  return (bound) => sayBound(bound, t, locale, themes);
}

type Themed = { themes: readonly NamedTheme[] };
type Moved = { of: Report; names: Names } & Themed;

/** What the balanced list changes and what that costs: the report that is kept with it. */
export function BalanceReport({
  report,
  names,
  line,
  themes,
}: { report: Report; names: Names; line: number } & Themed) {
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
        {report.in.length === 0 ? <p>{t.nothing}</p> : <Moves of={report} names={names} themes={themes} />}
        <Lists of={report} names={names} />
      </Section>
      <BindingRules of={report} names={names} themes={themes} />
    </>
  );
}

function usePoints(): (value: number) => string {
  const locale = useLocale();
  return (value) => formatNumber(value, locale, { minimumFractionDigits: 2, maximumFractionDigits: 3 });
}

/** Who comes in, each beside whoever leaves; and for each by which rules. */
function Moves({ of: report, names, themes }: Moved) {
  const [t, boundText] = [useTexts().balance.report, useBoundText(themes)];
  const { movedBy } = report;
  const cause = movedBy ? <Th>{t.because}</Th> : null;
  const moved = (id: string) => (
    <>
      <td>
        <RankedEntry of={names[id]} />
      </td>
      {movedBy ? (
        <td>
          {movedBy[id]?.alone === false ? <div className="hint">{t.together}</div> : null}
          {movedBy[id]?.bounds.map((bound) => (
            <div key={bound}>{boundText(report.bounds[bound]!)}</div>
          ))}
        </td>
      ) : null}
    </>
  );
  return (
    <DataTable
      stacked
      caption={t.pairs}
      head={
        <>
          <Th>{t.in}</Th>
          {cause}
          <Th>{t.out}</Th>
          {cause}
        </>
      }
    >
      {report.in.map((id, at) => (
        <tr key={id}>
          {moved(id)}
          {moved(report.out[at]!)}
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

/**
 * Every rule: those that cost something, moved somebody or could not be kept, and behind them the others. To whoever
 * may not learn what they cost, all at once.
 */
function BindingRules({ of: report, names, themes }: Moved) {
  const rules = report.bounds.map((bound, at) => ({
    ...bound,
    moves: [...report.in, ...report.out].filter((id) => report.movedBy?.[id]?.bounds.includes(at)),
  }));
  const t = useTexts().balance.report;
  const shared = { names, themes };
  if (rules.some(({ price }) => price === undefined))
    return (
      <Section title={t.unpriced}>
        <RuleTable unpriced caption={t.unpriced} captionHidden rules={rules} {...shared} />
      </Section>
    );
  const binding = rules.filter(({ price, met, moves }) => price! > 0 || !met || moves.length > 0);
  const free = rules.filter((rule) => !binding.includes(rule));
  return (
    <Section title={t.rules}>
      {binding.length === 0 ? <p>{t.free}</p> : <RuleTable caption={t.rulesCaption} rules={binding} {...shared} />}
      {free.length > 0 ? (
        <details>
          <summary>{t.freeRules(free.length)}</summary>
          <RuleTable caption={t.freeRules(free.length)} captionHidden rules={free} {...shared} />
        </details>
      ) : null}
      <p className="hint">
        <Sentences>
          {t.rulesNote}
          {report.movedBy ? t.movesNote : null}
        </Sentences>
      </p>
    </Section>
  );
}

type RuleTableProps = {
  rules: (Report["bounds"][number] & { moves: string[] })[];
  names: Names;
  caption: string;
  captionHidden?: boolean;
  unpriced?: boolean;
} & Themed;

/** Rules, each with how many the list has, what it costs, whom it moves, and whether it is kept; or that alone. */
function RuleTable({ rules, names, themes, unpriced = false, ...named }: RuleTableProps) {
  const [texts, locale, points, boundText] = [useTexts(), useLocale(), usePoints(), useBoundText(themes)];
  const t = texts.balance.report;
  return (
    <DataTable
      stacked
      {...named}
      head={
        <>
          <Th>{t.rule}</Th>
          {unpriced ? null : (
            <>
              <Th numeric>{t.count}</Th>
              <Th numeric>{t.rulePrice}</Th>
              <Th>{t.moves}</Th>
            </>
          )}
          <Th>{t.kept}</Th>
        </>
      }
    >
      {rules.map((bound) => (
        <tr key={JSON.stringify([bound.dimension, bound.group, bound.least, bound.most, bound.rule])}>
          <th scope="row">{boundText(bound)}</th>
          {unpriced ? null : (
            <>
              <Num>{formatNumber(bound.count!, locale)}</Num>
              <Num>{points(bound.price!)}</Num>
              <td>{bound.moves.map((id) => names[id]?.code ?? "–").join(texts.ui.comma) || "–"}</td>
            </>
          )}
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
export function BalanceUnmet({ unmet, themes }: { unmet: Extract<Balanced, { feasible: false }>["unmet"] } & Themed) {
  const t = useTexts().balance;
  const boundText = useBoundText(themes);
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
