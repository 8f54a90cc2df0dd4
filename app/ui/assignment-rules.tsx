import { SOFT_RULES } from "#app/domain/assignment/input.ts";
import type { RecordedBreach, SideRules } from "#app/domain/assignment/rules.ts";
import { formatList, formatNumber } from "#app/i18n/format.ts";
import { useFieldErrors } from "./field-errors.ts";
import { Button, ErrorSummary, Form, type RefusedForm, TextInput } from "./form.tsx";
import { Checkboxes, Select } from "./choices.tsx";
import { useLocale, useTexts } from "./locale.tsx";
import { Section } from "./page.tsx";
import { nameOfRegion } from "./results.tsx";
import { Code } from "./wording.tsx";

type Reviewer = { id: string; name: string };

/** What a round's plans keep besides conflicts and capacities, to be set; after a refusal as it was typed. */
export function RulesForm({
  rules,
  reviewers,
  refused,
}: {
  rules: SideRules;
  reviewers: Reviewer[];
  refused: RefusedForm | undefined;
}) {
  const t = useTexts().assignment.rules;
  const errors = useFieldErrors(refused?.errors, t);
  const nameOf = new Map(reviewers.map(({ id, name }) => [id, name]));
  const typed = refused?.typed;
  const value = (name: "regionLimit" | "breadth" | "calibration") =>
    typed ? typed[name] : rules[name] === null ? "" : String(rules[name]);
  const ticked = (name: "expert" | "soft" | "apart", standing: readonly string[]) =>
    refused ? (refused.lists[name] ?? []) : standing;
  const known = rules.apart.filter((two) => two.every((id) => nameOf.has(id)));
  const people = reviewers.map(({ id, name }) => ({ value: id, label: name }));
  return (
    <Form>
      <ErrorSummary errors={errors} />
      <Checkboxes
        name="expert"
        legend={t.themes}
        options={[{ value: "yes", label: t.expert }]}
        values={ticked("expert", rules.expert ? ["yes"] : [])}
      />
      <TextInput
        name="breadth"
        label={t.breadth}
        hint={t.breadthHint}
        value={value("breadth")}
        error={errors["breadth"]}
        inputMode="numeric"
        width="short"
        suffix="%"
      />
      <TextInput
        name="regionLimit"
        label={t.regionLimit}
        hint={t.regionHint}
        value={value("regionLimit")}
        error={errors["regionLimit"]}
        inputMode="numeric"
        width="short"
        optional
      />
      {known.length > 0 ? (
        <Checkboxes
          name="apart"
          legend={t.apart}
          hint={t.apartHint}
          values={ticked(
            "apart",
            known.map((two) => two.join(":")),
          )}
          options={known.map((two) => ({
            value: two.join(":"),
            label: <bdi>{t.two(nameOf.get(two[0])!, nameOf.get(two[1])!)}</bdi>,
          }))}
        />
      ) : null}
      <Select
        name="first"
        label={t.first}
        hint={t.firstHint}
        options={people}
        value={typed?.["first"]}
        error={errors["first"]}
        optional
      />
      <Select
        name="second"
        label={t.second}
        options={people}
        value={typed?.["second"]}
        error={errors["second"]}
        optional
      />
      <Checkboxes
        name="soft"
        legend={t.soft}
        hint={t.softHint}
        values={ticked("soft", rules.soft)}
        options={SOFT_RULES.map((rule) => ({ value: rule, label: t.gives[rule] }))}
      />
      <TextInput
        name="calibration"
        label={t.calibration}
        hint={t.calibrationHint}
        value={value("calibration")}
        error={errors["calibration"]}
        inputMode="numeric"
        width="short"
      />
      <Button>{t.save}</Button>
    </Form>
  );
}

type Entry = { id: string; code: string; title: string };

/** The side rules of a plan, what of them gave way, and the entries that everybody reads. */
export function RulesKept({
  rules,
  unkept,
  calibration,
}: {
  rules: SideRules;
  unkept: (Entry & Pick<RecordedBreach, "rule" | "among">)[];
  calibration: Entry[];
}) {
  const [texts, locale] = [useTexts(), useLocale()];
  const t = texts.assignment.rules;
  const told = [
    ...(rules.expert ? [t.expert] : []),
    ...(rules.breadth > 0 ? [t.told.breadth(formatNumber(rules.breadth / 100, locale, { style: "percent" }))] : []),
    ...(rules.regionLimit === null ? [] : [t.told.region(rules.regionLimit)]),
    ...(rules.apart.length > 0 ? [t.told.apart(rules.apart.length)] : []),
    ...rules.soft.map((rule) => t.gives[rule]),
    ...(rules.calibration > 0 ? [t.told.calibration(rules.calibration)] : []),
  ];
  const reason = ({ rule, among }: Pick<RecordedBreach, "rule" | "among">) =>
    rule === "region"
      ? t.broken.region(nameOfRegion(among[0]!, texts))
      : rule === "apart"
        ? t.broken.apart(formatList([...among], locale))
        : t.broken.expert;
  if (told.length === 0)
    return (
      <Section title={t.told.title}>
        <p>{t.told.none}</p>
      </Section>
    );
  return (
    <Section title={t.told.title}>
      <ul>
        {told.map((sentence) => (
          <li key={sentence}>{sentence}</li>
        ))}
      </ul>
      {unkept.length === 0 ? (
        <p>{t.broken.none}</p>
      ) : (
        <>
          <p>{t.broken.title}</p>
          <ul>
            {unkept.map((each) => (
              <li key={`${each.id} ${each.rule} ${each.among.join()}`}>
                <Code>{each.code}</Code> <bdi>{each.title}</bdi>
                {texts.ui.colon}
                {reason(each)}
              </li>
            ))}
          </ul>
        </>
      )}
      {calibration.length > 0 ? (
        <>
          <p>{t.told.everybody}</p>
          <ul>
            {calibration.map(({ id, code, title }) => (
              <li key={id}>
                <Code>{code}</Code> <bdi>{title}</bdi>
              </li>
            ))}
          </ul>
        </>
      ) : null}
    </Section>
  );
}
