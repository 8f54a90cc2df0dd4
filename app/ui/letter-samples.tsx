import { directionOf, LOCALE_NAMES, type Locale } from "#app/i18n/locales.ts";
import { useTexts } from "./locale.tsx";
import { Section } from "./page.tsx";

type LetterSamplesProps = {
  recipients: string[];
  samples: { locale: Locale; count: number; subject: string; text: string }[];
};

/** Before letters go out: to whom, and one of each language as it will be read. */
export function LetterSamples({ recipients, samples }: LetterSamplesProps) {
  const t = useTexts().reminder;
  return (
    <>
      {recipients.length > 0 ? (
        <details>
          <summary>{t.recipients}</summary>
          <ul>
            {recipients.map((email) => (
              <li key={email}>
                <bdi>{email}</bdi>
              </li>
            ))}
          </ul>
        </details>
      ) : null}
      {samples.map(({ locale, count, subject, text }) => (
        <Section key={locale} title={t.sample(LOCALE_NAMES[locale], count)}>
          <p lang={locale} dir={directionOf(locale)}>
            <strong>{subject}</strong>
          </p>
          <pre className="letter" lang={locale} dir={directionOf(locale)}>
            {text}
          </pre>
        </Section>
      ))}
    </>
  );
}
