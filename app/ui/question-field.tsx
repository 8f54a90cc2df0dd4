import { controlName, type Fields } from "#app/domain/question/input.ts";
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

/** One question of a form, with the control that suits its type. Files have a form of their own. */
export function QuestionField({ question, fields, autosave, error, warning, more = false }: QuestionFieldProps) {
  const [t, locale] = [useTexts(), useLocale()];
  const { type, settings } = question;
  const name = controlName(question.key);
  const own = question.hint ? say(question.hint, locale) : undefined;
  const hint = question.public ? (
    <Sentences>
      {own}
      {t.question.public}
    </Sentences>
  ) : (
    own
  );
  const field = {
    name,
    label: say(question.label, locale),
    hint,
    error,
    warning,
    optional: !question.required,
    autosave,
  };
  const [value = ""] = fields.all(name);
  const options: Option[] = (settings.options ?? []).map((option) => ({
    value: option.value,
    label: say(option.label, locale),
  }));
  const pick =
    settings.max && ["choices", "themes"].includes(type) && !own ? (
      <Sentences>
        {t.question.upTo(formatNumber(settings.max, locale))}
        {question.public ? t.question.public : null}
      </Sentences>
    ) : (
      hint
    );

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
    case "choice":
      return <Radios {...field} legend={field.label} options={options} value={value} />;
    case "choices":
    case "themes":
      return <Checkboxes {...field} hint={pick} legend={field.label} options={options} values={fields.all(name)} />;
    case "sdgs":
      return (
        <Checkboxes
          {...field}
          tiles
          legend={field.label}
          options={SDGS.map((sdg) => ({
            value: String(sdg),
            label: <Goal number={formatNumber(sdg, locale)} name={t.question.sdgs[sdg - 1] ?? ""} />,
          }))}
          values={fields.all(name)}
        />
      );
    case "declaration":
      return (
        <Checkboxes
          {...field}
          optional={false}
          legend={t.question.declaration}
          options={[{ value: "yes", label: field.label }]}
          values={fields.all(name)}
        />
      );
    case "number":
      return <TextInput {...field} value={value} width="short" inputMode="decimal" suffix={settings.unit} />;
    case "date":
      return <TextInput {...field} value={value} width="short" inputMode="numeric" />;
    case "country":
      return <Select {...field} options={countryOptions(locale)} value={value} />;
    case "period":
      return (
        <FieldGroup {...field}>
          <FieldPeriod name={name} fields={fields} />
        </FieldGroup>
      );
    case "place":
      return (
        <FieldGroup {...field}>
          <FieldPlace questionKey={question.key} name={name} fields={fields} />
        </FieldGroup>
      );
    case "partners":
    case "indicators":
    case "budget":
      return (
        <FieldGroup {...field}>
          <FieldRows question={{ ...question, type }} name={name} fields={fields} more={more} />
        </FieldGroup>
      );
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
