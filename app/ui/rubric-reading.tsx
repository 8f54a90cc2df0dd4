import type { Criterion, Rubric } from "#app/domain/rubric/rules.ts";
import { formatNumber } from "#app/i18n/format.ts";
import { say } from "#app/i18n/localised.ts";
import { DataTable, Num, Th } from "./data.tsx";
import { useLocale, useTexts } from "./locale.tsx";
import { useCommenting, useMarks } from "./score.tsx";
import { Section } from "./page.tsx";
import { Labelled } from "./wording.tsx";

/** Steps that read otherwise than what they count. */
const isNamed = ({ scale }: Criterion) => scale === "letters" || scale === "yes-no";

/** A rubric to be read: criteria, weights, and what each step means. */
export function RubricReading({ criteria }: Pick<Rubric, "criteria">) {
  const [t, locale, markOf, commenting] = [useTexts().rubric.reading, useLocale(), useMarks(), useCommenting()];
  return (
    <>
      {criteria.map((criterion, index) => (
        <Section key={criterion.id} number={index + 1} title={say(criterion.name, locale)}>
          <p>{say(criterion.description, locale)}</p>
          <p>
            <Labelled label={t.weight}>{formatNumber(criterion.weight / 100, locale, { style: "percent" })}</Labelled> ·{" "}
            <Labelled label={t.scale}>
              {t.scaleOf(markOf(criterion, criterion.min), markOf(criterion, criterion.max))}
            </Labelled>
          </p>
          <p>
            {commenting(criterion)} {criterion.notApplicable ? t.notApplicable : null}
          </p>
          <DataTable
            caption={say(criterion.name, locale)}
            captionHidden
            head={
              <>
                <Th numeric>{t.step}</Th>
                {isNamed(criterion) ? <Th numeric>{t.counts}</Th> : null}
                <Th>{t.anchor}</Th>
              </>
            }
          >
            {criterion.anchors.map((anchor) => (
              <tr key={anchor.value}>
                <Num>{markOf(criterion, anchor.value)}</Num>
                {isNamed(criterion) ? <Num>{formatNumber(anchor.value, locale)}</Num> : null}
                <td>{say(anchor.text, locale)}</td>
              </tr>
            ))}
          </DataTable>
        </Section>
      ))}
    </>
  );
}
