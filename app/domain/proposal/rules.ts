import type { StaffRole } from "../context.ts";

export type ProposalFacts = { by: string; accountId: string | null; outcome: string | null; inOffice: boolean };

/**
 * What is proposed about a panel: which part, and whether it begins or ends. It is carried out by `panel`, which knows
 * rounds.
 */
export const ABOUT_PANEL = {
  chair: { role: "chair", ends: false },
  "chair-removal": { role: "chair", ends: true },
  scrutineer: { role: "scrutineer", ends: false },
  "scrutineer-removal": { role: "scrutineer", ends: true },
} as const;

export type PanelKind = keyof typeof ABOUT_PANEL;
export type ProposalKind = "role" | "factor-reset" | PanelKind;

export const isAboutPanel = (kind: ProposalKind): kind is PanelKind => kind in ABOUT_PANEL;

/** What a proposal asks for, as one word of the catalogues: the role, or its kind. */
export const subjectOf = ({
  kind,
  role,
}: {
  kind: ProposalKind;
  role: StaffRole | null;
}): StaffRole | Exclude<ProposalKind, "role"> => (kind === "role" ? (role ?? "observer") : kind);
