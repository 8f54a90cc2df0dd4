import { z } from "zod";
import { readWindow, windowShape } from "../cycle/input.ts";
import { bothLanguages, isUuid, optionalText, requiredText, slug, wholeNumber, problem } from "../input.ts";
import { PRESETS, type Source } from "./rules.ts";

/** A new cycle: what it is made from, what it is called, and its window. */
export const editionInput = z.object({
  source: z.union([z.enum(PRESETS), z.uuid()], problem("not-a-choice")),
  programmeId: z.uuid(problem("not-a-choice")),
  name: requiredText(200),
  "name-zh": optionalText(200),
  number: wholeNumber(1, 999),
  year: wholeNumber(2000, 2100),
  slug,
  codePrefix: requiredText(8)
    .transform((text) => text.toUpperCase())
    .refine((text) => /^[A-Z][A-Z0-9]{1,7}$/.test(text), problem("not-a-prefix")),
  ...windowShape,
});

/** What the fields mean in the zone of the programme, or what is wrong with which of them. */
export function editionFrom(given: z.output<typeof editionInput>, timeZone: string) {
  const window = readWindow(given, timeZone);
  if (!window.ok) return window;
  const { programmeId, number, year, codePrefix } = given;
  const source: Source = isUuid(given.source)
    ? { cycleId: given.source }
    : { preset: given.source as (typeof PRESETS)[number] };
  return {
    ok: true as const,
    source,
    value: {
      programmeId,
      number,
      year,
      codePrefix,
      slug: given.slug,
      timeZone,
      name: bothLanguages(given.name, given["name-zh"]),
      ...window.value,
    },
  };
}
