import type { PanelRole } from "../context.ts";

export const PANEL_ROLES = ["reviewer", "chair", "scrutineer"] as const satisfies readonly PanelRole[];

/** Whether somebody has a part, and all of it is to scrutinise. */
export const isScrutineerAlone = (roles: readonly PanelRole[]): boolean => roles.length > 0 && roles.every((role) => role === "scrutineer");
