import type { Bound } from "#app/domain/shortlist/balance.ts";
import type { NamedTheme } from "#app/domain/shortlist/rules.ts";
import { countryName, formatNumber } from "./format.ts";
import type { Locale } from "./locales.ts";
import { say } from "./localised.ts";
import type { Texts } from "./texts.ts";

type Group = Pick<Bound, "dimension" | "group">;
type Named = Group & Pick<Bound, "least" | "most">;

/** A rule of a balanced list for one group: "Kenya: at most 4". `themes`: what those of the cycle are called. */
export function sayBound({ least, most, ...of }: Named, t: Texts, locale: Locale, themes: readonly NamedTheme[]): string {
  const group = sayGroup(of, t, locale, themes);
  return least === null ? t.balance.most(group, most ?? 0) : t.balance.least(group, least);
}

/** A group of entries by its name; "" is of those that belong to none. */
export function sayGroup({ dimension, group }: Group, t: Texts, locale: Locale, themes: readonly NamedTheme[]): string {
  if (dimension === "newcomer") return group === "" ? t.balance.others : t.balance.newcomers;
  if (group === "") return t.statistics.unknown;
  if (dimension === "country") return countryName(group, locale);
  if (dimension === "region") return t.archive.regions[group] ?? group;
  if (dimension === "size") return t.balance.sizes[group as "small"];
  if (dimension === "theme") {
    const theme = themes.find(({ key }) => key === group);
    return theme ? say(theme.name, locale) : group;
  }
  const goal = t.question.sdg(formatNumber(Number(group), locale), t.question.sdgs[Number(group) - 1] ?? "");
  return t.balance.goal(goal);
}
