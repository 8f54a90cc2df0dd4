import { asc, eq } from "drizzle-orm";
import { programmes } from "#db/schema/programme.ts";
import type { Actor, Context } from "../context.ts";
import { NotFound } from "../errors.ts";

/** Every programme, the oldest first. Programmes are public. */
export function allProgrammes({ db }: Pick<Context<Actor>, "db">) {
  return db.select().from(programmes).orderBy(asc(programmes.createdAt), asc(programmes.slug));
}

/** An award with all that is told of it, or 404. Not guarded: all of it is public. */
export async function getProgramme({ db }: Pick<Context<Actor>, "db">, programmeId: string) {
  const [programme] = await db.select().from(programmes).where(eq(programmes.id, programmeId));
  if (!programme) throw new NotFound();
  return programme;
}
