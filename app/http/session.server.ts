import { createHash, randomBytes } from "node:crypto";
import { DrizzlePostgreSQLAdapter } from "@lucia-auth/adapter-drizzle";
import { and, eq, isNull, sql } from "drizzle-orm";
import { type DatabaseSession, type DatabaseUser, Lucia, TimeSpan } from "lucia";
import { PANELS, STAFF } from "#app/domain/account/queries.server.ts";
import { needsFactor } from "#app/domain/account/rules.ts";
import type { Person } from "#app/domain/context.ts";
import { idleOf } from "#app/domain/sign-in/rules.ts";
import { cookieIn } from "./cookies.ts";
import type { Db } from "#db/client.server.ts";
import { accounts, sessions } from "#db/schema/account.ts";

const MINUTE = 60_000;
const LONGEST = 12 * 60 * MINUTE;
/** How exactly the idle end is kept: a write in so long at the most, not one for every click. */
const GRAIN = 2 * MINUTE;

declare module "lucia" {
  interface Register {
    Lucia: Lucia<Record<never, never>, Read>;
    UserId: string;
    DatabaseUserAttributes: Read;
    DatabaseSessionAttributes: {
      endsAt: Date;
      createdAt: Date;
      openedAt: Date;
      userAgent: string | null;
      strong: boolean;
    };
  }
}

type Read = Omit<SignedIn, "sessionId" | "idleFor"> & { idle: number; expiresAt: Date; renewedEnd: Date };

/**
 * `withheld`: this person has rights over others' entries, which need a second factor. Until it is given `person` has
 * no rights at all. `provenAt`: when they last proved who they are in this browser. `idleFor`: so many milliseconds
 * without a request are certain not to end the session before `endsAt`, when it ends however busy they are.
 */
export type SignedIn = {
  person: Person;
  locale: string;
  sessionId: string;
  strong: boolean;
  withheld: boolean;
  provenAt: Date;
  idleFor: number;
  endsAt: Date;
};

/**
 * The only module that knows Lucia. The database holds the SHA-256 of each token, so that a copy of it opens no
 * session.
 */
export function openSessions(db: Db, secure: boolean) {
  const adapter = new SessionAdapter(db);
  const lucia = new Lucia(adapter, {
    sessionExpiresIn: new TimeSpan(LONGEST, "ms"),
    sessionCookie: {
      name: secure ? "__Host-sid" : "sid",
      expires: false,
      attributes: { secure, sameSite: "lax", path: "/" },
    },
    getUserAttributes: (read) => read,
    getSessionAttributes: () => ({}),
  });
  return {
    /**
     * Opens a session with a new token (never one the browser brought along) and returns its Set-Cookie. One that only
     * takes the place of another counts from when the person proved who they are.
     */
    async open(
      accountId: string,
      now: Date,
      userAgent: string | null,
      proof: "strong" | "weak",
      provenAt = now,
    ): Promise<string> {
      const token = randomBytes(32).toString("hex");
      const endsAt = new Date(provenAt.getTime() + LONGEST);
      const device = userAgent?.slice(0, 200) ?? null;
      await lucia.createSession(
        accountId,
        { endsAt, createdAt: provenAt, openedAt: now, userAgent: device, strong: proof === "strong" },
        { sessionId: idOf(token) },
      );
      return lucia.createSessionCookie(token).serialize();
    },
    /**
     * Who a request is from. Reading moves the idle end, but for a page that asks by itself and that nobody touches.
     * Lucia's own reader throws on any malformed cookie.
     */
    async read(request: Request): Promise<SignedIn | null> {
      const token = cookieIn(request, lucia.sessionCookieName) ?? "";
      if (!/^[0-9a-f]{64}$/.test(token)) return null;
      const { session, user } = await lucia.validateSession(idOf(token));
      if (!session) return null;
      const { expiresAt, renewedEnd, idle, ...read } = user;
      const moved = Math.abs(renewedEnd.getTime() - expiresAt.getTime()) > GRAIN;
      if (moved && !request.headers.has("x-untouched")) await adapter.renew(session.id, renewedEnd);
      const { person, locale, strong, withheld, provenAt, endsAt } = read;
      return { person, locale, sessionId: session.id, strong, withheld, provenAt, idleFor: idle - GRAIN, endsAt };
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

/**
 * Reads session, person and every right in one prepared statement; ends a session when it was idle too long, at its
 * absolute limit, and when its account is disabled. Lucia is told the absolute end only: it knows one idle time, the
 * same for everybody.
 */
class SessionAdapter extends DrizzlePostgreSQLAdapter {
  readonly #db: Db;
  readonly #read: ReturnType<typeof prepareRead>;

  constructor(db: Db) {
    super(db, sessions, accounts);
    this.#db = db;
    this.#read = prepareRead(db);
  }

  override async getSessionAndUser(id: string): Promise<[DatabaseSession | null, DatabaseUser | null]> {
    const [row] = await this.#read.execute({ id });
    if (!row) return [null, null];
    const { userId, name, email, emailConfirmed, locale, strong, staff, teams, panels, expiresAt, endsAt, createdAt } =
      row;
    const withheld = !strong && needsFactor(staff.length, panels.length);
    const person: Person = {
      id: userId,
      name,
      email,
      emailConfirmed,
      teams,
      staff,
      panels,
      ...(withheld ? { teams: [], staff: [], panels: [] } : {}),
    };
    const idle = idleOf({ staff, panels });
    const renewedEnd = new Date(Math.min(Date.now() + idle, endsAt.getTime()));
    const attributes = { endsAt, createdAt, openedAt: createdAt, userAgent: null, strong };
    const read = { person, locale, strong, withheld, provenAt: createdAt, expiresAt, renewedEnd, idle, endsAt };
    return [
      { id, userId, expiresAt: endsAt, attributes },
      { id: userId, attributes: read },
    ];
  }

  override async setSession({ id, userId, attributes: { openedAt, ...kept } }: DatabaseSession): Promise<void> {
    const [rights] = await this.#db
      .select({ staff: STAFF, panels: PANELS })
      .from(accounts)
      .where(eq(accounts.id, userId));
    const idle = idleOf(rights ?? { staff: [], panels: [] });
    await this.#db.insert(sessions).values({ id, userId, ...kept, expiresAt: new Date(openedAt.getTime() + idle) });
  }

  /** The end that Lucia knows never moves. */
  override async updateSessionExpiration(): Promise<void> {}

  async renew(id: string, expiresAt: Date): Promise<void> {
    await this.#db.update(sessions).set({ expiresAt }).where(eq(sessions.id, id));
  }
}

function prepareRead(db: Db) {
  return db
    .select({
      userId: accounts.id,
      name: accounts.name,
      email: accounts.email,
      locale: accounts.locale,
      emailConfirmed: sql<boolean>`${accounts.emailConfirmedAt} is not null`,
      expiresAt: sessions.expiresAt,
      endsAt: sessions.endsAt,
      createdAt: sessions.createdAt,
      strong: sessions.strong,
      staff: STAFF,
      teams: sql<Person["teams"]>`(
        select coalesce(json_agg(json_build_object('cityId', m.city_id, 'role', m.role)), '[]')
        from city_members m
        where m.account_id = ${accounts.id}
      )`,
      panels: PANELS,
    })
    .from(sessions)
    .innerJoin(accounts, eq(accounts.id, sessions.userId))
    .where(
      and(
        eq(sessions.id, sql.placeholder("id")),
        sql`least(${sessions.expiresAt}, ${sessions.endsAt}) > now()`,
        isNull(accounts.disabledAt),
      ),
    )
    .prepare("session_read");
}
