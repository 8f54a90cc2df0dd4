import type { ReactNode } from "react";
import { controlName, type Fields, readAnswer } from "#app/domain/question/input.ts";
import { columnsOf, type FormQuestion, partsOf, SDGS } from "#app/domain/question/rules.ts";
import { formatNumber } from "#app/i18n/format.ts";
import type { Locale } from "#app/i18n/locales.ts";
import { say } from "#app/i18n/localised.ts";
import type { Texts } from "#app/i18n/texts.ts";
import { countryOptions } from "./country-options.ts";
import type { Autosave, FieldProps } from "./field-parts.tsx";
import { FieldPeriod } from "./field-period.tsx";
import { FieldPlace } from "./field-place.tsx";
import { FieldRows } from "./field-rows.tsx";
import { FieldGroup, TextArea, TextInput } from "./form.tsx";
import { Checkboxes, type Option, Radios, Select } from "./choices.tsx";
import { useLocale, useTexts } from "./locale.tsx";
import { Sentences } from "./wording.tsx";

export type QuestionFieldProps = {
  question: FormQuestion;
  /** What the controls hold: the stored answer, or what somebody typed and could not save. */
  fields: Fields;
  autosave?: Autosave | undefined;
  error?: string | undefined;
  warning?: FieldProps["warning"];
  /** Somebody asked for more rows. */
  more?: boolean;
};

/** What a question is called where its control is not beside it: a declaration's own label is a whole sentence. */
export function questionLabel({ type, label }: Pick<FormQuestion, "type" | "label">, t: Texts, locale: Locale): string {
  return type === "declaration" ? t.question.declaration : say(label, locale);
}

/** Where a link to a question leads: the first of its controls. */
export function firstControl({ key, type }: Pick<FormQuestion, "key" | "type">): string {
  const [[column], [part]] = [columnsOf(type), partsOf(type)];
  return controlName(key) + (column ? `.0.${column}` : part ? `.${part}` : "");
}

/** The names of the controls of rows and pairs that what is wrong with an answer is about. */
export function controlsAmiss(question: FormQuestion, fields: Fields): string[] {
  const reading = readAnswer(question, fields);
  return reading.ok ? [] : (reading.parts ?? []).map((part) => `${controlName(question.key)}.${part}`);
}

/** One question of a form, with the control that suits its type. Files have a form of their own. */
export function QuestionField({ question, fields, autosave, error, warning, more = false }: QuestionFieldProps) {
  const locale = useLocale();
  const { type, key, label, required } = question;
  const field = {
    name: controlName(key),
    label: say(label, locale),
    hint: useHint(question),
    error,
    warning,
    optional: !required,
    autosave,
  };
  switch (type) {
    case "choice":
    case "choices":
    case "themes":
    case "sdgs":
    case "declaration":
      return <Chosen question={question} field={field} values={fields.all(field.name)} />;
    case "period":
    case "place":
    case "partners":
    case "indicators":
    case "budget":
      return (
        <FieldGroup {...field}>
          <Parts
            question={{ ...question, type }}
            name={field.name}
            fields={fields}
            amiss={error ? controlsAmiss(question, fields) : []}
            more={more}
          />
        </FieldGroup>
      );
    default:
      return <Written question={question} field={field} value={fields.all(field.name)[0] ?? ""} />;
  }
}

/** What is said of a question beneath its label: its own hint, or how many may be chosen; that the answer is public. */
function useHint({ type, hint, settings, public: shown }: FormQuestion): ReactNode {
  const [t, locale] = [useTexts().question, useLocale()];
  const most = ["choices", "themes"].includes(type) ? settings.max : undefined;
  const own = (hint ? say(hint, locale) : "") || (most ? t.upTo(formatNumber(most, locale)) : undefined);
  if (!shown) return own;
  return (
    <Sentences>
      {own}
      {t.public}
    </Sentences>
  );
}

type Asked = { question: FormQuestion; field: FieldProps & { label: string } };

/** Controls to choose among. */
function Chosen({ question: { type, settings }, field, values }: Asked & { values: string[] }) {
  const [t, locale] = [useTexts().question, useLocale()];
  const options: Option[] = (settings.options ?? []).map(({ value, label }) => ({ value, label: say(label, locale) }));
  if (type === "choice") return <Radios {...field} legend={field.label} options={options} value={values[0] ?? ""} />;
  if (type === "sdgs")
    return (
      <Checkboxes
        {...field}
        tiles
        legend={field.label}
        options={SDGS.map((sdg) => ({
          value: String(sdg),
          label: <Goal number={formatNumber(sdg, locale)} name={t.sdgs[sdg - 1] ?? ""} />,
        }))}
        values={values}
      />
    );
  if (type === "declaration")
    return (
      <Checkboxes
        {...field}
        optional={false}
        legend={t.declaration}
        options={[{ value: "yes", label: field.label }]}
        values={values}
      />
    );
  return <Checkboxes {...field} legend={field.label} options={options} values={values} />;
}

type PartsProps = {
  question: FormQuestion & { type: "period" | "place" | "partners" | "indicators" | "budget" };
  name: string;
  fields: Fields;
  /** The names of controls that an error is about. */
  amiss: readonly string[];
  more: boolean;
};

/** Controls of several fields. */
function Parts({ question, name, fields, amiss, more }: PartsProps) {
  const { type, key } = question;
  if (type === "period") return <FieldPeriod name={name} fields={fields} amiss={amiss} />;
  if (type === "place") return <FieldPlace questionKey={key} name={name} fields={fields} amiss={amiss} />;
  return <FieldRows question={{ ...question, type }} name={name} fields={fields} amiss={amiss} more={more} />;
}

/** Controls to write in, and the list of countries. */
function Written({ question: { type, settings }, field, value }: Asked & { value: string }) {
  const locale = useLocale();
  switch (type) {
    case "long-text":
      return (
        <TextArea
          {...field}
          value={value}
          limit={settings.limit}
          rows={settings.limit && settings.limit.count < 160 ? 5 : 9}
        />
      );
    case "number":
      return <TextInput {...field} value={value} width="short" inputMode="decimal" suffix={settings.unit} />;
    case "date":
      return <TextInput {...field} value={value} width="short" inputMode="numeric" />;
    case "country":
      return <Select {...field} options={countryOptions(locale)} value={value} />;
    case "email":
      return <TextInput {...field} value={value} type="email" width="long" autoComplete="email" />;
    case "link":
      return <TextInput {...field} value={value} type="url" width="long" />;
    default:
      return <TextInput {...field} value={value} />;
  }
}

/** A goal as its tile shows it: drawn by our own stylesheet, with nothing of the United Nations' artwork. */
function Goal({ number, name }: { number: string; name: string }) {
  return (
    <>
      <span className="tile-number">{number}</span> <span>{name}</span>
    </>
  );
}
