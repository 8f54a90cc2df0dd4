import type { PanelRole } from "../context.ts";

export const PANEL_ROLES = ["reviewer", "chair", "scrutineer"] as const satisfies readonly PanelRole[];
