import { formatNumber } from "#app/i18n/format.ts";
import { type Localised, say } from "#app/i18n/localised.ts";
import { DataTable, Num, Th } from "./data.tsx";
import { useLocale, useTexts } from "./locale.tsx";
import { Section } from "./page.tsx";

export type CriterionRow = {
  id: string;
  name: Localised;
  readers: number;
  unread: number;
  single: number;
  unscored: number;
};

/** Where criteria are divided: what each of them lacks. */
export function CriteriaProgress({ criteria }: { criteria: readonly CriterionRow[] }) {
  const [t, locale] = [useTexts().round.home.criteria, useLocale()];
  if (criteria.length === 0) return null;
  const number = (value: number) => formatNumber(value, locale);
  return (
    <Section title={t.title}>
      <DataTable
        stacked
        caption={t.caption}
        captionHidden
        head={
          <>
            <Th>{t.criterion}</Th>
            <Th numeric>{t.readers}</Th>
            <Th numeric>{t.unread}</Th>
            <Th numeric>{t.single}</Th>
            <Th numeric>{t.unscored}</Th>
          </>
        }
      >
        {criteria.map(({ id, name, readers, unread, single, unscored }) => (
          <tr key={id}>
            <th scope="row">{say(name, locale)}</th>
            <Num>{number(readers)}</Num>
            <Num>{number(unread)}</Num>
            <Num>{number(single)}</Num>
            <Num>{number(unscored)}</Num>
          </tr>
        ))}
      </DataTable>
      <p className="hint">{t.hint}</p>
    </Section>
  );
}
