import type { ReactNode } from "react";
import type { CycleLocks } from "#app/domain/cycle/rules.ts";
import { BothLanguages } from "./both-languages.tsx";
import { useFieldErrors } from "./field-errors.ts";
import { Button, ErrorSummary, Form, TextArea, TextInput } from "./form.tsx";
import { Radios } from "./choices.tsx";
import { useTexts } from "./locale.tsx";
import { Meanwhile } from "./meanwhile.tsx";
import { OtherLanguages } from "./other-languages.tsx";
import { Section } from "./page.tsx";
import { WindowFields } from "./window-fields.tsx";

type CycleFormProps = {
  cycleId: string;
  zone: string;
  fields: Record<string, string>;
  standing: Record<string, string>;
  codes?: Record<string, string> | undefined;
  locks: CycleLocks;
};

/** Texts, dates and lists of a cycle. What must not change any more is shown as it stands, with the reason why. */
export function CycleForm({ cycleId, zone, fields, standing, codes, locks }: CycleFormProps) {
  const t = useTexts().cycle.settings;
  const errors = useFieldErrors(codes, t);
  const field = (name: string) => ({ name, value: fields[name] ?? "", error: errors[name] });
  const date = (name: "early" | "results") =>
    ({
      ...field(`${name}Date`),
      type: "date",
      label: t[`${name}Date`],
      hint: t.hints[name],
      width: "medium",
      optional: true,
    }) as const;
  const list = (name: "themes" | "levels" | "checklist", locked: boolean) => (
    <Lockable locked={locked} why={t.locked[name]} label={t[name]} text={fields[name] ?? ""}>
      <TextArea {...field(name)} label={t[name]} hint={t.hints[name]} rows={6} />
    </Lockable>
  );
  return (
    <>
      <ErrorSummary errors={errors} />
      <Form>
        <Meanwhile standing={standing} codes={codes} errors={errors} />
        <Section title={t.texts}>
          <OtherLanguages cycleId={cycleId} group="call" />
          <BothLanguages name="name" label={t.name} fields={fields} errors={errors} />
          <BothLanguages name="call" label={t.call} hint={t.hints.call} fields={fields} errors={errors} rows={10} />
          <BothLanguages name="prize" label={t.prize} fields={fields} errors={errors} rows={3} optional />
        </Section>
        <Section title={t.dates}>
          {locks.published ? (
            <p className="hint">
              {locks.opened ? t.locked.opens : t.locked.closes}{" "}
              <a href={`/secretariat/cycles/${cycleId}/deadline`}>{t.move}</a>
            </p>
          ) : (
            <WindowFields fields={fields} errors={errors} hint={t.zone(zone)} labels={t} />
          )}
          <Lockable locked={locks.early} why={t.locked.early} label={t.earlyDate} text={fields["earlyDate"] ?? ""}>
            <TextInput {...date("early")} />
          </Lockable>
          <TextInput {...date("results")} />
        </Section>
        <Section title={t.lists}>
          <OtherLanguages cycleId={cycleId} group="lists" />
          {list("themes", locks.entered)}
          {list("levels", locks.entered)}
          {list("checklist", locks.checked)}
        </Section>
        <Section title={t.signOff}>
          <SignOff locked={locks.entered} field={field("endorsement")} />
        </Section>
        <Button>{t.button}</Button>
      </Form>
    </>
  );
}

/** Whether a call asks for a sign-off. */
function SignOff({
  locked,
  field,
}: {
  locked: boolean;
  field: { name: string; value: string; error: string | undefined };
}) {
  const t = useTexts().cycle.settings;
  return (
    <Lockable
      locked={locked}
      why={t.locked.endorsement}
      label={t.endorsement}
      text={t.rules[field.value as keyof typeof t.rules]}
    >
      <Radios
        {...field}
        legend={t.endorsement}
        options={(["off", "optional", "required"] as const).map((value) => ({ value, label: t.rules[value] }))}
      />
    </Lockable>
  );
}

function Lockable({
  locked,
  why,
  label,
  text,
  children,
}: {
  locked: boolean;
  why: string;
  label: string;
  text: string;
  children: ReactNode;
}) {
  if (!locked) return children;
  return (
    <div>
      <h3>{label}</h3>
      <p className="hint">{why}</p>
      <pre>{text}</pre>
    </div>
  );
}
