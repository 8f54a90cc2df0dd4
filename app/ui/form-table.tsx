import { ALWAYS_ASKED, type EditedSection, type FormQuestion } from "#app/domain/question/rules.ts";
import { say } from "#app/i18n/localised.ts";
import { DataTable, Th } from "./data.tsx";
import { Tag } from "./feedback.tsx";
import { useLocale, useTexts } from "./locale.tsx";
import { Labelled } from "./wording.tsx";

type Shown = Pick<FormQuestion, "key" | "label" | "type"> &
  Partial<Pick<FormQuestion, "required" | "confidential" | "public">>;

/** The questions of a section, those set aside last: asked or not, required or not, in which order. */
export function FormTable({ section, here, mayChange }: { section: EditedSection; here: string; mayChange: boolean }) {
  const [
    {
      question: { editor: t },
      ui: { colon },
    },
    locale,
  ] = [useTexts(), useLocale()];
  const rows = [
    ...section.questions.map((question) => ({ question, asked: true })),
    ...section.aside.map((question) => ({ question, asked: false })),
  ];
  return (
    <DataTable
      stacked
      caption={say(section.title, locale)}
      captionHidden
      head={
        <>
          <Th>{t.question}</Th>
          <Th>{t.type}</Th>
          <Th>{t.asked}</Th>
          <Th>{t.required}</Th>
          <Th>{t.place}</Th>
        </>
      }
    >
      {rows.map(({ question, asked }, index) => (
        <tr key={question.key}>{cells(question, asked, index + 1)}</tr>
      ))}
    </DataTable>
  );

  function cells(
    { key, label, type, required = false, confidential, public: shown }: Shown,
    asked: boolean,
    place: number,
  ) {
    const [words, fixed] = [say(label, locale), !mayChange || ALWAYS_ASKED.includes(key)];
    const box = (name: string, of: string, checked: boolean) => (
      <td>
        <label className="box">
          <input type="checkbox" name={name} value="yes" defaultChecked={checked} disabled={fixed} />
          <span className="unseen">
            <Labelled label={of}>{words}</Labelled>
          </span>
        </label>
      </td>
    );
    return (
      <>
        <th scope="row">
          {mayChange && asked ? <a href={`${here}/questions/${encodeURIComponent(key)}`}>{words}</a> : words}
          {confidential ? (
            <>
              {" "}
              <Tag tone="warning">{t.confidential}</Tag>
            </>
          ) : null}
          {shown ? (
            <>
              {" "}
              <Tag>{t.public}</Tag>
            </>
          ) : null}
        </th>
        <td>{t.types[type]}</td>
        {box(`asked.${key}`, t.asked, asked)}
        {box(`required.${key}`, t.required, required)}
        <td>
          <input
            className="input width-short"
            name={`place.${key}`}
            inputMode="numeric"
            defaultValue={place}
            disabled={!mayChange}
            aria-label={`${t.place}${colon}${words}`}
          />
        </td>
      </>
    );
  }
}
