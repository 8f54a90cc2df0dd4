import { asc } from "drizzle-orm";
import type { Db } from "#db/client.server.ts";
import { notifications } from "#db/schema/notification.ts";

/** The letters that are owed, oldest first. */
export function lettersOf(db: Db) {
  return db
    .select({
      id: notifications.id,
      email: notifications.email,
      kind: notifications.kind,
      locale: notifications.locale,
      params: notifications.params,
    })
    .from(notifications)
    .orderBy(asc(notifications.createdAt), asc(notifications.kind), asc(notifications.email));
}

/** The token in the newest link mailed to somebody: "http://…/reset/<token>". */
export async function mailedToken(db: Db, email: string): Promise<string> {
  const links = (await lettersOf(db))
    .filter((letter) => letter.email === email)
    .map((letter) => letter.params["link"] ?? "");
  return links.at(-1)?.split("/").at(-1) ?? "";
}
