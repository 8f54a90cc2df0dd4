import { and, asc, eq, isNull, sql } from "drizzle-orm";
import { cycles, levels, type Theme } from "#db/schema/cycle.ts";
import { programmes } from "#db/schema/programme.ts";
import { publications, results } from "#db/schema/result.ts";
import { canonical, SYSTEM_STREAM } from "../audit/rules.ts";
import { placeCity } from "../city/commands.server.ts";
import { searchNameOf } from "../city/rules.ts";
import type { Actor, Context } from "../context.ts";
import { transact } from "../transact.server.ts";
import { freeKey, keyOf } from "../cycle/rules.ts";
import { authorise } from "../verdict.ts";
import { canImport } from "./policy.ts";
import { type ArchiveOptions, type ArchiveRow, type CellProblem, LEVELS, readArchive } from "./rules.ts";

export type CycleReport = { number: number; year: number; slug: string; rows: number; decided: boolean };
/** `rows` of the file = `added` + `changed` + `unchanged`, always. */
export type ArchiveReport = {
  rows: number;
  added: number;
  changed: number;
  unchanged: number;
  cities: number;
  cycles: CycleReport[];
  problems: CellProblem[];
};

type Tally = Pick<ArchiveReport, "added" | "changed" | "unchanged">;
/** A row that is found or made, and whether its facts were brought up to date. */
type Kept = { id: string; changed: boolean };
type Stored = typeof results.$inferSelect;
type Told = Omit<typeof results.$inferInsert, "id">;

/**
 * Reads historic results in and publishes them at once. The same file again changes nothing; a corrected one changes
 * what it corrects. All or nothing: `ArchiveRefused` names row and column of what cannot be placed. Other dirty cells
 * are in the report.
 */
export async function importArchive(
  outer: Context<Actor>,
  csv: string,
  options: ArchiveOptions,
): Promise<ArchiveReport> {
  authorise(canImport(outer.actor));
  const { rows, problems } = readArchive(csv);
  return transact(outer, async (ctx) => {
    const programmeId = await programme(ctx, options);
    const cityIds = await citiesOf(ctx, rows);
    const report: ArchiveReport = {
      rows: rows.length,
      added: 0,
      changed: 0,
      unchanged: 0,
      cities: new Set(cityIds.values()).size,
      cycles: [],
      problems,
    };
    let retold = 0;
    for (const number of [...new Set(rows.map((row) => row.cycle))].sort((a, b) => a - b)) {
      const own = rows.filter((row) => row.cycle === number);
      const tally = await importCycle(ctx, { programmeId, number, rows: own, cityIds, options });
      report.added += tally.added;
      report.changed += tally.changed;
      report.unchanged += tally.unchanged;
      report.cycles.push(tally.cycle);
      if (tally.retold) retold += 1;
    }
    if (report.added + report.changed + report.unchanged !== rows.length) throw new Error("archive import lost a row");
    const { added, changed } = report;
    const event = {
      type: "archive.imported" as const,
      stream: SYSTEM_STREAM,
      subjectId: programmeId,
      details: { rows: rows.length, added, changed, cycles: retold },
    };
    return { result: report, event: added + changed + retold > 0 ? event : [] };
  });
}

async function programme({ db, now }: Context<Actor>, { programme: given }: ArchiveOptions): Promise<string> {
  await db
    .insert(programmes)
    .values({ ...given, createdAt: now })
    .onConflictDoNothing({ target: programmes.slug });
  const [stored] = await db.select({ id: programmes.id }).from(programmes).where(eq(programmes.slug, given.slug));
  return stored!.id;
}

const cityKey = (country: string, name: string) => `${country} ${searchNameOf(name)}`;

/** One city per name and country, found or made. What is known of a new one is the newest that the file says. */
async function citiesOf(ctx: Context<Actor>, rows: ArchiveRow[]): Promise<Map<string, string>> {
  const named = new Map(rows.map((row) => [cityKey(row.country, row.cityName), row]));
  const ids = new Map<string, string>();
  for (const [key, { cityName: name, country, region, lat, lon, population }] of named)
    ids.set(key, await placeCity(ctx, { name, country, region, lat, lon, population }));
  return ids;
}

type CycleImport = {
  programmeId: string;
  number: number;
  rows: ArchiveRow[];
  cityIds: Map<string, string>;
  options: ArchiveOptions;
};

async function importCycle(
  ctx: Context<Actor>,
  { programmeId, number, rows, cityIds, options }: CycleImport,
): Promise<Tally & { cycle: CycleReport; retold: boolean }> {
  const year = rows[0]!.year;
  const decided = rows.some((row) => row.levelKey === "winner");
  const slug = `${options.programme.slug}-${year}`;
  const {
    id: cycleId,
    changed: themesChanged,
    themes,
  } = await cycle(ctx, { programmeId, number, year, slug, rows, options });
  const { id: publicationId, changed: noteChanged } = await publication(
    ctx,
    cycleId,
    decided ? null : options.undecided,
  );
  const told = rows.map(
    (row): Told => ({
      publicationId,
      cycleId,
      cityId: cityIds.get(cityKey(row.country, row.cityName))!,
      ...shown(row, themes),
    }),
  );
  const known = paired(
    await ctx.db
      .select()
      .from(results)
      .where(eq(results.publicationId, publicationId))
      .orderBy(asc(results.title), asc(results.id)),
    told,
  );
  const tally = { added: 0, changed: 0, unchanged: 0 };
  const fresh: Told[] = [];
  for (const result of told) {
    const before = known.get(result);
    if (!before) fresh.push(result);
    else if (sameAs(before, result)) tally.unchanged += 1;
    else {
      await ctx.db.update(results).set(result).where(eq(results.id, before.id));
      tally.changed += 1;
    }
  }
  const news = tally.changed > 0 || noteChanged || (fresh.length > 0 && known.size > 0);
  if (news)
    await ctx.db
      .update(publications)
      .set({ version: sql`${publications.version} + 1`, revisedAt: ctx.now })
      .where(eq(publications.id, publicationId));
  if (fresh.length > 0) tally.added = (await ctx.db.insert(results).values(fresh).returning({ id: results.id })).length;
  return { ...tally, retold: themesChanged || noteChanged, cycle: { number, year, slug, rows: rows.length, decided } };
}

