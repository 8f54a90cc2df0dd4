import { type Localised, say } from "#app/i18n/localised.ts";
import { DEFAULT_LOCALE } from "#app/i18n/locales.ts";
import { useLocale } from "./locale.tsx";
import { Paragraphs } from "./paragraphs.tsx";

/** What a panel says of an entry: the sentence, then the reasons; in the reader's language, else in English. */
export function PanelWords({
  words: { statement, citation },
}: {
  words: { statement: Localised | null; citation: Localised | null };
}) {
  const locale = useLocale();
  const language = (text: Localised) => (text[locale] ? locale : DEFAULT_LOCALE);
  return (
    <blockquote>
      {statement ? (
        <p lang={language(statement)} dir="auto">
          <strong>{say(statement, locale)}</strong>
        </p>
      ) : null}
      {citation ? <Paragraphs text={say(citation, locale)} lang={language(citation)} /> : null}
    </blockquote>
  );
}
