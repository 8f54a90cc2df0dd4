import { and, eq, inArray } from "drizzle-orm";
import { commitments } from "#db/schema/commitment.ts";
import type { JsonObject } from "../audit/rules.ts";
import type { Actor, Context } from "../context.ts";

/**
 * What opens sealed entries, by their commitments and in their order, and with each one of its parts; null for an entry
 * that was committed to as a whole. Not guarded.
 */
export async function openedEntries(
  { db }: Pick<Context<Actor>, "db">,
  sealed: readonly Buffer[],
  part: "name" | "number",
) {
  const opening = { hash: commitments.hash, salt: commitments.salt, record: commitments.record };
  const whole = await db
    .select(opening)
    .from(commitments)
    .where(and(eq(commitments.type, "entry"), inArray(commitments.hash, [...sealed])));
  const hashes = whole.flatMap(({ record }) => (part in record ? [Buffer.from(record[part] as string, "hex")] : []));
  const parts = new Map(
    (
      await db
        .select(opening)
        .from(commitments)
        .where(and(eq(commitments.type, part), inArray(commitments.hash, hashes)))
    ).map(({ hash, salt, record }) => [
      hash.toString("hex"),
      { salt: salt.toString("hex"), record: record as JsonObject },
    ]),
  );
  return whole
    .sort((a, b) => Buffer.compare(a.hash, b.hash))
    .map(({ hash, salt, record }) => ({
      entry: hash.toString("hex"),
      salt: salt.toString("hex"),
      record: record as JsonObject,
      part: parts.get(record[part] as string) ?? null,
    }));
}
