import { type SQL, sql, type SQLWrapper } from "drizzle-orm";
import { index, pgEnum, pgTable, pgView, primaryKey, text, uniqueIndex, uuid } from "drizzle-orm/pg-core";
import { accounts } from "./account.ts";
import { moment } from "./columns.ts";
import { entries } from "./entry.ts";

export const conflictAnswer = pgEnum("conflict_answer", ["none", "conflict", "unsure"]);

/**
 * What a person said about an entry before its content opened. "Unsure" counts as a conflict until the secretariat has
 * looked.
 */
export const conflictDeclarations = pgTable(
  "conflict_declarations",
  {
    entryId: uuid("entry_id")
      .notNull()
      .references(() => entries.id),
    accountId: uuid("account_id")
      .notNull()
      .references(() => accounts.id),
    answer: conflictAnswer("answer").notNull(),
    reason: text("reason").notNull().default(""),
    at: moment("at").notNull(),
  },
  (t) => [primaryKey({ columns: [t.entryId, t.accountId] })],
);

/**
 * A reasoned override by the secretariat. It lifts nothing before a second person has confirmed it, and then the kinds
 * it was given for alone: what arises later stands. Never possible for a person's own city.
 */
export const conflictWaivers = pgTable(
  "conflict_waivers",
  {
    id: uuid("id").primaryKey().defaultRandom(),
    entryId: uuid("entry_id")
      .notNull()
      .references(() => entries.id),
    accountId: uuid("account_id")
      .notNull()
      .references(() => accounts.id),
    kinds: text("kinds").array().$type<ConflictKind[]>().notNull(),
    reason: text("reason").notNull(),
    at: moment("at").notNull(),
    by: uuid("by")
      .notNull()
      .references(() => accounts.id),
    confirmedAt: moment("confirmed_at"),
    confirmedBy: uuid("confirmed_by").references(() => accounts.id),
  },
  (t) => [
    index("conflict_waivers_of").on(t.entryId, t.accountId),
    uniqueIndex("conflict_waivers_waiting").on(t.entryId, t.accountId).where(sql`${t.confirmedAt} is null`),
  ],
);

export const tieKind = pgEnum("tie_kind", ["team", "country", "city", "organisation"]);

/**
 * What a person has taken out of their profile, or a team they have left: `value` is a city's id, a country, or a city
 * or an organisation as written. Append-only. What ended after a cycle opened still counts there, so that nobody lifts
 * a conflict of their own by leaving.
 */
export const endedTies = pgTable(
  "ended_ties",
  {
    accountId: uuid("account_id")
      .notNull()
      .references(() => accounts.id),
    kind: tieKind("kind").notNull(),
    value: text("value").notNull(),
    endedAt: moment("ended_at").notNull(),
  },
  (t) => [primaryKey({ columns: [t.accountId, t.kind, t.value, t.endedAt] })],
);

/** SQL, for the view below: the tie `t` was given up after the call of the entry `e` opened. */
const AFTER_OPENING = "t.ended_at >= (select y.opens_at from cycles y where y.id = e.cycle_id)";

/** SQL, for the view below: `p` is of the team of the city `q`, or left it too late to be free of it. */
const ofTeam = () => sql`(
    exists (select 1 from city_members m where m.city_id = q.city_id and m.account_id = p.account_id)
      or ${endedTooLate("team", "q.city_id::text")}
  )`;

/**
 * SQL, for the view below: the cities whose entry it is, and whether each counts in `whole` or through its team alone.
 */
const APPLICANTS = sql.raw(`(
    select id as entry_id, city_id, true as whole
    from entries
    union all
    select j.entry_id, j.city_id,
      j.ended_at is null
      or j.ended_at >= (
        select max(s.received_at) from submissions s where s.entry_id = j.entry_id and s.kind <> 'completed'
      )
    from co_applicants j
    where j.accepted
  )`);

/** SQL, for the view below: `p` gave up a tie of this kind and value too late to be free of it. */
const endedTooLate = (kind: "team" | "country", value: string) =>
  sql.raw(`exists (
    select 1
    from ended_ties t
    where t.account_id = p.account_id
      and t.kind = '${kind}'
      and t.value = ${value}
      and ${AFTER_OPENING}
  )`);

export type ConflictKind = "team" | "country" | "city" | "organisation" | "declared" | "unsure";

