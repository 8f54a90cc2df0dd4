import { TextInput } from "./form.tsx";
import { useTexts } from "./locale.tsx";

type WindowFieldsProps = {
  fields: Record<string, string>;
  errors: Record<string, string>;
  hint: string;
  labels: Record<"opensDate" | "opensTime" | "closesDate" | "closesTime", string>;
};

/** When something opens and closes: a day and a clock time each, in the zone that the hint names. */
export function WindowFields({ fields, errors, hint, labels }: WindowFieldsProps) {
  const { timeHint } = useTexts().round.form;
  const field = (name: string) => ({ name, value: fields[name] ?? "", error: errors[name] });
  return (
    <>
      <p className="hint">{hint}</p>
      <TextInput {...field("opensDate")} type="date" label={labels.opensDate} width="medium" />
      <TextInput {...field("opensTime")} label={labels.opensTime} hint={timeHint} width="short" />
      <TextInput {...field("closesDate")} type="date" label={labels.closesDate} width="medium" />
      <TextInput {...field("closesTime")} label={labels.closesTime} hint={timeHint} width="short" />
    </>
  );
}
