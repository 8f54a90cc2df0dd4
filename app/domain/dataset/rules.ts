import { countryName, formatMoment } from "#app/i18n/format.ts";
import { type Localised, say } from "#app/i18n/localised.ts";
import type { Locale } from "#app/i18n/locales.ts";
import { csvRow } from "../csv.ts";
import { escaped } from "../markup.ts";
import { type Changed, type Corrected, meanOf } from "../result/rules.ts";

export type DatasetRow = {
  id: string;
  level: string | null;
  levelName: Localised | null;
  cityName: string;
  country: string;
  countryLabel: string | null;
  region: string;
  title: string;
  description: string;
  theme: string;
  sdgs: number[];
  honours: Localised[];
  lat: number | null;
  lon: number | null;
  population: number | null;
  rank: number | null;
  reviews: number | null;
  total: number | null;
  parts: number;
  adjusted: number | null;
  reason: string;
  sourceUrl: string | null;
  words: { statement: Localised | null; citation: Localised | null } | null;
  coApplicants: { cityName: string; country: string }[];
};
/**
 * What the public may read of a cycle's result. `publishedAt` null = nothing stands any more; then `withdrawn` says
 * why.
 */
export type Dataset = {
  slug: string;
  name: Localised;
  year: number;
  programme: Localised;
  /** Counts up with every change. */
  version: number;
  publishedAt: string | null;
  updatedAt: string | null;
  withdrawn: { at: string; reason: string } | null;
  corrections: Corrected[];
  results: DatasetRow[];
};

/**
 * The columns of the table and the members of each result in the JSON, in their order. A name never changes its
 * meaning; what is added later comes at the end.
 */
export const FIELDS = [
  "id",
  "url",
  "cycle",
  "year",
  "level",
  "level_name",
  "city",
  "country",
  "country_name",
  "region",
  "title",
  "description",
  "theme",
  "sdgs",
  "honours",
  "latitude",
  "longitude",
  "population",
  "rank",
  "reviews",
  "points_sum",
  "points_parts",
  "mean",
  "adjusted_billionths",
  "reason",
  "source_url",
  "statement",
  "citation",
  "co_applicants",
] as const;
export type Field = (typeof FIELDS)[number];
type Cell = string | number | number[] | string[] | null;

/** Name and version of the JSON: another number when a name goes or changes its meaning. */
const FORMAT = "kapok-results/1";

function recordOf(row: DatasetRow, { slug, year }: Dataset, publicUrl: string): Record<Field, Cell> {
  return {
    id: row.id,
    url: `${publicUrl}/initiatives/${row.id}`,
    cycle: slug,
    year,
    level: row.level,
    level_name: row.levelName?.en ?? null,
    city: row.cityName,
    country: row.country,
    country_name: row.countryLabel ?? countryName(row.country, "en"),
    region: row.region,
    title: row.title || null,
    description: row.description || null,
    theme: row.theme || null,
    sdgs: row.sdgs,
    honours: row.honours.map(({ en }) => en),
    latitude: row.lat,
    longitude: row.lon,
    population: row.population,
    rank: row.rank,
    reviews: row.reviews,
    points_sum: row.total,
    points_parts: row.parts,
    mean: meanOf(row),
    adjusted_billionths: row.adjusted,
    reason: row.reason || null,
    source_url: row.sourceUrl,
    statement: row.words?.statement?.en ?? null,
    citation: row.words?.citation?.en ?? null,
    co_applicants: row.coApplicants.map(({ cityName, country }) => `${cityName}, ${country}`),
  };
}

/**
 * The results as a table: UTF-8 with a mark that spreadsheets need, one header, lists in a cell apart by "; ", and
 * nothing that a spreadsheet would run.
 */
export function asCsv(dataset: Dataset, publicUrl: string): string {
  const rows = dataset.results.map((row) =>
    Object.values(recordOf(row, dataset, publicUrl)).map((cell) => (Array.isArray(cell) ? cell.join("; ") : cell)),
  );
  return `\ufeff${csvRow(FIELDS)}${rows.map(csvRow).join("")}`;
}

/** As `FIELDS`, of the table of corrections. */
export const CORRECTION_FIELDS = [
  ...(["cycle", "version", "at", "reason", "id", "title", "city", "from", "to"] as const),
  ...(["honours_from", "honours_to"] as const),
] as const;
const honoursOf = ({ honours }: Changed) => ({
  honours_from: honours?.from.map(({ en }) => en) ?? [],
  honours_to: honours?.to.map(({ en }) => en) ?? [],
});

