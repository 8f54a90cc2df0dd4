import { programmes } from "#db/schema/programme.ts";
import type { Localised } from "#app/i18n/localised.ts";
import { SYSTEM_STREAM } from "../audit/rules.ts";
import type { Actor, Context } from "../context.ts";
import { transact } from "../transact.server.ts";
import { authorise } from "../verdict.ts";
import { canCreateProgramme } from "./policy.ts";

export type NewProgramme = { slug: string; name: Localised; about: Localised; timeZone: string; contactEmail: string };

/** Opens an award. `timeZone` is an IANA zone in which its deadlines are announced. */
export function createProgramme(outer: Context<Actor>, given: NewProgramme) {
  return transact(outer, async (ctx) => {
    authorise(canCreateProgramme(ctx.actor));
    const [programme] = await ctx.db.insert(programmes).values({ ...given, createdAt: ctx.now }).returning();
    const event = { type: "programme.created" as const, stream: SYSTEM_STREAM, subjectId: programme!.id };
    return { result: programme!, event };
  });
}
