import { placesKnown } from "#app/domain/ranking/cut.server.ts";
import { recordExport, taken } from "#app/domain/audit/access.server.ts";
import { rankingOf } from "#app/domain/ranking/queries.server.ts";
import { meanOf } from "#app/domain/ranking/rules.ts";
import { csvRow } from "#app/domain/csv.ts";
import { signedIn } from "#app/http/wrappers.ts";
import { countryName } from "#app/i18n/format.ts";
import { citiesText } from "#app/i18n/place-names.ts";

/**
 * The ranking as a file, for those who may read it as a page. Where chances cannot be calculated, their columns are
 * empty.
 */
export const loader = signedIn(async ({ ctx, id, visit, t, locale }) => {
  const { partial, rows, adjustment } = await rankingOf(ctx, id("roundId"));
  const { entries, line } = await placesKnown(ctx, visit.services.calculation.run, id("roundId"));
  const chances = entries && new Map(entries.map((entry) => [entry.id, entry]));
  await recordExport(ctx, taken.ranking(id("roundId")));
  const c = t.ranking.csvColumns;
  const head = csvRow([
    partial ? t.ranking.partialRank : c.rank,
    c.code,
    c.title,
    c.city,
    c.country,
    c.together,
    c.framework,
    c.reviews,
    c.expected,
    c.total(rows[0]?.parts ?? 100),
    c.mean,
    c.fraction,
    ...(adjustment?.corrected ? [c.adjusted, c.correction, c.share, c.middle] : []),
    ...(chances ? [c.chance(line), c.best, c.worst, c.band] : []),
  ]);
  const body = rows.map((row) => {
    const [mean, sure] = [meanOf(row), chances?.get(row.entryId)];
    return csvRow([
      row.rank,
      row.code,
      row.title,
      row.cityName,
      row.country && countryName(row.country, locale),
      citiesText(row.coApplicants, locale, t),
      row.framework,
      row.given,
      row.assigned,
      row.total,
      mean?.decimal ?? null,
      mean?.fraction ?? null,
      ...(adjustment?.corrected
        ? row.adjusted
          ? [row.adjusted.billionths / 1e9, row.adjusted.correction, row.adjusted.shrinkage, adjustment.intercept]
          : [null, null, null, null]
        : []),
      ...(chances
        ? sure
          ? [sure.chance, sure.low, sure.high, t.cut.bands[sure.band]]
          : [null, null, null, null]
        : []),
    ]);
  });
  // Spreadsheets read UTF-8 only where a byte-order mark says so.
  return new Response(`\ufeff${head}${body.join("")}`, {
    headers: { "content-type": "text/csv; charset=utf-8", "content-disposition": 'attachment; filename="ranking.csv"' },
  });
});
