import type { Level } from "#app/domain/cycle/rules.ts";
import { TIE_FIELDS } from "#app/domain/round/input.ts";
import { CONFLICT_RULES, CONFLICT_SETTINGS, TIE_RULES } from "#app/domain/round/rules.ts";
import { formatNumber } from "#app/i18n/format.ts";
import type { Localised } from "#app/i18n/localised.ts";
import { say } from "#app/i18n/localised.ts";
import { BothLanguages } from "./both-languages.tsx";
import { useFieldErrors } from "./field-errors.ts";
import { Button, ErrorSummary, FieldGroup, Form, TextArea, TextInput } from "./form.tsx";
import { Checkboxes, Radios, Select } from "./choices.tsx";
import { useLocale, useTexts } from "./locale.tsx";
import { Meanwhile } from "./meanwhile.tsx";
import { WindowFields } from "./window-fields.tsx";

export type RoundFormProps = {
  /** What stands in the fields, by their names. */
  fields: Record<string, string>;
  /** Of a round that stands: what its fields hold before anybody types. */
  standing?: Record<string, string>;
  /** It has begun: its window changes with a reason. */
  begun?: boolean;
  codes?: Record<string, string> | undefined;
  zone: string;
  rubrics: { id: string; name: Localised }[];
  levels: Level[];
};

type FieldOf = (name: string) => { name: string; value: string; error: string | undefined };

/** The settings of a round. Dates and times are separate fields in the zone of the cycle. */
export function RoundForm({ fields, standing, begun = false, codes, zone, rubrics, levels }: RoundFormProps) {
  const [
    {
      round: { form: t },
      ui: { inChinese },
    },
    locale,
  ] = [useTexts(), useLocale()];
  const errors = useFieldErrors(codes, {
    ...t,
    "name-zh": inChinese(t.name),
    rubricId: t.rubric,
    peersVisible: t.peers,
    discussion: t.discussion,
    ...Object.fromEntries(TIE_FIELDS.map((name, at) => [name, `${t.ties}, ${formatNumber(at + 1, locale)}`])),
    ...Object.fromEntries(levels.map(({ key, name }) => [`places-${key}`, say(name, locale)])),
  });
  const field: FieldOf = (name) => ({ name, value: fields[name] ?? "", error: errors[name] });
  return (
    <>
      <ErrorSummary errors={errors} />
      <Form>
        <Meanwhile standing={standing} codes={codes} errors={errors} />
        <BothLanguages name="name" label={t.name} fields={fields} errors={errors} />
        <WindowFields fields={fields} errors={errors} hint={t.zone(zone)} labels={t} />
        {begun ? <TextArea {...field("reason")} label={t.reason} hint={t.reasonHint} rows={3} optional /> : null}
        <Select
          {...field("rubricId")}
          label={t.rubric}
          options={rubrics.map(({ id, name }) => ({ value: id, label: say(name, locale) }))}
        />
        <Reading field={field} />
        <Division field={field} />
        <Peers field={field} />
        <Ranking field={field} />
        <Conflicts field={field} />
        <Places field={field} levels={levels} />
        <Button>{t.button}</Button>
      </Form>
    </>
  );
}

/** Who reads what, and how often an entry is read. */
function Reading({ field }: { field: FieldOf }) {
  const t = useTexts().round.form;
  return (
    <>
      <Radios
        {...field("reading")}
        legend={t.reading}
        options={[
          { value: "all", label: t.readingAll },
          { value: "some", label: t.readingSome },
        ]}
      />
      <TextInput
        {...field("reviewsPerEntry")}
        label={t.reviewsPerEntry}
        hint={t.reviewsPerEntryHint}
        width="short"
        inputMode="numeric"
        optional
      />
    </>
  );
}

/** Whether each reviewer scores all criteria. */
function Division({ field }: { field: FieldOf }) {
  const t = useTexts().round.form;
  const { value, ...divided } = field("divided");
  return (
    <Checkboxes
      {...divided}
      legend={t.divided}
      hint={t.dividedHint}
      values={value ? ["yes"] : []}
      options={[{ value: "yes", label: t.dividedYes }]}
    />
  );
}

/** What reviewers see of each other and of cities, and when they may talk. */
function Peers({ field }: { field: FieldOf }) {
  const t = useTexts().round.form;
  const { value: blind, ...blindField } = field("blind");
  return (
    <>
      <Radios
        {...field("peersVisible")}
        legend={t.peers}
        options={[
          { value: "after-own", label: t.peersAfterOwn },
          { value: "never", label: t.peersNever },
        ]}
      />
      <Radios
        {...field("discussion")}
        legend={t.discussion}
        hint={t.discussionHint}
        options={(["after-own", "after-freeze", "off"] as const).map((value) => ({
          value,
          label: t.discussions[value],
        }))}
      />
      <Checkboxes
        {...blindField}
        legend={t.blind}
        values={blind ? ["yes"] : []}
        options={[{ value: "yes", label: t.blindYes }]}
      />
    </>
  );
}

/** By which scores entries are ranked, what breaks ties, and what becomes public of it. */
function Ranking({ field }: { field: FieldOf }) {
  const [t, locale] = [useTexts().round.form, useLocale()];
  return (
    <>
      <Radios
        {...field("method")}
        legend={t.method}
        hint={t.methodHint}
        options={[
          { value: "mean", label: t.methodMean },
          { value: "adjusted", label: t.methodAdjusted },
        ]}
      />
      <FieldGroup name="ties" label={t.ties} hint={t.tiesHint}>
        {TIE_FIELDS.map((name, at) => (
          <Select
            key={name}
            {...field(name)}
            label={formatNumber(at + 1, locale)}
            options={TIE_RULES.map((value) => ({ value, label: t.tieRules[value] }))}
          />
        ))}
      </FieldGroup>
      <Radios
        {...field("disclosure")}
        legend={t.disclosure}
        hint={t.disclosureHint}
        options={(["0", "1", "2"] as const).map((value) => ({
          value,
          label: t.disclosures[value].label,
          hint: t.disclosures[value].hint,
        }))}
      />
    </>
  );
}

/** What ties keep a reviewer from an entry, and what is only asked once more. */
function Conflicts({ field }: { field: FieldOf }) {
  const t = useTexts().round.form;
  const options = CONFLICT_SETTINGS.map((value) => ({ value, ...t.conflictSettings[value] }));
  return (
    <>
      {CONFLICT_RULES.map((rule) => (
        <Radios key={rule} {...field(rule)} legend={t[rule]} hint={t.conflictHints[rule]} options={options} />
      ))}
    </>
  );
}

/** How many entries reach each level. */
function Places({ field, levels }: { field: FieldOf; levels: Level[] }) {
  const [t, locale] = [useTexts().round.form, useLocale()];
  if (levels.length === 0) return null;
  return (
    <FieldGroup name="places" label={t.places} hint={t.placesHint}>
      {levels.map((level) => (
        <TextInput
          key={level.key}
          {...field(`places-${level.key}`)}
          label={say(level.name, locale)}
          width="short"
          inputMode="numeric"
          optional
        />
      ))}
    </FieldGroup>
  );
}
