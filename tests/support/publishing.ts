import type { Db } from "#db/client.server.ts";
import { publications, results } from "#db/schema/result.ts";
import { aCycle, NOW } from "./factories.ts";

export const HOUR = 3_600_000;
type Given = {
  publication?: Partial<typeof publications.$inferInsert>;
  results?: Partial<typeof results.$inferInsert>[];
  cycleId?: string;
};

/** A publication with its results, out since an hour before NOW; one result unless said otherwise. */
export async function aPublication(db: Db, given: Given = {}) {
  const cycleId = given.cycleId ?? (await aCycle(db, { archived: true })).id;
  const [publication] = await db
    .insert(publications)
    .values({ cycleId, publishedAt: new Date(NOW.getTime() - HOUR), ...given.publication })
    .returning();
  const rows = (given.results ?? [{}]).map((result) => ({
    publicationId: publication!.id,
    cycleId,
    cityName: "Kampala",
    country: "UG",
    region: "Africa",
    title: "Boda boda guides",
    description: "Riders know the city.",
    theme: "governance",
    ...result,
  }));
  return {
    publication: publication!,
    cycleId,
    results: rows.length > 0 ? await db.insert(results).values(rows).returning() : [],
  };
}
