import { asc, eq, max } from "drizzle-orm";
import { levels as cycleLevels } from "#db/schema/cycle.ts";
import { roundLevels, rounds, roundWindowChanges } from "#db/schema/round.ts";
import { rubrics } from "#db/schema/rubric.ts";
import { keepLanguages } from "#app/i18n/localised.ts";
import { type AuditEvent, canonical, roundStream, sha256 } from "../audit/rules.ts";
import type { Actor, Context } from "../context.ts";
import { lockCycle } from "../cycle/queries.server.ts";
import { Invalid } from "../errors.ts";
import { transact } from "../transact.server.ts";
import { authorise, notNow } from "../verdict.ts";
import { tellUnlocked } from "./letters.server.ts";
import { canChangeRound, canEndLater, canLockScores, canSetUpRound, canUnlockScores } from "./policy.ts";
import { areCriteriaNamed, mayLeaveOut } from "../rubric/queries.server.ts";
import { areRulesStated, hasAssignments, hasBegun, isSeedOpen, lockRound } from "./queries.server.ts";
import {
  againstDivided,
  changesJudging,
  changesSettled,
  type RoundSettings,
  type Window,
  windowAsTyped,
  windowStep,
} from "./rules.ts";

/** As `addRound`, for somebody who sets one up: Invalid where its whole window has passed. */
export async function createRound(outer: Context<Actor>, cycleId: string, settings: RoundSettings) {
  authorise(canSetUpRound(outer.actor, null));
  refusePast(outer, settings);
  return addRound(outer, cycleId, settings);
}

/**
 * Adds a round at the end of a cycle. Throws Invalid for a rubric or level of another cycle. What is copied from
 * another edition may lie in the past: its dates are still to be set.
 */
export function addRound(outer: Context<Actor>, cycleId: string, { levels, ...settings }: RoundSettings) {
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
 * The window of a round that has begun takes a reason.
 */
export function changeRound(
  outer: Context,
  roundId: string,
  { levels, ...given }: RoundSettings,
  why: Why,
): Promise<void> {
  return transact(outer, async (ctx) => {
    authorise(canSetUpRound(ctx.actor, roundId));
    const { round, frozen } = await lockRound(ctx, roundId, "update");
    const settings = { ...given, ...windowAsTyped(round, given) };
    const facts = {
      id: roundId,
      frozen,
      started: await hasAssignments(ctx, roundId),
      opened: await hasBegun(ctx, round),
      stated: await areRulesStated(ctx, roundId),
    };
    if (changesSettled(round, settings)) authorise(canChangeRound(ctx.actor, facts, "method"));
    if (await changesPlaces(ctx, roundId, levels)) authorise(canChangeRound(ctx.actor, facts, "places"));
    authorise(canChangeRound(ctx.actor, facts, changesJudging(round, settings) ? "judging" : "window"));
    await refuseUnsound(ctx, round.cycleId, { levels, ...settings });
    if (settings.rubricId !== round.rubricId && (await areCriteriaNamed(ctx, { rubricId: round.rubricId, roundId })))
      authorise(notNow("criteria-named"));
    if (!facts.opened) refusePast(ctx, settings);
    const moved = facts.opened ? await moveWindow(ctx, round, settings, why) : [];
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
      event: [{ type: "round.changed", stream: roundStream(roundId), subjectId: roundId, details }, ...moved],
    };
  });
}

/** Why a window changes, and where letters about it lead. */
type Why = { reason: string; publicUrl: string };

/**
 * Closes an open round this moment. Takes the round alone, as the freeze does: a save that is under way is waited for,
 * one that arrives later is refused. 409 unless it is open.
 */
export function lockScores(outer: Context, roundId: string, why: Why): Promise<void> {
  return transact(outer, async (ctx) => {
    authorise(canSetUpRound(ctx.actor, roundId));
    const { round, state } = await lockRound(ctx, roundId, "update");
    authorise(canLockScores(ctx.actor, { id: roundId, state }));
    const to = { opensAt: round.opensAt, closesAt: ctx.now };
    return { result: undefined, event: await moveWindow(ctx, round, to, why) };
  });
}

/**
 * Opens a closed round again until a moment to come, and tells the reviewers who have a review in it or owe one. Who
 * reported finished stays so. 409 unless it is closed: what is frozen stays frozen.
 */
