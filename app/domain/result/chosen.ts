/** The pictures that are published: of each part whose box is ticked, without those that are left out. */
export function chosenPictures(shown: readonly string[], without: readonly string[]): string[] {
  const out = new Set(without);
  return shown.flatMap((part) => part.split(" ")).filter((id) => id !== "" && !out.has(id));
}
