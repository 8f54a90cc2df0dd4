import { z } from "zod";
import type { Change } from "#db/schema/correction.ts";
import type { Theme } from "#db/schema/cycle.ts";
import type { Localised } from "#app/i18n/localised.ts";
import type { NamedCity } from "../entry/rules.ts";
import { cleanText } from "../input.ts";
import { PER_PAGE } from "../paging.ts";
import { BANDS, LARGEST, type SizeBand } from "../shortlist/rules.ts";

/** More dots than this say nothing on a map. */
export const MOST_POINTS = 120;
/** Answers that a result also keeps as facts of its own: shown once. */
export const ANSWERS_AMONG_FACTS: readonly string[] = ["themes", "sdgs", "population"];
/** Filter value for a distinction that came without a level. */
export const NO_LEVEL = "distinction";

export type { Theme };

/** What the archive is narrowed to; empty = everything. `sdg` is 1 to 17, `page` starts at 1. */
export type ResultFilter = {
  q: string;
  cycle: string;
  level: string;
  region: string;
  country: string;
  theme: string;
  sdg: number | null;
  size: SizeBand | "";
  page: number;
};

/** A published result as lists show it. `level` null = a distinction without a level. */
export type PublishedResult = {
  id: string;
  title: string;
  cityName: string;
  country: string;
  countryLabel: string | null;
  /** Cities that entered together with it. */
  coApplicants: NamedCity[];
  level: { key: string; name: Localised; position: number } | null;
  /** Beside the level or without one, in the order in which they were given. */
  honours: Localised[];
  /** The picture that lists show small; null where there is none. */
  picture?: string | null;
  /** What the panel says of it in a sentence. */
  statement?: Localised | null;
};

/** A picture of an initiative: the id of its attachment, and what its city says of it. */
export type Picture = { id: string; caption: string; credit: string; rights: string; asked?: Localised | undefined };

/** What is told of a picture beside showing it, and nothing of where it lies. */
export const saidOf = ({ id, caption, credit, rights, asked }: Picture): Picture => ({
  ...{ id, caption, credit, rights },
  ...(caption === "" && asked ? { asked } : {}),
});

/** A version of a list that took the place of one before: since when and why, and what became of which entries. */
export type Corrected = {
  id: string;
  /** It took the place of a list that stood in public, and was not taken back since; else `changes` tells nothing. */
  replaces: boolean;
  version: number;
  at: string;
  reason: string;
  changes: Changed[];
};

/** What became of an entry: its level before and since, and honours where it had or has any. */
export type Changed = Omit<Change, "entryId">;
type Places = Pick<Changed, "from" | "to" | "honours">;

/** Whether the list before did not name an entry; whether the list since does not. */
export const isNew = ({ from, honours }: Pick<Places, "from" | "honours">): boolean =>
  from === null && !honours?.from[0];
export const isOff = ({ to, honours }: Pick<Places, "to" | "honours">): boolean => to === null && !honours?.to[0];

/** A place on a list as it was. `stands`: it is on the list that stands, with this level and honours or with others. */
export type EarlierPlace = {
  resultId: string | null;
  title: string;
  cityName: string;
  level: string | null;
  honours: Localised[];
  stands: boolean;
};

/** The places of a list before corrections, the last of which comes last: each is undone from what stands. */
export function placesBefore(
  standing: readonly EarlierPlace[],
  undone: readonly Pick<Corrected, "changes">[],
): EarlierPlace[] {
  const places = new Map(standing.map((place) => [place.resultId, place]));
  for (const change of undone.toReversed().flatMap(({ changes }) => changes)) {
    const { resultId, title, cityName, from, honours } = change;
    const stands = standing.some((place) => place.resultId === resultId);
    if (isNew(change)) places.delete(resultId);
    else places.set(resultId, { resultId, title, cityName, level: from, honours: honours?.from ?? [], stands });
  }
  return [...places.values()];
}

