import { controlName, type Fields, MOST_ROWS } from "#app/domain/question/input.ts";
import { columnsOf, type FormQuestion, SDGS } from "#app/domain/question/rules.ts";
import { formatNumber } from "#app/i18n/format.ts";
import type { Locale } from "#app/i18n/locales.ts";
import { say } from "#app/i18n/localised.ts";
import type { Texts } from "#app/i18n/texts.ts";
import type { Autosave, FieldProps } from "./field-parts.tsx";
import { Checkboxes, FieldGroup, type Option, Radios, TextArea, TextInput } from "./form.tsx";
import { useLocale, useTexts } from "./locale.tsx";

export type QuestionFieldProps = {
  question: FormQuestion;
  /** What the controls hold: the stored answer, or what somebody typed and could not save. */
  fields: Fields;
  autosave?: Autosave | undefined;
  error?: string | undefined;
  warning?: FieldProps["warning"];
};

/** What a question is called where its control is not beside it: a declaration's own label is a whole sentence. */
export function questionLabel({ type, label }: Pick<FormQuestion, "type" | "label">, t: Texts, locale: Locale): string {
  return type === "declaration" ? t.question.declaration : say(label, locale);
}

const SPARE_ROWS = 2;

/** Where a link to a question leads: the first of its controls. */
export function firstControl({ key, type }: Pick<FormQuestion, "key" | "type">): string {
  const [column] = columnsOf(type);
  return controlName(key) + (column ? `.0.${column}` : type === "period" ? ".from" : "");
}

/** One question of a form, with the control that suits its type. Files have a form of their own. */
export function QuestionField({ question, fields, autosave, error, warning }: QuestionFieldProps) {
  const [t, locale] = [useTexts(), useLocale()];
  const { type, settings } = question;
  const name = controlName(question.key);
  const own = question.hint ? say(question.hint, locale) : undefined;
  const hint = question.public ? <>{own}{own ? " " : null}{t.question.public}</> : own;
  const field = { name, label: say(question.label, locale), hint, error, warning, optional: !question.required, autosave };
  const [value = ""] = fields.all(name);
  const options: Option[] = (settings.options ?? []).map((option) => ({ value: option.value, label: say(option.label, locale) }));
  const pick = settings.max && ["choices", "themes"].includes(type) && !own ? <>{t.question.upTo(formatNumber(settings.max, locale))}{question.public ? ` ${t.question.public}` : null}</> : hint;

  switch (type) {
    case "long-text":
      return <TextArea {...field} value={value} limit={settings.limit} rows={settings.limit && settings.limit.count < 160 ? 5 : 9} />;
    case "choice":
      return <Radios {...field} legend={field.label} options={options} value={value} />;
    case "choices":
    case "themes":
      return <Checkboxes {...field} hint={pick} legend={field.label} options={options} values={fields.all(name)} />;
    case "sdgs":
      return <Checkboxes {...field} legend={field.label} options={SDGS.map((sdg) => ({ value: String(sdg), label: t.question.sdg(formatNumber(sdg, locale), t.question.sdgs[sdg - 1] ?? "") }))} values={fields.all(name)} />;
    case "declaration":
      return <Checkboxes {...field} optional={false} legend={t.question.declaration} options={[{ value: "yes", label: field.label }]} values={fields.all(name)} />;
    case "number":
      return <TextInput {...field} value={value} width="short" inputMode="decimal" suffix={settings.unit} />;
    case "date":
      return <TextInput {...field} value={value} width="short" inputMode="numeric" />;
    case "period":
      return (
        <FieldGroup {...field}>
          {(["from", "to"] as const).map((part) => (
            <TextInput key={part} name={`${name}.${part}`} label={t.question.period[part]} value={fields.all(`${name}.${part}`)[0]} width="short" inputMode="numeric" />
          ))}
        </FieldGroup>
      );
    case "partners":
    case "indicators":
      return <FieldGroup {...field}><Rows name={name} type={type} fields={fields} /></FieldGroup>;
    case "email":
      return <TextInput {...field} value={value} type="email" width="long" autoComplete="email" />;
    case "link":
      return <TextInput {...field} value={value} type="url" width="long" />;
    default:
      return <TextInput {...field} value={value} />;
  }
}

/** The rows that are filled, and a few empty ones: saving brings more. */
function Rows({ name, type, fields }: { name: string; type: "partners" | "indicators"; fields: Fields }) {
  const [t, locale] = [useTexts().question, useLocale()];
  const labels: Record<string, string> = t.columns[type];
  const columns = columnsOf(type);
  const isFilled = (index: number) => columns.some((column) => fields.all(`${name}.${index}.${column}`).some((cell) => cell !== ""));
  const filled = Array.from({ length: MOST_ROWS }, (_none, index) => index).filter(isFilled);
  const shown = Math.min(MOST_ROWS, (filled.at(-1) ?? -1) + 1 + SPARE_ROWS);
  return (
    <>
      {Array.from({ length: shown }, (_none, index) => (
        <div className={`row-fields row-${type}`} role="group" aria-label={t.rows[type](formatNumber(index + 1, locale))} key={index}>
          {columns.map((column) => (
            <TextInput key={column} name={`${name}.${index}.${column}`} label={labels[column]} value={fields.all(`${name}.${index}.${column}`)[0]} width={column === "year" ? "short" : "full"} />
          ))}
        </div>
      ))}
      {shown < MOST_ROWS ? <p className="hint">{t.moreRows}</p> : null}
    </>
  );
}
