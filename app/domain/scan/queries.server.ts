import { asc, eq } from "drizzle-orm";
import { attachments } from "#db/schema/attachment.ts";
import type { Actor, Context } from "../context.ts";

/** The file that has waited longest for its scan, with what it takes to find its bytes; null while none waits. */
export async function nextToScan({ db }: Pick<Context<Actor>, "db">) {
  const [file] = await db
    .select({ id: attachments.id, key: attachments.key, store: attachments.store })
    .from(attachments)
    .where(eq(attachments.scan, "waiting"))
    .orderBy(asc(attachments.uploadedAt), asc(attachments.id))
    .limit(1);
  return file ?? null;
}
