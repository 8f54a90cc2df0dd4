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
  const { method, seats, first, date, time } = t.open;
  const labels = { method, seats, first, date, time };
  const errors = useFieldErrors(codes, labels);
  const field = (name: keyof typeof labels) => ({
    name,
    label: labels[name],
    value: typed?.[name],
    error: errors[name],
  });
  return (
    <Section title={standing ? t.open.again : t.open.title}>
      <ErrorSummary errors={errors} />
      {standing ? <p>{t.open.replaces}</p> : null}
      <p>{t.open.text}</p>
      <Form>
        <Radios
          {...field("method")}
          legend={method}
          options={METHODS.map((value) => ({ value, label: t.methods[value].name, hint: t.methods[value].hint }))}
        />
        <TextInput {...field("seats")} hint={t.open.seatsHint} inputMode="numeric" width="short" optional />
        <TextInput {...field("first")} hint={t.open.firstHint} inputMode="numeric" width="short" optional />
        <TextInput {...field("date")} type="date" width="medium" />
        <TextInput {...field("time")} hint={zone} width="short" value={typed?.["time"] ?? "18:00"} />
        <BallotConditions disclosure={disclosure} />
        <Buttons>
          <Button>{t.open.button}</Button>
        </Buttons>
      </Form>
    </Section>
  );
}
