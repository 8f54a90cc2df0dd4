import type { StaffRole } from "../context.ts";

/** Rights that one person cannot give alone: whoever has them decides over others' entries or others' rights. */
export const needsSecond = (role: StaffRole): boolean => role === "secretariat" || role === "administrator";

export type ProposalFacts = { by: string; accountId: string | null; outcome: string | null };

/** What a proposal asks for, as one word of the catalogues: the role, or its kind. */
export const subjectOf = ({ kind, role }: { kind: "role" | "factor-reset" | "chair"; role: StaffRole | null }): StaffRole | "factor-reset" | "chair" => (kind === "role" && role ? role : kind === "chair" ? "chair" : "factor-reset");
