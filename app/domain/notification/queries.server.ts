import { and, isNull, lte } from "drizzle-orm";
import { notifications } from "#db/schema/notification.ts";
import type { Actor, Context } from "../context.ts";

/** Whether a letter waits to be sent now. */
export async function isLetterDue({ db, now }: Pick<Context<Actor>, "db" | "now">): Promise<boolean> {
  const [due] = await db
    .select({ id: notifications.id })
    .from(notifications)
    .where(and(isNull(notifications.sentAt), isNull(notifications.failedAt), lte(notifications.dueAt, now)))
    .limit(1);
  return due !== undefined;
}
