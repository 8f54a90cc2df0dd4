import { needsFactor } from "../account/rules.ts";
import type { Actor } from "../context.ts";
import { notNow, type Verdict, yes } from "../verdict.ts";

/** The last factor stays where the person's rights depend on it: another one comes first. */
export const canRemoveFactor = (actor: Actor, factors: number): Verdict =>
  factors < 2 && needsFactor(actor.staff.length, actor.panels.length) ? notNow("last-factor") : yes;

/** Recovery codes stand in for a factor, so there has to be one. */
export const canMakeCodes = (factors: number): Verdict => (factors > 0 ? yes : notNow("no-factor"));
