import type { CheckPoint } from "#app/domain/cycle/rules.ts";
import { findingField, reasonField } from "#app/domain/screening/input.ts";
import type { Finding } from "#app/domain/screening/rules.ts";
import { say } from "#app/i18n/localised.ts";
import { Button, Buttons, Form, TextInput } from "./form.tsx";
import { Radios } from "./choices.tsx";
import { useLocale, useTexts } from "./locale.tsx";

type ChecklistProps = {
  points: CheckPoint[];
  /** What was found last time, to go on from. */
  findings: Finding[] | null;
  typed?: Record<string, string> | undefined;
  /** Sentences by field. */
  errors: Record<string, string>;
};

/** The eligibility check, point by point. Most entries pass, so one button says so of all points. */
export function Checklist({ points, findings, typed = {}, errors }: ChecklistProps) {
  const [t, locale] = [useTexts().screening, useLocale()];
  const found = (key: string) => findings?.find((each) => each.key === key);
  return (
    <Form>
      <p className="hint">{t.form.lede}</p>
      <Buttons>
        <Button kind="secondary" name="all" value="pass">
          {t.form.all}
        </Button>
      </Buttons>
      {points.map(({ key, text }) => (
        <div className="criterion" key={key}>
          <Radios
            inline
            name={findingField(key)}
            legend={say(text, locale)}
            value={typed[findingField(key)] ?? found(key)?.finding}
            error={errors[findingField(key)]}
            options={(["pass", "fail", "ask"] as const).map((value) => ({ value, label: t.findings[value] }))}
          />
          <TextInput
            name={reasonField(key)}
            label={t.form.reason}
            hint={t.form.reasonHint}
            optional
            value={typed[reasonField(key)] ?? found(key)?.reason}
            error={errors[reasonField(key)]}
          />
        </div>
      ))}
      <Buttons>
        <Button>{t.form.button}</Button>
      </Buttons>
    </Form>
  );
}
