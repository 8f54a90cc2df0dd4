import { expect, it } from "vitest";
import { languageName } from "#app/i18n/format.ts";
import { WORLD_LANGUAGES } from "#app/i18n/languages.ts";
import { LOCALES } from "#app/i18n/locales.ts";

it("knows the languages of the world, each once and by name, none by a code that was replaced", () => {
  expect(WORLD_LANGUAGES).toEqual(expect.arrayContaining(["el", "fi", "sv", "he", "sw", "fil", "zu"]));
  for (const replaced of ["iw", "in", "ji", "xx"]) expect(WORLD_LANGUAGES).not.toContain(replaced);
  expect(new Set(WORLD_LANGUAGES.map((code) => languageName(code, "en"))).size).toBe(WORLD_LANGUAGES.length);
  for (const locale of LOCALES)
    expect(WORLD_LANGUAGES.filter((code) => languageName(code, locale) === code)).toEqual([]);
});
