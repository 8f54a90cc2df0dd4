import { createHash, randomBytes } from "node:crypto";
import { DrizzlePostgreSQLAdapter } from "@lucia-auth/adapter-drizzle";
import { and, eq, isNull, sql } from "drizzle-orm";
import { type DatabaseSession, type DatabaseUser, Lucia, TimeSpan } from "lucia";
import type { Person } from "#app/domain/context.ts";
import type { Db } from "#db/client.server.ts";
import { accounts, sessions } from "#db/schema/account.ts";

const IDLE_HOURS = 2;
const LONGEST_HOURS = 12;

declare module "lucia" {
  interface Register {
    Lucia: Lucia<{ endsAt: Date }, { person: Person; locale: string }>;
    UserId: string;
    DatabaseUserAttributes: { person: Person; locale: string };
    DatabaseSessionAttributes: { endsAt: Date; createdAt: Date; userAgent: string | null };
  }
}

export type SignedIn = { person: Person; locale: string; sessionId: string; cookie: string | null };

/** The only module that knows Lucia. The database holds the SHA-256 of each token, so that a copy of it opens no session. */
export function openSessions(db: Db, secure: boolean) {
  const lucia = new Lucia(new SessionAdapter(db), {
    sessionExpiresIn: new TimeSpan(IDLE_HOURS, "h"),
    sessionCookie: { name: secure ? "__Host-sid" : "sid", expires: false, attributes: { secure, sameSite: "lax", path: "/" } },
    getUserAttributes: ({ person, locale }) => ({ person, locale }),
    getSessionAttributes: ({ endsAt }) => ({ endsAt }),
  });
  const cookieFor = (token: string) => lucia.createSessionCookie(token).serialize();
  return {
    /** Opens a session with a new token (never one the browser brought along) and returns its Set-Cookie. */
    async open(accountId: string, now: Date, userAgent: string | null): Promise<string> {
      const token = randomBytes(32).toString("hex");
      const endsAt = new Date(now.getTime() + LONGEST_HOURS * 3600_000);
      await lucia.createSession(accountId, { endsAt, createdAt: now, userAgent: userAgent?.slice(0, 200) ?? null }, { sessionId: idOf(token) });
      return cookieFor(token);
    },
    /** Who a request is from. `cookie` is set when the sliding end has moved and the browser must be told. */
    async read(request: Request): Promise<SignedIn | null> {
      const token = readToken(request.headers.get("cookie"), lucia.sessionCookieName);
      if (!token) return null;
      const { session, user } = await lucia.validateSession(idOf(token));
      if (!session) return null;
      return { person: user.person, locale: user.locale, sessionId: session.id, cookie: session.fresh ? cookieFor(token) : null };
    },
    /** Ends one session and returns the Set-Cookie that clears it. */
    async close(sessionId: string): Promise<string> {
      await lucia.invalidateSession(sessionId);
      return lucia.createBlankSessionCookie().serialize();
    },
    /** Ends every session of a person: after a new password, or when an account is disabled. */
    closeAll: (accountId: string) => lucia.invalidateUserSessions(accountId),
    sweep: () => lucia.deleteExpiredSessions(),
  };
}
export type Sessions = ReturnType<typeof openSessions>;

const idOf = (token: string): string => createHash("sha256").update(token).digest("hex");

/** Not Lucia's own reader: that throws on any malformed cookie in the header. */
function readToken(header: string | null, name: string): string | null {
  for (const part of (header ?? "").split(";")) {
    const [key, value] = part.trim().split("=", 2);
    if (key === name) return /^[0-9a-f]{64}$/.test(value ?? "") ? value! : null;
  }
  return null;
}

/** Reads session, person and every right in one prepared statement; ends a session at its absolute limit and when its account is disabled. */
class SessionAdapter extends DrizzlePostgreSQLAdapter {
  readonly #read: ReturnType<typeof prepareRead>;

  constructor(db: Db) {
    super(db, sessions, accounts);
    this.#read = prepareRead(db);
  }

  override async getSessionAndUser(id: string): Promise<[DatabaseSession | null, DatabaseUser | null]> {
    const [row] = await this.#read.execute({ id });
    if (!row) return [null, null];
    const person: Person = { id: row.userId, name: row.name, email: row.email, emailConfirmed: row.emailConfirmed, staff: row.staff, teams: row.teams, panels: row.panels };
    const session = { id, userId: row.userId, expiresAt: row.expiresAt, attributes: { endsAt: row.endsAt, createdAt: row.createdAt, userAgent: null } };
    return [session, { id: row.userId, attributes: { person, locale: row.locale } }];
  }
}

function prepareRead(db: Db) {
  const list = <T>(query: ReturnType<typeof sql>) => sql<T>`coalesce((${query}), '[]'::json)`;
  return db
    .select({
      userId: accounts.id, name: accounts.name, email: accounts.email, locale: accounts.locale, emailConfirmed: sql<boolean>`${accounts.emailConfirmedAt} is not null`,
      expiresAt: sessions.expiresAt, endsAt: sessions.endsAt, createdAt: sessions.createdAt,
      staff: list<Person["staff"]>(sql`select json_agg(role) from role_grants g where g.account_id = ${accounts.id}`),
      teams: list<Person["teams"]>(sql`select json_agg(json_build_object('cityId', m.city_id, 'role', m.role)) from city_members m where m.account_id = ${accounts.id}`),
      panels: list<Person["panels"]>(sql`select json_agg(json_build_object('roundId', p.round_id, 'cycleId', r.cycle_id, 'role', p.role))
        from panel_members p join rounds r on r.id = p.round_id where p.account_id = ${accounts.id}`),
    })
    .from(sessions)
    .innerJoin(accounts, eq(accounts.id, sessions.userId))
    .where(and(eq(sessions.id, sql.placeholder("id")), sql`${sessions.endsAt} > now()`, isNull(accounts.disabledAt)))
    .prepare("session_read");
}
