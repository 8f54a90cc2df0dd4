import { type AnyPgColumn, index, pgEnum, pgTable, primaryKey, text, uuid } from "drizzle-orm/pg-core";
import { accounts } from "./account.ts";
import { moment, randomId } from "./columns.ts";
import { entries } from "./entry.ts";
import { rounds } from "./round.ts";

/** As whom somebody spoke: a chair is known by their part, a reviewer by a letter. */
export const discussionVoice = pgEnum("discussion_voice", ["reviewer", "chair"]);

/**
 * What the readers of an entry say to each other about it in a round. Append-only: a correction is a message that names
 * the one it corrects.
 */
export const discussionMessages = pgTable(
  "discussion_messages",
  {
    id: randomId(),
    roundId: uuid("round_id")
      .notNull()
      .references(() => rounds.id),
    entryId: uuid("entry_id")
      .notNull()
      .references(() => entries.id),
    corrects: uuid("corrects").references((): AnyPgColumn => discussionMessages.id),
    text: text("text").notNull(),
    voice: discussionVoice("voice").notNull(),
    at: moment("at").notNull(),
    by: uuid("by")
      .notNull()
      .references(() => accounts.id),
  },
  (t) => [index("discussion_messages_thread").on(t.roundId, t.entryId, t.at)],
);

/**
 * Which messages and corrections somebody has read: their own bookmark, which nobody else is shown. One for each,
 * because a message can become visible after a later one was read.
 */
export const discussionReadings = pgTable(
  "discussion_readings",
  {
    messageId: uuid("message_id")
      .notNull()
      .references(() => discussionMessages.id),
    accountId: uuid("account_id")
      .notNull()
      .references(() => accounts.id),
  },
  (t) => [primaryKey({ columns: [t.messageId, t.accountId] })],
);

/**
 * Of which messages and corrections a letter told somebody. One for each, because a message can become readable, or be
 * kept, after a later one was told of.
 */
export const discussionTold = pgTable(
  "discussion_told",
  {
    messageId: uuid("message_id")
      .notNull()
      .references(() => discussionMessages.id),
    accountId: uuid("account_id")
      .notNull()
      .references(() => accounts.id),
  },
  (t) => [primaryKey({ columns: [t.messageId, t.accountId] })],
);
