import { expect, it } from "vitest";
import type { PanelRole, StaffRole } from "#app/domain/context.ts";
import { canBeStaff } from "#app/domain/proposal/policy.ts";
import { no, yes } from "#app/domain/verdict.ts";

const apart = no("roles-apart");

it.each<[StaffRole, boolean, PanelRole[], typeof apart]>([
  ["secretariat", false, [], yes],
  ["secretariat", true, [], apart],
  ["secretariat", false, ["reviewer"], apart],
  ["secretariat", false, ["scrutineer"], apart],
  ["observer", true, [], apart],
  ["observer", false, ["chair"], apart],
  ["observer", false, ["scrutineer"], yes],
  ["administrator", true, ["reviewer"], yes],
])("%s, in a team: %s, in panels: %j", (role, inTeam, panels, verdict) =>
  expect(canBeStaff([role], { inTeam, panels })).toEqual(verdict),
);
