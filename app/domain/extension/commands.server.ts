import { eq } from "drizzle-orm";
import { extensions } from "#db/schema/cycle.ts";
import { entries } from "#db/schema/entry.ts";
import { formatMoment } from "#app/i18n/format.ts";
import { say } from "#app/i18n/localised.ts";
import { entryStream } from "../audit/rules.ts";
import { correspondents } from "../city/queries.server.ts";
import type { Context } from "../context.ts";
import { closesAtFor } from "../cycle/rules.ts";
import { lockEntry } from "../entry/queries.server.ts";
import { Invalid } from "../errors.ts";
import { owe } from "../notification/commands.server.ts";
import { transact } from "../transact.server.ts";
import { authorise } from "../verdict.ts";
import { canExtend, mayExtend } from "./policy.ts";
import { getExtendable } from "./queries.server.ts";

type Extendable = Awaited<ReturnType<typeof getExtendable>>;
type Extension = { closesAt: Date; reason: string };

/**
 * Gives one entry more time than the call gives all, before or after the deadline, and tells its team why. The old moment stays on record.
 * Throws Invalid for a moment that is past or adds no time; 409 once the entry was screened or withdrawn.
 */
export function extendEntry(outer: Context, entryId: string, { closesAt, reason }: Extension, publicUrl = ""): Promise<void> {
  return transact(outer, async (ctx) => {
    authorise(mayExtend(ctx.actor));
    await lockEntry(ctx, entryId);
    const entry = await getExtendable(ctx, entryId);
    authorise(canExtend(ctx.actor, entry));
    if (closesAt <= ctx.now) throw new Invalid({ date: "in-the-past" });
    if (closesAt <= entry.cycle.closesAt) throw new Invalid({ date: "adds-no-time" });
    const from = closesAtFor(entry.cycle, entry);
    const [given] = await ctx.db.insert(extensions).values({ cycleId: entry.cycle.id, entryId, oldClosesAt: from, newClosesAt: closesAt, reason, at: ctx.now, by: ctx.actor.id })
      .returning({ id: extensions.id });
    await ctx.db.update(entries).set({ closesAt }).where(eq(entries.id, entryId));
    await tellTeam(ctx, entry, { id: given!.id, closesAt, reason }, `${publicUrl}/entries/${entryId}`);
    return { result: undefined, event: { type: "entry.extended", stream: entryStream(entryId), subjectId: entryId, details: { from: from.toISOString(), to: closesAt.toISOString() } } };
  });
}

/** Everybody who can work on the entry. */
async function tellTeam(ctx: Context, { code, cityId, cycle }: Extendable, { id, closesAt, reason }: Extension & { id: string }, link: string): Promise<void> {
  for (const person of await correspondents(ctx, cityId)) {
    const { locale } = person;
    const params = {
      code, cycle: say(cycle.name, locale), newDeadline: formatMoment(closesAt, locale, cycle.timeZone), newDeadlineUtc: formatMoment(closesAt, locale, "UTC"), reason, link,
    };
    await owe(ctx, { ...person, dedupe: `entry-extended:${id}:${person.accountId}`, kind: "entry-extended", params });
  }
}
