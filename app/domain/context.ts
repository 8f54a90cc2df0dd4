import type { Db } from "#db/client.server.ts";

export type StaffRole = "secretariat" | "administrator" | "observer";
export type TeamRole = "owner" | "editor" | "viewer";
export type PanelRole = "reviewer" | "chair" | "scrutineer";

/** Somebody, or nobody: rights are read anew with each request and never kept in a cookie. */
export type Actor = {
  id: string | null;
  name: string;
  email: string;
  emailConfirmed: boolean;
  staff: readonly StaffRole[];
  teams: readonly { cityId: string; role: TeamRole }[];
  panels: readonly { roundId: string; cycleId: string; role: PanelRole }[];
};
export type Person = Actor & { id: string };

/** All a domain function may know: where to read and write, who asks, and what time it is. */
export type Context<A extends Actor = Person> = { db: Db; actor: A; now: Date };

export const ANONYMOUS: Actor = {
  id: null,
  name: "",
  email: "",
  emailConfirmed: false,
  staff: [],
  teams: [],
  panels: [],
};
/** The portal itself: jobs, imports, the first start. */
export const PORTAL: Actor = { ...ANONYMOUS, name: "Kapok" };

export const isStaff = (actor: Actor, ...roles: StaffRole[]): boolean =>
  actor.staff.some((role) => roles.includes(role));
/** Parts as staff that see what others are not to know: whoever has one neither enters nor judges. */
export const KEPT_APART = ["secretariat", "observer"] as const satisfies readonly StaffRole[];
/** Whether somebody runs the award or its machine: then they check neither. */
const runsTheAward = (staff: readonly StaffRole[]): boolean =>
  staff.includes("secretariat") || staff.includes("administrator");
/**
 * Whether somebody has a part in the award besides scrutinising it: then they do not. `roles` are those in any round of
 * the cycle.
 */
export const hasOtherPart = (roles: readonly PanelRole[], staff: readonly StaffRole[]): boolean =>
  runsTheAward(staff) || roles.some((role) => role !== "scrutineer");
/** Whether somebody has a part in panels, and all of it is to scrutinise. */
export const isScrutineerAlone = (roles: readonly PanelRole[]): boolean =>
  roles.length > 0 && roles.every((role) => role === "scrutineer");
/** Parts in a panel that one person alone neither gives nor takes. */
export const PARTS_FOR_TWO = ["chair", "scrutineer"] as const satisfies readonly PanelRole[];
export const teamRole = (actor: Actor, cityId: string): TeamRole | undefined =>
  actor.teams.find((team) => team.cityId === cityId)?.role;
/** Whether an actor may learn who entered: in a blind round only staff do, and nobody of its panel. */
export const mayName = (actor: Actor, round: { id: string; blind: boolean }): boolean =>
  !round.blind || (isStaff(actor, ...KEPT_APART) && !actor.panels.some(({ roundId }) => roundId === round.id));
