import type { Actor, Context } from "../context.ts";
import { transact } from "../transact.server.ts";
import type { ChainReport } from "./queries.server.ts";
import { SYSTEM_STREAM } from "./rules.ts";

/**
 * Puts on record what recomputing the audit chain found, for the page of the trail. Where it does not hold, `tell`
 * writes to people within the same transaction.
 */
export function noteVerification(
  outer: Context<Actor>,
  { events, streams, faults }: ChainReport,
  tell: (ctx: Context<Actor>, faults: ChainReport["faults"]) => Promise<void>,
): Promise<void> {
  return transact(outer, async (ctx) => {
    if (faults.length > 0) await tell(ctx, faults);
    return {
      result: undefined,
      event: {
        type: "audit.verified",
        stream: SYSTEM_STREAM,
        subjectId: null,
        details: { events, streams, faults: faults.length },
      },
    };
  });
}

const FIRST_TOLD = 10;

/** What the operator's log says of faults: the first of them, and how many more there are. */
export function toldOf(faults: ChainReport["faults"]): string[] {
  const more = faults.length - FIRST_TOLD;
  return [
    ...faults
      .slice(0, FIRST_TOLD)
      .map(({ stream, seq, what }) => `The audit chain is broken: ${stream}, event ${seq}: ${what}.`),
    ...(more > 0 ? [`The audit chain has ${more} further faults.`] : []),
    ...(faults.length > 0 ? ["See npm run portal -- verify-audit."] : []),
  ];
}
