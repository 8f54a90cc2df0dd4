import { expect, it } from "vitest";
import { TOLD_OF } from "#app/domain/notification/rules.ts";
import { LOCALES } from "#app/i18n/locales.ts";
import { textsOf } from "#app/i18n/texts.ts";

it.each(LOCALES)("what reminders were about is told in the words of the audit trail, in %s", (locale) => {
  const { keys, values } = textsOf(locale).audit;
  for (const key of ["about", "letters", "days"]) expect(keys[key], key).toBeDefined();
  for (const word of TOLD_OF) expect(values[word], word).toBeDefined();
});

it.each(LOCALES)("what an event holds has the same names and words as in English, in %s", (locale) => {
  const [english, { keys, values }] = [textsOf("en").audit, textsOf(locale).audit];
  expect(Object.keys(keys).sort()).toEqual(Object.keys(english.keys).sort());
  expect(Object.keys(values).sort()).toEqual(Object.keys(english.values).sort());
});
