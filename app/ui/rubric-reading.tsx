import type { Rubric } from "#app/domain/rubric/rules.ts";
import { formatNumber } from "#app/i18n/format.ts";
import { say } from "#app/i18n/localised.ts";
import { DataTable, Num, Th } from "./data.tsx";
import { useLocale, useTexts } from "./locale.tsx";
import { Section } from "./page.tsx";

/** A rubric to be read: criteria, weights, and what each step means. */
export function RubricReading({ criteria }: Pick<Rubric, "criteria">) {
  const [t, locale] = [useTexts().rubric.reading, useLocale()];
  return (
    <>
      {criteria.map((criterion, index) => (
        <Section key={criterion.id} number={index + 1} title={say(criterion.name, locale)}>
          <p>{say(criterion.description, locale)}</p>
          <p>{t.weight}: {formatNumber(criterion.weight / 100, locale, { style: "percent" })}. {t.scale}: {t.scaleOf(criterion.min, criterion.max)}. {criterion.commentRequired ? `${t.commentRequired}.` : null}</p>
          <DataTable caption={say(criterion.name, locale)} captionHidden head={<><Th numeric>{t.step}</Th><Th>{t.anchor}</Th></>}>
            {criterion.anchors.map((anchor) => <tr key={anchor.value}><Num>{anchor.value}</Num><td>{say(anchor.text, locale)}</td></tr>)}
          </DataTable>
        </Section>
      ))}
    </>
  );
}
