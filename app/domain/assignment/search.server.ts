import { isDeepStrictEqual } from "node:util";
import { type Calculation, isGivenUp } from "#app/outside/calculation/calculation.ts";
import { roundStream } from "../audit/rules.ts";
import { hiddenEntries } from "../conflict/queries.server.ts";
import type { Context } from "../context.ts";
import { Stale } from "../errors.ts";
import { lockRound } from "../round/queries.server.ts";
import { transact } from "../transact.server.ts";
import { authorise } from "../verdict.ts";
import { longestSearch } from "./optimum.ts";
import { planningFacts } from "./planning.server.ts";
import { canAssign, mayAssign } from "./policy.ts";
import { SEARCH_SECONDS } from "./rules.ts";

/** How long a page waits for a plan before it tells how far the search has got. In milliseconds. */
const PATIENCE = 1500;

/**
 * How far the search for the plan has got that the portal would carry out now, begun if nobody has; null once the plan
 * is there. A search from facts that have changed is given up; one that somebody stopped is not begun by looking,
 * whatever has changed since. What is proved so far is about the whole plan: null for a reader in conflict with an
 * entry of the round.
 */
export async function searchUnderWay(
  ctx: Context,
  { within, giveUp }: Pick<Calculation, "within" | "giveUp">,
  round: { id: string; reviewsPerEntry: number | null; frozenAt: Date | null },
  again = false,
) {
  authorise(canAssign(ctx.actor, { id: round.id, frozen: round.frozenAt !== null }));
  const facts = await planningFacts(ctx, round, again);
  giveUp(
    "assignment",
    (other) =>
      other.seed === facts.seed && other.held.length > 0 === facts.held.length > 0 && !isDeepStrictEqual(other, facts),
  );
  const standing = await within(PATIENCE, "assignment", facts).catch((error: Error) => {
    throw isGivenUp(error) ? new Stale("the search was given up") : error;
  });
  if ("answer" in standing) return null;
  if ("stopped" in standing) return { stopped: true as const };
  const hidden = await hiddenEntries(ctx, round.id);
  return {
    stopped: false as const,
    step: standing.told?.step ?? "rules",
    found: hidden.size > 0 ? null : (standing.told?.found ?? null),
    seconds: Math.round(standing.milliseconds / 1000),
    minutes: Math.round(longestSearch(SEARCH_SECONDS) / 60),
    weighted: facts.rules.breadth > 0,
  };
}

const turns = new Map<string, Promise<void>>();

/**
 * One act on the search of a round after the other. A search is of this process and no lock of the database: it changes
 * only once that is on record, and the next who asks must find it changed.
 */
function inTurn(roundId: string, act: () => Promise<void>): Promise<void> {
  const turn = (turns.get(roundId) ?? Promise.resolve()).catch(() => {}).then(act);
  turns.set(roundId, turn);
  const leave = () => void (turns.get(roundId) === turn && turns.delete(roundId));
  turn.then(leave, leave);
  return turn;
}

/**
 * Gives up the search for a plan that is under way, until somebody asks for it again; what is assigned stays as it is.
 * Nothing happens where nothing is searched for, nor before it is on record.
 */
export function stopSearch(
  outer: Context,
  { stopping }: Pick<Calculation, "stopping">,
  roundId: string,
): Promise<void> {
  return inTurn(roundId, async () => {
    const stop = await transact(outer, async (ctx) => {
      authorise(mayAssign(ctx.actor, roundId));
      const { frozen } = await lockRound(ctx, roundId, "share");
      authorise(canAssign(ctx.actor, { id: roundId, frozen }));
      const result = stopping("assignment", ({ seed }) => seed === roundId);
      return {
        result,
        event: result ? { type: "assignment.search-stopped", stream: roundStream(roundId), subjectId: roundId } : [],
      };
    });
    stop?.();
  });
}

/**
 * Lets the search for a plan begin again after somebody stopped it: whoever looks next begins it. Nothing happens where
 * nobody has stopped it, nor before it is on record.
 */
export function resumeSearch(
  outer: Context,
  { resuming }: Pick<Calculation, "resuming">,
  roundId: string,
): Promise<void> {
  return inTurn(roundId, async () => {
    const resume = await transact(outer, async (ctx) => {
      authorise(mayAssign(ctx.actor, roundId));
      const { round, frozen } = await lockRound(ctx, roundId, "share");
      authorise(canAssign(ctx.actor, { id: roundId, frozen }));
      const result = resuming("assignment", await planningFacts(ctx, round));
      return {
        result,
        event: result ? { type: "assignment.search-resumed", stream: roundStream(roundId), subjectId: roundId } : [],
      };
    });
    resume?.();
  });
}
