export type Interruption = { from: Date; to: Date };

const MINUTE = 60_000;
/** A silence of more than this is an interruption, in milliseconds. */
export const INTERRUPTION = 5 * MINUTE;
/** So long before the bell an interruption cost cities time that they counted on, in milliseconds. */
export const BEFORE_THE_BELL = 120 * MINUTE;
/** So long after an outage the secretariat may take to decide before the list is sealed without more time. */
const DECIDING = 24 * 60 * MINUTE;
const STEP = 30 * MINUTE;

/**
 * What the portal proposes after interruptions shortly before a bell: as much time as was lost, in whole half hours.
 * Null when nothing was.
 */
export function proposedExtension(
  closesAt: Date,
  interruptions: readonly Interruption[],
): { lost: number; closesAt: Date } | null {
  const begin = closesAt.getTime() - BEFORE_THE_BELL;
  const lost = interruptions.reduce(
    (sum, { from, to }) =>
      sum + Math.max(0, Math.min(to.getTime(), closesAt.getTime()) - Math.max(from.getTime(), begin)),
    0,
  );
  return lost > INTERRUPTION ? { lost, closesAt: new Date(closesAt.getTime() + Math.ceil(lost / STEP) * STEP) } : null;
}

/** Whether the portal proposes more time after interruptions, and the secretariat has had less than a day to decide. */
export function isUndecided(closesAt: Date, interruptions: readonly Interruption[], now: Date): boolean {
  const back = Math.max(...interruptions.map(({ to }) => to.getTime()));
  return proposedExtension(closesAt, interruptions) !== null && now.getTime() <= back + DECIDING;
}
