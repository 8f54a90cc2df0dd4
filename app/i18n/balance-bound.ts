import type { Bound } from "#app/domain/shortlist/balance.ts";
import { countryName, formatNumber } from "./format.ts";
import type { Locale } from "./locales.ts";
import type { Texts } from "./texts.ts";

type Named = Pick<Bound, "dimension" | "group" | "least" | "most">;

/** A rule of a balanced list for one group, in words: "Kenya: at most 4". */
export function sayBound({ least, most, ...of }: Named, t: Texts, locale: Locale): string {
  const group = groupName(of, t, locale);
  return least === null ? t.balance.most(group, most ?? 0) : t.balance.least(group, least);
}

function groupName(of: Pick<Named, "dimension" | "group">, t: Texts, locale: Locale): string {
  const { dimension, group } = of;
  if (dimension === "country") return countryName(group, locale);
  if (dimension === "region") return t.archive.regions[group] ?? group;
  if (dimension === "size") return t.balance.sizes[group as "small"];
  if (dimension === "newcomer") return t.balance.newcomers;
  if (dimension === "theme") return group;
  const goal = t.question.sdg(formatNumber(Number(group), locale), t.question.sdgs[Number(group) - 1] ?? "");
  return t.balance.goal(goal);
}
