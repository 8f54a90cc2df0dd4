/** Nobody is reminded of the same thing twice within this time, in milliseconds. */
export const REMINDER_PAUSE = 24 * 3_600_000;

/** What is reminded of: drafts of a call, or reviews of a round. Letters begin with it, so that the last ones can be found. */
export const reminderOf = (what: "drafts" | "reviews", id: string): string => `reminder:${what}:${id}`;
