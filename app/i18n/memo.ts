/**
 * Remembers what was made by name, and begins anew once it holds `most`: names may come from outside, and memory must
 * not grow with them.
 */
export function memo<Made>(most: number): (name: string, make: () => Made) => Made {
  const kept = new Map<string, Made>();
  return (name, make) => {
    const known = kept.get(name);
    if (known !== undefined) return known;
    const made = make();
    if (kept.size >= most) kept.clear();
    kept.set(name, made);
    return made;
  };
}
