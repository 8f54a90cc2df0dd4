import { and, asc, eq, ilike, isNull, or, type SQL, sql, type SQLWrapper } from "drizzle-orm";
import { accounts, credentials, reviewerProfiles, roleGrants } from "#db/schema/account.ts";
import { authenticatorApps, passkeys } from "#db/schema/factor.ts";
import { panelMembers } from "#db/schema/panel.ts";
import { rounds } from "#db/schema/round.ts";
import { type Locale, localeOr } from "#app/i18n/locales.ts";
import { UNLISTED } from "../audit/rules.ts";
import type { Actor, Context, Person, StaffRole } from "../context.ts";
import { NotFound } from "../errors.ts";
import { likePattern } from "../input.ts";
import { getLink, type Link } from "../link/queries.server.ts";
import { PER_PAGE } from "../paging.ts";
import { authorise } from "../verdict.ts";
import { ownWords } from "./own-words.server.ts";
import { canChangeRoles, canDisable, canEnable, canKeepProfile, canSeePeople } from "./policy.ts";
import { isAskedAsScrutineer, type ReviewerProfile } from "./rules.ts";

// In a fragment of its own: Drizzle drops the table name of a bare column in single-table selects.
const HOLDER = sql`${accounts.id}`;

/** The roles as staff of somebody in `accounts`. */
export const STAFF = sql<Person["staff"]>`(
  select coalesce(json_agg(g.role order by g.role), '[]')
  from ${roleGrants} g
  where g.account_id = ${HOLDER}
)`;

/** The panels of somebody in `accounts`, each with their role there. */
export const PANELS = sql<Person["panels"]>`(
  select coalesce(json_agg(json_build_object('roundId', m.round_id, 'cycleId', r.cycle_id, 'role', m.role)), '[]')
  from ${panelMembers} m
  join ${rounds} r on r.id = m.round_id
  where m.account_id = ${HOLDER}
)`;

/**
 * SQL condition: somebody's account is open, and they have this role as staff or chair the round. What one person began
 * counts beside a second signature only as long as they might still begin it.
 */
export const isStillInOffice = (accountId: SQLWrapper, role: StaffRole, chairOf?: SQLWrapper): SQL<boolean> => {
  const chairs = sql`select 1 from ${panelMembers} m
    where m.account_id = o.id and m.round_id = ${sql`${chairOf}`} and m.role = 'chair'`;
  return sql<boolean>`exists (
    select 1
    from ${accounts} o
    where o.id = ${sql`${accountId}`}
      and o.disabled_at is null
      and (
        exists (select 1 from ${roleGrants} g where g.account_id = o.id and g.role = ${role})
        ${chairOf ? sql`or exists (${chairs})` : sql``}
      )
  )`;
};

/**
 * An invitation as somebody may see it: the person it was sent to, or nobody yet. For everybody else it is not there.
 */
export async function getInvitation(ctx: Context<Actor>, token: string): Promise<Link & { hasAccount: boolean }> {
  const link = await getLink(ctx, token, "join-team", "join-panel");
  if (ctx.actor.id !== null && ctx.actor.email !== link.email) throw new NotFound();
  return { ...link, hasAccount: ctx.actor.id !== null || (await findByEmail(ctx, link.email)) !== undefined };
}

/** Somebody by address, with what signing in compares. For commands; what it finds is shown to nobody. */
export async function findByEmail({ db }: Pick<Context<Actor>, "db">, email: string) {
  const [found] = await db
    .select({
      id: accounts.id,
      email: accounts.email,
      name: accounts.name,
      locale: accounts.locale,
      passwordHash: credentials.passwordHash,
      disabledAt: accounts.disabledAt,
    })
    .from(accounts)
    .leftJoin(credentials, eq(credentials.accountId, accounts.id))
    .where(eq(accounts.email, email));
  return found;
}

/**
 * Holds somebody's account until the transaction ends: what gives them a part and what gives them a role follow each
 * other, so that the second sees the first.
 */
export async function holdAccount({ db }: Pick<Context<Actor>, "db">, accountId: string): Promise<void> {
  await db.select({ id: accounts.id }).from(accounts).where(eq(accounts.id, accountId)).for("no key update");
}