/** A result among those of other cycles. */
export type ArchivedResult = PublishedResult & { cycle: { slug: string; name: Localised; year: number } };

/**
 * One row of a round's public ranking. `total` is in so many `parts` of a point, `adjusted` in billionths and null
 * where means decided.
 */
export type RankedResult = PublishedResult & {
  lat: number | null;
  lon: number | null;
  rank: number | null;
  reviews: number | null;
  total: number | null;
  parts: number;
  adjusted: number | null;
  reason: string;
};

export type Facet = { value: string; name: Localised; count: number };

const word = cleanText.transform((text: string) => text.slice(0, 100)).catch("");
const sdg = z.coerce.number().int().min(1).max(17).nullable().catch(null);
const size = z.enum(["", ...BANDS.map(({ band }) => band), LARGEST]).catch("");
const page = z.coerce.number().int().min(1).max(10_000).catch(1);

/** Reads the archive's address. Whatever makes no sense is left out rather than refused: links get old. */
export function readFilter(params: URLSearchParams): ResultFilter {
  const text = (name: string) => word.parse(params.get(name) ?? "");
  return {
    q: text("q"),
    cycle: text("cycle"),
    level: text("level"),
    region: text("region"),
    country: text("country"),
    theme: text("theme"),
    sdg: sdg.parse(params.get("sdg") || null),
    size: size.parse(params.get("size") ?? ""),
    page: page.parse(params.get("page") ?? 1),
  };
}

/** The address of one page of what a filter finds: "/archive?level=winner&page=2". */
export function archiveHref(filter: Partial<ResultFilter>): string {
  const given = Object.entries(filter).filter(
    ([name, value]) => value !== "" && value !== null && !(name === "page" && value === 1),
  );
  const query = new URLSearchParams(given.map(([name, value]) => [name, String(value)])).toString();
  return query ? `/archive?${query}` : "/archive";
}

/** Mean points of an entry: its total over its reviews, from parts of a point. Null while there are no reviews. */
export function meanOf({
  total,
  parts,
  reviews,
}: {
  total: number | null;
  parts: number;
  reviews: number | null;
}): number | null {
  return total === null || !reviews ? null : total / reviews / parts;
}

export type Levelled<R> = { level: PublishedResult["level"]; results: R[] };

/** Results under their levels, best level first, distinctions without one last; within a level in the order given. */
export function byLevel<R extends Pick<PublishedResult, "level">>(results: readonly R[]): Levelled<R>[] {
  const groups = new Map<string, Levelled<R>>();
  for (const result of results) {
    const key = result.level?.key ?? "";
    const group = groups.get(key) ?? { level: result.level, results: [] };
    group.results.push(result);
    groups.set(key, group);
  }
  return [...groups.values()].sort(
    (a, b) => (a.level?.position ?? Number.MAX_SAFE_INTEGER) - (b.level?.position ?? Number.MAX_SAFE_INTEGER),
  );
}

/** The theme a result names, as its cycle calls it; the bare word where the cycle no longer has it. */
export function themeName(theme: string, themes: readonly Theme[]): Localised | null {
  if (!theme) return null;
  return themes.find(({ key }) => key === theme)?.name ?? { en: theme };
}

/**
 * Initiatives with pictures, in parts of at least 50 pictures but the last: those of one stay together. `from` is the
 * number of a part's first picture among all.
 */
export function picturesByFifty<R extends { pictures: readonly unknown[] }>(initiatives: readonly R[]) {
  const parts: { from: number; pictures: number; initiatives: R[] }[] = [];
  for (const initiative of initiatives) {
    const [{ length }, last] = [initiative.pictures, parts.at(-1)];
    if (length === 0) continue;
    if (last && last.pictures < PER_PAGE) {
      last.pictures += length;
      last.initiatives.push(initiative);
    } else parts.push({ from: last ? last.from + last.pictures : 1, pictures: length, initiatives: [initiative] });
  }
  return parts;
}
