import { eq } from "drizzle-orm";
import { programmes } from "#db/schema/programme.ts";
import { keepLanguages, type Localised } from "#app/i18n/localised.ts";
import { SYSTEM_STREAM } from "../audit/rules.ts";
import type { Actor, Context } from "../context.ts";
import { Invalid } from "../errors.ts";
import { transact } from "../transact.server.ts";
import { authorise } from "../verdict.ts";
import { canCreateProgramme } from "./policy.ts";
import { getProgramme } from "./queries.server.ts";

export type ProgrammeTexts = { name: Localised; about: Localised; timeZone: string; contactEmail: string };
export type NewProgramme = ProgrammeTexts & { slug: string };

/**
 * Opens an award. `timeZone` is an IANA zone in which its deadlines are announced. Throws Invalid for an address in
 * use.
 */
export function createProgramme(outer: Context<Actor>, given: NewProgramme) {
  return transact(outer, async (ctx) => {
    authorise(canCreateProgramme(ctx.actor));
    const [programme] = await ctx.db
      .insert(programmes)
      .values({ ...given, createdAt: ctx.now })
      .onConflictDoNothing({ target: programmes.slug })
      .returning();
    if (!programme) throw new Invalid({ slug: "slug-taken" });
    const event = { type: "programme.created" as const, stream: SYSTEM_STREAM, subjectId: programme.id };
    return { result: programme, event };
  });
}

/** Changes what an award says of itself. Its cycles keep the zone they were made with. */
export function changeProgramme(outer: Context, programmeId: string, given: ProgrammeTexts): Promise<void> {
  return transact(outer, async (ctx) => {
    authorise(canCreateProgramme(ctx.actor));
    await ctx.db.select({ id: programmes.id }).from(programmes).where(eq(programmes.id, programmeId)).for("update");
    const standing = await getProgramme(ctx, programmeId);
    await ctx.db.update(programmes).set(keepLanguages(given, standing)).where(eq(programmes.id, programmeId));
    return { result: undefined, event: { type: "programme.changed", stream: SYSTEM_STREAM, subjectId: programmeId } };
  });
}
