import {
  formatDate,
  formatDayAndMoment,
  formatMoment,
  formatTime,
  formatUnits,
  minutesAhead,
} from "#app/i18n/format.ts";
import type { Locale } from "#app/i18n/locales.ts";
import { useLocale, useTexts, useTimeZone } from "./locale.tsx";

const MINUTE = 60_000;

/** A moment to the second in the programme's zone and, where it differs, in the reader's. */
export function Moment({ at, zone, weekday }: { at: Date | string; zone: string; weekday?: boolean | undefined }) {
  const [t, locale, readerZone] = [useTexts().ui, useLocale(), useTimeZone()];
  const iso = new Date(at).toISOString();
  const unknown = readerZone === "UTC";
  return (
    <span className="moment">
      <time dateTime={iso}>{(weekday ? formatDayAndMoment : formatMoment)(at, locale, zone)}</time>
      <span className="moment-reader" hidden={unknown || sameClock(at, zone, readerZone)}>
        <span className="apart">{t.readerTime.apart[0]}</span>
        {t.readerTime.before}
        <time dateTime={iso} data-ahead={minutesAhead(at, zone)}>
          {unknown ? null : momentIn(readerZone, at, zone, locale)}
        </time>
        {t.readerTime.after}
        <span className="apart">{t.readerTime.apart[1]}</span>
      </span>
    </span>
  );
}

/** A deadline with the time that is left in words. `now` is the server's clock, in the loader's data. */
export function Deadline({ at, zone, now }: { at: Date | string; zone: string; now: Date | string }) {
  const [t, locale] = [useTexts().ui, useLocale()];
  const left = new Date(at).getTime() - new Date(now).getTime();
  return (
    <span className="deadline">
      <strong className="left" data-left={left} data-text={t.left} data-little={t.leftLittle} data-passed={t.passed}>
        {timeLeft(left, locale, { left: t.left, little: t.leftLittle, passed: t.passed })}
      </strong>{" "}
      <Moment at={at} zone={zone} />
    </span>
  );
}

/** When entries close, or have closed, with its heading. */
export function Closing({ at, zone, now }: { at: Date | string; zone: string; now: Date | string }) {
  const { entry, ui } = useTexts();
  const hasClosed = new Date(at) <= new Date(now);
  return (
    <>
      <h2>{hasClosed ? ui.passed : entry.tasks.closes}</h2>{" "}
      <p>{hasClosed ? <Moment at={at} zone={zone} /> : <Deadline at={at} zone={zone} now={now} />}</p>
    </>
  );
}

/**
 * "3 days left". Whole units, rounded down, so that nobody is promised more time than there is. `left` in milliseconds.
 */
export function timeLeft(
  left: number,
  locale: Locale,
  texts: { left: string; little: string; passed: string },
): string {
  if (left <= 0) return texts.passed;
  if (left < MINUTE) return texts.little;
  const [unit, size] =
    left >= 2880 * MINUTE
      ? (["day", 1440] as const)
      : left >= 120 * MINUTE
        ? (["hour", 60] as const)
        : (["minute", 1] as const);
  const time = formatUnits(Math.floor(left / MINUTE / size), unit, locale);
  return texts.left.replace("{time}", time);
}

/**
 * A moment by the reader's clock: without the date where that is the same as in the programme's zone. `public/clock.js`
 * says it likewise.
 */
function momentIn(readerZone: string, at: Date | string, zone: string, locale: Locale): string {
  return formatDate(at, locale, readerZone) === formatDate(at, locale, zone)
    ? formatTime(at, locale, readerZone)
    : formatMoment(at, locale, readerZone);
}

function sameClock(at: Date | string, zone: string, other: string): boolean {
  return minutesAhead(at, zone) === minutesAhead(at, other);
}
