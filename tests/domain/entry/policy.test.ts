import { describe, expect, it } from "vitest";
import { ANONYMOUS, type Actor, type TeamRole } from "#app/domain/context.ts";
import { canEdit, canListOwnEntries, canReadDraft, canStart, canWithdraw } from "#app/domain/entry/policy.ts";
import { canSubmit } from "#app/domain/submission/policy.ts";
import { hidden, no, notNow, yes } from "#app/domain/verdict.ts";

const CITY = "kampala";
const member = (role: TeamRole, cityId = CITY): Actor => ({ ...ANONYMOUS, id: role, teams: [{ cityId, role }] });
const [owner, editor, viewer, stranger] = [
  member("owner"),
  member("editor"),
  member("viewer"),
  member("owner", "la-paz"),
];
const secretariat: Actor = { ...ANONYMOUS, id: "lin", staff: ["secretariat", "administrator"] };
const chair: Actor = { ...ANONYMOUS, id: "ingrid", panels: [{ roundId: "r", cycleId: "c", role: "chair" }] };

const opensAt = new Date("2020-06-01T00:00:00+08:00");
const closesAt = new Date("2020-10-31T23:59:59+08:00");
const entry = { cityId: CITY, closesAt: null, withdrawnAt: null, cycle: { opensAt, closesAt } };
const limits = { ofCity: null, ofFramework: null };
const ready = { issues: [], signedOff: false, limits, cycle: { opensAt, closesAt, endorsement: "off" as const } };
const at = (offset: number, of = closesAt) => new Date(of.getTime() + offset);

describe("who may write, and when", () => {
  it.each([
    ["an owner", owner, entry, at(-1), yes],
    ["an editor", editor, entry, at(-1), yes],
    ["a viewer", viewer, entry, at(-1), no("viewers-cannot-edit")],
    ["another city's owner", stranger, entry, at(-1), hidden],
    ["the secretariat", secretariat, entry, at(-1), hidden],
    ["a chair", chair, entry, at(-1), hidden],
    ["nobody", ANONYMOUS, entry, at(-1), hidden],
    ["B87: at the bell", owner, entry, at(0), yes],
    ["B87: a millisecond after", owner, entry, at(1), notNow("call-closed")],
    ["before the call", owner, entry, at(-1, opensAt), notNow("call-not-open")],
    ["the moment it opens", owner, entry, opensAt, yes],
    ["a withdrawn entry", owner, { ...entry, withdrawnAt: opensAt }, at(-1), notNow("entry-withdrawn")],
    ["with an extension", owner, { ...entry, closesAt: at(1000) }, at(1000), yes],
    ["after the extension", owner, { ...entry, closesAt: at(1000) }, at(1001), notNow("call-closed")],
    [
      "an extension that the call has overtaken takes nothing away",
      owner,
      { ...entry, closesAt: at(-5000) },
      at(0),
      yes,
    ],
    ["a viewer after the deadline hears of rights first", viewer, entry, at(1), no("viewers-cannot-edit")],
  ])("%s", (_case, actor, facts, now, verdict) => {
    expect(canEdit(actor, facts, now)).toEqual(verdict);
    expect(canSubmit(actor, { ...facts, ...ready }, now)).toEqual(verdict);
  });

  it("8: a deadline of 31 Oct 2020 23:59:59 UTC+8 refuses a request at 00:00:00 UTC+8", () => {
    const whole = { ...entry, ...ready };
    expect(canSubmit(owner, whole, new Date("2020-10-31T16:59:59+01:00"))).toEqual(yes);
    expect(canSubmit(owner, whole, new Date("2020-11-01T00:00:00+08:00"))).toEqual(notNow("call-closed"));
  });
});

it.each([
  ["an owner", owner, yes],
  ["a viewer", viewer, yes],
  ["another city", stranger, hidden],
  ["the secretariat", secretariat, hidden],
  ["a chair", chair, hidden],
])("reading a draft: %s", (_case, actor, verdict) => expect(canReadDraft(actor, entry)).toEqual(verdict));

it.each([
  ["an owner", owner, at(-1), yes],
  ["an editor", editor, at(-1), yes],
  ["a viewer", viewer, at(-1), no("viewers-cannot-edit")],
  ["another city", stranger, at(-1), hidden],
  ["too late", owner, at(1), notNow("call-closed")],
  ["too early", owner, at(-1, opensAt), notNow("call-not-open")],
])("starting: %s", (_case, actor, now, verdict) => expect(canStart(actor, CITY, entry.cycle, now)).toEqual(verdict));

it.each([
  ["an owner, even after the deadline", owner, {}, yes],
  ["an editor", editor, {}, no("not-the-owner")],
  ["a viewer", viewer, {}, no("not-the-owner")],
  ["another city", stranger, {}, hidden],
  ["the secretariat", secretariat, {}, hidden],
  ["twice", owner, { withdrawnAt: opensAt }, notNow("entry-withdrawn")],
  ["once scores are frozen", owner, { frozen: true }, notNow("round-frozen")],
])("withdrawing: %s", (_case, actor, over, verdict) =>
  expect(canWithdraw(actor, { ...entry, frozen: false, ...over })).toEqual(verdict),
);

it.each([
  ["a member", owner, yes],
  ["somebody new", { ...ANONYMOUS, id: "new" }, yes],
  ["the secretariat", secretariat, no("not-your-role")],
  ["a chair", chair, no("not-your-role")],
  ["a reviewer who is in a team", { ...chair, teams: owner.teams }, yes],
])("listing entries: %s", (_case, actor, verdict) => expect(canListOwnEntries(actor)).toEqual(verdict));
