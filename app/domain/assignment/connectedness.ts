/** Who read what. */
export type Reading = { entry: string; reviewer: string };

/**
 * Into how many parts that share no reviewer the entries fall. Between parts severity and quality cannot be told apart.
 */
export function components(readings: readonly Reading[]): number {
  const parent = new Map<string, string>();
  const root = (key: string): string => {
    const above = parent.get(key) ?? key;
    if (above === key) return key;
    const top = root(above);
    parent.set(key, top);
    return top;
  };
  for (const { entry, reviewer } of readings) {
    const [a, b] = [root(`e${entry}`), root(`r${reviewer}`)];
    parent.set(a, a);
    parent.set(b, a);
  }
  return [...parent.keys()].filter((key) => root(key) === key).length;
}

/** With fewer others than these one shares too little for severity to be told (rule of thumb). */
const ENOUGH_OTHERS = 4;

/** Reviewers who share entries with too few others, and with how many; by id. */
export function loosely(readings: readonly Reading[]): { reviewer: string; others: number }[] {
  const readers = new Map<string, string[]>();
  for (const { entry, reviewer } of readings) {
    const own = readers.get(entry);
    if (own) own.push(reviewer);
    else readers.set(entry, [reviewer]);
  }
  const others = new Map<string, Set<string>>();
  for (const { entry, reviewer } of readings) {
    const met = others.get(reviewer) ?? new Set();
    for (const other of readers.get(entry)!) if (other !== reviewer) met.add(other);
    others.set(reviewer, met);
  }
  return [...others]
    .filter(([, met]) => met.size < ENOUGH_OTHERS)
    .map(([reviewer, met]) => ({ reviewer, others: met.size }))
    .sort((a, b) => (a.reviewer < b.reviewer ? -1 : 1));
}
