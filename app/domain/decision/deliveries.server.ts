import { and, asc, eq, like, type SQL, sql } from "drizzle-orm";
import { accounts } from "#db/schema/account.ts";
import { entries } from "#db/schema/entry.ts";
import { notifications } from "#db/schema/notification.ts";
import { toldSince } from "../co-applicant/queries.server.ts";
import type { Context } from "../context.ts";
import { type DeliveryRow, deliveryOf } from "../notification/rules.ts";
import { PER_PAGE } from "../paging.ts";
import { isKnownTo } from "../screening/queries.server.ts";

/** Accounts in teams of a cycle, now or since then, of whose entries the reader may not know. */
export const unknownPeople = (ctx: Context, { cycleId, since }: { cycleId: string | SQL; since: Date | SQL }): SQL => {
  const told = toldSince(ctx, since);
  const unknown = ctx.db
    .select({ id: told.accountId })
    .from(told)
    .innerJoin(entries, eq(entries.id, told.entryId))
    .where(and(eq(entries.cycleId, cycleId), sql`not ${isKnownTo(ctx)}`));
  return sql`${unknown}`;
};

/**
 * What became of the letters of one name, those that failed first, 50 a page and one row too many when there are more.
 * Not guarded, but for `except`: accounts whose letters are left out.
 */
export async function deliveriesOf(
  { db }: Pick<Context, "db">,
  name: string,
  page: number,
  except: SQL | undefined,
): Promise<DeliveryRow[]> {
  const rows = await db
    .select({
      id: notifications.id,
      email: notifications.email,
      name: accounts.name,
      locale: notifications.locale,
      sentAt: notifications.sentAt,
      failedAt: notifications.failedAt,
      dueAt: notifications.dueAt,
      lastError: notifications.lastError,
    })
    .from(notifications)
    .leftJoin(accounts, eq(accounts.id, notifications.accountId))
    .where(
      and(
        like(notifications.dedupe, `${name}:%`),
        except ? sql`${notifications.accountId} not in ${except}` : undefined,
      ),
    )
    .orderBy(
      sql`${notifications.failedAt} nulls last`,
      sql`${notifications.sentAt} nulls first`,
      asc(notifications.email),
    )
    .limit(PER_PAGE + 1)
    .offset((page - 1) * PER_PAGE);
  return rows.map((row) => ({ ...row, state: deliveryOf(row) }));
}
