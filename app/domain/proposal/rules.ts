import type { StaffRole } from "../context.ts";

/** Rights that one person cannot give alone: whoever has them decides over others' entries or others' rights. */
export const needsSecond = (role: StaffRole): boolean => role === "secretariat" || role === "administrator";

export type ProposalFacts = { by: string; accountId: string | null; outcome: string | null };

export type ChairKind = "chair" | "chair-removal";
export type ProposalKind = "role" | "factor-reset" | ChairKind;

/** Who chairs a panel is carried out by `panel`, which knows rounds. */
export const isAboutChair = (kind: ProposalKind): kind is ChairKind => kind === "chair" || kind === "chair-removal";

/** What a proposal asks for, as one word of the catalogues: the role, or its kind. */
export const subjectOf = ({ kind, role }: { kind: ProposalKind; role: StaffRole | null }): StaffRole | Exclude<ProposalKind, "role"> => (kind === "role" ? (role ?? "observer") : kind);
