import { sql } from "drizzle-orm";
import { index, integer, jsonb, pgTable, text, uuid } from "drizzle-orm/pg-core";
import { accounts } from "./account.ts";
import { moment, randomId } from "./columns.ts";

/** A message owed to a person, written in the transaction of the event that owes it and sent by a job. */
export const notifications = pgTable(
  "notifications",
  {
    id: randomId(),
    /** At most one message per event and recipient. */
    dedupe: text("dedupe").notNull().unique(),
    accountId: uuid("account_id").references(() => accounts.id),
    email: text("email").notNull(),
    locale: text("locale").notNull(),
    kind: text("kind").notNull(),
    params: jsonb("params").$type<Record<string, string>>().notNull(),
    createdAt: moment("created_at").notNull(),
    attempts: integer("attempts").notNull().default(0),
    /** When the next attempt is due; moved ahead while one is under way. */
    dueAt: moment("due_at").notNull(),
    lastError: text("last_error"),
    sentAt: moment("sent_at"),
    failedAt: moment("failed_at"),
  },
  (t) => [
    index("notifications_due").on(t.dueAt).where(sql`sent_at is null and failed_at is null`),
    index("notifications_account").on(t.accountId),
    // Letters of one kind are found by how their names begin.
    index("notifications_dedupe_prefix").on(t.dedupe.op("text_pattern_ops")),
  ],
);
