import { isDeepStrictEqual } from "node:util";
import { type Calculation, isGivenUp, isThreadGone } from "#app/outside/calculation/calculation.ts";
import { roundStream } from "../audit/rules.ts";
import { hiddenEntries } from "../conflict/queries.server.ts";
import type { Context } from "../context.ts";
import { Stale } from "../errors.ts";
import { lockRound, type Round } from "../round/queries.server.ts";
import { transact } from "../transact.server.ts";
import { authorise } from "../verdict.ts";
import { partsOf } from "./groups.ts";
import { longestSearch } from "./optimum.ts";
import { planningFacts } from "./planning.server.ts";
import { canAssign, mayAssign } from "./policy.ts";
import { type PlanInput, SEARCH_SECONDS } from "./rules.ts";

/** How long a page waits for a plan before it tells how far the search has got. In milliseconds. */
const PATIENCE = 1500;

type HeldRound = Awaited<ReturnType<typeof lockRound>>["round"];
type Change = () => void;

/**
 * How far the search for the plan has got that the portal would carry out now; null once the plan is there. Looking
 * begins no search and ends none. What is proved so far, and in which words a search failed, is about the whole plan:
 * null for a reader in conflict with an entry of the round. That one failed is for `report`, once. `known`: the facts
 * it rests on, where the page that asks has read them.
 */
export async function searchUnderWay(
  ctx: Context,
  { within }: Pick<Calculation, "within">,
  round: Pick<Round, "id" | "reviewsPerEntry" | "state">,
  report: (error: unknown) => void,
  again = false,
  known?: PlanInput,
) {
  authorise(canAssign(ctx.actor, round));
  const facts = known ?? (await planningFacts(ctx, round, again));
  const standing = await within(PATIENCE, "assignment", facts).catch((error: unknown) => {
    throw isGivenUp(error) ? new Stale("the search was given up") : error;
  });
  if ("answer" in standing) return null;
  if ("begun" in standing) return { ended: "unbegun" as const };
  if ("stopped" in standing) return { ended: "stopped" as const };
  const hidden = await hiddenEntries(ctx, round.id);
  if ("failure" in standing) {
    if (standing.isNews) report(standing.failure);
    return { ended: "failed" as const, ...reasonOf(standing.failure, hidden.size === 0) };
  }
  return {
    ended: null,
    step: standing.told?.step ?? "rules",
    found: hidden.size > 0 ? null : (standing.told?.found ?? null),
    seconds: Math.round(standing.milliseconds / 1000),
    minutes: Math.round((partsOf(facts).length * longestSearch(SEARCH_SECONDS)) / 60),
    weighted: facts.rules.breadth > 0,
  };
}

/** Why a search failed, and in the words of whatever failed: these may name an entry. */
const reasonOf = (failure: unknown, tellsWords: boolean) => ({
  why: isThreadGone(failure) ? ("ended" as const) : ("fault" as const),
  words: tellsWords && !isThreadGone(failure) && failure instanceof Error ? failure.message : null,
});

/**
 * Begins the search for the plan that the portal would carry out now, also after it was stopped or has failed; one from
 * facts that have changed since is given up. Nothing happens where it is under way or done, nor before it is on record.
 */
export function beginSearch(
  ctx: Context,
  { inTurn, beginning, giveUp }: Pick<Calculation, "inTurn" | "beginning" | "giveUp">,
  roundId: string,
  again = false,
): Promise<void> {
  return changeSearch(ctx, inTurn, roundId, "assignment.search-begun", async (held, round) => {
    const facts = await planningFacts(held, round, again);
    const begin = beginning("assignment", facts);
    return (
      begin &&
      (() => {
        giveUp(
          "assignment",
          (other) =>
            other.seed === facts.seed &&
            other.held.length > 0 === facts.held.length > 0 &&
            !isDeepStrictEqual(other, facts),
        );
        begin();
      })
    );
  });
}

/**
 * Gives up the search for a plan that is under way, until somebody begins it again; what is assigned stays as it is.
 * Nothing happens where nothing is searched for, nor before it is on record.
 */
export function stopSearch(
  ctx: Context,
  { inTurn, stopping }: Pick<Calculation, "inTurn" | "stopping">,
  roundId: string,
): Promise<void> {
  return changeSearch(ctx, inTurn, roundId, "assignment.search-stopped", () =>
    stopping("assignment", ({ seed }) => seed === roundId),
  );
}

/** Carries out what is left to do on the search of a round, null for nothing, once that is on record. */
function changeSearch(
  outer: Context,
  inTurn: Calculation["inTurn"],
  roundId: string,
  type: "assignment.search-begun" | "assignment.search-stopped",
  changing: (ctx: Context, round: HeldRound) => Change | null | Promise<Change | null>,
): Promise<void> {
  return inTurn(roundId, async () => {
    const change = await transact(outer, async (ctx) => {
      authorise(mayAssign(ctx.actor, roundId));
      const { round, state } = await lockRound(ctx, roundId, "share");
      authorise(canAssign(ctx.actor, { id: roundId, state }));
      const result = await changing(ctx, round);
      return { result, event: result ? { type, stream: roundStream(roundId), subjectId: roundId } : [] };
    });
    change?.();
  });
}
