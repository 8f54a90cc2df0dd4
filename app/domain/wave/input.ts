import { z } from "zod";
import { LOCALES, type Locale } from "#app/i18n/locales.ts";
import type { Localised } from "#app/i18n/localised.ts";
import { isUuid, optionalText, requiredText } from "../input.ts";
import { type Audience, hasOnlyFieldsOf, readAudience, type WaveText } from "./rules.ts";

const texts = Object.fromEntries(
  LOCALES.flatMap((locale) => [
    [`subject-${locale}`, optionalText(200)],
    [`body-${locale}`, optionalText(10_000)],
  ]),
) as Record<`${"subject" | "body"}-${Locale}`, ReturnType<typeof optionalText>>;
export const waveInput = z.object({
  id: requiredText(36),
  audience: optionalText(60),
  seen: optionalText(64),
  ...texts,
});

export type WrittenWave = WaveText & { id: string; audience: Audience; seen: string };

/**
 * What was written: English at least, each language whole or not at all, and nothing in braces but the fields of the
 * audience.
 */
export function readWave(
  given: z.output<typeof waveInput>,
): { ok: true; value: WrittenWave } | { ok: false; errors: Record<string, string> } {
  const audience = readAudience(given.audience);
  const errors: Record<string, string> = audience && isUuid(given.id) ? {} : { audience: "not-a-choice" };
  for (const locale of LOCALES) {
    const needed = locale === "en" || given[`subject-${locale}`] !== "" || given[`body-${locale}`] !== "";
    for (const name of [`subject-${locale}`, `body-${locale}`] as const) {
      if (needed && given[name] === "") errors[name] = "required";
      else if (audience && !hasOnlyFieldsOf(given[name], audience)) errors[name] = "unknown-field";
    }
  }
  if (!audience || Object.keys(errors).length > 0) return { ok: false, errors };
  const localised = (part: "subject" | "body"): Localised => ({
    ...Object.fromEntries(
      LOCALES.flatMap((locale) => (given[`${part}-${locale}`] ? [[locale, given[`${part}-${locale}`]]] : [])),
    ),
    en: given[`${part}-en`],
  });
  return {
    ok: true,
    value: { id: given.id, audience, seen: given.seen, subject: localised("subject"), body: localised("body") },
  };
}
