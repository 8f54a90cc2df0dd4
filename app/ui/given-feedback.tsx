import { formatMoment, formatNumber } from "#app/i18n/format.ts";
import { useLocale, useTexts } from "./locale.tsx";
import { Paragraphs } from "./paragraphs.tsx";

/** What a team was told about versions of its entry, the oldest first. */
export function GivenFeedback({
  given,
  zone,
}: {
  given: { id: string; text: string; at: Date; number: number }[];
  zone: string;
}) {
  const [t, locale] = [useTexts().feedback.team, useLocale()];
  return given.map(({ id, text, at, number }) => (
    <article key={id}>
      <p className="hint">{t.about(formatNumber(number, locale), formatMoment(at, locale, zone))}</p>
      <div className="answer" dir="auto">
        <Paragraphs text={text} />
      </div>
    </article>
  ));
}
