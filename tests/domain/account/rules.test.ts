import { expect, it } from "vitest";
import { lines } from "#app/domain/account/input.ts";
import { isComplete } from "#app/domain/account/rules.ts";

it("reads a list as people type it", () =>
  expect(lines("  UCLG \n\nMetropolis\nUCLG\n")).toEqual(["UCLG", "Metropolis"]));

it.each([
  ["everything", { countries: ["NO"], organisations: ["Oslo"], languages: ["no"] }, true],
  ["no country", { countries: [], organisations: ["Oslo"], languages: ["no"] }, false],
  ["no organisation", { countries: ["NO"], organisations: [], languages: ["no"] }, true],
  ["no language", { countries: ["NO"], organisations: ["Oslo"], languages: [] }, false],
])("a profile with %s is complete: %s", (_what, given, complete) => {
  const profile = { title: "", cities: [], themes: [], capacity: null, ...given };
  expect(isComplete(profile, false)).toBe(complete);
  expect(isComplete(profile, true)).toBe(given.countries.length > 0);
});
