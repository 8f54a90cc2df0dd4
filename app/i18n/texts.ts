import { en } from "./en.ts";
import type { Locale } from "./locales.ts";
import { zhHans } from "./zh-Hans.ts";

/** Every sentence the portal can say. Chinese has the same type, so a missing translation does not compile. */
export type Texts = typeof en;

export function textsOf(locale: Locale): Texts {
  return locale === "zh-Hans" ? zhHans : en;
}
