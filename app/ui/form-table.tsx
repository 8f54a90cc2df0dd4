import { ALWAYS_ASKED, type EditedSection, type FormQuestion } from "#app/domain/question/rules.ts";
import { onlyIf } from "#app/domain/question/answer-text.ts";
import { formatNumber } from "#app/i18n/format.ts";
import { say } from "#app/i18n/localised.ts";
import { DataTable, Th } from "./data.tsx";
import { Tag } from "./feedback.tsx";
import { useLocale, useTexts } from "./locale.tsx";
import { Labelled } from "./wording.tsx";

type Shown = Pick<FormQuestion, "key" | "label" | "type"> &
  Partial<Pick<FormQuestion, "required" | "confidential" | "public" | "settings">>;

type FormTableProps = { section: EditedSection; form: EditedSection[]; here: string; mayChange: boolean };

/** The questions of a section, those set aside last: asked or not, required or not, in which order. */
export function FormTable({ section, form, here, mayChange }: FormTableProps) {
  const [{ question, ui }, locale] = [useTexts(), useLocale()];
  const t = question.editor;
  const rows: { question: Shown; asked: boolean }[] = [
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
      {rows.map(({ question, asked }, index) => {
        const { key, label, type, required = false } = question;
        const box = { of: say(label, locale), fixed: !mayChange || ALWAYS_ASKED.includes(key) };
        return (
          <tr key={key}>
            <th scope="row">
              <QuestionName
                question={question}
                form={form}
                href={mayChange && asked ? `${here}/questions/${encodeURIComponent(key)}` : null}
              />
            </th>
            <td>{t.types[type]}</td>
            <td>
              <Box {...box} name={`asked.${key}`} label={t.asked} checked={asked} />
            </td>
            <td>
              <Box {...box} name={`required.${key}`} label={t.required} checked={required} />
            </td>
            <td>
              {mayChange ? (
                <input
                  className="input width-short"
                  name={`place.${key}`}
                  inputMode="numeric"
                  defaultValue={index + 1}
                  aria-label={`${t.place}${ui.colon}${box.of}`}
                />
              ) : (
                formatNumber(index + 1, locale)
              )}
            </td>
          </tr>
        );
      })}
    </DataTable>
  );
}

/** What a question asks, as the way to changing it; who reads its answer, and of whom it is asked. */
function QuestionName({ question, form, href }: { question: Shown; form: EditedSection[]; href: string | null }) {
  const [t, locale] = [useTexts().question.editor, useLocale()];
  const words = say(question.label, locale);
  return (
    <>
      {href ? <a href={href}>{words}</a> : words}
      {question.confidential ? (
        <>
          {" "}
          <Tag tone="warning">{t.confidential}</Tag>
        </>
      ) : null}
      {question.public ? (
        <>
          {" "}
          <Tag>{t.public}</Tag>
        </>
      ) : null}
      {question.settings?.when ? <div className="hint">{onlyIf(question.settings.when, form, locale)}</div> : null}
    </>
  );
}

type BoxProps = { name: string; label: string; of: string; checked: boolean; fixed: boolean };

function Box({ name, label, of, checked, fixed }: BoxProps) {
  return (
    <label className="box">
      <input type="checkbox" name={name} value="yes" defaultChecked={checked} disabled={fixed} />
      <span className="unseen">
        <Labelled label={label}>{of}</Labelled>
      </span>
    </label>
  );
}
