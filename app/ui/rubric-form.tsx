import { MOST_CRITERIA, type Rubric, writeAnchors } from "#app/domain/rubric/rules.ts";
import { Button, Checkboxes, ErrorSummary, Form, TextArea, TextInput } from "./form.tsx";
import { useFieldErrors } from "./field-errors.ts";
import { useTexts } from "./locale.tsx";
import { Section } from "./page.tsx";

const NUMBERS = Array.from({ length: MOST_CRITERIA }, (_none, index) => index + 1);

type Fields = Record<string, string>;

/** All fields of a rubric, as they are stored: what the form shows before anybody types. */
export function rubricFields({ name, criteria }: Pick<Rubric, "name" | "criteria">): Fields {
  const blocks = criteria.flatMap((criterion, index) => Object.entries({
    name: criterion.name.en, "name-zh": criterion.name["zh-Hans"] ?? "", description: criterion.description.en, "description-zh": criterion.description["zh-Hans"] ?? "",
    weight: String(criterion.weight), min: String(criterion.min), max: String(criterion.max),
    anchors: writeAnchors(criterion.anchors, "en"), "anchors-zh": writeAnchors(criterion.anchors, "zh-Hans"), comment: criterion.commentRequired ? "yes" : "",
  }).map(([part, value]) => [`c${index + 1}-${part}`, value]));
  return { name: name.en, "name-zh": name["zh-Hans"] ?? "", ...Object.fromEntries(blocks) };
}

/** The rubric's form: a block for each criterion, the unused ones folded away. */
export function RubricForm({ fields, codes }: { fields: Fields; codes?: Fields | undefined }) {
  const { rubric: t, ui } = useTexts();
  const parts = { name: t.criterionName, "name-zh": `${t.criterionName}, ${t.chinese}`, description: t.description, "description-zh": `${t.description}, ${t.chinese}`, weight: t.weight, min: t.min, max: t.max, anchors: t.anchors, "anchors-zh": `${t.anchors}, ${t.chinese}` };
  const labels = NUMBERS.flatMap((number) => Object.entries(parts).map(([part, label]) => [`c${number}-${part}`, `${t.criterion(number)}${ui.colon}${label}`]));
  const errors = useFieldErrors(codes, { name: t.name, "name-zh": `${t.name}, ${t.chinese}`, ...Object.fromEntries(labels) });
  const used = Math.max(1, ...NUMBERS.filter((number) => fields[`c${number}-name`] || Object.keys(errors).some((name) => name.startsWith(`c${number}-`))));
  return (
    <>
      <ErrorSummary errors={errors} />
      <Form>
        <TextInput name="name" label={t.name} value={fields["name"]} error={errors["name"]} />
        <TextInput name="name-zh" label={`${t.name}, ${t.chinese}`} value={fields["name-zh"]} error={errors["name-zh"]} lang="zh-Hans" optional />
        {NUMBERS.map((number) => {
          const block = <Block number={number} fields={fields} errors={errors} />;
          if (number <= used) return <Section key={number} title={t.criterion(number)}>{block}</Section>;
          return <details key={number}><summary>{t.more(number)}</summary>{block}</details>;
        })}
        <Button>{t.button}</Button>
      </Form>
    </>
  );
}

function Block({ number, fields, errors }: { number: number; fields: Fields; errors: Fields }) {
  const t = useTexts().rubric;
  const part = (name: string, initial = "") => ({ name: `c${number}-${name}`, value: fields[`c${number}-${name}`] ?? initial, error: errors[`c${number}-${name}`] });
  const { value: comment, ...commentField } = part("comment");
  return (
    <>
      <TextInput {...part("name")} label={t.criterionName} />
      <TextInput {...part("name-zh")} label={`${t.criterionName}, ${t.chinese}`} lang="zh-Hans" optional />
      <TextArea {...part("description")} label={t.description} rows={3} />
      <TextArea {...part("description-zh")} label={`${t.description}, ${t.chinese}`} lang="zh-Hans" rows={3} optional />
      <TextInput {...part("weight")} label={t.weight} width="short" inputMode="numeric" suffix="%" />
      <TextInput {...part("min", "1")} label={t.min} width="short" inputMode="numeric" />
      <TextInput {...part("max", "5")} label={t.max} width="short" inputMode="numeric" />
      <TextArea {...part("anchors")} label={t.anchors} hint={t.anchorsHint} rows={6} />
      <TextArea {...part("anchors-zh")} label={`${t.anchors}, ${t.chinese}`} lang="zh-Hans" rows={6} optional />
      <Checkboxes {...commentField} legend={t.comment} values={comment ? ["yes"] : []} options={[{ value: "yes", label: t.commentRequired }]} />
    </>
  );
}
