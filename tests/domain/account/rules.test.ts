import { describe, expect, it } from "vitest";
import { lines } from "#app/domain/account/input.ts";
import { isComplete } from "#app/domain/account/rules.ts";
import { landingOf, ownPath } from "#app/domain/sign-in/rules.ts";
import { isToken, linkTo } from "#app/domain/link/rules.ts";

describe("B15: after signing in one stays in the portal", () => {
  it.each([
    ["/entries", "/entries"],
    ["/entries/5?x=1&lang=zh-Hans", "/entries/5?x=1&lang=zh-Hans"],
    ["/judging#top", "/judging"],
    [null, "/"],
    ["", "/"],
    ["//evil.example", "/"],
    ["///evil.example", "/"],
    ["https:evil.example", "/"],
    ["https://evil.example/", "/"],
    ["\\\\evil.example", "/"],
    ["/\\evil.example", "/"],
    ["/entries\\..\\evil", "/"],
    ["/.//evil.example", "/"],
    ["/x/..//evil.example", "/"],
    ["/%5cevil.example", "/"],
    ["/%0d%0aSet-Cookie:%20x=1", "/"],
    ["/\r\nSet-Cookie: x=1", "/"],
    ["/\tevil", "/"],
    ["/ evil", "/"],
    ["javascript:alert(1)", "/"],
    ["entries", "/"],
  ])("%s → %s", (next, path) => expect(ownPath(next)).toBe(path));
});

it.each([
  ["the secretariat", { staff: ["secretariat"], panels: [] }, "/secretariat"],
  ["a reviewer", { staff: [], panels: [{ roundId: "r", cycleId: "c", role: "reviewer" }] }, "/judging"],
  ["an administrator", { staff: ["administrator"], panels: [] }, "/admin/people"],
  ["an observer", { staff: ["observer"], panels: [] }, "/secretariat"],
  ["somebody of a city", { staff: [], panels: [] }, "/entries"],
] as const)("%s lands at the work", (_who, actor, path) => expect(landingOf(actor)).toBe(path));

it("knows a token by its form", () => {
  expect(isToken("A".repeat(43))).toBe(true);
  for (const wrong of ["", "A".repeat(42), "A".repeat(44), `${"A".repeat(42)}/`, `${"A".repeat(42)}\n`])
    expect(isToken(wrong)).toBe(false);
});

it("B13: a mailed link begins with the configured address", () => {
  expect(linkTo("https://award.example", "reset-password", "abc")).toBe("https://award.example/reset/abc");
  expect(linkTo("https://award.example", "join-team", "abc")).toBe("https://award.example/invitations/abc");
  expect(linkTo("https://award.example", "first-administrator", "abc")).toBe("https://award.example/setup/abc");
});

it("reads a list as people type it", () =>
  expect(lines("  UCLG \n\nMetropolis\nUCLG\n")).toEqual(["UCLG", "Metropolis"]));

it.each([
  ["everything", { countries: ["NO"], organisations: ["Oslo"], languages: ["no"] }, true],
  ["no country", { countries: [], organisations: ["Oslo"], languages: ["no"] }, false],
  ["no organisation", { countries: ["NO"], organisations: [], languages: ["no"] }, true],
  ["no language", { countries: ["NO"], organisations: ["Oslo"], languages: [] }, false],
])("a profile with %s is complete: %s", (_what, given, complete) => {
  const profile = { title: "", themes: [], capacity: null, ...given };
  expect(isComplete(profile, false)).toBe(complete);
  expect(isComplete(profile, true)).toBe(given.countries.length > 0);
});
