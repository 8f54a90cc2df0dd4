import { describe, expect, it } from "vitest";
import { canAnswer, canInvite, canLeave, canReadInvitation, canRemove } from "#app/domain/co-applicant/policy.ts";
import { type CoApplicantState, MOST_CO_APPLICANTS } from "#app/domain/co-applicant/rules.ts";
import { ANONYMOUS, type Actor, type TeamRole } from "#app/domain/context.ts";
import { hidden, no, notNow, type Verdict, yes } from "#app/domain/verdict.ts";

const [LEAD, CITY, MAIL] = ["kampala", "la-paz", "lucia@lapaz.example"];
const member = (role: TeamRole, cityId: string, email = `${role}@${cityId}.example`): Actor => ({
  ...ANONYMOUS,
  id: email,
  email,
  emailConfirmed: true,
  teams: [{ cityId, role }],
});
const addressee: Actor = { ...ANONYMOUS, id: "lucia", email: MAIL, emailConfirmed: true };
const secretariat: Actor = {
  ...ANONYMOUS,
  id: "lin",
  email: "lin@desk.example",
  emailConfirmed: true,
  staff: ["secretariat"],
};

const [opensAt, closesAt] = [new Date("2027-03-01T00:00:00Z"), new Date("2027-03-31T15:59:59Z")];
const entry = { cityId: LEAD, closesAt: null, withdrawnAt: null, cycle: { opensAt, closesAt }, standing: 0 };
const after = new Date(closesAt.getTime() + 1);
const of = (state: CoApplicantState, isVouchedFor = true) => ({
  state,
  cityId: CITY,
  email: MAIL,
  isVouchedFor,
  entry,
});
const STATES: CoApplicantState[] = ["invited", "accepted", "declined", "ended"];

describe("the team whose entry it is", () => {
  const people: [string, Actor, Verdict][] = [
    ["an owner", member("owner", LEAD), yes],
    ["an editor", member("editor", LEAD), yes],
    ["a viewer", member("viewer", LEAD), no("viewers-cannot-edit")],
    ["an owner of the city that was asked", member("owner", CITY), hidden],
    ["the secretariat", secretariat, hidden],
    ["nobody", ANONYMOUS, hidden],
  ];
  it.each(people)("%s asks a city and takes it off", (_who, actor, verdict) => {
    expect(canInvite(actor, entry, closesAt)).toEqual(verdict);
    for (const state of STATES)
      expect(canRemove(actor, of(state), closesAt), state).toEqual(
        verdict.allowed && (state === "declined" || state === "ended") ? hidden : verdict,
      );
  });

  it("does neither once the call has closed or the entry is withdrawn, and asks no more cities than an entry takes", () => {
    const owner = member("owner", LEAD);
    for (const may of [canInvite(owner, entry, after), canRemove(owner, of("accepted"), after)])
      expect(may).toEqual(notNow("call-closed"));
    expect(canInvite(owner, { ...entry, withdrawnAt: opensAt }, closesAt)).toEqual(notNow("entry-withdrawn"));
    expect(
      [MOST_CO_APPLICANTS - 1, MOST_CO_APPLICANTS].map((standing) =>
        canInvite(owner, { ...entry, standing }, closesAt),
      ),
    ).toEqual([yes, notNow("co-applicants-full")]);
  });
});

describe("the city that was asked", () => {
  type Knows = Record<CoApplicantState, boolean>;
  const cases: [string, Actor, Knows, Knows][] = [
    // who, what they may know where the addressee is in the team, and where not
    [
      "an owner",
      member("owner", CITY),
      { invited: true, accepted: true, declined: true, ended: false },
      { invited: false, accepted: true, declined: false, ended: false },
    ],
    [
      "a viewer",
      member("viewer", CITY),
      { invited: true, accepted: true, declined: true, ended: false },
      { invited: false, accepted: true, declined: false, ended: false },
    ],
    [
      "whoever was written to, in no team",
      addressee,
      { invited: true, accepted: false, declined: true, ended: false },
      { invited: true, accepted: false, declined: true, ended: false },
    ],
    [
      "an owner of the team that asked",
      member("owner", LEAD),
      { invited: false, accepted: false, declined: false, ended: false },
      { invited: false, accepted: false, declined: false, ended: false },
    ],
    [
      "the secretariat",
      secretariat,
      { invited: false, accepted: false, declined: false, ended: false },
      { invited: false, accepted: false, declined: false, ended: false },
    ],
    [
      "nobody",
      ANONYMOUS,
      { invited: false, accepted: false, declined: false, ended: false },
      { invited: false, accepted: false, declined: false, ended: false },
    ],
  ];
  it.each(cases)("%s knows of it or not", (_who, actor, vouched, unvouched) => {
    for (const state of STATES) {
      expect(canReadInvitation(actor, of(state)).allowed, state).toBe(vouched[state]);
      expect(canReadInvitation(actor, of(state, false)), state).toEqual(unvouched[state] ? yes : hidden);
    }
  });

  it.each<[string, Actor, boolean, Verdict]>([
    ["an owner", member("owner", CITY), true, yes],
    ["an editor", member("editor", CITY), true, yes],
    ["a viewer", member("viewer", CITY), true, no("viewers-cannot-edit")],
    ["whoever was written to, in no team", addressee, true, notNow("join-team-first")],
    ["whoever was written to, owner of the team", { ...member("owner", CITY, MAIL) }, true, yes],
    [
      "whoever was written to, owner of the team, without a proven address",
      { ...member("owner", CITY, MAIL), emailConfirmed: false },
      false,
      notNow("email-not-confirmed"),
    ],
    ["an owner of a team that whoever was written to is not in", member("owner", CITY), false, hidden],
    ["the team that asked", member("owner", LEAD), true, hidden],
    ["the secretariat", secretariat, true, hidden],
  ])("%s answers", (_who, actor, isVouchedFor, verdict) => {
    expect(canAnswer(actor, of("invited", isVouchedFor), closesAt)).toEqual(verdict);
    if (verdict.allowed) {
      expect(canAnswer(actor, of("invited"), after)).toEqual(notNow("call-closed"));
      expect(canAnswer(actor, { ...of("invited"), entry: { ...entry, withdrawnAt: opensAt } }, closesAt)).toEqual(
        notNow("entry-withdrawn"),
      );
      expect(STATES.map((state) => canAnswer(actor, of(state), closesAt))).toEqual([
        yes,
        notNow("already-decided"),
        notNow("already-decided"),
        hidden,
      ]);
    }
  });

  it("leaves through an owner or editor, until the call closes", () => {
    for (const role of ["owner", "editor"] as const)
      expect(STATES.map((state) => canLeave(member(role, CITY), of(state, false), closesAt).allowed)).toEqual([
        false,
        true,
        false,
        false,
      ]);
    expect(canLeave(member("viewer", CITY), of("accepted"), closesAt)).toEqual(no("viewers-cannot-edit"));
    expect(canLeave(member("owner", CITY), of("accepted"), after)).toEqual(notNow("call-closed"));
    expect(canLeave(addressee, of("accepted"), closesAt)).toEqual(hidden);
  });
});
