import { sql } from "drizzle-orm";
import { boolean, check, index, pgTable, text, uuid } from "drizzle-orm/pg-core";
import { accounts } from "./account.ts";
import { attachments } from "./attachment.ts";
import { moment, randomId } from "./columns.ts";
import { entries } from "./entry.ts";

/**
 * Somebody was asked to sign an entry off for its government, and what they answered; or had signed a letter, which its
 * team sent in. The last one counts.
 */
export const endorsements = pgTable(
  "endorsements",
  {
    id: randomId(),
    entryId: uuid("entry_id")
      .notNull()
      .references(() => entries.id, { onDelete: "cascade" }),
    name: text("name").notNull(),
    office: text("office").notNull(),
    /** Null with a letter, as are token and end. */
    email: text("email"),
    /** SHA-256 of the token in the mailed link, hex. */
    tokenId: text("token_id").unique(),
    letterId: uuid("letter_id")
      .unique()
      .references(() => attachments.id),
    /**
     * Canonical JSON of exactly what is to be endorsed: the entry as it would have been sealed when the question was
     * asked or the letter sent.
     */
    snapshot: text("snapshot").notNull(),
    /** SHA-256 of the snapshot's UTF-8 bytes, hex. */
    sha256: text("sha256").notNull(),
    askedAt: moment("asked_at").notNull(),
    askedBy: uuid("asked_by")
      .notNull()
      .references(() => accounts.id),
    expiresAt: moment("expires_at"),
    /** Somebody was asked anew before there was an answer: this link leads nowhere any more. */
    replacedAt: moment("replaced_at"),
    answeredAt: moment("answered_at"),
    endorsed: boolean("endorsed"),
    reason: text("reason").notNull().default(""),
  },
  (t) => [
    index("endorsements_entry").on(t.entryId, t.askedAt),
    check("answered_or_not", sql`(${t.answeredAt} is null) = (${t.endorsed} is null)`),
    check(
      "by_link_or_letter",
      sql`num_nonnulls(${t.email}, ${t.tokenId}, ${t.expiresAt}) = case when ${t.letterId} is null then 3 else 0 end`,
    ),
    check("letter_is_signed", sql`${t.letterId} is null or ${t.endorsed}`),
    check("answered_or_replaced", sql`${t.answeredAt} is null or ${t.replacedAt} is null`),
  ],
);
