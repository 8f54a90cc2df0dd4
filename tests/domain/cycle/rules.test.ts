import { describe, expect, it } from "vitest";
import { ANONYMOUS, type Actor, PORTAL } from "#app/domain/context.ts";
import { canMoveDeadline, canSetUpCycle } from "#app/domain/cycle/policy.ts";
import { closesAtFor, cycleState, localParts, momentIn } from "#app/domain/cycle/rules.ts";
import { isTimeZone } from "#app/domain/programme/rules.ts";
import { hidden, no, notNow, type Verdict, yes } from "#app/domain/verdict.ts";

const call = { opensAt: new Date("2027-03-01T00:00:00Z"), closesAt: new Date("2027-03-31T15:59:59Z") };

describe("the state of a call", () => {
  it.each([
    ["a millisecond before it opens", "2027-02-28T23:59:59.999Z", "upcoming"],
    ["at its opening", "2027-03-01T00:00:00.000Z", "open"],
    ["B87: at the closing moment", "2027-03-31T15:59:59.000Z", "open"],
    ["B87: a millisecond later", "2027-03-31T15:59:59.001Z", "closed"],
  ])("%s", (_case, now, state) => expect(cycleState(call, new Date(now))).toBe(state));

  it("D1: 31 October 2020, 23:59:59 in Guangzhou is one moment, whichever clock it is compared by", () => {
    const closing = { ...call, opensAt: new Date(0), closesAt: momentIn("Asia/Shanghai", "2020-10-31", "23:59:59")! };
    for (const [zone, date, last, late] of [
      ["Asia/Shanghai", "2020-10-31", "23:59:59", "2020-11-01T00:00:00+08:00"],
      ["UTC", "2020-10-31", "15:59:59", "2020-10-31T16:00:00Z"],
    ] as const) {
      expect(localParts(closing.closesAt, zone)).toEqual({ date, time: last });
      expect(cycleState(closing, momentIn(zone, date, last)!)).toBe("open");
      expect(cycleState(closing, new Date(late))).toBe("closed");
    }
  });

  it("gives an entry its own extension, but never less time than everybody has", () => {
    const later = new Date("2027-04-02T00:00:00Z");
    expect(closesAtFor(call, { closesAt: later })).toEqual(later);
    expect(closesAtFor(call, { closesAt: new Date("2027-03-15T00:00:00Z") })).toEqual(call.closesAt);
    expect(closesAtFor(call, { closesAt: null })).toEqual(call.closesAt);
  });
});

describe("moments of a zone", () => {
  it.each([
    ["Asia/Shanghai", "2020-10-31", "23:59:59", "2020-10-31T15:59:59.000Z"],
    ["Europe/Berlin", "2020-10-31", "16:59:59", "2020-10-31T15:59:59.000Z"],
    ["Asia/Kathmandu", "2027-01-01", "00:00", "2026-12-31T18:15:00.000Z"],
    ["Pacific/Kiritimati", "2027-01-01", "00:00:00", "2026-12-31T10:00:00.000Z"],
    ["America/New_York", "2026-11-01", "01:30:00", "2026-11-01T05:30:00.000Z"],
    ["America/New_York", "2026-03-08", "03:00:00", "2026-03-08T07:00:00.000Z"],
  ])("in %s, %s %s is one moment", (zone, date, time, moment) =>
    expect(momentIn(zone, date, time)?.toISOString()).toBe(moment),
  );

  it.each([
    ["a day that does not exist", "2027-02-30", "12:00"],
    ["an hour that the clock skips", "2026-03-08", "02:30:00"],
    ["half a date", "2027-02", "12:00"],
    ["a time with words", "2027-02-01", "noon"],
    ["hour 24", "2027-02-01", "24:00:00"],
  ])("refuses %s", (_case, date, time) => expect(momentIn("America/New_York", date, time)).toBeNull());

  it("shows a moment as it is written there, and reads it back", () => {
    const moment = new Date("2027-03-31T15:59:59Z");
    for (const zone of ["Asia/Shanghai", "America/St_Johns", "UTC", "Europe/Lisbon"]) {
      const { date, time } = localParts(moment, zone);
      expect(momentIn(zone, date, time)).toEqual(moment);
    }
    expect(localParts(moment, "Asia/Shanghai")).toEqual({ date: "2027-03-31", time: "23:59:59" });
  });

  it("knows a zone from something else", () => {
    expect(["Asia/Shanghai", "UTC", "Mars/Olympus", ""].map(isTimeZone)).toEqual([true, true, false, false]);
  });
});

describe("who may", () => {
  const cycle = { id: "cycle", archived: false, screened: false, assigned: false, frozen: false };
  const person = (given: Partial<Actor>): Actor => ({ ...ANONYMOUS, id: "me", ...given });
  const chair = person({ panels: [{ roundId: "round", cycleId: "cycle", role: "chair" }] });

  it.each([
    ["the secretariat", person({ staff: ["secretariat"] }), yes],
    ["the portal", PORTAL, yes],
    ["an observer", person({ staff: ["observer"] }), no("not-your-role")],
    ["an administrator", person({ staff: ["administrator"] }), hidden],
    ["a chair", chair, hidden],
    ["somebody", person({}), hidden],
    ["nobody", ANONYMOUS, hidden],
  ])("make a cycle: %s", (_who, actor, verdict) => expect(canSetUpCycle(actor)).toEqual(verdict));

  it.each<[string, Actor, typeof cycle, Verdict]>([
    ["the secretariat", person({ staff: ["secretariat"] }), cycle, yes],
    [
      "the secretariat, once entries are assigned",
      person({ staff: ["secretariat"] }),
      { ...cycle, assigned: true },
      notNow("entries-given"),
    ],
    [
      "the secretariat, once a round is frozen",
      person({ staff: ["secretariat"] }),
      { ...cycle, frozen: true },
      notNow("round-frozen"),
    ],
    [
      "the secretariat, once an entry is screened",
      person({ staff: ["secretariat"] }),
      { ...cycle, screened: true },
      notNow("entries-screened"),
    ],
    [
      "the secretariat, once entries are assigned and their round is frozen",
      person({ staff: ["secretariat"] }),
      { ...cycle, assigned: true, frozen: true },
      notNow("entries-given"),
    ],
    ...[false, true].flatMap((assigned) =>
      [false, true].map((frozen): [string, Actor, typeof cycle, Verdict] => [
        "the secretariat, of a historic cycle",
        person({ staff: ["secretariat"] }),
        { ...cycle, archived: true, assigned, frozen },
        notNow("call-closed"),
      ]),
    ),
    ["an observer", person({ staff: ["observer"] }), cycle, no("not-your-role")],
    [
      "an observer, once a round is frozen",
      person({ staff: ["observer"] }),
      { ...cycle, assigned: true, frozen: true },
      no("not-your-role"),
    ],
    ["its chair", chair, cycle, no("not-your-role")],
    [
      "a chair of another cycle",
      person({ panels: [{ roundId: "r", cycleId: "other", role: "chair" }] }),
      cycle,
      hidden,
    ],
    ["a reviewer", person({ panels: [{ roundId: "round", cycleId: "cycle", role: "reviewer" }] }), cycle, hidden],
    ["an administrator", person({ staff: ["administrator"] }), cycle, hidden],
    ["a city", person({ teams: [{ cityId: "city", role: "owner" }] }), cycle, hidden],
  ])("move a deadline: %s", (_who, actor, facts, verdict) => expect(canMoveDeadline(actor, facts)).toEqual(verdict));
});
