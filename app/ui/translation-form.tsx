import { fieldOf, versionField } from "#app/domain/translation/input.ts";
import { type Group, isLong, type Language, type Part } from "#app/domain/translation/rules.ts";
import type { Verdict } from "#app/domain/verdict.ts";
import { type Localised, say } from "#app/i18n/localised.ts";
import { LOCALE_NAMES, type Locale } from "#app/i18n/locales.ts";
import type { Texts } from "#app/i18n/texts.ts";
import { useFieldErrors } from "./field-errors.ts";
import { Button, ErrorSummary, Form, Hidden, TextArea, TextInput } from "./form.tsx";
import { useTexts } from "./locale.tsx";
import { Paragraphs } from "./paragraphs.tsx";

type Shown = {
  place: string;
  version: string;
  part: Part;
  en: string;
  standing: string;
  earlier: string | null;
  fixed: boolean;
};
type TranslationFormProps = {
  language: Language;
  texts: Shown[];
  typed?: Record<string, string> | undefined;
  codes?: Record<string, string> | undefined;
  verdict: Verdict;
};

const ONE_LINE = 60;

/** What a group of texts is called: "Form: Introduce the initiative". */
export function groupName(
  { translation: t }: Texts,
  { kind, title }: { kind: Group["kind"]; title: Localised | null },
  locale: Locale,
): string {
  if (title === null || (kind !== "form" && kind !== "rubric")) return t.groups[kind as keyof typeof t.groups];
  return t[kind](say(title, locale));
}

/**
 * Texts of a cycle, the English beside a field for each. Where two have written at once, what stands now is shown under
 * what was typed.
 */
export function TranslationForm({ language, texts, typed, codes, verdict }: TranslationFormProps) {
  const {
    translation: t,
    ui: { colon },
  } = useTexts();
  const errors = useFieldErrors(
    codes,
    Object.fromEntries(
      texts.map(({ place, part, en }) => [fieldOf(place), `${t.kinds[part]}${colon}${en.slice(0, ONE_LINE)}`]),
    ),
  );
  return (
    <>
      <ErrorSummary errors={errors} />
      <Form>
        {texts.map((text) => (
          <Translated
            key={text.place}
            {...text}
            language={language}
            typed={typed?.[fieldOf(text.place)]}
            clashes={codes?.[fieldOf(text.place)] === "changed-meanwhile"}
            error={errors[fieldOf(text.place)]}
          />
        ))}
        <Button verdict={verdict}>{t.save}</Button>
      </Form>
    </>
  );
}

function Translated({
  place,
  version,
  part,
  en,
  standing,
  earlier,
  fixed,
  language,
  typed,
  clashes,
  error,
}: Shown & { language: Language; typed: string | undefined; clashes: boolean; error: string | undefined }) {
  const {
    translation: t,
    ui: { colon },
  } = useTexts();
  const given = {
    name: fieldOf(place),
    label: (
      <>
        <span className="unseen">
          {t.kinds[part]}
          {colon}
        </span>
        {LOCALE_NAMES[language]}
      </>
    ),
    lang: language,
    value: typed ?? standing,
    error,
    warning: clashes ? (standing ? t.stands(standing) : t.removed) : earlier === null ? undefined : t.earlier(earlier),
  };
  const isShort = !isLong(part) && en.length <= ONE_LINE;
  return (
    <div className="pair">
      <div>
        <p className="eyebrow">{t.kinds[part]}</p>
        <Paragraphs text={en} lang="en" />
      </div>
      {fixed ? (
        <div lang={language} dir="auto">
          <Paragraphs text={standing} />
          <p className="hint">{t.fixed}</p>
        </div>
      ) : (
        <div>
          <Hidden name={versionField(place)} value={version} />
          {isShort ? (
            <TextInput {...given} />
          ) : (
            <TextArea {...given} rows={Math.min(12, Math.max(2, Math.ceil(en.length / 45)))} />
          )}
        </div>
      )}
    </div>
  );
}
