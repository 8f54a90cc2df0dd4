/** What pages and the worker of rounds that were taken along agree on. */

/** The worker's reach: the pages of judging. */
export const SCOPE = "/judging";
/**
 * The cache of what anybody may read: scripts and styles, and the two pages for when there is no line. Nothing of an
 * entry.
 */
export const OPEN = "kapok-offline";
export const AWAY = "/judging/away";

/** What pages are told of this device: how many changes the server has not got, and since when it does not answer. */
export type State = { unlocked: boolean; unsent: number; away: number | null; person: string | null };
