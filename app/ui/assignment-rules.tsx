import { SOFT_RULES } from "#app/domain/assignment/input.ts";
import type { RecordedBreach, SideRules } from "#app/domain/assignment/rules.ts";
import { formatList, formatNumber } from "#app/i18n/format.ts";
import type { Locale } from "#app/i18n/locales.ts";
import type { Texts } from "#app/i18n/texts.ts";
import { useFieldErrors } from "./field-errors.ts";
import { Button, ErrorSummary, Form, type RefusedForm, TextInput } from "./form.tsx";
import { Checkboxes, Select } from "./choices.tsx";
import { useLocale, useTexts } from "./locale.tsx";
import { Section } from "./page.tsx";
import { nameOfRegion } from "./results.tsx";
import { EntryName } from "./wording.tsx";

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
  const typed = refused?.typed;
  const figure = (name: "regionLimit" | "breadth" | "calibration") => ({
    name,
    label: t[name],
    value: typed ? typed[name] : rules[name] === null ? "" : String(rules[name]),
    error: errors[name],
    inputMode: "numeric" as const,
    width: "short" as const,
  });
  const ticked: Ticked = (name, standing) => (refused ? (refused.lists[name] ?? []) : standing);
  const person = (name: "first" | "second") => ({
    name,
    label: t[name],
    options: reviewers.map((each) => ({ value: each.id, label: each.name })),
    value: typed?.[name],
    error: errors[name],
    optional: true,
  });
  return (
    <Form>
      <ErrorSummary errors={errors} />
      <Checkboxes
        name="expert"
        legend={t.themes}
        options={[{ value: "yes", label: t.expert }]}
        values={ticked("expert", rules.expert ? ["yes"] : [])}
      />
      <TextInput {...figure("breadth")} hint={t.breadthHint} suffix="%" />
      <TextInput {...figure("regionLimit")} hint={t.regionHint} optional />
      <Apart rules={rules} reviewers={reviewers} ticked={ticked} />
      <Select {...person("first")} hint={t.firstHint} />
      <Select {...person("second")} />
      <Checkboxes
        name="soft"
        legend={t.soft}
        hint={t.softHint}
        values={ticked("soft", rules.soft)}
        options={SOFT_RULES.map((rule) => ({ value: rule, label: t.gives[rule] }))}
      />
      <TextInput {...figure("calibration")} hint={t.calibrationHint} />
      <Button>{t.save}</Button>
    </Form>
  );
}

type Ticked = (name: "expert" | "soft" | "apart", standing: readonly string[]) => readonly string[];

/** The pairs who never read the same entry, to be kept or let go. */
function Apart({ rules, reviewers, ticked }: { rules: SideRules; reviewers: Reviewer[]; ticked: Ticked }) {
  const t = useTexts().assignment.rules;
  const nameOf = new Map(reviewers.map(({ id, name }) => [id, name]));
  const known = rules.apart.filter((two) => two.every((id) => nameOf.has(id)));
  if (known.length === 0) return null;
  return (
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
  const told = toldRules(rules, t, locale);
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
                <EntryName of={each} />
                {texts.ui.colon}
                {reason(each, texts, locale)}
              </li>
            ))}
          </ul>
        </>
      )}
      {calibration.length > 0 ? (
        <>
          <p>{t.told.everybody}</p>
          <ul>
            {calibration.map((entry) => (
              <li key={entry.id}>
                <EntryName of={entry} />
              </li>
            ))}
          </ul>
        </>
      ) : null}
    </Section>
  );
}

const toldRules = (rules: SideRules, t: Texts["assignment"]["rules"], locale: Locale): string[] => [
  ...(rules.expert ? [t.expert] : []),
  ...(rules.breadth > 0 ? [t.told.breadth(formatNumber(rules.breadth / 100, locale, { style: "percent" }))] : []),
  ...(rules.regionLimit === null ? [] : [t.told.region(rules.regionLimit)]),
  ...(rules.apart.length > 0 ? [t.told.apart(rules.apart.length)] : []),
  ...rules.soft.map((rule) => t.gives[rule]),
  ...(rules.calibration > 0 ? [t.told.calibration(rules.calibration)] : []),
];

function reason({ rule, among }: Pick<RecordedBreach, "rule" | "among">, texts: Texts, locale: Locale): string {
  const { broken } = texts.assignment.rules;
  if (rule === "region") return broken.region(nameOfRegion(among[0]!, texts));
  return rule === "apart" ? broken.apart(formatList([...among], locale)) : broken.expert;
}
