import type { Statistics } from "#db/schema/result.ts";
import { sizeBand } from "../shortlist/rules.ts";

export type { Statistics };

/**
 * Fewer entries than these that are not on the list are not told apart: who knows a city's region and theme would learn
 * how it did.
 */
export const LEAST_TOLD = 5;

/** The bands of city size, and "" where the population is not known. */
export const SIZES = ["large", "middle", "small", ""] as const;
export type Grouping = keyof Statistics["groups"];
export const GROUPINGS: readonly Grouping[] = ["region", "theme", "size"];

/**
 * An entry as statistics know it, at most one of valid, ineligible and withdrawn; `theme` is the one it names first, ""
 * where it names none.
 */
export type Counted = {
  valid: boolean;
  ineligible: boolean;
  withdrawn: boolean;
  read: boolean;
  chosen: boolean;
  region: string;
  theme: string;
  population: number | null;
};

export const groupOf = (
  { region, theme, population }: Pick<Counted, "region" | "theme" | "population">,
  by: Grouping,
): string => (by === "region" ? region : by === "theme" ? theme : (sizeBand(population) ?? ""));

/**
 * What a cycle's entries amount to: all that were ever sent in, what was ineligible, withdrawn and valid of these, what
 * of the valid was read, and the valid ones by group.
 */
export function statisticsOf(entries: readonly Counted[]): Statistics {
  const valid = entries.filter((entry) => entry.valid);
  const groups = (by: Grouping) => withheld(tally(valid, (entry) => groupOf(entry, by)));
  return {
    received: entries.length,
    ineligible: entries.filter(({ ineligible }) => ineligible).length,
    withdrawn: entries.filter(({ withdrawn }) => withdrawn).length,
    valid: valid.length,
    read: valid.filter(({ read }) => read).length,
    groups: { region: groups("region"), theme: groups("theme"), size: groups("size") },
  };
}

type Tally = { valid: number; silent: number };

/** Per group the valid entries, and how many of them are not on the list. */
function tally(entries: readonly Counted[], group: (entry: Counted) => string): Map<string, Tally> {
  const groups = new Map<string, Tally>();
  for (const entry of entries) {
    const { valid, silent } = groups.get(group(entry)) ?? { valid: 0, silent: 0 };
    groups.set(group(entry), { valid: valid + 1, silent: silent + (entry.chosen ? 0 : 1) });
  }
  return groups;
}

/**
 * The valid entries of each group; null where too few of them are not public anyway. The smallest others are left out
 * with them until nobody can subtract from the whole: at least two groups, and together not too few.
 */
function withheld(groups: Map<string, Tally>): Record<string, number | null> {
  const open = [...groups]
    .filter(([, { silent }]) => silent > 0)
    .sort(([a, { silent: one }], [b, { silent: other }]) => one - other || (a < b ? -1 : 1));
  const small = open.filter(([, { silent }]) => silent < LEAST_TOLD).length;
  let hidden = small;
  const together = () => open.slice(0, hidden).reduce((sum, [, { silent }]) => sum + silent, 0);
  while (hidden > 0 && hidden < open.length && (hidden < 2 || together() < LEAST_TOLD)) hidden += 1;
  const out = new Set(open.slice(0, hidden).map(([group]) => group));
  return Object.fromEntries(
    [...groups]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([group, { valid }]) => [group, out.has(group) ? null : valid]),
  );
}
