import { readFileSync } from "node:fs";
import { type ArchiveRow, readArchive } from "#app/domain/archive/rules.ts";
import { keyOf } from "#app/domain/cycle/rules.ts";
import { countryName } from "#app/i18n/format.ts";

export const ARCHIVE_FILE = new URL("./archive/guangzhou-entries.csv", import.meta.url);

/** The initiatives of the archive that somebody described: what the demonstration enters. */
export function describedInitiatives(): ArchiveRow[] {
  return readArchive(readFileSync(ARCHIVE_FILE, "utf8")).rows.filter((row) => row.description !== "");
}

/** Answers to the form from what the archive says and nothing else: what it does not say is left out. */
export function answersFrom(row: ArchiveRow): Record<string, unknown> {
  return {
    applicant: applicantOf(row.cityName),
    ...(row.title ? { title: row.title } : {}),
    ...(row.theme ? { themes: [keyOf(row.theme)] } : {}),
    summary: row.description,
    ...(row.population === null ? {} : { population: row.population }),
    "contact-name": `${row.cityName} team`,
    "contact-position": "Invented for the demonstration",
    "contact-email": "team@city.example",
    ...(row.sourceUrl ? { assessment: `Described after ${row.sourceUrl}` } : {}),
    ...(row.lat === null || row.lon === null
      ? {}
      : { location: { name: row.cityName, country: row.country, lat: row.lat, lon: row.lon } }),
    ...(row.sdgs.length > 0 ? { sdgs: row.sdgs } : {}),
    declaration: true,
  };
}

/**
 * Questions that the form requires and the archive cannot answer. The demonstration's form lets them go rather than
 * have facts made up.
 */
export const UNANSWERABLE = [
  "title",
  "stage",
  "mandate",
  "period",
  "area",
  "population",
  "innovation-type",
  "themes",
  "sdgs",
  "members",
  "background",
  "origins",
  "objectives",
  "resources",
  "innovation",
  "obstacles",
  "outcomes",
  "assessment",
  "replicability",
];

function applicantOf(name: string): string {
  if (/^Union of/.test(name)) return "union";
  return /State|Region|Governorate|Departmental|Council/.test(name) ? "region" : "city";
}

/** Where an initiative is from, as people write it: "Kampala, Uganda". */
export const placeOf = (row: Pick<ArchiveRow, "cityName" | "country" | "countryName">): string =>
  `${row.cityName}, ${row.countryName || countryName(row.country, "en")}`;
