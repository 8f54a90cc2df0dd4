import type { Actor } from "../context.ts";
import { notNow, type Verdict, yes } from "../verdict.ts";

/** Rights over others' entries need a second factor; a city's team may have one. */
export const needsFactor = ({ staff, panels }: Pick<Actor, "staff" | "panels">): boolean =>
  staff.length > 0 || panels.length > 0;

/** The last factor stays where the person's rights depend on it: another one comes first. */
export const canRemoveFactor = (actor: Actor, factors: number): Verdict =>
  factors < 2 && needsFactor(actor) ? notNow("last-factor") : yes;

/** Recovery codes stand in for a factor, so there has to be one. */
export const canMakeCodes = (factors: number): Verdict => (factors > 0 ? yes : notNow("no-factor"));
