import { and, asc, eq, notInArray, sql } from "drizzle-orm";
import { attachments } from "#db/schema/attachment.ts";
import type { Actor, Context } from "../context.ts";

/**
 * The file that has waited longest for its scan, with what it takes to find its bytes; null while none waits. None of
 * `tried`, and those of `last` after all others.
 */
export async function nextToScan(
  { db }: Pick<Context<Actor>, "db">,
  { tried, last }: { tried: Iterable<string>; last: Iterable<string> } = { tried: [], last: [] },
) {
  const [file] = await db
    .select({ id: attachments.id, key: attachments.key, store: attachments.store })
    .from(attachments)
    .where(and(eq(attachments.scan, "waiting"), notInArray(attachments.id, [...tried])))
    .orderBy(
      sql`${attachments.id}::text = any(${sql.param(`{${[...last].join(",")}}`)}::text[])`,
      asc(attachments.uploadedAt),
      asc(attachments.id),
    )
    .limit(1);
  return file ?? null;
}
