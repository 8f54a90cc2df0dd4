import type { Composition, Dimension, NamedTheme } from "#app/domain/shortlist/rules.ts";
import { sayGroup } from "#app/i18n/balance-bound.ts";
import { formatNumber } from "#app/i18n/format.ts";
import { DataTable, Num, Th } from "./data.tsx";
import { useLocale, useTexts } from "./locale.tsx";
import { Section } from "./page.tsx";

export type CompositionProps = {
  composition: {
    /** How many valid entries there are, how many stand first by the ranking, and on the list worked out last. */
    valid: number;
    firsts: number[];
    balanced: number | null;
    of: Composition;
  };
  themes: readonly NamedTheme[];
};

/** What the lists by the ranking are made of, beside all valid entries and the balanced list. */
export function ListComposition({ composition: { valid, firsts, balanced, of }, themes }: CompositionProps) {
  const [{ balance }, locale] = [useTexts(), useLocale()];
  const t = balance.composition;
  const figure = (value: number) => formatNumber(value, locale);
  const heads = [
    t.valid(figure(valid)),
    ...firsts.map((first) => t.first(figure(first))),
    ...(balanced === null ? [] : [t.balanced(figure(balanced))]),
  ];
  return (
    <Section title={t.title}>
      <p>{t.text}</p>
      {of.map(({ dimension, groups }, at) => (
        <details key={dimension} open={at === 0}>
          <summary>{balance.dimensions[dimension]}</summary>
          <DataTable
            caption={balance.dimensions[dimension]}
            captionHidden
            head={
              <>
                <Th>{t.group}</Th>
                {heads.map((head) => (
                  <Th numeric key={head}>
                    {head}
                  </Th>
                ))}
              </>
            }
          >
            {groups.map(({ group, counts }) => (
              <tr key={group}>
                <GroupName dimension={dimension} group={group} themes={themes} />
                {counts.map((count, column) => (
                  <Num key={heads[column]}>{figure(count)}</Num>
                ))}
              </tr>
            ))}
          </DataTable>
        </details>
      ))}
    </Section>
  );
}

function GroupName({ themes, ...of }: { dimension: Dimension; group: string; themes: readonly NamedTheme[] }) {
  return <th scope="row">{sayGroup(of, useTexts(), useLocale(), themes)}</th>;
}