export function unlockScores(
  outer: Context,
  roundId: string,
  { closesAt, ...why }: Why & { closesAt: Date },
): Promise<void> {
  return transact(outer, async (ctx) => {
    authorise(canSetUpRound(ctx.actor, roundId));
    const { round, state } = await lockRound(ctx, roundId, "update");
    authorise(canUnlockScores(ctx.actor, { id: roundId, state, seedOpen: await isSeedOpen(ctx, roundId) }));
    if (closesAt <= ctx.now) throw new Invalid({ date: "in-the-past" });
    return { result: undefined, event: await moveWindow(ctx, round, { opensAt: round.opensAt, closesAt }, why) };
  });
}

/**
 * The one rule of the window of a round that has begun and is held alone: it changes with a reason, on record with what
 * it was, ends now or later, and does not begin again. Reviewers are told where a closed round opens again. It ends no
 * later once a scrutineer's seed of lots is open: who scores would know the lots.
 */
async function moveWindow(
  ctx: Context,
  round: typeof rounds.$inferSelect,
  to: Window,
  { reason, publicUrl }: Why,
): Promise<AuditEvent[]> {
  const { id: roundId, opensAt, closesAt } = round;
  const isEnd = to.closesAt.getTime() !== closesAt.getTime();
  const isStart = to.opensAt.getTime() !== opensAt.getTime();
  if (!isEnd && !isStart) return [];
  if (isStart && to.opensAt > ctx.now) throw new Invalid({ opensDate: "has-begun" });
  if (isEnd && to.closesAt < ctx.now) throw new Invalid({ closesDate: "in-the-past" });
  if (to.closesAt > closesAt) authorise(canEndLater({ seedOpen: await isSeedOpen(ctx, roundId) }));
  if (!reason.trim()) throw new Invalid({ reason: "required" });
  const window = { opensAt: to.opensAt, closesAt: to.closesAt };
  const [change] = await ctx.db
    .insert(roundWindowChanges)
    .values({
      roundId,
      ...{ oldOpensAt: opensAt, oldClosesAt: closesAt, newOpensAt: to.opensAt, newClosesAt: to.closesAt },
      ...{ reason, at: ctx.now, by: ctx.actor.id },
    })
    .returning({ id: roundWindowChanges.id });
  await ctx.db.update(rounds).set(window).where(eq(rounds.id, roundId));
  const step = windowStep(round, window, ctx.now);
  if (step === "unlocked") await tellUnlocked(ctx, { ...round, ...window }, { id: change!.id, reason }, publicUrl);
  const iso = (at: Date) => at.toISOString();
  const details = {
    change: change!.id,
    from: [iso(opensAt), iso(closesAt)],
    to: [iso(to.opensAt), iso(to.closesAt)],
    reasonSha256: sha256(reason),
  };
  return [{ type: `round.${step}`, stream: roundStream(roundId), subjectId: roundId, details }];
}

/** Whether places would become others than those that stand. */
async function changesPlaces({ db }: Context, roundId: string, levels: RoundSettings["levels"]): Promise<boolean> {
  const standing = await db
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

/** In a round that is over before it began nobody can score. */
function refusePast({ now }: Pick<Context<Actor>, "now">, { opensAt, closesAt }: Window): void {
  if (opensAt < closesAt && closesAt <= now) throw new Invalid({ closesDate: "in-the-past" });
}

async function refuseUnsound({ db }: Context<Actor>, cycleId: string, settings: RoundSettings) {
  if (settings.opensAt >= settings.closesAt) throw new Invalid({ closesDate: "wrong-order" });
  const [rubric] = await db.select({ cycleId: rubrics.cycleId }).from(rubrics).where(eq(rubrics.id, settings.rubricId));
  if (rubric?.cycleId !== cycleId) throw new Invalid({ rubricId: "not-a-choice" });
  const against = againstDivided(settings);
  if (Object.keys(against).length > 0) throw new Invalid(against);
  if (settings.divided && (await mayLeaveOut({ db }, settings.rubricId)))
    throw new Invalid({ rubricId: "all-must-apply" });
  const known = await db.select({ key: cycleLevels.key }).from(cycleLevels).where(eq(cycleLevels.cycleId, cycleId));
  const stranger = settings.levels.find(({ levelKey }) => !known.some(({ key }) => key === levelKey));
  if (stranger) throw new Invalid({ [`places-${stranger.levelKey}`]: "not-a-choice" });
}
