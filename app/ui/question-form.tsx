import type { Held } from "#app/http/meanwhile.ts";
import { conditionField, hasLimit, hasMost, hasOptions } from "#app/domain/question/editing.ts";
import { ELIGIBILITY, type FormQuestion, QUESTION_TYPES, type QuestionType } from "#app/domain/question/rules.ts";
import type { Verdict } from "#app/domain/verdict.ts";
import { type Localised, say } from "#app/i18n/localised.ts";
import type { Texts } from "#app/i18n/texts.ts";
import { BothLanguages } from "./both-languages.tsx";
import { ConditionFields } from "./condition-fields.tsx";
import { useFieldErrors } from "./field-errors.ts";
import { Button, ErrorSummary, Form, TextArea, TextInput } from "./form.tsx";
import { Checkboxes, Radios, Select } from "./choices.tsx";
import { useLocale, useTexts } from "./locale.tsx";
import { Meanwhile } from "./meanwhile.tsx";

type QuestionFormProps = {
  fields: Record<string, string>;
  /** Of a question that stands: what its fields hold before anybody types. */
  standing?: Held;
  codes?: Record<string, string> | undefined;
  /** Of a question that stands; a new one chooses its type, and its section among these. */
  type?: QuestionType;
  sections?: { key: string; title: Localised }[];
  /** Of a question that stands: what is ticked, what it may depend on, which of its answers decide on taking part. */
  ticked?: Readonly<Record<string, string[]>>;
  deciding?: FormQuestion[];
  lettingIn?: NonNullable<FormQuestion["settings"]["options"]>;
  /** Whether it takes pictures. */
  pictured?: boolean;
  verdict?: Verdict;
};

type FieldName = keyof Texts["question"]["editor"]["fields"];
type FieldOf = (name: FieldName) => { name: FieldName; value: string; error: string | undefined; label: string };

/** One question of a form: its words in both languages, who reads the answer, and the limits that its type knows. */
export function QuestionForm(props: QuestionFormProps) {
  const { fields, standing, codes, type, sections = [], verdict } = props;
  const [t, locale] = [useTexts().question.editor, useLocale()];
  const errors = useFieldErrors(codes, t.fields);
  const field: FieldOf = (name) => ({
    name,
    value: fields[name] ?? "",
    error: errors[name],
    label: t.fields[name],
  });
  const box = (name: "required" | "confidential" | "public" | "described", hint: string) => (
    <Checkboxes
      name={name}
      legend={t.fields[name]}
      values={fields[name] ? ["yes"] : []}
      error={errors[name]}
      options={[{ value: "yes", label: t.boxes[name], hint }]}
    />
  );
  return (
    <>
      <ErrorSummary errors={errors} />
      <Form>
        <Meanwhile standing={standing} codes={codes} errors={errors} />
        {type ? (
          <p>
            <strong>{t.types[type]}</strong>
          </p>
        ) : (
          <>
            <Select
              {...field("sectionKey")}
              options={sections
                .filter(({ key }) => key !== ELIGIBILITY)
                .map(({ key, title }) => ({ value: key, label: say(title, locale) }))}
            />
            <Select
              {...field("type")}
              empty={null}
              options={QUESTION_TYPES.map((value) => ({ value, label: t.types[value] }))}
            />
          </>
        )}
        <BothLanguages name="label" label={t.fields.label} fields={fields} errors={errors} />
        <BothLanguages name="hint" label={t.fields.hint} fields={fields} errors={errors} rows={3} optional />
        {box("required", t.hints.required)}
        {box("confidential", t.hints.confidential)}
        {box("public", t.hints.public)}
        <Limits type={type} field={field} />
        {props.pictured ? box("described", t.hints.described) : null}
        {type ? <WhoIsAsked {...props} errors={errors} /> : null}
        <Button verdict={verdict}>{type ? t.save : t.addButton}</Button>
      </Form>
    </>
  );
}

/** Of a question that stands: the answers that let an entry in, where it decides on that, and of whom it is asked. */
function WhoIsAsked({
  ticked = {},
  deciding = [],
  lettingIn = [],
  errors,
}: Pick<QuestionFormProps, "ticked" | "deciding" | "lettingIn"> & { errors: Record<string, string> }) {
  const [t, locale] = [useTexts().question.editor, useLocale()];
  return (
    <>
      {lettingIn.length > 0 ? (
        <Checkboxes
          name="eligible"
          legend={t.fields.eligible}
          hint={t.hints.eligible}
          values={ticked["eligible"] ?? []}
          error={errors["eligible"]}
          options={lettingIn.map(({ value, label }) => ({ value, label: say(label, locale) }))}
        />
      ) : null}
      {deciding.length > 0 ? (
        <details open={Object.keys(ticked).some((name) => deciding.some(({ key }) => name === conditionField(key)))}>
          <summary>{t.askedOf}</summary>
          <ConditionFields deciding={deciding} ticked={ticked} errors={errors} />
        </details>
      ) : null}
    </>
  );
}

/** What a type may limit: how long or how many, among what, in which measure. A new question shows all. */
function Limits({ type, field }: { type: QuestionType | undefined; field: FieldOf }) {
  const t = useTexts().question.editor;
  const wants = (has: (of: QuestionType) => boolean) => type === undefined || has(type);
  return (
    <>
      {wants(hasLimit) ? (
        <>
          <TextInput {...field("limit")} hint={t.hints.limit} width="short" inputMode="numeric" optional />
          <Radios
            {...field("unit")}
            inline
            legend={t.fields.unit}
            options={[
              { value: "words", label: t.units.words },
              { value: "characters", label: t.units.characters },
            ]}
          />
        </>
      ) : null}
      {wants((of) => hasMost(of) || of === "files") ? (
        <TextInput {...field("most")} hint={t.hints.most} width="short" inputMode="numeric" optional />
      ) : null}
      {wants(hasOptions) ? (
        <TextArea {...field("options")} hint={t.hints.options} rows={6} optional={type === undefined} />
      ) : null}
      {wants((of) => of === "number") ? (
        <TextInput {...field("measure")} hint={t.hints.measure} width="short" optional />
      ) : null}
    </>
  );
}
