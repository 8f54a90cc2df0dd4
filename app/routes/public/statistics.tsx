import type { MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { type CycleStatistics, cycleStatistics } from "#app/domain/result/queries.server.ts";
import { GROUPINGS, type Grouping, groupOf, LEAST_TOLD, SIZES } from "#app/domain/statistics/rules.ts";
import { anyone } from "#app/http/wrappers.ts";
import { formatNumber } from "#app/i18n/format.ts";
import { say } from "#app/i18n/localised.ts";
import { textsOf } from "#app/i18n/texts.ts";
import { Page, Section } from "#app/ui/page.tsx";
import { BarTable } from "#app/ui/bar-table.tsx";
import { useLocale, useTexts } from "#app/ui/locale.tsx";
import { publicMeta } from "#app/ui/public-meta.ts";
import { nameOfRegion, nameOfTheme } from "#app/ui/results.tsx";

export const handle = { shared: true };

export const loader = anyone(async ({ ctx, param, visit, locale }) => ({
  ...(await cycleStatistics(ctx, param("slug"))),
  locale,
  here: `${visit.services.config.publicUrl}/cycles/${param("slug")}/statistics`,
}));

export const meta: MetaFunction<typeof loader> = ({ data }) => {
  if (!data) return [];
  const { statistics: t, ui } = textsOf(data.locale);
  return publicMeta({
    title: `${t.title}${ui.colon}${say(data.cycle.name, data.locale)}`,
    description: t.lede,
    here: data.here,
    locale: data.locale,
  });
};

export default function StatisticsPage() {
  const { cycle, statistics, chosen } = useLoaderData<typeof loader>();
  const [{ statistics: t, result }, locale] = [useTexts(), useLocale()];
  const levels = [
    ...cycle.levels.map(({ key, name }) => ({ key, label: say(name, locale) })),
    { key: null, label: result.distinction },
  ]
    .map(({ key, label }) => ({ key: key ?? "", label, value: chosen.filter(({ level }) => level === key).length }))
    .filter(({ value }) => value > 0);
  const stages = statistics
    ? [
        { key: "received", label: t.received, value: statistics.received },
        ...(["ineligible", "withdrawn"] as const).flatMap((key) =>
          statistics[key] === undefined ? [] : [{ key, label: t[key], value: statistics[key] }],
        ),
        { key: "valid", label: t.valid, value: statistics.valid },
        { key: "read", label: t.read, value: statistics.read },
        { key: "chosen", label: t.chosen, value: chosen.length },
      ]
    : [];
  return (
    <Page
      eyebrow={say(cycle.programme.name, locale)}
      title={t.of(say(cycle.name, locale))}
      lede={t.lede}
      back={{ href: `/cycles/${cycle.slug}/results`, label: t.back }}
    >
      <Section title={t.funnel}>
        {statistics ? null : <p>{t.onlyChosen}</p>}
        <BarTable
          caption={t.funnel}
          group={t.stage}
          columns={[t.entries]}
          of={statistics?.received ?? chosen.length}
          rows={[...stages, ...levels].map(({ value, ...row }) => ({ ...row, values: [value] }))}
        />
        {statistics ? (
          <ul className="hint">
            <li>{t.meanings.received}</li>
            {statistics.ineligible === undefined ? null : <li>{t.meanings.lost}</li>}
            <li>{t.meanings.valid}</li>
            <li>{t.meanings.read}</li>
          </ul>
        ) : null}
      </Section>
      {GROUPINGS.map((by) => (
        <Group key={by} by={by} />
      ))}
      {statistics ? <p className="hint">{t.untold(formatNumber(LEAST_TOLD, locale))}</p> : null}
    </Page>
  );
}

/** One way of counting: the valid entries, as far as they are told, and those on the list. */
function Group({ by }: { by: Grouping }) {
  const shown = useLoaderData<typeof loader>();
  const [texts, locale] = [useTexts(), useLocale()];
  const t = texts.statistics;
  const { statistics, chosen, cycle } = shown;
  const names = groupsOf(shown, by);
  if (names.length === 0) return null;
  const label = (group: string) =>
    (by === "size"
      ? t.sizes[group as (typeof SIZES)[number]]
      : by === "region"
        ? nameOfRegion(group, texts)
        : nameOfTheme(group, cycle.themes, locale)) || t.unknown;
  const rows = names.map((group) => {
    const listed = chosen.filter((each) => groupOf(each, by) === group).length;
    return {
      key: group,
      label: label(group),
      values: statistics ? [statistics.groups[by][group] ?? null, listed] : [listed],
    };
  });
  return (
    <Section title={t.by[by]}>
      <BarTable
        caption={t.by[by]}
        group={t.group[by]}
        columns={statistics ? [t.valid, t.chosen] : [t.chosen]}
        of={chosen.length}
        rows={rows}
      />
    </Section>
  );
}

/** Sizes from large to small, everything else in the order of its keys; what is not known comes last. */
function groupsOf({ statistics, chosen }: Pick<CycleStatistics, "statistics" | "chosen">, by: Grouping): string[] {
  const known = [
    ...new Set([...Object.keys(statistics?.groups[by] ?? {}), ...chosen.map((each) => groupOf(each, by))]),
  ];
  return by === "size"
    ? SIZES.filter((size) => known.includes(size))
    : known.sort((a, b) => Number(a === "") - Number(b === "") || (a < b ? -1 : 1));
}
