import { formatMoment, formatNumber } from "#app/i18n/format.ts";
import { Notice } from "./feedback.tsx";
import { useLocale, useTexts, useTimeZone } from "./locale.tsx";

type Loss = { at: Date | string; reason: string };
type LostState = Loss & { size: number; held: number };
type LostEvents = Loss & { events: number; until: Date | string };

/** That the public log goes on from an older copy, without states that were signed; nothing where it does not. */
export function RestoredLog({ losses }: { losses: readonly LostState[] }) {
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

/** Earlier keys of the log that sign for it no more; nothing where there are none. */
export function RevokedKeys({ keys }: { keys: readonly (Loss & { key: string; size: number })[] }) {
  const [t, locale, timeZone] = [useTexts().proof.revoked, useLocale(), useTimeZone()];
  return keys.map(({ key, size, at, reason }) => (
    <Notice key={key} kind="warning" title={t.title}>
      <p>
        <code className="hash">{key}</code>
      </p>
      <p>{t.text}</p>
      <p>
        {t.since(formatMoment(at, locale, timeZone), formatNumber(size, locale))} <bdi>{reason}</bdi>
      </p>
    </Notice>
  ));
}

/** That saves are missing since the portal was restored from an older copy; nothing where none are. */
export function LostSaves({ losses }: { losses: readonly LostEvents[] }) {
  const [t, locale, timeZone] = [useTexts().proof.lostSaves, useLocale(), useTimeZone()];
  if (losses.length === 0) return null;
  return (
    <Notice kind="warning" title={t.title}>
      {losses.map(({ events, until, at, reason }) => (
        <p key={String(until)}>
          {t.text(
            formatMoment(at, locale, timeZone),
            formatNumber(events, locale),
            formatMoment(until, locale, timeZone),
          )}{" "}
          <bdi>{reason}</bdi>
        </p>
      ))}
    </Notice>
  );
}
