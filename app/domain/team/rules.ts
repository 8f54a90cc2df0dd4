import type { TeamRole } from "../context.ts";

export const TEAM_ROLES = ["owner", "editor", "viewer"] as const satisfies readonly TeamRole[];
