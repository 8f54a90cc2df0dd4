import { formatNumber } from "#app/i18n/format.ts";
import type { PackedSave } from "#app/domain/package/rules.ts";
import type { FormSection } from "#app/domain/question/rules.ts";
import { DataTable, Num, Th } from "./data.tsx";
import { Tag } from "./feedback.tsx";
import { useLocale, useTexts } from "./locale.tsx";
import { Section } from "./page.tsx";
import { questionLabel } from "./question-field.tsx";
import { Moment } from "./time.tsx";

/** What the questions of a form are called in the reader's language, by key, in the form's order. */
export function useLabels(form: FormSection[]): Map<string, string> {
  const [texts, locale] = [useTexts(), useLocale()];
  return new Map(
    form
      .flatMap(({ questions }) => questions)
      .map((question) => [question.key, questionLabel(question, texts, locale)]),
  );
}

/** Every save in a signed package, in the order of the form: when it was, and whether exactly this is in the portal. */
export function PackedSaves({
  saves,
  form,
  zone,
}: {
  saves: readonly PackedSave[];
  form: FormSection[];
  zone: string;
}) {
  const [
    {
      cycle: { signedPackage: t },
    },
    locale,
    labels,
  ] = [useTexts(), useLocale(), useLabels(form)];
  if (saves.length === 0) return null;
  const place = new Map([...labels.keys()].map((key, index) => [key, index]));
  return (
    <Section title={t.saves}>
      <DataTable
        stacked
        caption={t.saves}
        captionHidden
        head={
          <>
            <Th>{t.columns.what}</Th>
            <Th numeric>{t.columns.version}</Th>
            <Th>{t.columns.saved}</Th>
            <Th>{t.columns.here}</Th>
          </>
        }
      >
        {saves
          .toSorted((a, b) => (place.get(a.question) ?? 0) - (place.get(b.question) ?? 0))
          .map(({ question, name, version, saved, stored, late }, index) => (
            <tr key={index}>
              <th scope="row">{name === null ? (labels.get(question) ?? question) : <bdi>{name}</bdi>}</th>
              <Num>{version === null ? "–" : formatNumber(version, locale)}</Num>
              <td>
                <Moment at={saved} zone={zone} />
                {late ? (
                  <>
                    {" "}
                    <Tag tone="warning">{t.late}</Tag>
                  </>
                ) : null}
              </td>
              <td>
                <Tag tone={stored ? "done" : "danger"}>{stored ? t.stored : t.notStored}</Tag>
              </td>
            </tr>
          ))}
      </DataTable>
    </Section>
  );
}
