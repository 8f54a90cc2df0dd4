import { describe, expect, it } from "vitest";
import { type Actor, ANONYMOUS, PORTAL, type TeamRole } from "#app/domain/context.ts";
import { canChangeMember, canRunTeam, canSeeTeam } from "#app/domain/team/policy.ts";
import { hidden, no, notNow, type Verdict, yes } from "#app/domain/verdict.ts";

const somebody = (given: Partial<Actor>): Actor => ({ ...ANONYMOUS, id: "me", emailConfirmed: true, ...given });
const inTeam = (role: TeamRole) => somebody({ teams: [{ cityId: "kampala", role }] });
const people = {
  owner: inTeam("owner"),
  editor: inTeam("editor"),
  viewer: inTeam("viewer"),
  stranger: somebody({ teams: [{ cityId: "lapaz", role: "owner" }] }),
  secretariat: somebody({ staff: ["secretariat"] }),
  observer: somebody({ staff: ["observer"] }),
  administrator: somebody({ staff: ["administrator"] }),
  reviewer: somebody({ panels: [{ roundId: "r", cycleId: "c", role: "reviewer" }] }),
  nobody: ANONYMOUS,
  portal: PORTAL,
};
type Who = keyof typeof people;

describe("seeing a team", () => {
  const expected: Record<Who, Verdict> = {
    owner: yes,
    editor: yes,
    viewer: yes,
    stranger: hidden,
    secretariat: yes,
    observer: yes,
    administrator: hidden,
    reviewer: hidden,
    nobody: hidden,
    portal: yes,
  };
  it.each(Object.entries(expected))("%s", (who, verdict) =>
    expect(canSeeTeam(people[who as Who], "kampala")).toEqual(verdict),
  );
});

describe("running a team", () => {
  const expected: Record<Who, Verdict> = {
    owner: yes,
    editor: no("not-the-owner"),
    viewer: no("not-the-owner"),
    stranger: hidden,
    secretariat: yes,
    observer: no("not-your-role"),
    administrator: hidden,
    reviewer: hidden,
    nobody: hidden,
    portal: yes,
  };
  it.each(Object.entries(expected))("%s", (who, verdict) =>
    expect(canRunTeam(people[who as Who], "kampala")).toEqual(verdict),
  );
});

describe("changing a member", () => {
  const colleague = (role: TeamRole, owners = 2) => ({ accountId: "other", role, owners });
  const me = (role: TeamRole, owners = 1) => ({ accountId: "me", role, owners });
  it.each([
    ["an owner makes a colleague an owner", people.owner, colleague("viewer", 1), "owner", yes],
    ["an owner takes a colleague out", people.owner, colleague("editor", 1), "none", yes],
    ["an owner takes another owner out", people.owner, colleague("owner", 2), "none", yes],
    ["the last owner leaves", people.owner, me("owner"), "none", notNow("last-owner")],
    ["the last owner becomes an editor", people.owner, me("owner"), "editor", notNow("last-owner")],
    ["one of two owners leaves", people.owner, me("owner", 2), "none", yes],
    [
      "the secretariat takes the last owner out",
      people.secretariat,
      colleague("owner", 1),
      "none",
      notNow("last-owner"),
    ],
    ["an editor leaves", people.editor, me("editor"), "none", yes],
    ["an editor makes themself an owner", people.editor, me("editor"), "owner", no("not-the-owner")],
    ["a viewer takes somebody out", people.viewer, colleague("editor"), "none", no("not-the-owner")],
    ["a stranger takes somebody out", people.stranger, colleague("editor"), "none", hidden],
    ["an administrator takes somebody out", people.administrator, colleague("editor"), "none", hidden],
  ] as const)("%s", (_what, actor, member, next, verdict) =>
    expect(canChangeMember(actor, "kampala", member, next)).toEqual(verdict),
  );
});
