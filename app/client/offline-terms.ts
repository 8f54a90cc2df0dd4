/** What pages and the worker of rounds that were taken along agree on. */

/** The worker's reach: the pages of judging. */
export const SCOPE = "/judging";
/**
 * The cache of what anybody may read: scripts and styles, and the pages for when there is no line. Nothing of an
 * entry.
 */
export const OPEN = "kapok-offline";
export const AWAY = "/judging/away";
/**
 * Pages and files outside of the worker's reach: where there is no line a browser shows an error of its own in their
 * place, so links to them ask here first. Elsewhere the portal itself leads on from such an address.
 */
export const ELSEWHERE = "/judging/elsewhere/";
/** Which of them: the store is locked, the page was not taken along, or none of its kind can be. */
export const AWAY_PAGES = ["locked", "absent", "elsewhere"] as const;
export type Away = (typeof AWAY_PAGES)[number];

/** What pages are told of this device: how many changes the server has not got, and since when it does not answer. */
export type State = { unlocked: boolean; unsent: number; away: number | null; person: string | null };
