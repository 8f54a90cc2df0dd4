/** Numbers from 0 to 1 that look random and are the same for the same seed (mulberry32). */
function chance(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

/**
 * A made-up round as a problem file: 40 countries in 5 regions, 12 themes, 4 languages. Nobody may read an entry from
 * their own country or in none of their languages, and a few pairs are ruled out besides: about a quarter in all, more
 * where there are few reviewers. With `rules`, each entry needs an expert of its theme, a fluent reader and no more
 * than k - 1 readers from one region, and some reviewers stay apart. Loads leave 10 % of slack.
 */
export function syntheticRound({
  entries,
  reviewers,
  reviews,
  seed,
  rules = true,
}: {
  entries: number;
  reviewers: number;
  reviews: number;
  seed: number;
  rules?: boolean;
}) {
  const next = chance(seed);
  const pick = (most: number) => Math.floor(next() * most);
  const people = Array.from({ length: reviewers }, (_none, index) => {
    const country = pick(40);
    const speaks = new Set([next() < 0.85 ? 0 : 1 + pick(3), ...(next() < 0.7 ? [pick(4)] : [])]);
    return {
      id: `r${index}`,
      country,
      region: country % 5,
      speaks,
      mother: [...speaks][0]!,
      expertise: Array.from({ length: 12 }, () => (next() < 0.35 ? 1 + pick(4) : 0)),
    };
  });
  const made = Array.from({ length: entries }, (_none, index) => ({
    id: `e${index}`,
    country: pick(40),
    language: next() < 0.88 ? 0 : 1 + pick(3),
    themes: [pick(12), pick(12)] as const,
  }));
  const affinity: Record<string, Record<string, number>> = {};
  const forbidden: [string, string][] = [];
  const [expert, fluent]: Record<string, string[]>[] = [{}, {}];
  for (const entry of made) {
    const row: Record<string, number> = {};
    affinity[entry.id] = row;
    for (const person of people) {
      if (person.country === entry.country || !person.speaks.has(entry.language) || next() < 0.04) {
        forbidden.push([entry.id, person.id]);
        continue;
      }
      const theme = Math.max(person.expertise[entry.themes[0]]!, person.expertise[entry.themes[1]]! / 2) / 4;
      row[person.id] =
        Math.round((0.7 * theme + 0.2 * (person.mother === entry.language ? 1 : 0.5) + 0.1 * next()) * 10_000) / 10_000;
    }
    expert![entry.id] = people.filter(({ expertise }) => expertise[entry.themes[0]]! >= 3).map(({ id }) => id);
    fluent![entry.id] = people.filter(({ mother }) => mother === entry.language).map(({ id }) => id);
  }
  const load = (entries * reviews) / reviewers;
  return {
    entries: made.map(({ id }) => ({ id, reviews })),
    reviewers: people.map(({ id, region }) => ({
      id,
      min: Math.floor(load * 0.7),
      max: Math.ceil(load * 1.1),
      ...(rules ? { region: `region ${region}` } : {}),
    })),
    affinity,
    forbidden,
    ...(rules
      ? {
          expert,
          fluent,
          regionLimit: reviews - 1,
          apart: Array.from({ length: Math.floor(reviewers / 20) }, (_none, index) => [
            `r${2 * index}`,
            `r${2 * index + 1}`,
          ]),
        }
      : {}),
  };
}