async function cycle(
  { db, now }: Context<Actor>,
  { programmeId, number, year, slug, rows, options }: Omit<CycleImport, "cityIds"> & { year: number; slug: string },
): Promise<Kept & { themes: Theme[] }> {
  const [stored] = await db
    .select({ id: cycles.id, archived: cycles.archived, themes: cycles.themes })
    .from(cycles)
    .where(eq(cycles.slug, slug));
  const themes = themesOf(rows, stored?.themes ?? [], options);
  // Nobody recorded when these calls opened and closed; archived cycles show no dates.
  const dates = {
    opensAt: new Date(Date.UTC(year, 0, 1)),
    closesAt: new Date(Date.UTC(year, 11, 31)),
    timeZone: options.programme.timeZone,
  };
  const facts = {
    programmeId,
    number,
    year,
    name: options.cycleName(year),
    call: options.call,
    codePrefix: options.codePrefix,
    themes,
    ...dates,
  };
  if (stored && !stored.archived) throw new Error(`${slug} is the address of a cycle that was run here`);
  if (stored) {
    const changed = canonical(stored.themes) !== canonical(themes);
    if (changed) await db.update(cycles).set({ themes }).where(eq(cycles.id, stored.id));
    return { id: stored.id, changed, themes };
  }
  const [made] = await db
    .insert(cycles)
    .values({ ...facts, slug, archived: true, createdAt: now, publishedAt: now })
    .returning({ id: cycles.id });
  const names = { ...options.levelNames.usual, ...options.levelNames[number] };
  await db
    .insert(levels)
    .values(
      LEVELS.map((key, index) => ({ cycleId: made!.id, key, name: names[key] ?? { en: key }, position: index + 1 })),
    );
  return { id: made!.id, changed: false, themes };
}

/** The themes that the rows name, by their English; those that stand keep their keys. */
function themesOf(rows: ArchiveRow[], standing: readonly Theme[], { themeNames }: ArchiveOptions): Theme[] {
  const taken = new Set(standing.map(({ key }) => key));
  return [...new Set(rows.map((row) => row.theme).filter(Boolean))].sort().map((en) => {
    const key = standing.find(({ name }) => name.en === en)?.key ?? freeKey(keyOf(en) || "theme", taken);
    taken.add(key);
    return { key, name: themeNames.find((name) => name.en === en) ?? { en } };
  });
}

async function publication(
  { db, now }: Context<Actor>,
  cycleId: string,
  note: ArchiveOptions["undecided"] | null,
): Promise<Kept> {
  const [stored] = await db
    .select({ id: publications.id, note: publications.note })
    .from(publications)
    .where(and(eq(publications.cycleId, cycleId), isNull(publications.roundId)));
  if (stored) {
    const changed = canonical(stored.note) !== canonical(note);
    if (changed) await db.update(publications).set({ note }).where(eq(publications.id, stored.id));
    return { id: stored.id, changed };
  }
  const [made] = await db
    .insert(publications)
    .values({ cycleId, note, publishedAt: now, readSince: now })
    .returning({ id: publications.id });
  return { id: made!.id, changed: false };
}

function shown(row: ArchiveRow, themes: readonly Theme[]) {
  const { levelKey, cityName, country, region, title, description, sdgs, honours, lat, lon, population, sourceUrl } =
    row;
  const usual = new Intl.DisplayNames(["en"], { type: "region" }).of(country);
  const countryLabel = row.countryName && row.countryName !== usual ? row.countryName : null;
  return {
    levelKey,
    cityName,
    country,
    countryLabel,
    region,
    title,
    description,
    theme: themes.find(({ name }) => name.en === row.theme)?.key ?? "",
    sdgs,
    honours: honours.map((name) => ({ en: name })),
    lat,
    lon,
    population,
    sourceUrl,
  };
}

/**
 * Which stored result each row is about. The city's result of the same title, for all rows first: only what no row
 * names by its title can be one whose title was corrected, so that no result's address passes to another.
 */
function paired(stored: readonly Stored[], told: readonly Told[]): Map<Told, Stored> {
  const pairs = new Map<Told, Stored>();
  const left = new Set(stored);
  const pair = (result: Told, isSame: (each: Stored) => boolean) => {
    const found = [...left].find((each) => each.cityId === result.cityId && isSame(each));
    if (!found) return;
    left.delete(found);
    pairs.set(result, found);
  };
  for (const result of told) pair(result, ({ title }) => title === result.title);
  for (const result of told) if (!pairs.has(result)) pair(result, () => true);
  return pairs;
}

const sameAs = (stored: Stored, told: Told): boolean =>
  Object.entries(told).every(([name, value]) => JSON.stringify(stored[name as keyof Stored]) === JSON.stringify(value));
