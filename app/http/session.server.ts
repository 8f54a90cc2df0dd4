import { createHash, randomBytes } from "node:crypto";
import { DrizzlePostgreSQLAdapter } from "@lucia-auth/adapter-drizzle";
import { and, eq, isNull, lte, sql } from "drizzle-orm";
import { type DatabaseSession, Lucia, TimeSpan } from "lucia";
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
    Lucia: Lucia;
    UserId: string;
    DatabaseUserAttributes: Record<never, never>;
    DatabaseSessionAttributes: {
      endsAt: Date;
      createdAt: Date;
      openedAt: Date;
      userAgent: string | null;
      strong: boolean;
    };
  }
}

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
  const select = prepareRead(db);
  const lucia = new Lucia(new SessionAdapter(db), {
    sessionExpiresIn: new TimeSpan(LONGEST, "ms"),
    sessionCookie: {
      name: secure ? "__Host-sid" : "sid",
      expires: false,
      attributes: { secure, sameSite: "lax", path: "/" },
    },
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
     * Lucia's own reader throws on any malformed cookie, and goes by this machine's clock.
     */
    async read(request: Request, now: Date): Promise<SignedIn | null> {
      const token = cookieIn(request, lucia.sessionCookieName) ?? "";
      if (!/^[0-9a-f]{64}$/.test(token)) return null;
      const sessionId = idOf(token);
      const [row] = await select.execute({ id: sessionId, now: now.toISOString() });
      if (!row) return null;
      const { userId: id, name, email, emailConfirmed, locale, strong, expiresAt, endsAt, createdAt: provenAt } = row;
      const { staff, teams, panels } = row;
      const idle = idleOf({ staff, panels });
      const renewedEnd = new Date(Math.min(now.getTime() + idle, endsAt.getTime()));
      const moved = Math.abs(renewedEnd.getTime() - expiresAt.getTime()) > GRAIN;
      if (moved && !request.headers.has("x-untouched"))
        await db.update(sessions).set({ expiresAt: renewedEnd }).where(eq(sessions.id, sessionId));
      const withheld = !strong && needsFactor(staff.length, panels.length);
      const rights = withheld ? { teams: [], staff: [], panels: [] } : { teams, staff, panels };
      const person = { id, name, email, emailConfirmed, ...rights };
      return { person, locale, sessionId, strong, withheld, provenAt, idleFor: idle - GRAIN, endsAt };
    },
    /** Ends one session and returns the Set-Cookie that clears it. */
    async close(sessionId: string): Promise<string> {
      await lucia.invalidateSession(sessionId);
      return lucia.createBlankSessionCookie().serialize();
    },
    /** Ends every session of a person: after a new password, or when an account is disabled. */
    closeAll: (accountId: string) => lucia.invalidateUserSessions(accountId),
    /** Forgets the sessions that have ended. Lucia's own goes by this machine's clock. */
    async sweep(now: Date): Promise<void> {
      await db.delete(sessions).where(lte(sessions.expiresAt, now));
    },
  };
}
export type Sessions = ReturnType<typeof openSessions>;

const idOf = (token: string): string => createHash("sha256").update(token).digest("hex");

/** Keeps with each new session when it ends for having been idle: Lucia knows one idle time, the same for everybody. */
class SessionAdapter extends DrizzlePostgreSQLAdapter {
  readonly #db: Db;

  constructor(db: Db) {
    super(db, sessions, accounts);
    this.#db = db;
  }

  override async setSession({ id, userId, attributes: { openedAt, ...kept } }: DatabaseSession): Promise<void> {
    const [rights] = await this.#db
      .select({ staff: STAFF, panels: PANELS })
      .from(accounts)
      .where(eq(accounts.id, userId));
    const idle = idleOf(rights ?? { staff: [], panels: [] });
    await this.#db.insert(sessions).values({ id, userId, ...kept, expiresAt: new Date(openedAt.getTime() + idle) });
  }
}

/**
 * Reads session, person and every right in one prepared statement; finds no session that was idle too long, is at its
 * absolute limit, or whose account is disabled.
 */
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
        sql`least(${sessions.expiresAt}, ${sessions.endsAt}) > ${sql.placeholder("now")}::timestamptz`,
        isNull(accounts.disabledAt),
      ),
    )
    .prepare("session_read");
}
