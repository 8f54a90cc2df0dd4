import { normals } from "#app/domain/ranking/chances.ts";
import type { BalanceInput, Candidate } from "#app/domain/shortlist/balance.ts";

/**
 * A round of 300 candidates of 40 countries, 5 regions and 12 themes, unevenly spread; 45 places, at most 4 of a
 * country, at least 5 of a region and 4 of a theme.
 */
export function aBalancedRound(seed: string): BalanceInput {
  const normal = normals(seed);
  const skewed = (size: number) => Math.min(size - 1, Math.floor(Math.abs(normal()) * size * 0.45));
  const scores = Array.from({ length: 300 }, normal).sort((a, b) => b - a);
  const candidates = scores.map((score, index): Candidate => {
    const country = skewed(40);
    return {
      id: `e${index}`,
      place: index + 1,
      score: 60 + 10 * score,
      chance: null,
      groups: {
        country: [`country ${country}`],
        region: [`region ${country % 5}`],
        theme: [`theme ${skewed(12)}`],
        goal: [],
        newcomer: normal() > 0.5 ? ["newcomer"] : [],
        size: [],
      },
    };
  });
  const each = { group: null, limit: true };
  return {
    candidates,
    places: 45,
    reach: "all",
    rules: [
      { dimension: "country", ...each, least: null, most: 4 },
      { dimension: "region", ...each, least: 5, most: null },
      { dimension: "theme", ...each, least: 2, most: null },
    ],
  };
}