/** What somebody may do in the office, with their account held. */
export async function heldRoles(ctx: Pick<Context<Actor>, "db">, accountId: string): Promise<StaffRole[]> {
  await holdAccount(ctx, accountId);
  const held = ctx.db.select({ role: roleGrants.role }).from(roleGrants).where(eq(roleGrants.accountId, accountId));
  return (await held).map(({ role }) => role);
}

/** Everybody of the secretariat whose account is open, each in their own language. For letters. */
export async function secretariat({
  db,
}: Pick<Context<Actor>, "db">): Promise<{ accountId: string; email: string; locale: Locale }[]> {
  const people = await db
    .select({ accountId: accounts.id, email: accounts.email, locale: accounts.locale })
    .from(roleGrants)
    .innerJoin(accounts, eq(accounts.id, roleGrants.accountId))
    .where(and(eq(roleGrants.role, "secretariat"), isNull(accounts.disabledAt)))
    .orderBy(asc(accounts.id));
  return people.map((person) => ({ ...person, locale: localeOr(person.locale) }));
}

/** One's own account. */
export async function getAccount({ db, actor }: Context) {
  const [own] = await db
    .select({
      id: accounts.id,
      email: accounts.email,
      name: accounts.name,
      locale: accounts.locale,
      emailConfirmedAt: accounts.emailConfirmedAt,
      createdAt: accounts.createdAt,
    })
    .from(accounts)
    .where(eq(accounts.id, actor.id));
  if (!own) throw new NotFound();
  return own;
}

/**
 * One's own reviewer profile, and whether it is asked for as a scrutineer's; an empty one before it was ever saved. 404
 * for people on no panel.
 */
export async function getProfile({
  db,
  actor,
}: Context): Promise<ReviewerProfile & { complete: boolean; updatedAt: Date | null; scrutineer: boolean }> {
  authorise(canKeepProfile(actor, actor.id));
  const [own] = await db
    .select({
      title: reviewerProfiles.title,
      countries: reviewerProfiles.countries,
      cities: reviewerProfiles.cities,
      organisations: reviewerProfiles.organisations,
      themes: reviewerProfiles.themes,
      languages: reviewerProfiles.languages,
      capacity: reviewerProfiles.capacity,
      shortcuts: reviewerProfiles.shortcuts,
      discussionLetters: reviewerProfiles.discussionLetters,
      complete: reviewerProfiles.complete,
      updatedAt: reviewerProfiles.updatedAt,
    })
    .from(reviewerProfiles)
    .where(eq(reviewerProfiles.accountId, actor.id));
  const blank = {
    title: "",
    countries: [],
    cities: [],
    organisations: [],
    themes: [],
    languages: [],
    capacity: null,
    shortcuts: true,
    discussionLetters: true,
    complete: false,
    updatedAt: null,
  };
  return { ...(own ?? blank), scrutineer: isAskedAsScrutineer(actor) };
}

/**
 * Everything that is kept about the person who asks, and nothing about anybody else: no secrets, no other names. What
 * they wrote in answers is their city's; here is when. What is not in it, and why, `own-data.test.ts` lists.
 */