/**
 * Who may not read, score or discuss what: the only place where the conflict rules are decided. At least one row per
 * round, entry, applicant, person and kind; panel members and staff alike. A city that accepted to enter together
 * counts as the lead does; one that left before the entry was last sent only through its team, so that nobody keeps
 * judges away by a city that enters for a day. A file that completes what was sent sends nothing anew. An organisation
 * or a city of a profile is the entry's by any name that its city has had, and a country by any that it was said to
 * stand in. Rules that only warn, or are off, stand for nothing here. Teams are no rule of a round: where a cycle has
 * none yet, they stand for staff without one.
 */
export const standingConflicts = pgView("standing_conflicts", {
  roundId: uuid("round_id"),
  entryId: uuid("entry_id").notNull(),
  accountId: uuid("account_id").notNull(),
  kind: text("kind").$type<ConflictKind>().notNull(),
}).as(sql`
  select r.id as round_id, e.id as entry_id, p.account_id, k.kind
  from rounds r
  join entries e on e.cycle_id = r.cycle_id
  join ${APPLICANTS} q on q.entry_id = e.id
  join cities c on c.id = q.city_id
  join (
    select round_id, account_id
    from panel_members
    union
    select r2.id, g.account_id
    from rounds r2
    cross join role_grants g
  ) p on p.round_id = r.id
  left join reviewer_profiles f on f.account_id = p.account_id
  cross join lateral (
    select 'team' as kind
    where ${ofTeam()}
    union all
    select 'country'
    where q.whole
      and r.conflict_rules->>'country' = 'block'
      and (
        c.country = any(f.countries)
        or ${endedTooLate("country", "c.country")}
        or exists (
          select 1
          from city_names n
          where n.city_id = c.id
            and (
              n.country = any(f.countries)
              or ${endedTooLate("country", "n.country")}
            )
        )
      )
    union all
    select g.kind
    from (
      select 'city' as kind, unnest(f.cities) as named
      union all
      select 'organisation', unnest(f.organisations)
      union all
      select t.kind::text, t.value
      from ended_ties t
      where t.account_id = p.account_id
        and t.kind in ('city', 'organisation')
        and ${sql.raw(AFTER_OPENING)}
    ) g
    where q.whole
      and r.conflict_rules->>g.kind = 'block'
      and (
        lower(trim(g.named)) = lower(c.name)
        or lower(trim(g.named)) in (select lower(n.name) from city_names n where n.city_id = c.id)
        or lower(trim(g.named)) in (select lower(trim(x)) from unnest(e.partners) x)
      )
    union all
    select case d.answer when 'unsure' then 'unsure' else 'declared' end
    from conflict_declarations d
    where d.entry_id = e.id and d.account_id = p.account_id and d.answer <> 'none'
  ) k
  where k.kind = 'team'
    or not exists (
      select 1
      from conflict_waivers w
      where w.entry_id = e.id
        and w.account_id = p.account_id
        and w.confirmed_at is not null
        and k.kind = any(w.kinds)
    )
  union all
  select null, e.id, p.account_id, 'team'
  from entries e
  join ${APPLICANTS} q on q.entry_id = e.id
  cross join role_grants p
  where not exists (select 1 from rounds r where r.cycle_id = e.cycle_id) and ${ofTeam()}`);

/** Somebody or something in a statement: a value, or a column. */
export type Value = SQLWrapper | string;

/**
 * SQL condition: nothing stands between a person and an entry, by the rules of a round, or of any where none is given.
 * Belongs into every query that shows a panel member or staff an entry, its reviews or its place.
 */
export function noConflictOf(accountId: Value, { roundId, entryId }: { roundId?: Value; entryId: Value }): SQL {
  // Each value in a fragment of its own: Drizzle drops the table name of a bare column in single-table selects.
  const inRound = roundId === undefined ? sql`` : sql`and sc.round_id = ${sql`${roundId}`}`;
  return sql`not exists (
    select 1
    from ${standingConflicts} sc
    where sc.entry_id = ${sql`${entryId}`} and sc.account_id = ${sql`${accountId}`} ${inRound}
  )`;
}

/** SQL: the entries that a conflict in any round hides from somebody. For lists, where it is asked once for all. */
export const inConflictWith = (accountId: Value): SQL =>
  sql`select sc.entry_id from ${standingConflicts} sc where sc.account_id = ${sql`${accountId}`}`;
