import type { TeamGrant } from "#db/schema/account.ts";
import type { TeamRole } from "../context.ts";
import { NotFound } from "../errors.ts";

export const TEAM_ROLES = ["owner", "editor", "viewer"] as const satisfies readonly TeamRole[];

/** The place in a team that an invitation gives. One whose grant is damaged gives none: throws NotFound. */
export function teamGrant(grants: object | null): TeamGrant {
  const { cityId, role }: Partial<TeamGrant> = grants ?? {};
  if (!cityId || !role || !TEAM_ROLES.includes(role)) throw new NotFound();
  return { cityId, role };
}
