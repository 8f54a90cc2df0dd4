import {
  COMMENT_RULES,
  MOST_CRITERIA,
  type Rubric,
  SCALES,
  writeAnchors,
  writeStep,
} from "#app/domain/rubric/rules.ts";
import type { Texts } from "#app/i18n/texts.ts";
import { Button, ErrorSummary, Form, TextArea, TextInput } from "./form.tsx";
import { Checkboxes, Select } from "./choices.tsx";
import { useFieldErrors } from "./field-errors.ts";
import { useTexts } from "./locale.tsx";
import { Meanwhile } from "./meanwhile.tsx";
import { Section } from "./page.tsx";

const NUMBERS = Array.from({ length: MOST_CRITERIA }, (_none, index) => index + 1);

type Fields = Record<string, string>;

/** All fields of a rubric, as they are stored: what the form shows before anybody types. */
export function rubricFields({ name, criteria }: Pick<Rubric, "name" | "criteria">): Fields {
  const blocks = criteria.flatMap((criterion, index) =>
    Object.entries({
      name: criterion.name.en,
      "name-zh": criterion.name["zh-Hans"] ?? "",
      description: criterion.description.en,
      "description-zh": criterion.description["zh-Hans"] ?? "",
      weight: String(criterion.weight),
      scale: criterion.scale,
      min: writeStep(criterion, criterion.min),
      max: writeStep(criterion, criterion.max),
      step: writeStep(criterion, criterion.step),
      anchors: writeAnchors(criterion, "en"),
      "anchors-zh": writeAnchors(criterion, "zh-Hans"),
      "not-applicable": criterion.notApplicable ? "yes" : "",
      comment: criterion.commentRule,
      "comment-bound": criterion.commentBound === null ? "" : writeStep(criterion, criterion.commentBound),
      "comment-length": String(criterion.commentLength || ""),
    }).map(([part, value]) => [`c${index + 1}-${part}`, value]),
  );
  return { name: name.en, "name-zh": name["zh-Hans"] ?? "", ...Object.fromEntries(blocks) };
}

/** The rubric's form: a block for each criterion, the unused ones folded away. */
export function RubricForm({
  fields,
  standing,
  codes,
}: {
  fields: Fields;
  standing?: Fields;
  codes?: Fields | undefined;
}) {
  const texts = useTexts();
  const {
    rubric: t,
    ui: { inChinese },
  } = texts;
  const errors = useFieldErrors(codes, labelsOf(texts));
  const used = Math.max(
    1,
    ...NUMBERS.filter(
      (number) => fields[`c${number}-name`] || Object.keys(errors).some((name) => name.startsWith(`c${number}-`)),
    ),
  );
  return (
    <>
      <ErrorSummary errors={errors} />
      <Form>
        <Meanwhile standing={standing} codes={codes} errors={errors} />
        <TextInput name="name" label={t.name} value={fields["name"]} error={errors["name"]} />
        <TextInput
          name="name-zh"
          label={inChinese(t.name)}
          value={fields["name-zh"]}
          error={errors["name-zh"]}
          lang="zh-Hans"
          optional
        />
        {NUMBERS.map((number) => {
          const block = <Block number={number} fields={fields} errors={errors} />;
          if (number <= used)
            return (
              <Section key={number} title={t.criterion(number)}>
                {block}
              </Section>
            );
          return (
            <details key={number}>
              <summary>{t.more(number)}</summary>
              {block}
            </details>
          );
        })}
        <Button>{t.button}</Button>
      </Form>
    </>
  );
}

/** What each field of the form is called. */
function labelsOf({ rubric: t, ui }: Texts): Fields {
  const { inChinese } = ui;
  const parts = {
    name: t.criterionName,
    "name-zh": inChinese(t.criterionName),
    description: t.description,
    "description-zh": inChinese(t.description),
    weight: t.weight,
    scale: t.scale,
    min: t.min,
    max: t.max,
    step: t.step,
    "not-applicable": t.notApplicable,
    comment: t.comment,
    "comment-bound": t.bound,
    "comment-length": t.length,
    anchors: t.anchors,
    "anchors-zh": inChinese(t.anchors),
  };
  const labels = NUMBERS.flatMap((number) =>
    Object.entries(parts).map(([part, label]) => [`c${number}-${part}`, `${t.criterion(number)}${ui.colon}${label}`]),
  );
  return { name: t.name, "name-zh": inChinese(t.name), ...Object.fromEntries(labels) };
}

function Block({ number, fields, errors }: { number: number; fields: Fields; errors: Fields }) {
  const {
    rubric: t,
    ui: { inChinese },
  } = useTexts();
  const part = (name: string, initial = "") => ({
    name: `c${number}-${name}`,
    value: fields[`c${number}-${name}`] ?? initial,
    error: errors[`c${number}-${name}`],
  });
  const { value: leaveOut, ...leavingOut } = part("not-applicable");
  return (
    <>
      <TextInput {...part("name")} label={t.criterionName} />
      <TextInput {...part("name-zh")} label={inChinese(t.criterionName)} lang="zh-Hans" optional />
      <TextArea {...part("description")} label={t.description} rows={3} />
      <TextArea {...part("description-zh")} label={inChinese(t.description)} lang="zh-Hans" rows={3} optional />
      <TextInput {...part("weight")} label={t.weight} width="short" inputMode="numeric" suffix="%" />
      <Select
        {...part("scale", "numbers")}
        label={t.scale}
        hint={t.scaleHint}
        empty={null}
        options={SCALES.map((value) => ({ value, label: t.scales[value] }))}
      />
      <TextInput {...part("min", "1")} label={t.min} width="short" inputMode="decimal" />
      <TextInput {...part("max", "5")} label={t.max} width="short" inputMode="decimal" />
      <TextInput {...part("step", "1")} label={t.step} width="short" inputMode="decimal" />
      <TextArea {...part("anchors")} label={t.anchors} hint={t.anchorsHint} rows={6} />
      <TextArea {...part("anchors-zh")} label={inChinese(t.anchors)} lang="zh-Hans" rows={6} optional />
      <Checkboxes
        {...leavingOut}
        legend={t.notApplicable}
        hint={t.notApplicableHint}
        values={leaveOut ? ["yes"] : []}
        options={[{ value: "yes", label: t.mayLeaveOut }]}
      />
      <Select
        {...part("comment", "optional")}
        label={t.comment}
        empty={null}
        options={COMMENT_RULES.map((value) => ({ value, label: t.comments[value] }))}
      />
      <TextInput
        {...part("comment-bound")}
        label={t.bound}
        hint={t.boundHint}
        width="short"
        inputMode="decimal"
        optional
      />
      <TextInput {...part("comment-length")} label={t.length} width="short" inputMode="numeric" optional />
    </>
  );
}
