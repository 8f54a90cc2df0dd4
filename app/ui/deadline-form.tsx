import type { Verdict } from "#app/domain/verdict.ts";
import { Checkboxes } from "./choices.tsx";
import { DataTable, Th } from "./data.tsx";
import { Button, ErrorSummary, Form, TextArea, TextInput } from "./form.tsx";
import { useTexts } from "./locale.tsx";
import { Section } from "./page.tsx";
import { Moment } from "./time.tsx";

type DeadlineFormProps = {
  zone: string;
  typed: Record<string, string>;
  errors: Record<string, string>;
  reasonHint: string;
  button: string;
  verdict?: Verdict;
  /** What has to be ticked, where it leaves little time. */
  sudden?: string | undefined;
};

/** A new closing moment in a call's zone, and why: for everybody or for one entry. */
export function DeadlineForm({ zone, typed, errors, reasonHint, button, verdict, sudden }: DeadlineFormProps) {
  const t = useTexts().cycle.deadline;
  return (
    <>
      <ErrorSummary errors={errors} />
      <Form>
        <TextInput
          name="date"
          type="date"
          label={t.date}
          hint={t.dateHint(zone)}
          value={typed["date"]}
          error={errors["date"]}
          width="medium"
        />
        <TextInput
          name="time"
          label={t.time}
          hint={t.timeHint}
          value={typed["time"]}
          error={errors["time"]}
          width="short"
        />
        <TextArea
          name="reason"
          label={t.reason}
          hint={reasonHint}
          value={typed["reason"]}
          error={errors["reason"]}
          rows={3}
        />
        {sudden ? (
          <Checkboxes
            name="confirm"
            legend={<span className="unseen">{button}</span>}
            options={[{ value: "yes", label: sudden }]}
            error={errors["confirm"]}
          />
        ) : null}
        <Button verdict={verdict}>{button}</Button>
      </Form>
    </>
  );
}

/** Every earlier change of a closing moment, with its reason. Shows nothing when there is none. */
export function MovedDeadlines({
  changes,
  zone,
}: {
  changes: { id: string; from: Date; to: Date; reason: string; by: string }[];
  zone: string;
}) {
  const t = useTexts().cycle.deadline;
  if (changes.length === 0) return null;
  return (
    <Section title={t.changes}>
      <DataTable
        stacked
        caption={t.changes}
        captionHidden
        head={
          <>
            <Th>{t.change.from}</Th>
            <Th>{t.change.to}</Th>
            <Th>{t.change.reason}</Th>
            <Th>{t.change.by}</Th>
          </>
        }
      >
        {changes.map((change) => (
          <tr key={change.id}>
            <td>
              <Moment at={change.from} zone={zone} />
            </td>
            <td>
              <Moment at={change.to} zone={zone} />
            </td>
            <td>
              <bdi>{change.reason}</bdi>
            </td>
            <td>{change.by}</td>
          </tr>
        ))}
      </DataTable>
    </Section>
  );
}
