import { asc, eq, max } from "drizzle-orm";
import { levels as cycleLevels } from "#db/schema/cycle.ts";
import { roundLevels, rounds } from "#db/schema/round.ts";
import { rubrics } from "#db/schema/rubric.ts";
import { keepLanguages } from "#app/i18n/localised.ts";
import { canonical, roundStream } from "../audit/rules.ts";
import type { Actor, Context } from "../context.ts";
import { lockCycle } from "../cycle/queries.server.ts";
import { Invalid } from "../errors.ts";
import { transact } from "../transact.server.ts";
import { authorise, notNow } from "../verdict.ts";
import { canChangeRound, canSetUpRound } from "./policy.ts";
import { areRulesStated, hasAssignments, lockRound } from "./queries.server.ts";
import { changesJudging, changesSettled, type RoundSettings } from "./rules.ts";

/** Adds a round at the end of a cycle. Throws Invalid for a rubric or level of another cycle. */
export function createRound(outer: Context<Actor>, cycleId: string, { levels, ...settings }: RoundSettings) {
  return transact(outer, async (ctx) => {
    authorise(canSetUpRound(ctx.actor, null));
    // Alone, so that two rounds made at once do not take the same position.
    await lockCycle(ctx, cycleId, "update");
    await refuseUnsound(ctx, cycleId, { levels, ...settings });
    const [last] = await ctx.db
      .select({ position: max(rounds.position) })
      .from(rounds)
      .where(eq(rounds.cycleId, cycleId));
    const [round] = await ctx.db
      .insert(rounds)
      .values({ ...settings, cycleId, position: (last?.position ?? 0) + 1, createdAt: ctx.now })
      .returning();
    await setLevels(ctx, round!.id, levels);
    return {
      result: round!,
      event: {
        type: "round.created",
        stream: roundStream(round!.id),
        subjectId: round!.id,
        details: { cycleId, method: round!.method },
      },
    };
  });
}

/**
 * Changes a round: name and window until the freeze, places until they stand in the public log, what judging rests on
 * only until entries are assigned, which method decides, what is disclosed and when readers talk only until it opens.
 */
export function changeRound(outer: Context, roundId: string, { levels, ...settings }: RoundSettings): Promise<void> {
  return transact(outer, async (ctx) => {
    authorise(canSetUpRound(ctx.actor, roundId));
    const { round, frozen } = await lockRound(ctx, roundId, "update");
    const facts = {
      id: roundId,
      frozen,
      started: await hasAssignments(ctx, roundId),
      opened: round.opensAt <= ctx.now,
    };
    if (changesSettled(round, settings)) authorise(canChangeRound(ctx.actor, facts, "method"));
    if (await changesStated(ctx, roundId, levels)) authorise(notNow("rules-stated"));
    authorise(canChangeRound(ctx.actor, facts, changesJudging(round, settings) ? "judging" : "window"));
    await refuseUnsound(ctx, round.cycleId, { levels, ...settings });
    await ctx.db
      .update(rounds)
      .set({ ...settings, name: keepLanguages(settings.name, round.name) })
      .where(eq(rounds.id, roundId));
    await ctx.db.delete(roundLevels).where(eq(roundLevels.roundId, roundId));
    await setLevels(ctx, roundId, levels);
    const details = {
      method: settings.method,
      opensAt: settings.opensAt.toISOString(),
      closesAt: settings.closesAt.toISOString(),
      levels: levels.map(({ levelKey, places }) => `${levelKey}:${places}`),
    };
    return {
      result: undefined,
      event: { type: "round.changed", stream: roundStream(roundId), subjectId: roundId, details },
    };
  });
}

/** Whether places would become others than those that stand in the public log. */
async function changesStated(ctx: Context, roundId: string, levels: RoundSettings["levels"]): Promise<boolean> {
  if (!(await areRulesStated(ctx, roundId))) return false;
  const standing = await ctx.db
    .select({ levelKey: roundLevels.levelKey, places: roundLevels.places })
    .from(roundLevels)
    .where(eq(roundLevels.roundId, roundId))
    .orderBy(asc(roundLevels.position));
  return canonical(standing) !== canonical(levels.map(({ levelKey, places }) => ({ levelKey, places })));
}

async function setLevels({ db }: Context<Actor>, roundId: string, levels: RoundSettings["levels"]) {
  if (levels.length > 0)
    await db.insert(roundLevels).values(levels.map((level, index) => ({ ...level, roundId, position: index + 1 })));
}

async function refuseUnsound({ db }: Context<Actor>, cycleId: string, settings: RoundSettings) {
  if (settings.opensAt >= settings.closesAt) throw new Invalid({ closesDate: "wrong-order" });
  const [rubric] = await db.select({ cycleId: rubrics.cycleId }).from(rubrics).where(eq(rubrics.id, settings.rubricId));
  if (rubric?.cycleId !== cycleId) throw new Invalid({ rubricId: "not-a-choice" });
  const known = await db.select({ key: cycleLevels.key }).from(cycleLevels).where(eq(cycleLevels.cycleId, cycleId));
  const stranger = settings.levels.find(({ levelKey }) => !known.some(({ key }) => key === levelKey));
  if (stranger) throw new Invalid({ [`places-${stranger.levelKey}`]: "not-a-choice" });
}
