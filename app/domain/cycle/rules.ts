export type CycleState = "upcoming" | "open" | "closed";
type Window = { opensAt: Date; closesAt: Date };

/** Where a cycle stands. The closing moment itself still belongs to the call; the millisecond after it does not. */
export function cycleState({ opensAt, closesAt }: Window, now: Date): CycleState {
  if (now < opensAt) return "upcoming";
  return now <= closesAt ? "open" : "closed";
}

/** The closing moment that holds for one entry: an extension of its own can only add time. */
export function closesAtFor(cycle: { closesAt: Date }, entry: { closesAt: Date | null }): Date {
  return entry.closesAt && entry.closesAt > cycle.closesAt ? entry.closesAt : cycle.closesAt;
}
