/** Nobody is reminded of the same thing twice within this time, in milliseconds. */
export const REMINDER_PAUSE = 24 * 3_600_000;

/**
 * What is reminded of: drafts of a call, reviews of a round, or its ballot. Letters begin with it, so that the last
 * ones can be found.
 */
export const reminderOf = (what: "drafts" | "reviews" | "ballot", id: string): string => `reminder:${what}:${id}`;

/** So many days before a round closes its reviewers are reminded by the portal itself. */
export const REVIEW_REMINDER_DAYS = [3, 1] as const;

export type ReminderPlan = { opensAt: Date; closesAt: Date; reminderDays: readonly number[] };

const DAY = 86_400_000;

/** When the portal reminds of drafts by itself, the earliest first; not before the call is open. */
export const reminderMoments = ({ opensAt, closesAt, reminderDays }: ReminderPlan): { days: number; at: Date }[] =>
  reminderDays
    .map((days) => ({ days, at: new Date(closesAt.getTime() - days * DAY) }))
    .filter(({ at }) => at >= opensAt);

/**
 * The reminder whose turn it is; null where there is none. A moment that the portal missed by more than a day is not
 * made up for.
 */
export function dueReminder(plan: ReminderPlan, now: Date): number | null {
  if (now >= plan.closesAt) return null;
  return (
    reminderMoments(plan)
      .filter(({ at }) => at <= now && now.getTime() < at.getTime() + DAY)
      .at(-1)?.days ?? null
  );
}
