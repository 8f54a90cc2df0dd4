import { useId } from "react";
import { useTexts } from "./locale.tsx";

/** As wide as the narrowest phones show. */
const BAND = 286;
const ROW = 18;
const LEFT = 44;
const TOP = 22;

export type BandRow = { id: string; place: number; low: number; high: number; above: boolean };

/**
 * The ranks each entry lies between, with the line across: a filled point stands above the line, a hollow one below.
 * It reaches from the first of these ranks to the last. The table beside it says the same.
 */
export function RankBand({ rows, line }: { rows: BandRow[]; line: number }) {
  const [t, id] = [useTexts().cut.picture, useId()];
  const first = Math.min(line, ...rows.map(({ low }) => low));
  const last = Math.max(line + 1, ...rows.map(({ high }) => high));
  const x = (rank: number) => LEFT + ((rank - first) / (last - first)) * (BAND - LEFT - 12);
  const height = TOP + rows.length * ROW + 6;
  return (
    <figure className="figure">
      <div className="table-region" role="region" aria-labelledby={`${id}t`} tabIndex={0}>
        <svg
          viewBox={`0 0 ${BAND} ${height}`}
          width={BAND}
          height={height}
          role="img"
          aria-labelledby={`${id}t ${id}d`}
        >
          <title id={`${id}t`}>{t.title}</title>
          <desc id={`${id}d`}>{t.description(rows.length, line)}</desc>
          <text className="figure-label" x={x(line + 0.5)} y="12" textAnchor="middle">
            {t.line}
          </text>
          <line className="figure-line" x1={x(line + 0.5)} x2={x(line + 0.5)} y1="16" y2={height} />
          {rows.map(({ id: entry, place, low, high, above }, index) => {
            const y = TOP + index * ROW + ROW / 2;
            return (
              <g key={entry}>
                <text className="figure-label" x={LEFT - 12} y={y + 4} textAnchor="end">
                  {place}
                </text>
                <line className="figure-span" x1={x(low)} x2={x(high)} y1={y} y2={y} />
                <circle className={above ? "figure-point" : "figure-point figure-hollow"} cx={x(place)} cy={y} r="4" />
              </g>
            );
          })}
        </svg>
      </div>
      <figcaption>{t.caption}</figcaption>
    </figure>
  );
}

export type SpreadRow = { id: string; name: string; spread: readonly [number, number, number, number, number] };

/**
 * How each reviewer used the scale: line from lowest to highest score, box around the middle half, a bar at the median.
 * Each under its name, so that it fits the narrowest phones, too.
 */
export function ScoreSpread({ rows, scale }: { rows: SpreadRow[]; scale: [number, number] }) {
  const [t, id] = [useTexts().cut.spread, useId()];
  const [low, high] = scale;
  const x = (score: number) => 12 + ((score - low) / Math.max(1e-9, high - low)) * (BAND - 24);
  const row = 40;
  const height = 20 + rows.length * row;
  return (
    <figure className="figure">
      <div className="table-region" role="region" aria-labelledby={`${id}t`} tabIndex={0}>
        <svg
          viewBox={`0 0 ${BAND} ${height}`}
          width={BAND}
          height={height}
          role="img"
          aria-labelledby={`${id}t ${id}d`}
        >
          <title id={`${id}t`}>{t.title}</title>
          <desc id={`${id}d`}>{t.description(rows.length)}</desc>
          {[low, (low + high) / 2, high].map((at) => (
            <text key={at} className="figure-label" x={x(at)} y="12" textAnchor="middle">
              {Math.round(at * 10) / 10}
            </text>
          ))}
          {rows.map(({ id: reviewer, name: said, spread: [least, lower, median, upper, most] }, index) => {
            const y = 20 + index * row + 28;
            return (
              <g key={reviewer}>
                <text className="figure-label" x="4" y={y - 13}>
                  {said}
                </text>
                <line className="figure-span" x1={x(least)} x2={x(most)} y1={y} y2={y} />
                <rect
                  className="figure-box"
                  x={x(lower)}
                  y={y - 7}
                  width={Math.max(1, x(upper) - x(lower))}
                  height="14"
                />
                <line className="figure-median" x1={x(median)} x2={x(median)} y1={y - 7} y2={y + 7} />
              </g>
            );
          })}
        </svg>
      </div>
      <figcaption>{t.caption}</figcaption>
    </figure>
  );
}
