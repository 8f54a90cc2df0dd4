import type { ArchivedResult, PublishedResult } from "#app/domain/result/rules.ts";
import { type Localised, say } from "#app/i18n/localised.ts";
import type { Locale } from "#app/i18n/locales.ts";

type Described = ArchivedResult & {
  description: string;
  lat: number | null;
  lon: number | null;
  publishedAt: string;
  sdgs: number[];
  pictures: { id: string }[];
  sourceUrl: string | null;
};

const SCHEMA = "https://schema.org";

/**
 * A published result as schema.org has it: a data set with its files, and the list of initiatives. `here` is the full
 * address of its page.
 */
export function datasetData(
  {
    cycle,
    publications,
    results,
  }: { cycle: { programme: { name: Localised } }; publications: { publishedAt: string }[]; results: PublishedResult[] },
  { title, description, here, locale }: { title: string; description: string; here: string; locale: Locale },
) {
  const origin = new URL(here).origin;
  return {
    "@context": SCHEMA,
    "@type": "Dataset",
    name: title,
    description,
    url: here,
    isAccessibleForFree: true,
    ...(publications[0] ? { datePublished: publications[0].publishedAt } : {}),
    creator: { "@type": "Organization", name: say(cycle.programme.name, locale) },
    distribution: (
      [
        ["csv", "text/csv"],
        ["json", "application/json"],
      ] as const
    ).map(([ending, encodingFormat]) => ({ "@type": "DataDownload", encodingFormat, contentUrl: `${here}.${ending}` })),
    hasPart: results.map(({ id, title: name, cityName }) => ({
      "@type": "CreativeWork",
      name: name || cityName,
      url: `${origin}/initiatives/${id}`,
    })),
  };
}

/** A published initiative as schema.org has it, with where it is and what it was awarded. */
export function initiativeData(
  {
    title,
    description,
    cityName,
    country,
    coApplicants,
    lat,
    lon,
    level,
    honours,
    cycle,
    publishedAt,
    sdgs,
    pictures,
    sourceUrl,
  }: Described,
  { here, locale, untitled, goals }: { here: string; locale: Locale; untitled: string; goals: readonly string[] },
) {
  const government = (name: string) => ({ "@type": "GovernmentOrganization", name });
  const awards = [
    ...(level ? [`${say(level.name, locale)}, ${say(cycle.name, locale)}`] : []),
    ...honours.map((name) => say(name, locale)),
  ];
  return {
    "@context": SCHEMA,
    "@type": "CreativeWork",
    name: title || untitled,
    url: here,
    datePublished: publishedAt,
    ...(description ? { description } : {}),
    ...(awards.length > 0 ? { award: awards } : {}),
    creator: [government(cityName), ...coApplicants.map((each) => government(each.cityName))],
    contentLocation: {
      "@type": "Place",
      name: cityName,
      address: { "@type": "PostalAddress", addressCountry: country, addressLocality: cityName },
      ...(lat === null || lon === null ? {} : { geo: { "@type": "GeoCoordinates", latitude: lat, longitude: lon } }),
    },
    ...(sdgs.length > 0 ? { about: sdgs.map((goal) => `${goal} ${goals[goal - 1] ?? ""}`) } : {}),
    ...(pictures.length > 0 ? { image: pictures.map((picture) => `${here}/pictures/${picture.id}`) } : {}),
    ...(sourceUrl ? { isBasedOn: sourceUrl } : {}),
    isPartOf: {
      "@type": "Dataset",
      name: say(cycle.name, locale),
      url: `${new URL(here).origin}/cycles/${cycle.slug}/results`,
    },
  };
}
