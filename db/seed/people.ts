import { openAccount, saveReviewerProfile } from "#app/domain/account/commands.server.ts";
import { placeCity } from "#app/domain/city/commands.server.ts";
import { addMember } from "#app/domain/team/commands.server.ts";
import { ANONYMOUS, type Person, PORTAL, type StaffRole } from "#app/domain/context.ts";
import type { ArchiveRow } from "#app/domain/archive/rules.ts";
import type { Services } from "#app/services.server.ts";
import { CAST, type CastMember, cityOwner, DEMO_PASSWORD } from "./cast.ts";

/** Everybody of the demonstration as actors, with the rights they were given so far. */
export type People = {
  /** One of the cast, by key. */
  of(key: string): Person;
  /** Who writes for a city, and where. */
  team(cityName: string): { owner: Person; cityId: string };
  joinPanel(key: string, panel: Person["panels"][number]): void;
};

const STAFF: Partial<Record<CastMember["kind"], StaffRole>> = {
  secretariat: "secretariat",
  observer: "observer",
  administrator: "administrator",
};

/**
 * Opens the accounts of the cast and of one owner for every city that has nobody in the cast, and puts them into their
 * teams.
 */
export async function openPeople(
  { db, passwords }: Pick<Services, "db" | "passwords">,
  rows: readonly ArchiveRow[],
  now: Date,
): Promise<People> {
  const ctx = { db, actor: PORTAL, now };
  const passwordHash = await passwords.hash(DEMO_PASSWORD);
  const places = [...new Map(rows.map((row) => [row.cityName, row])).values()];
  const manned = new Set(CAST.flatMap(({ team }) => (team?.role === "owner" ? [team.city] : [])));
  const owners = places
    .filter(({ cityName }) => !manned.has(cityName))
    .map(({ cityName }, index) => cityOwner(cityName, index + 1));
  const cityIds = new Map<string, string>();
  for (const { cityName: name, country, region, lat, lon, population } of places)
    cityIds.set(name, await placeCity(ctx, { name, country, region, lat, lon, population }));

  const people = new Map<string, Person>();
  const teams = new Map<string, { owner: Person; cityId: string }>();
  for (const { key, name, email, locale, kind, team, profile } of [...CAST, ...owners]) {
    const staff = STAFF[kind] ? [STAFF[kind]] : [];
    const id = await openAccount(ctx, { email, name, locale, passwordHash, staff });
    const cityId = team && cityIds.get(team.city);
    const person: Person = {
      ...ANONYMOUS,
      id,
      name,
      email,
      emailConfirmed: true,
      staff,
      teams: team && cityId ? [{ cityId, role: team.role }] : [],
    };
    people.set(key, person);
    if (profile) await saveReviewerProfile(ctx, { ...profile, capacity: null }, id);
    if (!team || !cityId) continue;
    await addMember(ctx, { cityId, accountId: id, role: team.role });
    if (team.role === "owner") teams.set(team.city, { owner: person, cityId });
  }
  return {
    of: (key) => people.get(key) ?? missing(key),
    team: (cityName) => teams.get(cityName) ?? missing(cityName),
    joinPanel: (key, panel) =>
      void people.set(key, { ...(people.get(key) ?? missing(key)), panels: [...people.get(key)!.panels, panel] }),
  };
}

function missing(name: string): never {
  throw new Error(`the demonstration has nobody for ${name}`);
}
