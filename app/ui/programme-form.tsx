import { BothLanguages } from "./both-languages.tsx";
import { useFieldErrors } from "./field-errors.ts";
import { Button, ErrorSummary, Form, TextInput } from "./form.tsx";
import { useTexts } from "./locale.tsx";
import { Meanwhile } from "./meanwhile.tsx";

type ProgrammeFormProps = {
  fields: Record<string, string>;
  standing?: Record<string, string>;
  codes?: Record<string, string> | undefined;
  isNew?: boolean;
};

/** What an award says of itself, across its cycles. Its address is given once. */
export function ProgrammeForm({ fields, standing, codes, isNew = false }: ProgrammeFormProps) {
  const t = useTexts().programme;
  const errors = useFieldErrors(codes, t);
  const field = (name: string) => ({ name, value: fields[name] ?? "", error: errors[name] });
  return (
    <>
      <ErrorSummary errors={errors} />
      <Form>
        <Meanwhile standing={standing} codes={codes} errors={errors} />
        <BothLanguages name="name" label={t.name} fields={fields} errors={errors} />
        {isNew ? <TextInput {...field("slug")} label={t.slug} hint={t.slugHint} width="medium" /> : null}
        <BothLanguages name="about" label={t.about} hint={t.aboutHint} fields={fields} errors={errors} rows={5} />
        <TextInput {...field("timeZone")} label={t.timeZone} hint={t.timeZoneHint} width="medium" />
        <TextInput {...field("contactEmail")} type="email" label={t.contactEmail} hint={t.contactHint} width="long" />
        <Button>{isNew ? t.create : t.save}</Button>
      </Form>
    </>
  );
}
