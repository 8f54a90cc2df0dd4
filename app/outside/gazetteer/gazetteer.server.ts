import { readFileSync } from "node:fs";

/** A place of the list that comes with the portal. `country` is ISO 3166-1 alpha-2; degrees north and east. */
export type ListedPlace = { name: string; country: string; region: string; lat: number; lon: number };

const FILE = new URL("./places.tsv", import.meta.url);
const MOST = 8;

export type Gazetteer = {
  /** See `openGazetteer`. */
  find(typed: string): ListedPlace[];
};

/**
 * A list of places that comes with the portal, read when it is first asked. Finds places whose name begins with what
 * somebody typed, then those that have it later on, the largest first, at most eight; in any case and without accents.
 * A country after a comma narrows the search by its code: "la paz, bo". Source: GeoNames, cities of 15,000 people and
 * more.
 */
export function openGazetteer(): Gazetteer {
  let listed: Listed[] | null = null;
  return {
    find(typed) {
      listed ??= readPlaces();
      return search(listed, typed);
    },
  };
}

type Listed = { place: ListedPlace; folded: string };

function search(listed: readonly Listed[], typed: string): ListedPlace[] {
  const [sought = "", code = ""] = typed.slice(0, 100).split(",").map(fold);
  if (sought.length < 2) return [];
  const within = code.length === 2 ? listed.filter(({ place }) => place.country.toLowerCase() === code) : listed;
  const begins = within.filter(({ folded }) => folded.startsWith(sought));
  const contains =
    begins.length < MOST
      ? within.filter(({ folded }) => folded.includes(` ${sought}`) && !folded.startsWith(sought))
      : [];
  return [
    ...begins.filter(({ folded }) => folded === sought),
    ...begins.filter(({ folded }) => folded !== sought),
    ...contains,
  ]
    .slice(0, MOST)
    .map(({ place }) => place);
}

function readPlaces(): Listed[] {
  const lines = readFileSync(FILE, "utf8")
    .split("\n")
    .filter((line) => line && !line.startsWith("#"));
  return lines.map((line) => {
    const [name = "", country = "", region = "", lat = "", lon = ""] = line.split("\t");
    return { place: { name, country, region, lat: Number(lat), lon: Number(lon) }, folded: fold(name) };
  });
}

/** How two spellings of one name are recognised: "São Paulo" and "sao paulo". */
function fold(text: string): string {
  return text
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .replace(/[’'`-]+/g, " ")
    .replace(/\s+/g, " ")
    .trim()
    .toLowerCase();
}
