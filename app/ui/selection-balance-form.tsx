import { levelName } from "#app/domain/round/rules.ts";
import { BALANCE_FIELDS } from "#app/domain/shortlist/input.ts";
import { formatNumber } from "#app/i18n/format.ts";
import type { Localised } from "#app/i18n/localised.ts";
import { Radios, Select } from "./choices.tsx";
import { useFieldErrors } from "./field-errors.ts";
import { Button, Buttons, ErrorSummary, Form, LinkButton, TextArea, TextInput } from "./form.tsx";
import { useLocale, useTexts } from "./locale.tsx";
import { Section } from "./page.tsx";

export type BalanceFormProps = {
  roundId: string;
  lines: { after: number; levelKey: string }[];
  levels: { levelKey: string; name: Localised }[];
  /** Whether a list was worked out that may be taken over. */
  adoptable: boolean;
  /** What was asked for last; null before anything was. */
  last: Record<string, string> | null;
  refused: { errors: Record<string, string>; typed: Record<string, string> } | undefined;
};

/** Rules to balance by, and the way to take the list over. */
export function BalanceForm({ roundId, lines, levels, adoptable, last, refused }: BalanceFormProps) {
  const [t, locale] = [useTexts().balance, useLocale()];
  const errors = useFieldErrors(refused?.errors, { line: t.line, ...t.fields, reach: t.reach, reason: t.widen });
  const typed = (name: string, otherwise = "") => (refused?.typed ?? last)?.[name] ?? otherwise;
  const nameOf = (key: string) => levelName(levels, key, locale);
  return (
    <>
      {adoptable ? (
        <Buttons>
          <LinkButton href={`/rounds/${roundId}/balance/adoption`}>{t.adopt.title}</LinkButton>
        </Buttons>
      ) : null}
      <Section title={t.rules}>
        <ErrorSummary errors={errors} />
        <p>{t.rulesText}</p>
        <Form>
          <Select
            name="line"
            label={t.line}
            empty={null}
            value={typed("line", String(lines.at(-1)?.after ?? ""))}
            error={errors["line"]}
            options={lines.map(({ after, levelKey }) => ({
              value: String(after),
              label: t.lineOf(nameOf(levelKey), after),
            }))}
          />
          {BALANCE_FIELDS.map(({ name, among }) => (
            <RuleFields key={name} name={name} among={among} typed={typed} error={errors[name]} />
          ))}
          <Radios
            name="reach"
            legend={t.reach}
            value={typed("reach", "band")}
            error={errors["reach"]}
            options={[
              { value: "band", label: t.reachBand },
              { value: "all", label: t.reachAll },
            ]}
          />
          <TextArea
            name="reason"
            label={t.widen}
            hint={t.widenHint}
            rows={2}
            value={typed("reason")}
            error={errors["reason"]}
            optional
          />
          <Buttons>
            <Button>{t.button}</Button>
          </Buttons>
        </Form>
      </Section>
    </>
  );
}

type RuleFieldsProps = {
  name: (typeof BALANCE_FIELDS)[number]["name"];
  /** The Sustainable Development Goals, where the rule can be for one of them. */
  among: readonly string[];
  typed: (name: string, otherwise?: string) => string;
  error: string | undefined;
};

/** The figure of a rule, what it is for where that can be chosen, and whether it must be kept. */
function RuleFields({ name, among, typed, error }: RuleFieldsProps) {
  const [{ balance: t, question }, locale] = [useTexts(), useLocale()];
  return (
    <div>
      <TextInput
        name={name}
        label={t.fields[name]}
        value={typed(name)}
        error={error}
        width="short"
        inputMode="numeric"
        optional
      />
      {among.length === 0 ? null : (
        <Select
          name={`${name}-group`}
          label={<span className="unseen">{t.goalOf(t.fields[name])}</span>}
          empty={t.eachGoal}
          value={typed(`${name}-group`)}
          options={among.map((goal) => ({
            value: goal,
            label: question.sdg(formatNumber(Number(goal), locale), question.sdgs[Number(goal) - 1] ?? ""),
          }))}
        />
      )}
      <Radios
        inline
        name={`${name}-force`}
        legend={<span className="unseen">{t.forceOf(t.fields[name])}</span>}
        value={typed(`${name}-force`, "limit")}
        options={[
          { value: "limit", label: t.limit },
          { value: "target", label: t.target },
        ]}
      />
    </div>
  );
}
