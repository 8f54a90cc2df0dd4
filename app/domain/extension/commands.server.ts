import { and, eq, gt, lt } from "drizzle-orm";
import { cycles, extensions } from "#db/schema/cycle.ts";
import { entries } from "#db/schema/entry.ts";
import { heartbeats, interruptions } from "#db/schema/service.ts";
import { formatMoment } from "#app/i18n/format.ts";
import { say } from "#app/i18n/localised.ts";
import { secretariat } from "../account/queries.server.ts";
import { entryStream, SYSTEM_STREAM } from "../audit/rules.ts";
import { correspondents } from "../team/queries.server.ts";
import type { Actor, Context } from "../context.ts";
import { holdRounds } from "../cycle/queries.server.ts";
import { closesAtFor } from "../cycle/rules.ts";
import { lockEntry } from "../entry/queries.server.ts";
import { Invalid } from "../errors.ts";
import { oweAll } from "../notification/commands.server.ts";
import { transact } from "../transact.server.ts";
import { authorise } from "../verdict.ts";
import { canExtend, mayExtend } from "./policy.ts";
import { getExtendable, interruptionsOf } from "./queries.server.ts";
import { BEFORE_THE_BELL, INTERRUPTION, proposedExtension } from "./rules.ts";

type Extendable = Awaited<ReturnType<typeof getExtendable>>;
type Extension = { closesAt: Date; reason: string };

/**
 * Gives one entry more time than the call gives all, before or after the deadline, and tells its team why. The old
 * moment stays on record. Throws Invalid for a moment that is past or adds no time; 409 once the entry was screened or
 * withdrawn.
 */
export function extendEntry(
  outer: Context,
  entryId: string,
  { closesAt, reason }: Extension,
  publicUrl: string,
): Promise<void> {
  return transact(outer, async (ctx) => {
    authorise(mayExtend(ctx.actor));
    await lockEntry(ctx, entryId);
    await holdRounds(ctx, (await getExtendable(ctx, entryId)).cycle.id);
    const entry = await getExtendable(ctx, entryId);
    authorise(canExtend(ctx.actor, entry));
    if (closesAt <= ctx.now) throw new Invalid({ date: "in-the-past" });
    if (closesAt <= entry.cycle.closesAt) throw new Invalid({ date: "adds-no-time" });
    const from = closesAtFor(entry.cycle, entry);
    const [given] = await ctx.db
      .insert(extensions)
      .values({
        cycleId: entry.cycle.id,
        entryId,
        oldClosesAt: from,
        newClosesAt: closesAt,
        reason,
        at: ctx.now,
        by: ctx.actor.id,
      })
      .returning({ id: extensions.id });
    await ctx.db.update(entries).set({ closesAt }).where(eq(entries.id, entryId));
    await tellTeam(ctx, entry, { id: given!.id, closesAt, reason }, `${publicUrl}/entries/${entryId}`);
    return {
      result: undefined,
      event: {
        type: "entry.extended",
        stream: entryStream(entryId),
        subjectId: entryId,
        details: { from: from.toISOString(), to: closesAt.toISOString() },
      },
    };
  });
}

/** Everybody who can work on the entry. */
async function tellTeam(
  ctx: Context,
  { code, cityId, cycle }: Extendable,
  { id, closesAt, reason }: Extension & { id: string },
  link: string,
): Promise<void> {
  await oweAll(
    ctx,
    (await correspondents(ctx, cityId)).map(({ locale, ...person }) => ({
      ...person,
      locale,
      dedupe: `entry-extended:${id}:${person.accountId}`,
      kind: "entry-extended",
      params: {
        code,
        cycle: say(cycle.name, locale),
        newDeadline: formatMoment(closesAt, locale, cycle.timeZone),
        newDeadlineUtc: formatMoment(closesAt, locale, "UTC"),
        reason,
        link,
      },
    })),
  );
}

const PORTAL_RUNS = "portal";

/**
 * Says that the portal runs. After a silence that is put on record, once for all processes; where it took time from a
 * call shortly before its bell, the secretariat is told what the portal proposes. Nothing moves by itself.
 */
export function beat(outer: Context<Actor>, publicUrl: string): Promise<void> {
  return transact(outer, async (ctx) => {
    await ctx.db.insert(heartbeats).values({ id: PORTAL_RUNS, at: ctx.now }).onConflictDoNothing();
    const [last] = await ctx.db
      .select({ at: heartbeats.at })
      .from(heartbeats)
      .where(eq(heartbeats.id, PORTAL_RUNS))
      .for("update");
    if (last!.at < ctx.now) await ctx.db.update(heartbeats).set({ at: ctx.now }).where(eq(heartbeats.id, PORTAL_RUNS));
    if (ctx.now.getTime() - last!.at.getTime() <= INTERRUPTION) return { result: undefined, event: [] };
    const [noted] = await ctx.db.insert(interruptions).values({ from: last!.at, to: ctx.now }).returning();
    await proposeExtensions(ctx, noted!, publicUrl);
    return {
      result: undefined,
      event: {
        type: "service.interrupted",
        stream: SYSTEM_STREAM,
        subjectId: noted!.id,
        details: { from: noted!.from.toISOString(), to: noted!.to.toISOString() },
      },
    };
  });
}

async function proposeExtensions(
  ctx: Context<Actor>,
  { id, from, to }: { id: string; from: Date; to: Date },
  publicUrl: string,
): Promise<void> {
  const touched = await ctx.db
    .select({ id: cycles.id, name: cycles.name, closesAt: cycles.closesAt, timeZone: cycles.timeZone })
    .from(cycles)
    .where(
      and(
        eq(cycles.archived, false),
        gt(cycles.closesAt, from),
        lt(cycles.closesAt, new Date(to.getTime() + BEFORE_THE_BELL)),
      ),
    );
  const people = await secretariat(ctx);
  for (const cycle of touched) {
    const proposal = proposedExtension(cycle.closesAt, await interruptionsOf(ctx, cycle));
    if (!proposal) continue;
    await oweAll(
      ctx,
      people.map(({ locale, ...person }) => {
        const moment = (at: Date) => formatMoment(at, locale, cycle.timeZone);
        return {
          ...person,
          locale,
          dedupe: `extension-proposed:${id}:${cycle.id}:${person.accountId}`,
          kind: "extension-proposed",
          params: {
            cycle: say(cycle.name, locale),
            from: moment(from),
            to: moment(to),
            deadline: moment(cycle.closesAt),
            proposed: moment(proposal.closesAt),
            link: `${publicUrl}/secretariat/cycles/${cycle.id}/deadline`,
          },
        };
      }),
    );
  }
}
