import type { Lack } from "#app/domain/ranking/rules.ts";
import { formatList } from "#app/i18n/format.ts";
import { type Localised, say } from "#app/i18n/localised.ts";
import { useLocale, useTexts } from "./locale.tsx";

/** Says for which criteria an entry has no value: a sentence for those nobody reads, one for those nobody scored. */
export function useLackText(): (of: Lack) => string[] {
  const [t, locale] = [useTexts().ranking.lacks, useLocale()];
  const names = (of: readonly Localised[]) =>
    formatList(
      of.map((name) => say(name, locale)),
      locale,
    );
  return ({ unread, unscored }) => [
    ...(unread.length > 0 ? [t.unread(names(unread))] : []),
    ...(unscored.length > 0 ? [t.unscored(names(unscored))] : []),
  ];
}
