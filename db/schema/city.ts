import { doublePrecision, index, integer, pgEnum, pgTable, primaryKey, text, uuid } from "drizzle-orm/pg-core";
import { accounts } from "./account.ts";
import { moment, randomId } from "./columns.ts";

/** A government that enters: a city, but also a state, district, regional council or union of municipalities. */
export const cities = pgTable(
  "cities",
  {
    id: randomId(),
    name: text("name").notNull(),
    /** NFKC, lower case, no marks: how two spellings of one city are recognised. */
    searchName: text("search_name").notNull(),
    /** ISO 3166-1 alpha-2. */
    country: text("country").notNull(),
    region: text("region").notNull(),
    lat: doublePrecision("lat"),
    lon: doublePrecision("lon"),
    population: integer("population"),
    createdAt: moment("created_at").notNull(),
  },
  (t) => [index("cities_search").on(t.country, t.searchName)],
);

/**
 * What a city was called before, and its country then: written by the database itself whenever one of them changes,
 * append-only. What was sealed or signed off under a name stands under it, and who belongs to an organisation of that
 * name, or to that country, is still in conflict.
 */
export const cityNames = pgTable(
  "city_names",
  {
    id: randomId(),
    cityId: uuid("city_id")
      .notNull()
      .references(() => cities.id),
    name: text("name").notNull(),
    country: text("country").notNull(),
    until: moment("until").notNull(),
  },
  (t) => [index("city_names_city").on(t.cityId, t.until)],
);

export const teamRole = pgEnum("team_role", ["owner", "editor", "viewer"]);

export const cityMembers = pgTable(
  "city_members",
  {
    cityId: uuid("city_id")
      .notNull()
      .references(() => cities.id, { onDelete: "cascade" }),
    accountId: uuid("account_id")
      .notNull()
      .references(() => accounts.id, { onDelete: "cascade" }),
    role: teamRole("role").notNull(),
    joinedAt: moment("joined_at").notNull(),
  },
  (t) => [primaryKey({ columns: [t.cityId, t.accountId] }), index("city_members_account").on(t.accountId)],
);

/** Somebody asks to join a team that has owners; an owner lets them in or not. */
export const joinRequests = pgTable(
  "join_requests",
  {
    cityId: uuid("city_id")
      .notNull()
      .references(() => cities.id, { onDelete: "cascade" }),
    accountId: uuid("account_id")
      .notNull()
      .references(() => accounts.id, { onDelete: "cascade" }),
    message: text("message").notNull().default(""),
    requestedAt: moment("requested_at").notNull(),
  },
  (t) => [primaryKey({ columns: [t.cityId, t.accountId] })],
);
