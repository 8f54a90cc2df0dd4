import type { ReactElement, ReactNode } from "react";
import { controlName, type Fields, readAnswer } from "#app/domain/question/input.ts";
import { columnsOf, type FormQuestion, partsOf, SDGS } from "#app/domain/question/rules.ts";
import { formatNumber } from "#app/i18n/format.ts";
import type { Locale } from "#app/i18n/locales.ts";
import { say } from "#app/i18n/localised.ts";
import type { Texts } from "#app/i18n/texts.ts";
import { countryOptions } from "./country-options.ts";
import type { Autosave, FieldProps, Limit } from "./field-parts.tsx";
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
  /** What the writer's account offers as an answer. */
  suggestion?: string | undefined;
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
export function QuestionField(props: QuestionFieldProps): ReactElement | null {
  const [locale, field] = [useLocale(), useField(props)];
  const { question, fields, error, more = false, suggestion } = props;
  const { type, key, settings } = question;
  const { name } = field;
  const values = fields.all(name);
  const value = values[0] ?? "";
  const person = {
    autoComplete: settings.autocomplete ?? (type === "email" ? "email" : undefined),
    offered: suggestion,
  };
  const parts = { name, fields, amiss: error ? controlsAmiss(question, fields) : [] };
  const choice = { ...field, legend: field.label, options: optionsOf(settings, locale) };
  switch (type) {
    case "short-text":
      return <TextInput {...field} {...person} value={value} />;
    case "long-text":
      return <LongText field={field} limit={settings.limit} value={value} />;
    case "number":
      return <TextInput {...field} value={value} width="short" inputMode="decimal" suffix={settings.unit} />;
    case "date":
      return <TextInput {...field} value={value} width="short" inputMode="numeric" />;
    case "email":
      return <TextInput {...field} value={value} type="email" width="long" {...person} />;
    case "link":
      return <TextInput {...field} value={value} type="url" width="long" />;
    case "country":
      return <Select {...field} options={countryOptions(locale)} value={value} />;
    case "choice":
      return <Radios {...choice} value={value} />;
    case "choices":
    case "themes":
      return <Checkboxes {...choice} values={values} />;
    case "sdgs":
      return <Goals field={field} values={values} />;
    case "declaration":
      return <Declaration field={field} values={values} />;
    case "period":
      return (
        <FieldGroup {...field}>
          <FieldPeriod {...parts} />
        </FieldGroup>
      );
    case "place":
      return (
        <FieldGroup {...field}>
          <FieldPlace {...parts} questionKey={key} />
        </FieldGroup>
      );
    case "partners":
    case "indicators":
    case "budget":
      return (
        <FieldGroup {...field}>
          <FieldRows {...parts} question={{ ...question, type }} more={more} />
        </FieldGroup>
      );
    case "files":
      return null;
  }
}

type LabelledField = FieldProps & { label: string };

/** What the control of a question has, whatever its type. */
function useField({ question, error, warning, autosave }: QuestionFieldProps): LabelledField {
  const [locale, hint] = [useLocale(), useHint(question)];
  const { key, label, required } = question;
  return { name: controlName(key), label: say(label, locale), hint, error, warning, optional: !required, autosave };
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

const optionsOf = ({ options = [] }: FormQuestion["settings"], locale: Locale): Option[] =>
  options.map(({ value, label }) => ({ value, label: say(label, locale) }));

function LongText({ field, limit, value }: { field: FieldProps; limit: Limit | undefined; value: string }) {
  return <TextArea {...field} value={value} limit={limit} rows={limit && limit.count < 160 ? 5 : 9} />;
}

type BoxesProps = { field: LabelledField; values: string[] };

function Goals({ field, values }: BoxesProps) {
  const [{ sdgs }, locale] = [useTexts().question, useLocale()];
  const options = SDGS.map((sdg) => ({
    value: String(sdg),
    label: <Goal number={formatNumber(sdg, locale)} name={sdgs[sdg - 1] ?? ""} />,
  }));
  return <Checkboxes {...field} tiles legend={field.label} options={options} values={values} />;
}

/** One box, whose own label is what is declared. */
function Declaration({ field, values }: BoxesProps) {
  const options = [{ value: "yes", label: field.label }];
  return (
    <Checkboxes
      {...field}
      optional={false}
      legend={useTexts().question.declaration}
      options={options}
      values={values}
    />
  );
}

/** A goal as its tile shows it: drawn by our own stylesheet, with nothing of the United Nations' artwork. */
function Goal({ number, name }: { number: string; name: string }) {
  return (
    <>
      <span className="tile-number">{number}</span> <span>{name}</span>
    </>
  );
}
