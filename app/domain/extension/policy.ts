import type { Actor } from "../context.ts";
import { notNow, secretariatOnly, type Verdict, yes } from "../verdict.ts";

/** Who gives single entries more time. */
export const mayExtend = secretariatOnly;

/** More time is for entries that nobody has judged yet, and not once a round of their cycle is frozen. */
export function canExtend(actor: Actor, entry: { withdrawn: boolean; screened: boolean; frozen: boolean }): Verdict {
  const may = mayExtend(actor);
  if (!may.allowed) return may;
  if (entry.withdrawn) return notNow("entry-withdrawn");
  if (entry.screened) return notNow("already-screened");
  return entry.frozen ? notNow("round-frozen") : yes;
}
