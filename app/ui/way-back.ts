/** What one gets back to, by the part of the address before its id. */
const KINDS = {
  rounds: "round",
  entries: "entry",
  cities: "team",
  cycles: "call",
  meetings: "meeting",
  "judging/rounds": "tasks",
  "judging/assignments": "sheet",
  "secretariat/entries": "entry",
  "secretariat/cycles": "call",
  "secretariat/rubrics": "rubric",
} as const;
export type WayBack = { href: string; kind: (typeof KINDS)[keyof typeof KINDS] };

const UNDER_SOMETHING = new RegExp(`^/(${Object.keys(KINDS).join("|")})/[^/?]+(?=/)`);

/** The page above an address: "/rounds/1/freeze" → "/rounds/1". Null where nothing is above but a list. */
export function wayBack(path: string): WayBack | null {
  const [href, kind] = UNDER_SOMETHING.exec(path) ?? [];
  return href ? { href, kind: KINDS[kind as keyof typeof KINDS] } : null;
}
