import { describe, expect, it } from "vitest";
import { ANONYMOUS, type Person, type StaffRole } from "#app/domain/context.ts";
import { canAccept, canConfirm, canDecline, type PackageFacts } from "#app/domain/package/policy.ts";

const staff = (...roles: StaffRole[]): Person => ({ ...ANONYMOUS, id: "lin", staff: roles });
const LIN = staff("secretariat");
const NOBODY_ELSE = [
  ["an observer", staff("observer"), "not-your-role"],
  ["an administrator", staff("administrator"), "not-found"],
  ["a team", { ...staff(), teams: [{ cityId: "c", role: "owner" as const }] }, "not-found"],
  ["a reviewer", { ...staff(), panels: [{ roundId: "r", cycleId: "y", role: "reviewer" as const }] }, "not-found"],
  ["a chair", { ...staff(), panels: [{ roundId: "r", cycleId: "y", role: "chair" as const }] }, "not-found"],
] as const;
const ENTRY = { withdrawn: false, screened: false, frozen: false };
const GOOD: PackageFacts = {
  open: false,
  late: false,
  same: false,
  outdone: false,
  whole: true,
  cityLeft: false,
  incomplete: false,
  unsigned: false,
  roundless: false,
  away: false,
};
const OPEN = { by: "chen", outcome: null, inOffice: true };
const because = (verdict: { allowed: boolean; because?: string }) => (verdict.allowed ? "yes" : verdict.because);

describe("accepting a package in the place of a submission", () => {
  it("is for the secretariat where nothing stands against it, by a second person, and once", () => {
    expect(
      [canAccept(LIN, ENTRY, GOOD), canConfirm(LIN, ENTRY, GOOD, OPEN), canDecline(LIN, OPEN)].map(because),
    ).toEqual(["yes", "yes", "yes"]);
    expect(because(canConfirm(LIN, ENTRY, null, OPEN))).toBe("package-other-key");
    expect(canConfirm(LIN, ENTRY, GOOD, { ...OPEN, by: "lin" })).toMatchObject({
      because: "needs-second-person",
      how: "never",
    });
    expect(because(canDecline(LIN, { ...OPEN, by: "lin" }))).toBe("yes");
    expect(because(canConfirm(LIN, ENTRY, GOOD, { ...OPEN, inOffice: false }))).toBe("proposer-left");
    expect(because(canDecline(LIN, { ...OPEN, inOffice: false }))).toBe("yes");
    for (const outcome of ["confirmed", "declined", "withdrawn"])
      expect(
        [canConfirm(LIN, ENTRY, GOOD, { ...OPEN, outcome }), canDecline(LIN, { ...OPEN, outcome })].map(because),
      ).toEqual(["already-decided", "already-decided"]);
  });

  it.each(NOBODY_ELSE)("is not for %s", (_who, actor, answer) => {
    expect(
      [canAccept(actor, ENTRY, GOOD), canConfirm(actor, ENTRY, GOOD, OPEN), canDecline(actor, OPEN)].map(because),
    ).toEqual([answer, answer, answer]);
  });

  it.each<[string, Partial<typeof ENTRY>, Partial<PackageFacts>]>([
    ["entry-withdrawn", { withdrawn: true }, {}],
    ["already-screened", { screened: true }, {}],
    ["round-frozen", { frozen: true }, {}],
    ["package-early", {}, { open: true }],
    ["package-late", {}, { late: true }],
    ["already-submitted", {}, { same: true, outdone: true }],
    ["package-outdone", {}, { outdone: true }],
    ["package-not-whole", {}, { whole: false, cityLeft: true }],
    ["package-city-left", {}, { cityLeft: true, incomplete: true }],
    ["package-incomplete", {}, { incomplete: true, unsigned: true }],
    ["package-not-signed-off", {}, { unsigned: true, roundless: true }],
    ["package-no-round", {}, { roundless: true, away: true }],
    ["files-away", {}, { away: true }],
  ])("is refused as %s, to propose and to confirm, and can still be turned down", (answer, entry, facts) => {
    expect(canAccept(LIN, { ...ENTRY, ...entry }, { ...GOOD, ...facts })).toMatchObject({
      because: answer,
      how: "not-now",
    });
    expect(because(canConfirm(LIN, { ...ENTRY, ...entry }, { ...GOOD, ...facts }, OPEN))).toBe(answer);
    expect(because(canDecline(LIN, OPEN))).toBe("yes");
  });
});
