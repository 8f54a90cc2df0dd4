/** Far above what an entry needs, so that nobody fills a page without end. */
export const MOST_MESSAGES = 500;

/** How long a message waits for its readers to come by themselves before a letter tells of it, in milliseconds. */
export const TOLD_AFTER = 4 * 3_600_000;
/** After this no letter tells of it any more, in milliseconds. */
export const TOLD_UNTIL = 72 * 3_600_000;

/** One's own review of the entry: in, still to be given, or none to give. */
export type OwnReview = "in" | "owed" | null;

/**
 * How an author is told apart: the chair by their part, a reviewer by the letter they have for the entry's readers; by
 * name only where the reader knows who reviewed.
 */
export type Author = {
  voice: "reviewer" | "chair";
  letter: string | null;
  name: string | null;
  own: boolean;
  /** Not read yet by who asks, or corrected since. */
  unread: boolean;
  /** No longer reads the entry: stepped back, or in conflict since. */
  gone: boolean;
};
export type Said = { id: string; corrects: string | null; text: string; at: Date };
export type Message = Author & {
  id: string;
  text: string;
  at: Date;
  correctedAt: Date | null;
  earlier: { text: string; at: Date }[];
};

/**
 * A thread as it reads now: each message with its last text, and what it said before. `said` in order of time; a
 * correction names the message it is of.
 */
export function threadOf(said: readonly (Said & Author)[]): Message[] {
  const messages: Message[] = said
    .filter(({ corrects }) => corrects === null)
    .map(({ corrects: _none, ...first }) => ({ ...first, correctedAt: null, earlier: [] }));
  for (const { corrects, text, at, unread } of said) {
    const message = messages.find(({ id }) => id === corrects);
    if (!message) continue;
    message.earlier.push({ text: message.text, at: message.correctedAt ?? message.at });
    Object.assign(message, { text, correctedAt: at, unread: message.unread || unread });
  }
  return messages;
}
