import { TextArea, TextInput } from "./form.tsx";
import { useTexts } from "./locale.tsx";

type BothLanguagesProps = {
  /** The English field; the Chinese one is `${name}-zh`. */
  name: string;
  label: string;
  hint?: string | undefined;
  fields: Record<string, string>;
  errors: Record<string, string>;
  /** A long text; left out = one line. */
  rows?: number | undefined;
  /** The English may be empty too. */
  optional?: boolean | undefined;
};

/** A text of a cycle in both of its languages, one below the other. */
export function BothLanguages({ name, label, hint, fields, errors, rows, optional }: BothLanguagesProps) {
  const { inChinese } = useTexts().ui;
  const zh = `${name}-zh`;
  const english = { name, label, hint, optional, value: fields[name], error: errors[name] };
  const translated = {
    name: zh,
    label: inChinese(label),
    optional: true,
    lang: "zh-Hans",
    value: fields[zh],
    error: errors[zh],
  };
  return rows ? (
    <>
      <TextArea {...english} rows={rows} />
      <TextArea {...translated} rows={rows} />
    </>
  ) : (
    <>
      <TextInput {...english} />
      <TextInput {...translated} />
    </>
  );
}
