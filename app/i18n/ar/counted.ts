import { plural } from "../format.ts";

type Noun = { one: string; two: string; few: string; many: string; other?: string };

/**
 * A number with its noun: "مشاركة واحدة", "مشاركتان", "5 مشاركات", "15 مشاركة". One and two are words; `other` is for
 * nouns that lose their ending after a hundred.
 */
export function counted(count: number, { one, two, few, many, other = many }: Noun, written = String(count)): string {
  return plural("ar", count, { zero: `${written} ${other}`, one, two, few: `${written} ${few}`, many: `${written} ${many}`, other: `${written} ${other}` });
}
