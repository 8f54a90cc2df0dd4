import { and, asc, desc, eq, gt, sql } from "drizzle-orm";
import { sessions } from "#db/schema/account.ts";
import { findByEmail } from "../account/queries.server.ts";
import type { Context } from "../context.ts";
import { deviceOf, type Passwords } from "./rules.ts";

/** What a page calls a session: not the hash the database keeps it under. */
export const sessionKey = sql<string>`encode(sha256(convert_to(${sessions.id}, 'UTF8')), 'hex')`;

/** Whether this is one's own password. Throws `code: "BUSY"` when too many are compared at once. */
export async function isOwnPassword(ctx: Context, password: string, passwords: Passwords): Promise<boolean> {
  return passwords.verify((await findByEmail(ctx, ctx.actor.email))?.passwordHash ?? null, password);
}

/** One's own sessions that still hold, the newest first, and which of them this one is. */
export async function ownSessions({ db, actor, now }: Context, currentId: string | null) {
  const held = await db
    .select({ id: sessions.id, key: sessionKey, createdAt: sessions.createdAt, userAgent: sessions.userAgent })
    .from(sessions)
    .where(and(eq(sessions.userId, actor.id), gt(sessions.expiresAt, now), gt(sessions.endsAt, now)))
    .orderBy(desc(sessions.createdAt), asc(sessions.id));
  return held.map(({ id, userAgent, ...session }) => ({
    ...session,
    device: deviceOf(userAgent),
    current: id === currentId,
  }));
}
