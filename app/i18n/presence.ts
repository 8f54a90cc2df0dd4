import type { Present } from "#app/domain/presence/rules.ts";
import { formatList } from "./format.ts";
import type { Locale } from "./locales.ts";
import { textsOf } from "./texts.ts";

/** "Joseph is in this section", or nothing where nobody else is. */
export function presenceText(present: readonly Present[], sectionKey: string, place: "section" | "task", locale: Locale): string {
  const names = present.filter((each) => each.sectionKey === sectionKey).map(({ name }) => name);
  return names.length === 0 ? "" : textsOf(locale).presence[place](formatList(names, locale), names.length > 1);
}
