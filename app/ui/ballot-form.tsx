import { METHODS } from "#app/domain/ballot/rules.ts";
import { BallotConditions } from "./ballot-outcome.tsx";
import { useFieldErrors } from "./field-errors.ts";
import { Button, Buttons, ErrorSummary, Form, TextInput } from "./form.tsx";
import { Radios } from "./choices.tsx";
import { useTexts } from "./locale.tsx";
import { Section } from "./page.tsx";

/** What those who decide settle before a ballot opens; `standing` where it replaces one on which nobody has voted. */
export function BallotForm({
  standing,
  zone,
  disclosure,
  typed,
  codes,
}: {
  standing: boolean;
  zone: string;
  disclosure: number;
  typed: Record<string, string> | undefined;
  codes: Record<string, string> | undefined;
}) {
  const t = useTexts().ballot;
  const labels = {
    method: t.open.method,
    seats: t.open.seats,
    first: t.open.first,
    date: t.open.date,
    time: t.open.time,
  };
  const errors = useFieldErrors(codes, labels);
  return (
    <Section title={standing ? t.open.again : t.open.title}>
      <ErrorSummary errors={errors} />
      {standing ? <p>{t.open.replaces}</p> : null}
      <p>{t.open.text}</p>
      <Form>
        <Radios
          name="method"
          legend={labels.method}
          options={METHODS.map((method) => ({
            value: method,
            label: t.methods[method].name,
            hint: t.methods[method].hint,
          }))}
          value={typed?.["method"]}
          error={errors["method"]}
        />
        <TextInput
          name="seats"
          label={labels.seats}
          hint={t.open.seatsHint}
          inputMode="numeric"
          width="short"
          optional
          value={typed?.["seats"]}
          error={errors["seats"]}
        />
        <TextInput
          name="first"
          label={labels.first}
          hint={t.open.firstHint}
          inputMode="numeric"
          width="short"
          optional
          value={typed?.["first"]}
          error={errors["first"]}
        />
        <TextInput
          name="date"
          label={labels.date}
          type="date"
          width="medium"
          value={typed?.["date"]}
          error={errors["date"]}
        />
        <TextInput
          name="time"
          label={labels.time}
          hint={zone}
          width="short"
          value={typed?.["time"] ?? "18:00"}
          error={errors["time"]}
        />
        <BallotConditions disclosure={disclosure} />
        <Buttons>
          <Button>{t.open.button}</Button>
        </Buttons>
      </Form>
    </Section>
  );
}
