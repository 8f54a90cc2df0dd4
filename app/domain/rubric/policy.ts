import { type Actor, isStaff, PORTAL } from "../context.ts";
import { hidden, notNow, secretariatOnly, type Verdict, yes } from "../verdict.ts";

/** Who may write rubrics. A rubric that was scored with stays as it is: scores mean what its anchors say. */
export function canChangeRubric(actor: Actor, rubric: { inUse: boolean }): Verdict {
  const may = actor === PORTAL ? yes : secretariatOnly(actor);
  if (!may.allowed) return may;
  return rubric.inUse ? notNow("rubric-in-use") : yes;
}

/** Who may read rubrics in the workshop; the public reads its criteria on the call's page. */
export function canReadRubric(actor: Actor): Verdict {
  return isStaff(actor, "secretariat", "observer") ? yes : hidden;
}
