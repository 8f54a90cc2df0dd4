import { type SQL, type SQLWrapper, sql } from "drizzle-orm";
import { accounts, roleGrants } from "#db/schema/account.ts";
import { cityMembers } from "#db/schema/city.ts";
import type { Actor, Context, StaffRole } from "./context.ts";

type Asking = Pick<Context<Actor>, "actor" | "now">;

/**
 * Who asks, and when, as parts of a statement. What somebody may know is written with it, so that one rule serves
 * statements made on the spot and prepared ones.
 */
export type Asker = {
  id: SQL;
  now: SQL;
  isOfTeam(cityId: SQLWrapper): SQL;
  isStaff(...roles: StaffRole[]): SQL;
};

/** The asker of one statement. */
export const asker = (asking: Asking): Asker => askerFrom(asked(asking));

/** The values with which a prepared statement that was written with `ASKER` is run. */
export const asked = ({ actor, now }: Asking) => ({
  asker: actor.id,
  now: now.toISOString(),
  staff: `{${actor.staff.join(",")}}`,
  teams: `{${actor.teams.map(({ cityId }) => cityId).join(",")}}`,
});

const askerFrom = (of: Record<keyof ReturnType<typeof asked>, unknown>): Asker => ({
  id: sql`${of.asker}::uuid`,
  now: sql`${of.now}::timestamptz`,
  isOfTeam: (cityId) => sql`${cityId} = any(${of.teams}::uuid[])`,
  isStaff: (...roles) => sql`${of.staff}::text[] && ${`{${roles.join(",")}}`}::text[]`,
});

/** Whoever will ask: for prepared statements, which are run with `asked(ctx)`. */
export const ASKER: Asker = askerFrom({
  asker: sql.placeholder("asker"),
  now: sql.placeholder("now"),
  staff: sql.placeholder("staff"),
  teams: sql.placeholder("teams"),
});

const HOLDER = sql`${accounts.id}`;

/** Everybody in turn, in a statement over `accounts`: for letters that go by the rule of their readers' pages. */
export const eachAccount = (now: Date): Asker => ({
  id: HOLDER,
  now: sql`${now.toISOString()}::timestamptz`,
  isOfTeam: (cityId) =>
    sql`exists (select 1 from ${cityMembers} tm where tm.city_id = ${cityId} and tm.account_id = ${HOLDER})`,
  isStaff: (...roles) => sql`exists (
    select 1 from ${roleGrants} sg where sg.account_id = ${HOLDER} and sg.role::text = any(${`{${roles.join(",")}}`}::text[]))`,
});