/**
 * How the lists of a cycle were corrected, as a table: a row for each entry that a correction gave another level, or
 * other honours.
 */
export function correctionsCsv({ slug, corrections }: Dataset): string {
  const rows = corrections.flatMap(({ version, at, reason, changes }) => {
    const told = [slug, version, at, reason];
    const changed = changes.map((change) => {
      const { resultId, title, cityName, from, to } = change;
      const honours = Object.values(honoursOf(change)).map((names) => names.join("; "));
      return [resultId, title, cityName, from, to, ...honours];
    });
    const nothing = CORRECTION_FIELDS.slice(told.length).map(() => null);
    return (changed.length > 0 ? changed : [nothing]).map((cells) => [...told, ...cells]);
  });
  return `\ufeff${csvRow(CORRECTION_FIELDS)}${rows.map(csvRow).join("")}`;
}

/** The results as JSON, with the names of the cycle in every language they were written in. */
export function asJson(dataset: Dataset, publicUrl: string): unknown {
  const { slug, name, year, programme, version, publishedAt, updatedAt, withdrawn, corrections } = dataset;
  return {
    format: FORMAT,
    documentation: `${publicUrl}/open-data`,
    cycle: { slug, name, year, programme, url: `${publicUrl}/cycles/${slug}/results` },
    version,
    published_at: publishedAt,
    updated_at: updatedAt,
    withdrawn,
    corrections: corrections.map(({ id, replaces, version: number, at, reason, changes }) => ({
      version: number,
      at,
      reason,
      list_before: replaces ? `${publicUrl}/cycles/${slug}/results/before/${id}` : null,
      changes: changes.map((change) => ({
        id: change.resultId,
        ...{ title: change.title, city: change.cityName, from: change.from, to: change.to, ...honoursOf(change) },
      })),
    })),
    results: dataset.results.map((row) => recordOf(row, dataset, publicUrl)),
  };
}

/** Something that has become public: a result, or a call with its text and its close. */
export type FeedItem = {
  kind: "result" | "call";
  id: string;
  slug: string;
  name: Localised;
  updatedAt: string;
  text: Localised | null;
  initiatives: number;
  closesAt: string | null;
  timeZone: string;
  /** Why the list that stands took the place of one before; null where it did not. */
  correction: string | null;
};
export type FeedWords = {
  title: string;
  result: (cycle: string) => string;
  call: (cycle: string) => string;
  initiatives: (n: number) => string;
  closes: (moment: string) => string;
  corrected: (reason: string) => string;
};

/** An Atom feed (RFC 4287). An item keeps its id; a result that is corrected comes again as updated. */
export function asAtom(
  items: readonly FeedItem[],
  words: FeedWords,
  { publicUrl, locale, now }: { publicUrl: string; locale: Locale; now: Date },
): string {
  const when = (at: string | Date) => new Date(at).toISOString();
  const entries = items.map(
    ({ kind, id, slug, name, updatedAt, text, initiatives, closesAt, timeZone, correction }) => {
      const href = kind === "result" ? `${publicUrl}/cycles/${slug}/results` : `${publicUrl}/cycles/${slug}`;
      const cycle = say(name, locale);
      const summary =
        kind === "result"
          ? [words.initiatives(initiatives), correction && words.corrected(correction)].filter(Boolean).join("\n\n")
          : [closesAt && words.closes(formatMoment(closesAt, locale, timeZone)), text && say(text, locale)]
              .filter(Boolean)
              .join("\n\n");
      return `<entry><id>${escaped(`${href}#${id}`)}</id><title>${escaped(words[kind](cycle))}</title><link href="${escaped(href)}"/><updated>${when(updatedAt)}</updated><summary>${escaped(summary)}</summary></entry>`;
    },
  );
  return `<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="${locale}"><id>${escaped(`${publicUrl}/feed.atom`)}</id><title>${escaped(words.title)}</title><link rel="self" href="${escaped(`${publicUrl}/feed.atom`)}"/><link href="${escaped(publicUrl)}/"/><updated>${when(items[0]?.updatedAt ?? now)}</updated><author><name>Kapok</name></author>
${entries.join("\n")}
</feed>
`;
}

/** A sitemap (sitemaps.org) of these paths. */
export function asSitemap(paths: readonly string[], publicUrl: string): string {
  return `<?xml version="1.0" encoding="utf-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n${paths.map((path) => `<url><loc>${escaped(publicUrl + path)}</loc></url>`).join("\n")}\n</urlset>\n`;
}
