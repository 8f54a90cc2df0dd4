import { ar } from "./ar.ts";
import { en } from "./en.ts";
import { es } from "./es.ts";
import { fr } from "./fr.ts";
import type { Locale } from "./locales.ts";
import { zhHans } from "./zh-Hans.ts";

/**
 * Every sentence the portal can say. The other languages have the same type, so a missing translation does not compile.
 */
export type Texts = typeof en;

const TEXTS: Record<Locale, Texts> = { en, "zh-Hans": zhHans, fr, es, ar };

export const textsOf = (locale: Locale): Texts => TEXTS[locale];
