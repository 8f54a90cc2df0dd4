import type { Balanced, Report } from "#app/domain/shortlist/balance.ts";
import { countryName, formatNumber } from "#app/i18n/format.ts";
import { DataTable, Facts, Num, Th } from "./data.tsx";
import { Notice, Tag } from "./feedback.tsx";
import { useLocale, useTexts } from "./locale.tsx";
import { Section } from "./page.tsx";
import { Titled } from "./wording.tsx";

type Names = Record<string, { code: string; title: string; rank: number | null }>;
type Bound = Pick<Report["bounds"][number], "dimension" | "group" | "least" | "most" | "limit">;

/** "At most 4: Kenya", in words. */
function useBoundText(): (bound: Bound) => string {
  const [{ balance: t, archive, question }, locale] = [useTexts(), useLocale()];
  const groupName = ({ dimension, group }: Bound) =>
    dimension === "country"
      ? countryName(group, locale)
      : dimension === "region"
        ? (archive.regions[group] ?? group)
        : dimension === "size"
          ? t.sizes[group as "small"]
          : dimension === "newcomer"
            ? t.newcomers
            : dimension === "goal"
              ? t.goal(question.sdg(formatNumber(Number(group), locale), question.sdgs[Number(group) - 1] ?? ""))
              : group;
  return (bound) =>
    bound.least === null ? t.most(groupName(bound), bound.most ?? 0) : t.least(groupName(bound), bound.least);
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

/** The rules that cost something or could not be kept. */
function BindingRules({ bounds }: Pick<Report, "bounds">) {
  const [t, locale, points, boundText] = [useTexts().balance.report, useLocale(), usePoints(), useBoundText()];
  const binding = bounds.filter(({ price, met }) => price > 0 || !met);
  return (
    <Section title={t.rules}>
      {binding.length === 0 ? (
        <p>{t.free}</p>
      ) : (
        <DataTable
          stacked
          caption={t.rulesCaption}
          head={
            <>
              <Th>{t.rule}</Th>
              <Th numeric>{t.count}</Th>
              <Th numeric>{t.rulePrice}</Th>
              <Th>{t.kept}</Th>
            </>
          }
        >
          {binding.map((bound) => (
            <tr key={JSON.stringify([bound.dimension, bound.group, bound.least, bound.most, bound.rule])}>
              <th scope="row">{boundText(bound)}</th>
              <Num>{formatNumber(bound.count, locale)}</Num>
              <Num>{points(bound.price)}</Num>
              <td>{bound.met ? <Tag tone="done">{t.met}</Tag> : <Tag tone="warning">{t.missed}</Tag>}</td>
            </tr>
          ))}
        </DataTable>
      )}
      <p className="hint">{t.rulesNote(bounds.length - binding.length)}</p>
    </Section>
  );
}

function RankedEntry({ of }: { of: Names[string] | undefined }) {
  const locale = useLocale();
  return of ? (
    <>
      <Titled of={of} />
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
