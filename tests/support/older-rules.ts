import { type Actor, type Context, PORTAL } from "#app/domain/context.ts";
import { appendStatement } from "#app/domain/commitment/commands.server.ts";
import { rulesOf } from "#app/domain/proof/commands.server.ts";
import { transact } from "#app/domain/transact.server.ts";
import type { Db } from "#db/client.server.ts";
import type { Parts } from "./forged-bundle.ts";

/** States the rules of a round as they were before they committed to seeds of lots. */
export async function stateOlderRules(db: Db, roundId: string, now: Date): Promise<void> {
  const ctx: Context<Actor> = { db, actor: PORTAL, now };
  await transact(ctx, async (inside) => {
    const rules = await rulesOf(inside, roundId);
    await appendStatement(inside, rules, { roundId, cycleId: rules.cycle });
    return { result: undefined, event: [] };
  });
}

/** A bundle as it was while rules committed to no seeds; its lots are then others. */
export function asBeforeSeeds(parts: Parts): void {
  const [rules, freeze, count] = ["rules", "freeze", "count"].map((type) => parts.of(type));
  parts.v = (rules!["v"] as number) - 5;
  for (const member of ["seeds", "late", "verifier"]) delete rules![member];
  const keyed = (freeze!["scrutineers"] as number[]).length > 0;
  for (const member of ["seed", "opened", ...(keyed ? [] : ["scrutineers"])]) delete freeze![member];
  Object.assign(rules!, { v: parts.v });
  Object.assign(freeze!, { v: keyed ? 2 : 1 });
  if (!count) return;
  delete count["seed"];
  count["v"] = 2;
}
