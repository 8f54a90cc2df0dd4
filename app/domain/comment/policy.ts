import { type Actor, teamRole } from "../context.ts";
import { hidden, no, notNow, type Verdict, yes } from "../verdict.ts";

/** Comments on one entry. Far above what a team needs, so that nobody fills a page without end. */
export const MOST_COMMENTS = 500;

/**
 * Whoever is in the city's team reads its comments and adds some, viewers too, before and after the deadline. For
 * everybody else there are none.
 */
export function canComment(actor: Actor, entry: { cityId: string; comments: number }): Verdict {
  if (!teamRole(actor, entry.cityId)) return hidden;
  return entry.comments >= MOST_COMMENTS ? notNow("comments-full") : yes;
}

/** Owners and editors settle any comment, and take that back; viewers their own. */
export function canSettle(actor: Actor, comment: { cityId: string; by: string }): Verdict {
  const role = teamRole(actor, comment.cityId);
  if (!role) return hidden;
  return role === "viewer" && comment.by !== actor.id ? no("viewers-cannot-edit") : yes;
}
