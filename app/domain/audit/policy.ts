import { type Actor, isStaff } from "../context.ts";
import { hidden, type Verdict, yes } from "../verdict.ts";

/** Whoever reads of the trail may also have it recomputed: the answer holds no event. */
export const canVerifyTrail = (actor: Actor): Verdict =>
  isStaff(actor, "secretariat", "observer", "administrator") ? yes : hidden;
