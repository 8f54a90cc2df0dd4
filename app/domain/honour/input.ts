import { z } from "zod";
import type { Honour } from "#db/schema/honour.ts";
import { DEFAULT_LOCALE, type Locale, LOCALES } from "#app/i18n/locales.ts";
import { optionalText, requiredText } from "../input.ts";

const LONGEST = 100;

/** Why, and the name in each language: "name-fr"; in English always, which others fall back on. */
export const honourInput = z.object({
  ...(Object.fromEntries(LOCALES.map((locale) => [`name-${locale}`, optionalText(LONGEST)])) as Record<
    `name-${Locale}`,
    ReturnType<typeof optionalText>
  >),
  [`name-${DEFAULT_LOCALE}` as const]: requiredText(LONGEST),
  reason: requiredText(2000),
});

/** The honour as it is kept: its name in the languages in which somebody wrote it. */
export function readHonour({ reason, ...names }: z.output<typeof honourInput>): Honour {
  const written = LOCALES.flatMap((locale) => {
    const name = names[`name-${locale}`];
    return name ? [[locale, name] as const] : [];
  });
  return { name: { ...Object.fromEntries(written), en: names[`name-${DEFAULT_LOCALE}`] }, reason };
}
