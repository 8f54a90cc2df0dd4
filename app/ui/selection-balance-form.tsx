import { levelName } from "#app/domain/round/rules.ts";
import { BALANCE_FIELDS, groupOf, groupValue, NAMED_ROWS, shownRows } from "#app/domain/shortlist/input.ts";
import { DIMENSIONS, type GroupNames, type NamedTheme } from "#app/domain/shortlist/rules.ts";
import { sayGroup } from "#app/i18n/balance-bound.ts";
import { formatNumber, inOrder } from "#app/i18n/format.ts";
import type { Localised } from "#app/i18n/localised.ts";
import { type OptionGroup, Radios, Select } from "./choices.tsx";
import { useFieldErrors } from "./field-errors.ts";
import { Button, Buttons, ErrorSummary, FieldGroup, Form, LinkButton, TextArea, TextInput } from "./form.tsx";
import { useLocale, useTexts } from "./locale.tsx";
import { Section } from "./page.tsx";

export type BalanceFormProps = {
  roundId: string;
  lines: { after: number; levelKey: string }[];
  levels: { levelKey: string; name: Localised }[];
  /** The groups that entries belong to, of which rules may name one, and what themes are called. */
  groups: GroupNames;
  themes: readonly NamedTheme[];
  /** Whether a list was worked out that may be taken over. */
  adoptable: boolean;
  /** What was asked for last; null before anything was. */
  last: Record<string, string> | null;
  refused: { errors: Record<string, string>; typed: Record<string, string> } | undefined;
};

/** Rules to balance by, and the way to take the list over. */
export function BalanceForm(props: BalanceFormProps) {
  const { roundId, lines, levels, adoptable, last, refused } = props;
  const [t, locale] = [useTexts().balance, useLocale()];
  const rows = useRowLabels();
  const errors = useFieldErrors(refused?.errors, {
    line: t.line,
    ...t.fields,
    ...rows,
    reach: t.reach,
    reason: t.widen,
  });
  const fields = refused?.typed ?? last ?? {};
  const typed = (name: string, otherwise = "") => fields[name] ?? otherwise;
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
          {BALANCE_FIELDS.map(({ name }) => (
            <RuleFields key={name} name={name} typed={typed} error={errors[name]} />
          ))}
          <NamedRules {...props} fields={fields} errors={errors} />
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
  typed: (name: string, otherwise?: string) => string;
  error: string | undefined;
};

/** The figure of a rule for every group of a kind, and whether it must be kept. */
function RuleFields({ name, typed, error }: RuleFieldsProps) {
  const { balance: t } = useTexts();
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

/** What a summary of errors calls the fields of each row. */
function useRowLabels(): Record<string, string> {
  const [{ balance, ui }, locale] = [useTexts(), useLocale()];
  const t = balance.named;
  const of = (at: number, field: string) => `${t.row(formatNumber(at + 1, locale))}${ui.comma}${field}`;
  return Object.fromEntries(
    NAMED_ROWS.flatMap((row, at) => [
      [`${row}-group`, of(at, t.group)],
      [row, of(at, t.count)],
    ]),
  );
}

type NamedRulesProps = Pick<BalanceFormProps, "groups" | "themes"> & {
  fields: Record<string, string>;
  errors: Record<string, string>;
};

/** Rules for one group each, by its name: those there are, and a few rows to fill. */
function NamedRules({ groups, themes, fields, errors }: NamedRulesProps) {
  const [{ balance }, locale] = [useTexts(), useLocale()];
  const t = balance.named;
  const rows = shownRows(fields);
  const options = useGroupOptions(
    groups,
    themes,
    rows.map((row) => fields[`${row}-group`] ?? ""),
  );
  return (
    <FieldGroup name="named" label={t.title} hint={t.text}>
      {rows.map((row, at) => (
        <div
          className="row-fields row-partners"
          role="group"
          aria-label={t.row(formatNumber(at + 1, locale))}
          key={row}
        >
          <Select
            name={`${row}-group`}
            label={t.group}
            empty={t.none}
            value={fields[`${row}-group`]}
            error={errors[`${row}-group`]}
            options={options}
          />
          <Select
            name={`${row}-bound`}
            label={t.bound}
            empty={null}
            value={fields[`${row}-bound`] ?? "least"}
            options={[
              { value: "least", label: t.least },
              { value: "most", label: t.most },
            ]}
          />
          <TextInput
            name={row}
            label={t.count}
            value={fields[row]}
            error={errors[row]}
            width="short"
            inputMode="numeric"
          />
          <Select
            name={`${row}-force`}
            label={t.force}
            empty={null}
            value={fields[`${row}-force`] ?? "limit"}
            options={[
              { value: "limit", label: balance.limit },
              { value: "target", label: balance.target },
            ]}
          />
        </div>
      ))}
    </FieldGroup>
  );
}

/** The groups that entries of the round belong to, and any that is named already. */
function useGroupOptions(names: GroupNames, themes: readonly NamedTheme[], named: readonly string[]): OptionGroup[] {
  const [texts, locale] = [useTexts(), useLocale()];
  return DIMENSIONS.flatMap((dimension) => {
    const found = names.find((each) => each.dimension === dimension)?.groups ?? [];
    const also = named.map(groupOf).flatMap((each) => (each?.dimension === dimension ? [each.group] : []));
    const groups = [...new Set([...found, ...also])].filter((group) => group !== "");
    const options = groups.map((group) => ({
      value: groupValue({ dimension, group }),
      label: sayGroup({ dimension, group }, texts, locale, themes),
    }));
    // Sizes and goals stand as they rise.
    const rising = dimension === "size" || dimension === "goal";
    return options.length === 0
      ? []
      : [
          {
            label: texts.balance.dimensions[dimension],
            options: rising ? options : inOrder(options, ({ label }) => label, locale),
          },
        ];
  });
}
