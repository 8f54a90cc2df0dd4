import type { Actor } from "../context.ts";
import { canSetUpCycle } from "../cycle/policy.ts";
import { notNow, type Verdict, yes } from "../verdict.ts";
import { type Audience, needsResult } from "./rules.ts";

/** Writing to many is the secretariat's alone. */
export const canWriteToMany = (actor: Actor): Verdict => canSetUpCycle(actor);

/** Nobody learns from a letter, or from getting none, what is not public yet. */
export function canSendWave(
  actor: Actor,
  audience: Audience,
  { published, recipients }: { published: boolean; recipients: number },
): Verdict {
  const may = canWriteToMany(actor);
  if (!may.allowed) return may;
  if (needsResult(audience) && !published) return notNow("not-published");
  return recipients === 0 ? notNow("nobody-to-tell") : yes;
}
