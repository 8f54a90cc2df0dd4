import { isDeepStrictEqual } from "node:util";
import { type Calculation, isGivenUp } from "#app/outside/calculation/calculation.ts";
import { roundStream } from "../audit/rules.ts";
import { hiddenEntries } from "../conflict/queries.server.ts";
import type { Context } from "../context.ts";
import { Stale } from "../errors.ts";
import { lockRound } from "../round/queries.server.ts";
import { transact } from "../transact.server.ts";
import { authorise } from "../verdict.ts";
import { partsOf } from "./groups.ts";
import { longestSearch } from "./optimum.ts";
import { planningFacts } from "./planning.server.ts";
import { canAssign, mayAssign } from "./policy.ts";
import { SEARCH_SECONDS } from "./rules.ts";

/** How long a page waits for a plan before it tells how far the search has got. In milliseconds. */
const PATIENCE = 1500;

type HeldRound = Awaited<ReturnType<typeof lockRound>>["round"];
type Change = () => void;

/**
 * How far the search for the plan has got that the portal would carry out now, begun if nobody has; null once the plan
 * is there. A search from facts that have changed is given up; one that somebody stopped is not begun by looking,
 * whatever has changed since. What is proved so far is about the whole plan: null for a reader in conflict with an
 * entry of the round. One that failed is for `report`; looked at again it begins anew.
 */
export async function searchUnderWay(
  ctx: Context,
  { within, giveUp }: Pick<Calculation, "within" | "giveUp">,
  round: { id: string; reviewsPerEntry: number | null; frozenAt: Date | null },
  report: (error: unknown) => void,
  again = false,
) {
  authorise(canAssign(ctx.actor, { id: round.id, frozen: round.frozenAt !== null }));
  const facts = await planningFacts(ctx, round, again);
  giveUp(
    "assignment",
    (other) =>
      other.seed === facts.seed && other.held.length > 0 === facts.held.length > 0 && !isDeepStrictEqual(other, facts),
  );
  const standing = await within(PATIENCE, "assignment", facts).catch((error: unknown) => {
    if (isGivenUp(error)) throw new Stale("the search was given up");
    report(error);
    return { failed: true as const };
  });
  if ("answer" in standing) return null;
  if ("failed" in standing) return { ended: "failed" as const };
  if ("stopped" in standing) return { ended: "stopped" as const };
  const hidden = await hiddenEntries(ctx, round.id);
  return {
    ended: null,
    step: standing.told?.step ?? "rules",
    found: hidden.size > 0 ? null : (standing.told?.found ?? null),
    seconds: Math.round(standing.milliseconds / 1000),
    minutes: Math.round((partsOf(facts).length * longestSearch(SEARCH_SECONDS)) / 60),
    weighted: facts.rules.breadth > 0,
  };
}

/**
 * Gives up the search for a plan that is under way, until somebody asks for it again; what is assigned stays as it is.
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

/**
 * Lets the search for a plan begin again after somebody stopped it: whoever looks next begins it. Nothing happens where
 * nobody has stopped it, nor before it is on record.
 */
export function resumeSearch(
  ctx: Context,
  { inTurn, resuming }: Pick<Calculation, "inTurn" | "resuming">,
  roundId: string,
): Promise<void> {
  return changeSearch(ctx, inTurn, roundId, "assignment.search-resumed", async (held, round) =>
    resuming("assignment", await planningFacts(held, round)),
  );
}

/** Carries out what is left to do on the search of a round, null for nothing, once that is on record. */
function changeSearch(
  outer: Context,
  inTurn: Calculation["inTurn"],
  roundId: string,
  type: "assignment.search-stopped" | "assignment.search-resumed",
  changing: (ctx: Context, round: HeldRound) => Change | null | Promise<Change | null>,
): Promise<void> {
  return inTurn(roundId, async () => {
    const change = await transact(outer, async (ctx) => {
      authorise(mayAssign(ctx.actor, roundId));
      const { round, frozen } = await lockRound(ctx, roundId, "share");
      authorise(canAssign(ctx.actor, { id: roundId, frozen }));
      const result = await changing(ctx, round);
      return { result, event: result ? { type, stream: roundStream(roundId), subjectId: roundId } : [] };
    });
    change?.();
  });
}