export async function ownData(ctx: Context) {
  const { db, actor } = ctx;
  const rows = async (query: ReturnType<typeof sql>) => [...(await db.execute(query))];
  return {
    account: await getAccount(ctx),
    roles: await rows(sql`select role, granted_at from role_grants where account_id = ${actor.id} order by role`),
    teams: await rows(
      sql`
        select c.name as city, c.country, m.role, m.joined_at
        from city_members m
        join cities c on c.id = m.city_id
        where m.account_id = ${actor.id}
        order by m.joined_at, c.id`,
    ),
    panels: await rows(
      sql`
        select r.name as round, p.role, p.joined_at, p.finished_at
        from panel_members p
        join rounds r on r.id = p.round_id
        where p.account_id = ${actor.id}
        order by p.joined_at, r.id`,
    ),
    scrutiny: await rows(sql`
        select r.name as round, k.key, k.at as stated_at, s.note as signature, s.checked_at
        from scrutineer_keys k
        join rounds r on r.id = k.round_id
        left join scrutineer_signatures s using (round_id, account_id)
        where account_id = ${actor.id}
        order by k.at, r.id`),
    countersignatures: await rows(sql`
        select r.name as round, c.note as signature, c.signed_at
        from countersignatures c
        join rounds r on r.id = c.round_id
        where c.account_id = ${actor.id}
        order by c.at, r.id`),
    reviewerProfile:
      (await db.select().from(reviewerProfiles).where(eq(reviewerProfiles.accountId, actor.id)))[0] ?? null,
    secondFactors:
      await rows(sql`select 'app' as kind, null as name, added_at, null as used_at from authenticator_apps where account_id = ${actor.id}
      union all select 'passkey', name, added_at, used_at from passkeys where account_id = ${actor.id} order by added_at`),
    sessions: await rows(
      sql`select created_at, expires_at, user_agent, strong from sessions where user_id = ${actor.id} order by created_at`,
    ),
    answersSaved: await rows(sql`
        select e.code as entry, q.key as question, v.version, v.saved_at
        from answer_revisions v
        join entries e on e.id = v.entry_id
        join questions q on q.id = v.question_id
        where v.saved_by = ${actor.id}
        order by v.saved_at, v.version`),
    ...(await ownWords(ctx)),
    letters: await rows(
      sql`select kind, email, created_at, sent_at from notifications where account_id = ${actor.id} order by created_at`,
    ),
    events: await rows(sql`
        select at, type
        from audit_events
        where actor_id = ${actor.id} and type <> ${UNLISTED}
        order by at, stream, seq`),
  };
}

const personColumns = {
  id: accounts.id,
  name: accounts.name,
  email: accounts.email,
  emailConfirmed: sql<boolean>`${accounts.emailConfirmedAt} is not null`,
  createdAt: accounts.createdAt,
  disabledAt: accounts.disabledAt,
  locale: accounts.locale,
  roles: STAFF,
  cities: sql<string[]>`coalesce((
    select json_agg(c.name order by c.name)
    from city_members m
    join cities c on c.id = m.city_id
    where m.account_id = accounts.id
  ), '[]'::json)`,
  panels: sql<number>`(select count(*)::int from panel_members p where p.account_id = accounts.id)`,
};

/** The directory of people, by name: one page and one row more, which tells whether there is another page. */
export async function people({ db, actor }: Context, { search, page }: { search: string; page: number }) {
  authorise(canSeePeople(actor));
  const pattern = likePattern(search);
  return db
    .select(personColumns)
    .from(accounts)
    .where(search ? or(ilike(accounts.name, pattern), ilike(accounts.email, pattern)) : undefined)
    .orderBy(sql`${accounts.name} collate "names"`, asc(accounts.id))
    .limit(PER_PAGE + 1)
    .offset((page - 1) * PER_PAGE);
}

/** One person of the directory, and what the reader may change about them. */
export async function getPerson({ db, actor }: Context, accountId: string) {
  authorise(canSeePeople(actor));
  const [person] = await db.select(personColumns).from(accounts).where(eq(accounts.id, accountId));
  if (!person) throw new NotFound();
  return {
    ...person,
    change: canChangeRoles(actor, person),
    disabling: canDisable(actor, person),
    enabling: canEnable(actor, person),
  };
}

/** Whether a password alone opens no session for this person. */
export async function hasFactor({ db }: Pick<Context<Actor>, "db">, accountId: string): Promise<boolean> {
  const app = db
    .select({ id: authenticatorApps.accountId })
    .from(authenticatorApps)
    .where(eq(authenticatorApps.accountId, accountId));
  const passkey = db.select({ id: passkeys.accountId }).from(passkeys).where(eq(passkeys.accountId, accountId));
  return (await app.unionAll(passkey).limit(1)).length > 0;
}

/** Whether the portal has its first administrator. Not guarded: for whoever sets it up. */
export async function hasAdministrator({ db }: Pick<Context<Actor>, "db">): Promise<boolean> {
  const [grant] = await db
    .select({ accountId: roleGrants.accountId })
    .from(roleGrants)
    .where(eq(roleGrants.role, "administrator"))
    .limit(1);
  return grant !== undefined;
}
