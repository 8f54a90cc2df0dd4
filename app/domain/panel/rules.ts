import type { PanelGrant } from "#db/schema/account.ts";
import type { PanelRole } from "../context.ts";
import { NotFound } from "../errors.ts";

export const PANEL_ROLES = ["reviewer", "chair", "scrutineer"] as const satisfies readonly PanelRole[];

/** The place in a panel that an invitation gives. One whose grant is damaged gives none: throws NotFound. */
export function panelGrant(grants: object | null): PanelGrant {
  const { roundId, role }: Partial<PanelGrant> = grants ?? {};
  if (!roundId || !role || !PANEL_ROLES.includes(role)) throw new NotFound();
  return { roundId, role };
}
