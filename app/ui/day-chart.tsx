import { formatDate, formatNumber } from "#app/i18n/format.ts";
import { DataTable, Num, Th } from "./data.tsx";
import { useLocale, useTexts } from "./locale.tsx";

const HEIGHT = 120;
const STEP = 10;

type Day = { day: string; entries: number };

/**
 * How many arrived each day, as bars with the close marked; the same in figures below, for reading. Days are
 * "2027-03-31" in the zone of the call.
 */
export function DayChart({ days, closes }: { days: Day[]; closes: string }) {
  const [
    {
      reminder: { progress: t },
      ui: { colon },
    },
    locale,
  ] = [useTexts(), useLocale()];
  const most = Math.max(1, ...days.map(({ entries }) => entries));
  const end = days.findIndex(({ day }) => day === closes);
  const date = (day: string) => formatDate(day, locale, "UTC");
  const total = days.reduce((sum, { entries }) => sum + entries, 0);
  return (
    <>
      <svg
        className="day-chart"
        viewBox={`0 0 ${days.length * STEP} ${HEIGHT}`}
        preserveAspectRatio="none"
        role="img"
        aria-label={t.chart(formatNumber(total, locale), formatNumber(most, locale))}
      >
        {days.map(({ day, entries }, index) => {
          const height = Math.round((entries / most) * (HEIGHT - 10));
          return entries === 0 ? null : (
            <rect
              key={day}
              className="bar-part"
              x={index * STEP + 1}
              y={HEIGHT - height}
              width={STEP - 2}
              height={height}
            >
              <title>{`${date(day)}${colon}${formatNumber(entries, locale)}`}</title>
            </rect>
          );
        })}
        {end < 0 ? null : <line className="day-close" x1={(end + 1) * STEP} x2={(end + 1) * STEP} y1="0" y2={HEIGHT} />}
      </svg>
      <p className="day-scale">
        <span>{days[0] ? date(days[0].day) : null}</span>
        <span>
          {t.closes} <bdi>{date(closes)}</bdi>
        </span>
      </p>
      <Figures days={days} />
    </>
  );
}

function Figures({ days }: { days: Day[] }) {
  const [t, locale] = [useTexts().reminder.progress, useLocale()];
  return (
    <details>
      <summary>{t.figures}</summary>
      <DataTable
        caption={t.perDay}
        captionHidden
        head={
          <>
            <Th>{t.day}</Th>
            <Th numeric>{t.arrived}</Th>
          </>
        }
      >
        {days
          .filter(({ entries }) => entries > 0)
          .map(({ day, entries }) => (
            <tr key={day}>
              <th scope="row">{formatDate(day, locale, "UTC")}</th>
              <Num>{formatNumber(entries, locale)}</Num>
            </tr>
          ))}
      </DataTable>
    </details>
  );
}
