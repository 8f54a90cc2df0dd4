import type { Verdict } from "#app/domain/verdict.ts";
import {
  audienceValue,
  REVIEWER_AUDIENCES,
  REVIEWER_FIELDS,
  TEAM_AUDIENCES,
  TEAM_FIELDS,
} from "#app/domain/wave/rules.ts";
import { formatList } from "#app/i18n/format.ts";
import { type Localised, say } from "#app/i18n/localised.ts";
import { LOCALE_NAMES, LOCALES, type Locale } from "#app/i18n/locales.ts";
import { Button, Buttons, ErrorSummary, Form, Hidden, TextArea, TextInput } from "./form.tsx";
import { Select } from "./choices.tsx";
import { LetterSamples } from "./letter-samples.tsx";
import { useLocale, useTexts } from "./locale.tsx";
import { Section } from "./page.tsx";
import { Sentences } from "./wording.tsx";

type Preview = {
  count: number;
  cities: number;
  recipients: string[];
  samples: { locale: Locale; count: number; subject: string; text: string }[];
  unwritten: Locale[];
  seen: string;
  send: Verdict;
};
type WaveFormProps = {
  levels: { key: string; name: Localised }[];
  rounds: { id: string; name: Localised }[];
  typed: Record<string, string>;
  errors: Record<string, string>;
  preview: Preview | null;
};

/** To whom, and the text in each language; once it was asked for, what will go out. */
export function WaveForm({ levels, rounds, typed, errors, preview }: WaveFormProps) {
  const [{ wave: t }, locale] = [useTexts(), useLocale()];
  const audiences = [
    ...TEAM_AUDIENCES.flatMap((key) => [
      { value: audienceValue({ key, roundId: null }), label: t.audiences[key] },
      ...(key === "listed" ? levels : []).map((level) => ({
        value: audienceValue({ key, roundId: null, level: level.key }),
        label: t.ofRound(t.audiences[key], say(level.name, locale)),
      })),
    ]),
    ...rounds.flatMap(({ id, name }) =>
      REVIEWER_AUDIENCES.map((key) => ({
        value: audienceValue({ key, roundId: id }),
        label: t.ofRound(t.audiences[key], say(name, locale)),
      })),
    ),
  ];
  const others = LOCALES.filter((each) => each !== "en");
  const open = others.some((each) => [`subject-${each}`, `body-${each}`].some((name) => errors[name] || typed[name]));
  return (
    <>
      <ErrorSummary errors={errors} />
      {preview ? <WavePreview preview={preview} typed={typed} /> : null}
      <Form>
        <Hidden name="id" value={typed["id"] ?? ""} />
        <Select
          name="audience"
          label={t.audience}
          hint={
            <Sentences>
              {t.secret}
              {t.conflicts}
            </Sentences>
          }
          options={audiences}
          value={typed["audience"]}
          error={errors["audience"]}
        />
        <Written language="en" typed={typed} errors={errors} />
        <Fields />
        <details open={open}>
          <summary>{t.otherLanguages}</summary>
          <p className="hint">{t.otherHint}</p>
          {others.map((language) => (
            <Written key={language} language={language} typed={typed} errors={errors} />
          ))}
        </details>
        <Buttons>
          <Button kind={preview ? "secondary" : "primary"} name="preview" value="yes">
            {t.preview}
          </Button>
        </Buttons>
      </Form>
    </>
  );
}

/** How the fields of the letters are called, by their names. */
export function useLetterLabels(): Record<string, string> {
  const { wave: t, ui } = useTexts();
  const parts = ["subject", "body"] as const;
  return Object.fromEntries(
    LOCALES.flatMap((language) =>
      parts.map((part) => [`${part}-${language}`, ui.inLanguage(t[part], LOCALE_NAMES[language])]),
    ),
  );
}

function Written({ language, typed, errors }: Pick<WaveFormProps, "typed" | "errors"> & { language: Locale }) {
  const labels = useLetterLabels();
  const field = (part: "subject" | "body") => ({
    name: `${part}-${language}`,
    label: labels[`${part}-${language}`] ?? "",
    lang: language,
    value: typed[`${part}-${language}`],
    error: errors[`${part}-${language}`],
    optional: language !== "en",
  });
  return (
    <>
      <TextInput {...field("subject")} />
      <TextArea {...field("body")} rows={10} />
    </>
  );
}

function Fields() {
  const t = useTexts().wave;
  const list = (fields: readonly (keyof typeof t.fields)[]) =>
    fields.map((field) => (
      <li key={field}>
        <code dir="ltr">{`{${field}}`}</code> – {t.fields[field]}
      </li>
    ));
  return (
    <details>
      <summary>{t.fieldsTitle}</summary>
      <p>{t.fieldsText}</p>
      <p>{t.forTeams}</p>
      <ul>{list(TEAM_FIELDS)}</ul>
      <p>{t.forReviewers}</p>
      <ul>{list(REVIEWER_FIELDS)}</ul>
    </details>
  );
}

const SENT = ["id", "audience", ...LOCALES.flatMap((locale) => [`subject-${locale}`, `body-${locale}`])];

/** A form of its own with what was shown, whatever is changed below meanwhile. */
function WavePreview({
  preview: { count, cities, recipients, samples, unwritten, seen, send },
  typed,
}: {
  preview: Preview;
  typed: Record<string, string>;
}) {
  const [t, locale] = [useTexts().wave, useLocale()];
  const without = samples
    .filter((sample) => unwritten.includes(sample.locale))
    .map((sample) => LOCALE_NAMES[sample.locale]);
  return (
    <Section title={t.previewTitle}>
      <p>
        <strong>{t.count(count, cities)}</strong>
      </p>
      {without.length > 0 ? <p>{t.unwritten(formatList(without, locale))}</p> : null}
      <LetterSamples recipients={recipients} samples={samples} />
      <Form>
        {SENT.map((name) => (
          <Hidden key={name} name={name} value={typed[name] ?? ""} />
        ))}
        <Hidden name="seen" value={seen} />
        <Buttons>
          <Button verdict={send} name="send" value="yes">
            {t.send(count)}
          </Button>
        </Buttons>
      </Form>
      <p className="hint">{t.change}</p>
    </Section>
  );
}
