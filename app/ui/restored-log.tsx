import { formatMoment, formatNumber } from "#app/i18n/format.ts";
import { Notice } from "./feedback.tsx";
import { useLocale, useTexts, useTimeZone } from "./locale.tsx";

type Loss = { size: number; held: number; at: Date | string; reason: string };

/** That the public log goes on from an older copy, without states that were signed; nothing where it does not. */
export function RestoredLog({ losses }: { losses: readonly Loss[] }) {
  const [t, locale, timeZone] = [useTexts().proof.restored, useLocale(), useTimeZone()];
  if (losses.length === 0) return null;
  return (
    <Notice kind="warning" title={t.title}>
      <p>{t.text}</p>
      {losses.map(({ size, held, at, reason }) => (
        <p key={size}>
          {t.since(formatMoment(at, locale, timeZone), formatNumber(size, locale), formatNumber(held, locale))}{" "}
          <bdi>{reason}</bdi>
        </p>
      ))}
    </Notice>
  );
}
