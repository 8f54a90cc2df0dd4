import type { Verdict } from "#app/domain/verdict.ts";
import { useFieldErrors } from "./field-errors.ts";
import { Button, Buttons, ErrorSummary, Form, Hidden, TextArea, TextInput } from "./form.tsx";
import { LetterSamples } from "./letter-samples.tsx";
import { useTexts } from "./locale.tsx";
import { Section } from "./page.tsx";
import type { LetterPreview } from "./reminder-page.tsx";

const FIELDS = ["id", "date", "time", "minutes", "place", "agenda"] as const;

type MeetingDateFormProps = {
  zone: string;
  typed: Record<string, string>;
  codes: Record<string, string> | undefined;
  preview: (LetterPreview & { seen: string; telling: Verdict }) | null;
};

/** When and where a panel is called to meet; once it was asked for, the letters that will go out. */
export function MeetingDateForm({ zone, typed, codes, preview }: MeetingDateFormProps) {
  const { meeting, wave, cycle } = useTexts();
  const t = meeting.dates;
  const errors = useFieldErrors(codes, t);
  const field = (name: "date" | "time" | "minutes" | "place" | "agenda") => ({
    name,
    label: t[name],
    value: typed[name],
    error: errors[name],
  });
  return (
    <>
      <ErrorSummary errors={errors} />
      {preview ? (
        <Section title={wave.previewTitle}>
          <LetterSamples recipients={preview.recipients} samples={preview.samples} />
          <Form>
            {FIELDS.map((name) => (
              <Hidden key={name} name={name} value={typed[name] ?? ""} />
            ))}
            <Hidden name="seen" value={preview.seen} />
            <Buttons>
              <Button verdict={preview.telling} name="send" value="yes">
                {wave.send(preview.count)}
              </Button>
            </Buttons>
          </Form>
          <p className="hint">{wave.change}</p>
        </Section>
      ) : null}
      <Form>
        <Hidden name="id" value={typed["id"] ?? ""} />
        <TextInput {...field("date")} type="date" hint={cycle.deadline.dateHint(zone)} width="medium" />
        <TextInput {...field("time")} hint={t.timeHint} width="short" />
        <TextInput {...field("minutes")} inputMode="numeric" width="short" />
        <TextArea {...field("place")} hint={t.placeHint} rows={2} />
        <TextArea {...field("agenda")} hint={t.agendaHint} rows={6} />
        <Buttons>
          <Button kind={preview ? "secondary" : "primary"} name="preview" value="yes">
            {wave.preview}
          </Button>
        </Buttons>
      </Form>
    </>
  );
}
